// lode eval: tests of the method itself.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "core/base/error.hpp"
#include "query/applications.hpp"
#include "tools/command.hpp"
#include "tools/option_groups.hpp"
#include "tools/retrospect.hpp"

namespace lode::tools::commands {
namespace {

class Eval final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "eval",
            .group = "Ask",
            .summary = "Would it have worked? Rankings of the past against what came later",
            .synopsis = "eval retrospect --concept TERM [--from YEAR] [--to YEAR] [options]",
            .description =
                "retrospect: for each cut-off year, trains on what was published before it, ranks "
                "the materials that had not been studied for the application, and counts how many "
                "of the best were studied within the horizon. Beside it the same count for other "
                "rankings (mentions, recent mentions, common neighbours, composition, input "
                "vectors) and for random materials that were mentioned as often. A concept that is "
                "an application (lexicons/applications.tsv) brings its own keywords. The trained "
                "models stay in the workspace, so a stopped run goes on where it stopped.",
            .memory = "as lode embed; and 4 bytes for each material of each article",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode eval retrospect --concept thermoelectric --from 2005 --to 2015 --seeds 3",
                 "A cut-off each year, three models each."},
                {"lode eval retrospect --concept superconductor --step 3 --top 20 -o test.html",
                 "A page with the curves."},
                {"lode eval retrospect --concept thermoelectric --labels first_years.tsv",
                 "Years of first study from elsewhere: formula, tab, year."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"TEST", "Which test: retrospect.", 1, 1}};
    }
    std::vector<OptionSpec> options() const override {
        const query::retrospect::Settings defaults;
        OptionGroup training = embed_options(EmbedNames::prefixed);
        // The test sets the years itself, and trains what is missing.
        std::erase_if(training, [](const OptionSpec& option) {
            return option.name == "until" || option.name == "force";
        });
        return join(
            {{{"concept", "TERM", "", "What to rank for: a word, a phrase or an application.",
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
              {"top", "K", std::to_string(defaults.top), "How many predictions a cut-off.", "Test"},
              {"min-count", "N", "4", "Mentions a candidate must have before the cut-off.", "Test"},
              {"seeds", "N", "1", "Models for each cut-off; the test ranks by the mean rank.",
               "Test"},
              {"labels", "FILE", "", "Years of first study: formula, tab, year.", "Test"},
              {"strict-sentence", "", "",
               "Count only sentences that hold material and keyword and report no failure.",
               "Test"},
              {"draws", "N", std::to_string(defaults.draws),
               "Random draws for intervals and p values.", "Test"}},
             output_options(),
             training,
             lexicon_options()});
    }

    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        if (arguments.positional().front() != "retrospect") {
            throw UsageError(fmt::format("there is no test '{}'", arguments.positional().front()),
                             "tests: retrospect");
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
    static std::uint16_t year(const Arguments& arguments, const std::string& option) {
        return arguments.text(option).empty()
                   ? std::uint16_t{0}
                   : static_cast<std::uint16_t>(arguments.number(option, 1000, 9999));
    }

    static RetrospectRequest read_request(Context& context) {
        const Arguments& arguments = context.arguments();
        RetrospectRequest request;
        request.concept_term = arguments.text("concept");
        if (request.concept_term.empty()) {
            throw UsageError("needs --concept TERM",
                             "example: lode eval retrospect --concept thermoelectric");
        }
        request.keywords = arguments.list("keyword");
        for (const auto& application : query::applications(read_lexicon_options(context))) {
            if (request.keywords.empty() && application.name == request.concept_term) {
                request.concept_term = application.seeds.front();
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

    static std::string format_of(Context& context) {
        std::string format = chosen_format(context);
        if (context.arguments().text("format").empty() &&
            context.arguments().text("output").empty()) {
            format = "table";  // the predictions alone would say nothing of the test
        }
        const std::string known = " " + std::string(query::retrospect::k_retrospect_formats) + " ";
        if (known.find(" " + format + " ") == std::string::npos) {
            throw UsageError(fmt::format("eval has no format '{}'", format),
                             fmt::format("formats: {}", query::retrospect::k_retrospect_formats));
        }
        return format;
    }
};

}  // namespace

const Command& eval() {
    static const Eval k_self;
    return k_self;
}
}  // namespace lode::tools::commands
