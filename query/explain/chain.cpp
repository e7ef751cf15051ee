#include "query/explain/chain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

#include "query/evidence.hpp"
#include "query/explain/sentences.hpp"
#include "query/explain/vectors.hpp"
#include "query/spelling.hpp"
#include "query/survey.hpp"

namespace lode::query::explain {
namespace {

using Seq = store::Seq;
using Bridges = std::map<std::uint32_t, Witness>;  // word: the best sentence with it

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> list;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(separator, at), text.size());
        if (end > at) {
            list.emplace_back(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return list;
}

struct Ordered {
    std::uint32_t word = 0;
    double value = 0;
};

class Search {
 public:
    Search(const Literature& literature, const embed::Embedding& model, const Terms& terms,
           std::uint32_t material, const ChainLimits& limits)
        : m_literature(literature),
          m_model(model),
          m_terms(terms),
          m_material(material),
          m_limits(limits),
          m_own{material} {
        for (const auto& meaning : terms.plus) {
            m_own.insert(m_own.end(), meaning.words.begin(), meaning.words.end());
        }
    }

    ChainSearch run() {
        const std::string& formula = m_model.words()[m_material].text;
        const Bridges left = read(m_literature.postings(formula), [&](const Analysis& analysis) {
            return sentences_with(analysis, formula);
        });
        std::vector<Seq> about;
        for (const auto& meaning : m_terms.plus) {
            const auto list = articles_with_words(m_literature, meaning.runs);
            std::vector<Seq> all;
            std::set_union(about.begin(), about.end(), list.begin(), list.end(),
                           std::back_inserter(all));
            about = std::move(all);
        }
        const Bridges right = read(std::move(about), [&](const Analysis& analysis) {
            std::vector<bool> found;
            for (const auto& sentence : analysis.sentences) {
                found.push_back(names_concept(m_terms.plus, sentence.tokens));
            }
            return found;
        });
        two_sentences(left, right);
        if (m_found.chains.empty()) {
            three_sentences(left, right);
        }
        return std::move(m_found);
    }

 private:
    // Words of the vocabulary in a sentence, phrases joined.
    std::vector<std::uint32_t> words(const Sentence& sentence) const {
        std::vector<std::uint32_t> list;
        for (const auto& norm : m_model.join_phrases(split(sentence.tokens, ' '))) {
            const auto word = m_model.find(norm);
            if (word && may_be_context(m_model.words()[*word]) &&
                std::find(m_own.begin(), m_own.end(), *word) == m_own.end()) {
                list.push_back(*word);
            }
        }
        return list;
    }

    Bridges read(std::vector<Seq> articles,
                 const std::function<std::vector<bool>(const Analysis&)>& counts) {
        if (articles.size() > m_limits.articles) {
            articles.erase(articles.begin(),
                           articles.end() - static_cast<std::ptrdiff_t>(m_limits.articles));
            m_found.bounded = true;
        }
        Bridges found;
        for (const Seq seq : articles) {
            ++m_found.articles_read;
            const auto analysis = m_literature.analysis(seq);
            const auto facts = m_literature.facts(seq);
            if (!analysis || (facts && facts->retracted)) {
                continue;
            }
            const auto with = counts(*analysis);
            for (std::size_t i = 0; i < with.size(); ++i) {
                const auto seen =
                    with[i] ? witness(m_literature, seq, *analysis, i, false) : std::nullopt;
                if (!seen) {
                    continue;
                }
                for (const auto word : words(analysis->sentences[i])) {
                    const auto [at, fresh] = found.emplace(word, *seen);
                    if (!fresh && better(*seen, at->second)) {
                        at->second = *seen;
                    }
                }
            }
        }
        return found;
    }

    double to_concept(std::uint32_t word) const {
        return embed::cosine(m_model.input(word), m_terms.direction);
    }
    double to_material(std::uint32_t word) const {
        return embed::cosine(m_model.output(m_material), m_model.input(word));
    }

    void two_sentences(const Bridges& left, const Bridges& right) {
        std::vector<Ordered> shared;
        for (const auto& [word, seen] : left) {
            if (right.contains(word)) {
                const double concept_side = to_concept(word);
                const double material_side = to_material(word);
                const bool positive = concept_side > 0 && material_side > 0;
                shared.push_back({word, positive ? concept_side * material_side : 0});
            }
        }
        m_found.bridges = shared.size();
        // Words are numbered by falling count: the rarest have the highest numbers.
        std::sort(shared.begin(), shared.end(), [](const Ordered& l, const Ordered& r) {
            return l.value != r.value ? l.value > r.value : l.word > r.word;
        });
        for (std::size_t i = 0; i < std::min(shared.size(), m_limits.chains); ++i) {
            const auto word = shared[i].word;
            add({word}, {left.at(word), right.at(word)});
        }
    }

    std::vector<Ordered> nearest(const Bridges& bridges,
                                 const std::function<double(std::uint32_t)>& value) {
        std::vector<Ordered> list;
        for (const auto& [word, seen] : bridges) {
            list.push_back({word, value(word)});
        }
        std::sort(list.begin(), list.end(), [](const Ordered& l, const Ordered& r) {
            return l.value != r.value ? l.value > r.value : l.word > r.word;
        });
        if (list.size() > m_limits.words) {
            list.resize(m_limits.words);
            m_found.bounded = true;
        }
        return list;
    }

    void three_sentences(const Bridges& left, const Bridges& right) {
        const auto first = nearest(left, [&](std::uint32_t word) { return to_material(word); });
        const auto second = nearest(right, [&](std::uint32_t word) { return to_concept(word); });
        std::uint64_t read_here = 0;
        for (std::size_t sum = 0; sum + 1 < first.size() + second.size(); ++sum) {
            for (std::size_t i = sum < second.size() ? 0 : sum - second.size() + 1;
                 i <= sum && i < first.size(); ++i) {
                const auto a = first[i].word;
                const auto b = second[sum - i].word;
                if (read_here >= m_limits.pairs_read) {
                    m_found.bounded = true;
                    return;
                }
                if (const auto link = common_sentence(a, b, read_here)) {
                    add({a, b}, {left.at(a), *link, right.at(b)});
                    return;
                }
            }
        }
    }

    std::optional<Witness> common_sentence(std::uint32_t a, std::uint32_t b,
                                           std::uint64_t& read_here) {
        auto articles = articles_with_words(m_literature, {split(m_model.words()[a].text, '_'),
                                                           split(m_model.words()[b].text, '_')});
        if (articles.size() > m_limits.pair_articles) {
            articles.erase(articles.begin(),
                           articles.end() - static_cast<std::ptrdiff_t>(m_limits.pair_articles));
            m_found.bounded = true;
        }
        std::optional<Witness> best;
        for (const Seq seq : articles) {
            ++read_here;
            ++m_found.articles_read;
            const auto analysis = m_literature.analysis(seq);
            for (std::size_t i = 0; analysis && i < analysis->sentences.size(); ++i) {
                const auto list = words(analysis->sentences[i]);
                if (std::find(list.begin(), list.end(), a) == list.end() ||
                    std::find(list.begin(), list.end(), b) == list.end()) {
                    continue;
                }
                const auto seen = witness(m_literature, seq, *analysis, i, false);
                if (seen && (!best || better(*seen, *best))) {
                    best = seen;
                }
            }
        }
        return best;
    }

    void add(const std::vector<std::uint32_t>& bridges, const std::vector<Witness>& places) {
        Chain chain;
        chain.words.push_back(spoken(m_model.words()[m_material]));
        for (const auto word : bridges) {
            chain.words.push_back(spoken(m_model.words()[word]));
        }
        std::vector<std::string> asked;
        for (const auto& meaning : m_terms.plus) {
            asked.push_back(meaning.typed);
        }
        chain.words.push_back(fmt::format("{}", fmt::join(asked, ", ")));
        chain.sentences = evidence(m_literature, places);
        m_found.chains.push_back(std::move(chain));
    }

    const Literature& m_literature;
    const embed::Embedding& m_model;
    const Terms& m_terms;
    std::uint32_t m_material;
    const ChainLimits& m_limits;
    std::vector<std::uint32_t> m_own;
    ChainSearch m_found;
};

}  // namespace

ChainSearch find_chains(const Literature& literature, const embed::Embedding& model,
                        const Terms& terms, std::uint32_t material, const ChainLimits& limits) {
    return Search(literature, model, terms, material, limits).run();
}

}  // namespace lode::query::explain
