#include "query/split/bias.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <set>

#include "core/base/error.hpp"
#include "core/chem/formula.hpp"

namespace lode::query::split {
namespace {

// Farther than any two compositions: nothing of this kind trains.
constexpr double k_nowhere = 2;

// The share of the thresholds 0, 0.01, ..., 1 that lie above the distance.
double embedded(double distance) {
    int above = 0;
    for (int step = 0; step <= 100; ++step) {
        above += distance < static_cast<double>(step) / 100 ? 1 : 0;
    }
    return static_cast<double>(above) / 101;
}

double nearest(const std::unique_ptr<CompositionIndex>& index, const ElementShares& at) {
    if (!index) {
        return k_nowhere;
    }
    const auto found = index->nearest(at, 1);
    return found.empty() ? k_nowhere : found.front();
}

// Percentiles of distances that count as often as there are records.
double percentile(const std::vector<std::pair<double, std::uint64_t>>& sorted, std::uint64_t n,
                  double share) {
    std::uint64_t passed = 0;
    for (const auto& [distance, weight] : sorted) {
        passed += weight;
        if (static_cast<double>(passed) >= share * static_cast<double>(n)) {
            return distance;
        }
    }
    return sorted.back().first;
}

// Two shares, pooled (normal approximation).
double z_of(const Labels& a, const Labels& b) {
    const double pooled =
        static_cast<double>(a.active + b.active) / static_cast<double>(a.n() + b.n());
    const double variance =
        pooled * (1 - pooled) * (1 / static_cast<double>(a.n()) + 1 / static_cast<double>(b.n()));
    return variance > 0 ? (a.share() - b.share()) / std::sqrt(variance) : 0;
}

double percent(std::uint64_t part, std::uint64_t n) {
    return n == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(n);
}

void find_leaks(Evaluation& e) {
    const auto add = [&](std::string name, std::string because) {
        e.leaks.push_back({std::move(name), std::move(because)});
    };
    if (e.shared_articles > 0) {
        add("shared-articles", fmt::format("{} of {} articles have records in training too",
                                           e.shared_articles, e.articles));
    }
    if (e.shared_materials > 0) {
        add("shared-compositions",
            fmt::format(
                "{} of {} compositions are in training too, with {:.0f} % of the {} records "
                "that name one",
                e.shared_materials, e.tested.materials, percent(e.shared_records, e.named_records),
                e.named_records));
    }
    if (e.nearness && percent(e.nearness->near, e.nearness->n) > 100 * k_most_near) {
        add("near-neighbours",
            fmt::format("{:.0f} % of {} records differ from a training record in at most {:.0f} % "
                        "of the atoms",
                        percent(e.nearness->near, e.nearness->n), e.nearness->n, 100 * k_near));
    }
    if (e.ave && e.ave->bias() > k_most_ave) {
        add("ave-bias",
            fmt::format("AVE bias {:.2f}: copying the nearest label pays (actives "
                        "{:+.2f}, inactives {:+.2f}; {} and {} records tested, {} and "
                        "{} in training, no test of chance)",
                        e.ave->bias(), e.ave->actives, e.ave->inactives, e.tested.labels.active,
                        e.tested.labels.n() - e.tested.labels.active, e.training.labels.active,
                        e.training.labels.n() - e.training.labels.active));
    }
    const Labels& tested = e.tested.labels;
    const Labels& training = e.training.labels;
    if (tested.n() > 0 && training.n() > 0 &&
        std::fabs(tested.share() - training.share()) > k_most_label_shift &&
        std::fabs(z_of(tested, training)) > 1.96) {
        add("label-shift",
            fmt::format("{:.0f} % of {} labelled records are active, {:.0f} % of {} in training",
                        100 * tested.share(), tested.n(), 100 * training.share(), training.n()));
    }
}

}  // namespace

Tally::Tally(std::span<const Column> columns, const Options& options)
    : m_options(options),
      m_label(find_label(columns, options.label)),
      m_material_column(find_column(columns, "material")),
      m_article_column(find_column(columns, "article")),
      m_application_column(find_column(columns, "application")) {
    const std::size_t n = sides(options).size();
    m_all.push_back({std::vector<std::uint64_t>(n * k_classes)});
    m_article_sides.assign(n, false);
    m_articles.assign(n, 0);
    m_shared_articles.assign(n, 0);
}

std::uint32_t Tally::material(const std::string& written) {
    const auto known = m_numbers.find(written);
    if (known != m_numbers.end()) {
        return known->second;
    }
    // Written variants of one composition are one material.
    const auto composition = chem::parse_formula(written);
    const std::string key = composition ? chem::canonical(*composition) : written;
    const auto [found, added] =
        m_by_key.emplace(key, static_cast<std::uint32_t>(m_materials.size()));
    if (added) {
        m_materials.push_back({key, element_shares(key)});
    }
    m_numbers.emplace(written, found->second);
    return found->second;
}

void Tally::add(std::span<const Cell> cells, std::optional<std::size_t> side) {
    ++m_records;
    if (!side) {
        ++m_unassigned;
        return;
    }
    std::size_t label = k_unlabelled;
    if (m_label) {
        if (const auto value = cell_text(cells[m_label->column])) {
            label = *value == m_label->value ? k_active : k_inactive;
        }
    }
    const std::size_t at = *side * k_classes + label;
    ++m_all.front().n.at(at);
    if (m_article_column) {
        const auto article = cell_text(cells[*m_article_column]).value_or("");
        if (article != m_article) {
            end_article();
            m_article = article;
        }
        m_article_sides.at(*side) = true;
    }
    if (m_material_column) {
        if (const auto written = cell_text(cells[*m_material_column])) {
            std::string application;
            if (m_application_column) {
                application = cell_text(cells[*m_application_column]).value_or("");
            }
            auto& counts = m_pairs[{std::move(application), material(*written)}];
            counts.n.resize(m_all.front().n.size());
            ++counts.n.at(at);
        }
    }
}

void Tally::end_article() {
    for (std::size_t tested = 0; tested < m_article_sides.size(); ++tested) {
        if (!m_article_sides[tested]) {
            continue;
        }
        ++m_articles[tested];
        bool shared = false;
        for (std::size_t side = 0; side < m_article_sides.size(); ++side) {
            shared = shared ||
                     (m_article_sides[side] && side != tested && trains(m_options, side, tested));
        }
        m_shared_articles[tested] += shared ? 1U : 0U;
    }
    m_article_sides.assign(m_article_sides.size(), false);
}

std::uint64_t Tally::count(const Counts& counts, std::size_t tested, bool training,
                           std::size_t label) const {
    std::uint64_t n = 0;
    for (std::size_t side = 0; side < m_article_sides.size(); ++side) {
        if (training ? trains(m_options, side, tested) : side == tested) {
            n += counts.n[side * k_classes + label];
        }
    }
    return n;
}

bool Tally::on(const Counts& counts, std::size_t tested, bool training) const {
    return count(counts, tested, training, k_active) + count(counts, tested, training, k_inactive) +
               count(counts, tested, training, k_unlabelled) >
           0;
}

void Tally::overlap(Evaluation& e) const {
    for (auto [part, training] : {std::pair{&e.tested, false}, std::pair{&e.training, true}}) {
        part->labels.active = count(m_all.front(), e.side, training, k_active);
        part->labels.inactive = count(m_all.front(), e.side, training, k_inactive);
        part->records = part->labels.n() + count(m_all.front(), e.side, training, k_unlabelled);
    }
    std::set<std::uint32_t> tested;
    std::set<std::uint32_t> trained;
    for (const auto& [pair, counts] : m_pairs) {
        if (on(counts, e.side, false)) {
            tested.insert(pair.second);
        }
        if (on(counts, e.side, true)) {
            trained.insert(pair.second);
        }
    }
    e.tested.materials = tested.size();
    e.training.materials = trained.size();
    for (const auto number : tested) {
        e.shared_materials += trained.count(number);
    }
    for (const auto& [pair, counts] : m_pairs) {
        const std::uint64_t n = count(counts, e.side, false, k_active) +
                                count(counts, e.side, false, k_inactive) +
                                count(counts, e.side, false, k_unlabelled);
        e.named_records += n;
        e.shared_records += trained.count(pair.second) > 0 ? n : 0;
    }
}

void Tally::neighbours(Evaluation& e) const {
    std::vector<std::pair<double, std::uint64_t>> distances;
    Ave ave;
    // Sums over records of what embedded() gives: active near active, active near inactive, ...
    std::array<double, 2> own{};
    std::array<double, 2> other{};
    std::uint64_t trained = 0;
    for (auto from = m_pairs.begin(); from != m_pairs.end();) {
        // One application after the other: they share no neighbours.
        auto to = from;
        std::array<std::vector<ElementShares>, k_classes> points;
        for (; to != m_pairs.end() && to->first.first == from->first.first; ++to) {
            const auto& shares = m_materials[to->first.second].shares;
            for (std::size_t label = 0; label < k_classes && shares; ++label) {
                if (const auto n = count(to->second, e.side, true, label); n > 0) {
                    points.at(label).push_back(*shares);
                    trained += n;
                    ave.training_active += label == k_active ? n : 0;
                    ave.training_inactive += label == k_inactive ? n : 0;
                }
            }
        }
        std::array<std::unique_ptr<CompositionIndex>, k_classes> index;
        for (std::size_t label = 0; label < k_classes; ++label) {
            if (!points.at(label).empty()) {
                index.at(label) = std::make_unique<CompositionIndex>(std::move(points.at(label)));
            }
        }
        for (; from != to; ++from) {
            const auto& shares = m_materials[from->first.second].shares;
            if (!shares || !on(from->second, e.side, false)) {
                continue;
            }
            std::array<double, k_classes> at{};
            for (std::size_t label = 0; label < k_classes; ++label) {
                at.at(label) = nearest(index.at(label), *shares);
            }
            std::uint64_t records = 0;
            for (std::size_t label = 0; label < k_classes; ++label) {
                const auto n = count(from->second, e.side, false, label);
                records += n;
                if (label != k_unlabelled) {
                    own.at(label) += static_cast<double>(n) * embedded(at.at(label));
                    other.at(label) += static_cast<double>(n) * embedded(at.at(1 - label));
                    (label == k_active ? ave.tested_active : ave.tested_inactive) += n;
                }
            }
            // Another application's materials are as far as can be.
            distances.emplace_back(std::min(1.0, *std::min_element(at.begin(), at.end())), records);
        }
    }
    if (!distances.empty() && trained > 0) {
        std::sort(distances.begin(), distances.end());
        Nearness near;
        for (const auto& [distance, n] : distances) {
            near.n += n;
            near.near += distance <= k_near + 1e-9 ? n : 0;
        }
        near.low = percentile(distances, near.n, 0.05);
        near.median = percentile(distances, near.n, 0.5);
        near.high = percentile(distances, near.n, 0.95);
        e.nearness = near;
    }
    if (!m_label) {
        e.why_no_ave = "no label";
    } else if (!m_material_column) {
        e.why_no_ave = "the dataset names no materials";
    } else if (ave.tested_active == 0 || ave.tested_inactive == 0 || ave.training_active == 0 ||
               ave.training_inactive == 0) {
        e.why_no_ave = fmt::format(
            "needs active and inactive records with readable compositions on both sides: tested {} "
            "and {}, training {} and {}",
            ave.tested_active, ave.tested_inactive, ave.training_active, ave.training_inactive);
    } else {
        const auto mean = [](double sum, std::uint64_t n) { return sum / static_cast<double>(n); };
        ave.actives = mean(own[k_active] - other[k_active], ave.tested_active);
        ave.inactives = mean(own[k_inactive] - other[k_inactive], ave.tested_inactive);
        e.ave = ave;
    }
}

BiasReport Tally::report(const std::string& why_unassigned) {
    end_article();
    BiasReport made;
    made.options = m_options;
    made.label = m_label ? m_label->as_asked : "";
    made.has_materials = m_material_column.has_value();
    made.has_articles = m_article_column.has_value();
    made.has_applications = m_application_column.has_value();
    made.records = m_records;
    made.unassigned = m_unassigned;
    made.why_unassigned = why_unassigned;
    for (std::size_t side = 0; side < m_article_sides.size(); ++side) {
        std::uint64_t n = 0;
        for (std::size_t label = 0; label < k_classes; ++label) {
            n += m_all.front().n[side * k_classes + label];
        }
        made.records_by_side.push_back(n);
        if (!tests(m_options, side)) {
            continue;
        }
        Evaluation e;
        e.side = side;
        overlap(e);
        e.articles = m_articles[side];
        e.shared_articles = m_shared_articles[side];
        neighbours(e);
        find_leaks(e);
        made.evaluations.push_back(std::move(e));
    }
    return made;
}

}  // namespace lode::query::split
