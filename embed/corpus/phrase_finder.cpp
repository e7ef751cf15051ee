#include "embed/corpus/phrase_finder.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"
#include "embed/corpus/pair_counts.hpp"

namespace lode::embed {
namespace {

// Latin letters, and the two-byte letters of Latin-1, Greek and Cyrillic; longer sequences are
// mostly signs.
bool has_letter(std::string_view word) {
    for (const char c : word) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
            (byte >= 0xC3 && byte <= 0xD3)) {
            return true;
        }
    }
    return false;
}

using Numbers = std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>>;

std::string sequence(const std::vector<const std::string*>& words) {
    std::string joined;
    for (const std::string* word : words) {
        joined += *word;
        joined += '_';
    }
    return joined;
}

// One pass: counts words and pairs in the text as the passes before left it.
class Pass {
 public:
    Pass(const PhraseWords& roles, const PhraseOptions& options)
        : m_roles(roles), m_options(options), m_pairs(options.most_pairs) {
        number_of("", m_links, m_link_texts);  // link 0: nothing between
    }

    void know(const std::string& word) {
        if (number_of(word, m_words, m_texts) == m_counts.size()) {
            m_counts.push_back(0);
        }
    }

    void add(const std::vector<std::string>& sentence) {
        constexpr std::size_t k_most_links = PhraseTable::k_longest - 2;
        bool open = false;
        std::uint32_t first = 0;
        std::vector<const std::string*>& between = m_between;
        between.clear();
        for (const std::string& word : sentence) {
            const PhraseWords::Role role = m_roles.role(word);
            if (role == PhraseWords::Role::link) {
                open = open && between.size() < k_most_links;
                between.push_back(&word);
                continue;
            }
            const auto found =
                role == PhraseWords::Role::member ? m_words.find(word) : m_words.end();
            if (found == m_words.end()) {
                open = false;
                continue;
            }
            ++m_counts[found->second];
            if (open) {
                const std::uint32_t link =
                    between.empty() ? 0 : number_of(sequence(between), m_links, m_link_texts);
                m_pairs.add({first, found->second, link});
            }
            open = true;
            first = found->second;
            between.clear();
        }
    }

    std::vector<std::string> phrases(std::size_t different_words) const {
        const double vocabulary = static_cast<double>(different_words + m_pairs.size());
        std::vector<std::string> found;
        m_pairs.for_each([&](const PairKey& key, std::uint32_t count) {
            const double above = static_cast<double>(count) - m_options.min_count;
            const double score = above * vocabulary /
                                 (static_cast<double>(m_counts[key.first]) *
                                  static_cast<double>(m_counts[key.second]));
            if (above > 0 && score > m_options.threshold) {
                found.push_back(m_texts[key.first] + '_' + m_link_texts[key.link] +
                                m_texts[key.second]);
            }
        });
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    }
    std::uint64_t prunings() const { return m_pairs.prunings(); }

 private:
    static std::uint32_t number_of(std::string_view text, Numbers& numbers,
                                   std::vector<std::string>& texts) {
        const auto found = numbers.find(text);
        if (found != numbers.end()) {
            return found->second;
        }
        const auto number = static_cast<std::uint32_t>(texts.size());
        numbers.emplace(text, number);
        texts.emplace_back(text);
        return number;
    }

    const PhraseWords& m_roles;
    const PhraseOptions& m_options;
    Numbers m_words;
    Numbers m_links;
    std::vector<std::string> m_texts;
    std::vector<std::string> m_link_texts;
    std::vector<std::uint64_t> m_counts;
    std::vector<const std::string*> m_between;
    PairCounts m_pairs;
};

}  // namespace

PhraseWords::PhraseWords(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "phrase_connectors.txt", 2)) {
        if (row[1] == "link") {
            m_links.insert(row[0]);
        } else if (row[1] == "stop") {
            m_stops.insert(row[0]);
        } else {
            throw error("lexicon phrase_connectors.txt: \"{}\" has the unknown role \"{}\"", row[0],
                        row[1]);
        }
    }
}

PhraseWords::Role PhraseWords::role(std::string_view word) const {
    if (m_links.find(word) != m_links.end()) {
        return Role::link;
    }
    if (word.empty() || word.front() == k_material_mark || word.front() == '<' ||
        !has_letter(word) || m_stops.find(word) != m_stops.end()) {
        return Role::breaker;
    }
    return Role::member;
}

Phrases find_phrases(const Sentences& corpus, const PhraseWords& roles,
                     const PhraseOptions& options, Progress& progress,
                     const std::stop_token& stop) {
    Phrases result;
    std::size_t different_words = corpus.words.size();
    // No pair is more frequent than its rarer word, so rare words are left out of the counting.
    // After a pass the words it joined are new words.
    std::vector<std::string> known;
    for (const auto& [word, count] : corpus.words.words()) {
        if (count.count >= options.min_count) {
            known.push_back(word);
        }
    }
    std::sort(known.begin(), known.end());
    for (std::uint32_t number = 0; number < options.passes; ++number) {
        Pass pass(roles, options);
        for (const std::string& word : known) {
            pass.know(word);
        }
        read_sentences(corpus.file, "find phrases", progress, stop,
                       [&](std::vector<std::string>& words) {
                           result.table.join(words);
                           pass.add(words);
                       });
        std::vector<std::string> found = pass.phrases(different_words);
        result.prunings += pass.prunings();
        different_words += found.size();
        known.insert(known.end(), found.begin(), found.end());
        result.table.add_pass(found);
        result.passes.push_back(std::move(found));
    }
    return result;
}

std::uint32_t adapted_phrase_min_count(std::uint32_t asked, std::uint64_t tokens) {
    constexpr double k_large = 5e6;
    constexpr std::uint32_t k_least = 5;
    const double scale = std::min(1.0, std::sqrt(static_cast<double>(tokens) / k_large));
    const auto scaled = static_cast<std::uint32_t>(std::lround(asked * scale));
    return std::min(asked, std::max(k_least, scaled));
}

}  // namespace lode::embed
