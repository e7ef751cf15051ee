#include "ingest/mine/abbreviations.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "ingest/mine/spelling.hpp"

namespace lode::ingest {
using namespace spelling;
namespace {

constexpr std::size_t k_longest_short_form = 12;  // bytes
constexpr std::size_t k_longest_letters = 10;     // letters and digits of a short form
constexpr std::size_t k_longest_long_form = 200;  // bytes searched before a bracket
constexpr std::size_t k_longest_candidate = 256;  // bytes looked at by long_form()

std::string_view trim(std::string_view text) {
    while (!text.empty() && blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::size_t count_words(std::string_view text) {
    std::size_t count = 0;
    bool inside = false;
    for (const char c : text) {
        count += !blank(c) && !inside ? 1U : 0U;
        inside = !blank(c);
    }
    return count;
}

template <std::size_t N>
bool among(std::string_view word, const std::array<std::string_view, N>& list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// Small words that stand in brackets without abbreviating what is before them.
bool is_plain_word(std::string_view word) {
    static constexpr std::array<std::string_view, 40> k_words{
        "see",  "left", "right", "top",  "and",  "or",    "not",  "the",   "red",   "blue",
        "line", "all",  "inset", "see",  "both", "one",   "two",  "three", "four",  "same",
        "also", "but",  "dark",  "open", "data", "black", "grey", "gray",  "green", "e.g.",
        "i.e.", "ca.",  "vs.",   "ii",   "iii",  "iv",    "vi",   "vii",   "ix",    "ref"};
    return among(word, k_words);
}

// At most two words, begins with a letter or digit, holds a letter.
bool is_short_form(std::string_view text) {
    if (text.empty() || text.size() > k_longest_short_form || !alnum(text.front()) ||
        count_words(text) > 2) {
        return false;
    }
    std::size_t letters = 0;
    std::size_t digits = 0;
    std::size_t capitals = 0;
    std::size_t odd = 0;
    for (const char c : text) {
        letters += letter(c) ? 1U : 0U;
        digits += digit(c) ? 1U : 0U;
        capitals += capital(c) ? 1U : 0U;
        odd += (c & 0x80) != 0 ? 1U : 0U;
        if (c == '=' || c == '<' || c == '>' || c == '%' || c == ',' || c == ';' || c == ':') {
            return false;
        }
    }
    if (letters == 0 || letters + digits > k_longest_letters) {
        return false;
    }
    if (text.size() == 1) {
        return capitals == 1;
    }
    // "2b", "13a": a label. "5 nm": a value.
    if (digit(text.front()) && (capitals + odd == 0 || text.find(' ') != std::string_view::npos)) {
        return false;
    }
    // "(see)", "(left)": a plain word. Of small letters only short ones abbreviate.
    if (capitals + digits + odd == 0) {
        return text.size() <= 5 && text.find(' ') == std::string_view::npos &&
               !is_plain_word(text) && !is_stop_word(text) && !ends_phrase(text);
    }
    return true;
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

// Back to the white space before it, so that "1,2-dichlorobenzene" keeps its "1,2-"; "non-" and
// an opening bracket that closes nowhere stay out.
std::size_t word_begin(std::string_view candidate, std::size_t at) {
    std::size_t begin = at;
    while (begin > 0 && !blank(candidate[begin - 1])) {
        --begin;
    }
    for (const std::string_view prefix : {"non-", "Non-"}) {
        if (candidate.substr(begin, at - begin) == prefix) {
            return at;
        }
    }
    const auto balanced = [&] {
        int depth = 0;
        for (const char c : candidate.substr(begin)) {
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        }
        return depth <= 0;
    };
    for (std::size_t i = begin; i < at && !balanced(); ++i) {
        if (candidate[i] == '(' || candidate[i] == '[' || candidate[i] == '/') {
            begin = i + 1;
        }
    }
    if (const std::size_t slash = candidate.substr(begin, at - begin).rfind('/');
        slash != std::string_view::npos) {
        begin += slash + 1;
    }
    return begin;
}

// A form that its words spell is longer than it and does not hold it.
bool is_long_form(std::string_view long_text, std::string_view short_form) {
    for (const char* pair : {"()", "[]"}) {
        if (std::count(long_text.begin(), long_text.end(), pair[0]) !=
            std::count(long_text.begin(), long_text.end(), pair[1])) {
            return false;
        }
    }
    if (long_text.find(';') != std::string_view::npos ||
        long_text.size() <= short_form.size() + 1) {
        return false;
    }
    std::size_t short_letters = 0;
    for (const char c : short_form) {
        short_letters += alnum(c) ? 1U : 0U;
    }
    const std::size_t words = count_words(long_text);
    // "L1 (L1CAM)": two names, of which neither spells the other.
    if (words == 1 && std::count_if(long_text.begin(), long_text.end(), capital) > 2) {
        return false;
    }
    if (long_text.front() == '(' && short_form.front() >= 'A') {
        return false;
    }
    if (words > std::min(short_letters + 5, short_letters * 2)) {
        return false;
    }
    // A long form that is one plain word of four letters or fewer is no long form.
    if (short_letters == 1 && (words != 1 || long_text.size() < 4)) {
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
    if (candidate.size() > k_longest_candidate) {
        candidate.remove_prefix(candidate.size() - k_longest_candidate);
    }
    const std::string_view behind = trim(candidate);
    candidate = candidate.substr(
        0, static_cast<std::size_t>(behind.data() - candidate.data()) + behind.size());
    std::string wanted;
    std::size_t capitals = 0;
    std::size_t digits = 0;
    bool greek = std::any_of(candidate.begin(), candidate.end(),
                             [](char c) { return c == '\xCE' || c == '\xCF'; });
    for (std::size_t i = 0; i < short_form.size(); ++i) {
        const char c = short_form[i];
        capitals += capital(c) ? 1U : 0U;
        digits += digit(c) ? 1U : 0U;
        if (const char initial = greek_initial(short_form, i)) {
            wanted += initial;
            greek = true;
            ++i;
        } else if (alnum(c)) {
            wanted += lower(c);
        }
    }
    if (wanted.empty() || candidate.empty()) {
        return {};
    }
    // No more words than a long form may have.
    std::size_t most_words = std::min(wanted.size() + 5, wanted.size() * 2);
    for (std::size_t i = candidate.size(); i-- > 0;) {
        if (blank(candidate[i]) && i > 0 && !blank(candidate[i - 1]) && --most_words == 0) {
            candidate.remove_prefix(i + 1);
            break;
        }
    }
    // Its letters are there in order, the first one at the begin of a word: most candidates fail
    // here, at little cost. Digits may be spelled or left out, Greek letters be written two ways.
    std::size_t left = candidate.size();
    for (std::size_t i = wanted.size(); i-- > 0 && !greek;) {
        if (digit(wanted[i]) || (i + 1 == wanted.size() && wanted[i] == 's')) {
            continue;
        }
        do {
            if (left == 0) {
                return {};
            }
            --left;
        } while (lower(candidate[left]) != wanted[i] ||
                 (i == 0 && left > 0 && letter(candidate[left - 1])));
    }
    const Letters letters(candidate);
    // What may be paid for n characters.
    const auto bound = [](std::size_t n) {
        return n <= 1 ? k_whole / 4 : static_cast<std::uint32_t>(n) * k_whole + k_whole;
    };
    std::optional<Spelling> best;
    const auto offer = [&](std::string_view letters_wanted, std::uint32_t most) {
        const auto spelling = spell(letters_wanted, letters, candidate);
        if (spelling && spelling->cost <= most && (!best || spelling->cost < best->cost)) {
            best = spelling;
        }
    };
    const bool small = capitals + digits == 0 && (short_form.front() & 0x80) == 0;
    // Of small letters only: hardly anything may be left over.
    offer(wanted, small ? k_whole * static_cast<std::uint32_t>(wanted.size()) * 3 / 4
                        : bound(wanted.size()));
    // "SNPs": the plural of the long form.
    if (wanted.size() > 2 && short_form.back() == 's' && capitals + 1 >= wanted.size() - digits &&
        (candidate.back() == 's' || candidate.back() == 'a' || candidate.back() == 'i')) {
        offer(std::string_view(wanted).substr(0, wanted.size() - 1), bound(wanted.size() - 1));
    }
    // "N2O", "E2": digits that no word spells, the letters all first ones.
    if (!best && digits > 0 && !digit(short_form.front())) {
        std::string without;
        for (const char c : wanted) {
            if (!digit(c)) {
                without += c;
            }
        }
        offer(without, without.size() == 1 ? k_whole / 4 : k_whole / 2);
        if (best && without.size() == 1 && count_words(candidate.substr(best->begin)) > 1) {
            best.reset();
        }
    }
    if (!best) {
        return {};
    }
    const std::size_t begin = word_begin(candidate, best->begin);
    const std::string_view spelled = candidate.substr(begin);
    const std::string_view first = spelled.substr(0, spelled.find(' '));
    std::string first_lower(first.substr(0, 8));
    std::transform(first_lower.begin(), first_lower.end(), first_lower.begin(), lower);
    // "in situ" and "on chip" are begun by words of their kind; "of", "by" and "the" begin nothing.
    const bool may_begin = first_lower == "in" || first_lower == "on" || first_lower == "de";
    if (is_stop_word(first_lower) && !may_begin) {
        return {};
    }
    return spelled;
}

namespace {

// "(SEI = solid electrolyte interphase)", "(solid electrolyte interphase = SEI)"; several of them
// are parted by semicolons or commas.
bool find_equations(std::string_view inside, std::vector<Abbreviation>& found) {
    bool any = false;
    while (!inside.empty()) {
        std::size_t cut = inside.find("; ");
        if (cut == std::string_view::npos) {
            cut = inside.find(", ");
        }
        const std::string_view piece = trim(inside.substr(0, cut));
        inside = cut == std::string_view::npos ? std::string_view{} : inside.substr(cut + 2);
        const std::size_t sign = piece.find_first_of("=:");
        if (sign == std::string_view::npos) {
            continue;
        }
        const std::string_view left = trim(piece.substr(0, sign));
        const std::string_view right = trim(piece.substr(sign + 1));
        for (const auto& [short_form, words] : {std::pair{left, right}, std::pair{right, left}}) {
            if (short_form.size() > 1 && is_short_form(short_form) &&
                long_form(short_form, words) == words && is_long_form(words, short_form)) {
                add(short_form, words, found);
                any = true;
                break;
            }
        }
    }
    return any;
}

// End of the bracket that opens at `open`: the place of what closes it; npos where nothing does
// within reach.
std::size_t closing(std::string_view text, std::size_t open) {
    const char opens = text[open];
    const char closes = opens == '(' ? ')' : ']';
    const std::size_t end = std::min(text.size(), open + k_longest_long_form);
    int depth = 0;
    for (std::size_t i = open; i < end; ++i) {
        depth += text[i] == opens ? 1 : text[i] == closes ? -1 : 0;
        if (depth == 0) {
            return i;
        }
    }
    return std::string_view::npos;
}

// A short form directly behind a word without space ("clozapine(CLP)"): only capitals behind a
// word of small letters, which "f(T)" and "Fe(II)" are not.
bool glued_definition(std::string_view before, std::string_view head) {
    std::size_t small = 0;
    while (small < before.size() && before[before.size() - 1 - small] >= 'a' &&
           before[before.size() - 1 - small] <= 'z') {
        ++small;
    }
    return small >= 4 && head.size() >= 2 &&
           std::all_of(head.begin(), head.end(), [](char c) { return capital(c) || digit(c); });
}

void read_bracket(std::string_view all, std::size_t open, std::size_t close,
                  std::vector<Abbreviation>& found) {
    const std::string_view inside = trim(all.substr(open + 1, close - open - 1));
    std::size_t cut = 0;
    while (cut < inside.size() && inside[cut] != ';' && inside[cut] != ',' && inside[cut] != ':') {
        ++cut;
    }
    if (const std::size_t other = inside.substr(0, cut).find(" or ");
        other != std::string_view::npos) {
        cut = other;
    }
    const std::string_view head = trim(inside.substr(0, cut));
    const std::size_t start = open > k_longest_long_form ? open - k_longest_long_form : 0;
    const std::string_view before = trim(all.substr(start, open - start));
    if (before.empty() || (!blank(all[open - 1]) && !glued_definition(before, head))) {
        return;
    }
    if (is_short_form(head) && !figure_pointer(head)) {
        const std::string_view spelled = long_form(head, before);
        if (!spelled.empty() && is_long_form(spelled, head)) {
            add(head, spelled, found);
            return;
        }
    }
    if (inside.find_first_of("=:") != std::string_view::npos && find_equations(inside, found)) {
        return;
    }
    if (const std::size_t comma = inside.rfind(", "); comma != std::string_view::npos) {
        // "(solid electrolyte interphase, SEI)": the long form must fill the rest
        const std::string_view last = trim(inside.substr(comma + 2));
        const std::string_view words = inside.substr(0, comma);
        if (last.size() > 1 && is_short_form(last) && !figure_pointer(inside) &&
            long_form(last, words) == words && is_long_form(words, last)) {
            add(last, words, found);
            return;
        }
    }
    // "SEI (solid electrolyte interphase; ...)"
    if (inside.size() < 5) {
        return;
    }
    const std::size_t gap = before.find_last_of(' ');
    const std::string_view last = gap == std::string_view::npos ? before : before.substr(gap + 1);
    std::size_t stop = inside.find("; ");
    if (stop == std::string_view::npos) {
        stop = inside.find(", ");
    }
    const std::string_view words = inside.substr(0, stop);
    // All of `words` is to be the long form: its first word has the first letter.
    const std::string_view first = words.substr(0, words.find(' '));
    const char initial = last.empty() ? '\0' : lower(last.front());
    if (!digit(initial) && (initial & 0x80) == 0 &&
        std::none_of(first.begin(), first.end(), [&](char c) { return lower(c) == initial; })) {
        return;
    }
    // A short form of one letter is in this order nearly always a label.
    if (last.size() > 1 && words.size() > 4 && is_short_form(last) && !figure_pointer(last) &&
        long_form(last, words) == words && is_long_form(words, last)) {
        add(last, words, found);
    }
}

}  // namespace

void find_abbreviations(std::string_view text, const std::vector<Range>& sentences,
                        std::vector<Abbreviation>& found) {
    for (const Range& sentence : sentences) {
        const std::string_view all = text.substr(sentence.begin, sentence.size());
        std::size_t round = all.find('(');
        std::size_t square = all.find('[');
        while (std::min(round, square) != std::string_view::npos) {
            const std::size_t open = std::min(round, square);
            (open == round ? round : square) = all.find(all[open], open + 1);
            // A citation defines nothing.
            if (open < 2 || (open + 1 < all.size() && all[open] == '[' && digit(all[open + 1]))) {
                continue;
            }
            const std::size_t close = closing(all, open);
            if (close != std::string_view::npos) {
                read_bracket(all, open, close, found);
            }
        }
    }
}

}  // namespace lode::ingest
