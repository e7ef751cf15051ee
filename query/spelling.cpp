#include "query/spelling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "core/text/analyser.hpp"
#include "query/plain_text.hpp"

namespace lode::query {
namespace {

// Code points of possibly broken UTF-8: a stray byte counts as one character.
std::u32string decode(std::string_view text, bool fold_ascii) {
    std::u32string points;
    points.reserve(text.size());
    for (const char raw : text) {
        const auto byte = static_cast<unsigned char>(raw);
        if ((byte & 0xC0U) == 0x80U && !points.empty()) {
            points.back() = (points.back() << 6U) | (byte & 0x3FU);
        } else {
            points.push_back(fold_ascii ? static_cast<char32_t>(std::tolower(byte)) : byte);
        }
    }
    return points;
}

std::size_t distance_of(const std::u32string& a, const std::u32string& b, std::size_t limit) {
    if (a.size() > b.size() + limit || b.size() > a.size() + limit) {
        return limit + 1;
    }
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> above(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        above[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        std::size_t least = row[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
            least = std::min(least, row[j]);
        }
        if (least > limit) {
            return limit + 1;
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return std::min(above[b.size()], limit + 1);
}

}  // namespace

std::string spoken(const embed::Word& word) {
    if (word.material) {
        return word.written.empty() ? word.text : word.written;
    }
    std::string text = word.text;
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
    return distance_of(decode(a, false), decode(b, false), limit);
}

std::vector<NearSpelling> near_spellings(const embed::Embedding& model, std::string_view norm,
                                         std::size_t limit, bool materials_only) {
    const std::u32string wanted = decode(norm, true);
    const std::size_t reach = std::max<std::size_t>(2, wanted.size() / 3);
    std::vector<NearSpelling> found;
    for (const auto& word : model.words()) {
        if (materials_only && !word.material) {
            continue;
        }
        // In bytes first, which needs no decoding: a code point has at most 4.
        if (word.text.size() > 4 * (wanted.size() + reach) || text::is_stop_word(word.text)) {
            continue;
        }
        std::size_t distance = distance_of(wanted, decode(word.text, true), reach);
        if (word.material && !word.written.empty() && word.written != word.text) {
            distance = std::min(distance, distance_of(wanted, decode(word.written, true), reach));
        }
        // A two-letter word is within two edits of every other: something must stay.
        if (distance <= reach && distance < wanted.size()) {
            found.push_back({.word = word.text,
                             .written = spoken(word),
                             .count = word.count,
                             .distance = distance});
        }
    }
    std::sort(found.begin(), found.end(), [](const NearSpelling& l, const NearSpelling& r) {
        if (l.distance != r.distance) {
            return l.distance < r.distance;
        }
        return l.count != r.count ? l.count > r.count : l.word < r.word;
    });
    if (found.size() > limit) {
        found.resize(limit);
    }
    return found;
}

std::string shell_quoted(std::string_view word) {
    const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return std::isalnum(byte) != 0 || byte >= 0x80U || c == '.' || c == '+' || c == '/' ||
               c == ':' || c == '-' || c == '_';
    });
    if (plain && word.front() != '-') {
        return std::string(word);
    }
    std::string text = "'";
    for (const char c : word) {
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return text + "'";
}

NoAnswer unknown_word(const embed::Embedding& model, std::string_view typed,
                      const std::vector<std::string>& norms, std::string_view command,
                      std::string_view after, bool materials_only) {
    std::string hint =
        norms.empty() ? std::string("nothing is left of it once function words are out")
                      : fmt::format(
                            "normalised to \"{}\"; not among {} vocabulary words "
                            "(min count {})",
                            fmt::join(norms, " "), grouped(model.size()), model.spec().min_count);
    std::vector<NearSpelling> close;
    for (const auto& norm : norms) {
        for (auto& spelling : near_spellings(model, norm, 5, materials_only)) {
            const auto same = [&](const NearSpelling& n) { return n.word == spelling.word; };
            if (std::none_of(close.begin(), close.end(), same)) {
                close.push_back(std::move(spelling));
            }
        }
    }
    std::stable_sort(close.begin(), close.end(), [](const NearSpelling& l, const NearSpelling& r) {
        return l.distance < r.distance;
    });
    if (close.size() > 5) {
        close.resize(5);
    }
    std::string example;
    if (!close.empty()) {
        std::vector<std::string> shown;
        for (const auto& spelling : close) {
            shown.push_back(fmt::format("{} ({})", spelling.written, grouped(spelling.count)));
        }
        hint += fmt::format("\nclose: {}", fmt::join(shown, ", "));
        example = close.front().written;
    } else {
        // Words are ordered by count: the first with meaning is sure to work.
        for (const auto& word : model.words()) {
            const auto first = static_cast<unsigned char>(word.text.empty() ? 0 : word.text[0]);
            if (materials_only ? word.material
                               : !word.material && word.text.size() > 3 &&
                                     std::isalpha(first) != 0 && !text::is_stop_word(word.text)) {
                example = spoken(word);
                break;
            }
        }
    }
    if (!example.empty()) {
        hint += fmt::format("\nexample: {} {}{}", command, shell_quoted(example), after);
    }
    return NoAnswer(fmt::format("unknown word \"{}\"", typed), hint);
}

}  // namespace lode::query
