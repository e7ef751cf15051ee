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

CaptionAxes read_axes(const Grammar& grammar) {
    CaptionAxes axes;
    const Words& words = grammar.words();
    const auto take = [&](std::size_t at, std::size_t from) {
        const Span variable = grammar.phrase_from(from);
        if (variable.empty()) {
            return false;
        }
        axes.variable = std::string(words.written(variable.begin, variable.end - 1));
        const Span property = grammar.phrase_before(at, 8);
        if (!property.empty()) {
            axes.property = std::string(words.written(property.begin, property.end - 1));
        }
        return true;
    };
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        bool found = false;
        if (words.is(i, "as") && words.is(i + 1, "a") && words.is(i + 2, "function") &&
            words.is(i + 3, "of")) {
            found = take(i, i + 4);
        } else if (words.is(i, "versus")) {
            found = take(i, i + 1);
        } else if (words.is(i, "vs")) {
            found = take(i, words.is(i + 1, ".") ? i + 2 : i + 1);
        } else if (words.is(i, "dependence") && words.is(i + 1, "of")) {
            if (i > 0 && grammar.content(i - 1) && !words.is(i - 1, ".")) {
                // "temperature dependence of the resistivity"
                const Span variable = grammar.phrase_before(i);
                const Span property = grammar.phrase_from(i + 2);
                if (!variable.empty() && !property.empty()) {
                    axes.variable = std::string(words.written(variable.begin, variable.end - 1));
                    axes.property = std::string(words.written(property.begin, property.end - 1));
                    found = true;
                }
            } else {
                const Span property = grammar.phrase_from(i + 2);
                if (!property.empty() && words.is(property.end, "on")) {
                    const Span variable = grammar.phrase_from(property.end + 1);
                    if (!variable.empty()) {
                        axes.property =
                            std::string(words.written(property.begin, property.end - 1));
                        axes.variable =
                            std::string(words.written(variable.begin, variable.end - 1));
                        found = true;
                    }
                }
            }
        } else if (words.is(i, "dependent") && words.is(i - 1, "-") && i >= 2) {
            const Span property = grammar.phrase_from(i + 1);
            if (!property.empty() && grammar.content(i - 2)) {
                axes.variable = std::string(words.written(i - 2, i - 2));
                axes.property = std::string(words.written(property.begin, property.end - 1));
                found = true;
            }
        }
        if (found) {
            return axes;
        }
    }
    return axes;
}

}  // namespace lode::ingest
