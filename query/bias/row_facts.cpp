#include "query/bias/row_facts.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "query/bias/association.hpp"
#include "query/bias/concept_picture.hpp"
#include "query/bias/picture.hpp"
#include "query/bias/predictive.hpp"

namespace lode::query::bias {
namespace {

void fill_groups(const Literature& literature, const statistics::BetaPrior& prior,
                 const MaterialSurvey& counts, Row& row) {
    std::vector<std::vector<Author>> authors;
    std::vector<Vote> votes;
    for (const auto& ballot : counts.ballots) {
        auto article = literature.article(ballot.seq);
        if (article && !article->authors.empty()) {
            authors.push_back(std::move(article->authors));
            votes.push_back(ballot.vote);
        }
    }
    const auto groups = author_groups(authors);
    const auto names = group_names(authors, groups);
    std::vector<statistics::Trials> trials;
    std::vector<std::string> called;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (groups[i] >= trials.size()) {
            trials.resize(groups[i] + 1);
            called.resize(groups[i] + 1);
        }
        auto& group = trials[groups[i]];
        called[groups[i]] = names[i];
        group.successes += votes[i].positive ? 1U : 0U;
        group.n += (votes[i].positive ? 1U : 0U) + (votes[i].negative ? 1U : 0U) +
                   (votes[i].null ? 1U : 0U);
    }
    row.groups = group_share(prior, prior.mean, trials);
    if (!row.groups) {
        return;
    }
    if (!prior.fitted) {
        row.groups->above = false;
        row.groups->decisive_group.reset();
    }
    row.largest_group = called.at(row.groups->largest_group);
    if (row.groups->decisive_group) {
        row.decisive_group = called.at(*row.groups->decisive_group);
    }
}

void fill_years(const MaterialSurvey& counts, Row& row) {
    std::vector<Dated> reports;
    for (const auto& ballot : counts.ballots) {
        if (ballot.year == 0) {
            continue;
        }
        row.first_vote_year =
            row.first_vote_year == 0 ? ballot.year : std::min(row.first_vote_year, ballot.year);
        row.last_vote_year = std::max(row.last_vote_year, ballot.year);
        for (const auto& [voted, positive] :
             {std::pair{ballot.vote.positive, true}, std::pair{ballot.vote.negative, false},
              std::pair{ballot.vote.null, false}}) {
            if (voted) {
                reports.push_back({.year = static_cast<double>(ballot.year),
                                   .positive = positive,
                                   .cluster = static_cast<std::size_t>(ballot.seq),
                                   .others = {}});
            }
        }
    }
    if (const auto found = trend(reports)) {
        row.rising = Chance{found->rising_p, 1};
    }
}

}  // namespace

void weigh(const statistics::BetaPrior& prior, const MaterialSurvey& counts, Row& row) {
    row.articles_with_concept = counts.articles;
    row.positive = counts.positive;
    row.negative = counts.negative;
    row.null = counts.null;
    const auto n = counts.voting();
    const auto posterior = statistics::posterior(prior, {counts.positive, n});
    row.success_mean = posterior.mean;
    row.success_interval = posterior.interval;
    row.success_baseline = prior.mean;
    row.success_above_baseline = posterior.above_prior;
    if (counts.positive + counts.negative > 0) {
        row.success_signed = static_cast<double>(counts.positive) /
                             static_cast<double>(counts.positive + counts.negative);
    }
    if (n == 0) {
        return;
    }
    if (counts.negative == 0) {
        row.failure_upper_bound = statistics::failure_upper_bound(n);
    }
    // A share of exactly 0 or 1 would make the tipping value infinite or 0 whatever n is.
    const bool extreme = counts.positive == 0 || counts.positive == n;
    const double reported =
        extreme ? posterior.mean : static_cast<double>(counts.positive) / static_cast<double>(n);
    row.tipping_value = statistics::tipping_value(reported, prior.mean);
}

void fill_row(const Literature& literature, const statistics::BetaPrior& prior,
              const MaterialSurvey& counts, const std::optional<Confusion>& confusion, Row& row) {
    row.retracted = counts.retracted;
    const auto n = counts.voting();
    if (n > 0 && confusion) {
        row.corrected = correct(*confusion, counts.sentences);
    }
    if (n < k_least_reports) {
        return;
    }
    if (prior.fitted) {
        row.excess = Chance{not_above(prior, {counts.positive, n}, prior.mean), 1};
    }
    fill_years(counts, row);
    if (counts.ballots.size() <= k_most_grouped) {
        fill_groups(literature, prior, counts, row);
    }
}

void adjust_rows(std::vector<Row>& rows) {
    for (const auto which : {&Row::excess, &Row::rising}) {
        std::vector<double> chances;
        for (const auto& row : rows) {
            if (const auto& chance = row.*which) {
                chances.push_back(chance->plain);
            }
        }
        const auto adjusted = statistics::benjamini_hochberg(chances);
        std::size_t next = 0;
        for (auto& row : rows) {
            if (auto& chance = row.*which) {
                chance->adjusted = adjusted[next++];
            }
        }
    }
}

}  // namespace lode::query::bias
