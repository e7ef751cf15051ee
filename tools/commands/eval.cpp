// lode eval: tests of the method itself.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ostream>
#include <sstream>

#include "core/base/error.hpp"
#include "core/text/analyser.hpp"
#include "query/applications.hpp"
#include "query/measure.hpp"
#include "tools/command.hpp"
#include "tools/option_groups.hpp"
#include "tools/question.hpp"
#include "tools/retrospect.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

class Eval final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "eval",
            .group = "Ask",
            .summary =
                "How good are vectors and rankings? The past, analogies, elements, properties",
            .synopsis = "eval TEST [FILE...] [options]",
            .description =
                "retrospect: for each cut-off year, trains on what was published before it, ranks "
                "the materials that had not been studied for the application, and counts how many "
                "of the best were studied within the horizon. Beside it the same count for other "
                "rankings (mentions, recent mentions, common neighbours, composition, input "
                "vectors) and for random materials that were mentioned as often, and what "
                "corrections for popularity and for what was reported would change, with "
                "intervals. A concept that is an application (lexicons/applications.tsv) brings "
                "its own keywords. The trained models stay in the workspace, and a training that "
                "is stopped or killed goes on from its checkpoint.\n\n"
                "The other tests measure vectors (docs/EVALUATION.md): analogies answers a is to b "
                "as c is to d; groups asks whether the neighbours of elements follow the periodic "
                "table; probes predicts known properties (--table) from vectors; agreement FILE "
                "compares how our vectors and published ones see the elements; stability MODEL... "
                "says what survives another seed; unseen, how near vectors predicted from "
                "compositions come to trained ones. lode eval alone lists them. Every figure comes "
                "with its n, and but for unseen with a 95 % interval.",
            .memory =
                "as lode embed, and 4 bytes for each material of each article; the others: "
                "the models twice; unseen: 50 bytes x materials x dimensions",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode eval retrospect --concept thermoelectric --from 2005 --to 2015 --seeds 3",
                 "A cut-off each year, three models each."},
                {"lode eval retrospect --concept superconductor --step 3 --top 20 -o test.html",
                 "A page with the curves."},
                {"lode eval unseen", "Vectors of formulas that no article holds."},
                {"lode eval retrospect --concept thermoelectric --labels first_years.tsv",
                 "Years of first study from elsewhere: formula, tab, year."},
                {"lode eval analogies --questions analogies.txt", "Per section, both cases."},
                {"lode eval groups", "Is Se near Te?"},
                {"lode eval probes --table gaps.csv --key formula --target gap",
                 "Are band gaps in the vectors, and more than composition says?"},
                {"lode eval agreement published.vec", "Second-order similarity of elements."},
                {"lode eval stability seed1.lode seed2.lode --concept thermoelectric",
                 "What differs between seeds is no finding."}};
    }
    // A training writes its checkpoint first.
    bool has_safe_points(const Arguments& arguments) const override {
        return !arguments.positional().empty() && arguments.positional().front() == "retrospect";
    }
    std::vector<PositionalSpec> positionals() const override {
        std::vector<std::string> tests = {"retrospect"};
        for (const auto& measure : query::measures::all()) {
            tests.emplace_back(measure().info().name);
        }
        return {{"TEST", "Which test; none lists them.", 0, 1, tests},
                {"FILE",
                 "Of agreement a file of vectors, of stability models.",
                 0,
                 SIZE_MAX,
                 {},
                 true}};
    }
    std::vector<OptionSpec> options() const override {
        const query::retrospect::Settings defaults;
        OptionGroup training = embed_options(EmbedNames::prefixed);
        // The test sets the years itself, and trains what is missing.
        std::erase_if(training, [](const OptionSpec& option) {
            return option.name == "until" || option.name == "force";
        });
        return join(
            {concept_options(),
             {{"concept", "TERM", "", "What to rank for: a word, a phrase or an application.",
               "Test"},
              {"keyword", "WORDS", "",
               "What makes a material studied: an article that holds it; without it, the seed "
               "terms of the application, else the concept.",
               "Test", 0, true},
              {"from", "YEAR", "", "First cut-off: nothing of this year is known.", "Test"},
              {"to", "YEAR", "", "Last cut-off.", "Test"},
              {"step", "N", "1", "Years between cut-offs.", "Test"},
              {"horizon", "N", std::to_string(defaults.horizon),
               "Years in which a prediction may come true.", "Test"},
              {"top", "K", std::to_string(defaults.top),
               "How many predictions a cut-off; of stability how many neighbours and places (10).",
               "Test"},
              {"min-count", "N", "4", "Mentions a candidate must have before the cut-off.", "Test"},
              {"seeds", "N", "1", "Models for each cut-off; the test ranks by the mean rank.",
               "Test"},
              input({"labels", "FILE", "", "Years of first study: formula, tab, year.", "Test"}),
              {"strict-sentence", "", "",
               "Count only sentences that hold material and keyword and report no failure.",
               "Test"},
              {"draws", "N", std::to_string(defaults.draws),
               "Random draws for intervals and p values.", "Test"},
              input({"questions", "FILE", "",
                     "Of analogies: ': section' lines and lines of four words; without it a small "
                     "set of our own.",
                     "Test"}),
              input({"table", "FILE", "",
                     "Of probes: CSV or TSV with column names, of elements or formulas and "
                     "numbers.",
                     "Test"}),
              {"key", "COLUMN", "",
               "Of probes: the column of elements or formulas; without it the first.", "Test"},
              {"target", "COLUMN", "",
               "Of probes: a column to predict; without it every column of numbers.", "Test", 0,
               true}},
             output_options(),
             training,
             lexicon_options()});
    }

    std::vector<Modes> modes(const Arguments& arguments) const override {
        Modes tests{{{"eval without TEST", {}}}, 0};
        Mode retrospect{"eval retrospect", names_of(options())};
        std::erase_if(retrospect.options, [](const std::string& option) {
            return option == "questions" || option == "table" || option == "key" ||
                   option == "target";
        });
        tests.all.push_back(std::move(retrospect));
        for (const auto& measure : query::measures::all()) {
            Mode mode{fmt::format("eval {}", measure().info().name), names_of(output_options())};
            std::istringstream words{std::string(measure().info().options)};
            for (std::string word; words >> word;) {
                mode.options.push_back(word);
            }
            tests.all.push_back(std::move(mode));
        }
        if (!arguments.positional().empty()) {
            const auto found =
                std::find_if(tests.all.begin(), tests.all.end(), [&](const Mode& mode) {
                    return mode.name == "eval " + arguments.positional().front();
                });
            if (found == tests.all.end()) {
                return {};
            }
            tests.chosen = static_cast<std::size_t>(found - tests.all.begin());
        }
        return {std::move(tests)};
    }

    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        if (arguments.positional().empty()) {
            list_tests(context.out());
            return 0;
        }
        const std::string& name = arguments.positional().front();
        if (name != "retrospect") {
            measure(context, find_measure(name));
            return 0;
        }
        if (arguments.positional().size() > 1) {
            throw UsageError("eval retrospect takes no FILE");
        }
        const RetrospectRequest request = read_request(context);
        const std::string format = format_of(context);
        const auto report = retrospect(context, request);
        Output output(context);
        query::retrospect::write(report, format, output.stream());
        output.finish();
        return 0;
    }

 private:
    static void list_tests(std::ostream& out) {
        out << fmt::format("{:<12}{}\n", "retrospect",
                           "Would it have worked? Rankings of the past against what came later");
        for (const auto& measure : query::measures::all()) {
            out << fmt::format("{:<12}{}\n", measure().info().name, measure().info().title);
        }
    }

    static const query::Measure& find_measure(const std::string& name) {
        std::string known = "retrospect";
        for (const auto& measure : query::measures::all()) {
            known += ", " + std::string(measure().info().name);
            if (measure().info().name == name) {
                return measure();
            }
        }
        throw UsageError(fmt::format("there is no test '{}'", name), "tests: " + known);
    }

    static void measure(Context& context, const query::Measure& measure) {
        const Arguments& arguments = context.arguments();
        const query::MeasureInfo& info = measure.info();
        const query::Format& format = query::format(chosen_format(context));
        query::MeasureInput input;
        input.files.assign(arguments.positional().begin() + 1, arguments.positional().end());
        if (input.files.size() < info.least_files || input.files.size() > info.most_files) {
            throw UsageError(fmt::format("eval {} takes {} FILE{}, not {}", info.name,
                                         info.least_files == info.most_files
                                             ? std::to_string(info.least_files)
                                             : fmt::format("{} or more", info.least_files),
                                         info.least_files == 1 ? "" : "s", input.files.size()));
        }
        input.questions = arguments.text("questions");
        input.table = arguments.text("table");
        input.key = arguments.text("key");
        input.targets = arguments.list("target");
        if (arguments.given("concept-file")) {
            throw UsageError("--concept-file goes with eval retrospect");
        }
        if (!arguments.text("concept").empty()) {
            input.concepts = {arguments.text("concept")};
        }
        input.top = arguments.given("top") ? arguments.number("top", 1, 100'000) : 0;
        input.draws = arguments.number("draws", 100, 1'000'000);
        input.seed = arguments.number("seed", 0, INT32_MAX);
        const text::Analyser analyser(read_lexicon_options(context));
        input.normalise = [&](std::string_view typed) { return analyser.query_terms(typed); };
        std::optional<embed::Embedding> model;
        if (info.needs_model) {
            model = load_model(context);
            input.model = &*model;
        }
        input.progress = &context.progress();
        input.stop = context.stop();
        const query::MeasureResult result = measure.measure(input);
        Output output(context);
        format.write(result.table, output.stream());
        output.finish();
        for (const auto& note : result.notes) {
            context.say(note);
        }
    }

    static std::uint16_t year(const Arguments& arguments, const std::string& option) {
        return arguments.text(option).empty()
                   ? std::uint16_t{0}
                   : static_cast<std::uint16_t>(arguments.number(option, 1000, 9999));
    }

    static RetrospectRequest read_request(Context& context) {
        const Arguments& arguments = context.arguments();
        RetrospectRequest request;
        request.concept_term = arguments.text("concept");
        std::vector<std::string> typed;
        if (!request.concept_term.empty()) {
            typed.push_back(request.concept_term);
        }
        request.question = read_question(context, typed);
        if (request.question.empty()) {
            throw UsageError("needs --concept TERM or --concept-file FILE",
                             "example: lode eval retrospect --concept thermoelectric");
        }
        request.keywords = arguments.list("keyword");
        if (!arguments.list("concept-file").empty()) {
            for (const auto& seed : request.question.seeds) {
                request.concept_term += (request.concept_term.empty() ? "" : ", ") + seed;
            }
            if (request.keywords.empty()) {
                request.keywords = request.question.keywords;
            }
            if (request.keywords.empty()) {
                request.keywords = request.question.concepts;
                request.keywords.insert(request.keywords.end(), request.question.seeds.begin(),
                                        request.question.seeds.end());
            }
        }
        for (const auto& application : query::applications(read_lexicon_options(context))) {
            if (request.keywords.empty() && application.name == request.concept_term) {
                request.concept_term = application.seeds.front();
                request.question.concepts = {request.concept_term};
                request.keywords = application.seeds;
            }
        }
        if (request.keywords.empty()) {
            request.keywords = {request.concept_term};
        }
        request.from = year(arguments, "from");
        request.to = year(arguments, "to");
        if (request.from != 0 && request.to != 0 && request.to < request.from) {
            throw UsageError(fmt::format("--to {} is before --from {}", request.to, request.from));
        }
        request.step = static_cast<std::uint16_t>(arguments.number("step", 1, 100));
        request.min_count = arguments.number("min-count", 1, 1U << 30);
        request.seeds = arguments.number("seeds", 1, 100);
        request.settings.horizon = static_cast<std::uint16_t>(arguments.number("horizon", 1, 100));
        request.settings.top = arguments.number("top", 1, 100'000);
        request.settings.draws = arguments.number("draws", 100, 1'000'000);
        request.settings.strict = arguments.flag("strict-sentence");
        request.training = read_embed_options(context, EmbedNames::prefixed);
        request.settings.seed = request.training.spec.seed;
        if (!arguments.text("labels").empty()) {
            request.labels = arguments.text("labels");
            if (request.settings.strict) {
                throw UsageError("--strict-sentence and --labels do not go together",
                                 "labels from elsewhere know no sentences");
            }
        }
        return request;
    }

    // Without a word on it a table: the predictions alone would say nothing of the test.
    static std::string format_of(Context& context) {
        std::istringstream words{std::string(query::retrospect::k_retrospect_formats)};
        std::vector<std::string> known;
        for (std::string word; words >> word;) {
            known.push_back(word);
        }
        return chosen_format(context, known, "table");
    }
};

}  // namespace

const Command& eval() {
    static const Eval k_self;
    return k_self;
}
}  // namespace lode::tools::commands
