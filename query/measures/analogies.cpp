// Analogies: a is to b as c is to d.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/resources.hpp"
#include "core/base/string_map.hpp"
#include "core/text/unicode.hpp"
#include "embed/vectors/search.hpp"
#include "query/measure.hpp"

namespace lode::detail {
extern const Resource resources_evaluation[];
extern const std::size_t resources_evaluation_count;
}  // namespace lode::detail

namespace lode::query::measures {
namespace {

struct Question {
    std::array<std::string, 4> words;
    std::array<std::size_t, 2> pairs{};  // (a, b) and (c, d), numbered within the section
};
struct Section {
    std::string name;
    std::vector<Question> questions;
    std::size_t pairs = 0;
};

std::string_view own_questions() {
    for (const auto& item :
         std::span(detail::resources_evaluation, detail::resources_evaluation_count)) {
        if (item.name == "evaluation/analogies.txt") {
            return item.text;
        }
    }
    throw Error("the analogies are not part of this program");
}

// ": section" lines and lines of four words.
std::vector<Section> read_questions(std::string_view text, const std::string& path) {
    std::vector<Section> sections;
    std::map<std::pair<std::string, std::string>, std::size_t> pairs;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty() || line.front() == '#') {
            continue;
        }
        if (line.front() == ':') {
            line.remove_prefix(std::min(line.find_first_not_of(": "), line.size()));
            sections.push_back({std::string(line), {}, 0});
            pairs.clear();
            continue;
        }
        Question question;
        std::size_t words = 0;
        while (!line.empty()) {
            const std::size_t blank = std::min(line.find_first_of(" \t"), line.size());
            if (blank > 0 && words++ < 4) {
                question.words.at(words - 1) = line.substr(0, blank);
            }
            line.remove_prefix(std::min(blank + 1, line.size()));
        }
        if (words != 4 || sections.empty()) {
            throw UsageError(fmt::format("{}: line {}: {}", path, number,
                                         words != 4 ? "a question has four words"
                                                    : "a question before the first \": section\""));
        }
        for (std::size_t i = 0; i < 2; ++i) {
            question.pairs.at(i) =
                pairs
                    .emplace(std::pair(question.words.at(2 * i), question.words.at(2 * i + 1)),
                             pairs.size())
                    .first->second;
        }
        sections.back().pairs = pairs.size();
        sections.back().questions.push_back(std::move(question));
    }
    if (sections.empty()) {
        throw UsageError(fmt::format("{}: there is no question in it", path));
    }
    return sections;
}

// A vocabulary with one reading of case, and its search. Folded: of the words that differ in case
// only the most frequent is there, as gensim has it.
class Solver {
 public:
    Solver(const embed::Embedding& model, bool folded) : m_model(model), m_folded(folded) {
        std::vector<float> rows;
        for (std::uint32_t i = 0; i < model.size(); ++i) {
            if (m_places.emplace(key(model.words()[i].text), m_words.size()).second) {
                m_words.push_back(i);
                rows.insert(rows.end(), model.input(i).begin(), model.input(i).end());
            }
        }
        m_index.emplace(rows, model.dim());
    }

    // The four words' rows here; nothing where one is not in the vocabulary.
    std::optional<std::array<std::uint32_t, 4>> rows(const Question& question) const {
        std::array<std::uint32_t, 4> found{};
        for (std::size_t i = 0; i < 4; ++i) {
            const auto place = m_places.find(key(question.words.at(i)));
            if (place == m_places.end()) {
                return std::nullopt;
            }
            found.at(i) = static_cast<std::uint32_t>(place->second);
        }
        return found;
    }

    // 3CosAdd: the word nearest to b - a + c, none of the three.
    std::vector<bool> right(const std::vector<std::array<std::uint32_t, 4>>& questions) const {
        std::vector<bool> answers;
        const std::size_t dim = m_model.dim();
        for (std::size_t begin = 0; begin < questions.size(); begin += k_batch) {
            const std::size_t n = std::min(k_batch, questions.size() - begin);
            std::vector<float> queries(n * dim);
            for (std::size_t q = 0; q < n; ++q) {
                const auto& [a, b, c, d] = questions[begin + q];
                const auto from = unit_input(m_model, m_words[a]);
                const auto to = unit_input(m_model, m_words[b]);
                const auto other = unit_input(m_model, m_words[c]);
                for (std::size_t k = 0; k < dim; ++k) {
                    queries[q * dim + k] = to[k] - from[k] + other[k];
                }
            }
            const auto found = m_index->nearest(queries, 4);
            for (std::size_t q = 0; q < n; ++q) {
                const auto& asked = questions[begin + q];
                const auto first = std::find_if(
                    found[q].begin(), found[q].end(), [&](const embed::Neighbour& neighbour) {
                        return neighbour.word != asked[0] && neighbour.word != asked[1] &&
                               neighbour.word != asked[2];
                    });
                answers.push_back(first != found[q].end() && first->word == asked[3]);
            }
        }
        return answers;
    }

 private:
    static constexpr std::size_t k_batch = 256;
    std::string key(const std::string& word) const {
        return m_folded ? text::to_lower(word) : word;
    }
    const embed::Embedding& m_model;
    bool m_folded;
    std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>> m_places;
    std::vector<std::uint32_t> m_words;
    std::optional<embed::SearchIndex> m_index;
};

struct Score {
    std::size_t asked = 0;
    std::size_t pairs = 0;  // among the questions asked
    double rate = 0;        // NaN where nothing was asked
    std::optional<Interval> interval;
    std::string why_none;  // no interval
};

// Below, drawing pairs again says little of other pairs.
constexpr std::size_t k_least_pairs = 5;
constexpr std::size_t k_least_sections = 3;  // of the macro average

// Why a bootstrap over the pairs gives no interval; empty where it does.
std::string why_no_interval(const Score& score) {
    if (score.asked == 0) {
        return "nothing was asked";
    }
    if (score.pairs < k_least_pairs) {
        return fmt::format("too few pairs ({} of {})", score.pairs, k_least_pairs);
    }
    return score.rate <= 0   ? "all answers are wrong, every draw alike"
           : score.rate >= 1 ? "all answers are right, every draw alike"
                             : "";
}

TableCell low_cell(const Score& score) {
    return score.interval ? figure(score.interval->low) : text_cell("");
}
TableCell high_cell(const Score& score) {
    return score.interval ? figure(score.interval->high) : text_cell("");
}

// Questions share pairs and are far from independent: pairs are drawn, and a question counts as
// often as both of its pairs together.
Score score(const Section& section, const Solver& solver, const MeasureInput& input,
            bias::Draws& random) {
    std::vector<std::array<std::uint32_t, 4>> known;
    std::vector<const Question*> asked;
    std::set<std::size_t> pairs;
    for (const Question& question : section.questions) {
        if (const auto rows = solver.rows(question)) {
            known.push_back(*rows);
            asked.push_back(&question);
            pairs.insert(question.pairs.begin(), question.pairs.end());
        }
    }
    Score made{asked.size(), pairs.size(), 0, {}, {}};
    const std::vector<bool> right = solver.right(known);
    made.rate = static_cast<double>(std::count(right.begin(), right.end(), true)) /
                static_cast<double>(asked.size());
    made.why_none = why_no_interval(made);
    if (!made.why_none.empty()) {
        return made;
    }
    const std::vector<std::size_t> list(pairs.begin(), pairs.end());
    made.interval =
        bootstrap(list.size(), input.draws, random, [&](std::span<const std::size_t> sample) {
            std::vector<double> weight(section.pairs, 0);
            for (const std::size_t i : sample) {
                weight[list[i]] += 1;
            }
            double all = 0;
            double good = 0;
            for (std::size_t q = 0; q < asked.size(); ++q) {
                const double w = weight[asked[q]->pairs[0]] * weight[asked[q]->pairs[1]];
                all += w;
                good += right[q] ? w : 0;
            }
            return good / all;
        });
    return made;
}

class Analogies final : public Measure {
 public:
    const MeasureInfo& info() const noexcept override {
        static constexpr MeasureInfo k_info{
            .name = "analogies",
            .version = 1,
            .title = "a is to b as c is to d: how often d is found",
            .meaning =
                "The share of questions whose answer is the word nearest to b - a + c (3CosAdd), "
                "by section, with exact case and with case folded. A question with an unknown word "
                "is not asked; the coverage says how many were. The macro average counts every "
                "section the same. Analogies say little of rankings",
            .source = "Mikolov et al. 2013 (arXiv:1301.3781); Tshitoyan et al. 2019",
            .options = "questions draws seed"};
        return k_info;
    }

    MeasureResult measure(const MeasureInput& input) const override {
        const bool own = input.questions.empty();
        const std::string text = own ? std::string(own_questions()) : read_file(input.questions);
        const auto sections =
            read_questions(text, own ? "analogies.txt" : input.questions.string());
        MeasureResult result;
        result.table.columns = {"section",      "questions", "asked",      "coverage",
                                "pairs",        "exact",     "exact_low",  "exact_high",
                                "folded_asked", "folded",    "folded_low", "folded_high"};
        const Solver exact(*input.model, false);
        const Solver folded(*input.model, true);
        std::vector<double> exact_rates;
        std::vector<double> folded_rates;
        std::array<double, 2> right{};
        std::array<std::size_t, 2> asked{};
        std::size_t questions = 0;
        for (std::size_t i = 0; i < sections.size(); ++i) {
            stop_if_asked(input);
            input.progress->report({.stage = "analogies",
                                    .done = i,
                                    .total = sections.size(),
                                    .unit = "sections",
                                    .note = {}});
            bias::Draws random(input.seed);
            const Section& section = sections[i];
            const Score a = score(section, exact, input, random);
            const Score b = score(section, folded, input, random);
            const std::size_t n = section.questions.size();
            result.table.rows.push_back(
                {text_cell(section.name), count_cell(n), count_cell(a.asked),
                 figure(static_cast<double>(a.asked) / static_cast<double>(n)), count_cell(a.pairs),
                 figure(a.rate), low_cell(a), high_cell(a), count_cell(b.asked), figure(b.rate),
                 low_cell(b), high_cell(b)});
            for (const auto& [name, one] : {std::pair("exact", &a), std::pair("folded", &b)}) {
                if (one->asked > 0 && !one->why_none.empty()) {
                    result.notes.push_back(
                        fmt::format("{}, {}: no interval: {}", section.name, name, one->why_none));
                }
            }
            questions += n;
            asked[0] += a.asked;
            asked[1] += b.asked;
            if (a.asked > 0) {
                exact_rates.push_back(a.rate);
                right[0] += a.rate * static_cast<double>(a.asked);
            }
            if (b.asked > 0) {
                folded_rates.push_back(b.rate);
                right[1] += b.rate * static_cast<double>(b.asked);
            }
        }
        input.progress->finish();
        if (folded_rates.empty()) {
            throw NoAnswer("no question can be asked: the vocabulary has none with all its words");
        }
        add_averages(result, questions, asked, right, exact_rates, folded_rates, input);
        result.notes.emplace_back(
            "Intervals: 95 %, bootstrap over the pairs of a section, because questions share "
            "pairs; "
            "of the macro average over the sections.");
        return result;
    }

 private:
    static void add_averages(MeasureResult& result, std::size_t questions,
                             const std::array<std::size_t, 2>& asked,
                             const std::array<double, 2>& right,
                             const std::vector<double>& exact_rates,
                             const std::vector<double>& folded_rates, const MeasureInput& input) {
        SimpleTable& table = result.table;
        const auto coverage =
            figure(static_cast<double>(asked[0]) / static_cast<double>(questions));
        table.rows.push_back(
            {text_cell("(all questions)"), count_cell(questions), count_cell(asked[0]), coverage,
             text_cell(""), figure(right[0] / static_cast<double>(asked[0])), text_cell(""),
             text_cell(""), count_cell(asked[1]), figure(right[1] / static_cast<double>(asked[1])),
             text_cell(""), text_cell("")});
        bias::Draws random(input.seed);
        std::vector<TableCell> ends;
        for (const auto* rates : {&exact_rates, &folded_rates}) {
            const bool enough = rates->size() >= k_least_sections;
            const Interval interval =
                enough ? bootstrap_mean(*rates, input.draws, random) : Interval{};
            ends.push_back(enough ? figure(interval.low) : text_cell(""));
            ends.push_back(enough ? figure(interval.high) : text_cell(""));
            if (!enough) {
                result.notes.push_back(fmt::format(
                    "macro average, {}: no interval: too few sections ({} of {})",
                    rates == &exact_rates ? "exact" : "folded", rates->size(), k_least_sections));
            }
        }
        table.rows.push_back({text_cell("(macro average)"), count_cell(questions),
                              count_cell(asked[0]), coverage, text_cell(""),
                              figure(mean_of(exact_rates)), ends[0], ends[1], count_cell(asked[1]),
                              figure(mean_of(folded_rates)), ends[2], ends[3]});
    }
};

}  // namespace

const Measure& analogies();
const Measure& analogies() {
    static const Analogies k_self;
    return k_self;
}

}  // namespace lode::query::measures
