// Names that begin with a list of locants.
#include <algorithm>
#include <array>

#include "core/text/chars.hpp"
#include "core/text/tokenizer.hpp"

namespace lode::text {
namespace {

bool is_prime(char32_t c) {
    return c == '\'' || c == 0x2019 || c == 0x2032 || c == 0x2033 || c == 0x2034;
}

char32_t value_at(std::string_view text, std::size_t at) {
    return at < text.size() ? decode_at(text, at).value : U'\0';
}

// One locant at `at`: 2', 1α, N', O, α, beta, 6H; `at` where there is none. Says whether it has a
// sign that only a locant has, and which letter it is where it is one.
std::size_t locant_end(std::string_view text, std::size_t at, bool& sure) {
    constexpr std::array<std::string_view, 7> k_letters = {"alpha", "beta",  "gamma", "delta",
                                                           "omega", "kappa", "sigma"};
    std::size_t i = at;
    while (i < text.size() && i - at < 3 && is_ascii_digit(text[i])) {
        ++i;
    }
    if (i - at > 2) {
        return at;
    }
    const bool digits = i > at;
    if (digits && i < text.size() && (text[i] == 'H' || (text[i] >= 'a' && text[i] <= 'h'))) {
        ++i;
    }
    if (is_greek(value_at(text, i))) {
        i += 2;
        sure = sure || digits;
    } else if (!digits) {
        const auto word = std::find_if(
            k_letters.begin(), k_letters.end(),
            [&](std::string_view letter) { return text.substr(at).starts_with(letter); });
        if (word != k_letters.end()) {
            i += word->size();
        } else if (i < text.size() &&
                   std::string_view("NOSPC").find(text[i]) != std::string_view::npos) {
            ++i;
            while (i < text.size() && i - at < 3 && is_ascii_digit(text[i])) {
                ++i;
            }
        }
    }
    if (i == at) {
        return at;
    }
    while (is_prime(value_at(text, i))) {
        i += decode_at(text, i).bytes;
        sure = true;
    }
    return i;
}

constexpr bool in_locant_name(char32_t c) {
    if (c < 0x80) {
        const char ascii = static_cast<char>(c);
        return is_ascii_letter(ascii) || is_ascii_digit(ascii) ||
               std::string_view("()[]{},':.+>-").find(ascii) != std::string_view::npos;
    }
    return is_greek(c) || is_dash(c) || is_prime(c) || c == 0x2192 || c == 0xB1;
}

}  // namespace

// N,N'-diphenyl..., 2,2':6',2''-terpyridine, beta,19-epoxy..., α,ω-dihydroxy: a list of locants, a
// hyphen and a name. "N,S-codoped" is a list of dopants.
bool Tokenizer::locant_name() {
    const char first = at(m_at);
    const bool may_begin = is_ascii_digit(first) || is_ascii_upper(first) || first == 'a' ||
                           first == 'b' || first == 'g' || first == 'd' || first == 'o' ||
                           static_cast<unsigned char>(first) >= 0x80;
    if (!may_begin) {
        return false;
    }
    const std::string_view text = piece(m_at, reach(m_at));
    std::size_t i = 0;
    std::size_t items = 0;
    bool sure = false;
    bool digits = false;
    bool equal = true;
    std::string_view before;
    while (true) {
        const std::size_t end = locant_end(text, i, sure);
        if (end == i || end >= text.size()) {
            return false;
        }
        const std::string_view item = text.substr(i, end - i);
        digits = digits || std::any_of(item.begin(), item.end(), is_ascii_digit);
        equal = equal && (items == 0 || item[0] == before[0]);
        before = item;
        ++items;
        if (text[end] != ',' && text[end] != ':') {
            i = end;
            break;
        }
        i = end + 1;
    }
    if (!is_dash(value_at(text, i)) || (items < 2 && !sure)) {
        return false;
    }
    const std::size_t name = i + decode_at(text, i).bytes;
    if (name >= text.size() || !(is_ascii_letter(text[name]) || text[name] == '(' ||
                                 text[name] == '[' || is_ascii_digit(text[name]))) {
        return false;
    }
    const bool sole_letters = !digits && !sure && !is_greek(decode_at(text, 0).value) &&
                              is_ascii_upper(text[0]) && !equal;
    if (sole_letters && text.substr(name).find("dop") != std::string_view::npos) {
        return false;
    }
    const std::size_t stop = core_end() - m_at;
    std::size_t end = name;
    std::size_t run = 0;
    std::size_t longest_run = 0;
    while (end < stop) {
        const CodePoint c = decode_at(text, end);
        if (!in_locant_name(c.value)) {
            break;
        }
        run = c.value < 0x80 && is_ascii_lower(text[end]) ? run + 1 : 0;
        longest_run = std::max(longest_run, run);
        end += c.bytes;
    }
    while (end > name && std::string_view(".,;:'-").find(text[end - 1]) != std::string_view::npos) {
        --end;
    }
    constexpr std::size_t k_shortest_run = 3;
    if (longest_run < k_shortest_run) {
        return false;
    }
    const std::size_t begin = m_at;
    m_at += end;
    if (text.substr(name, end - name).find('-') == std::string_view::npos) {
        emit_word(begin, m_at);  // the only hyphen is the one behind the locants
    } else {
        emit_compound(begin, m_at);
    }
    return true;
}

}  // namespace lode::text
