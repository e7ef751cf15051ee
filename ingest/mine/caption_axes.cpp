#include <algorithm>
#include <string>

#include "ingest/mine/trends.hpp"

namespace lode::ingest {

bool may_name_axes(const Words& words) noexcept {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words.is(i, "function") || words.is(i, "versus") || words.is(i, "vs") ||
            words.is(i, "dependence") || words.is(i, "dependent")) {
            return true;
        }
    }
    return false;
}

namespace {

// One statement of axes and where its variable ends.
struct Found {
    CaptionAxes axes;
    std::size_t end = 0;
};

std::string written(const Words& words, Span span) {
    return span.empty() ? std::string() : std::string(words.written(span.begin, span.end - 1));
}

// Axes that are stated at word i; no variable where there are none.
Found axes_at(const Grammar& grammar, std::size_t i) {
    const Words& words = grammar.words();
    const auto both = [&](Span property, Span variable) {
        return Found{{written(words, property), written(words, variable), {}, {}},
                     std::max(property.end, variable.end)};
    };
    const auto behind = [&](std::size_t from) {
        const Span variable = grammar.phrase_from(from);
        return variable.empty() ? Found{} : both(grammar.phrase_before(i, 8), variable);
    };
    if (words.is(i, "as") && words.is(i + 1, "a") && words.is(i + 2, "function") &&
        words.is(i + 3, "of")) {
        return behind(i + 4);
    }
    if (words.is(i, "versus")) {
        return behind(i + 1);
    }
    if (words.is(i, "vs")) {
        return behind(words.is(i + 1, ".") ? i + 2 : i + 1);
    }
    if (words.is(i, "dependence") && words.is(i + 1, "of")) {
        const Span property = grammar.phrase_from(i + 2);
        if (i > 0 && grammar.content(i - 1) && !words.is(i - 1, ".")) {
            // "temperature dependence of the resistivity"
            const Span variable = grammar.phrase_before(i);
            return variable.empty() || property.empty() ? Found{} : both(property, variable);
        }
        if (!property.empty() && words.is(property.end, "on")) {
            const Span variable = grammar.phrase_from(property.end + 1);
            return variable.empty() ? Found{} : both(property, variable);
        }
    } else if (i >= 2 && words.is(i, "dependent") && words.is(i - 1, "-") &&
               grammar.content(i - 2)) {
        const Span property = grammar.phrase_from(i + 1);
        return property.empty() ? Found{} : both(property, {i - 2, i - 1});
    }
    return {};
}

// The letter of "(a)" at word i; 0 where there is none.
char panel_at(const Words& words, std::size_t i) {
    const std::string_view letter = words.at(i + 1);
    return words.is(i, "(") && letter.size() == 1 && letter[0] >= 'a' && letter[0] <= 'z' &&
                   words.is(i + 2, ")")
               ? letter[0]
               : '\0';
}

// "from 300 to 700 K" behind the variable.
std::string range_behind(const Words& words, const std::vector<Measurement>& measurements,
                         std::size_t from, std::size_t until) {
    for (std::size_t i = from; i < std::min(from + 8, until); ++i) {
        if (!words.is(i, "from") && !words.is(i, "between") && !words.is(i, "range")) {
            continue;
        }
        for (const auto& m : measurements) {
            const std::size_t at = words.index_at(m.quantity.range.begin);
            if (m.quantity.low && at > i && at <= i + 3 && at < until) {
                const std::size_t begin = words.is(i, "range") ? at : i;
                return std::string(words.written(begin, words.index_at(m.quantity.range.end - 1)));
            }
        }
    }
    return {};
}

struct Panel {
    char letter = '\0';
    std::size_t begin = 0;  // of "(a)"
};

// "(a) ZT and (b) resistivity as a function of temperature": what panel a shows, where its words
// end in "and" or a comma and so share what is said behind the next panel; else empty.
std::string joined_property(const Words& words, std::size_t begin, std::size_t next) {
    constexpr std::size_t k_longest = 8;  // words
    std::size_t end = next;
    while (end > begin && (words.is(end - 1, "and") || words.is(end - 1, ","))) {
        --end;
    }
    if (end == next || end == begin || end - begin > k_longest) {
        return {};
    }
    for (std::size_t i = begin; i < end; ++i) {
        if (words.is(i, ".") || words.is(i, ";") || words.is(i, ":")) {
            return {};
        }
    }
    return std::string(words.written(begin, end - 1));
}

bool share_word(std::string_view a, std::string_view b) {
    const auto text_words = [](std::string_view text) {
        return Words(text, {0, static_cast<std::uint32_t>(text.size())});
    };
    const Words left = text_words(a);
    const Words right = text_words(b);
    const auto stem = [](std::string_view word) {
        return word.size() > 3 && word.ends_with('s') ? word.substr(0, word.size() - 1) : word;
    };
    for (std::size_t i = 0; i < left.size(); ++i) {
        for (std::size_t k = 0; k < right.size(); ++k) {
            if (left.is_word(i) && left.at(i) != "of" && left.at(i) != "the" &&
                stem(left.at(i)) == stem(right.at(k))) {
                return true;
            }
        }
    }
    return false;
}

// The panel a pointer names: "Fig. 3a", "Fig. 3(b)"; "" where it names none or several.
std::string panel_of(std::string_view pointer) {
    std::string letters;
    bool digit = false;
    for (const char c : pointer) {
        if (c >= '0' && c <= '9') {
            digit = true;
        } else if (digit && c >= 'a' && c <= 'z') {
            letters += c;
        } else if (digit && c >= 'A' && c <= 'Z') {
            letters += static_cast<char>(c - 'A' + 'a');
        }
    }
    return letters.size() == 1 ? letters : std::string();
}

}  // namespace

std::vector<CaptionPart> read_axes(const Grammar& grammar,
                                   const std::vector<Measurement>& measurements,
                                   const std::vector<Condition>& conditions) {
    std::vector<CaptionPart> parts;
    const Words& words = grammar.words();
    std::string panel;
    std::size_t panel_begin = 0;
    std::vector<Panel> silent;  // panels before this one for which no axes were stated
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (const char letter = panel_at(words, i); letter != '\0') {
            if (!panel.empty() && (parts.empty() || parts.back().panel != panel)) {
                silent.push_back({panel.front(), panel_begin});
            }
            panel = letter;
            panel_begin = i;
            continue;
        }
        Found found = axes_at(grammar, i);
        if (found.axes.variable.empty()) {
            continue;
        }
        std::size_t panel_end = i + 1;
        while (panel_end < words.size() && panel_at(words, panel_end) == '\0') {
            ++panel_end;
        }
        found.axes.range = range_behind(words, measurements, found.end, panel_end);
        for (const Condition& condition : conditions) {
            if (condition.words.begin >= panel_begin && condition.words.end <= panel_end) {
                found.axes.conditions +=
                    (found.axes.conditions.empty() ? "" : "; ") + written(words, condition.words);
            }
        }
        constexpr std::size_t k_label = 3;  // "(", letter, ")"
        for (std::size_t next = panel_begin; !silent.empty() && !panel.empty();
             next = silent.back().begin, silent.pop_back()) {
            CaptionAxes shared = found.axes;
            shared.property = joined_property(words, silent.back().begin + k_label, next);
            if (shared.property.empty()) {
                break;
            }
            parts.push_back({std::string(1, silent.back().letter), std::move(shared)});
        }
        silent.clear();
        parts.push_back({panel, std::move(found.axes)});
        i = std::max(i, found.end - 1);
    }
    return parts;
}

void complete_from_caption(Trend& trend, const std::vector<CaptionPart>& parts) {
    const std::string panel = panel_of(trend.figure);
    const CaptionPart* chosen = nullptr;
    for (const CaptionPart& part : parts) {
        if (!part.panel.empty() && !panel.empty() && part.panel != panel) {
            continue;
        }
        // A part about something else says nothing of this trend, whichever panel it is.
        if (share_word(part.axes.property, trend.property)) {
            chosen = &part;
            break;
        }
    }
    if (chosen == nullptr) {
        return;
    }
    const CaptionAxes& axes = chosen->axes;
    if (!trend.variable.empty() && !share_word(axes.variable, trend.variable)) {
        return;  // the figure draws it over something else
    }
    if (trend.variable.empty()) {
        trend.variable = axes.variable;
        trend.from_caption |= k_variable_given;
    }
    if (trend.x_range.empty() && !axes.range.empty()) {
        trend.x_range = axes.range;
        trend.from_caption |= k_range_given;
    }
    if (trend.conditions.empty() && !axes.conditions.empty()) {
        trend.conditions = axes.conditions;
        trend.from_caption |= k_conditions_given;
    }
}

}  // namespace lode::ingest
