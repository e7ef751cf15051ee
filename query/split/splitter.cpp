#include "query/split/splitter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "query/composition_space.hpp"
#include "query/k_means.hpp"
#include "query/split/columns.hpp"
#include "query/terms.hpp"

namespace lode::query::split {
namespace {

std::optional<std::int64_t> year_of(const Cell& cell) {
    const auto* year = std::get_if<std::int64_t>(&cell);
    return year == nullptr ? std::nullopt : std::optional(*year);
}

// The last year of every side but the last one, so that the records up to it come nearest to its
// share; every side has a year.
std::vector<std::uint16_t> boundaries(const std::map<std::int64_t, std::uint64_t>& records,
                                      const std::vector<double>& shares) {
    if (records.size() < shares.size()) {
        throw NoAnswer(fmt::format("the records have {} different years: too few for {} sides",
                                   records.size(), shares.size()),
                       "--split random and --split group need no years");
    }
    std::vector<std::pair<std::int64_t, double>>
        up_to;  // a year, and the share of records up to it
    double total = 0;
    for (const auto& [year, n] : records) {
        total += static_cast<double>(n);
        up_to.emplace_back(year, total);
    }
    std::vector<std::uint16_t> last;
    double wanted = 0;
    std::size_t from = 0;
    for (std::size_t side = 0; side + 1 < shares.size(); ++side) {
        wanted += shares[side];
        const std::size_t end = up_to.size() - (shares.size() - 1 - side);
        std::size_t best = from;
        for (std::size_t i = from; i < end; ++i) {
            if (std::fabs(up_to[i].second / total - wanted) <
                std::fabs(up_to[best].second / total - wanted)) {
                best = i;
            }
        }
        last.push_back(static_cast<std::uint16_t>(up_to[best].first));
        from = best + 1;
    }
    return last;
}

std::map<std::string, std::uint32_t, std::less<>> cluster(const std::set<std::string>& materials,
                                                          const ExportSource& source,
                                                          const Options& options) {
    std::vector<std::string> names;
    std::vector<std::vector<float>> points;
    if (options.space == Space::composition) {
        std::vector<ElementShares> shares;
        for (const auto& material : materials) {
            if (auto known = element_shares(material)) {
                names.push_back(material);
                shares.push_back(std::move(*known));
            }
        }
        // Square roots (Hellinger's distance): an element of a few per cent counts for something.
        points = dense(shares);
        for (auto& point : points) {
            std::transform(point.begin(), point.end(), point.begin(),
                           [](float share) { return std::sqrt(share); });
        }
    } else {
        if (source.model == nullptr) {
            throw error("clusters in embedding space need a model");
        }
        for (const auto& material : materials) {
            if (const auto word = source.model->find(material)) {
                names.push_back(material);
                points.push_back(unit_input(*source.model, *word));
            }
        }
    }
    const std::set<std::vector<float>> different(points.begin(), points.end());
    if (different.size() < options.folds) {
        throw NoAnswer(
            fmt::format("{} different materials have a place in {} space: too few for {} "
                        "clusters",
                        different.size(), name(options.space), options.folds),
            "ask for fewer with --split-folds");
    }
    const auto clusters = k_means(points, options.folds, options.seed);
    std::map<std::string, std::uint32_t, std::less<>> of;
    for (std::size_t i = 0; i < names.size(); ++i) {
        of.emplace(names[i], clusters[i]);
    }
    return of;
}

}  // namespace

std::string_view name(Kind kind) {
    switch (kind) {
        case Kind::random:
            return "random";
        case Kind::year:
            return "year";
        case Kind::group:
            return "group";
        case Kind::cluster:
            return "cluster";
    }
    return "";
}

std::string_view name(Space space) {
    return space == Space::composition ? "composition" : "embedding";
}

std::vector<std::string> sides(const Options& options) {
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < options.folds; ++i) {
        names.push_back(fmt::format("fold {}", i + 1));
    }
    if (!names.empty()) {
        return names;
    }
    const bool validates =
        options.last_years.empty() ? options.shares.size() == 3 : options.last_years.size() == 2;
    return validates ? std::vector<std::string>{"train", "validation", "test"}
                     : std::vector<std::string>{"train", "test"};
}

Splitter Splitter::fit(const TableExport& table, const ExportSource& source, Options options,
                       Progress& progress, std::stop_token stop) {
    Splitter made(std::move(options));
    Options& settings = made.m_options;
    const auto columns = table.columns();
    switch (settings.kind) {
        case Kind::random:
            break;
        case Kind::group:
            if (settings.column.empty()) {
                settings.column = find_column(columns, "article") ? "article" : "material";
            }
            made.m_column = need_column(columns, settings.column);
            made.m_why_none = fmt::format("no {}", settings.column);
            break;
        case Kind::year: {
            // Not by first_year: what such a record counts goes on behind it, so that training on
            // the past would know the future.
            made.m_column = need_column(columns, "year");
            made.m_why_none = "no year";
            if (!settings.last_years.empty()) {
                break;
            }
            std::map<std::int64_t, std::uint64_t> records;
            table.for_each_row(
                source,
                [&](std::span<const Cell> cells) {
                    if (const auto year = year_of(cells[made.m_column])) {
                        ++records[*year];
                    }
                },
                progress, stop);
            settings.last_years = boundaries(records, settings.shares);
            break;
        }
        case Kind::cluster: {
            made.m_column = need_column(columns, "material");
            made.m_why_none = settings.space == Space::composition
                                  ? "no material with a readable composition"
                                  : "no material with a vector in the model";
            std::set<std::string> materials;
            table.for_each_row(
                source,
                [&](std::span<const Cell> cells) {
                    if (auto material = cell_text(cells[made.m_column])) {
                        materials.insert(std::move(*material));
                    }
                },
                progress, stop);
            made.m_clusters = cluster(materials, source, settings);
            break;
        }
    }
    return made;
}

std::size_t Splitter::by_chance(std::string_view key) const {
    const std::string salted = fmt::format("{}:{}", m_options.seed, key);
    // 53 bits: every number is a double.
    const double drawn = static_cast<double>(digest64(salted) >> 11U) / 9007199254740992.0;
    if (m_options.folds > 0) {
        return static_cast<std::size_t>(drawn * m_options.folds);
    }
    double end = 0;
    for (std::size_t side = 0; side + 1 < m_options.shares.size(); ++side) {
        end += m_options.shares[side];
        if (drawn < end) {
            return side;
        }
    }
    return m_options.shares.size() - 1;
}

std::optional<std::size_t> Splitter::side(std::uint64_t ordinal,
                                          std::span<const Cell> cells) const {
    switch (m_options.kind) {
        case Kind::random:
            return by_chance(fmt::format("{}", ordinal));
        case Kind::group: {
            const auto key = cell_text(cells[m_column]);
            return key ? std::optional(by_chance(*key)) : std::nullopt;
        }
        case Kind::year: {
            const auto year = year_of(cells[m_column]);
            if (!year) {
                return std::nullopt;
            }
            const auto& last = m_options.last_years;
            return static_cast<std::size_t>(
                std::find_if(last.begin(), last.end(), [&](auto end) { return *year <= end; }) -
                last.begin());
        }
        case Kind::cluster: {
            const auto* material = std::get_if<std::string_view>(&cells[m_column]);
            const auto found = material == nullptr ? m_clusters.end() : m_clusters.find(*material);
            return found == m_clusters.end() ? std::nullopt
                                             : std::optional<std::size_t>(found->second);
        }
    }
    return std::nullopt;
}

}  // namespace lode::query::split
