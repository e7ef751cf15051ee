#include "query/retrospect/baselines.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <unordered_set>

#include "query/composition_space.hpp"

namespace lode::query::retrospect {
namespace {

constexpr std::uint16_t k_recent_years = 3;

// Element shares of unit length.
std::optional<ElementShares> directions(const std::string& formula) {
    auto shares = element_shares(formula);
    if (shares) {
        double squares = 0;
        for (const auto& [element, share] : *shares) {
            squares += share * share;
        }
        for (auto& [element, share] : *shares) {
            share /= std::sqrt(squares);
        }
    }
    return shares;
}

}  // namespace

Scores by_mentions(const History& history, const std::vector<std::uint32_t>& candidates,
                   std::uint16_t year) {
    Scores scores;
    for (const std::uint32_t c : candidates) {
        scores.push_back(static_cast<double>(history.materials()[c].count(0, year)));
    }
    return scores;
}

Scores by_recent_mentions(const History& history, const std::vector<std::uint32_t>& candidates,
                          std::uint16_t year) {
    const auto from = static_cast<std::uint16_t>(year > k_recent_years ? year - k_recent_years : 0);
    Scores scores;
    for (const std::uint32_t c : candidates) {
        scores.push_back(static_cast<double>(history.materials()[c].count(from, year)));
    }
    return scores;
}

Scores by_common_neighbours(const History& history, const std::vector<std::uint32_t>& candidates,
                            std::uint16_t year) {
    std::vector<std::vector<std::uint32_t>> neighbours(history.materials().size());
    // A review that lists hundreds of materials relates none of them: it is left out.
    constexpr std::size_t k_most = 50;
    for (const auto& article : history.articles()) {
        if (article.year >= year || article.materials.size() > k_most) {
            continue;
        }
        for (const std::uint32_t a : article.materials) {
            for (const std::uint32_t b : article.materials) {
                if (a != b) {
                    neighbours[a].push_back(b);
                }
            }
        }
    }
    for (auto& list : neighbours) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    Scores scores;
    for (const std::uint32_t c : candidates) {
        double sum = 0;
        for (const std::uint32_t z : neighbours[c]) {
            if (history.materials()[z].studied_before(year)) {
                // A neighbour of one is a neighbour of the candidate only: ln 1 would divide by 0.
                sum += 1 / std::log(std::max<double>(2, static_cast<double>(neighbours[z].size())));
            }
        }
        scores.push_back(sum);
    }
    return scores;
}

Scores by_composition(const History& history, const std::vector<std::uint32_t>& candidates,
                      std::uint16_t year) {
    // Studied materials by element, so that a candidate meets only those it shares one with.
    std::vector<ElementShares> studied;
    std::array<std::vector<std::uint32_t>, 128> with_element;
    for (const auto& material : history.materials()) {
        if (!material.studied_before(year)) {
            continue;
        }
        if (auto known = directions(material.formula)) {
            for (const auto& [element, amount] : *known) {
                with_element.at(element).push_back(static_cast<std::uint32_t>(studied.size()));
            }
            studied.push_back(std::move(*known));
        }
    }
    Scores scores;
    std::vector<double> products(studied.size());
    for (const std::uint32_t c : candidates) {
        std::fill(products.begin(), products.end(), 0.0);
        if (const auto own = directions(history.materials()[c].formula)) {
            for (const auto& [element, amount] : *own) {
                for (const std::uint32_t s : with_element.at(element)) {
                    const auto part =
                        std::find_if(studied[s].begin(), studied[s].end(),
                                     [e = element](const auto& p) { return p.first == e; });
                    products[s] += amount * part->second;
                }
            }
        }
        scores.push_back(products.empty() ? 0
                                          : *std::max_element(products.begin(), products.end()));
    }
    return scores;
}

}  // namespace lode::query::retrospect
