#include "core/text/sentence.hpp"

#include <algorithm>
#include <string>

#include "core/text/analyser.hpp"
#include "core/text/chars.hpp"
#include "core/text/sentence_breaks.hpp"

namespace lode::text {
namespace {

constexpr std::size_t k_bracket_reach = 400;  // bytes; a bracket left open for longer is a slip

std::size_t trim_right(std::string_view text, std::size_t begin, std::size_t end) {
    while (end > begin) {
        const std::size_t at = character_before(text, end);
        if (at < begin || !is_space(decode_at(text, at).value)) {
            break;
        }
        end = at;
    }
    return end;
}

std::size_t trim_left(std::string_view text, std::size_t begin, std::size_t end) {
    while (begin < end) {
        const CodePoint c = decode_at(text, begin);
        if (!is_space(c.value)) {
            break;
        }
        begin += c.bytes;
    }
    return begin;
}

bool is_word_border(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '(' || c == '[' || c == '"' || c == '/' ||
           c == ',' || c == ';';
}

// The word that ends at `end`, back to white space or an opening bracket.
std::string_view word_before(std::string_view text, std::size_t end) {
    std::size_t begin = end;
    while (begin > 0 && end - begin < 24 && !is_word_border(text[begin - 1])) {
        const auto byte = static_cast<unsigned char>(text[begin - 1]);
        if (byte >= 0x80) {
            const std::size_t at = character_before(text, begin);
            const char32_t c = decode_at(text, at).value;
            if (is_space(c) || is_punctuation(c)) {
                break;
            }
            begin = at;
        } else {
            --begin;
        }
    }
    return text.substr(begin, end - begin);
}

std::string_view word_at(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (end < text.size() && is_ascii_letter(text[end])) {
        ++end;
    }
    return text.substr(begin, end - begin);
}

// The, This, In, However: words that open sentences and are no names.
bool is_opener(std::string_view text, std::size_t at) {
    const std::string_view word = word_at(text, at);
    if (word.empty() || word.size() > 14) {
        return false;
    }
    std::string lower(word);
    lower[0] = is_ascii_upper(lower[0]) ? static_cast<char>(lower[0] - 'A' + 'a') : lower[0];
    return is_stop_word(lower);
}

// Enumerators such as "2.1." are no sentences; anything long is one.
bool has_letter(std::string_view text) {
    constexpr std::size_t k_enumerator = 64;
    return text.size() > k_enumerator || std::any_of(text.begin(), text.end(), [](char c) {
               return is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
           });
}

bool is_initial(std::string_view word) {
    return word.size() == 1 && is_ascii_upper(word[0]);
}

// A full stop behind one capital: of a name ("J. Smith"), or of a unit or label ("300 K.")?
bool is_name_initial(std::string_view text, std::size_t letter_at, std::size_t next) {
    if (is_opener(text, next) || !is_ascii_upper(text[next])) {
        return false;
    }
    const std::size_t before = trim_right(text, 0, letter_at);
    if (before == 0) {
        return true;
    }
    const char last = text[before - 1];
    if (is_ascii_digit(last)) {
        return false;
    }
    if (last == '.' || last == ',' || last == '&' || last == '(') {
        return true;
    }
    const std::string_view word = word_before(text, before);
    return word == "and" || word == "by" || word == "with" || word == "of" || word == "from" ||
           (!word.empty() && is_ascii_upper(word[0]) && word.size() > 1);
}

// Does the full stop before `end` (the trimmed end of a sentence) belong to an abbreviation?
bool stop_of_abbreviation(std::string_view text, std::size_t end, std::size_t next,
                          const Lexica& lexica) {
    if (end == 0 || text[end - 1] != '.') {
        return false;
    }
    const std::string_view word = word_before(text, end - 1);
    if (word.empty()) {
        return false;
    }
    if (is_initial(word)) {
        return is_name_initial(text, end - 2, next);
    }
    const char first = next < text.size() ? text[next] : ' ';
    switch (lexica.abbreviation(word)) {
        case Stop::always:
            return true;
        case Stop::number:
            return is_ascii_digit(first) || first == '(' || first == '[';
        case Stop::name: {
            // "SOC." and "CO." are no short forms of society and company.
            const bool capitals =
                word.size() > 1 && std::all_of(word.begin(), word.end(), is_ascii_upper);
            return !capitals && !is_opener(text, next);
        }
        case Stop::none:
            break;
    }
    // "A.M", "J.-P": capitals with stops between them.
    const bool initials = word.size() >= 3 && word.size() <= 8 && is_ascii_upper(word[0]) &&
                          word[1] == '.' && is_ascii_upper(word.back());
    return initials && !is_opener(text, next);
}

bool inside_brackets(std::string_view text, std::size_t begin, std::size_t end) {
    begin = std::max(begin, end - std::min(end, k_bracket_reach));
    const std::string_view inside = text.substr(begin, end - begin);
    if (inside.find('(') == std::string_view::npos && inside.find('[') == std::string_view::npos) {
        return false;
    }
    int depth = 0;
    std::size_t opened = begin;
    for (std::size_t i = begin; i < end; ++i) {
        if (text[i] == '(' || text[i] == '[') {
            if (depth++ == 0) {
                opened = i;
            }
        } else if ((text[i] == ')' || text[i] == ']') && depth > 0) {
            --depth;
        }
    }
    if (depth == 0) {
        return false;
    }
    const std::size_t reach = std::min(text.size(), opened + k_bracket_reach);
    for (std::size_t i = end; i < reach; ++i) {
        if (text[i] == '(' || text[i] == '[') {
            ++depth;
        } else if ((text[i] == ')' || text[i] == ']') && --depth == 0) {
            return true;
        }
    }
    return false;
}

// End of a group of citation numbers at `at`: "[12]", "[3,4–6]", "12,13"; 0 where there is none.
std::size_t citation_end(std::string_view text, std::size_t at) {
    const bool bracket = at < text.size() && text[at] == '[';
    std::size_t i = bracket ? at + 1 : at;
    std::size_t digits = 0;
    while (i < text.size()) {
        const CodePoint c = decode_at(text, i);
        if (c.value < 0x80 && is_ascii_digit(text[i])) {
            ++digits;
        } else if (!(c.value == ',' || is_dash(c.value) || (bracket && c.value == ' '))) {
            break;
        }
        i += c.bytes;
    }
    if (digits == 0) {
        return 0;
    }
    if (bracket) {
        return i < text.size() && text[i] == ']' ? i + 1 : 0;
    }
    return is_ascii_digit(text[i - 1]) ? i : 0;
}

bool opens_sentence(std::string_view text, std::size_t at) {
    return at < text.size() &&
           (is_ascii_upper(text[at]) || text[at] == '(' || is_greek(decode_at(text, at).value));
}

// Sentences that open with what looks as if it went on: an enumerator ("(ii) The"), an amount
// ("5 mL of"), one small letter and a hyphen ("n-type"), a small letter and a capital ("mRNA").
bool opens_small(std::string_view text, std::size_t at, std::string_view word) {
    constexpr std::size_t k_shortest_word = 3;    // shorter ones may be abbreviations
    constexpr std::size_t k_shortest_before = 4;  // before a number: "no. 5" and its like
    const auto char_at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
    if (text[at] == '(') {
        std::size_t i = at + 1;
        while (is_ascii_lower(char_at(i)) || is_ascii_digit(char_at(i))) {
            ++i;
        }
        return i > at + 1 && i <= at + 5 && char_at(i) == ')' && char_at(i + 1) == ' ' &&
               is_ascii_upper(char_at(i + 2));
    }
    if (word.size() < k_shortest_word || !std::all_of(word.begin(), word.end(), is_ascii_lower)) {
        return false;
    }
    if (is_ascii_digit(text[at])) {
        std::size_t i = word.size() < k_shortest_before ? text.size() : at;
        while (is_ascii_digit(char_at(i)) ||
               (char_at(i) == '.' && is_ascii_digit(char_at(i + 1)))) {
            ++i;
        }
        return char_at(i) == ' ' && is_ascii_letter(char_at(i + 1));
    }
    return is_ascii_lower(text[at]) &&
           ((char_at(at + 1) == '-' && is_ascii_letter(char_at(at + 2))) ||
            is_ascii_upper(char_at(at + 1)));
}

// Breaks that Unicode's rules do not see: behind a citation that follows the full stop, before a
// sentence that begins with "α-Fe2O3" or "pH", and where the blank is missing ("used.The").
std::size_t missed_break(std::string_view text, std::size_t stop) {
    const std::string_view word = word_before(text, stop);
    const bool plain_word =
        word.size() >= 2 && (is_ascii_lower(word.back()) || word.back() == ')' ||
                             is_ascii_digit(word.back()) || word.back() == '%');
    if (!plain_word) {
        return 0;
    }
    std::size_t at = trim_left(text, stop + 1, text.size());
    const bool blank = at > stop + 1;
    if (at >= text.size()) {
        return 0;
    }
    if (text[at] == '[' || (!blank && is_ascii_digit(text[at]) && is_ascii_lower(word.back()))) {
        const std::size_t end = citation_end(text, at);
        if (end == 0) {
            return 0;
        }
        at = trim_left(text, end, text.size());
        return at > end && opens_sentence(text, at) ? at : 0;
    }
    if (!blank) {
        const bool lower_word = std::all_of(word.begin(), word.end(), is_ascii_lower);
        return lower_word && word.size() >= 3 && is_ascii_upper(text[at]) && is_opener(text, at)
                   ? at
                   : 0;
    }
    if (opens_small(text, at, word)) {
        return at;
    }
    const CodePoint c = decode_at(text, at);
    if (is_greek(c.value) && at + c.bytes < text.size() &&
        is_dash(decode_at(text, at + c.bytes).value)) {
        return at;
    }
    return text.substr(at, 3) == "pH " ? at : 0;
}

void add_missed_breaks(std::string_view text, const Lexica& lexica,
                       std::vector<std::uint32_t>& out) {
    for (std::size_t stop = text.find('.'); stop != std::string_view::npos;
         stop = text.find('.', stop + 1)) {
        const std::size_t at = missed_break(text, stop);
        if (at == 0 || lexica.abbreviation(word_before(text, stop)) != Stop::none) {
            continue;
        }
        out.push_back(static_cast<std::uint32_t>(at));
    }
}

bool is_paragraph_break(std::string_view gap) {
    return std::count(gap.begin(), gap.end(), '\n') >= 2;
}

// Is a break that Unicode's rules propose between text[begin, end) and text[next...) one?
bool is_real_break(std::string_view text, std::size_t begin, std::size_t end, std::size_t next,
                   const Lexica& lexica) {
    if (is_paragraph_break(text.substr(end, next - end))) {
        return true;
    }
    if (next >= text.size() || !has_letter(text.substr(begin, end - begin))) {
        return false;
    }
    const char first = text[next];
    if (is_ascii_lower(first) ||
        (first == '%' && !(next + 1 < text.size() && is_ascii_letter(text[next + 1]))) ||
        first == ',' || first == ';' || first == ')' || first == ']') {
        return false;
    }
    if (first == '[' && citation_end(text, next) != 0) {
        return false;
    }
    if (next == end && is_ascii_digit(first)) {
        return false;  // no blank: a number or a citation goes on
    }
    return !stop_of_abbreviation(text, end, next, lexica) && !inside_brackets(text, begin, end);
}

}  // namespace

std::vector<Range> split_sentences(std::string_view utf8, const Lexica& lexica) {
    std::vector<std::uint32_t> proposed;
    sentence_breaks(utf8, proposed);
    std::vector<std::uint32_t> missed;
    add_missed_breaks(utf8, lexica, missed);

    std::vector<Range> out;
    std::size_t begin = trim_left(utf8, 0, utf8.size());
    const auto close = [&](std::size_t end, std::size_t next) {
        end = trim_right(utf8, begin, end);
        if (end > begin) {
            out.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
        }
        begin = next;
    };
    auto extra = missed.begin();
    const auto close_missed_until = [&](std::size_t limit) {
        for (; extra != missed.end() && *extra <= limit; ++extra) {
            if (*extra > begin && !inside_brackets(utf8, begin, *extra)) {
                close(*extra, *extra);
            }
        }
    };
    for (const std::uint32_t at : proposed) {
        close_missed_until(at);
        if (at <= begin) {
            continue;
        }
        const std::size_t end = trim_right(utf8, begin, at);
        const std::size_t next = trim_left(utf8, at, utf8.size());
        if (is_real_break(utf8, begin, end, next, lexica)) {
            close(end, next);
        }
    }
    close_missed_until(utf8.size());
    close(utf8.size(), utf8.size());
    return out;
}

}  // namespace lode::text
