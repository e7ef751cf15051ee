#include "core/text/lexica.hpp"

#include <algorithm>
#include <array>

#include "core/base/error.hpp"
#include "core/text/chars.hpp"
#include "core/text/unicode.hpp"

namespace lode::text {
namespace {

constexpr std::array<std::string_view, 13> k_prefixes = {"f", "p", "n", "u", "μ", "µ", "m",
                                                         "c", "d", "k", "M", "G", "T"};
constexpr int k_max_units = 6;

StringSet read_set(const LexiconSource& source, std::string_view file) {
    StringSet set;
    for (auto& row : read_lexicon(source, file, 1)) {
        set.insert(std::move(row[0]));
    }
    return set;
}

Stop stop_kind(const std::string& word) {
    if (word == "always") {
        return Stop::always;
    }
    if (word == "number") {
        return Stop::number;
    }
    if (word == "name") {
        return Stop::name;
    }
    throw error("lexicon abbreviation_dots.txt: unknown kind '{}'", word);
}

struct Power {
    std::size_t length = 0;
    bool minus = false;
    bool ascii_minus = false;
};

// "2", "−1", "-2", "^-1", "⁻¹". One digit 1..9: larger numbers are no powers of a unit.
Power match_power(std::string_view text) {
    Power power;
    std::size_t at = 0;
    if (at < text.size() && text[at] == '^') {
        ++at;
    }
    if (at >= text.size()) {
        return {};
    }
    CodePoint c = decode_at(text, at);
    if (is_minus(c.value)) {
        power.minus = true;
        power.ascii_minus = c.value == '-';
        at += c.bytes;
        if (at >= text.size()) {
            return {};
        }
        c = decode_at(text, at);
    }
    const bool digit = (c.value >= '1' && c.value <= '9') || is_sup_digit_char(c.value);
    if (!digit) {
        return {};
    }
    at += c.bytes;
    if (at < text.size() && is_ascii_digit(text[at])) {
        return {};
    }
    power.length = at;
    return power;
}

bool continues_word(std::string_view text, std::size_t at) {
    if (at >= text.size()) {
        return false;
    }
    const char32_t c = decode_at(text, at).value;
    return (c < 0x80 &&
            (is_ascii_letter(static_cast<char>(c)) || is_ascii_digit(static_cast<char>(c)))) ||
           is_wide_letter(c) || is_sub_digit_char(c);
}

}  // namespace

void ShortWords::insert(std::string_view word) {
    if (word.size() > 8 || word.empty()) {
        m_long.emplace(word);
        return;
    }
    if (contains(word)) {
        return;
    }
    const auto place = [&](std::uint64_t value) {
        std::size_t at = slot(value);
        while (m_slots[at] != 0) {
            at = (at + 1) & (m_slots.size() - 1);
        }
        m_slots[at] = value;
    };
    if (++m_size * 3 > m_slots.size()) {
        std::vector<std::uint64_t> old(m_slots.size() * 2);
        old.swap(m_slots);
        for (const std::uint64_t value : old) {
            if (value != 0) {
                place(value);
            }
        }
    }
    place(key(word));
}

Lexica::Lexica(const LexiconSource& source)
    : m_suffixes(read_set(source, "hyphen_suffixes.txt")),
      m_prefixes(read_set(source, "hyphen_prefixes.txt")),
      m_links(read_set(source, "hyphen_links.txt")),
      m_label_nouns(read_set(source, "label_nouns.txt")),
      m_lookalikes(read_set(source, "lookalikes.txt")) {
    for (const auto& row : read_lexicon(source, "abbreviation_dots.txt", 2)) {
        m_abbreviations.emplace(row[0], stop_kind(row[1]));
    }
    std::vector<std::string> units;
    for (const auto& row : read_lexicon(source, "units.tsv", 3)) {
        units.push_back(row[0]);
        if (row[2] == "yes") {
            for (const std::string_view prefix : k_prefixes) {
                units.push_back(std::string(prefix) + row[0]);
            }
        } else if (row[2] != "no") {
            throw error("lexicon units.tsv: '{}' where yes or no is needed", row[2]);
        }
    }
    for (const auto& unit : units) {
        if (unit.empty() || unit.size() > 31 || unit.find('\0') != std::string::npos) {
            throw error("lexicon units.tsv: '{}' is no unit", unit);
        }
        m_units.insert(unit);
        m_longest_unit = std::max(m_longest_unit, unit.size());
        m_unit_lengths[static_cast<unsigned char>(unit[0])] |= 1U << unit.size();
    }
}

Stop Lexica::abbreviation(std::string_view word) const {
    if (word.empty() || word.size() > 8) {
        return Stop::none;
    }
    std::array<char, 8> lower{};
    std::transform(word.begin(), word.end(), lower.begin(),
                   [](char c) { return is_ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto found = m_abbreviations.find(std::string_view(lower.data(), word.size()));
    return found == m_abbreviations.end() ? Stop::none : found->second;
}

Lexica::UnitMatch Lexica::match_unit(std::string_view text) const {
    UnitMatch match;
    if (!match_units(text, 0, 0, match)) {
        return {};
    }
    return match;
}

// Longest symbol first, with one step back where the rest does not fit. Symbols stand side by side
// without a sign only where some power is signed: "mAhg−1" is a unit, "mAs" may be anything.
bool Lexica::match_units(std::string_view text, std::size_t at, int depth, UnitMatch& match) const {
    const std::size_t longest = std::min(m_longest_unit, text.size() - at);
    const std::uint32_t lengths =
        longest == 0 ? 0 : m_unit_lengths[static_cast<unsigned char>(text[at])];
    for (std::size_t length = longest; length > 0; --length) {
        if ((lengths >> length & 1U) == 0 || !m_units.contains(text.substr(at, length))) {
            continue;
        }
        std::size_t next = at + length;
        UnitMatch found = match;
        if (const Power power = match_power(text.substr(next)); power.length > 0) {
            next += power.length;
            found.signed_exponent = found.signed_exponent || power.minus;
            found.ascii_minus = found.ascii_minus || power.ascii_minus;
        }
        found.length = next;
        if (next < text.size() && depth < k_max_units) {
            const CodePoint c = decode_at(text, next);
            const bool separator = c.value == '/' || c.value == 0xB7 || c.value == 0x22C5 ||
                                   c.value == 0x2219 || c.value == '*' || c.value == '.';
            if (separator && next + c.bytes < text.size()) {
                UnitMatch more = found;
                if (match_units(text, next + c.bytes, depth + 1, more)) {
                    match = more;
                    return true;
                }
            } else if (continues_word(text, next)) {
                UnitMatch more = found;
                if (match_units(text, next, depth + 1, more) && more.signed_exponent) {
                    match = more;
                    return true;
                }
                continue;
            }
        }
        if (!continues_word(text, next)) {
            match = found;
            return true;
        }
    }
    return false;
}

}  // namespace lode::text
