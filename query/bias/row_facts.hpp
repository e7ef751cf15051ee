// The numbers of a ranking's row that the bias flags judge, from the votes of its articles.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "query/bias/correction.hpp"
#include "query/literature.hpp"
#include "query/report.hpp"
#include "query/statistics.hpp"
#include "query/survey.hpp"

namespace lode::query::bias {

// Authors are read from the store article by article: of materials with more votes than this they
// are not looked at (Row::groups stays empty); `lode bias` looks at all.
inline constexpr std::size_t k_most_grouped = 100;

// Fills the counts of the row's own articles and votes, and what a success rate and a tipping value
// make of them.
void weigh(const statistics::BetaPrior& prior, const MaterialSurvey& counts, Row& row);

// Fills excess and rising (plain chances, from five votes on and where the prior is fitted),
// groups, corrected (from one vote on, where a confusion is given) and retracted.
void fill_row(const Literature& literature, const statistics::BetaPrior& prior,
              const MaterialSurvey& counts, const std::optional<Confusion>& confusion, Row& row);

// Adjusts the chances over all rows of the list that have one (Benjamini & Hochberg 1995).
void adjust_rows(std::vector<Row>& rows);

}  // namespace lode::query::bias
