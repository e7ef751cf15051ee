#include "core/text/printed_forms.hpp"

#include <algorithm>
#include <array>

#include "core/text/chars.hpp"
#include "core/text/utf8.hpp"

namespace lode::text {
namespace {

constexpr std::array<std::string_view, 26> k_words{"alpha",
                                                   "beta",
                                                   "gamma",
                                                   "delta",
                                                   "epsilon",
                                                   "zeta",
                                                   "eta",
                                                   "theta",
                                                   "kappa",
                                                   "lambda",
                                                   "sigma",
                                                   "tau",
                                                   "phi",
                                                   "chi",
                                                   "omega",
                                                   "bcc",
                                                   "fcc",
                                                   "hcp",
                                                   "dhcp",
                                                   "hex",
                                                   "nc",
                                                   "nano",
                                                   "poly",
                                                   "ta",
                                                   "Td",
                                                   "\xCE\xBC"
                                                   "c"};

constexpr bool is_prime(char32_t c) {
    return c == '\'' || c == 0x2019 || (c >= 0x2032 && c <= 0x2034);
}

// Primes at the end: "1T′", "α″".
std::string_view without_primes(std::string_view text) {
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode_at(text, at);
        at += c.bytes;
        if (!is_prime(c.value)) {
            end = at;
        }
    }
    return text.substr(0, end);
}

// 1T, 2H, 3R, 15R, 1Td, 4Hb, 2M1: layers in the period, lattice, kind of stacking.
bool is_polytype(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && at < 3 && is_ascii_digit(text[at])) {
        ++at;
    }
    if (at == 0 || at == text.size() ||
        std::string_view("THRCMOLQ").find(text[at]) == std::string_view::npos) {
        return false;
    }
    ++at;
    if (at < text.size() && text[at] >= 'a' && text[at] <= 'd') {
        ++at;
    }
    if (at < text.size() && is_ascii_digit(text[at])) {
        ++at;
    }
    return at == text.size();
}

bool tells_phase(std::string_view written) {
    const std::string_view text = without_primes(written);
    if (text.empty()) {
        return false;
    }
    const CodePoint first = decode_at(text, 0);
    const bool letter = is_greek(first.value) || (text.size() == 1 && is_ascii_lower(text[0])) ||
                        text == "T";  // T′-Nd2CuO4
    std::string_view rest = text.substr(first.bytes);
    if (letter && (rest.empty() || (rest.size() == 1 && is_ascii_digit(rest[0])))) {
        return true;
    }
    return is_polytype(text) || std::find(k_words.begin(), k_words.end(), text) != k_words.end();
}

// Bytes of a face at the end: "(111)", "(0001)".
std::size_t face_length(std::string_view text) {
    if (text.empty() || text.back() != ')') {
        return 0;
    }
    const std::size_t open = text.rfind('(');
    if (open == std::string_view::npos || open == 0) {
        return 0;
    }
    const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
    const bool digits = std::all_of(inside.begin(), inside.end(), is_ascii_digit);
    return digits && inside.size() >= 3 && inside.size() <= 5 ? text.size() - open : 0;
}

}  // namespace

std::optional<std::string_view> bare_form(std::string_view utf8) {
    std::size_t from = 0;
    bool hyphen = false;
    for (std::size_t at = 0; at < utf8.size();) {
        const CodePoint c = decode_at(utf8, at);
        if (is_space(c.value)) {
            return std::nullopt;
        }
        // The first hyphen decides: what stands before it tells the phase, or nothing does.
        if (!hyphen && is_dash(c.value)) {
            hyphen = true;
            from = tells_phase(utf8.substr(0, at)) ? at + c.bytes : 0;
        }
        at += c.bytes;
    }
    const std::size_t face = face_length(utf8);
    if (from == 0 && face == 0) {
        return std::nullopt;
    }
    return utf8.substr(from, utf8.size() - face - from);
}

}  // namespace lode::text
