// Why a material is ranked where it is: its place, the words between it and the concept, the
// sentences that link them, what rests on the articles about both, its neighbours, its flags.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/explain/chain.hpp"
#include "query/explain/sentences.hpp"
#include "query/explain/vectors.hpp"
#include "query/rank.hpp"

namespace lode::query::explain {

struct Request {
    std::string material;               // as typed
    std::vector<std::string> concepts;  // as typed; a quoted phrase is one
    // As in RankRequest: what to rank away from, weights, words that mean "already studied".
    std::vector<std::string> minus = {};
    std::map<std::string, double> weights = {};
    std::vector<std::string> keywords = {};
    std::uint64_t min_count = 4;  // mentions of a candidate
    std::size_t list = 20;        // rows of the ranking whose chances are adjusted together
    std::size_t words = 12;
    std::size_t neighbours = 10;
    std::size_t evidence = 5;  // articles that show a sentence; negative sentences are shown all
    std::optional<bias::Confusion> confusion;
    const OtherSeeds* others = nullptr;  // as RankRequest::others: the place is that of all models
    ChainLimits chain;
};

// Article counts leave nothing out: the index counts retracted articles too.
struct ContextRow {
    std::string word, written;
    bool material = false;
    double to_concept = 0, to_material = 0, product = 0;
    std::uint64_t mentions = 0;
    std::uint64_t articles_with_material = 0;  // that hold all words of a phrase, in any order
    std::uint64_t articles_with_concept = 0;
};

struct NeighbourRow {
    std::string material, written;
    double cosine = 0;  // of the output vectors
    std::uint64_t mentions = 0;
    std::optional<std::uint32_t> rank;  // for the concept; nothing where it is a word of it
};

// The ranking by a model that was trained without the articles on both (query
// never trains: tools/left_out.hpp).
struct Removal {
    std::uint64_t articles = 0;        // left out, retracted ones included
    std::optional<Standing> standing;  // nothing: too rarely mentioned elsewhere, or unknown
    std::string why_not;               // then the reason
    std::string model_fingerprint;
    std::vector<std::string> concept_terms;  // as that model understands the concept
    std::string trained;                     // "12 epochs, seed 1, 2 threads"
};

struct Explanation {
    Report report;                  // of the ranking; rows: the material's alone
    std::size_t adjusted_over = 0;  // rows of the ranking that its chances were adjusted over
    std::uint32_t word = 0;
    Meeting meeting;
    std::vector<Evidence> evidence;  // of meeting.shown
    std::vector<ContextRow> words;
    std::vector<std::string> forms;
    std::optional<ChainSearch> chains;  // searched where no sentence holds both
    std::vector<NeighbourRow> neighbours;
    std::optional<Removal> removal;
    const Row& row() const { return report.rows.front(); }
};

// Throws NoAnswer (with near spellings and a command that works) where material or concept are
// unknown, the material is a word of the concept or mentioned too rarely to be ranked. Time: that
// of rank(), one pass over the vectors, and the articles that mention the material; without a
// common sentence also those of the concept (ChainLimits).
Explanation explain(const Literature& literature, const embed::Embedding& model,
                    const Normalise& normalise, const Canonical& canonical, const Request& request);

// The ranking in which single materials are looked up: its first `list` rows, and those of `also`.
// `request` is a Request or a CompareRequest.
template <class AnyRequest>
RankRequest ranking_with(const AnyRequest& request, std::vector<std::string> also) {
    RankRequest ranking;
    ranking.concepts = request.concepts;
    ranking.minus = request.minus;
    ranking.weights = request.weights;
    ranking.keywords = request.keywords;
    ranking.limit = request.list;
    ranking.min_count = request.min_count;
    ranking.evidence = 0;
    ranking.confusion = request.confusion;
    ranking.others = request.others;
    ranking.also = std::move(also);
    return ranking;
}

// Can the material have a rank at all without the articles on both? False: too few mentions are
// left, and no training is needed to say so. True says only that training may give one.
bool has_rank_elsewhere(const Explanation& explanation);

// What another model says; `model` was trained without `articles` articles.
Removal removal(const embed::Embedding& model, const Normalise& normalise, const Request& request,
                const std::string& formula, std::uint64_t articles);

// How each part is made and what it cannot tell, for every format.
std::vector<std::string> standing_limits(const Explanation& explanation);

}  // namespace lode::query::explain
