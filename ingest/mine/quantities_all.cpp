// From the measurements of a sentence to all its quantities: counts, years, ratios, bare numbers,
// lists, and the modifiers that belong to their spans.
#include <algorithm>
#include <array>
#include <utility>

#include "ingest/mine/numerals.hpp"
#include "ingest/mine/quantities.hpp"

namespace lode::ingest {
namespace {

template <std::size_t N>
bool among(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool small_letter(char c) {
    return c >= 'a' && c <= 'z';
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool word_byte(char c) {
    return ascii_letter(c) || digit(c) || (c & 0x80) != 0;
}

// Small letters of a short word; empty for what is too long to be in any table here.
struct Lowered {
    explicit Lowered(std::string_view word) {
        if (word.size() <= m_bytes.size()) {
            m_size = word.size();
            std::transform(word.begin(), word.end(), m_bytes.begin(), lower);
        }
    }
    std::string_view view() const { return {m_bytes.data(), m_size}; }

 private:
    std::array<char, 16> m_bytes{};
    std::size_t m_size = 0;
};

// A number behind one of these names a thing ("phase 3", "samples 2 and 4") and measures none.
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

// Value of a number word from two to a million; nought where it is none.
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
        if (name == word) {
            return value;
        }
    }
    return 0;
}

bool is_month(std::string_view word) {
    static constexpr std::array<std::string_view, 12> k_months{
        "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december"};
    return among(word, k_months);
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

struct QuantityFinder::Reader {
    struct Item {
        Quantity quantity;
        std::size_t begin = 0;
        std::size_t end = 0;
        bool bare = true;      // no unit of its own
        bool accepted = true;  // otherwise only as part of a list
        bool digits = true;    // no number word
    };

    const QuantityFinder& finder;
    const Text& block;
    std::string_view text;
    std::size_t first;
    std::size_t end;
    std::vector<Item> items;
    std::size_t named_end = 0;  // end of the last number that names a thing

    Reader(const QuantityFinder& f, const Text& t, Range sentence)
        : finder(f),
          block(t),
          text(t.utf8),
          first(sentence.begin),
          end(std::min<std::size_t>(sentence.end, t.utf8.size())) {}

    // The word that ends at `pos`, one space apart or none.
    std::string_view word_before(std::size_t pos) const {
        std::size_t stop = pos;
        stop -= stop > first && text[stop - 1] == ' ' ? 1U : 0U;
        std::size_t begin = stop;
        while (begin > first && (word_byte(text[begin - 1]) || text[begin - 1] == '.')) {
            --begin;
        }
        return text.substr(begin, stop - begin);
    }
    // The word that begins at `pos`.
    std::string_view word_at(std::size_t pos) const {
        std::size_t stop = pos;
        while (stop < end && ascii_letter(text[stop])) {
            ++stop;
        }
        return text.substr(pos, stop - pos);
    }
    bool stands(std::size_t pos, std::string_view piece) const {
        return pos + piece.size() <= end && text.substr(pos, piece.size()) == piece;
    }

    // End of the counted noun's phrase ("bulk rock samples") that begins behind `pos`; 0: none.
    // `next_to`: the noun is the first word.
    std::size_t counted(std::size_t pos, bool& next_to) const {
        next_to = true;
        for (int word = 0; word < 4; ++word, next_to = false) {
            std::size_t begin = skip_spaces(text, pos, end);
            if (begin == pos || begin >= end) {
                return 0;
            }
            std::size_t stop = begin;
            while (stop < end && (word_byte(text[stop]) || text[stop] == '-' ||
                                  (text[stop] == '/' && stop > begin))) {
                ++stop;
            }
            const std::string_view name = text.substr(begin, stop - begin);
            if (name.empty() || name.size() > 30) {
                return 0;
            }
            const bool small = std::all_of(name.begin(), name.end(), small_letter);
            if (small && ends_noun_phrase(name)) {
                return 0;
            }
            if (small && is_plural(name)) {
                return stop;
            }
            pos = stop;
        }
        return 0;
    }

    // "Abc 1090", "OAE 2": part of a name, where the word before has a capital and does not begin
    // the sentence.
    bool in_name(std::size_t begin, std::string_view before) const {
        if (before.empty() || begin == first || text[begin - 1] != ' ') {
            return false;
        }
        const auto at = static_cast<std::size_t>(before.data() - text.data());
        return at > first && std::any_of(before.begin(), before.end(),
                                         [](char c) { return c >= 'A' && c <= 'Z'; });
    }

    bool list_separator(std::size_t from, std::size_t to) const {
        const std::string_view between = text.substr(from, to - from);
        return between == ", " || between == " and " || between == ", and " || between == " or " ||
               between == ", or ";
    }

    // Does a word that calls for a value stand before? "of 8", "than 5", "= 3", "to 0"
    bool wants_value(std::size_t begin, std::string_view before) const {
        static constexpr std::array<std::string_view, 22> k_words{
            "of",    "than",   "by",    "to",    "aged",   "score",        "scores", "either",
            "about", "around", "least", "most",  "up",     "pH",           "ratio",  "between",
            "from",  "over",   "below", "above", "nearly", "approximately"};
        if (comparison_before(text, first, begin) != 0 ||
            comparison_before(text, first,
                              begin > first && text[begin - 1] == ' ' ? begin - 1 : begin) != 0) {
            return true;
        }
        const std::size_t at = begin > first && text[begin - 1] == ' ' ? begin - 1 : begin;
        if (at > first && text[at - 1] == '=') {
            // "n = 8"; a formula ("f(x) = 3") is none
            std::size_t left = at - 1;
            left -= left > first && text[left - 1] == ' ' ? 1U : 0U;
            return left == first || text[left - 1] != ')';
        }
        return among(before, k_words);
    }

    void push(std::size_t begin, std::size_t stop, double value, QuantityKind kind, bool accepted,
              bool digits = true) {
        Item item;
        item.quantity.value = value;
        item.quantity.kind = kind;
        item.begin = begin;
        item.end = stop;
        item.accepted = accepted;
        item.digits = digits;
        items.push_back(std::move(item));
    }

    // A number behind a hyphenated unit or counted thing: "5-year", "30-item".
    bool hyphenated(std::size_t begin, std::size_t stop, double value, bool digits) {
        if (stop + 3 >= end || text[stop] != '-' || !small_letter(text[stop + 1])) {
            return false;
        }
        const std::string_view word = word_at(stop + 1);
        if (word.size() < 2 || !finder.m_units.contains(word)) {
            return false;
        }
        push(begin, stop + 1 + word.size(), value, QuantityKind::measurement, true, digits);
        items.back().quantity.unit = word;
        items.back().bare = false;
        return true;
    }

    // One number in digits that is part of no measurement; returns where to go on.
    std::size_t number(std::size_t pos);
    std::size_t word(std::size_t pos);
    void merge();
    void widen(Item& item, std::size_t from, std::size_t to) const;
};

std::size_t QuantityFinder::Reader::number(std::size_t pos) {
    const auto past = [&](std::size_t i) {
        while (i < end && (word_byte(text[i]) || text[i] == '-' || text[i] == '/' ||
                           (text[i] == '.' && i + 1 < end && word_byte(text[i + 1])))) {
            ++i;
        }
        return std::max(i, pos + 1);
    };
    std::size_t begin = pos;
    bool range_end = false;
    if (begin > first) {
        const char before = text[begin - 1];
        // A dash before digits: a sign behind a space, a range behind a number, else a designation.
        for (const auto dash : k_dashes) {
            if (begin >= first + dash.size() &&
                text.substr(begin - dash.size(), dash.size()) == dash) {
                const std::size_t at = begin - dash.size();
                range_end = !items.empty() && items.back().end == at;
                if (range_end) {
                    break;
                }
                if (at > first && text[at - 1] != ' ' && text[at - 1] != '(' &&
                    comparison_before(text, first, at) == 0) {
                    return past(pos);
                }
                begin = at;
                break;
            }
        }
        if (begin == pos && !range_end) {
            const bool opens = before == ' ' || before == '(' || before == '=' || before == '[' ||
                               before == ',' || before == '"' || before == '\'' || before == '\n';
            const bool wide = text.substr(begin - std::min<std::size_t>(3, begin - first), 3)
                                  .starts_with("\xE2\x80") ||
                              (begin >= first + 2 && text.substr(begin - 2, 2) == "\xC2\xA0");
            if (!opens && !wide && comparison_before(text, first, begin) == 0 &&
                !text.substr(0, begin).ends_with("\xE2\x89\xA1")) {
                return past(pos);
            }
            // "1,2-dichloro": locants
            if (before == ',' && begin > first + 1 && digit(text[begin - 2])) {
                return past(pos);
            }
        }
    }
    if (raised(block, pos)) {  // a note
        return past(pos);
    }
    // "(24)", "(26, 29–31)": a citation or an equation's number
    if (begin > first && text[begin - 1] == '(') {
        std::size_t i = begin;
        while (i < end && (digit(text[i]) || text[i] == ',' || text[i] == ' ' ||
                           any_of_at(text, i, end, k_dashes) != 0)) {
            i += std::max<std::size_t>(1, any_of_at(text, i, end, k_dashes));
        }
        if (i < end && text[i] == ')') {
            return i + 1;
        }
    }
    const auto read = finder.read_number(block, begin, end);
    if (!read || !read->plain_integer) {
        return past(pos);
    }
    std::size_t stop = read->end;
    const std::string_view before = word_before(begin);
    const Lowered lowered(before);
    const std::string_view low = lowered.view();
    const bool capital_first = in_name(begin, before);
    const std::size_t size = stop - begin;

    // Part of an enumeration of named things: "phases 3, 5 and 7"
    const bool goes_on =
        named_end != 0 && named_end < begin &&
        (list_separator(named_end, begin) || text.substr(named_end, begin - named_end) == " to " ||
         any_of_at(text, named_end, end, k_dashes) == begin - named_end);
    bool next_to = false;
    const std::size_t noun = stop < end && text[stop] != '-' ? counted(stop, next_to) : 0;
    if (names_things(low) || low == "fig." || low == "no." || low == "eq." || low == "ref." ||
        low == "nos." || low == "vol." || low == "p." || low == "pp." ||
        (goes_on && (noun == 0 || !next_to))) {
        named_end = past(stop - 1);
        return named_end;
    }
    // Years and days.
    const bool year = size == 4 && read->value >= 1700 && read->value < 2100 &&
                      text.substr(begin, 4).find(',') == std::string_view::npos;
    const bool after_year = !items.empty() && items.back().quantity.kind == QuantityKind::date &&
                            (list_separator(items.back().end, begin) || range_end ||
                             text.substr(items.back().end, begin - items.back().end) == " to ");
    if (year && noun == 0) {
        static constexpr std::array<std::string_view, 14> k_before_year{
            "in",   "since", "until",  "during", "from",  "between", "by",
            "from", "after", "before", "to",     "early", "late",    "year"};
        // "26 October 2011": the day before belongs to it
        if (is_month(low) && !before.empty()) {
            std::size_t from = static_cast<std::size_t>(before.data() - text.data());
            if (!items.empty() && items.back().end + 1 == from && !items.back().quantity.low &&
                items.back().bare) {
                from = items.back().begin;
                items.pop_back();
            }
            push(from, stop, read->value, QuantityKind::date, true);
            return stop;
        }
        const bool said = among(low, k_before_year) || low == "period" || low == "years";
        if (said || after_year) {
            push(begin, stop, read->value, QuantityKind::date, true);
            return stop;
        }
        if (text[begin > first ? begin - 1 : begin] == '(' || before.ends_with('.') ||
            (begin > first + 1 && text[begin - 2] == ',')) {
            return stop;  // "(2008)", "et al., 2008"
        }
    }
    if (capital_first && !(is_month(low) && size <= 2)) {
        named_end = stop;
        return past(pos);
    }
    if (is_month(low) && size <= 2 && capital_first) {  // "March 16"
        push(static_cast<std::size_t>(before.data() - text.data()), stop, read->value,
             QuantityKind::date, true);
        return stop;
    }
    if (stop < end && hyphenated(begin, stop, read->value, true)) {
        return items.back().end;
    }
    // "1:10", "3/4", "1/e"
    if (stop + 1 < end && (text[stop] == ':' || text[stop] == '/') && digit(text[stop + 1])) {
        const auto second = finder.read_number(block, stop + 1, end);
        const bool clock = text[stop] == ':' && size == 2 && second &&
                           second->end - stop - 1 == 2 && text[begin] == '0';
        if (second && !clock && second->value != 0 &&
            (second->end >= end || (!word_byte(text[second->end]) && text[second->end] != ':' &&
                                    text[second->end] != '/' && text[second->end] != '-'))) {
            push(begin, second->end, read->value / second->value, QuantityKind::ratio, true);
            items.back().quantity.values = {read->value, second->value};
            items.back().bare = false;
            return second->end;
        }
        return past(pos);
    }
    // "10,000×"
    if (stands(stop, "\xC3\x97") &&
        (stop + 2 >= end || !digit(text[skip_spaces(text, stop + 2, end - 1)]))) {
        push(begin, stop + 2, read->value, QuantityKind::measurement, true);
        items.back().quantity.unit = "\xC3\x97";
        items.back().bare = false;
        return stop + 2;
    }
    if (stop < end && (word_byte(text[stop]) || text[stop] == '_') &&
        any_of_at(text, stop, end, k_dashes) == 0 && any_of_at(text, stop, end, k_times) == 0 &&
        any_of_at(text, stop, end, k_spaces) == 0) {
        return past(pos);
    }
    if (stop < end && text[stop] == '-' && stop + 1 < end && !digit(text[stop + 1])) {
        return past(pos);  // "12-lead"
    }
    // "3)", "2." of an enumeration
    if (begin == first && stop < end && (text[stop] == ')' || text[stop] == '.')) {
        return stop;
    }
    if (noun != 0 && !range_end) {
        push(begin, stop, read->value, QuantityKind::count, true);
        if (next_to) {
            const std::size_t from = skip_spaces(text, stop, end);
            items.back().quantity.unit = std::string(text.substr(from, noun - from));
            items.back().end = noun;
            items.back().bare = false;
        }
        return items.back().end;
    }
    push(begin, stop, read->value, QuantityKind::number, range_end || wants_value(begin, before));
    if (noun != 0) {
        items.back().quantity.kind = QuantityKind::count;
    }
    return stop;
}

std::size_t QuantityFinder::Reader::word(std::size_t pos) {
    const std::string_view written = word_at(pos);
    std::size_t stop = pos + written.size();
    if (written.size() < 3 || written.size() > 9) {
        return stop;
    }
    const Lowered lowered(written);
    const double value = number_word(lowered.view());
    const bool zero = lowered.view() == "zero";
    if ((value == 0 && !zero) ||
        (pos > first && (word_byte(text[pos - 1]) || text[pos - 1] == '-')) ||
        (stop < end && (digit(text[stop]) || (text[stop] & 0x80) != 0))) {
        return stop;
    }
    if (stop < end && hyphenated(pos, stop, value, false)) {
        return items.back().end;
    }
    if (stop < end && text[stop] == '-') {
        return stop;
    }
    if (zero) {
        push(pos, stop, 0, QuantityKind::number, true, false);
        return stop;
    }
    // "two days", "thirty percent"
    const std::size_t unit_at = skip_spaces(text, stop, end);
    const std::string_view next = word_at(unit_at);
    if (unit_at > stop && next.size() > 2 && finder.m_units.contains(next)) {
        push(pos, unit_at + next.size(), value, QuantityKind::measurement, true, false);
        items.back().quantity.unit = next;
        items.back().bare = false;
        return items.back().end;
    }
    bool next_to = false;
    if (value >= 2 && counted(stop, next_to) != 0) {
        push(pos, stop, value, QuantityKind::count, true, false);
    }
    return stop;
}

// Ranges, lists and products out of neighbours.
void QuantityFinder::Reader::merge() {
    std::vector<Item> merged;
    for (std::size_t i = 0; i < items.size(); ++i) {
        Item chain = std::move(items[i]);
        const auto single = [](const Item& item) {
            return item.digits && item.quantity.value && item.quantity.values.empty() &&
                   !item.quantity.tolerance;
        };
        std::vector<double> values;
        bool product = false;
        std::size_t k = i + 1;
        for (; k < items.size(); ++k) {
            const Item& next = items[k];
            const std::string_view between = text.substr(chain.end, next.begin - chain.end);
            const bool dates = chain.quantity.kind == QuantityKind::date;
            if (!single(next) || (values.empty() && !single(chain)) ||
                dates != (next.quantity.kind == QuantityKind::date)) {
                break;
            }
            const bool times = between == " \xC3\x97 " || between == "\xC3\x97" ||
                               between == " x " || between == "x";
            // "20 mm × 30 mm" joins with its first unit.
            if (times && (values.empty() || product)) {
                product = true;
            } else if (!chain.bare || product) {
                break;
            } else if (values.empty() &&
                       (between == " to " || between == "\xE2\x80\x93" || between == "-" ||
                        between == "\xE2\x88\x92" ||
                        (between == " and " &&
                         Lowered(word_before(chain.begin)).view() == "between")) &&
                       *next.quantity.value > *chain.quantity.value) {
                chain.quantity.low = chain.quantity.value;
                chain.quantity.high = next.quantity.value;
                chain.quantity.value.reset();
                chain.quantity.unit = next.quantity.unit;
                chain.quantity.kind = next.quantity.kind;
                chain.end = next.end;
                chain.bare = next.bare;
                chain.accepted = chain.accepted || next.accepted;
                ++k;
                break;
            } else if (!list_separator(chain.end, next.begin)) {
                break;
            } else if (next.quantity.kind == QuantityKind::count && !next.bare) {
                break;  // "in 3, 40 samples"
            }
            if (values.empty()) {
                values.push_back(*chain.quantity.value);
            }
            values.push_back(*next.quantity.value);
            chain.accepted = chain.accepted || next.accepted || product;
            chain.end = next.end;
            chain.bare = next.bare;
            if (!next.quantity.unit.empty()) {
                chain.quantity.unit = next.quantity.unit;
                chain.quantity.kind = next.quantity.kind;
            }
            if (!next.bare && !product) {
                ++k;
                break;
            }
        }
        if (!values.empty()) {
            const auto [low, high] = std::minmax_element(values.begin(), values.end());
            chain.quantity.value.reset();
            chain.quantity.low = *low;
            chain.quantity.high = *high;
            chain.quantity.values = std::move(values);
            if (product) {
                chain.quantity.kind = QuantityKind::product;
            }
        }
        i = k - 1;
        if (chain.accepted) {
            merged.push_back(std::move(chain));
        }
    }
    items = std::move(merged);
}

// Takes in the modifiers that stand directly before and behind, between `from` and `to`.
void QuantityFinder::Reader::widen(Item& item, std::size_t from, std::size_t to) const {
    const auto before_space = [&](std::size_t pos) {
        return pos > from && text[pos - 1] == ' ' ? pos - 1 : pos;
    };
    for (int round = 0; round < 3; ++round) {
        const std::size_t at = before_space(item.begin);
        if (const std::size_t sign = comparison_before(text, from, at)) {
            const auto modifier = sign_modifier(text.substr(at - sign, sign));
            if (item.quantity.modifier == none) {
                item.quantity.modifier = modifier;
            }
            item.begin = at - sign;
            continue;
        }
        if (at == item.begin) {
            break;
        }
        bool found = false;
        if (item.quantity.low && item.quantity.values.empty() && at >= from + 7) {
            const Lowered word(text.substr(at - 7, 7));
            if (word.view() == "between" && (at == from + 7 || !word_byte(text[at - 8]))) {
                item.begin = at - 7;
                break;
            }
        }
        const char last = text[at - 1];
        if (!small_letter(last) && last != '.') {
            break;
        }
        for (const Phrase& phrase : k_before) {
            const std::size_t size = phrase.text.size();
            if (at < from + size || text[at - 1] != phrase.text.back() ||
                (at > from + size && word_byte(text[at - size - 1]))) {
                continue;
            }
            if (Lowered(text.substr(at - size, size)).view() == phrase.text) {
                item.begin = at - size;
                if (item.quantity.modifier == none) {
                    item.quantity.modifier = phrase.modifier;
                }
                found = true;
                break;
            }
        }
        if (!found) {
            break;
        }
    }
    // "25 per mm", "3 fold per passage"
    if (text.substr(item.end, 5) == " per " && item.end + 6 < to &&
        item.quantity.kind != QuantityKind::date) {
        const std::string_view word = word_at(item.end + 5);
        if (!word.empty() && word != "se") {
            const std::size_t stop = item.end + 5 + word.size();
            if (item.quantity.unit.empty()) {
                item.quantity.unit = std::string(text.substr(item.end + 1, stop - item.end - 1));
            } else {
                item.quantity.unit += text.substr(item.end, stop - item.end);
            }
            item.end = stop;
        }
    }
    for (const Phrase& phrase : k_behind) {
        if (item.end + phrase.text.size() <= to &&
            text.substr(item.end, phrase.text.size()) == phrase.text) {
            item.end += phrase.text.size();
            item.quantity.modifier = phrase.modifier;
            break;
        }
    }
}

std::vector<Quantity> QuantityFinder::complete(const Text& block, Range sentence,
                                               const std::vector<Measurement>& measurements) const {
    Reader reader(*this, block, sentence);
    const std::string_view text = reader.text;
    auto measured = measurements.begin();
    std::size_t i = reader.first;
    while (i < reader.end) {
        if (measured != measurements.end() && i >= measured->quantity.range.begin) {
            Reader::Item item;
            item.quantity = measured->quantity;
            item.begin = measured->quantity.range.begin;
            item.end = measured->quantity.range.end;
            item.bare = item.quantity.unit.empty();
            item.quantity.kind = item.bare ? QuantityKind::number : QuantityKind::measurement;
            // "2.5 scale heights"
            i = std::max(i + 1, item.end);
            reader.items.push_back(std::move(item));
            ++measured;
            continue;
        }
        const char c = text[i];
        if (digit(c)) {
            i = reader.number(i);
        } else if (ascii_letter(c)) {
            i = reader.word(i);
            while (i < reader.end && (digit(text[i]) || ascii_letter(text[i]))) {
                ++i;  // "CD34"
            }
        } else if (c == '[') {  // citations
            std::size_t k = i + 1;
            while (k < reader.end && (digit(text[k]) || text[k] == ',' || text[k] == ' ' ||
                                      any_of_at(text, k, reader.end, k_dashes) != 0)) {
                k += std::max<std::size_t>(1, any_of_at(text, k, reader.end, k_dashes));
            }
            i = k < reader.end && text[k] == ']' ? k + 1 : i + 1;
        } else {
            ++i;
        }
    }
    reader.merge();
    std::vector<Quantity> all;
    all.reserve(reader.items.size());
    std::size_t from = reader.first;
    for (std::size_t k = 0; k < reader.items.size(); ++k) {
        auto& item = reader.items[k];
        const std::size_t to = k + 1 < reader.items.size() ? reader.items[k + 1].begin : reader.end;
        reader.widen(item, from, to);
        item.quantity.range = {static_cast<std::uint32_t>(item.begin),
                               static_cast<std::uint32_t>(item.end)};
        from = item.end;
        all.push_back(std::move(item.quantity));
    }
    return all;
}

}  // namespace lode::ingest
