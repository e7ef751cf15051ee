#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "query/rank.hpp"
#include "query/spelling.hpp"

namespace lode::query {

std::vector<SimilarRow> similar(const embed::Embedding& model, const text::Analyser& analyser,
                                const std::string& term, std::size_t limit, bool materials_only) {
    return similar(
        model, [&](std::string_view typed) { return analyser.query_terms(typed); }, term, limit,
        materials_only);
}

std::vector<SimilarRow> similar(const embed::Embedding& model, const Normalise& normalise,
                                const std::string& term, std::size_t limit, bool materials_only) {
    const Terms terms = understand(model, normalise, {term}, {}, "lode similar");
    const auto& own = terms.plus.front().words;
    const auto near = embed::nearest(model, terms.direction, limit, own, materials_only);
    std::vector<SimilarRow> rows;
    for (const auto& neighbour : near) {
        const auto& word = model.words()[neighbour.word];
        rows.push_back({.word = word.text,
                        .written = word.written.empty() ? word.text : word.written,
                        .cosine = static_cast<double>(neighbour.score),
                        .count = word.count,
                        .material = word.material});
    }
    if (rows.empty()) {
        throw NoAnswer(fmt::format("nothing is near \"{}\"", term),
                       "the model holds no other word of the kind asked for");
    }
    return rows;
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
