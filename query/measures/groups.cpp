// Do the neighbours of elements follow the periodic table?
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "core/base/error.hpp"
#include "query/measure.hpp"
#include "query/measures_elements.hpp"

namespace lode::query::measures {
namespace {

constexpr std::array<std::size_t, 3> k_depths = {1, 3, 5};
constexpr std::size_t k_least_elements = 10;

// For each element the others, nearest first.
std::vector<std::vector<std::size_t>> orders(const embed::Embedding& model,
                                             const std::vector<ElementWord>& elements) {
    std::vector<std::vector<std::size_t>> all;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        std::vector<double> cosines;
        for (const auto& other : elements) {
            cosines.push_back(
                embed::cosine(model.input(elements[i].word), model.input(other.word)));
        }
        std::vector<std::size_t> order;
        for (std::size_t j = 0; j < elements.size(); ++j) {
            if (j != i) {
                order.push_back(j);
            }
        }
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return cosines[a] > cosines[b]; });
        all.push_back(std::move(order));
    }
    return all;
}

// Share of the k nearest that have the element's label, one value for each element that shares its
// label with another one.
std::vector<double> precision(const std::vector<std::vector<std::size_t>>& nearest,
                              const std::vector<int>& labels, std::size_t k) {
    std::vector<double> values;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (std::count(labels.begin(), labels.end(), labels[i]) < 2) {
            continue;
        }
        std::size_t same = 0;
        for (std::size_t j = 0; j < k; ++j) {
            same += labels[nearest[i][j]] == labels[i] ? 1U : 0U;
        }
        values.push_back(static_cast<double>(same) / static_cast<double>(k));
    }
    return values;
}

class Groups final : public Measure {
 public:
    const MeasureInfo& info() const noexcept override {
        static constexpr MeasureInfo k_info{
            .name = "groups",
            .version = 1,
            .title = "Do the neighbours of elements follow the periodic table?",
            .meaning =
                "The share of an element's 1, 3 and 5 nearest elements (symbols among symbols, "
                "names among names) that are of its group or period, beside what shuffled labels "
                "give. Lanthanides and actinides are groups of their own. Elements without a "
                "partner in the vocabulary are left out",
            .source = "Tshitoyan et al. 2019 (doi:10.1038/s41586-019-1335-8), figure 1",
            .options = "draws seed"};
        return k_info;
    }

    MeasureResult measure(const MeasureInput& input) const override {
        MeasureResult result;
        result.table.columns = {"words", "relation", "k",        "n", "precision",
                                "low",   "high",     "shuffled", "p"};
        for (const bool names : {false, true}) {
            const auto elements = element_words(*input.model, names);
            if (elements.size() < k_least_elements) {
                result.notes.push_back(fmt::format("{}: only {} in the vocabulary, not measured",
                                                   names ? "names" : "symbols", elements.size()));
                continue;
            }
            const auto nearest = orders(*input.model, elements);
            for (const bool period : {false, true}) {
                stop_if_asked(input);
                add_rows(result.table, input, elements, nearest, names, period);
            }
        }
        if (result.table.rows.empty()) {
            throw NoAnswer("the vocabulary has too few elements");
        }
        result.notes.push_back(fmt::format(
            "Intervals: 95 %, bootstrap over elements. p: share of {} shufflings of the labels "
            "that do as well, one-sided.",
            bias::k_permutations));
        return result;
    }

 private:
    static void add_rows(SimpleTable& table, const MeasureInput& input,
                         const std::vector<ElementWord>& elements,
                         const std::vector<std::vector<std::size_t>>& nearest, bool names,
                         bool period) {
        std::vector<int> labels;
        for (const auto& element : elements) {
            labels.push_back(period ? element_period(element.number)
                                    : element_group(element.number));
        }
        bias::Draws random(input.seed);
        for (const std::size_t k : k_depths) {
            const auto values = precision(nearest, labels, k);
            if (values.empty()) {
                continue;
            }
            const double seen = mean_of(values);
            const Interval interval = bootstrap_mean(values, input.draws, random);
            std::vector<int> shuffled = labels;
            double sum = 0;
            std::size_t as_good = 0;
            for (std::size_t draw = 0; draw < bias::k_permutations; ++draw) {
                random.shuffle(shuffled);
                const double value = mean_of(precision(nearest, shuffled, k));
                sum += value;
                as_good += value >= seen ? 1U : 0U;
            }
            table.rows.push_back(
                {text_cell(names ? "names" : "symbols"), text_cell(period ? "period" : "group"),
                 count_cell(k), count_cell(values.size()), figure(seen), figure(interval.low),
                 figure(interval.high), figure(sum / static_cast<double>(bias::k_permutations)),
                 figure(static_cast<double>(as_good + 1) /
                        static_cast<double>(bias::k_permutations + 1))});
        }
    }
};

}  // namespace

const Measure& groups();
const Measure& groups() {
    static const Groups k_self;
    return k_self;
}

}  // namespace lode::query::measures
