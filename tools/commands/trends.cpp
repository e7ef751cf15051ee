// lode trends: what is said to happen to a property, record by record.
#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "core/base/error.hpp"
#include "core/store/store.hpp"
#include "core/text/analyser.hpp"
#include "ingest/mine/miner.hpp"
#include "query/format.hpp"
#include "query/literature.hpp"
#include "query/trend_report.hpp"
#include "tools/answers.hpp"
#include "tools/command.hpp"
#include "tools/kept.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools::commands {
namespace {

OutcomeLabel outcome_label(const std::string& word) {
    for (const auto label : {OutcomeLabel::positive, OutcomeLabel::negative, OutcomeLabel::null}) {
        if (name(label) == word) {
            return label;
        }
    }
    throw UsageError(fmt::format("--outcome: '{}' is none of positive, negative, null", word),
                     "example: --outcome negative,null");
}

class Trends final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "trends",
            .group = "Ask",
            .summary = "What the literature says its figures show: records, conflicts, sketches",
            .synopsis =
                "trends [--material M] [--property P] [--variable V] [--outcome LABEL,..] "
                "[options]",
            .description =
                "Lists every stored figure trend of a material, property and variable with its "
                "sentence, and groups them: how many articles say increase, decrease or peak, "
                "which "
                "reports contradict each other, how often only an extremum is stated, and how much "
                "of the range is covered. Nothing is averaged. Names of properties and their "
                "symbols are taken together by lexicons/properties.tsv. With --outcome the "
                "sentences that report such an outcome are listed instead: what did not work. "
                "--format html and svg draw sketches of what the words say; they are not data.",
            .memory = "the records found; one article at a time",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode trends --material SnSe --property \"thermal conductivity\"",
                 "How it is said to change, and with what."},
                {"lode trends --property ZT --variable temperature --format html -o zt.html",
                 "All materials, as a page with sketches."},
                {"lode trends --material LiCoO2 --outcome negative,null",
                 "What did not work, or had no effect."}};
    }
    std::vector<OptionSpec> options() const override {
        OptionGroup output = output_options();
        for (auto& option : output) {
            if (option.name == "format") {
                option.help = "svg, " + option.help;
                option.choices.emplace_back("svg");
            }
        }
        return join(
            {{{"material", "M", "", "A formula or a name.", "Question"},
              {"property", "P", "", "A property; other names and symbols of it are found too.",
               "Question"},
              {"variable", "V", "", "What it depends on.", "Question"},
              {"about", "WORDS", "", "Only articles that hold these words side by side.",
               "Question", 0, true},
              {"outcome",
               "LABEL,..",
               "",
               "List sentences with these outcomes instead: positive, negative, null.",
               "Question",
               0,
               true,
               {"positive", "negative", "null"}},
              {"other-work", "", "",
               "With --outcome: what is said of earlier work and background too.", "Question"},
              {"from", "YEAR", "", "No article before this year.", "Question"},
              {"until", "YEAR", "", "No article after this year.", "Question"}},
             std::move(output),
             lexicon_options()});
    }

    std::vector<Modes> modes(const Arguments& arguments) const override {
        return {{{{"trends", {}}, {"trends --outcome", {"other-work"}}},
                 arguments.given("outcome") ? std::size_t{1} : std::size_t{0}}};
    }

    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const std::string format = chosen_format(context);
        const LexiconSource lexicons = read_lexicon_options(context);
        const auto miner = open_miner(context);

        query::TrendQuestion question;
        question.property = arguments.text("property");
        question.variable = arguments.text("variable");
        question.material = arguments.text("material");
        if (const auto known = question.material.empty()
                                   ? std::nullopt
                                   : canonical_by(*miner)(question.material)) {
            question.material = *known;
        }
        const auto normalise = [&](std::string_view typed) {
            return miner->analyser().query_terms(typed);
        };
        for (const auto& words : arguments.list("about")) {
            question.about.push_back(normalise(words));
        }
        question.from_year = year(arguments, "from");
        question.until_year = year(arguments, "until");
        for (const auto& word : arguments.comma_list("outcome")) {
            question.outcomes.push_back(outcome_label(word));
        }
        question.other_work = arguments.flag("other-work");
        if (question.material.empty() && question.property.empty() && question.variable.empty() &&
            question.about.empty()) {
            throw UsageError("name a material, a property, a variable or --about words",
                             "example: lode trends --property \"thermal conductivity\"");
        }

        const auto store = open_store(context);
        const query::StoreLiterature literature(*store);
        Output output(context);
        const bool any = question.outcomes.empty()
                             ? trends(literature, query::PropertyNames(lexicons), normalise,
                                      question, format, output.stream())
                             : outcomes(literature, normalise, question, format, output.stream());
        output.finish();
        if (!any) {
            context.err() << "lode trends: nothing found; fewer or other words may find more\n";
        }
        return any ? 0 : 4;
    }

 private:
    static std::uint16_t year(const Arguments& arguments, const std::string& option) {
        return arguments.text(option).empty()
                   ? std::uint16_t{0}
                   : static_cast<std::uint16_t>(arguments.number(option, 1, 9999));
    }

    static bool trends(const query::Literature& literature, const query::PropertyNames& names,
                       const query::Normalise& normalise, const query::TrendQuestion& question,
                       const std::string& format, std::ostream& out) {
        const auto answer = query::find_trends(literature, names, normalise, question);
        const auto groups = query::group_trends(answer.records, answer.reference);
        if (format == "json") {
            query::write_trends_json(question, answer, groups, out);
        } else if (format == "svg") {
            query::write_trends_svg(answer, groups, out);
        } else if (format == "html") {
            query::write_trends_page(question, answer, groups, out);
        } else {
            query::format(format).write(query::trends_table(answer, groups), out);
        }
        return !answer.records.empty();
    }

    static bool outcomes(const query::Literature& literature, const query::Normalise& normalise,
                         const query::TrendQuestion& question, const std::string& format,
                         std::ostream& out) {
        const auto answer = query::find_outcomes(literature, normalise, question);
        if (format == "json") {
            query::write_outcomes_json(question, answer, out);
        } else if (format == "svg") {
            throw UsageError("--format svg draws trends, not outcomes");
        } else {
            query::format(format).write(query::outcomes_table(answer), out);
        }
        return !answer.records.empty();
    }
};

}  // namespace

const Command& trends() {
    static const Trends k_self;
    return k_self;
}
}  // namespace lode::tools::commands
