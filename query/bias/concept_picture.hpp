// The bias picture of an application from what the stored articles report of it: the same articles,
// materials and votes as a ranking for the concept (query/survey.hpp), whole instead of the top.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/lexicon.hpp"
#include "embed/vectors/embedding.hpp"
#include "query/bias/correction.hpp"
#include "query/bias/picture_text.hpp"
#include "query/literature.hpp"
#include "query/survey.hpp"
#include "query/terms.hpp"

namespace lode::query::bias {

struct ConceptQuestion {
    std::vector<std::string> concepts;  // as typed
    // Words that mean "already studied": what an article must hold; empty: the concepts.
    std::vector<std::string> keywords = {};
    std::uint64_t min_count = 4;  // mentions a material needs
    // How often the classifier of outcomes errs; without it nothing is corrected, and the picture
    // says so.
    std::optional<Confusion> confusion;
    PictureOptions options;
    NearbyOptions nearby = {};
    LexiconSource lexicons = {};  // of the words that tone and thresholds are measured by
};

// Every vote is a report: its group the authors' (author_groups() over all articles that vote), its
// year the article's. Throws NoAnswer where no term is known, no article speaks of the concept or
// none of them votes. Reads each article that speaks of the concept once, and those that vote
// twice.
PictureReport concept_picture(const Literature& literature, const embed::Embedding& model,
                              const Normalise& normalise, const ConceptQuestion& question);

// What a group of authors is called: its last author where most of its articles agree on one, and
// its number. `authors` in the order of `groups`.
std::vector<std::string> group_names(const std::vector<std::vector<Author>>& authors,
                                     const std::vector<std::size_t>& groups);

}  // namespace lode::query::bias
