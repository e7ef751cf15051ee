#include "query/candidates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <numeric>
#include <optional>
#include <set>

#include "core/base/error.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"

namespace lode::query {
namespace {

std::vector<std::uint8_t> numbers(const std::vector<std::string>& symbols) {
    std::vector<std::uint8_t> list;
    for (const auto& symbol : symbols) {
        const auto number = chem::atomic_number(symbol);
        if (!number) {
            throw UsageError(fmt::format("\"{}\" is no element symbol", symbol),
                             "symbols as in the periodic table, separated by commas: Te,Pb");
        }
        list.push_back(*number);
    }
    return list;
}

// Share of the other values below values[i], ties half; `sorted` holds all values.
double percentile(const std::vector<double>& sorted, double value) {
    if (sorted.size() < 2) {
        return 100;
    }
    const auto range = std::equal_range(sorted.begin(), sorted.end(), value);
    const auto below = static_cast<double>(range.first - sorted.begin());
    const auto ties = static_cast<double>(range.second - range.first - 1);
    return 100 * (below + ties / 2) / static_cast<double>(sorted.size() - 1);
}

}  // namespace

std::vector<Candidate> material_words(const embed::Embedding& model, const Terms& terms,
                                      std::uint64_t min_count) {
    std::set<std::uint32_t> own;
    for (const auto* side : {&terms.plus, &terms.minus}) {
        for (const auto& meaning : *side) {
            own.insert(meaning.words.begin(), meaning.words.end());
        }
    }
    std::vector<Candidate> list;
    const auto& words = model.words();
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto word = static_cast<std::uint32_t>(i);
        if (words[i].material && words[i].count >= min_count && own.count(word) == 0) {
            list.push_back({.word = word, .mentions = words[i].count});
        }
    }
    return list;
}

ElementFilter::ElementFilter(const std::vector<std::string>& with,
                             const std::vector<std::string>& without)
    : m_with(numbers(with)), m_without(numbers(without)) {}

bool ElementFilter::passes(const std::string& formula) const {
    if (empty()) {
        return true;
    }
    const auto composition = chem::parse_formula(formula);
    if (!composition) {
        return false;
    }
    const auto holds_element = [&](std::uint8_t number) {
        return std::any_of(composition->amounts.begin(), composition->amounts.end(),
                           [&](const auto& amount) { return amount.first == number; });
    };
    return std::all_of(m_with.begin(), m_with.end(), holds_element) &&
           std::none_of(m_without.begin(), m_without.end(), holds_element);
}

void score(const embed::Embedding& model, const std::vector<float>& direction,
           std::vector<Candidate>& candidates) {
    for (auto& candidate : candidates) {
        candidate.score = embed::cosine(model.output(candidate.word), direction);
    }
}

void place(const embed::Embedding& model, std::vector<Candidate>& candidates) {
    std::array<std::vector<double>, 64> bins;
    std::vector<double> all;
    for (const auto& candidate : candidates) {
        all.push_back(candidate.score);
        bins.at(std::bit_width(std::max<std::uint64_t>(candidate.mentions, 1)) - 1)
            .push_back(candidate.score);
    }
    std::sort(all.begin(), all.end());

    std::array<std::vector<double>, 64> merged;
    for (std::size_t bin = 0; bin < bins.size(); ++bin) {
        if (bins.at(bin).empty()) {
            continue;
        }
        auto& scores = merged.at(bin);
        std::size_t low = bin;
        std::size_t high = bin;
        scores = bins.at(bin);
        while (scores.size() < k_least_bin && (low > 0 || high + 1 < bins.size())) {
            if (low > 0) {
                --low;
                scores.insert(scores.end(), bins.at(low).begin(), bins.at(low).end());
            }
            if (high + 1 < bins.size()) {
                ++high;
                scores.insert(scores.end(), bins.at(high).begin(), bins.at(high).end());
            }
        }
        std::sort(scores.begin(), scores.end());
    }

    const auto& words = model.words();
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) {
        const auto& a = candidates[l];
        const auto& b = candidates[r];
        return a.mentions != b.mentions ? a.mentions > b.mentions
                                        : words[a.word].text < words[b.word].text;
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
        candidates[order[i]].rank_by_mentions = static_cast<std::uint32_t>(i + 1);
    }
    for (auto& candidate : candidates) {
        const auto& bin =
            merged.at(std::bit_width(std::max<std::uint64_t>(candidate.mentions, 1)) - 1);
        candidate.percentile = percentile(all, candidate.score);
        candidate.frequency_percentile = percentile(bin, candidate.score);
        candidate.frequency_bin = static_cast<std::uint32_t>(bin.size());
    }
    std::sort(candidates.begin(), candidates.end(), [&](const Candidate& l, const Candidate& r) {
        return l.score != r.score ? l.score > r.score : words[l.word].text < words[r.word].text;
    });
}

}  // namespace lode::query
