// A measurement of word vectors: what `lode eval` offers beside the retrospective test. One file in
// query/measures each; see docs/EXTENDING.md and docs/EVALUATION.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "embed/vectors/embedding.hpp"
#include "query/bias/random.hpp"
#include "query/format.hpp"
#include "query/interval.hpp"
#include "query/terms.hpp"

namespace lode::query {

struct MeasureInfo {
    std::string_view name;
    std::uint32_t version;
    std::string_view title;
    std::string_view meaning;  // what the figures say, and what they cannot
    std::string_view source;   // the literature behind it
    bool needs_model = true;   // that of the workspace
    std::size_t least_files = 0, most_files = 0;
    // Of `lode eval` those that set a field of MeasureInput which the measure reads, separated by
    // blanks. Others are refused.
    std::string_view options = {};
};

struct MeasureInput {
    const embed::Embedding* model = nullptr;  // where the measure needs_model
    Normalise normalise = {};
    std::vector<std::filesystem::path> files = {};
    std::filesystem::path questions = {};    // "": the set that comes with the program
    std::filesystem::path table = {};        // of known properties
    std::string key = {};                    // its column of elements or formulas; "": the first
    std::vector<std::string> targets = {};   // its columns to predict; empty: all numbers
    std::vector<std::string> concepts = {};  // whose rankings are compared
    std::size_t top = 0;                     // 0: as the measure has it
    std::size_t draws = 1000;
    std::uint64_t seed = 1;
    Progress* progress = &Progress::none();
    std::stop_token stop = {};
};

struct MeasureResult {
    SimpleTable table;
    std::vector<std::string> notes;  // what was left out and why, how intervals were made
};

class Measure {
 public:
    Measure() = default;
    Measure(const Measure&) = delete;
    Measure& operator=(const Measure&) = delete;
    virtual ~Measure() = default;
    virtual const MeasureInfo& info() const noexcept = 0;
    // UsageError for a file that is missing or makes no sense (path, line, reason), NoAnswer where
    // nothing can be measured. The same input gives the same figures.
    virtual MeasureResult measure(const MeasureInput& input) const = 0;
};

namespace measures {
std::span<const Measure& (*const)()> all();
}

// Cells of a result: four decimals; an empty cell where the value is not finite.
TableCell figure(double value);
TableCell count_cell(std::uint64_t value);
TableCell text_cell(std::string text);

// The central 95 % of `statistic` over samples of n units drawn with replacement. Draws whose
// statistic is not finite do not count; both ends are NaN where none does.
Interval bootstrap(std::size_t n, std::size_t draws, bias::Draws& random,
                   const std::function<double(std::span<const std::size_t>)>& statistic);

double mean_of(std::span<const double> values);
// Of the mean of the values.
Interval bootstrap_mean(std::span<const double> values, std::size_t draws, bias::Draws& random);

// Groups of the periodic table: 1 to 18; lanthanides (La to Lu) and actinides (Ac to Lr) are
// classes of their own, 19 and 20.
int element_group(std::uint8_t atomic_number);
int element_period(std::uint8_t atomic_number);

// Throws Interrupted where a stop was asked for.
void stop_if_asked(const MeasureInput& input);

}  // namespace lode::query
