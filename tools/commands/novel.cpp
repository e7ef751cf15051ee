// lode novel: which promising materials lie far from what has been tried?
#include <ostream>

#include "core/base/error.hpp"
#include "query/format.hpp"
#include "query/novelty/novelty.hpp"
#include "query/novelty/novelty_text.hpp"
#include "tools/command.hpp"
#include "tools/stages.hpp"
#include "tools/version.hpp"

namespace lode::tools::commands {
namespace {

class Novel final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "novel",
            .group = "Ask",
            .summary = "Promising materials far from what was tried, and from each other",
            .synopsis = "novel CONCEPT... [options]",
            .description =
                "Novelty search (Lehman & Stanley 2011): of the materials that are similar enough "
                "to the concept and share no article with it, those that lie farthest from the "
                "materials that do. Novelty is the mean distance to the nearest studied "
                "materials, by default between output vectors, with --space composition the share "
                "of atoms that differ. The set is made diverse: each further choice is also far "
                "from those before it. Beside it stands what lode rank would have shown. Far from "
                "what was tried is not good: docs/BIAS.md says what the number cannot tell. After "
                "lode "
                "embed --seeds N distances are means over the N models, and each novelty has its "
                "lowest and highest value in one of them.",
            .memory = "as lode rank, and the candidates' vectors of every model once more",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode novel thermoelectric", "Far from every studied thermoelectric."},
                {"lode novel --concept-file thermoelectric --without Pb,Te",
                 "By a concept that comes with Lode."},
                {"lode novel \"solid electrolyte\" --space composition --tradeoff 0.8",
                 "Chemically unlike what was tried, and unlike each other."},
                {"lode novel thermoelectric --format html -o novel.html", "The same as a page."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"CONCEPT...", "Words, phrases (quoted) or materials.", 0, SIZE_MAX}};
    }
    std::vector<OptionSpec> options() const override {
        const query::NoveltyOptions defaults;
        OptionGroup ranking = rank_options();
        std::erase_if(ranking, [](const OptionSpec& option) {
            return option.name == "studied" || option.name == "unstudied";
        });
        for (auto& option : ranking) {
            if (option.name == "limit") {
                option.fallback = std::to_string(defaults.limit);
            }
            if (option.name == "min-count") {
                option.fallback = "10";
                option.help +=
                    " Vectors of rarer ones are noise, and noise is far from everything.";
            }
        }
        return join(
            {concept_options(),
             application_options(),
             {{"quantile", "Q", "0.75",
               "Promising: a score at or above this quantile of all candidates (0 to 1).",
               "Novelty"},
              {"space", "NAME", "vectors", "Where distances are measured: vectors or composition.",
               "Novelty"},
              {"neighbours", "K", std::to_string(defaults.neighbours),
               "Studied materials whose mean distance is the novelty.", "Novelty"},
              {"tradeoff", "T", "0.5",
               "0: only the distance from what is studied counts; 1: after the first only "
               "that from each other.",
               "Novelty"},
              {"studied-from", "N", std::to_string(defaults.studied_from),
               "Articles with the concept from which a material counts as studied.", "Novelty"}},
             ranking,
             output_options(),
             lexicon_options()});
    }
    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const std::string format = chosen_format(context);
        query::format(format);  // a wrong name is told before work begins
        query::NoveltyOptions options;
        options.quantile = arguments.real("quantile", 0, 1);
        options.tradeoff = arguments.real("tradeoff", 0, 1);
        options.neighbours = arguments.number("neighbours", 1, 100'000);
        options.studied_from = arguments.number("studied-from", 1, UINT64_MAX);
        options.space = query::space_kind(arguments.text("space"));
        options.limit = arguments.number("limit", 1, 1'000'000);
        options.sentences = arguments.number("evidence", 0, 1000);
        Question question =
            require_question(context, arguments.positional(), "lode novel thermoelectric");
        query::NoveltyReport report;
        with_question(context, std::move(question), [&](const Opened& opened) {
            report = query::novel(opened.literature, opened.model, opened.normalise, opened.request,
                                  options);
        });
        report.ranking.program = program_version();
        Output output(context);
        if (format == "json") {
            query::write_novelty_json(report, output.stream());
        } else if (format == "html") {
            query::write_novelty_page(report, output.stream());
        } else if (format == "table") {
            query::write_novelty_text(report, output.stream());
        } else {
            query::format(format).write(query::novelty_table(report), output.stream());
        }
        output.finish();
        return 0;
    }
};

}  // namespace

const Command& novel() {
    static const Novel k_self;
    return k_self;
}
}  // namespace lode::tools::commands
