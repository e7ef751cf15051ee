#include "ingest/mine/figure_refs.hpp"

#include <algorithm>
#include <string>

namespace lode::ingest {
namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}
bool figure_word(std::string_view word) {
    return word.starts_with("fig") &&
           (word == "fig" || word == "figs" || word == "figure" || word == "figures");
}

// "3a", "s4", "3": the number in upper case without panel letters; empty where it is none.
std::string number_of(std::string_view word) {
    std::string number;
    std::size_t i = 0;
    if (i < word.size() && (word[i] == 's' || word[i] == 'S')) {
        number += 'S';
        ++i;
    }
    const std::size_t first = i;
    while (i < word.size() && digit(word[i])) {
        number += word[i++];
    }
    if (i == first || i - first > 3 || word.size() - i > 3) {
        return {};
    }
    return number;
}

}  // namespace

std::vector<FigurePointer> find_figure_pointers(const Words& words) {
    std::vector<FigurePointer> found;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!figure_word(words.at(i))) {
            continue;
        }
        std::size_t k = i + 1;
        if (words.is(k, ".")) {
            ++k;
        }
        FigurePointer pointer;
        std::size_t last = i;
        while (k < words.size()) {
            std::string number = number_of(words.at(k));
            if (number.empty()) {
                break;
            }
            pointer.numbers.push_back(std::move(number));
            last = k++;
            // A panel: "3a" (glued word), "3(b)", "3 (b)"
            if (words.glued(k) && words.is_word(k) && words.at(k).size() <= 2) {
                last = k++;
            }
            if (words.is(k, "(") && words.at(k + 1).size() <= 2 && words.is_word(k + 1) &&
                words.is(k + 2, ")")) {
                last = k + 2;
                k += 3;
            }
            // ", 4", "and 5", "-7"; ", b" is one more panel
            std::size_t next = k;
            if (words.is(next, ",") || words.is(next, "and") || words.is(next, "&") ||
                words.is(next, "-") || words.is(next, "\xE2\x80\x93")) {
                ++next;
                if (words.is_word(next) && words.at(next).size() == 1 && words.glued(next)) {
                    last = next;
                    k = next + 1;
                    next = words.is(k, ",") || words.is(k, "and") ? k + 1 : k;
                }
                if (number_of(words.at(next)).empty() || words[next].kind != WordKind::number ||
                    next == k) {
                    break;
                }
                // A number that starts a quantity or a clause is no further figure.
                if (words.is_word(next + 1) && words.at(next + 1).size() <= 2 &&
                    !words.glued(next + 1)) {
                    break;
                }
                k = next;
            } else {
                break;
            }
        }
        if (!pointer.numbers.empty()) {
            pointer.range = {words[i].range.begin, words[last].range.end};
            found.push_back(std::move(pointer));
            i = last;
        }
    }
    return found;
}

namespace {

std::int32_t index_of(std::string_view number, const std::vector<FigureNames>& figures) {
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (!number.empty() && figures[i].number == number) {
            return static_cast<std::int32_t>(i);
        }
    }
    return -1;
}

}  // namespace

std::vector<std::uint32_t> resolve_figures(const Text& text, Range sentence,
                                           const std::vector<FigurePointer>& pointers,
                                           const std::vector<FigureNames>& figures) {
    std::vector<std::uint32_t> found;
    for (const auto& link : text.figure_links) {
        if (link.range.begin < sentence.begin || link.range.begin >= sentence.end) {
            continue;
        }
        for (std::size_t i = 0; i < figures.size(); ++i) {
            if (!link.target.empty() && figures[i].id == link.target) {
                found.push_back(static_cast<std::uint32_t>(i));
            }
        }
    }
    for (const auto& pointer : pointers) {
        for (const auto& number : pointer.numbers) {
            if (const std::int32_t index = index_of(number, figures); index >= 0) {
                found.push_back(static_cast<std::uint32_t>(index));
            }
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

std::int32_t resolve_figure(std::string_view written, const std::vector<FigureNames>& figures) {
    const Words words(written, {0, static_cast<std::uint32_t>(written.size())});
    for (const auto& pointer : find_figure_pointers(words)) {
        for (const auto& number : pointer.numbers) {
            if (const std::int32_t index = index_of(number, figures); index >= 0) {
                return index;
            }
        }
    }
    return -1;
}

std::string figure_number(std::string_view label) {
    const Words words(label, {0, static_cast<std::uint32_t>(label.size())});
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (std::string number = number_of(words.at(i)); !number.empty()) {
            return number;
        }
    }
    return {};
}

}  // namespace lode::ingest
