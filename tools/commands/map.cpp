// lode map: what is familiar for a concept, and where was little tried?
#include <ostream>

#include "core/base/error.hpp"
#include "query/format.hpp"
#include "query/map/concept_map.hpp"
#include "query/map/map_text.hpp"
#include "tools/command.hpp"
#include "tools/stages.hpp"
#include "tools/version.hpp"

namespace lode::tools::commands {
namespace {

class Map final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "map",
            .group = "Ask",
            .summary = "Familiar and unfamiliar materials and uses, and where little was tried",
            .synopsis = "map CONCEPT... [options]",
            .description =
                "Sorts the candidate materials by how often they are written of at all and how "
                "often with the concept: incremental (both familiar), radical-application (a "
                "familiar material, an unfamiliar use), radical-material, radical-both; with "
                "counts and examples. A second map shows where on the plane of the word vectors "
                "materials are known and studied, and marks cells with fewer studied ones than "
                "their likeness to the concept would lead one to expect. --format svg or html "
                "draws both; tsv and json hold every candidate. After lode embed --seeds N the map "
                "is "
                "that of all N models. Definitions: docs/BIAS.md.",
            .memory = "as lode rank, and the candidates' vectors of every model once more",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode map thermoelectric", "Counts, examples and sparse regions."},
                {"lode map thermoelectric --format html -o map.html", "The same as a page."},
                {"lode map thermoelectric --format svg -o map.svg", "The two pictures alone."},
                {"lode map --concept-file solid-electrolyte --familiar-material 10 "
                 "--familiar-use 2",
                 "With thresholds of one's own."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"CONCEPT...", "Words, phrases (quoted) or materials.", 0, SIZE_MAX}};
    }
    std::vector<OptionSpec> options() const override {
        const query::MapOptions defaults;
        OptionGroup ranking = rank_options();
        std::erase_if(ranking, [](const OptionSpec& option) {
            return option.name == "studied" || option.name == "unstudied";
        });
        for (auto& option : ranking) {
            if (option.name == "evidence") {
                option.fallback = std::to_string(defaults.sentences);
            } else if (option.name == "limit") {
                option.fallback = std::to_string(defaults.examples);
                option.help = "Examples of each quadrant.";
            }
        }
        OptionGroup output = output_options();
        for (auto& option : output) {
            if (option.name == "format") {
                option.help = "svg, " + option.help;
                option.choices.emplace_back("svg");
            }
        }
        return join(
            {concept_options(),
             application_options(),
             {{"familiar-material", "N", "",
               "Articles from which a material is familiar; without it, the count at the "
               "80 % quantile of the candidates.",
               "Map"},
              {"familiar-use", "N", std::to_string(defaults.familiar_application),
               "Articles with the concept from which its use is familiar.", "Map"},
              {"quantile", "Q", "0.9",
               "Promising: a score at or above this quantile of all candidates (0 to 1).", "Map"},
              {"columns", "N", "",
               "Cells across the density map; without it, so many that a cell holds about 25 "
               "materials.",
               "Map"}},
             ranking,
             output,
             lexicon_options()});
    }
    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const std::string format = chosen_format(context);
        query::MapOptions options;
        if (!arguments.text("familiar-material").empty()) {
            options.familiar_material = arguments.number("familiar-material", 1, UINT64_MAX);
        }
        options.familiar_application = arguments.number("familiar-use", 1, UINT64_MAX);
        options.examples = arguments.number("limit", 1, 1'000'000);
        options.quantile = arguments.real("quantile", 0, 1);
        if (!arguments.text("columns").empty()) {
            options.columns = arguments.number("columns", 1, 1000);
        }
        options.sentences = arguments.number("evidence", 0, 1000);
        Question question =
            require_question(context, arguments.positional(), "lode map thermoelectric");
        query::ConceptMap map;
        with_question(context, std::move(question), [&](const Opened& opened) {
            map = query::concept_map(opened.literature, opened.model, opened.normalise,
                                     opened.request, options);
        });
        map.ranking.program = program_version();
        Output output(context);
        if (format == "svg") {
            query::write_map_svg(map, output.stream());
        } else if (format == "json") {
            query::write_map_json(map, output.stream());
        } else if (format == "html") {
            query::write_map_page(map, output.stream());
        } else if (format == "table") {
            query::write_map_text(map, output.stream());
        } else {
            query::format(format).write(query::map_table(map), output.stream());
        }
        output.finish();
        return 0;
    }
};

}  // namespace

const Command& map() {
    static const Map k_self;
    return k_self;
}
}  // namespace lode::tools::commands
