// The retrospective test as a job: trains a model for each cut-off year and seed (or takes those an
// earlier run left), orders the candidates, and judges the orders by what came later.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "embed/embed.hpp"
#include "query/retrospect/report.hpp"
#include "tools/context.hpp"
#include "tools/question.hpp"

namespace lode::tools {

struct RetrospectRequest {
    std::string concept_term;  // what is asked, for people
    // With whose vector the candidates are compared; of its seeds those that a model knows.
    Question question;
    std::vector<std::string> keywords;  // what makes a material studied, as typed
    std::uint16_t from = 0, to = 0;     // first and last cut-off; 0: chosen from the corpus
    std::uint16_t step = 1;             // years between cut-offs
    std::uint64_t min_count = 4;        // mentions a candidate must have before the cut-off
    std::size_t seeds = 1;
    query::retrospect::Settings settings;
    std::optional<std::filesystem::path> labels;  // formula, tab, year
    embed::EmbedOptions training;                 // seed: the first of the seeds
};

// Models are kept in <workspace>/retrospect; one that fits the store, the training options, the
// year and the seed is not trained again, and one whose training was stopped or killed goes on from
// its checkpoint (<workspace>/retrospect/unfinished), as lode embed does. Error where another
// process trains there.
// Throws NoAnswer where no cut-off has candidates or no model knows the concept.
query::retrospect::RetrospectReport retrospect(Context& context, const RetrospectRequest& request);

// Lines of formula and year, tab-separated; a first line without a year is a heading, '#' begins a
// comment. Formulas are brought to their canonical composition. Error with file and line.
std::map<std::string, std::uint16_t> read_first_years(const std::filesystem::path& file);

}  // namespace lode::tools
