// Small facts about an article that several dialects state in the same ways.
#pragma once

#include <string>
#include <string_view>

namespace lode::ingest {

// White space collapsed, trimmed.
std::string one_line(std::string_view text);

// "CC BY 4.0" out of an address or a statement, after corpora/lexicons/licences.tsv; "" where none
// is recognised.
std::string licence_of_url(std::string_view address);
std::string licence_of_text(std::string_view statement);

// ISO date out of numbers and names as articles state them: "2019", "2019-07", "2019-07-31"; parts
// that are no number or out of range are left away. `month` may be a name ("Jul", "July").
std::string iso_date(std::string_view year, std::string_view month, std::string_view day);
// A date written as one: "2014-12-11", "20141211", "2014-02-25T14:59:49Z", "December 2014".
std::string iso_date(std::string_view text);
// The earlier of two ISO dates; the more exact one where one is the beginning of the other.
std::string earlier_date(const std::string& a, const std::string& b);
// 0 where there is none.
unsigned year_of(std::string_view iso_date);

}  // namespace lode::ingest
