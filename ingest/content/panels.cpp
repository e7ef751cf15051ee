#include <algorithm>

#include "ingest/content/finish_article.hpp"

namespace lode::ingest {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

}  // namespace

std::vector<std::string> find_panels(std::string_view caption) {
    // A marker is one letter at the beginning of a clause in one of the forms (a) a) A, A: A. The
    // letters must run a, b, c ...: that tells markers from references such as "(s)" for seconds.
    std::vector<std::string> panels;
    char expected = 'a';
    for (std::size_t i = 0; i + 1 < caption.size() && expected <= 'z'; ++i) {
        const bool clause_begin =
            i == 0 || (i >= 2 && caption[i - 1] == ' ' &&
                       std::string_view(".;:,)").find(caption[i - 2]) != std::string_view::npos);
        if (caption[i] == '(') {
            // "(a)", "(a, b)", "(a-c)" wherever they stand
            std::size_t k = i + 1;
            while (k < caption.size() && is_letter(caption[k]) &&
                   (k + 1 >= caption.size() || !is_letter(caption[k + 1]))) {
                if (lower(caption[k]) == expected) {
                    panels.emplace_back(1, expected++);
                }
                ++k;
                if (caption.substr(k).starts_with("\xe2\x80\x93") ||
                    caption.substr(k).starts_with("-")) {
                    k += caption[k] == '-' ? 1U : 3U;
                    if (k < caption.size() && is_letter(caption[k]) &&
                        lower(caption[k]) >= expected && lower(caption[k]) - expected < 12 &&
                        k + 1 < caption.size() && caption[k + 1] == ')') {
                        while (expected <= lower(caption[k])) {
                            panels.emplace_back(1, expected++);
                        }
                    }
                    break;
                }
                while (k < caption.size() && (caption[k] == ',' || caption[k] == ' ')) {
                    ++k;
                }
            }
        } else if (clause_begin && lower(caption[i]) == expected) {
            const char next = caption[i + 1];
            if (next == ')' || next == ',' || next == ':' || next == '.') {
                panels.emplace_back(1, expected++);
            }
        }
    }
    // One marker alone is a chance hit.
    if (panels.size() == 1) {
        panels.clear();
    }
    return panels;
}

}  // namespace lode::ingest
