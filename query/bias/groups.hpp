// Whose reports are they: groups of authors, and what a verdict owes to one of them. Formulas and
// limits: docs/BIAS.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/model/article.hpp"
#include "query/statistics.hpp"

namespace lode::query::bias {

// Group number of each article (0, 1, ... by first appearance): articles that share at least two
// authors, or the last one, are of one group, and so on from article to article (union-find). A
// name is the family name and the first initial, case ignored. An article without authors is a
// group of its own. Cannot see a shared laboratory without shared authors; two people of one name
// join what is apart. O(names of all articles + pairs of them inside an article).
std::vector<std::size_t> author_groups(std::span<const std::vector<Author>> articles);

struct GroupShare {
    std::uint64_t reports = 0;  // N
    std::size_t groups = 0;
    // Inverse of the unbiased Simpson index sum n_i (n_i - 1) / (N (N - 1)) (Simpson 1949); the
    // number of groups where no two reports share one.
    double effective = 0;
    double largest = 0;             // share of the reports
    std::size_t largest_group = 0;  // its index in the list given
    // Is the rate above the baseline with a posterior chance over 95 %: with all, and is there a
    // group without which it is not (jackknife over groups)?
    bool above = false;
    std::optional<std::size_t> decisive_group;
    bool single() const noexcept { return reports >= 5 && effective < 2; }
};
// `groups`: successes and reports of each group. Nothing where there is no report.
std::optional<GroupShare> group_share(const statistics::BetaPrior& prior, double baseline,
                                      std::span<const statistics::Trials> groups);

inline constexpr double k_above = 0.95;

}  // namespace lode::query::bias
