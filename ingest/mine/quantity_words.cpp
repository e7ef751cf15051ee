#include "ingest/mine/quantity_words.hpp"

#include <utility>

namespace lode::ingest {
namespace {

template <std::size_t N>
bool among(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

struct Phrase {
    std::string_view text;
    QuantityModifier modifier;
};
using enum QuantityModifier;
// Before the number. Of phrases that end alike the longer one stands first.
constexpr std::array<Phrase, 42> k_before{{
    {"approximately", approximate},
    {"about", approximate},
    {"around", approximate},
    {"roughly", approximate},
    {"nearly", approximate},
    {"almost", approximate},
    {"circa", approximate},
    {"ca.", approximate},
    {"ca", approximate},
    {"approx.", approximate},
    {"close to", approximate},
    {"on average", approximate},
    {"at least", at_least},
    {"no less than", at_least},
    {"not less than", at_least},
    {"no fewer than", at_least},
    {"as low as", none},
    {"as high as", none},
    {"as much as", none},
    {"as many as", none},
    {"at most", at_most},
    {"up to", at_most},
    {"down to", none},
    {"no more than", at_most},
    {"not more than", at_most},
    {"within", at_most},
    {"more than", greater},
    {"greater than", greater},
    {"higher than", greater},
    {"larger than", greater},
    {"better than", greater},
    {"longer than", greater},
    {"older than", greater},
    {"over", greater},
    {"above", greater},
    {"exceeding", greater},
    {"less than", less},
    {"fewer than", less},
    {"lower than", less},
    {"smaller than", less},
    {"shorter than", less},
    {"below", less},
}};
constexpr std::array<Phrase, 9> k_behind{{
    {" or more", at_least},
    {" or greater", at_least},
    {" or higher", at_least},
    {" or above", at_least},
    {" and above", at_least},
    {" or less", at_most},
    {" or fewer", at_most},
    {" or lower", at_most},
    {" or below", at_most},
}};

QuantityModifier sign_modifier(std::string_view sign) {
    if (sign == "<") {
        return less;
    }
    if (sign == ">") {
        return greater;
    }
    for (const std::string_view s :
         {"\xE2\x89\xA4", "\xE2\xA9\xBD", "\xE2\x89\xB2", "\xE2\x89\xA6"}) {
        if (sign == s) {
            return at_most;
        }
    }
    for (const std::string_view s :
         {"\xE2\x89\xA5", "\xE2\xA9\xBE", "\xE2\x89\xB3", "\xE2\x89\xA7"}) {
        if (sign == s) {
            return at_least;
        }
    }
    return sign == "\xC2\xB1" ? none : approximate;
}

}  // namespace

bool names_things(std::string_view word) {
    static constexpr std::array<std::string_view, 68> k_words{
        "phase",   "code",     "fig",      "figure",     "table",    "eq",       "eqs",
        "eqn",     "equation", "ref",      "reference",  "section",  "step",     "stage",
        "line",    "column",   "row",      "case",       "sample",   "no",       "nos",
        "number",  "numbered", "site",     "bed",        "axis",     "fraction", "patient",
        "animal",  "month",    "day",      "week",       "group",    "class",    "chapter",
        "part",    "vol",      "volume",   "page",       "pp",       "version",  "experiment",
        "run",     "level",    "listing",  "definition", "theorem",  "lemma",    "scheme",
        "clone",   "core",     "borehole", "station",    "point",    "zone",     "grade",
        "type",    "model",    "specimen", "electrode",  "compound", "appendix", "note",
        "cluster", "position", "catalyst", "example",    "entry"};
    if (among(word, k_words)) {
        return true;
    }
    return word.size() > 3 && word.back() == 's' && among(word.substr(0, word.size() - 1), k_words);
}

bool ends_noun_phrase(std::string_view word) {
    static constexpr std::array<std::string_view, 48> k_words{
        "of",   "and",   "or",    "is",    "was",    "to",    "in",     "the",   "for",  "with",
        "from", "at",    "by",    "as",    "per",    "than",  "were",   "are",   "have", "has",
        "had",  "on",    "that",  "which", "can",    "may",   "will",   "where", "when", "be",
        "a",    "an",    "if",    "into",  "over",   "after", "before", "but",   "not",  "did",
        "does", "using", "while", "until", "during", "its",   "their",  "via"};
    return among(word, k_words);
}

bool is_plural(std::string_view word) {
    static constexpr std::array<std::string_view, 14> k_irregular{
        "people", "men",  "women",    "children", "mice", "spectra", "nuclei",
        "teeth",  "feet", "criteria", "axes",     "loci", "maxima",  "minima"};
    static constexpr std::array<std::string_view, 8> k_no_plural{
        "always", "perhaps", "this", "thus", "across", "towards", "besides", "does"};
    if (among(word, k_irregular)) {
        return true;
    }
    return word.size() >= 4 && word.back() == 's' && !word.ends_with("ss") &&
           !word.ends_with("us") && !word.ends_with("is") && !among(word, k_no_plural);
}

bool may_be_number(char first, char second, std::size_t size) {
    if (size < 3 || size > 9) {
        return false;
    }
    switch (first) {
        case 't':
            return second == 'w' || (second == 'h' && size >= 5) || (second == 'e' && size == 3);
        case 'f':
            return second == 'o' || second == 'i';
        case 's':
            return second == 'i' || (second == 'e' && size >= 5);
        case 'e':
            return second == 'i' || second == 'l';
        case 'o':
            return second == 'n' && size == 3;
        case 'n':
            return second == 'i';
        case 'z':
            return second == 'e' && size == 4;
        case 'h':
            return second == 'u' && size == 7;
        case 'm':
            return second == 'i' && size == 7;
        case 'd':
            return second == 'o' && size == 5;
        default:
            return false;
    }
}

double number_word(std::string_view word) {
    static constexpr std::array<std::pair<std::string_view, double>, 31> k_words{{
        {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},        {"five", 5},
        {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},        {"ten", 10},
        {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},   {"fifteen", 15},
        {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},   {"twenty", 20},
        {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},      {"seventy", 70},
        {"eighty", 80},  {"ninety", 90},    {"hundred", 100}, {"thousand", 1000}, {"million", 1e6},
        {"dozen", 12},
    }};
    for (const auto& [name, value] : k_words) {
        if (name.size() == word.size() && name == word) {
            return value;
        }
    }
    return 0;
}

bool speaks_of_value(std::string_view word) {
    static constexpr std::array<std::string_view, 29> k_words{
        "score",   "scores",    "factor",    "total",  "value",     "values",  "number", "ratio",
        "order",   "average",   "mean",      "median", "minimum",   "maximum", "index",  "power",
        "ph",      "size",      "dimension", "charge", "spin",      "set",     "equal",  "equals",
        "reduced", "increased", "decreased", "close",  "normalized"};
    return among(word, k_words);
}

bool is_month(std::string_view word) {
    static constexpr std::array<std::string_view, 12> k_months{
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    return among(word, k_months);
}

bool before_year(std::string_view word) {
    static constexpr std::array<std::string_view, 15> k_words{
        "in",     "since", "until", "during", "from", "between", "by",    "after",
        "before", "to",    "early", "late",   "year", "years",   "period"};
    return among(word, k_words);
}

bool calls_for_value(std::string_view word) {
    static constexpr std::array<std::string_view, 22> k_words{
        "of",    "than",   "by",    "to",    "aged",   "score",        "scores", "either",
        "about", "around", "least", "most",  "up",     "ph",           "ratio",  "between",
        "from",  "over",   "below", "above", "nearly", "approximately"};
    return among(word, k_words);
}

Modifier words_before(std::string_view text, std::size_t from, std::size_t pos) {
    if (pos <= from || (!small_letter(text[pos - 1]) && text[pos - 1] != '.')) {
        return {};
    }
    for (const Phrase& phrase : k_before) {
        const std::size_t size = phrase.text.size();
        if (pos < from + size || text[pos - 1] != phrase.text.back() ||
            (pos > from + size && word_byte(text[pos - size - 1]))) {
            continue;
        }
        if (Lowered(text.substr(pos - size, size)).view() == phrase.text) {
            return {size, phrase.modifier};
        }
    }
    return {};
}

Modifier sign_before(std::string_view text, std::size_t from, std::size_t pos) {
    const std::size_t size = comparison_before(text, from, pos);
    return {size, size == 0 ? none : sign_modifier(text.substr(pos - size, size))};
}

Modifier words_behind(std::string_view text, std::size_t pos, std::size_t to) {
    for (const Phrase& phrase : k_behind) {
        if (pos + phrase.text.size() <= to && text.substr(pos, phrase.text.size()) == phrase.text) {
            return {phrase.text.size(), phrase.modifier};
        }
    }
    return {};
}

}  // namespace lode::ingest
