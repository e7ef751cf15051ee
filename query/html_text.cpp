#include "query/html_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cstddef>
#include <vector>

#include "core/chem/formula.hpp"

namespace lode::query {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

struct Part {
    std::string_view text;
    bool subscript = false;
};

// Runs of digits (with a decimal point inside) behind an element or a bracket are subscripts.
std::vector<Part> parts_of(std::string_view written) {
    if (!chem::parse_formula(written)) {
        return {{written, false}};
    }
    std::vector<Part> parts;
    std::size_t plain = 0;
    for (std::size_t i = 1; i < written.size(); ++i) {
        const char before = written[i - 1];
        const bool behind =
            std::isalpha(static_cast<unsigned char>(before)) != 0 || before == ')' || before == ']';
        if (!is_digit(written[i]) || !behind) {
            continue;
        }
        std::size_t end = i;
        while (end < written.size() &&
               (is_digit(written[end]) ||
                (written[end] == '.' && end + 1 < written.size() && is_digit(written[end + 1])))) {
            ++end;
        }
        parts.push_back({written.substr(plain, i - plain), false});
        parts.push_back({written.substr(i, end - i), true});
        plain = end;
        i = end;
    }
    parts.push_back({written.substr(plain), false});
    return parts;
}

}  // namespace

std::string escape_html(std::string_view utf8) {
    std::string text;
    text.reserve(utf8.size() + utf8.size() / 8);
    for (const char c : utf8) {
        switch (c) {
            case '&':
                text += "&amp;";
                break;
            case '<':
                text += "&lt;";
                break;
            case '>':
                text += "&gt;";
                break;
            case '"':
                text += "&quot;";
                break;
            case '\'':
                text += "&#39;";
                break;
            default: {
                const auto byte = static_cast<unsigned char>(c);
                if ((byte >= 0x20U && byte != 0x7FU) || c == '\n' || c == '\t') {
                    text += c;
                }
            }
        }
    }
    return text;
}

std::string escape_script_json(std::string_view json) {
    std::string text;
    for (const char c : json) {
        // Inside JSON these occur in strings only, where the escape means the same.
        switch (c) {
            case '<':
                text += "\\u003c";
                break;
            case '>':
                text += "\\u003e";
                break;
            case '&':
                text += "\\u0026";
                break;
            default:
                text += c;
        }
    }
    return text;
}

std::string doi_url(std::string_view doi) {
    std::string url = "https://doi.org/";
    for (const char c : doi) {
        const auto byte = static_cast<unsigned char>(c);
        const bool safe =
            byte < 0x80U && (std::isalnum(byte) != 0 ||
                             std::string_view("-._~/:()").find(c) != std::string_view::npos);
        url += safe ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(byte));
    }
    return url;
}

std::string formula_html(std::string_view written) {
    std::string text;
    for (const auto& part : parts_of(written)) {
        text += part.subscript ? fmt::format("<sub>{}</sub>", part.text) : escape_html(part.text);
    }
    return text;
}

std::string formula_text(std::string_view written) {
    static constexpr std::array<std::string_view, 10> k_digits{"₀", "₁", "₂", "₃", "₄",
                                                               "₅", "₆", "₇", "₈", "₉"};
    std::string text;
    for (const auto& part : parts_of(written)) {
        for (const char c : part.text) {
            if (part.subscript && c != '.') {
                text += k_digits.at(static_cast<std::size_t>(c - '0'));
            } else {
                text += c;
            }
        }
    }
    return text;
}

}  // namespace lode::query
