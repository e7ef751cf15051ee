#include "tools/retrospect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/chem/formula.hpp"
#include "core/store/store.hpp"
#include "core/text/analyser.hpp"
#include "query/candidates.hpp"
#include "query/retrospect/corrections.hpp"
#include "query/terms.hpp"
#include "tools/ending.hpp"
#include "tools/ensemble.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools {
namespace {

namespace fs = std::filesystem;
using namespace query::retrospect;

class Job {
 public:
    Job(Context& context, const RetrospectRequest& request)
        : m_context(context),
          m_request(request),
          m_store(context.store_folder()),
          m_analyser(read_lexicon_options(context)),
          m_history(keyword_runs()) {}

    RetrospectReport run() {
        read_history();
        std::vector<CutOff> cut_offs;
        std::vector<CutOffDetails> details;
        for (const std::uint16_t year : years()) {
            CutOffDetails detail;
            if (auto made = cut_off(year, detail)) {
                cut_offs.push_back(std::move(*made));
                details.push_back(std::move(detail));
            }
        }
        if (m_place) {
            m_place->remove();
        }
        if (cut_offs.empty()) {
            throw NoAnswer(
                fmt::format("no cut-off year has candidates for '{}'", m_request.concept_term),
                "choose later years (--from, --to), a lower --min-count or another concept");
        }
        const EndsAnywhere anywhere(m_context.command());  // what took hours is safe
        m_report.result = evaluate(m_history, cut_offs, m_request.settings);
        m_report.details = std::move(details);
        return std::move(m_report);
    }

 private:
    std::vector<query::Run> keyword_runs() const {
        std::vector<query::Run> runs;
        for (const auto& keyword : m_request.keywords) {
            if (query::Run run = m_analyser.query_terms(keyword); !run.empty()) {
                runs.push_back(std::move(run));
            }
        }
        if (runs.empty()) {
            throw UsageError("no keyword is a word", "example: --keyword thermoelectric");
        }
        return runs;
    }

    void read_history() {
        const std::uint64_t total = m_store.counters().articles;
        std::uint64_t done = 0;
        m_store.for_each_analysis([&](store::Seq seq, const Analysis& analysis) {
            const auto facts = m_store.facts(seq);
            if (!facts) {
                throw error("article {} has no record of its year", seq);
            }
            m_history.add(facts->id, facts->year, facts->retracted, analysis);
            m_context.progress().report({.stage = "history",
                                         .done = ++done,
                                         .total = total,
                                         .unit = "articles",
                                         .note = {}});
            return !m_context.stop().stop_requested();
        });
        m_context.progress().finish();
        if (m_context.stop().stop_requested()) {
            throw Interrupted("stopped before any model was trained");
        }
        m_history.finish();
        m_report.labels = "this corpus";
        if (m_request.labels) {
            m_history.set_labels(read_first_years(*m_request.labels));
            m_report.labels = m_request.labels->filename().string();
        }
        m_report.concept_term = m_request.concept_term;
        m_report.keywords = m_request.keywords;
        m_report.seeds = m_request.seeds;
        m_report.min_count = m_request.min_count;
        m_report.articles = m_history.used;
        m_report.without_year = m_history.without_year;
        m_report.retracted = m_history.retracted;
        m_report.with_keyword = m_history.with_keyword;
        m_report.first_year = m_history.first_year;
        m_report.last_year = m_history.last_year;
    }

    // Without --from and --to: from the year before which a quarter of the articles lie to the last
    // one with a full horizon.
    std::vector<std::uint16_t> years() const {
        std::uint16_t from = m_request.from;
        std::uint16_t to = m_request.to;
        if (from == 0) {
            const auto& articles = m_history.articles();
            from = articles.empty() ? m_history.last_year : articles[articles.size() / 4].year;
        }
        if (to == 0) {
            to = static_cast<std::uint16_t>(
                std::max(from + 0, m_history.last_year - m_request.settings.horizon + 1));
        }
        std::vector<std::uint16_t> list;
        for (unsigned year = from; year <= to; year += m_request.step) {
            list.push_back(static_cast<std::uint16_t>(year));
        }
        return list;
    }

    embed::Embedding model(std::uint16_t year, std::uint64_t seed) {
        embed::EmbedOptions options = m_request.training;
        options.spec.until_year = static_cast<std::uint16_t>(year - 1);
        options.spec.seed = seed;
        options.spec.extra["asked"] += fmt::format(" slice={} slice_seed={}", year, seed);
        const fs::path folder = m_context.workspace() / "retrospect";
        const fs::path file =
            folder /
            fmt::format("{}-{}-{}.lode", year, seed,
                        digest128(m_store.fingerprint() + options.spec.extra["asked"]).hex());
        if (fs::exists(file)) {
            try {
                return embed::Embedding::load(file);
            } catch (const Error& problem) {
                m_context.say(fmt::format("{}; it is trained again", problem.what()));
            }
        }
        create_folders(folder);
        m_context.say(
            fmt::format("eval: training on what was known before {}, seed {}", year, seed));
        if (!m_place) {
            m_place.emplace(TrainingPlace::of_slices(m_context));
        }
        m_place->settle(options);
        auto made = embed::build(m_store, m_analyser.settings(), options, m_context.progress(),
                                 m_context.stop());
        m_context.progress().finish();
        made.save(file);
        m_place->model_is_safe(seed, false);
        return made;
    }

    // What the models of one cut-off say, an order each.
    struct Said {
        std::vector<std::uint32_t> candidates;
        std::vector<Order> output, input, within_bins, without_popularity, by_success;
        std::map<std::string, std::string> written;
    };

    // Adds what one model says. Its candidates are those of every seed: the vocabulary is the same.
    void ask(const embed::Embedding& trained, const query::Terms& terms, std::uint16_t year,
             Said& said) const {
        auto list = query::material_words(trained, terms, m_request.min_count);
        query::score(trained, terms.direction, list);
        std::vector<query::Candidate> unstudied;
        Scores by_output;
        Scores by_input;
        said.candidates.clear();
        for (const auto& candidate : list) {
            const embed::Word& word = trained.words()[candidate.word];
            const auto material = m_history.find(word.text);
            if (!material || m_history.materials()[*material].studied_before(year)) {
                continue;
            }
            said.candidates.push_back(*material);
            said.written[word.text] = word.written;
            unstudied.push_back(candidate);
            by_output.push_back(candidate.score);
            by_input.push_back(embed::cosine(trained.input(candidate.word), terms.direction));
        }
        const auto add = [&](std::vector<Order>& orders, const Scores& scores) {
            orders.push_back(order_by("", m_history, said.candidates, scores));
        };
        add(said.output, by_output);
        add(said.input, by_input);
        add(said.within_bins, within_mention_bins(trained, unstudied));
        add(said.without_popularity, without_popularity(unstudied));
        add(said.by_success, weighted_by_success(m_history, said.candidates, year, by_output));
    }

    // Nothing where the year cannot be judged; the report says why.
    std::optional<CutOff> cut_off(std::uint16_t year, CutOffDetails& detail) {
        Said said;
        for (std::size_t s = 0; s < m_request.seeds; ++s) {
            const embed::Embedding trained = model(year, m_request.training.spec.seed + s);
            query::Terms terms;
            try {
                const Question& asked = m_request.question;
                auto concepts = asked.concepts;
                std::vector<std::string> unknown;  // of a file's seeds others remain
                for (auto& seed : known_seeds(trained, m_analyser, asked, unknown)) {
                    concepts.push_back(std::move(seed));
                }
                if (concepts.empty()) {
                    throw NoAnswer("no seed term is known");
                }
                terms = query::understand(
                    trained, [&](std::string_view typed) { return m_analyser.query_terms(typed); },
                    concepts, asked.minus, "lode eval retrospect --concept", asked.weights);
            } catch (const NoAnswer&) {
                m_report.notes.push_back(
                    fmt::format("before {} the corpus does not know '{}': left out", year,
                                m_request.concept_term));
                return std::nullopt;
            }
            detail.models.push_back(trained.fingerprint());
            ask(trained, terms, year, said);
        }
        const auto& candidates = said.candidates;
        if (candidates.empty()) {
            m_report.notes.push_back(
                fmt::format("before {} no material with {} mentions was yet unstudied: left out",
                            year, m_request.min_count));
            return std::nullopt;
        }
        CutOff made;
        made.year = year;
        made.orders.push_back(fused("lode", said.output));
        made.orders.push_back(fused("input vectors only", said.input));
        const auto add = [&](const char* name, const Scores& scores) {
            made.orders.push_back(order_by(name, m_history, candidates, scores));
        };
        add("mentions", by_mentions(m_history, candidates, year));
        add("recent mentions", by_recent_mentions(m_history, candidates, year));
        add("common neighbours", by_common_neighbours(m_history, candidates, year));
        add("composition", by_composition(m_history, candidates, year));
        const auto correct = [&](Order order) {
            order.correction = true;
            made.orders.push_back(std::move(order));
        };
        correct(fused("within mention bins", said.within_bins));
        correct(fused("popularity regressed out", said.without_popularity));
        correct(fused("weighted by success", said.by_success));
        correct(fused("with mentions",
                      {made.orders.front(), order_by("", m_history, candidates,
                                                     by_mentions(m_history, candidates, year))}));
        detail.agreement = agreement(said.output, m_request.settings.top);
        const auto& best = made.orders.front().materials;
        for (std::size_t i = 0; i < std::min(best.size(), m_request.settings.top); ++i) {
            const MaterialHistory& material = m_history.materials()[best[i]];
            detail.predictions.push_back({.material = material.formula,
                                          .written = said.written[material.formula],
                                          .articles_before = material.count(0, year),
                                          .first_studied = material.first_studied,
                                          .first_article = material.first_article});
        }
        return made;
    }

    Context& m_context;
    const RetrospectRequest& m_request;
    store::Reader m_store;
    text::Analyser m_analyser;
    History m_history;
    RetrospectReport m_report;
    std::optional<TrainingPlace> m_place;  // from the first slice that must be trained
};

}  // namespace

RetrospectReport retrospect(Context& context, const RetrospectRequest& request) {
    return Job(context, request).run();
}

std::map<std::string, std::uint16_t> read_first_years(const fs::path& file) {
    const std::string bytes = read_file(file);
    std::map<std::string, std::uint16_t> years;
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
        std::string_view line(bytes.data() + begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const std::size_t tab = line.find('\t');
        const std::string_view field =
            tab == std::string_view::npos ? std::string_view() : line.substr(tab + 1);
        std::uint16_t year = 0;
        const auto parsed = std::from_chars(field.data(), field.data() + field.size(), year);
        if (parsed.ec != std::errc() || year < 1000 ||
            (parsed.ptr != field.data() + field.size() && *parsed.ptr != '\t')) {
            if (number == 1) {
                continue;  // the heading
            }
            throw error("{}:{}: a line is a formula, a tab and a year", file.string(), number);
        }
        const std::string_view formula = line.substr(0, tab);
        const auto composition = chem::parse_formula(formula);
        auto& first = years[composition ? chem::canonical(*composition) : std::string(formula)];
        first = first == 0 ? year : std::min(first, year);
    }
    if (years.empty()) {
        throw error("{}: holds no formula with a year", file.string());
    }
    return years;
}

}  // namespace lode::tools
