// Under which name the many ways to write a property meet: "thermopower" and "Seebeck coefficient".
// The table is corpora/lexicons/properties.tsv, replaceable with --lexicons.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"

namespace lode::query {

// Lower-case words without determiners, prepositions at the ends and plural s; symbols (one or two
// letters, or a capital inside) as written.
std::vector<std::string> folded_words(std::string_view phrase);

// Thread-safe after construction.
class PropertyNames {
 public:
    explicit PropertyNames(const LexiconSource& lexicons = {});

    // The name of the quantity that a phrase speaks of: the longest name of the table that stands
    // in it, the later one of two equally long ("κ of the alloy" -> "thermal conductivity"); else
    // its own folded words joined by a blank; "" for an empty phrase.
    std::string key(std::string_view phrase) const;

    // The longest name of the table that begins with words[at] and takes its words whole, and how
    // many words it has; nothing where none does.
    struct At {
        std::string key;
        std::size_t length = 0;
    };
    std::optional<At> name_at(const std::vector<std::string_view>& words, std::size_t at) const;

    // Does `phrase` speak of `wanted` (as typed)? Where both have the same key, or where every word
    // of `wanted` is in the phrase ("conductivity" asks for every kind of it).
    bool matches(std::string_view phrase, std::string_view wanted) const;

    // Every way the table knows to write the quantity with this key, itself included.
    std::vector<std::string> spellings(const std::string& key) const;
    // SI unit by the table; "" where the key is not in it.
    std::string si_unit(const std::string& key) const;

 private:
    struct Name {
        std::string key;
        std::string si_unit;
        std::vector<std::string> spellings;
    };
    std::vector<std::string> words(std::string_view phrase) const;

    std::vector<Name> m_names;
    std::set<std::string, std::less<>> m_modifiers;  // lexicons/variable_modifiers.txt
    // Folded words joined by a blank -> index into m_names.
    std::map<std::string, std::size_t, std::less<>> m_by_words;
    std::size_t m_longest = 1;  // words
};

}  // namespace lode::query
