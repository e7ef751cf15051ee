#include "query/map/concept_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "query/candidates.hpp"
#include "query/known_sentences.hpp"
#include "query/material_space.hpp"
#include "query/plain_text.hpp"
#include "query/projection.hpp"
#include "query/survey.hpp"

namespace lode::query {
namespace {

// Articles that mention a material, retracted ones left out; the facts of each are read once.
class ArticleCounter {
 public:
    explicit ArticleCounter(const Literature& literature) : m_literature(literature) {}
    std::uint64_t count(const std::string& material) {
        std::uint64_t sum = 0;
        for (const auto seq : m_literature.postings(material)) {
            const auto [known, fresh] = m_retracted.try_emplace(seq, false);
            if (fresh) {
                const auto facts = m_literature.facts(seq);
                known->second = facts && facts->retracted;
            }
            sum += known->second ? 0U : 1U;
        }
        return sum;
    }

 private:
    const Literature& m_literature;
    std::unordered_map<store::Seq, bool> m_retracted;
};

void fill_materials(const Literature& literature, const embed::Embedding& model, const Field& field,
                    ConceptMap& map) {
    std::unordered_map<std::uint32_t, std::uint64_t> with_concept;
    for (std::size_t i = 0; i < field.all.size(); ++i) {
        with_concept.emplace(field.all[i].word, field.seen.materials[i].articles);
    }
    ArticleCounter counter(literature);
    std::vector<std::uint64_t> articles;
    for (const auto& candidate : field.candidates) {
        const auto& word = model.words()[candidate.word];
        MapMaterial made;
        made.material = word.text;
        made.written = word.written.empty() ? word.text : word.written;
        made.seen = {counter.count(word.text), with_concept.at(candidate.word)};
        made.score = candidate.score;
        made.percentile = candidate.percentile;
        made.promising = candidate.percentile >= 100 * map.options.quantile;
        articles.push_back(made.seen.articles);
        map.materials.push_back(std::move(made));
    }
    map.from = {map.options.familiar_material.value_or(usual_material_limit(std::move(articles))),
                map.options.familiar_application};
    for (auto& material : map.materials) {
        material.quadrant = quadrant_of(material.seen, map.from);
        auto& count = map.counts.at(static_cast<std::size_t>(material.quadrant));
        ++count.materials;
        count.promising += material.promising ? 1U : 0U;
    }
}

void draw(const embed::Embedding& model, const OtherSeeds* others, const Field& field,
          ConceptMap& map) {
    std::vector<std::uint32_t> words;
    for (const auto& candidate : field.candidates) {
        words.push_back(candidate.word);
    }
    const MaterialSpace space(model, words, SpaceKind::vectors, others);
    map.spread = distance_spread(space);
    std::vector<std::vector<float>> vectors;
    std::vector<double> scores;
    std::vector<std::uint64_t> articles;
    std::vector<bool> studied;
    for (std::size_t i = 0; i < map.materials.size(); ++i) {
        if (space.placed(i)) {
            map.placed.push_back(i);
            vectors.push_back(space.unit(i));
            scores.push_back(map.materials[i].score);
            articles.push_back(map.materials[i].seen.articles);
            studied.push_back(map.materials[i].seen.with_concept > 0);
        }
    }
    const Plane plane = principal_map(vectors);
    map.shown_share = plane.share;
    const auto chances = studied_chances(scores, articles, studied);
    std::vector<MapPoint> points;
    for (std::size_t p = 0; p < map.placed.size(); ++p) {
        const auto& [x, y] = plane.places[p];
        map.materials[map.placed[p]].place = {x, y};
        points.push_back({.x = x, .y = y, .studied = studied[p], .chance = chances[p]});
    }
    map.density = density_map(points, map.options.columns.value_or(usual_columns(points.size())));
    for (std::size_t c = 0; c < map.density.cells.size(); ++c) {
        for (const std::size_t p : map.density.cells[c].points) {
            map.materials[map.placed[p]].cell = c;
        }
    }
}

std::vector<std::size_t> choose_examples(ConceptMap& map) {
    std::vector<std::size_t> chosen;
    for (const auto quadrant : k_quadrants) {
        std::size_t taken = 0;
        for (std::size_t i = 0; i < map.materials.size() && taken < map.options.examples; ++i) {
            if (map.materials[i].quadrant == quadrant) {
                chosen.push_back(i);
                map.examples.push_back({.quadrant = quadrant, .articles = {}});
                ++taken;
            }
        }
    }
    return chosen;
}

std::vector<std::string> limits_of(const ConceptMap& map) {
    return {
        "Familiar means written of in this corpus. A material that is new here may be old "
        "elsewhere, and an article that holds the material and the concept need not study the one "
        "for the other.",
        fmt::format("The thresholds ({} articles for the material, {} with the concept) are a "
                    "choice, not a finding: materials near them change sides with it.",
                    map.from.material, map.from.application),
        fmt::format("The map shows {:.0f} % of the variance of the vectors. Neighbours on it need "
                    "not be neighbours, and what is far apart on it is far apart.",
                    100 * map.shown_share),
        fmt::format("A sparse cell holds fewer studied materials than others of like score and "
                    "like number of articles (adjusted chance below 0.05; {} cells with {} "
                    "materials or more were tested). The chance is too small where articles study "
                    "several materials at once, and too large because a cell is part of what it is "
                    "compared with. It does not say why nobody tried there.",
                    map.density.tested, k_least_cell),
        map.spread
            ? fmt::format("Scores and the map are of {} models that differ in their seeds: {}. "
                          "All of them read the same articles.",
                          map.spread->models, spread_words(*map.spread))
            : std::string("How far the map depends on chance in training is not known: there "
                          "is one model (lode embed --seeds N).")};
}

}  // namespace

std::vector<std::size_t> untried_of(const ConceptMap& map, const MapCell& cell, std::size_t most) {
    std::vector<std::size_t> list;
    for (const std::size_t p : cell.points) {
        if (list.size() < most && map.materials[map.placed[p]].seen.with_concept == 0) {
            list.push_back(map.placed[p]);
        }
    }
    return list;  // points are in the order of the score
}

ConceptMap concept_map(const Literature& literature, const embed::Embedding& model,
                       const Normalise& normalise, RankRequest request, const MapOptions& options) {
    ConceptMap map;
    map.options = options;
    request.studied = RankRequest::Studied::any;
    request.command = "lode map";
    request.evidence = options.sentences;
    request.choose = [&](const Field& field) {
        fill_materials(literature, model, field, map);
        draw(model, request.others, field, map);
        return choose_examples(map);
    };
    map.ranking = rank(literature, model, normalise, request);
    for (std::size_t i = 0; i < map.examples.size(); ++i) {
        const Row& row = map.ranking.rows[i];
        map.examples[i].articles =
            row.evidence.empty() ? known_sentences(literature, row.material, options.sentences)
                                 : row.evidence;
    }
    auto& made = map.ranking.made_by;
    std::erase_if(made, [](const auto& entry) { return entry.first == "studied"; });
    made.emplace_back("material familiar from",
                      fmt::format("{} articles{}", map.from.material,
                                  options.familiar_material ? "" : " (the 80 % quantile)"));
    made.emplace_back("use familiar from",
                      fmt::format("{} articles with the concept", map.from.application));
    made.emplace_back("promising", fmt::format("score at or above the {:g} quantile of all "
                                               "candidates",
                                               options.quantile));
    made.emplace_back("map",
                      fmt::format("first two principal components of the output vectors, {} x {} "
                                  "cells",
                                  map.density.columns, map.density.rows));
    map.limits = limits_of(map);
    return map;
}

}  // namespace lode::query
