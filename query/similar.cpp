#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "query/linear/predictor.hpp"
#include "query/rank.hpp"
#include "query/spelling.hpp"

namespace lode::query {

Neighbours neighbours(const embed::Embedding& model, const text::Analyser& analyser,
                      const std::string& term, std::size_t limit, bool materials_only) {
    return neighbours(
        model, [&](std::string_view typed) { return analyser.query_terms(typed); }, term, limit,
        materials_only);
}

Neighbours neighbours(const embed::Embedding& model, const Normalise& normalise,
                      const std::string& term, std::size_t limit, bool materials_only) {
    Predictor predictor(model);
    const Terms terms =
        understand(model, normalise, {term}, {}, "lode similar", {}, predictor.function());
    const Concept& meaning = terms.plus.front();
    const auto near = embed::nearest(model, terms.direction, limit, meaning.words, materials_only);
    Neighbours found;
    found.predicted = !meaning.predicted.empty();
    found.notes = predictor.notes();
    for (const auto& neighbour : near) {
        const auto& word = model.words()[neighbour.word];
        found.rows.push_back({.word = word.text,
                              .written = word.written.empty() ? word.text : word.written,
                              .cosine = static_cast<double>(neighbour.score),
                              .count = word.count,
                              .material = word.material});
    }
    if (found.rows.empty()) {
        throw NoAnswer(fmt::format("nothing is near \"{}\"", term),
                       "the model holds no other word of the kind asked for");
    }
    return found;
}

std::vector<SimilarRow> similar(const embed::Embedding& model, const text::Analyser& analyser,
                                const std::string& term, std::size_t limit, bool materials_only) {
    return neighbours(model, analyser, term, limit, materials_only).rows;
}

std::vector<SimilarRow> similar(const embed::Embedding& model, const Normalise& normalise,
                                const std::string& term, std::size_t limit, bool materials_only) {
    return neighbours(model, normalise, term, limit, materials_only).rows;
}

SimpleTable similar_table(const std::vector<SimilarRow>& rows) {
    SimpleTable table;
    table.columns = {"word", "written", "cosine", "count", "kind"};
    for (const auto& row : rows) {
        table.rows.push_back({{row.word, false},
                              {row.written, false},
                              {fmt::format("{:.4f}", row.cosine), true},
                              {fmt::format("{}", row.count), true},
                              {row.material ? "material" : "word", false}});
    }
    return table;
}

}  // namespace lode::query
