#include "ingest/mine/spelling.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace lode::ingest::spelling {
namespace {

constexpr auto k_never = std::numeric_limits<std::uint32_t>::max() / 4;
// Words behind the last match are no part of what is spelled: a share of what they cost before it,
// because "ratio" and "count" often stand there.
constexpr std::uint32_t k_tail = 75;

template <std::size_t N>
bool among(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// Number words that a digit of a short form stands for: "2DEG" two-dimensional.
bool names_digit(std::string_view lower_text, char d) {
    static constexpr std::array<std::array<std::string_view, 4>, 5> k_names{{
        {"one", "first", "mono", "single"},
        {"two", "second", "di", "bi"},
        {"three", "third", "tri", "ter"},
        {"four", "fourth", "tetra", "quad"},
        {"five", "fifth", "penta", "quint"},
    }};
    return d >= '1' && d <= '5' &&
           std::any_of(k_names[static_cast<std::size_t>(d - '1')].begin(),
                       k_names[static_cast<std::size_t>(d - '1')].end(),
                       [&](std::string_view name) { return lower_text.starts_with(name); });
}

}  // namespace

bool is_stop_word(std::string_view word) {
    static constexpr std::array<std::string_view, 19> k_words{
        "of", "the", "and", "in", "for", "to",   "a",   "an",   "with", "by",
        "on", "at",  "or",  "as", "de",  "from", "per", "into", "via"};
    return word.size() <= 4 && among(word, k_words);
}

bool ends_phrase(std::string_view word) {
    static constexpr std::array<std::string_view, 22> k_words{
        "is",   "are",   "was",   "were",  "has",   "have",   "had",  "be",
        "been", "that",  "which", "these", "those", "this",   "such", "than",
        "its",  "their", "we",    "using", "when",  "between"};
    return word.size() <= 7 && among(word, k_words);
}

char greek_initial(std::string_view text, std::size_t pos) {
    if (pos + 1 >= text.size() || (text[pos] != '\xCE' && text[pos] != '\xCF')) {
        return 0;
    }
    const auto code = ((static_cast<unsigned char>(text[pos]) & 0x1FU) << 6U) |
                      (static_cast<unsigned char>(text[pos + 1]) & 0x3FU);
    // alpha .. omega from U+03B1
    constexpr std::string_view k_initials = "abgdezhtiklmnxoprsstufcpo";
    return code >= 0x3B1 && code <= 0x3C9 ? k_initials[code - 0x3B1] : '\0';
}

Letters::Letters(std::string_view text)
    : low(text), part(text.size()), start(text.size()), camel(text.size()) {
    std::uint16_t parts = 0;
    bool in_word = false;
    std::vector<std::pair<std::size_t, std::size_t>> ranges;  // of the parts
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        low[i] = lower(c);
        if (const char initial = greek_initial(text, i)) {
            low[i] = initial;
        }
        const bool before = i > 0 && alnum(text[i - 1]);
        const bool continuation = (c & 0xC0) == 0x80;
        if (blank(c) || c == '/') {
            in_word = false;
        } else if (alnum(c)) {
            const bool begins = !continuation && (!before || digit(c) != digit(text[i - 1]));
            if (begins) {
                start[i] = in_word ? 1 : 2;
                ++parts;
                ranges.emplace_back(i, i);
                in_word = true;
            }
            camel[i] = capital(c) && i > 0 && text[i - 1] >= 'a' && text[i - 1] <= 'z' ? 1 : 0;
            if (!ranges.empty()) {
                ranges.back().second = i + 1;
            }
        }
        part[i] = parts;
    }
    // skip[p]: cost of all parts up to and with p (parts count from 1)
    skip.assign(std::size_t{parts} + 1, 0);
    for (std::size_t p = 1; p <= parts; ++p) {
        const auto [begin, end] = ranges[p - 1];
        const std::string_view word_text = std::string_view(low).substr(begin, end - begin);
        std::uint32_t cost = k_whole * 3 / 2;
        if (ends_phrase(word_text)) {
            cost = k_whole * 6;
        } else if (is_stop_word(word_text)) {
            cost = k_whole / 5;
        } else if (digit(word_text.front()) || start[begin] == 1 || word_text.size() == 1) {
            cost = k_whole / 2;
        }
        skip[p] = skip[p - 1] + cost;
    }
}

std::optional<Spelling> spell(std::string_view wanted, const Letters& letters,
                              std::string_view candidate) {
    const std::size_t n = wanted.size();
    struct Place {
        std::size_t at;
        std::uint32_t cost;  // of the rest from here, without how this place was reached
    };
    std::vector<Place> next;  // places of the character behind
    const std::uint32_t all = letters.skip.back();
    for (std::size_t k = n; k-- > 0;) {
        std::vector<Place> here;
        for (std::size_t at = 0; at < candidate.size(); ++at) {
            const bool same = letters.low[at] == wanted[k] && alnum(candidate[at]);
            const bool number = digit(wanted[k]) && letters.start[at] != 0 &&
                                names_digit(std::string_view(letters.low).substr(at), wanted[k]);
            if ((!same && !number) || (k == 0 && letters.start[at] == 0)) {
                continue;
            }
            std::uint32_t best = k_never;
            if (k + 1 == n) {
                best = (all - letters.skip[letters.part[at]]) * k_tail / k_whole;
            }
            for (const Place& place : next) {
                if (place.at <= at || place.cost >= k_never) {
                    continue;
                }
                std::uint32_t cost = place.cost;
                const std::uint16_t from = letters.part[at];
                const std::uint16_t to = letters.part[place.at];
                if (to > from) {
                    cost += letters.skip[to - 1U] - letters.skip[from];
                }
                if (letters.start[place.at] == 0 && letters.camel[place.at] == 0) {
                    cost += to > from             ? k_whole * 5 / 2
                            : place.at == at + 1U ? k_whole / 2
                                                  : k_whole;
                }
                best = std::min(best, cost);
            }
            if (best < k_never) {
                here.push_back({at, best});
            }
        }
        next = std::move(here);
        if (next.empty()) {
            return std::nullopt;
        }
    }
    std::optional<Spelling> best;
    for (const Place& place : next) {  // from the left: of equal ones the shortest
        const std::uint32_t cost = place.cost + (letters.start[place.at] == 1 ? k_whole / 4 : 0U);
        if (!best || cost <= best->cost) {
            best = {place.at, cost};
        }
    }
    return best;
}

}  // namespace lode::ingest::spelling
