#include "query/explain/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "core/base/error.hpp"
#include "query/explain/explain.hpp"
#include "query/spelling.hpp"
#include "query/survey.hpp"
#include "query/trend_groups.hpp"

namespace lode::query::explain {
namespace {

using Seq = store::Seq;

// A side with what finds its articles.
struct Found {
    Side side;
    Terms terms;
    bool material = false;
    std::vector<Seq> articles;
};

// A word that the model knows as typed is taken as typed: "iron" is not Fe.
std::optional<std::uint32_t> known_material(const embed::Embedding& model,
                                            const Normalise& normalise, const Canonical& canonical,
                                            const std::string& typed) {
    const auto read = model.join_phrases(normalise(typed));
    const auto whole = read.size() == 1 ? model.find(read.front()) : std::nullopt;
    if (whole && !model.words()[*whole].material) {
        return std::nullopt;
    }
    try {
        return find_material(model, normalise, canonical, typed, "lode compare");
    } catch (const NoAnswer&) {
        return std::nullopt;
    }
}

Found find(const embed::Embedding& model, const Normalise& normalise, const Canonical& canonical,
           const std::string& typed, const std::string& other) {
    Found found;
    found.side.typed = typed;
    if (const auto word = known_material(model, normalise, canonical, typed)) {
        const embed::Word& entry = model.words()[*word];
        found.material = true;
        found.side.words = {*word};
        found.side.name = entry.text;
        found.side.written = spoken(entry);
        found.side.mentions = entry.count;
        return found;
    }
    found.terms = understand(model, normalise, {typed}, {}, "lode compare " + shell_quoted(other));
    found.side.words = found.terms.plus.front().words;
    found.side.mentions = UINT64_MAX;
    for (const auto word : found.side.words) {
        const embed::Word& entry = model.words()[word];
        found.side.name += (found.side.name.empty() ? "" : " ") + entry.text;
        found.side.written += (found.side.written.empty() ? "" : " ") + spoken(entry);
        found.side.mentions = std::min(found.side.mentions, entry.count);
    }
    return found;
}

void count_article(const Literature& literature, Seq seq, Found& found) {
    const auto facts = literature.facts(seq);
    if (facts && facts->retracted) {
        ++found.side.retracted;
        return;
    }
    found.articles.push_back(seq);
    ++found.side.articles;
    if (facts && facts->year != 0) {
        auto& side = found.side;
        side.first_year =
            side.first_year == 0 ? facts->year : std::min(side.first_year, facts->year);
        side.last_year = std::max(side.last_year, facts->year);
    }
}

void count_material(const Literature& literature, Found& found) {
    Side& side = found.side;
    for (const Seq seq : literature.postings(side.name)) {
        const auto before = found.articles.size();
        count_article(literature, seq, found);
        const auto analysis = literature.analysis(seq);
        if (found.articles.size() == before || !analysis) {
            continue;
        }
        const Vote ballot = vote(*analysis, side.name);
        side.positive += ballot.positive ? 1 : 0;
        side.negative += ballot.negative ? 1 : 0;
        side.null += ballot.null ? 1 : 0;
    }
}

void count_concept(const Literature& literature, const embed::Embedding& model,
                   std::uint64_t min_count, Found& found) {
    std::vector<std::string> formulas;
    for (const auto& candidate : material_words(model, found.terms, min_count)) {
        formulas.push_back(model.words()[candidate.word].text);
    }
    for (const auto& counts : survey(literature, found.terms.plus, formulas, 0).materials) {
        found.side.positive += counts.positive;
        found.side.negative += counts.negative;
        found.side.null += counts.null;
    }
    for_each_about(literature, found.terms.plus, nullptr,
                   [&](Seq seq, const Analysis&) { count_article(literature, seq, found); });
}

// Mean of the unit output vectors.
std::vector<float> company(const embed::Embedding& model, const std::vector<std::uint32_t>& words) {
    std::vector<float> sum(model.dim(), 0.0F);
    for (const auto word : words) {
        const auto row = model.output(word);
        double length = 0;
        for (const float v : row) {
            length += static_cast<double>(v) * static_cast<double>(v);
        }
        const auto scale = static_cast<float>(length > 0 ? 1 / std::sqrt(length) : 0);
        for (std::size_t i = 0; i < sum.size(); ++i) {
            sum[i] += scale * row[i];
        }
    }
    return sum;
}

void compare_words(const embed::Embedding& model, const CompareRequest& request, Comparison& made) {
    const auto a = company(model, made.sides[0].words);
    const auto b = company(model, made.sides[1].words);
    std::set<std::uint32_t> own(made.sides[0].words.begin(), made.sides[0].words.end());
    own.insert(made.sides[1].words.begin(), made.sides[1].words.end());
    std::vector<SharedWord> all;
    for (std::size_t i = 0; i < model.size(); ++i) {
        const auto word = static_cast<std::uint32_t>(i);
        if (may_be_context(model.words()[i]) && !own.contains(word)) {
            all.push_back({.written = spoken(model.words()[i]),
                           .mentions = model.words()[i].count,
                           .a = embed::cosine(a, model.input(word)),
                           .b = embed::cosine(b, model.input(word))});
        }
    }
    const auto best = [&](const auto& value) {
        std::vector<SharedWord> list;
        std::copy_if(all.begin(), all.end(), std::back_inserter(list),
                     [&](const SharedWord& word) { return value(word) > 0; });
        std::stable_sort(list.begin(), list.end(), [&](const SharedWord& l, const SharedWord& r) {
            return value(l) > value(r);
        });
        if (list.size() > request.words) {
            list.resize(request.words);
        }
        return list;
    };
    made.shared = best([](const SharedWord& word) { return std::min(word.a, word.b); });
    made.own[0] = best([](const SharedWord& word) { return word.a - std::max(word.b, 0.0); });
    made.own[1] = best([](const SharedWord& word) { return word.b - std::max(word.a, 0.0); });
}

void compare_neighbours(const embed::Embedding& model, const CompareRequest& request,
                        const std::array<Found, 2>& found, Comparison& made) {
    for (std::size_t i = 0; i < 2; ++i) {
        auto& list = made.sides[i].neighbours;
        if (made.materials) {
            for (const auto& near : output_neighbours(model, made.sides[i].words.front(),
                                                      request.neighbours, request.min_count)) {
                list.emplace_back(spoken(model.words()[near.word]), near.cosine);
            }
        } else {
            for (const auto& near :
                 embed::nearest(model, found[i].terms.direction, request.neighbours,
                                made.sides[i].words, false)) {
                list.emplace_back(spoken(model.words()[near.word]),
                                  static_cast<double>(near.score));
            }
        }
    }
    for (const auto& near : made.sides[0].neighbours) {
        const auto& other = made.sides[1].neighbours;
        if (std::any_of(other.begin(), other.end(),
                        [&](const auto& n) { return n.first == near.first; })) {
            made.neighbours_of_both.push_back(near.first);
        }
    }
}

void compare_applications(const embed::Embedding& model, const Normalise& normalise,
                          const CompareRequest& request, Comparison& made) {
    for (const auto& application : request.applications) {
        try {
            // The first seed names the application; the others may be read as words that mean less.
            const Terms terms = understand(model, normalise, {application.seeds.front()}, {});
            if (!terms.ignored.empty()) {
                continue;
            }
            const auto candidates = placed_candidates(model, terms, request.min_count);
            const auto a = standing(candidates, made.sides[0].words.front());
            const auto b = standing(candidates, made.sides[1].words.front());
            if (a && b) {
                made.applications.push_back({application.name, *a, *b});
            }
        } catch (const NoAnswer&) {
            continue;  // the model does not know the application
        }
    }
    std::stable_sort(made.applications.begin(), made.applications.end(),
                     [](const ApplicationPlace& l, const ApplicationPlace& r) {
                         return std::abs(l.a.percentile - l.b.percentile) >
                                std::abs(r.a.percentile - r.b.percentile);
                     });
}

void compare_trends(const Literature& literature, const Normalise& normalise,
                    const PropertyNames& names, Comparison& made) {
    std::array<std::map<std::pair<std::string, std::string>, std::map<Direction, std::uint64_t>>, 2>
        found;
    for (std::size_t i = 0; i < 2; ++i) {
        TrendQuestion question;
        question.material = made.sides[i].name;
        const auto answer = find_trends(literature, names, normalise, question);
        for (const auto& group : group_trends(answer.records, answer.reference)) {
            if (!group.property.empty() && !group.variable.empty()) {
                for (const auto& [direction, articles] : group.directions) {
                    found[i][{group.property, group.variable}][direction] += articles;
                }
            }
        }
    }
    for (const auto& [about, directions] : found[0]) {
        const auto other = found[1].find(about);
        if (other == found[1].end()) {
            continue;
        }
        const auto& b = other->second;
        const bool up_a = directions.contains(Direction::increase);
        const bool down_a = directions.contains(Direction::decrease);
        const bool up_b = b.contains(Direction::increase);
        const bool down_b = b.contains(Direction::decrease);
        made.trends.push_back({.property = about.first,
                               .variable = about.second,
                               .a = directions,
                               .b = b,
                               .opposite = (up_a && !down_a && down_b && !up_b) ||
                                           (down_a && !up_a && up_b && !down_b)});
    }
    std::stable_partition(made.trends.begin(), made.trends.end(),
                          [](const SharedTrend& trend) { return trend.opposite; });
}

void compare_rows(const Literature& literature, const embed::Embedding& model,
                  const Normalise& normalise, const CompareRequest& request, Comparison& made) {
    const RankRequest ranking = ranking_with(request, {made.sides[0].name, made.sides[1].name});
    made.report = rank(literature, model, normalise, ranking);
    for (auto& side : made.sides) {
        for (const auto& row : made.report->rows) {
            if (row.material == side.name) {
                side.row = row;
            }
        }
        if (!side.row) {
            made.notes.push_back(fmt::format(
                "{} is not ranked: fewer than {} mentions, or a word of the concept itself.",
                side.written, request.min_count));
        }
    }
    made.report->rows.clear();
}

}  // namespace

Comparison compare(const Literature& literature, const embed::Embedding& model,
                   const Normalise& normalise, const Canonical& canonical,
                   const PropertyNames& names, const CompareRequest& request) {
    std::array<Found, 2> found{
        find(model, normalise, canonical, request.typed[0], request.typed[1]),
        find(model, normalise, canonical, request.typed[1], request.typed[0])};
    if (found[0].material != found[1].material) {
        const std::size_t material = found[0].material ? 0 : 1;
        throw UsageError(fmt::format("\"{}\" is a material and \"{}\" none: compare two of a kind",
                                     request.typed.at(material), request.typed.at(1 - material)),
                         fmt::format("how they hang together: lode explain {} {}",
                                     shell_quoted(request.typed.at(material)),
                                     shell_quoted(request.typed.at(1 - material))));
    }
    if (found[0].side.words == found[1].side.words) {
        throw UsageError(fmt::format("\"{}\" and \"{}\" are the same to the model: {}",
                                     request.typed[0], request.typed[1], found[0].side.written));
    }
    Comparison made;
    made.materials = found[0].material;
    if (!made.materials && !request.concepts.empty()) {
        throw UsageError("--concept and --concept-file go with two materials");
    }
    for (auto& one : found) {
        if (one.material) {
            count_material(literature, one);
        } else {
            count_concept(literature, model, request.min_count, one);
        }
        one.side.success =
            statistics::posterior({.mean = 0.5, .size = 1}, {one.side.positive, one.side.voting()});
    }
    std::vector<Seq> both;
    std::set_intersection(found[0].articles.begin(), found[0].articles.end(),
                          found[1].articles.begin(), found[1].articles.end(),
                          std::back_inserter(both));
    made.articles_with_both = both.size();
    made.sides = {std::move(found[0].side), std::move(found[1].side)};
    compare_words(model, request, made);
    compare_neighbours(model, request, found, made);
    if (made.materials) {
        compare_applications(model, normalise, request, made);
        compare_trends(literature, normalise, names, made);
        if (!request.concepts.empty()) {
            compare_rows(literature, model, normalise, request, made);
        }
    }
    for (const auto& side : made.sides) {
        if (side.mentions < k_least_count) {
            made.notes.push_back(
                fmt::format("{} is mentioned {} times: what its vector says is hardly known.",
                            side.written, side.mentions));
        }
    }
    return made;
}

std::vector<std::string> standing_limits(const Comparison& made) {
    std::vector<std::string> limits{
        "Words: cosine of the side's output vector with the word's input vector, how much the word "
        "is "
        "expected around it. A difference of two cosines has no error bar here; small ones say "
        "nothing.",
        made.materials
            ? "Votes count articles on the material in any use; reported success is 90 %, "
              "Jeffreys, "
              "not shrunk, and two intervals that overlap do not show a difference."
            : "Votes count articles on any material in the concept's articles; two intervals that "
              "overlap do not show a difference."};
    if (made.materials) {
        limits.emplace_back(
            "Applications: percentile of the score for the application's first term "
            "(lexicons/applications.tsv) among all candidates.");
        limits.emplace_back(
            "Trends that both have records on may be of other ranges, samples and methods: an "
            "opposite direction is a question, not a contradiction (lode trends shows the "
            "sentences).");
    }
    return limits;
}

}  // namespace lode::query::explain
