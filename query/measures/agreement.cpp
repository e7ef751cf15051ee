// Do two sets of vectors see the elements alike? Second-order similarity: not the vectors are
// compared, whose axes mean nothing, but how similar each pair of words is in either.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/base/string_map.hpp"
#include "core/chem/elements.hpp"
#include "embed/vectors/interchange.hpp"
#include "query/measure.hpp"
#include "query/measures_elements.hpp"
#include "query/statistics.hpp"

namespace lode::query::measures {
namespace {

constexpr std::size_t k_least_words = 10;
constexpr std::size_t k_most_words = 150;
constexpr std::size_t k_shufflings = 1000;

// The same words in both: cosines of all pairs, row-major n x n.
struct Shared {
    std::vector<std::string> words;
    std::vector<double> ours;
    std::vector<double> theirs;
};

// Spearman over the pairs of different words; `order` says which word of theirs stands where.
double agreement_of(const Shared& shared, std::span<const std::size_t> sample,
                    std::span<const std::size_t> order) {
    const std::size_t n = shared.words.size();
    std::vector<double> a;
    std::vector<double> b;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (sample[i] != sample[j]) {
                a.push_back(shared.ours[sample[i] * n + sample[j]]);
                b.push_back(shared.theirs[order[sample[i]] * n + order[sample[j]]]);
            }
        }
    }
    return statistics::spearman(a, b).value_or(std::numeric_limits<double>::quiet_NaN());
}

class Agreement final : public Measure {
 public:
    const MeasureInfo& info() const noexcept override {
        static constexpr MeasureInfo k_info{
            .name = "agreement",
            .version = 1,
            .title = "Do published vectors see the elements as ours do?",
            .meaning =
                "The rank correlation between the cosines of all pairs of element symbols (names, "
                "frequent shared words) in our vectors and in a file of vectors, with a Mantel "
                "test "
                "against shuffled words. Agreement says that both saw the same, not that it is "
                "right",
            .source = "Kriegeskorte et al. 2008 (doi:10.3389/neuro.06.004.2008); Mantel 1967",
            .needs_model = true,
            .least_files = 1,
            .most_files = 1,
            .options = "draws seed"};
        return k_info;
    }

    MeasureResult measure(const MeasureInput& input) const override {
        const embed::VectorFile file = embed::read_vector_file(input.files.front());
        std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>> rows;
        for (std::size_t i = 0; i < file.words.size(); ++i) {
            rows.emplace(file.words[i], i);
        }
        const embed::Embedding& model = *input.model;
        MeasureResult result;
        result.table.columns = {"words", "n", "pairs", "spearman", "low", "high", "p"};
        std::vector<std::uint32_t> frequent;
        for (std::uint32_t i = 0; i < model.size() && frequent.size() < k_most_words; ++i) {
            if (rows.contains(model.words()[i].text) && model.inverse_input_norms()[i] > 0) {
                frequent.push_back(i);
            }
        }
        const std::vector<std::pair<const char*, std::vector<std::uint32_t>>> sets = {
            {"element symbols", words_of(element_words(model, false))},
            {"element names", words_of(element_words(model, true))},
            {"frequent words", frequent}};
        for (const auto& [name, words] : sets) {
            stop_if_asked(input);
            Shared shared = share(model, words, file, rows);
            if (shared.words.size() < k_least_words) {
                result.notes.push_back(
                    fmt::format("{}: {} in both, not measured", name, shared.words.size()));
                continue;
            }
            add_row(result.table, input, name, shared);
        }
        if (result.table.rows.empty()) {
            throw NoAnswer("the file and the model share too few words");
        }
        result.notes.push_back(fmt::format(
            "Intervals: 95 %, bootstrap over words. p: share of {} shufflings of the words that "
            "agree as well (Mantel test, one-sided). Frequent words: the {} most frequent of ours "
            "that the file has.",
            k_shufflings, k_most_words));
        return result;
    }

 private:
    using Rows = std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>>;

    static std::vector<std::uint32_t> words_of(const std::vector<ElementWord>& elements) {
        std::vector<std::uint32_t> words;
        for (const auto& element : elements) {
            words.push_back(element.word);
        }
        return words;
    }

    static Shared share(const embed::Embedding& model, const std::vector<std::uint32_t>& words,
                        const embed::VectorFile& file, const Rows& rows) {
        Shared shared;
        std::vector<std::span<const float>> ours;
        std::vector<std::span<const float>> theirs;
        for (const std::uint32_t word : words) {
            const auto row = rows.find(model.words()[word].text);
            if (row == rows.end()) {
                continue;
            }
            shared.words.push_back(model.words()[word].text);
            ours.push_back(model.input(word));
            theirs.push_back(
                std::span<const float>(file.input).subspan(row->second * file.dim, file.dim));
        }
        for (std::size_t i = 0; i < ours.size(); ++i) {
            for (std::size_t j = 0; j < ours.size(); ++j) {
                shared.ours.push_back(embed::cosine(ours[i], ours[j]));
                shared.theirs.push_back(embed::cosine(theirs[i], theirs[j]));
            }
        }
        return shared;
    }

    static void add_row(SimpleTable& table, const MeasureInput& input, const char* name,
                        const Shared& shared) {
        const std::size_t n = shared.words.size();
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t{0});
        const std::vector<std::size_t> every = order;
        const double seen = agreement_of(shared, every, order);
        bias::Draws random(input.seed);
        const Interval interval =
            bootstrap(n, input.draws, random, [&](std::span<const std::size_t> sample) {
                return agreement_of(shared, sample, every);
            });
        std::size_t as_good = 0;
        for (std::size_t i = 0; i < k_shufflings; ++i) {
            stop_if_asked(input);
            random.shuffle(order);
            as_good += agreement_of(shared, every, order) >= seen ? 1U : 0U;
        }
        table.rows.push_back(
            {text_cell(name), count_cell(n), count_cell(n * (n - 1) / 2), figure(seen),
             figure(interval.low), figure(interval.high),
             figure(static_cast<double>(as_good + 1) / static_cast<double>(k_shufflings + 1))});
    }
};

}  // namespace

const Measure& agreement();
const Measure& agreement() {
    static const Agreement k_self;
    return k_self;
}

}  // namespace lode::query::measures
