#include "query/analogy.hpp"

#include <fmt/format.h>

#include <array>

#include "core/base/error.hpp"
#include "query/spelling.hpp"

namespace lode::query {

std::uint32_t find_one(const embed::Embedding& model, const Normalise& normalise,
                       const explain::Canonical& canonical, const std::string& typed,
                       std::string_view command, std::string_view after) {
    const auto norms = normalise(typed);
    const auto joined = model.join_phrases(norms);
    if (joined.size() == 1) {
        if (const auto word = model.find(joined.front())) {
            return *word;
        }
    }
    const auto formula = canonical ? canonical(typed) : std::nullopt;
    if (const auto word = formula ? model.find(*formula) : std::nullopt) {
        return *word;
    }
    NoAnswer unknown = unknown_word(model, typed, norms, command, after);
    if (joined.size() > 1) {
        throw NoAnswer(
            fmt::format("\"{}\" is read as {} words, and one is needed", typed, joined.size()),
            unknown.hint());
    }
    throw unknown;
}

AnalogyAnswer analogy(const embed::Embedding& model, const Normalise& normalise,
                      const explain::Canonical& canonical, const std::vector<std::string>& abc,
                      std::size_t limit, bool materials_only) {
    constexpr std::array<float, 3> k_signs{-1.0F, 1.0F, 1.0F};
    if (abc.size() != k_signs.size()) {
        throw UsageError("an analogy needs three words", "A is to B as C is to ?");
    }
    AnalogyAnswer answer;
    std::vector<std::uint32_t> own;
    std::vector<float> query(model.dim(), 0.0F);
    for (std::size_t i = 0; i < abc.size(); ++i) {
        std::string before = "lode analogy";
        std::string after;
        for (std::size_t k = 0; k < abc.size(); ++k) {
            if (k != i) {
                (k < i ? before : after) += " " + shell_quoted(abc[k]);
            }
        }
        own.push_back(find_one(model, normalise, canonical, abc[i], before, after));
        answer.read.push_back(spoken(model.words()[own.back()]));
        const auto unit = unit_input(model, own.back());
        for (std::size_t d = 0; d < query.size(); ++d) {
            query[d] += k_signs.at(i) * unit[d];
        }
    }
    for (const auto& near : embed::nearest(model, query, limit, own, materials_only)) {
        const auto& word = model.words()[near.word];
        answer.rows.push_back({.word = word.text,
                               .written = spoken(word),
                               .cosine = static_cast<double>(near.score),
                               .count = word.count,
                               .material = word.material});
    }
    if (answer.rows.empty()) {
        throw NoAnswer("no word is left to answer with",
                       "the three words cancel out, or the model holds no other of the kind asked "
                       "for");
    }
    return answer;
}

}  // namespace lode::query
