// How much of an answer survives another seed.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <numeric>
#include <set>

#include "core/base/error.hpp"
#include "embed/vectors/search.hpp"
#include "query/measure.hpp"
#include "query/statistics.hpp"

namespace lode::query::measures {
namespace {

constexpr std::size_t k_default_top = 10;
constexpr std::size_t k_most_queries = 1000;
constexpr std::size_t k_least_mentions = 4;  // of candidates, as lode rank has it

// The words that all models have, in the order of the first, with their rows in each.
struct Common {
    std::vector<std::uint32_t> first;              // word of the first model
    std::vector<std::vector<std::uint32_t>> rows;  // [model][common word]
};

Common common_words(const std::vector<embed::Embedding>& models) {
    Common common;
    common.rows.resize(models.size());
    for (std::uint32_t i = 0; i < models.front().size(); ++i) {
        std::vector<std::uint32_t> row;
        for (const auto& model : models) {
            const auto word = model.find(models.front().words()[i].text);
            if (!word || !(model.inverse_input_norms()[*word] > 0)) {
                break;
            }
            row.push_back(*word);
        }
        if (row.size() == models.size()) {
            common.first.push_back(i);
            for (std::size_t m = 0; m < row.size(); ++m) {
                common.rows[m].push_back(row[m]);
            }
        }
    }
    return common;
}

using Lists = std::vector<std::vector<std::uint32_t>>;  // [query][place], common words

Lists neighbours(const embed::Embedding& model, const std::vector<std::uint32_t>& rows,
                 const std::vector<std::uint32_t>& queries, std::size_t top) {
    std::vector<float> cells;
    for (const std::uint32_t row : rows) {
        cells.insert(cells.end(), model.input(row).begin(), model.input(row).end());
    }
    const embed::SearchIndex index(cells, model.dim());
    std::vector<float> asked;
    for (const std::uint32_t query : queries) {
        const auto row = model.input(rows[query]);
        asked.insert(asked.end(), row.begin(), row.end());
    }
    const auto found = index.nearest(asked, top + 1);
    Lists lists;
    for (std::size_t q = 0; q < queries.size(); ++q) {
        std::vector<std::uint32_t> list;
        for (const auto& neighbour : found[q]) {
            if (neighbour.word != queries[q] && list.size() < top) {
                list.push_back(neighbour.word);
            }
        }
        lists.push_back(std::move(list));
    }
    return lists;
}

double overlap(std::vector<std::uint32_t> a, std::vector<std::uint32_t> b, std::size_t top) {
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    std::vector<std::uint32_t> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    return static_cast<double>(both.size()) / static_cast<double>(top);
}

// Scores of the candidates for a concept, as lode rank gives them.
std::vector<double> scores(const embed::Embedding& model, const std::vector<std::uint32_t>& rows,
                           const std::vector<std::uint32_t>& candidates, const Terms& terms) {
    std::vector<double> list;
    for (const std::uint32_t candidate : candidates) {
        list.push_back(embed::cosine(model.output(rows[candidate]), terms.direction));
    }
    return list;
}

std::vector<std::uint32_t> best(const std::vector<double>& scores, std::size_t top) {
    std::vector<std::uint32_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
    order.resize(std::min(top, order.size()));
    return order;
}

// As much of the end of each path as tells the files apart: "model.lode", "old/model.lode".
std::vector<std::string> distinct_names(const std::vector<std::filesystem::path>& files) {
    const auto end_of = [](const std::filesystem::path& file, std::size_t parts) {
        std::vector<std::filesystem::path> all(file.begin(), file.end());
        std::filesystem::path name;
        for (std::size_t i = all.size() - std::min(parts, all.size()); i < all.size(); ++i) {
            name /= all[i];
        }
        return name.string();
    };
    std::vector<std::string> names;
    for (const auto& file : files) {
        // The same file given twice stays alike, whole.
        const auto longest = std::distance(file.begin(), file.end());
        std::size_t parts = 1;
        while (parts < static_cast<std::size_t>(longest) &&
               std::any_of(files.begin(), files.end(), [&](const auto& other) {
                   return other != file && end_of(other, parts) == end_of(file, parts);
               })) {
            ++parts;
        }
        names.push_back(end_of(file, parts));
    }
    return names;
}

class Stability final : public Measure {
 public:
    const MeasureInfo& info() const noexcept override {
        static constexpr MeasureInfo k_info{
            .name = "stability",
            .version = 1,
            .title = "How many neighbours and ranks survive another seed?",
            .meaning =
                "For each two of the model files: the share of the nearest neighbours that both "
                "have, over words that all models know, for words and for materials; with "
                "--concept the same for the first places of its ranking, and the rank correlation "
                "of all candidates. What differs between seeds is no finding",
            .source = "Antoniak & Mimno 2018 (doi:10.1162/tacl_a_00008)",
            .needs_model = false,
            .least_files = 2,
            .most_files = 100,
            .options = "concept top draws seed lexicons"};
        return k_info;
    }

    MeasureResult measure(const MeasureInput& input) const override {
        std::vector<embed::Embedding> models;
        for (const auto& file : input.files) {
            models.push_back(embed::Embedding::load(file));
        }
        const std::size_t top = input.top == 0 ? k_default_top : input.top;
        const Common common = common_words(models);
        if (common.first.size() <= top) {
            throw NoAnswer(fmt::format("the models share {} words, too few for the {} nearest",
                                       common.first.size(), top));
        }
        const std::vector<std::string> names = distinct_names(input.files);
        MeasureResult result;
        result.table.columns = {"a",
                                "b",
                                "what",
                                "k",
                                "n",
                                "overlap",
                                "low",
                                "high",
                                "spearman",
                                "spearman_low",
                                "spearman_high"};
        for (const bool materials : {false, true}) {
            add_neighbours(result.table, input, names, models, common, materials, top);
        }
        for (const auto& concept_term : input.concepts) {
            add_ranking(result, input, names, models, common, concept_term, top);
        }
        input.progress->finish();
        result.notes.push_back(fmt::format(
            "{} words are in all models; at most {} of a kind are asked, drawn at random. "
            "Intervals: 95 %, bootstrap over the words asked, of a rank correlation over its "
            "candidates; "
            "the overlap of first places is one observation.",
            common.first.size(), k_most_queries));
        return result;
    }

 private:
    static void add_neighbours(SimpleTable& table, const MeasureInput& input,
                               const std::vector<std::string>& names,
                               const std::vector<embed::Embedding>& models, const Common& common,
                               bool materials, std::size_t top) {
        std::vector<std::uint32_t> queries;
        for (std::uint32_t i = 0; i < common.first.size(); ++i) {
            if (models.front().words()[common.first[i]].material == materials) {
                queries.push_back(i);
            }
        }
        bias::Draws random(input.seed);
        random.shuffle(queries);
        queries.resize(std::min(queries.size(), k_most_queries));
        if (queries.empty()) {
            return;
        }
        std::vector<Lists> lists;
        for (std::size_t m = 0; m < models.size(); ++m) {
            stop_if_asked(input);
            input.progress->report({.stage = materials ? "materials" : "words",
                                    .done = m,
                                    .total = models.size(),
                                    .unit = "models",
                                    .note = {}});
            lists.push_back(neighbours(models[m], common.rows[m], queries, top));
        }
        for (std::size_t a = 0; a < models.size(); ++a) {
            for (std::size_t b = a + 1; b < models.size(); ++b) {
                std::vector<double> shares;
                for (std::size_t q = 0; q < queries.size(); ++q) {
                    shares.push_back(overlap(lists[a][q], lists[b][q], top));
                }
                const Interval interval = bootstrap_mean(shares, input.draws, random);
                table.rows.push_back(
                    {text_cell(names[a]), text_cell(names[b]),
                     text_cell(materials ? "neighbours of materials" : "neighbours of words"),
                     count_cell(top), count_cell(shares.size()), figure(mean_of(shares)),
                     figure(interval.low), figure(interval.high), text_cell(""), text_cell(""),
                     text_cell("")});
            }
        }
    }

    static void add_ranking(MeasureResult& result, const MeasureInput& input,
                            const std::vector<std::string>& names,
                            const std::vector<embed::Embedding>& models, const Common& common,
                            const std::string& concept_term, std::size_t top) {
        std::vector<std::uint32_t> candidates;
        for (std::uint32_t i = 0; i < common.first.size(); ++i) {
            const auto& word = models.front().words()[common.first[i]];
            if (word.material && word.count >= k_least_mentions) {
                candidates.push_back(i);
            }
        }
        std::vector<std::vector<double>> all;
        for (std::size_t m = 0; m < models.size(); ++m) {
            const Terms terms = understand(models[m], input.normalise, {concept_term}, {},
                                           "lode eval stability --concept");
            all.push_back(scores(models[m], common.rows[m], candidates, terms));
        }
        if (candidates.size() <= top) {
            result.notes.push_back(
                fmt::format("{}: only {} candidates, not ranked", concept_term, candidates.size()));
            return;
        }
        for (std::size_t a = 0; a < models.size(); ++a) {
            for (std::size_t b = a + 1; b < models.size(); ++b) {
                bias::Draws random(input.seed);
                const auto over = [&](std::span<const std::size_t> sample) {
                    std::vector<double> ours;
                    std::vector<double> others;
                    for (const std::size_t i : sample) {
                        ours.push_back(all[a][i]);
                        others.push_back(all[b][i]);
                    }
                    return statistics::spearman(ours, others)
                        .value_or(std::numeric_limits<double>::quiet_NaN());
                };
                std::vector<std::size_t> every(candidates.size());
                std::iota(every.begin(), every.end(), std::size_t{0});
                const Interval interval = bootstrap(every.size(), input.draws, random, over);
                result.table.rows.push_back(
                    {text_cell(names[a]), text_cell(names[b]),
                     text_cell("ranking for " + concept_term), count_cell(top),
                     count_cell(candidates.size()),
                     figure(overlap(best(all[a], top), best(all[b], top), top)), text_cell(""),
                     text_cell(""), figure(over(every)), figure(interval.low),
                     figure(interval.high)});
            }
        }
    }
};

}  // namespace

const Measure& stability();
const Measure& stability() {
    static const Stability k_self;
    return k_self;
}

}  // namespace lode::query::measures
