// What A++ files state once for all articles of an issue or book.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "ingest/xml/sax.hpp"

namespace lode::ingest {

// What stands around the articles of a file: journal or book, issue, publisher.
struct SpringerEnvelope {
    std::string publisher;
    std::string title;  // of the journal or book
    std::string journal_id;
    std::string issued;
    std::string cover;
};

// The envelope of each article of a file, by the article's ID. As far as the bytes can be parsed;
// a fault in them is not told here.
std::map<std::string, SpringerEnvelope, std::less<>> springer_envelopes(std::string_view bytes,
                                                                        const xml::Limits& limits);

}  // namespace lode::ingest
