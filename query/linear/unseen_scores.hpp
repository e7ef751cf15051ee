// How well vectors predicted from compositions meet those that training gave, beside simpler rules.
#pragma once

#include <stop_token>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "query/linear/composition_model.hpp"

namespace lode::query {

// One rule, one way of leaving out, one kind of vectors, over all materials left out in turn.
struct UnseenScore {
    LeftOut left_out = LeftOut::systems;
    Side side = Side::input;
    std::string_view rule;  // "mean of all materials", "element averaging", "composition model"
    std::size_t materials = 0;
    double mean_cosine = 0;     // of the prediction to the true vector
    double centred_cosine = 0;  // mean, after the mean of all is taken from both (Nearness)
    double median_rank = 0;  // of the true vector among those of all materials, by cosine; 1: best
    double in_top_10 = 0;    // share with a rank of 10 or better
    double above_averaging = 0.5;  // share nearer than element averaging; ties half
};

// Element averaging: the mean of the elements' unit vectors, weighted by their fractions, where an
// element is the word of its symbol, or of its name where that is unknown; an element without
// either is left out, and a material without any gets a zero vector (cosine 0). The two simple
// rules are not fitted, so that they read the same for both ways of leaving out. Throws Interrupted
// on stop. O(materials^2 x dim).
std::vector<UnseenScore> measure_unseen(const embed::Embedding& model,
                                        const CompositionModel& fitted, Progress& progress,
                                        const std::stop_token& stop);

}  // namespace lode::query
