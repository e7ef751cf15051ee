#include "query/bias/nearby.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "query/candidates.hpp"
#include "query/material_space.hpp"

namespace lode::query::bias {
namespace {

constexpr double k_near_composition = 0.5;

std::uint64_t articles_of(const Literature& literature, const std::string& material) {
    std::uint64_t count = 0;
    for (const auto seq : literature.postings(material)) {
        const auto facts = literature.facts(seq);
        count += facts && facts->retracted ? 0U : 1U;
    }
    return count;
}

}  // namespace

std::vector<Surroundings> never_tried(const Literature& literature, const embed::Embedding& model,
                                      const std::vector<Candidate>& candidates, const Survey& seen,
                                      const NearbyOptions& options) {
    if (options.neighbours == 0) {
        return {};
    }
    std::vector<std::uint32_t> words;
    std::vector<std::size_t> reported;
    std::vector<std::size_t> untried;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        words.push_back(candidates[i].word);
        const auto shares = element_shares(model.words()[candidates[i].word].text);
        if (shares && shares->size() == 1) {
            continue;
        }
        const auto& counts = seen.materials[i];
        if (counts.articles > 0) {
            reported.push_back(i);
        } else if (counts.retracted == 0) {
            untried.push_back(i);
        }
    }
    std::stable_sort(reported.begin(), reported.end(), [&](std::size_t l, std::size_t r) {
        return seen.materials[l].articles > seen.materials[r].articles;
    });
    reported.resize(std::min(reported.size(), options.reported));
    const MaterialSpace vectors(model, words, SpaceKind::vectors);
    const MaterialSpace compositions(model, words, SpaceKind::composition);
    const auto written = [&](std::size_t i) {
        const auto& word = model.words()[words[i]];
        return word.written.empty() ? word.text : word.written;
    };
    std::vector<Surroundings> list;
    for (const std::size_t centre : reported) {
        Surroundings made;
        made.material = model.words()[words[centre]].text;
        made.written = written(centre);
        made.articles_with_concept = seen.materials[centre].articles;
        std::map<std::size_t, UntriedNeighbour> near;
        if (vectors.placed(centre)) {
            for (const auto& point : nearest_points(vectors, centre, untried, options.neighbours)) {
                near[point.point].near_by_vectors = true;
            }
        }
        if (compositions.placed(centre)) {
            for (const auto& point :
                 nearest_points(compositions, centre, untried, options.neighbours)) {
                if (point.distance < k_near_composition) {
                    near[point.point].near_by_composition = true;
                }
            }
        }
        for (auto& [i, neighbour] : near) {
            neighbour.material = model.words()[words[i]].text;
            neighbour.written = written(i);
            neighbour.mentions = candidates[i].mentions;
            neighbour.articles = articles_of(literature, neighbour.material);
            if (vectors.placed(centre) && vectors.placed(i)) {
                neighbour.vector_distance = vectors.distance(centre, i);
            }
            if (compositions.placed(centre) && compositions.placed(i)) {
                neighbour.exchanged_share = compositions.distance(centre, i);
            }
            made.untried.push_back(std::move(neighbour));
        }
        const auto far = std::numeric_limits<double>::infinity();
        std::stable_sort(made.untried.begin(), made.untried.end(),
                         [&](const UntriedNeighbour& l, const UntriedNeighbour& r) {
                             return l.vector_distance.value_or(far) <
                                    r.vector_distance.value_or(far);
                         });
        list.push_back(std::move(made));
    }
    return list;
}

}  // namespace lode::query::bias
