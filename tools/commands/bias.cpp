// lode bias: how reported outcomes are spread, and how bad unreported failures would have to be.
#include <fmt/format.h>

#include <iterator>
#include <ostream>
#include <sstream>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/store/store.hpp"
#include "core/text/analyser.hpp"
#include "query/bias/concept_picture.hpp"
#include "query/bias/outcome_table.hpp"
#include "query/bias/picture.hpp"
#include "query/bias/picture_text.hpp"
#include "query/format.hpp"
#include "query/literature.hpp"
#include "tools/answers.hpp"
#include "tools/command.hpp"
#include "tools/context.hpp"
#include "tools/kept.hpp"
#include "tools/option_groups.hpp"
#include "tools/stages.hpp"
#include "tools/version.hpp"

namespace lode::tools::commands {
namespace {

class Bias final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "bias",
            .group = "Ask",
            .summary = "How one-sided reported outcomes are, and what unreported failures would do",
            .synopsis = "bias CONCEPT... | --table FILE [options]",
            .description =
                "Shows what the stored articles report of a concept: every article votes on each "
                "material it names with the words of the concept, as in lode rank. With --table it "
                "reads outcomes that do not come from text: CSV, TSV or JSON lines with the "
                "columns "
                "material, outcome (positive, negative or null), and optionally application, "
                "group, "
                "year. Shown are success rates shrunk towards the usual one, how unevenly reports "
                "are spread, success against popularity, change over time (of outcomes, and with a "
                "CONCEPT of tone: boosted and hedged sentences), single groups, and how bad "
                "unreported failures would have to be to undo a lead. Rows that cannot be used "
                "are listed with their line on standard error and the others are used; --strict "
                "stops instead. Definitions and limits: docs/BIAS.md.",
            .memory = "the votes or rows, some 200 bytes each; with a CONCEPT the model too",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode bias thermoelectric", "What the corpus reports of thermoelectrics."},
                {"lode bias --table notebook.csv", "The picture of a laboratory notebook."},
                {"lode bias --table alloys.csv --true-share 0.05 --format json",
                 "How selective a handbook is if one alloy in twenty truly forms a glass."},
                {"lode bias --table notebook.csv --format html -o bias.html",
                 "The same as a page with plots."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"CONCEPT...", "Words, phrases (quoted) or materials.", 0, SIZE_MAX}};
    }
    std::vector<OptionSpec> options() const override {
        return join(
            {concept_options(),
             {input({"table", "FILE", "", "The table of outcomes ('-': standard input).",
                     "Question"}),
              {"true-share", "X", "",
               "The share of successes believed true, between 0 and 1: prints how much more "
               "readily successes are reported.",
               "Question"},
              {"application", "NAME", "", "With --table: only the rows of this application.",
               "Question"},
              {"min-count", "N", "4", "With CONCEPT: only materials mentioned at least so often.",
               "Question"},
              {"nearby", "N", "3",
               "With CONCEPT: materials near each of the ten most reported ones that no article "
               "sets beside the concept, N by word vectors and N by composition (0: none).",
               "Question"},
              {"strict", "", "", "With --table: stop at rows that cannot be used (exit code 3).",
               "Question"},
              {"limit", "N", "50",
               "Materials shown in a table or page, most reported first, and all with flags "
               "(0: all). The other formats hold all.",
               k_output}},
             confusion_options(),
             output_options(),
             lexicon_options()});
    }

    std::vector<Modes> modes(const Arguments& arguments) const override {
        return {
            {{{"bias CONCEPT", {"concept-file", "min-count", "nearby", "confusion", "lexicons"}},
              {"bias --table", {"table", "application", "strict"}}},
             arguments.given("table") ? std::size_t{1} : std::size_t{0}}};
    }

    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const std::string format = chosen_format(context);
        query::format(format);  // a wrong name is told before work begins
        query::bias::PictureOptions options;
        if (!arguments.text("true-share").empty()) {
            const double share = arguments.real("true-share", 0, 1);
            if (!(share > 0 && share < 1)) {
                throw UsageError("--true-share must lie between 0 and 1, both excluded",
                                 "example: --true-share 0.05");
            }
            options.true_share = share;
        }
        query::bias::PictureReport report;
        Question question = read_question(context, arguments.positional());
        if (question.empty() == arguments.text("table").empty()) {
            throw UsageError(
                "name a CONCEPT (or --concept-file) or a --table of outcomes, one of them",
                "example: lode bias thermoelectric");
        }
        if (!question.empty()) {
            report = from_text(context, std::move(question), options);
        } else if (!from_table(context, options, report)) {
            return 3;
        }
        report.shown = arguments.number("limit", 0, SIZE_MAX);
        report.made_by.emplace_back("program", program_version());
        Output output(context);
        if (format == "json") {
            query::bias::write_picture_json(report, output.stream());
        } else if (format == "html") {
            query::bias::write_picture_page(report, output.stream());
        } else if (format == "table") {
            query::bias::write_picture_text(report, output.stream());
        } else {
            query::format(format).write(query::bias::picture_table(report), output.stream());
        }
        output.finish();
        return 0;
    }

 private:
    static constexpr const char* k_output = "Output";

    static query::bias::PictureReport from_text(Context& context, Question asked,
                                                const query::bias::PictureOptions& options) {
        query::bias::ConceptQuestion question;
        question.min_count = context.arguments().number("min-count", 1, UINT64_MAX);
        question.nearby.neighbours = context.arguments().number("nearby", 0, 1000);
        question.confusion = read_confusion_option(context);
        question.options = options;
        question.lexicons = read_lexicon_options(context);
        const auto store = open_store(context);
        const auto model = open_model(context);
        warn_of_age(context, *model, *store);
        const auto analyser = open_analyser(context);
        settle(context, *model, *analyser, asked);
        if (!asked.minus.empty() || !asked.weights.empty()) {
            context.say(
                "lode: bias counts articles and ranks nothing: minus terms and weights of the "
                "concept file are not used");
        }
        question.concepts = asked.concepts;
        question.keywords = asked.keywords;
        return query::bias::concept_picture(
            query::StoreLiterature(*store), *model,
            [&](std::string_view typed) { return analyser->query_terms(typed); }, question);
    }

    // False where --strict found a fault.
    static bool from_table(Context& context, const query::bias::PictureOptions& options,
                           query::bias::PictureReport& report) {
        const Arguments& arguments = context.arguments();
        const std::string file = arguments.text("table");
        std::string text;
        if (file == "-") {
            text.assign(std::istreambuf_iterator<char>(context.in()), {});
        } else {
            text = read_file(file);
        }
        report.subject = file == "-" ? "standard input" : fs::path(file).filename().string();
        auto table = query::bias::read_outcome_table(text, file == "-" ? "standard input" : file);
        for (const auto& row : table.bad) {
            context.err() << fmt::format("lode bias: {}, line {}: {}\n", report.subject, row.line,
                                         row.reason);
        }
        if (!table.bad.empty()) {
            context.err() << fmt::format("lode bias: {} row{} not used, {} used\n",
                                         table.bad.size(), table.bad.size() == 1 ? "" : "s",
                                         table.observations.size());
            if (arguments.flag("strict")) {
                return false;
            }
        }
        if (!table.ignored_columns.empty()) {
            std::string names;
            for (const auto& name : table.ignored_columns) {
                names += (names.empty() ? "" : ", ") + name;
            }
            context.say("lode bias: columns not used: " + names);
        }
        const std::string application = arguments.text("application");
        if (!application.empty()) {
            std::erase_if(table.observations, [&](const query::bias::Observation& seen) {
                return seen.application != application;
            });
        }
        if (table.observations.empty()) {
            throw NoAnswer(application.empty()
                               ? fmt::format("{} holds no usable row", report.subject)
                               : fmt::format("{} holds no usable row of the application '{}'",
                                             report.subject, application));
        }
        report.picture = query::bias::picture(table.observations, options);
        report.bad = std::move(table.bad);
        report.limits = query::bias::standing_limits(report.picture, false);
        report.made_by = {{"table", report.subject},
                          {"rows used", std::to_string(table.observations.size())},
                          {"rows not used", std::to_string(report.bad.size())},
                          {"application", application.empty() ? "all" : application}};
        return true;
    }
};

}  // namespace

const Command& bias() {
    static const Bias k_self;
    return k_self;
}
}  // namespace lode::tools::commands
