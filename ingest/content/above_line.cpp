#include "ingest/content/above_line.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace lode::ingest {
namespace {

constexpr std::string_view k_minus = "\xe2\x88\x92";    // U+2212
constexpr std::string_view k_en_dash = "\xe2\x80\x93";  // U+2013
constexpr std::string_view k_em_dash = "\xe2\x80\x94";  // U+2014

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
    return is_small(c) || is_capital(c);
}

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}
// Does `text` begin (end) with one of `pieces`? Its length, or 0.
template <std::size_t N>
std::size_t begins_with(std::string_view text, const std::array<std::string_view, N>& pieces) {
    for (const auto piece : pieces) {
        if (text.starts_with(piece)) {
            return piece.size();
        }
    }
    return 0;
}
template <std::size_t N>
std::size_t ends_with(std::string_view text, const std::array<std::string_view, N>& pieces) {
    for (const auto piece : pieces) {
        if (text.ends_with(piece)) {
            return piece.size();
        }
    }
    return 0;
}

// Takes one minus, hyphen or plus off the front.
bool skip_sign(std::string_view& s) {
    static constexpr auto k_signs =
        std::to_array<std::string_view>({k_minus, k_en_dash, "-", "+", "\xc2\xb1"});
    const std::size_t size = begins_with(s, k_signs);
    s.remove_prefix(size);
    return size > 0;
}

// "12", "3,4", "5-7", "1,3–5": how many numbers are named, 0 where it is no such list. References
// are counted from 1, and a range goes up.
std::size_t numbers_in(std::string_view s) {
    static constexpr auto k_ranges =
        std::to_array<std::string_view>({"-", k_en_dash, k_em_dash, k_minus});
    std::size_t numbers = 0;
    int last = 0;
    bool range = false;
    for (s = trimmed(s); !s.empty(); s = trimmed(s)) {
        std::size_t size = 0;
        int value = 0;
        while (size < s.size() && is_digit(s[size])) {
            value = size > 2 ? 0 : value * 10 + (s[size] - '0');
            ++size;
        }
        if (value == 0 || s.front() == '0' || (range && value <= last)) {
            return 0;
        }
        ++numbers;
        last = value;
        s = trimmed(s.substr(size));
        if (s.empty()) {
            return numbers;
        }
        const std::size_t dash = begins_with(s, k_ranges);
        if (dash == 0 && s.front() != ',' && s.front() != ';') {
            return 0;
        }
        range = dash > 0;
        s.remove_prefix(range ? dash : 1);
    }
    return range ? 0 : numbers;  // "12," goes on in the next piece
}

// Names that take a power themselves: sin², and the units that are written out.
bool is_function(std::string_view word) {
    static constexpr auto k_functions = std::to_array<std::string_view>(
        {"sin",    "cos",    "tan",    "cot", "sec", "csc", "sinh", "cosh", "tanh",
         "coth",   "arcsin", "arccos", "exp", "log", "lim", "max",  "min",  "sup",
         "arctan", "det",    "arg",    "mod", "ker", "dim", "erf",  "grad"});
    return one_of(word, k_functions);
}
bool is_unit_word(std::string_view as_written) {
    std::string word(as_written);
    word.front() =
        static_cast<char>(is_capital(word.front()) ? word.front() + 'a' - 'A' : word.front());
    static constexpr auto k_prefixes = std::to_array<std::string_view>(
        {"centi", "milli", "micro", "nano", "kilo", "deci", "pico"});
    static constexpr auto k_units = std::to_array<std::string_view>(
        {"amu",     "angstrom", "bar",    "bohr",      "cal",    "debye", "deg",
         "degree",  "dyn",      "erg",    "feet",      "foot",   "gauss", "gram",
         "hartree", "hour",     "inch",   "inches",    "joule",  "kat",   "kelvin",
         "kmol",    "lux",      "meter",  "metre",     "micron", "mile",  "mmol",
         "mol",     "mole",     "nmol",   "newton",    "pixel",  "ppm",   "rad",
         "radian",  "sec",      "second", "steradian", "volt",   "watt",  "yard"});
    const auto known = [&](std::string_view w) {
        return one_of(w, k_units) ||
               (w.ends_with('s') && one_of(w.substr(0, w.size() - 1), k_units));
    };
    const std::size_t prefix = begins_with(word, k_prefixes);
    return known(word) || (prefix > 0 && known(std::string_view(word).substr(prefix)));
}

// Signs after (or between) which a word can begin.
bool is_word_border(std::string_view before) {
    static constexpr auto k_borders = std::to_array<std::string_view>(
        {k_en_dash, k_em_dash, "\xe2\x80\x9c", "\xe2\x80\x98", "\xc2\xa0"});
    if (before.empty() || ends_with(before, k_borders) > 0) {
        return true;
    }
    return std::string_view(" ([\"'-/").find(before.back()) != std::string_view::npos;
}

// The run of letters at the end.
std::string_view last_letters(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && is_letter(text[text.size() - 1 - size])) {
        ++size;
    }
    return text.substr(text.size() - size);
}

bool has_small_letters(std::string_view word, std::size_t wanted) {
    return word.size() >= wanted &&
           std::all_of(word.end() - static_cast<std::ptrdiff_t>(wanted), word.end(), is_small);
}

// A word of the language: three small letters at its end, no capital inside.
bool is_word(std::string_view letters, std::string_view before) {
    return has_small_letters(letters, 3) && is_word_border(before) &&
           std::none_of(letters.begin() + 1, letters.end(), is_capital);
}

// "DFT", "CNTs": three capitals at least.
bool is_abbreviation(std::string_view letters, std::string_view before) {
    const std::string_view body =
        letters.ends_with('s') ? letters.substr(0, letters.size() - 1) : letters;
    return body.size() >= 3 && std::all_of(body.begin(), body.end(), is_capital) &&
           is_word_border(before);
}

// What stands in the brackets that end `text`; "" where they are not opened nearby.
std::string_view in_last_brackets(std::string_view text) {
    constexpr std::size_t k_longest = 300;
    text = text.substr(text.size() - std::min(text.size(), k_longest));
    const char close = text.back();
    const char open = close == ')' ? '(' : '[';
    std::size_t depth = 0;
    for (std::size_t i = text.size(); i > 0; --i) {
        depth += text[i - 1] == close ? 1U : 0U;
        if (text[i - 1] == open && --depth == 0) {
            return text.substr(i, text.size() - i - 1);
        }
    }
    return {};
}

// Words in brackets, not a term of a formula.
bool are_words(std::string_view inside) {
    static constexpr auto k_operators =
        std::to_array<std::string_view>({"=", "+", "/", "|", k_minus});
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (begins_with(inside.substr(i), k_operators) > 0) {
            return false;
        }
    }
    std::size_t letters = 0;
    for (const char c : inside) {
        letters = is_letter(c) ? letters + 1 : 0;
        if (letters >= 3) {
            return true;
        }
    }
    return false;
}

// "H-NMR", "C NMR", behind a blank: the number before it is that of an isotope.
bool begins_with_nucleus(std::string_view text) {
    text = trimmed(text);
    std::size_t symbol = text.empty() || !is_capital(text.front()) ? 0 : 1;
    symbol += symbol == 1 && text.size() > 1 && is_small(text[1]) ? 1U : 0U;
    if (symbol == 0 || symbol == text.size()) {
        return false;
    }
    text.remove_prefix(symbol);
    return text.front() == '{' || text.substr(1).starts_with("NMR");
}

// What comes behind a citation: a blank, punctuation, the end.
bool may_follow(const Surroundings& around) {
    static constexpr auto k_punctuation = std::to_array<std::string_view>(
        {"\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\x8b", k_en_dash, k_em_dash,
         "\xe2\x80\x99", "\xe2\x80\x9d", "\xe2\x80\xa6", "\xe2\x80\xaf", "\xe2\x80\x98",
         "\xe2\x80\x9c"});
    if (around.before_formula || begins_with_nucleus(around.after)) {
        return false;
    }
    if (around.after.empty() || begins_with(around.after, k_punctuation) > 0) {
        return true;
    }
    if (std::string_view(" \t\n\r.,;:!?)]}\"'-").find(around.after.front()) ==
        std::string_view::npos) {
        return false;
    }
    // An operator after the blank: the term of a formula.
    static constexpr auto k_operators = std::to_array<std::string_view>(
        {"=", "+", "<", ">", "/", "\xc3\x97", "\xc2\xb7", "\xe2\x89\x88", "\xe2\x88\xbc", k_minus});
    return begins_with(trimmed(around.after), k_operators) == 0;
}

// "reported.", "values,", "(SEM);"
bool ends_a_clause(std::string_view text) {
    static constexpr auto k_closing =
        std::to_array<std::string_view>({"\xe2\x80\x9d", "\xe2\x80\x99", "\""});
    if (const std::size_t quote = ends_with(text, k_closing); quote > 0) {
        text.remove_suffix(quote);
        if (has_small_letters(last_letters(text), 3)) {
            return true;
        }
    }
    if (text.size() < 2 || std::string_view(".,;:!?").find(text.back()) == std::string_view::npos) {
        return false;
    }
    text.remove_suffix(1);
    const char last = text.back();
    return is_letter(last) || is_digit(last) || last == ')' || last == ']' || last == '%' ||
           last == '"' || (static_cast<unsigned char>(last) >= 0x80);
}

// `several`: more than one number is named. `low`: one of a single digit, as powers have.
bool is_citation_behind(std::string_view text, bool several, bool low, const Surroundings& around) {
    const bool raised = around.style == CitationStyle::above_line;
    if (ends_a_clause(text)) {
        return true;
    }
    const std::string_view letters = last_letters(text);
    const std::string_view before = text.substr(0, text.size() - letters.size());
    if (is_word(letters, before)) {
        if (around.slanted && !raised) {
            return false;
        }
        return several || (!is_function(letters) && !is_unit_word(letters) &&
                           around.style != CitationStyle::on_line);
    }
    if (raised && (is_abbreviation(letters, before) || (several && !letters.empty()))) {
        return true;
    }
    if (text.back() == ')' || text.back() == ']') {
        return (raised || !low) && are_words(in_last_brackets(text));
    }
    return false;
}

}  // namespace

std::string_view trimmed(std::string_view s) {
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
    while (!s.empty() && blank(s.front())) {
        s.remove_prefix(1);
    }
    while (!s.empty() && blank(s.back())) {
        s.remove_suffix(1);
    }
    return s;
}

bool is_unlinked_citation(std::string_view content, const Surroundings& around) {
    content = trimmed(content);
    const bool bracketed = content.size() > 2 && content.front() == '[' && content.back() == ']';
    const std::size_t numbers =
        numbers_in(bracketed ? content.substr(1, content.size() - 2) : content);
    if (numbers == 0 || around.before.empty() || !may_follow(around)) {
        return false;
    }
    const bool raised = around.style == CitationStyle::above_line;
    // Behind a blank an isotope may stand apart from its element: "and 13 CH4".
    if (around.blank_before && numbers == 1 && !raised && !bracketed) {
        return false;
    }
    if (around.behind_script) {
        return raised && numbers > 1;  // "LiCoO2" and two numbers
    }
    return is_citation_behind(around.before, bracketed || numbers > 1, content.size() == 1, around);
}

RaisedDigits find_raised_digits(std::string_view text) {
    RaisedDigits run;
    // The digit at `at`, 'x' where there is none.
    const auto digit_at = [text](std::size_t at) {
        const std::string_view s = text.substr(at);
        if (s.size() > 1 && s[0] == '\xc2') {
            return s[1] == '\xb9' ? '1' : s[1] == '\xb2' ? '2' : s[1] == '\xb3' ? '3' : 'x';
        }
        if (s.size() > 2 && s[0] == '\xe2' && s[1] == '\x81') {
            const auto value = static_cast<unsigned char>(s[2] - '\xb0');
            return value == 0 || (value >= 4 && value <= 9) ? static_cast<char>('0' + value) : 'x';
        }
        return 'x';
    };
    // Piece by piece, so that finding every run of a long text takes one pass over it.
    constexpr std::size_t k_piece = 512;
    run.begin = text.size();
    for (std::size_t from = 0; from < text.size() && run.begin == text.size(); from += k_piece) {
        const std::string_view piece = text.substr(from, k_piece);
        for (const char lead : {'\xc2', '\xe2'}) {
            for (std::size_t at = piece.find(lead); at != std::string_view::npos;
                 at = piece.find(lead, at + 1)) {
                if (digit_at(from + at) != 'x') {
                    run.begin = std::min(run.begin, from + at);
                    break;
                }
            }
        }
    }
    // A separator counts where a raised digit follows.
    static constexpr auto k_dashes = std::to_array<std::string_view>(
        {"-", k_en_dash, "\xe2\x81\xbb", "\xe2\x80\x90", "\xe2\x80\x91"});
    std::size_t at = run.begin;
    while (at < text.size()) {
        const std::string_view s = text.substr(at);
        if (const char digit = digit_at(at); digit != 'x') {
            run.digits += digit;
            at += s.front() == '\xc2' ? 2U : 3U;
            continue;
        }
        const bool comma = s.front() == ',';
        const std::size_t dash = begins_with(s, k_dashes);
        const std::size_t next = at + (comma ? 1 : dash);
        if (next == at || next >= text.size() || digit_at(next) == 'x') {
            break;
        }
        run.digits += comma ? ',' : '-';
        at = next;
    }
    run.size = at - run.begin;
    return run;
}

bool is_sign(std::string_view content) {
    std::string_view s = trimmed(content);
    return skip_sign(s) && s.empty();
}

bool is_exponent(std::string_view content) {
    std::string_view s = trimmed(content);
    skip_sign(s);
    s = trimmed(s);
    if (s.empty()) {
        return false;
    }
    if (s.size() == 1 && !is_digit(s.front())) {
        static constexpr std::string_view k_letters = "nNxyzkLdm";
        return k_letters.find(s.front()) != std::string_view::npos;
    }
    bool digit = false;
    while (!s.empty()) {
        if (is_digit(s.front())) {
            digit = true;
            s.remove_prefix(1);
        } else if (s.front() == '.' || s.front() == '/' || s.front() == ' ') {
            s.remove_prefix(1);
        } else if (!skip_sign(s) || s.empty()) {
            return false;  // "2+" is a charge
        }
    }
    return digit;
}

bool ends_in_ten(std::string_view text) {
    if (!text.ends_with("10")) {
        return false;
    }
    text.remove_suffix(2);
    return text.empty() || (!is_digit(text.back()) && !is_letter(text.back()) &&
                            text.back() != '.' && text.back() != ',');
}

bool is_ordinal(std::string_view s) {
    return s == "st" || s == "nd" || s == "rd" || s == "th";
}

std::vector<std::string> marks_in(std::string_view content) {
    static constexpr auto k_signs =
        std::to_array<std::string_view>({"*", "\xe2\x88\x97", "\xe2\x80\xa0", "\xe2\x80\xa1",
                                         "\xc2\xa7", "\xc2\xb6", "\xe2\x80\x96", "#"});
    std::vector<std::string> marks;
    for (std::string_view s = trimmed(content); !s.empty(); s = trimmed(s)) {
        std::string mark;
        if (is_letter(s.front())) {
            mark = s.front();
            s.remove_prefix(1);
        } else {
            for (std::size_t size = begins_with(s, k_signs); size > 0;
                 size = begins_with(s, k_signs)) {
                mark += s.substr(0, size);
                s.remove_prefix(size);
            }
        }
        if (mark.empty() || (!s.empty() && is_letter(s.front()))) {
            return {};
        }
        marks.push_back(std::move(mark));
        s = trimmed(s);
        if (!s.empty() && (s.front() == ',' || s.front() == ';')) {
            s.remove_prefix(1);
        }
    }
    return marks;
}

bool looks_like_mark(std::string_view content, const Surroundings& around) {
    // a to h: further on in the alphabet letters are variables and exponents.
    char last = 'a' - 1;
    for (const char c : trimmed(content)) {
        if (c == ',' || c == ' ') {
            continue;
        }
        if (c <= last || c > 'h') {
            return false;
        }
        last = c;
    }
    if (last < 'a' || around.before.empty() || around.behind_script || around.before_formula ||
        ends_in_ten(around.before)) {
        return false;
    }
    const std::string_view letters = last_letters(around.before);
    const char end = around.before.back();
    return is_digit(end) || end == ')' || end == '%' ||
           is_word(letters, around.before.substr(0, around.before.size() - letters.size()));
}

bool is_degree(std::string_view content, const Surroundings& around) {
    const bool ring = content == "\xe2\x88\x98" || content == "\xc2\xba";
    if (!ring && content != "o" && content != "0" && content != "O") {
        return false;
    }
    const std::string_view tail = trimmed(around.after);
    const bool unit = (tail.starts_with("C") || tail.starts_with("F")) &&
                      (tail.size() == 1 || !is_small(tail[1]));
    const bool behind_number = !around.before.empty() && is_digit(around.before.back());
    return (unit && (behind_number || ring)) || (ring && behind_number) ||
           (content == "o" && behind_number);
}

}  // namespace lode::ingest
