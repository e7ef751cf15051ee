// How the words before a bracket spell a short form, and at what cost. Internal to the abbreviation
// finder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest::spelling {

constexpr std::uint32_t k_whole = 100;  // a cost of one, in hundredths

inline bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}
inline bool capital(char c) {
    return c >= 'A' && c <= 'Z';
}
inline bool digit(char c) {
    return c >= '0' && c <= '9';
}
inline bool alnum(char c) {
    return letter(c) || digit(c);
}
inline char lower(char c) {
    return capital(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
inline bool blank(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

// Passed over at little cost, and never the begin of a long form.
bool is_stop_word(std::string_view word);
// A definition does not run over a verb.
bool ends_phrase(std::string_view word);

// Latin initial of a small Greek letter's name ("α" is written "alpha" as well); 0 for others.
char greek_initial(std::string_view text, std::size_t pos);

// The candidate's characters with what the alignment asks of them.
struct Letters {
    explicit Letters(std::string_view text);

    std::string low;                  // lower case, Greek as Latin initials
    std::vector<std::uint16_t> part;  // part of it: split at hyphens, brackets, digits
    std::vector<char> start;          // 2: begin of a word, 1: of a part of one
    std::vector<char> camel;          // a capital behind a small letter: "mRNA"
    std::vector<std::uint32_t> skip;  // cost of passing over each part, summed to the left
};

struct Spelling {
    std::size_t begin = 0;  // in the candidate
    std::uint32_t cost = 0;
};

// The cheapest way to find `wanted` (lower case) in order in the candidate, its first character at
// the begin of a word or of a part of one. O(n · m²) for n characters found m times each.
std::optional<Spelling> spell(std::string_view wanted, const Letters& letters,
                              std::string_view candidate);

}  // namespace lode::ingest::spelling
