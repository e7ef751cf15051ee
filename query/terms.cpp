#include "query/terms.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "core/text/analyser.hpp"
#include "query/spelling.hpp"

namespace lode::query {
namespace {

void add_once(std::vector<std::string>& list, const std::string& text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) {
        list.push_back(text);
    }
}

// Which norms of the list each joined phrase covers: join_phrases() puts '_' between them.
std::size_t covered(const std::vector<std::string>& norms, std::size_t from,
                    const std::string& joined) {
    std::string text;
    for (std::size_t i = from; i < norms.size(); ++i) {
        text += (i == from ? "" : "_") + norms[i];
        if (text == joined) {
            return i + 1 - from;
        }
    }
    return 1;
}

struct Reading {
    Concept meaning;
    std::vector<std::string> norms;
};

Reading read(const embed::Embedding& model, const Normalise& normalise, const std::string& typed,
             const Predict& predict, std::vector<std::string>& ignored) {
    Reading reading;
    reading.meaning.typed = typed;
    reading.norms = normalise(typed);
    const auto& norms = reading.norms;
    std::vector<bool> known(norms.size(), false);
    std::vector<bool> stop(norms.size(), false);
    std::size_t at = 0;
    for (const auto& joined : model.join_phrases(norms)) {
        if (at >= norms.size()) {
            break;
        }
        const std::size_t length = covered(norms, at, joined);
        const auto whole = length > 1 ? model.find(joined) : std::nullopt;
        if (whole) {
            reading.meaning.words.push_back(*whole);
            std::fill_n(known.begin() + static_cast<std::ptrdiff_t>(at), length, true);
        } else {
            // A phrase the vocabulary does not hold is read as its words.
            for (std::size_t i = at; i < at + length; ++i) {
                stop[i] = text::is_stop_word(norms[i]);
                const auto word = stop[i] ? std::nullopt : model.find(norms[i]);
                known[i] = word.has_value();
                if (word) {
                    reading.meaning.words.push_back(*word);
                } else if (auto vector = !stop[i] && predict ? predict(norms[i]) : std::nullopt) {
                    reading.meaning.predicted.push_back(norms[i]);
                    reading.meaning.vectors.push_back(std::move(*vector));
                    known[i] = true;
                } else {
                    add_once(ignored, norms[i]);
                }
            }
        }
        at += length;
    }
    // Runs: known words side by side; a stop word inside a run stays ("state of charge"), an
    // unknown word ends it.
    Run run;
    std::size_t solid = 0;  // length of the run without stop words at its end
    const auto close = [&] {
        run.resize(solid);
        if (!run.empty()) {
            reading.meaning.runs.push_back(run);
        }
        run.clear();
        solid = 0;
    };
    for (std::size_t i = 0; i < norms.size(); ++i) {
        if (known[i]) {
            run.push_back(norms[i]);
            solid = run.size();
        } else if (stop[i] && !run.empty()) {
            run.push_back(norms[i]);
        } else {
            close();
        }
    }
    close();
    return reading;
}

void add_unit(const embed::Embedding& model, std::uint32_t word, float sign,
              std::vector<float>& sum) {
    const auto unit = unit_input(model, word);
    for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] += sign * unit[i];
    }
}

void add_predicted(const Concept& meaning, float sign, std::vector<float>& sum) {
    for (const auto& vector : meaning.vectors) {
        for (std::size_t i = 0; i < sum.size(); ++i) {
            sum[i] += sign * vector[i];
        }
    }
}

}  // namespace

std::vector<float> unit_input(const embed::Embedding& model, std::uint32_t word) {
    const auto row = model.input(word);
    double norm = 0;
    for (const float v : row) {
        norm += static_cast<double>(v) * static_cast<double>(v);
    }
    std::vector<float> unit(row.begin(), row.end());
    if (norm > 0) {
        const double scale = 1 / std::sqrt(norm);
        for (auto& v : unit) {
            v = static_cast<float>(static_cast<double>(v) * scale);
        }
    }
    return unit;
}

bool holds(std::string_view tokens, const Run& run) {
    if (run.empty()) {
        return false;
    }
    const std::string needle = fmt::format("{}", fmt::join(run, " "));
    for (std::size_t at = tokens.find(needle); at != std::string_view::npos;
         at = tokens.find(needle, at + 1)) {
        const std::size_t end = at + needle.size();
        if ((at == 0 || tokens[at - 1] == ' ') && (end == tokens.size() || tokens[end] == ' ')) {
            return true;
        }
    }
    return false;
}

Terms understand(const embed::Embedding& model, const Normalise& normalise,
                 const std::vector<std::string>& concepts, const std::vector<std::string>& minus,
                 std::string_view command, const std::map<std::string, double>& weights,
                 const Predict& predict) {
    if (concepts.empty()) {
        throw UsageError("no concept given", fmt::format("example: {} thermoelectric", command));
    }
    Terms terms;
    std::vector<std::string> norms;
    for (const auto& typed : concepts) {
        auto reading = read(model, normalise, typed, predict, terms.ignored);
        norms.insert(norms.end(), reading.norms.begin(), reading.norms.end());
        if (!reading.meaning.words.empty() || !reading.meaning.predicted.empty()) {
            terms.plus.push_back(std::move(reading.meaning));
        }
    }
    if (terms.plus.empty()) {
        const bool only_stop_words =
            !norms.empty() && std::all_of(norms.begin(), norms.end(), [](const std::string& norm) {
                return text::is_stop_word(norm);
            });
        if (only_stop_words) {
            auto plain = unknown_word(model, concepts.front(), {}, command);
            throw NoAnswer(fmt::format("\"{}\" holds only words without a subject of their own",
                                       fmt::join(concepts, " ")),
                           plain.hint());
        }
        std::vector<std::string> strange;
        for (const auto& norm : norms) {
            if (!text::is_stop_word(norm)) {
                add_once(strange, norm);
            }
        }
        throw unknown_word(model, fmt::format("{}", fmt::join(concepts, "\", \"")), strange,
                           command);
    }
    for (const auto& typed : minus) {
        auto reading = read(model, normalise, typed, predict, terms.ignored);
        if (!reading.meaning.words.empty() || !reading.meaning.predicted.empty()) {
            terms.minus.push_back(std::move(reading.meaning));
        }
    }
    terms.direction.assign(model.dim(), 0.0F);
    const auto weight = [&](const Concept& meaning) {
        const auto stated = weights.find(meaning.typed);
        return stated == weights.end() ? 1.0F : static_cast<float>(stated->second);
    };
    for (const auto& meaning : terms.plus) {
        for (const auto word : meaning.words) {
            add_unit(model, word, weight(meaning), terms.direction);
        }
        add_predicted(meaning, weight(meaning), terms.direction);
    }
    for (const auto& meaning : terms.minus) {
        for (const auto word : meaning.words) {
            add_unit(model, word, -weight(meaning), terms.direction);
        }
        add_predicted(meaning, -weight(meaning), terms.direction);
    }
    if (std::all_of(terms.direction.begin(), terms.direction.end(),
                    [](float x) { return std::fabs(x) < 1e-6F; })) {
        throw NoAnswer(
            "what is asked for and what is subtracted are the same: no direction is left",
            fmt::format("example: {} {}", command, shell_quoted(concepts.front())));
    }
    return terms;
}

std::vector<Concept> keywords(const Normalise& normalise, const std::vector<std::string>& typed,
                              std::vector<std::string>& ignored) {
    std::vector<Concept> list;
    for (const auto& text : typed) {
        Run run = normalise(text);
        while (!run.empty() && text::is_stop_word(run.back())) {
            run.pop_back();
        }
        run.erase(run.begin(), std::find_if_not(run.begin(), run.end(), text::is_stop_word));
        if (run.empty()) {
            add_once(ignored, text);
        } else {
            list.push_back({.typed = text, .runs = {std::move(run)}});
        }
    }
    return list;
}

}  // namespace lode::query
