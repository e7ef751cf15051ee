#include "query/retrospect/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

namespace lode::query::retrospect {
namespace {

std::uint16_t label(const MaterialHistory& material, const Settings& settings) {
    return settings.strict ? material.first_studied_strictly : material.first_studied;
}

// Studied in [year, year + h)?
bool hit(const MaterialHistory& material, std::uint16_t year, std::size_t h,
         const Settings& settings) {
    const std::uint16_t first = label(material, settings);
    return first >= year && first < year + h;
}

// Years of the literature from the cut-off on.
std::size_t years_after(const History& history, std::uint16_t year) {
    return history.last_year < year ? 0 : static_cast<std::size_t>(history.last_year - year) + 1;
}

double mean(const std::vector<double>& values) {
    return values.empty() ? 0
                          : std::accumulate(values.begin(), values.end(), 0.0) /
                                static_cast<double>(values.size());
}

// The central `level` of the values.
Interval central(std::vector<double> values, double level = 0.9) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double p) {
        return values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1) + 0.5)];
    };
    return {at((1 - level) / 2), at((1 + level) / 2)};
}

// A fair number below n: std's distributions differ between libraries.
std::size_t below(std::mt19937_64& random, std::size_t n) {
    return static_cast<std::size_t>(static_cast<double>(random() >> 11U) * 0x1p-53 *
                                    static_cast<double>(n));
}

std::optional<double> precision_at(const std::vector<bool>& hits, std::size_t k) {
    if (hits.size() < k) {
        return std::nullopt;
    }
    const auto found =
        std::count(hits.begin(), hits.begin() + static_cast<std::ptrdiff_t>(k), true);
    return static_cast<double>(found) / static_cast<double>(k);
}

OrderResult judge(const Order& order, const History& history, std::uint16_t year, std::size_t top,
                  const Settings& settings) {
    OrderResult result;
    result.name = order.name;
    const auto& list = history.materials();
    for (std::size_t h = 1; h <= years_after(history, year) && top > 0; ++h) {
        std::size_t hits = 0;
        for (std::size_t i = 0; i < top; ++i) {
            hits += hit(list[order.materials[i]], year, h, settings) ? 1U : 0U;
        }
        result.hit_rate.push_back(static_cast<double>(hits) / static_cast<double>(top));
    }
    std::vector<bool> hits;
    std::vector<double> leads;
    for (std::size_t i = 0; i < order.materials.size(); ++i) {
        const MaterialHistory& material = list[order.materials[i]];
        hits.push_back(hit(material, year, settings.horizon, settings));
        if (hits.back() && i < top) {
            ++result.hits;
            leads.push_back(label(material, settings) - year);
        }
    }
    const auto positives = static_cast<double>(std::count(hits.begin(), hits.end(), true));
    const double negatives = static_cast<double>(hits.size()) - positives;
    if (positives > 0) {
        // Ranks are strict (ties were broken), so AUC is the share of pairs in the right order.
        double right = 0;
        double seen = 0;
        double precision = 0;
        for (std::size_t i = 0; i < hits.size(); ++i) {
            if (hits[i]) {
                ++seen;
                precision += seen / static_cast<double>(i + 1);
            } else {
                right += seen;
            }
        }
        result.average_precision = precision / positives;
        if (negatives > 0) {
            result.auc = right / (positives * negatives);
        }
    }
    result.precision_10 = precision_at(hits, 10);
    result.precision_20 = precision_at(hits, 20);
    result.precision_100 = precision_at(hits, 100);
    if (!leads.empty()) {
        std::sort(leads.begin(), leads.end());
        const std::size_t half = leads.size() / 2;
        result.median_lead =
            leads.size() % 2 == 1 ? leads[half] : (leads[half - 1] + leads[half]) / 2;
    }
    return result;
}

CutOffResult judge(const CutOff& cut_off, const History& history, const Settings& settings) {
    CutOffResult result;
    result.year = cut_off.year;
    if (cut_off.orders.empty()) {
        return result;
    }
    const auto& candidates = cut_off.orders.front().materials;
    result.candidates = candidates.size();
    result.top = std::min(settings.top, candidates.size());
    result.full_horizon = years_after(history, cut_off.year) >= settings.horizon;
    for (std::size_t h = 1; h <= years_after(history, cut_off.year) && !candidates.empty(); ++h) {
        const auto hits = std::count_if(candidates.begin(), candidates.end(), [&](std::uint32_t c) {
            return hit(history.materials()[c], cut_off.year, h, settings);
        });
        result.base_rate.push_back(static_cast<double>(hits) /
                                   static_cast<double>(candidates.size()));
        if (h == settings.horizon) {
            result.studied_later = static_cast<std::uint64_t>(hits);
        }
    }
    for (const Order& order : cut_off.orders) {
        result.orders.push_back(judge(order, history, cut_off.year, result.top, settings));
    }
    return result;
}

// Mean hit rate over mean base rate, of the cut-offs with these numbers.
std::optional<double> enrichment(const std::vector<const CutOffResult*>& cut_offs,
                                 const std::vector<std::size_t>& chosen, std::size_t order,
                                 std::size_t horizon) {
    double hits = 0;
    double base = 0;
    for (const std::size_t i : chosen) {
        hits += cut_offs[i]->orders[order].hit_rate[horizon - 1];
        base += cut_offs[i]->base_rate[horizon - 1];
    }
    return base > 0 ? std::optional(hits / base) : std::nullopt;
}

// Neighbouring cut-offs share most of their future, so whole blocks of them are drawn (Kuensch
// 1989): as many cut-offs as lie within one horizon.
// Nothing for fewer than three cut-offs, or where no draw has a value.
template <class Statistic>
std::optional<Interval> bootstrap(const std::vector<const CutOffResult*>& cut_offs,
                                  const Settings& settings, double level,
                                  const Statistic& statistic) {
    constexpr std::size_t k_least = 3;
    if (cut_offs.size() < k_least) {
        return std::nullopt;
    }
    std::size_t block = 1;
    while (block < cut_offs.size() &&
           cut_offs[block]->year < cut_offs.front()->year + settings.horizon) {
        ++block;
    }
    block = std::min(block, cut_offs.size() / 2);
    std::mt19937_64 random(settings.seed);
    std::vector<double> values;
    for (std::size_t draw = 0; draw < settings.draws; ++draw) {
        std::vector<std::size_t> chosen;
        while (chosen.size() < cut_offs.size()) {
            const std::size_t start = below(random, cut_offs.size() - block + 1);
            for (std::size_t i = 0; i < block && chosen.size() < cut_offs.size(); ++i) {
                chosen.push_back(start + i);
            }
        }
        if (const std::optional<double> value = statistic(chosen)) {
            values.push_back(*value);
        }
    }
    return values.empty() ? std::nullopt : std::optional(central(std::move(values), level));
}

// Corrections less the first order, with intervals over draws of materials: a material is a
// candidate of many cut-offs and studied once, so it comes or stays away with all of them. Blocks
// of cut-offs will not do here: there are a handful, and their intervals hold nought far too seldom
// (docs/RETROSPECT.md).
class Differences {
 public:
    Differences(const History& history, const Settings& settings)
        : m_history(history), m_settings(settings), m_number(history.materials().size(), 0) {}

    void add(const CutOff& cut_off, std::size_t top) {
        for (const std::uint32_t material : cut_off.orders.front().materials) {
            if (m_number[material] == 0) {
                m_number[material] = ++m_materials;
            }
        }
        m_cut_offs.push_back({&cut_off, top});
    }

    // One for each order; nothing for those that are no corrections, or where there is no hit.
    std::vector<std::optional<Difference>> result(double level) const {
        const std::vector<CutOffView>& cut_offs = m_cut_offs;
        const std::size_t n = cut_offs.empty() ? 0 : cut_offs.front().cut_off->orders.size();
        std::vector<std::optional<Difference>> made(n);
        const Values all = values(std::vector<std::uint32_t>(m_materials + 1, 1));
        std::vector<std::vector<double>> enrichments(n);
        std::vector<std::vector<double>> aucs(n);
        std::mt19937_64 random(m_settings.seed);
        for (std::size_t draw = 0; draw < m_settings.draws; ++draw) {
            std::vector<std::uint32_t> times(m_materials + 1, 0);
            for (std::size_t i = 0; i < m_materials; ++i) {
                ++times[1 + below(random, m_materials)];
            }
            const Values drawn = values(times);
            for (std::size_t o = 1; o < n; ++o) {
                if (drawn.base > 0) {
                    enrichments[o].push_back((drawn.rate[o] - drawn.rate[0]) / drawn.base);
                }
                if (drawn.auc[o]) {
                    aucs[o].push_back(*drawn.auc[o] - *drawn.auc[0]);
                }
            }
        }
        for (std::size_t o = 1; o < n; ++o) {
            if (!cut_offs.front().cut_off->orders[o].correction || all.base <= 0) {
                continue;
            }
            Difference& one = made[o].emplace();
            one.enrichment = (all.rate[o] - all.rate[0]) / all.base;
            // No hit in either is none in any draw: that is no certainty.
            if (!enrichments[o].empty() && all.rate[o] + all.rate[0] > 0) {
                one.enrichment_interval = central(std::move(enrichments[o]), level);
            }
            if (all.auc[o]) {
                one.auc = *all.auc[o] - *all.auc[0];
                one.auc_interval = central(std::move(aucs[o]), level);
            }
        }
        return made;
    }

 private:
    struct CutOffView {
        const CutOff* cut_off = nullptr;
        std::size_t top = 0;
    };
    struct Values {  // sums over the cut-offs; AUC: the mean
        double base = 0;
        std::vector<double> rate;
        std::vector<std::optional<double>> auc;
    };

    // Each material counted so many times.
    Values values(const std::vector<std::uint32_t>& times) const {
        Values sum;
        const std::size_t n = m_cut_offs.empty() ? 0 : m_cut_offs.front().cut_off->orders.size();
        sum.rate.resize(n);
        sum.auc.resize(n);
        std::size_t with_auc = 0;
        for (const auto& [cut_off, top] : m_cut_offs) {
            for (std::size_t o = 0; o < n; ++o) {
                double seen = 0;
                double hits = 0;
                double right = 0;
                double top_seen = 0;
                double top_hits = 0;
                const auto& order = cut_off->orders[o].materials;
                for (std::size_t i = 0; i < order.size(); ++i) {
                    const double weight = times[m_number[order[i]]];
                    seen += weight;
                    if (hit(m_history.materials()[order[i]], cut_off->year, m_settings.horizon,
                            m_settings)) {
                        hits += weight;
                    } else {
                        right += weight * hits;
                    }
                    if (i + 1 == top) {
                        top_seen = seen;
                        top_hits = hits;
                    }
                }
                sum.rate[o] += top_seen > 0 ? top_hits / top_seen : 0;
                const double pairs = hits * (seen - hits);
                if (pairs > 0) {
                    sum.auc[o] = sum.auc[o].value_or(0) + right / pairs;
                }
                if (o == 0) {
                    sum.base += seen > 0 ? hits / seen : 0;
                    with_auc += pairs > 0 ? 1U : 0U;
                }
            }
        }
        for (auto& auc : sum.auc) {
            if (auc) {
                *auc /= static_cast<double>(with_auc);
            }
        }
        return sum;
    }

    const History& m_history;
    const Settings& m_settings;
    std::vector<std::uint32_t> m_number;  // of the materials that are candidates, from 1
    std::uint32_t m_materials = 0;
    std::vector<CutOffView> m_cut_offs;
};

// Hits of candidates drawn in place of the top k, each from those with the same power of two of
// mentions, none twice.
class MatchedDraws {
 public:
    MatchedDraws(const CutOff& cut_off, const History& history, std::size_t top,
                 const Settings& settings) {
        const auto& order = cut_off.orders.front().materials;
        std::map<int, std::size_t> bin_of;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const MaterialHistory& material = history.materials()[order[i]];
            const auto mentions = std::max<std::uint64_t>(1, material.count(0, cut_off.year));
            const int power = static_cast<int>(std::log2(static_cast<double>(mentions)));
            const auto [at, fresh] = bin_of.try_emplace(power, m_bins.size());
            if (fresh) {
                m_bins.emplace_back();
            }
            Bin& bin = m_bins[at->second];
            bin.hits.push_back(hit(material, cut_off.year, settings.horizon, settings));
            bin.wanted += i < top ? 1U : 0U;
        }
    }
    std::size_t draw(std::mt19937_64& random) {
        std::size_t hits = 0;
        for (Bin& bin : m_bins) {
            for (std::size_t i = 0; i < bin.wanted; ++i) {
                const std::size_t j = i + below(random, bin.hits.size() - i);
                const bool mine = bin.hits[i];
                bin.hits[i] = bin.hits[j];
                bin.hits[j] = mine;
                hits += bin.hits[i] ? 1U : 0U;
            }
        }
        return hits;
    }

 private:
    struct Bin {
        std::vector<bool> hits;
        std::size_t wanted = 0;
    };
    std::vector<Bin> m_bins;
};

}  // namespace

Order order_by(std::string name, const History& history,
               const std::vector<std::uint32_t>& candidates, const Scores& scores) {
    std::vector<std::size_t> places(candidates.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b]
                                      : history.materials()[candidates[a]].formula <
                                            history.materials()[candidates[b]].formula;
    });
    Order order{std::move(name), {}};
    for (const std::size_t place : places) {
        order.materials.push_back(candidates[place]);
    }
    return order;
}

Order fused(std::string name, const std::vector<Order>& orders) {
    std::map<std::uint32_t, std::size_t> sums;
    for (const Order& order : orders) {
        for (std::size_t i = 0; i < order.materials.size(); ++i) {
            sums[order.materials[i]] += i;
        }
    }
    Order result{std::move(name), {}};
    for (const auto& [material, sum] : sums) {
        result.materials.push_back(material);
    }
    // Numbers of materials ascend with their formulas.
    std::stable_sort(result.materials.begin(), result.materials.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return sums[a] < sums[b]; });
    return result;
}

Result evaluate(const History& history, const std::vector<CutOff>& cut_offs,
                const Settings& settings) {
    Result result;
    result.settings = settings;
    std::vector<MatchedDraws> draws;
    Differences differences(history, settings);
    for (const CutOff& cut_off : cut_offs) {
        result.cut_offs.push_back(judge(cut_off, history, settings));
        const CutOffResult& made = result.cut_offs.back();
        if (made.full_horizon && made.candidates > 0) {
            draws.emplace_back(cut_off, history, made.top, settings);
            differences.add(cut_off, made.top);
        }
    }
    std::vector<const CutOffResult*> complete;
    for (const auto& made : result.cut_offs) {
        if (made.full_horizon && made.candidates > 0) {
            complete.push_back(&made);
        }
    }
    Summary& summary = result.summary;
    summary.cut_offs = complete.size();
    if (complete.empty()) {
        return result;
    }
    std::vector<std::size_t> all(complete.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (const auto* made : complete) {
        summary.candidates += made->candidates;
        summary.studied_later += made->studied_later;
    }
    for (const Order& order : cut_offs.front().orders) {
        summary.looks += order.correction ? 2U : 0U;
    }
    summary.looks_level = 1 - 0.1 / static_cast<double>(std::max<std::size_t>(1, summary.looks));
    const auto compared = summary.looks > 0 ? differences.result(summary.looks_level)
                                            : std::vector<std::optional<Difference>>();
    for (std::size_t o = 0; o < complete.front()->orders.size(); ++o) {
        OrderSummary order;
        order.name = complete.front()->orders[o].name;
        std::vector<double> aucs;
        std::vector<double> precisions;
        for (const auto* made : complete) {
            order.hits += made->orders[o].hits;
            order.predictions += made->top;
            if (made->orders[o].auc) {
                aucs.push_back(*made->orders[o].auc);
            }
            if (made->orders[o].average_precision) {
                precisions.push_back(*made->orders[o].average_precision);
            }
        }
        order.enrichment = enrichment(complete, all, o, settings.horizon);
        // No hit in any cut-off is none in any draw: that is no certainty.
        order.enrichment_interval =
            order.hits == 0
                ? std::nullopt
                : bootstrap(complete, settings, 0.9, [&](const std::vector<std::size_t>& chosen) {
                      return enrichment(complete, chosen, o, settings.horizon);
                  });
        order.difference = compared.empty() ? std::nullopt : compared[o];
        order.mean_auc = aucs.empty() ? std::nullopt : std::optional(mean(aucs));
        order.mean_average_precision =
            precisions.empty() ? std::nullopt : std::optional(mean(precisions));
        summary.orders.push_back(std::move(order));
    }
    std::mt19937_64 random(settings.seed);
    std::vector<double> totals;
    std::size_t as_many = 0;
    for (std::size_t draw = 0; draw < settings.draws; ++draw) {
        std::size_t hits = 0;
        for (auto& one : draws) {
            hits += one.draw(random);
        }
        totals.push_back(static_cast<double>(hits));
        as_many += hits >= summary.orders.front().hits ? 1U : 0U;
    }
    if (!totals.empty()) {
        summary.matched_hits = mean(totals);
        summary.matched_p =
            static_cast<double>(as_many + 1) / static_cast<double>(settings.draws + 1);
        summary.matched_interval = central(std::move(totals));
    }
    return result;
}

std::optional<double> agreement(const std::vector<Order>& orders, std::size_t k) {
    double sum = 0;
    std::size_t pairs = 0;
    for (std::size_t a = 0; a < orders.size(); ++a) {
        for (std::size_t b = a + 1; b < orders.size(); ++b) {
            const std::size_t n =
                std::min({k, orders[a].materials.size(), orders[b].materials.size()});
            if (n == 0) {
                continue;
            }
            const auto end = orders[b].materials.begin() + static_cast<std::ptrdiff_t>(n);
            std::size_t common = 0;
            for (std::size_t i = 0; i < n; ++i) {
                common += std::find(orders[b].materials.begin(), end, orders[a].materials[i]) != end
                              ? 1U
                              : 0U;
            }
            sum += static_cast<double>(common) / static_cast<double>(n);
            ++pairs;
        }
    }
    return pairs == 0 ? std::nullopt : std::optional(sum / static_cast<double>(pairs));
}

}  // namespace lode::query::retrospect
