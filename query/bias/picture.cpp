#include "query/bias/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "query/bias/findings.hpp"
#include "query/bias/periods.hpp"
#include "query/bias/predictive.hpp"

namespace lode::query::bias {
namespace {

using statistics::BetaPrior;
using statistics::Trials;

constexpr std::array<double, 7> k_selections{1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01};

struct Tally {
    std::uint64_t positive = 0, negative = 0, null = 0;
    std::map<std::string, Trials> groups;
    std::uint64_t grouped = 0;
    // Year, group or material, positive.
    std::vector<std::tuple<std::uint16_t, std::string, bool>> dated;

    void add(const Observation& seen, const std::string& cluster) {
        const bool success = seen.outcome == OutcomeLabel::positive;
        positive += success ? 1 : 0;
        negative += seen.outcome == OutcomeLabel::negative ? 1 : 0;
        null += seen.outcome == OutcomeLabel::null ? 1 : 0;
        if (!seen.group.empty()) {
            auto& group = groups[seen.group];
            ++group.n;
            group.successes += success ? 1 : 0;
            ++grouped;
        }
        if (seen.year != 0) {
            dated.emplace_back(seen.year, cluster, success);
        }
    }
    std::uint64_t n() const { return positive + negative + null; }
    Trials trials() const { return {positive, n()}; }
};

// In an order of their own, so that a permutation test does not depend on that of the input. A
// cluster without a name is a report of its own.
std::vector<Dated> in_order(const Tally& tally) {
    auto sorted = tally.dated;
    std::sort(sorted.begin(), sorted.end());
    std::map<std::string, std::size_t> numbers;
    std::vector<Dated> reports;
    std::size_t next = 0;
    for (const auto& [year, cluster, positive] : sorted) {
        std::size_t number = next;
        if (cluster.empty()) {
            ++next;
        } else {
            const auto [place, fresh] = numbers.try_emplace(cluster, next);
            next += fresh ? 1 : 0;
            number = place->second;
        }
        reports.push_back({.year = static_cast<double>(year),
                           .positive = positive,
                           .cluster = number,
                           .others = {}});
    }
    return reports;
}

std::optional<GroupShare> groups_of(const Tally& tally, const BetaPrior& prior,
                                    std::string& largest, std::string& decisive) {
    std::vector<Trials> trials;
    std::vector<std::string> names;
    for (const auto& [name, group] : tally.groups) {
        names.push_back(name);
        trials.push_back(group);
    }
    const auto share = group_share(prior, prior.mean, trials);
    if (share) {
        largest = names.at(share->largest_group);
        decisive = share->decisive_group ? names.at(*share->decisive_group) : std::string();
    }
    return share;
}

std::optional<double> share_of_signed(std::uint64_t positive, std::uint64_t negative) {
    if (positive + negative == 0) {
        return std::nullopt;
    }
    return static_cast<double>(positive) / static_cast<double>(positive + negative);
}

std::vector<Period> periods_of(const Tally& tally) {
    if (tally.dated.empty()) {
        return {};
    }
    std::uint16_t first = UINT16_MAX;
    std::uint16_t last = 0;
    for (const auto& report : tally.dated) {
        first = std::min(first, std::get<0>(report));
        last = std::max(last, std::get<0>(report));
    }
    const unsigned width = period_width(first, last);
    std::map<unsigned, Period> found;
    for (const auto& [year, cluster, positive] : tally.dated) {
        auto& period = found[year / width];
        period.positive += positive ? 1 : 0;
        ++period.n;
    }
    std::vector<Period> periods;
    for (auto& [number, period] : found) {
        std::tie(period.from, period.to) = period_years(number, width, first, last);
        period.interval = share_interval(period.positive, period.n);
        periods.push_back(period);
    }
    return periods;
}

// `by_material`: the reports of each material of this application.
Summary summary_of(const std::string& application, const Tally& tally,
                   const std::vector<Trials>& by_material, const PictureOptions& options) {
    Summary made;
    made.application = application;
    made.positive = tally.positive;
    made.negative = tally.negative;
    made.null = tally.null;
    made.materials = by_material.size();
    made.baseline = statistics::fit_prior(by_material);
    if (tally.n() == 0) {
        return made;
    }
    made.reported_success = static_cast<double>(tally.positive) / static_cast<double>(tally.n());
    made.reported_interval = share_interval(tally.positive, tally.n());
    made.success_signed = share_of_signed(tally.positive, tally.negative);
    std::vector<std::uint64_t> counts;
    std::vector<double> popularity;
    std::vector<double> success;
    for (const auto& trials : by_material) {
        counts.push_back(trials.n);
        if (trials.n >= k_least_reports) {
            popularity.push_back(static_cast<double>(trials.n));
            success.push_back(static_cast<double>(trials.successes) /
                              static_cast<double>(trials.n));
        }
    }
    made.concentration = concentration(counts);
    made.popularity = correlation(popularity, success);
    const bool extreme = tally.positive == 0 || tally.positive == tally.n();
    made.sensitivity_share =
        extreme ? (static_cast<double>(tally.positive) + 0.5) / (static_cast<double>(tally.n()) + 1)
                : made.reported_success;
    for (const double r : k_selections) {
        made.sensitivity.push_back({r,
                                    statistics::true_share(made.sensitivity_share, r),
                                    {statistics::true_share(made.reported_interval.low, r),
                                     statistics::true_share(made.reported_interval.high, r)}});
    }
    if (options.true_share) {
        made.true_share = options.true_share;
        if (const auto r = statistics::tipping_value(made.reported_success, *options.true_share)) {
            made.reporting_odds_ratio = 1 / *r;
        }
    }
    made.dated = tally.dated.size();
    made.positivity = trend(in_order(tally));
    made.periods = periods_of(tally);
    made.grouped = tally.grouped;
    std::string decisive;
    made.groups = groups_of(tally, made.baseline, made.largest_group, decisive);
    if (made.groups) {
        // The whole is never above its own baseline: the verdict means nothing here.
        made.groups->above = false;
        made.groups->decisive_group.reset();
    }
    return made;
}

MaterialPicture material_of(const std::string& material, const std::string& application,
                            const Tally& tally, const BetaPrior& prior, const Summary& own,
                            const Summary& all) {
    MaterialPicture made;
    made.material = material;
    made.written = material;
    made.application = application;
    made.positive = tally.positive;
    made.negative = tally.negative;
    made.null = tally.null;
    const Trials trials = tally.trials();
    made.success = statistics::posterior(prior, trials);
    made.baseline = prior.mean;
    made.above_all = 1 - not_above(prior, trials, all.baseline.mean);
    made.success_signed = share_of_signed(tally.positive, tally.negative);
    made.predictive_interval = predictive_interval(prior, trials, trials.n);
    if (tally.negative == 0) {
        made.failure_upper_bound = statistics::failure_upper_bound(trials.n);
    }
    // A share of exactly 0 or 1 would make the tipping value infinite or 0 whatever n is.
    const bool extreme = tally.positive == 0 || tally.positive == trials.n;
    made.tipping_value = statistics::tipping_value(
        extreme ? made.success.mean
                : static_cast<double>(tally.positive) / static_cast<double>(trials.n),
        prior.mean);
    for (const auto& report : tally.dated) {
        const std::uint16_t year = std::get<0>(report);
        made.first_year = made.first_year == 0 ? year : std::min(made.first_year, year);
        made.last_year = std::max(made.last_year, year);
    }
    if (!made.judged()) {
        return made;
    }
    const double failures = static_cast<double>(own.negative) /
                            static_cast<double>(std::max<std::uint64_t>(1, own.n()));
    made.few_negatives = Chance{statistics::binomial_cdf(tally.negative, trials.n, failures), 1};
    // Against a baseline that is only the pooled share, "above it" would mean nothing: where every
    // report is positive, every material would be above.
    if (prior.fitted) {
        made.excess = Chance{not_above(prior, trials, prior.mean), 1};
    }
    if (const auto trending = trend(in_order(tally))) {
        made.rising = Chance{trending->rising_p, 1};
    }
    made.groups = groups_of(tally, prior, made.largest_group, made.decisive_group);
    if (made.groups && !prior.fitted) {
        made.groups->above = false;
        made.groups->decisive_group.reset();
    }
    return made;
}

void adjust(std::vector<MaterialPicture>& materials,
            std::optional<Chance> MaterialPicture::*which) {
    std::vector<double> chances;
    for (const auto& material : materials) {
        if (const auto& chance = material.*which) {
            chances.push_back(chance->plain);
        }
    }
    const auto adjusted = statistics::benjamini_hochberg(chances);
    std::size_t next = 0;
    for (auto& material : materials) {
        if (auto& chance = material.*which) {
            chance->adjusted = adjusted[next++];
        }
    }
}

std::optional<Finding> no_negatives(const MaterialPicture& material) {
    if (material.negative > 0 || material.positive == 0 || !material.few_negatives ||
        !(material.few_negatives->adjusted < k_significant)) {
        return std::nullopt;
    }
    return Finding{
        .name = "no-negatives",
        .strength = 1 - material.few_negatives->adjusted,
        .because = fmt::format(
            "{} positive, {}0 negative in {} reports; a failure rate up to {:.0f} % fits; fewer "
            "negatives than expected: chance {:.2g}, {:.2g} adjusted for the list",
            material.positive, material.null > 0 ? fmt::format("{} null, ", material.null) : "",
            material.n(), 100 * material.failure_upper_bound.value_or(1),
            material.few_negatives->plain, material.few_negatives->adjusted)};
}

}  // namespace

void raise_flags(Picture& picture) {
    for (auto& material : picture.materials) {
        std::vector<Finding> flags;
        const auto add = [&](std::optional<Finding> found) {
            if (found) {
                flags.push_back(std::move(*found));
            }
        };
        if (material.judged()) {
            if (material.excess) {
                add(excess_positive(material.positive, material.n(), material.baseline,
                                    material.excess->plain, material.excess->adjusted));
            }
            add(no_negatives(material));
            if (material.rising) {
                add(rising(material.n(), material.first_year, material.last_year,
                           material.rising->plain, material.rising->adjusted));
            }
            if (material.groups) {
                add(single_group(*material.groups, material.largest_group, material.decisive_group,
                                 "reports"));
            }
            if (material.excess) {
                add(fragile_lead(material.positive, material.n(), material.baseline,
                                 material.success.above_prior, material.tipping_value));
            }
        }
        if (material.corrected) {
            add(not_resolvable(*material.corrected));
        }
        std::sort(flags.begin(), flags.end(),
                  [](const Finding& l, const Finding& r) { return l.name < r.name; });
        material.flags = std::move(flags);
    }
}

Picture picture(const std::vector<Observation>& observations, const PictureOptions& options) {
    Tally all;
    std::map<std::string, Tally> applications;
    std::map<std::string, Trials> materials;
    std::map<std::pair<std::string, std::string>, Tally> cells;  // application, material
    for (const auto& seen : observations) {
        const std::string& cluster = seen.group.empty() ? seen.material : seen.group;
        all.add(seen, cluster);
        applications[seen.application].add(seen, cluster);
        auto& trials = materials[seen.material];
        ++trials.n;
        trials.successes += seen.outcome == OutcomeLabel::positive ? 1 : 0;
        cells[{seen.application, seen.material}].add(seen, seen.group);
    }
    const auto values = [](const std::map<std::string, Trials>& map) {
        std::vector<Trials> list;
        for (const auto& [name, trials] : map) {
            list.push_back(trials);
        }
        return list;
    };
    Picture made;
    made.all = summary_of("", all, values(materials), options);
    std::map<std::string, Summary> summaries;
    for (const auto& [name, tally] : applications) {
        if (applications.size() < 2) {
            summaries.emplace(name, made.all);
            continue;
        }
        std::vector<Trials> own;
        for (const auto& [cell, reports] : cells) {
            if (cell.first == name) {
                own.push_back(reports.trials());
            }
        }
        const auto& summary =
            summaries.emplace(name, summary_of(name, tally, own, options)).first->second;
        made.applications.push_back(summary);
    }
    std::set<std::string> borrowed;
    for (const auto& [cell, tally] : cells) {
        const Summary& own = summaries.at(cell.first);
        const bool borrows = !own.baseline.fitted && made.all.baseline.fitted;
        const BetaPrior& prior = borrows ? made.all.baseline : own.baseline;
        if (borrows) {
            borrowed.insert(cell.first);
        }
        made.materials.push_back(material_of(cell.second, cell.first, tally, prior, own, made.all));
        made.judged += made.materials.back().judged() ? 1U : 0U;
    }
    for (const auto& name : borrowed) {
        made.notes.push_back(fmt::format(
            "Application '{}' has too few materials with two reports for a baseline of its own: "
            "that of all applications is used.",
            name));
    }
    if (!made.all.baseline.fitted) {
        made.notes.emplace_back(
            "Too few materials with two reports, or all outcomes alike: how much materials differ "
            "cannot be seen. The baseline is the pooled share with the weight of two reports, and "
            "no "
            "material is tested against it.");
    }
    std::sort(made.materials.begin(), made.materials.end(),
              [](const MaterialPicture& l, const MaterialPicture& r) {
                  return l.n() != r.n() ? l.n() > r.n()
                                        : std::tie(l.material, l.application) <
                                              std::tie(r.material, r.application);
              });
    adjust(made.materials, &MaterialPicture::few_negatives);
    adjust(made.materials, &MaterialPicture::excess);
    adjust(made.materials, &MaterialPicture::rising);
    raise_flags(made);
    return made;
}

}  // namespace lode::query::bias
