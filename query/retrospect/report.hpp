// The retrospective test as people and programs read it.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "query/retrospect/evaluate.hpp"

namespace lode::query::retrospect {

struct Prediction {
    std::string material, written;
    std::uint64_t articles_before = 0;
    std::uint16_t first_studied = 0;  // 0: not within the literature at hand
    std::string first_article;        // id, "" where it is not known
};

struct CutOffDetails {
    std::vector<std::string> models;  // fingerprints, one a seed
    std::optional<double> agreement;  // of the top k between the seeds
    std::vector<Prediction> predictions;
};

struct RetrospectReport {
    std::string concept_term;
    std::vector<std::string> keywords;
    std::string labels;  // where the years of first study come from
    std::size_t seeds = 1;
    std::uint64_t min_count = 0;
    std::uint64_t articles = 0, without_year = 0, retracted = 0, with_keyword = 0;
    std::uint16_t first_year = 0, last_year = 0;
    Result result;
    std::vector<CutOffDetails> details;  // one for each of result.cut_offs
    std::vector<std::string> notes;      // what was left out, and why
};

// `format`: table, json, tsv (the predictions), html. UsageError for another.
void write(const RetrospectReport& report, std::string_view format, std::ostream& out);
inline constexpr std::string_view k_retrospect_formats = "table json tsv html";

// What the numbers cannot tell, one sentence each.
std::vector<std::string> limits(const RetrospectReport& report);

// Share of the predictions studied against years since the cut-off: every cut-off, their mean, and
// all candidates. For the page.
std::string curves_svg(const Result& result);

}  // namespace lode::query::retrospect
