#include "tools/generate/rich.hpp"

namespace lode::generate {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Whether the word that begins at `text` is spoken with a vowel first.
bool takes_an(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size() && (text[i] == ' ' || text[i] == k_italic || text[i] == k_sub)) {
        ++i;
    }
    std::string word;
    while (i < text.size() && (is_alpha(text[i]) || is_digit(text[i])) && word.size() < 4) {
        word += text[i++];
    }
    if (word.empty()) {
        return false;
    }
    for (const std::string_view an : {"LED", "SOFC", "8", "11", "18"}) {
        if (std::string_view(word).substr(0, an.size()) == an) {
            return true;
        }
    }
    std::string small;
    for (const char c : word) {
        small += lower(c);
    }
    for (const std::string_view a : {"uni", "use", "one", "eur"}) {
        if (small.substr(0, a.size()) == a) {
            return false;
        }
    }
    return std::string_view("aeiou").find(small[0]) != std::string_view::npos;
}

}  // namespace

std::string formula_markup(std::string_view formula) {
    std::string out;
    bool inside = false;
    for (std::size_t i = 0; i < formula.size(); ++i) {
        const char c = formula[i];
        const bool number = is_digit(c) || (c == '.' && inside && i + 1 < formula.size() &&
                                            is_digit(formula[i + 1]));
        if (number && !inside && i > 0 && (is_alpha(formula[i - 1]) || formula[i - 1] == ')')) {
            out += k_sub;
            inside = true;
        } else if (!number && inside) {
            out += k_end;
            inside = false;
        }
        out += c;
    }
    if (inside) {
        out += k_end;
    }
    return out;
}

std::string unit_markup(std::string_view unit) {
    std::string out;
    for (std::size_t i = 0; i < unit.size(); ++i) {
        if (unit[i] != '^') {
            out += unit[i];
            continue;
        }
        out += k_sup;
        for (++i; i < unit.size() && (is_digit(unit[i]) || unit[i] == '-'); ++i) {
            if (unit[i] == '-') {
                out += "−";
            } else {
                out += unit[i];
            }
        }
        out += k_end;
        --i;
    }
    return out;
}

std::string tidy(std::string_view text, bool capital) {
    std::string out;
    out.reserve(text.size() + 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == k_article || c == k_article_capital) {
            out += c == k_article ? 'a' : 'A';
            if (takes_an(text.substr(i + 1))) {
                out += 'n';
            }
            continue;
        }
        const bool after_blank = !out.empty() && out.back() == ' ';
        if (c == ' ' && (after_blank || out.empty())) {
            continue;
        }
        if (after_blank && (c == ',' || c == '.' || c == ';' || c == ':' || c == k_cite_sup)) {
            out.pop_back();
        }
        out += c;
    }
    while (!out.empty() && out.back() == ' ') {
        out.pop_back();
    }
    if (capital && out.size() > 1 && out[0] >= 'a' && out[0] <= 'z' && out[1] != '-') {
        out[0] = static_cast<char>(out[0] - 'a' + 'A');
    }
    return out;
}

std::string plain(std::string_view rich) {
    std::string out;
    out.reserve(rich.size());
    bool bracket = false;
    for (std::size_t i = 0; i < rich.size(); ++i) {
        switch (rich[i]) {
            case k_sub:
            case k_sup:
            case k_italic:
            case k_cite_sup:
            case k_math:
                break;
            case k_end:
                if (bracket) {
                    out += ']';
                    bracket = false;
                }
                break;
            case k_cite:
                out += '[';
                bracket = true;
                break;
            case k_figure:
            case k_table:
                while (i < rich.size() && rich[i] != k_split) {
                    ++i;
                }
                break;
            case k_thin:
                out += ' ';
                break;
            default:
                out += rich[i];
        }
    }
    return out;
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
}

}  // namespace lode::generate
