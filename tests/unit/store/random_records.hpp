// Random but valid records for property tests. A seed gives the same records everywhere.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "core/model/analysis.hpp"
#include "core/model/article.hpp"

namespace lode::test {

class RandomRecords {
 public:
    explicit RandomRecords(std::uint32_t seed) : m_random(seed) {}

    std::uint32_t number(std::uint32_t limit) {
        return static_cast<std::uint32_t>(m_random() % (std::uint64_t{limit} + 1));
    }
    bool coin() { return number(1) == 1; }
    // Now and then the borders of the type.
    std::uint32_t any32() {
        switch (number(5)) {
            case 0:
                return 0;
            case 1:
                return 0xFFFFFFFFU;
            case 2:
                return static_cast<std::uint32_t>(m_random());
            default:
                return number(500);
        }
    }
    std::string string() {
        static const std::vector<std::string> k_pieces = {"",
                                                          "a",
                                                          "band gap",
                                                          "\xC3\xA9t\xC3\xA9",
                                                          "Bi2Te3",
                                                          " \n\t ",
                                                          "\xE2\x82\x83",
                                                          std::string(300, 'x'),
                                                          std::string("\0z", 2)};
        return k_pieces[number(static_cast<std::uint32_t>(k_pieces.size() - 1))];
    }
    std::vector<std::string> strings() {
        std::vector<std::string> list(number(3));
        for (auto& s : list) {
            s = string();
        }
        return list;
    }
    template <class E>
    E kind(E first, E last) {
        return static_cast<E>(
            static_cast<std::uint32_t>(first) +
            number(static_cast<std::uint32_t>(last) - static_cast<std::uint32_t>(first)));
    }
    Range range() { return {.begin = any32(), .end = any32()}; }

    Text text() {
        Text t;
        t.utf8 = string() + string();
        t.scripts.resize(number(3));
        for (auto& span : t.scripts) {
            span = {.range = range(), .script = kind(Script::sub, Script::sup)};
        }
        t.figure_links.resize(number(2));
        for (auto& link : t.figure_links) {
            link = {.range = range(), .target = string()};
        }
        return t;
    }
    std::vector<Text> texts() {
        std::vector<Text> list(number(3));
        for (auto& t : list) {
            t = text();
        }
        return list;
    }
    Article article();
    Analysis analysis();

 private:
    std::mt19937 m_random;
};

inline Article RandomRecords::article() {
    Article a;
    for (std::string* field : {&a.id, &a.source, &a.dialect, &a.doi, &a.pmid, &a.pmcid, &a.local_id,
                               &a.article_type, &a.date, &a.journal, &a.publisher, &a.licence}) {
        *field = string();
    }
    a.title = text();
    a.retracted = coin();
    a.year = static_cast<std::uint16_t>(any32());
    a.authors.resize(number(2));
    for (auto& author : a.authors) {
        author = {.family = string(), .given = string(), .affiliations = strings()};
    }
    a.keywords = strings();
    a.abstracts.resize(number(2));
    for (auto& abstract : a.abstracts) {
        abstract = {.kind = string(), .paragraphs = texts()};
    }
    a.sections.resize(number(3));
    for (auto& section : a.sections) {
        section = {.level = any32(), .label = string(), .title = text(), .paragraphs = texts()};
    }
    a.figures.resize(number(2));
    for (auto& figure : a.figures) {
        figure = {.id = string(),
                  .label = string(),
                  .caption = text(),
                  .panels = strings(),
                  .mentions = any32()};
    }
    a.tables.resize(number(2));
    for (auto& table : a.tables) {
        table.id = string();
        table.label = string();
        table.caption = text();
        table.header_rows = any32();
        table.rows.resize(number(3));
        for (auto& row : table.rows) {
            row = strings();
        }
        table.footnotes = strings();
    }
    a.relations.resize(number(2));
    for (auto& relation : a.relations) {
        relation = {.kind = string(), .doi = string(), .pmid = string(), .note = string()};
    }
    a.language = string();
    a.revised = string();
    a.footnotes = texts();
    a.supplements.resize(number(2));
    for (auto& supplement : a.supplements) {
        supplement = {.id = string(), .label = string(), .caption = string(), .href = string()};
    }
    a.references = any32();
    a.reference_list.resize(number(2));
    for (auto& reference : a.reference_list) {
        reference = {.id = string(),
                     .doi = string(),
                     .pmid = string(),
                     .year = static_cast<std::uint16_t>(any32())};
    }
    a.repairs = strings();
    for (std::uint32_t i = number(3); i > 0; --i) {
        a.dropped["reason" + std::to_string(i)] = std::uint64_t{any32()} << number(32);
    }
    return a;
}

inline Analysis RandomRecords::analysis() {
    Analysis a;
    a.sentences.resize(number(4));
    for (auto& s : a.sentences) {
        s.block = any32();
        s.range = range();
        s.outcome = kind(OutcomeLabel::neutral, OutcomeLabel::null);
        s.scope = kind(ClaimScope::own, ClaimScope::background);
        s.hedged = coin();
        s.outcome_score = static_cast<float>(number(1000)) / 1000.0F;
        s.figures.resize(number(2));
        for (auto& figure : s.figures) {
            figure = any32();
        }
        s.tokens = string();
    }
    a.mentions.resize(number(3));
    for (auto& m : a.mentions) {
        m = {.sentence = any32(),
             .range = range(),
             .written = string(),
             .formula = string(),
             .kind = kind(MaterialKind::formula, MaterialKind::other)};
    }
    a.quantities.resize(number(3));
    for (auto& q : a.quantities) {
        q.sentence = any32();
        q.range = range();
        for (auto* value : {&q.value, &q.low, &q.high, &q.tolerance}) {
            if (coin()) {
                *value = static_cast<double>(any32()) / 7.0;
            }
        }
        q.unit = string();
        q.kind = kind(QuantityKind::measurement, QuantityKind::product);
        q.modifier = kind(QuantityModifier::none, QuantityModifier::at_least);
        q.values.resize(number(3));
        for (auto& value : q.values) {
            value = static_cast<double>(any32()) / 3.0;
        }
    }
    a.trends.resize(number(3));
    for (auto& t : a.trends) {
        t.sentence = any32();
        t.range = range();
        t.property = string();
        t.variable = string();
        t.material = string();
        t.x_range = string();
        t.direction = kind(Direction::increase, Direction::no_change);
        t.variable_decreasing = coin();
        t.extremum = kind(Extremum::none, Extremum::minimum);
        t.extremum_value = {.value = string(), .unit = string()};
        t.location = {.value = string(), .unit = string()};
        t.conditions = string();
        t.from_caption = static_cast<std::uint8_t>(number(7));
        t.figure = string();
        t.figure_index = static_cast<std::int32_t>(any32());
        t.score = static_cast<float>(number(1000)) / 1000.0F;
    }
    a.abbreviations.resize(number(2));
    for (auto& abbreviation : a.abbreviations) {
        abbreviation = {.short_form = string(), .long_form = string()};
    }
    return a;
}

}  // namespace lode::test
