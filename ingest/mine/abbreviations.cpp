#include "ingest/mine/abbreviations.hpp"

#include <algorithm>

#include "ingest/mine/words.hpp"

namespace lode::ingest {
namespace {

constexpr std::size_t k_longest_short_form = 10;  // characters, as in the paper
constexpr std::size_t k_longest_long_form = 200;  // bytes searched before a parenthesis

bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}
bool digit(char c) {
    return c >= '0' && c <= '9';
}
bool alnum(char c) {
    return letter(c) || digit(c);
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

std::size_t count_words(std::string_view text) {
    std::size_t count = 0;
    bool inside = false;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t';
        count += !blank && !inside ? 1U : 0U;
        inside = !blank;
    }
    return count;
}

// 2 to 10 characters, at most two words, begins with a letter or digit, holds a letter.
bool is_short_form(std::string_view text) {
    if (text.size() < 2 || text.size() > k_longest_short_form || count_words(text) > 2 ||
        !alnum(text.front())) {
        return false;
    }
    bool any_letter = false;
    bool any_capital_or_digit = false;
    for (const char c : text) {
        any_letter |= letter(c);
        any_capital_or_digit |= (c >= 'A' && c <= 'Z') || digit(c) || (c & 0x80) != 0;
        if (c == '=' || c == '<' || c == '>' || c == '%' || c == ',' || c == ';' || c == ':') {
            return false;
        }
    }
    // A plain small word in parentheses ("(see", "(left)") abbreviates nothing.
    return any_letter && any_capital_or_digit;
}

bool figure_pointer(std::string_view text) {
    for (const std::string_view word : {"Fig", "fig", "Table", "table", "Ref", "ref", "Eq", "eq"}) {
        if (text.starts_with(word)) {
            return true;
        }
    }
    return false;
}

void add(std::string_view short_form, std::string_view long_text,
         std::vector<Abbreviation>& found) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const Abbreviation& a) {
        return a.short_form == short_form;
    });
    if (!known) {
        found.push_back({std::string(short_form), std::string(long_text)});
    }
}

// A form that its words spell is longer than it and does not hold it.
bool is_long_form(std::string_view long_text, std::string_view short_form) {
    if (std::count(long_text.begin(), long_text.end(), '(') !=
            std::count(long_text.begin(), long_text.end(), ')') ||
        long_text.find(';') != std::string_view::npos) {
        return false;
    }
    if (long_text.size() <= short_form.size() + 1) {
        return false;
    }
    std::size_t short_letters = 0;
    for (const char c : short_form) {
        short_letters += alnum(c) ? 1U : 0U;
    }
    if (count_words(long_text) > std::min(short_letters + 5, short_letters * 2)) {
        return false;
    }
    for (std::size_t pos = long_text.find(short_form); pos != std::string_view::npos;
         pos = long_text.find(short_form, pos + 1)) {
        const std::size_t end = pos + short_form.size();
        if ((pos == 0 || !alnum(long_text[pos - 1])) &&
            (end == long_text.size() || !alnum(long_text[end]))) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::string_view long_form(std::string_view short_form, std::string_view candidate) {
    // From the right: every character of the short form in order; its first one at a word's begin.
    std::size_t l = candidate.size();
    for (std::size_t s = short_form.size(); s-- > 0;) {
        if (!alnum(short_form[s])) {
            continue;
        }
        const char wanted = lower(short_form[s]);
        for (;;) {
            if (l == 0) {
                return {};
            }
            --l;
            if (lower(candidate[l]) != wanted) {
                continue;
            }
            if (s == 0 && l > 0 && alnum(candidate[l - 1])) {
                continue;
            }
            break;
        }
    }
    // Back to the white space before it, so that "non-stoichiometric" keeps its "non-".
    while (l > 0 && candidate[l - 1] != ' ' && candidate[l - 1] != '\n' &&
           candidate[l - 1] != '(' && candidate[l - 1] != '/' && candidate[l - 1] != '[') {
        --l;
    }
    return candidate.substr(l);
}

void find_abbreviations(std::string_view text, const std::vector<Range>& sentences,
                        std::vector<Abbreviation>& found) {
    for (const Range& sentence : sentences) {
        const std::string_view all = text.substr(sentence.begin, sentence.size());
        for (std::size_t open = all.find('('); open != std::string_view::npos;
             open = all.find('(', open + 1)) {
            // A definition is short: the search for its end is bounded.
            const std::size_t length = all.substr(open, k_longest_long_form).find(')');
            if (length == std::string_view::npos) {
                continue;
            }
            const std::size_t close = open + length;
            if (open < 2 || all[open - 1] != ' ') {
                continue;
            }
            std::string_view inside = trim(all.substr(open + 1, close - open - 1));
            const std::size_t cut = inside.find_first_of(";,");
            const std::string_view head = trim(inside.substr(0, cut));
            const std::size_t start = open > k_longest_long_form ? open - k_longest_long_form : 0;
            std::string_view before = trim(all.substr(start, open - start));
            if (is_short_form(head) && !figure_pointer(head)) {
                const std::string_view spelled = long_form(head, before);
                if (!spelled.empty() && is_long_form(spelled, head)) {
                    add(head, spelled, found);
                }
            } else if (const std::size_t comma = inside.rfind(", ");
                       comma != std::string_view::npos &&
                       is_short_form(trim(inside.substr(comma + 2))) && !figure_pointer(inside)) {
                // "(solid electrolyte interphase, SEI)": the long form must fill the rest
                const std::string_view last = trim(inside.substr(comma + 2));
                const std::string_view spelled = long_form(last, inside.substr(0, comma));
                if (spelled.size() == comma && is_long_form(spelled, last)) {
                    add(last, spelled, found);
                }
            } else if (count_words(inside) >= 2) {
                const std::size_t blank = before.find_last_of(" (");
                const std::string_view last =
                    blank == std::string_view::npos ? before : before.substr(blank + 1);
                if (is_short_form(last) && !figure_pointer(last)) {
                    const std::string_view spelled = long_form(last, inside.substr(0, cut));
                    if (spelled.size() == inside.substr(0, cut).size() &&
                        is_long_form(spelled, last)) {
                        add(last, spelled, found);
                    }
                }
            }
        }
    }
}

}  // namespace lode::ingest
