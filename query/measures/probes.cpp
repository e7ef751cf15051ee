// How much of known properties the vectors of elements and compounds hold.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"
#include "query/composition_space.hpp"
#include "query/k_means.hpp"
#include "query/linear/ridge.hpp"
#include "query/measure.hpp"
#include "query/measures_elements.hpp"

namespace lode::query::measures {
namespace {

constexpr std::size_t k_folds = 5;
constexpr std::size_t k_clusters = 10;
constexpr std::size_t k_least_rows = 20;
constexpr std::size_t k_elements = 118;

struct Sheet {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

// One line of a CSV (RFC 4180, no line ends inside quotes) or TSV.
std::vector<std::string> cells_of(std::string_view line, char separator) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (separator == ',' && c == '"') {
            if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
                cells.back() += line[++i];
            } else {
                quoted = !quoted;
            }
        } else if (c == separator && !quoted) {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    return cells;
}

Sheet read_sheet(const std::filesystem::path& path) {
    const std::string text = read_file(path);
    Sheet sheet;
    std::string_view rest = text;
    char separator = '\t';
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty()) {
            continue;
        }
        if (sheet.columns.empty()) {
            separator = line.find('\t') != std::string_view::npos ? '\t' : ',';
            sheet.columns = cells_of(line, separator);
            continue;
        }
        sheet.rows.push_back(cells_of(line, separator));
        if (sheet.rows.back().size() != sheet.columns.size()) {
            throw UsageError(fmt::format("{}: line {}: {} cells under {} columns", path.string(),
                                         number, sheet.rows.back().size(), sheet.columns.size()));
        }
    }
    if (sheet.rows.empty()) {
        throw UsageError(fmt::format("{}: no row below the line of column names", path.string()));
    }
    return sheet;
}

std::size_t column(const Sheet& sheet, const std::string& name, const std::string& path) {
    const auto found = std::find(sheet.columns.begin(), sheet.columns.end(), name);
    if (found == sheet.columns.end()) {
        throw UsageError(fmt::format("{} has no column '{}'", path, name),
                         fmt::format("columns: {}", fmt::join(sheet.columns, ", ")));
    }
    return static_cast<std::size_t>(found - sheet.columns.begin());
}

std::optional<double> number(const std::string& cell) {
    double value = 0;
    const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (cell.empty() || read.ec != std::errc() || read.ptr != cell.data() + cell.size() ||
        !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

// What a key of the table is in the model.
struct Known {
    std::uint32_t word = 0;
    chem::Composition composition;
    std::string name;  // canonical formula or symbol
};

std::optional<chem::Composition> composition_of(const std::string& key) {
    if (const auto element = chem::atomic_number(key)) {
        return chem::Composition{{{*element, 1.0}}};
    }
    return chem::parse_formula(key);
}

// The rows of one target: one value a material, the mean where the table has several.
struct Problem {
    std::vector<Known> rows;
    std::vector<double> values;
    std::size_t stated = 0;      // cells that are numbers
    std::size_t unreadable = 0;  // keys that are no formula
    std::size_t unknown = 0;     // materials without a vector
};

Problem make_problem(const embed::Embedding& model, const Sheet& sheet, std::size_t key,
                     std::size_t target) {
    struct Entry {
        Known known;
        double sum = 0;
        double n = 0;
    };
    Problem problem;
    std::map<std::string, Entry> entries;
    std::set<std::string> unknown;
    for (const auto& row : sheet.rows) {
        const auto value = number(row[target]);
        if (!value) {
            continue;
        }
        ++problem.stated;
        auto composition = composition_of(row[key]);
        if (!composition || composition->amounts.empty()) {
            ++problem.unreadable;
            continue;
        }
        const std::string name =
            chem::atomic_number(row[key]) ? row[key] : chem::canonical(*composition);
        const auto word = model.find(name);
        if (!word || !(model.inverse_input_norms()[*word] > 0)) {
            unknown.insert(name);
            continue;
        }
        Entry& entry = entries[name];
        entry.known = {*word, std::move(*composition), name};
        entry.sum += *value;
        entry.n += 1;
    }
    problem.unknown = unknown.size();
    for (auto& [name, entry] : entries) {
        problem.rows.push_back(std::move(entry.known));
        problem.values.push_back(entry.sum / entry.n);
    }
    return problem;
}

Features composition_features(const Problem& problem) {
    Features features{k_elements, {}};
    features.cells.assign(problem.rows.size() * k_elements, 0);
    for (std::size_t i = 0; i < problem.rows.size(); ++i) {
        for (const auto& [element, share] : element_shares(problem.rows[i].composition)) {
            features.cells.at(i * k_elements + element - 1) = share;
        }
    }
    return features;
}

Features vector_features(const embed::Embedding& model, const Problem& problem) {
    Features features{model.dim(), {}};
    for (const Known& row : problem.rows) {
        const auto input = model.input(row.word);
        features.cells.insert(features.cells.end(), input.begin(), input.end());
    }
    return features;
}

// The mean of the vectors of a compound's elements, by their share; elements without one count as
// zero.
Features averaged_features(const embed::Embedding& model, const Problem& problem) {
    std::map<std::uint8_t, std::uint32_t> words;
    for (const auto& element : element_words(model, false)) {
        words.emplace(element.number, element.word);
    }
    Features features{model.dim(), {}};
    for (const Known& row : problem.rows) {
        std::vector<double> mean(model.dim(), 0);
        for (const auto& [element, share] : element_shares(row.composition)) {
            const auto word = words.find(element);
            if (word == words.end()) {
                continue;
            }
            const auto input = model.input(word->second);
            for (std::size_t k = 0; k < mean.size(); ++k) {
                mean[k] += share * static_cast<double>(input[k]);
            }
        }
        features.cells.insert(features.cells.end(), mean.begin(), mean.end());
    }
    return features;
}

std::vector<double> out_of_fold(const Features& features, const std::vector<double>& values,
                                const std::vector<std::size_t>& fold) {
    std::vector<double> predicted(values.size(), 0);
    const std::size_t folds = *std::max_element(fold.begin(), fold.end()) + 1;
    for (std::size_t f = 0; f < folds; ++f) {
        std::vector<std::size_t> train;
        std::vector<std::size_t> test;
        for (std::size_t i = 0; i < fold.size(); ++i) {
            (fold[i] == f ? test : train).push_back(i);
        }
        const auto made = ridge(features, values, train, test);
        for (std::size_t i = 0; i < test.size(); ++i) {
            predicted[test[i]] = made[i];
        }
    }
    return predicted;
}

struct Quality {
    double r2 = 0;
    double mae = 0;
};

// Over the rows of the sample, with their own mean.
Quality quality(const std::vector<double>& values, const std::vector<double>& predicted,
                const std::vector<std::size_t>& sample) {
    double mean = 0;
    for (const std::size_t i : sample) {
        mean += values[i] / static_cast<double>(sample.size());
    }
    double missed = 0;
    double spread = 0;
    double absolute = 0;
    for (const std::size_t i : sample) {
        missed += (values[i] - predicted[i]) * (values[i] - predicted[i]);
        spread += (values[i] - mean) * (values[i] - mean);
        absolute += std::abs(values[i] - predicted[i]);
    }
    return {spread > 0 ? 1 - missed / spread : std::numeric_limits<double>::quiet_NaN(),
            absolute / static_cast<double>(sample.size())};
}

class Probes final : public Measure {
 public:
    const MeasureInfo& info() const noexcept override {
        static constexpr MeasureInfo k_info{
            .name = "probes",
            .version = 1,
            .title = "Known properties predicted from vectors by ridge regression",
            .meaning =
                "Out-of-fold R2 and mean absolute error of a ridge regression from the vector of "
                "an element or compound to a known property, beside the same from composition, "
                "from "
                "averaged element vectors and from nothing (the mean). Random folds say what is "
                "held about materials like those trained on; leaving out whole clusters of "
                "composition (for elements: groups of the periodic table) says what carries over "
                "to others. Only materials with a vector are in it, which are the well-known ones",
            .source =
                "Alain & Bengio 2016 (arXiv:1610.01644); Meredig et al. 2018 "
                "(doi:10.1039/C8ME00012C)",
            .options = "table key target draws seed"};
        return k_info;
    }

    MeasureResult measure(const MeasureInput& input) const override {
        if (input.table.empty()) {
            throw UsageError("eval probes needs --table FILE",
                             "a CSV or TSV: a column of elements or formulas, columns of numbers");
        }
        const Sheet sheet = read_sheet(input.table);
        const std::string path = input.table.filename().string();
        const std::size_t key = input.key.empty() ? 0 : column(sheet, input.key, path);
        MeasureResult result;
        result.table.columns = {"target", "split",   "folds", "features", "n",       "r2",
                                "r2_low", "r2_high", "mae",   "mae_low",  "mae_high"};
        for (const std::size_t target : targets(sheet, key, input, path)) {
            const Problem problem = make_problem(*input.model, sheet, key, target);
            result.notes.push_back(
                fmt::format("{}: numbers {}; keys that are no formula {}; materials without a "
                            "vector {}; in the "
                            "test {}",
                            sheet.columns[target], problem.stated, problem.unreadable,
                            problem.unknown, problem.rows.size()));
            if (problem.rows.size() < k_least_rows) {
                result.notes.push_back(fmt::format("{}: fewer than {}, not measured",
                                                   sheet.columns[target], k_least_rows));
                continue;
            }
            add_rows(result.table, input, sheet.columns[target], problem);
        }
        input.progress->finish();
        if (result.table.rows.empty()) {
            throw NoAnswer(fmt::format("nothing to measure: {}", fmt::join(result.notes, "; ")));
        }
        result.notes.emplace_back(
            "Intervals: 95 %, bootstrap over rows (random folds) or over clusters.");
        return result;
    }

 private:
    static std::vector<std::size_t> targets(const Sheet& sheet, std::size_t key,
                                            const MeasureInput& input, const std::string& path) {
        std::vector<std::size_t> list;
        for (const auto& name : input.targets) {
            list.push_back(column(sheet, name, path));
        }
        for (std::size_t c = 0; input.targets.empty() && c < sheet.columns.size(); ++c) {
            const auto numbers =
                std::count_if(sheet.rows.begin(), sheet.rows.end(),
                              [&](const auto& row) { return number(row[c]).has_value(); });
            if (c != key && numbers > 0) {
                list.push_back(c);
            }
        }
        if (list.empty()) {
            throw UsageError(fmt::format("{} has no column of numbers", path));
        }
        return list;
    }

    static std::vector<std::size_t> random_folds(std::size_t n, std::uint64_t seed) {
        bias::Draws random(seed);
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t{0});
        random.shuffle(order);
        std::vector<std::size_t> fold(n);
        for (std::size_t i = 0; i < n; ++i) {
            fold[order[i]] = i % k_folds;
        }
        return fold;
    }

    static bool elements_only(const Problem& problem) {
        return std::all_of(problem.rows.begin(), problem.rows.end(),
                           [](const Known& row) { return row.composition.elements() == 1; });
    }

    static std::vector<std::size_t> cluster_folds(const Problem& problem,
                                                  const Features& composition, std::uint64_t seed) {
        if (!elements_only(problem)) {
            std::vector<std::vector<float>> points;
            for (std::size_t i = 0; i < composition.rows(); ++i) {
                const auto row = composition.row(i);
                points.emplace_back(row.begin(), row.end());
            }
            const std::set<std::vector<float>> different(points.begin(), points.end());
            const auto clusters = k_means(points, std::min(k_clusters, different.size()), seed);
            return {clusters.begin(), clusters.end()};
        }
        std::map<int, std::size_t> numbers;
        std::vector<std::size_t> fold;
        for (const Known& row : problem.rows) {
            const int group = element_group(row.composition.amounts.front().first);
            fold.push_back(numbers.emplace(group, numbers.size()).first->second);
        }
        return fold;
    }

    static void add_rows(SimpleTable& table, const MeasureInput& input, const std::string& target,
                         const Problem& problem) {
        const Features composition = composition_features(problem);
        std::vector<std::pair<const char*, Features>> features;
        features.emplace_back("vectors", vector_features(*input.model, problem));
        // Of an element the averaged vector is its own, and its composition says nothing of others.
        if (!elements_only(problem)) {
            features.emplace_back("element vectors, averaged",
                                  averaged_features(*input.model, problem));
            features.emplace_back("composition", composition);
        }
        features.emplace_back("mean", Features{});
        const auto by_cluster = cluster_folds(problem, composition, input.seed);
        const auto by_chance = random_folds(problem.rows.size(), input.seed);
        for (const bool clusters : {false, true}) {
            const auto& fold = clusters ? by_cluster : by_chance;
            const std::size_t folds = *std::max_element(fold.begin(), fold.end()) + 1;
            if (folds < 2) {
                continue;
            }
            // Rows that are drawn together.
            std::vector<std::vector<std::size_t>> units(clusters ? folds : fold.size());
            for (std::size_t i = 0; i < fold.size(); ++i) {
                units[clusters ? fold[i] : i].push_back(i);
            }
            for (const auto& [name, matrix] : features) {
                stop_if_asked(input);
                input.progress->report({.stage = "probes",
                                        .done = table.rows.size(),
                                        .total = 0,
                                        .unit = "regressions",
                                        .note = {}});
                const auto predicted = out_of_fold(matrix, problem.values, fold);
                const auto over = [&](std::span<const std::size_t> sample) {
                    std::vector<std::size_t> rows;
                    for (const std::size_t unit : sample) {
                        rows.insert(rows.end(), units[unit].begin(), units[unit].end());
                    }
                    return quality(problem.values, predicted, rows);
                };
                std::vector<std::size_t> every(units.size());
                std::iota(every.begin(), every.end(), std::size_t{0});
                const Quality all = over(every);
                bias::Draws random(input.seed);
                const Interval r2 = bootstrap(units.size(), input.draws, random,
                                              [&](auto sample) { return over(sample).r2; });
                const Interval mae = bootstrap(units.size(), input.draws, random,
                                               [&](auto sample) { return over(sample).mae; });
                table.rows.push_back(
                    {text_cell(target), text_cell(clusters ? "clusters" : "random"),
                     count_cell(folds), text_cell(name), count_cell(problem.rows.size()),
                     figure(all.r2), figure(r2.low), figure(r2.high), figure(all.mae),
                     figure(mae.low), figure(mae.high)});
            }
        }
    }
};

}  // namespace

const Measure& probes();
const Measure& probes() {
    static const Probes k_self;
    return k_self;
}

}  // namespace lode::query::measures
