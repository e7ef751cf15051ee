#include "query/property_names.hpp"

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/text/analyser.hpp"
#include "core/text/unicode.hpp"

namespace lode::query {
namespace {

bool is_separator(unsigned char c) {
    return c <= ' ' || c == ',' || c == ';' || c == '(' || c == ')' || c == '[' || c == ']' ||
           c == '"';
}

bool is_symbol(std::string_view word) {
    if (text::code_points(word) <= 2) {
        return true;
    }
    return std::any_of(word.begin() + 1, word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string join(const std::vector<std::string>& words, std::size_t begin, std::size_t end) {
    std::string out;
    for (std::size_t i = begin; i < end; ++i) {
        out += (out.empty() ? "" : " ") + words[i];
    }
    return out;
}

std::string fold(std::string_view word) {
    if (is_symbol(word)) {
        return std::string(word);
    }
    std::string lower = text::to_lower(word);
    if (lower.size() > 4 && lower.ends_with("ies")) {
        lower.replace(lower.size() - 3, 3, "y");
    } else if (lower.size() > 3 && lower.ends_with('s') && !lower.ends_with("ss") &&
               !lower.ends_with("us") && !lower.ends_with("is")) {
        lower.pop_back();
    }
    return lower;
}

}  // namespace

std::vector<std::string> folded_words(std::string_view phrase) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < phrase.size();) {
        if (is_separator(static_cast<unsigned char>(phrase[i]))) {
            ++i;
            continue;
        }
        const std::size_t begin = i;
        while (i < phrase.size() && !is_separator(static_cast<unsigned char>(phrase[i]))) {
            ++i;
        }
        std::string word = fold(phrase.substr(begin, i - begin));
        // "S" and "ρ" are symbols, "a" is an article.
        if (!text::is_stop_word(word)) {
            words.push_back(std::move(word));
        }
    }
    return words;
}

PropertyNames::PropertyNames(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "variable_modifiers.txt", 1)) {
        m_modifiers.insert(row[0]);
    }
    for (const auto& row : read_lexicon(lexicons, "properties.tsv", 1)) {
        Name name;
        name.key = row[0];
        name.si_unit = row.size() > 2 ? row[2] : "";
        name.spellings.push_back(row[0]);
        const std::string_view others = row.size() > 1 ? std::string_view(row[1]) : "";
        for (std::size_t begin = 0; begin < others.size();) {
            const std::size_t end = std::min(others.find('|', begin), others.size());
            if (end > begin) {
                name.spellings.emplace_back(others.substr(begin, end - begin));
            }
            begin = end + 1;
        }
        for (const auto& spelling : name.spellings) {
            const auto words = folded_words(spelling);
            const std::string joined = join(words, 0, words.size());
            if (words.empty()) {
                throw error("properties.tsv: '{}' has no word to find it by", spelling);
            }
            const auto [place, added] = m_by_words.emplace(joined, m_names.size());
            if (!added && place->second != m_names.size()) {
                throw error("properties.tsv: '{}' stands for both '{}' and '{}'", spelling,
                            m_names[place->second].key, name.key);
            }
            m_longest = std::max(m_longest, words.size());
        }
        m_names.push_back(std::move(name));
    }
}

std::vector<std::string> PropertyNames::words(std::string_view phrase) const {
    auto list = folded_words(phrase);
    std::erase_if(list, [&](const std::string& word) { return m_modifiers.contains(word); });
    return list;
}

std::string PropertyNames::key(std::string_view phrase) const {
    const auto words = this->words(phrase);
    for (std::size_t length = std::min(m_longest, words.size()); length > 0; --length) {
        for (std::size_t end = words.size(); end >= length; --end) {
            const auto found = m_by_words.find(join(words, end - length, end));
            if (found != m_by_words.end()) {
                return m_names[found->second].key;
            }
        }
    }
    return join(words, 0, words.size());
}

std::optional<PropertyNames::At> PropertyNames::name_at(const std::vector<std::string_view>& words,
                                                        std::size_t at) const {
    // Words that fold away may stand inside a name ("figure of merit"), not at its ends.
    const auto folds_away = [](std::string_view word) { return folded_words(word).empty(); };
    std::optional<At> best;
    if (at >= words.size() || folds_away(words[at])) {
        return best;
    }
    std::string phrase;
    for (std::size_t length = 1; at + length <= words.size(); ++length) {
        const std::string_view last = words[at + length - 1];
        (phrase += length > 1 ? " " : "") += last;
        const auto folded = folded_words(phrase);
        if (folded.size() > m_longest) {
            break;
        }
        const auto found = m_by_words.find(join(folded, 0, folded.size()));
        if (found != m_by_words.end() && !folds_away(last)) {
            best = At{m_names[found->second].key, length};
        }
    }
    return best;
}

bool PropertyNames::matches(std::string_view phrase, std::string_view wanted) const {
    const auto have = words(phrase);
    const auto want = words(wanted);
    if (have.empty() || want.empty()) {
        return false;
    }
    if (key(phrase) == key(wanted)) {
        return true;
    }
    const std::set<std::string> all(have.begin(), have.end());
    return std::all_of(want.begin(), want.end(),
                       [&](const std::string& word) { return all.contains(word); });
}

std::vector<std::string> PropertyNames::spellings(const std::string& key) const {
    for (const auto& name : m_names) {
        if (name.key == key) {
            return name.spellings;
        }
    }
    return {key};
}

std::string PropertyNames::si_unit(const std::string& key) const {
    for (const auto& name : m_names) {
        if (name.key == key) {
            return name.si_unit;
        }
    }
    return {};
}

}  // namespace lode::query
