#include "query/explain/vectors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/base/error.hpp"
#include "core/text/analyser.hpp"
#include "query/spelling.hpp"

namespace lode::query::explain {
namespace {

std::vector<std::string_view> parts(std::string_view word) {
    std::vector<std::string_view> list;
    for (std::size_t at = 0; at <= word.size();) {
        const std::size_t end = std::min(word.find_first_of("_-", at), word.size());
        if (end > at) {
            list.push_back(word.substr(at, end - at));
        }
        at = end + 1;
    }
    return list;
}

// Keeps the best `limit` of a list, ties by word number.
template <class T, class Value>
void keep_best(std::vector<T>& list, std::size_t limit, const Value& value) {
    std::sort(list.begin(), list.end(), [&](const T& l, const T& r) {
        return value(l) != value(r) ? value(l) > value(r) : l.word < r.word;
    });
    if (list.size() > limit) {
        list.resize(limit);
    }
}

}  // namespace

std::uint32_t find_material(const embed::Embedding& model, const Normalise& normalise,
                            const Canonical& canonical, const std::string& typed,
                            std::string_view command, std::string_view after) {
    const auto norms = normalise(typed);
    std::vector<std::string> names{typed};
    if (canonical) {
        if (auto formula = canonical(typed)) {
            names.push_back(std::move(*formula));
        }
    }
    if (norms.size() == 1) {
        names.push_back(norms.front());
    }
    bool known = false;
    for (const auto& name : names) {
        if (const auto word = model.find(name)) {
            if (model.words()[*word].material) {
                return *word;
            }
            known = true;
        }
    }
    const NoAnswer unknown = unknown_word(model, typed, norms, command, after, true);
    if (known) {
        throw NoAnswer(fmt::format("\"{}\" is a word of this model, but no material", typed),
                       unknown.hint());
    }
    throw unknown;
}

bool same_stem(std::string_view word, std::string_view other) {
    for (const auto a : parts(word)) {
        for (const auto b : parts(other)) {
            const std::size_t least =
                std::max<std::size_t>(5, (2 * std::max(a.size(), b.size()) + 2) / 3);
            const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
            if (static_cast<std::size_t>(ends.first - a.begin()) >= least) {
                return true;
            }
        }
    }
    return false;
}

bool may_be_context(const embed::Word& word) {
    return word.count >= k_least_count && word.text.size() > 1 && word.text.front() != '<' &&
           !text::is_stop_word(word.text) &&
           std::any_of(word.text.begin(), word.text.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return std::isalpha(byte) != 0 || byte >= 0x80U;
           });
}

ContextWords context_words(const embed::Embedding& model, const Terms& terms,
                           std::uint32_t material, std::size_t limit) {
    std::vector<std::uint32_t> own{material};
    std::vector<std::string_view> stems;
    for (const auto& meaning : terms.plus) {
        own.insert(own.end(), meaning.words.begin(), meaning.words.end());
        for (const auto word : meaning.words) {
            if (!model.words()[word].material) {
                stems.push_back(model.words()[word].text);
            }
        }
    }
    ContextWords found;
    std::vector<ContextWord> forms;
    const auto output = model.output(material);
    for (std::size_t i = 0; i < model.size(); ++i) {
        const auto number = static_cast<std::uint32_t>(i);
        const embed::Word& word = model.words()[i];
        if (!may_be_context(word) || std::find(own.begin(), own.end(), number) != own.end()) {
            continue;
        }
        ContextWord context{.word = number,
                            .to_concept = embed::cosine(model.input(number), terms.direction)};
        if (context.to_concept <= 0) {
            continue;
        }
        context.to_material = embed::cosine(output, model.input(number));
        if (context.to_material <= 0) {
            continue;
        }
        const bool form =
            !word.material && std::any_of(stems.begin(), stems.end(), [&](std::string_view stem) {
                return same_stem(word.text, stem);
            });
        (form ? forms : found.words).push_back(context);
    }
    const auto product = [](const ContextWord& w) { return w.product(); };
    keep_best(found.words, limit, product);
    keep_best(forms, limit, product);
    for (const auto& form : forms) {
        found.forms.push_back(spoken(model.words()[form.word]));
    }
    return found;
}

std::vector<Near> output_neighbours(const embed::Embedding& model, std::uint32_t material,
                                    std::size_t limit, std::uint64_t min_count) {
    std::vector<Near> list;
    for (std::size_t i = 0; i < model.size(); ++i) {
        const auto word = static_cast<std::uint32_t>(i);
        if (word != material && model.words()[i].material && model.words()[i].count >= min_count) {
            list.push_back({.word = word,
                            .cosine = embed::cosine(model.output(material), model.output(word))});
        }
    }
    keep_best(list, limit, [](const Near& near) { return near.cosine; });
    return list;
}

std::vector<Candidate> placed_candidates(const embed::Embedding& model, const Terms& terms,
                                         std::uint64_t min_count) {
    auto list = material_words(model, terms, min_count);
    score(model, terms.direction, list);
    place(model, list);
    return list;
}

std::optional<Standing> standing(const std::vector<Candidate>& candidates, std::uint32_t word) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Candidate& candidate = candidates[i];
        if (candidate.word == word) {
            return Standing{.rank = static_cast<std::uint32_t>(i + 1),
                            .candidates = candidates.size(),
                            .score = candidate.score,
                            .percentile = candidate.percentile,
                            .frequency_percentile = candidate.frequency_percentile,
                            .mentions = candidate.mentions};
        }
    }
    return std::nullopt;
}

}  // namespace lode::query::explain
