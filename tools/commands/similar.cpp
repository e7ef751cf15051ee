// lode similar: the neighbours of a word or material.
#include <ostream>

#include "query/format.hpp"
#include "query/rank.hpp"
#include "tools/command.hpp"
#include "tools/kept.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

class Similar final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "similar",
            .group = "Ask",
            .summary = "Words and materials used like a given one",
            .synopsis = "similar TERM [options]",
            .description =
                "Nearest neighbours by the cosine of input vectors: what stands in similar "
                "sentences. Similar use is not similar performance; the count says how often a "
                "word was seen, and under about 10 its vector is hardly known. A formula that the "
                "corpus does not hold gets a vector predicted from its composition; a message "
                "tells how near such vectors come, and each row says so in the column asked.",
            .memory = "the model",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode similar Bi2Te3", "What is written about like bismuth telluride?"},
                {"lode similar thermoelectric --materials --limit 5", "Materials only."},
                {"lode similar LiFeSiO4", "A formula need not be in the corpus."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"TERM", "A word, a phrase (quoted) or a material.", 1, 1}};
    }
    std::vector<OptionSpec> options() const override {
        return join({neighbour_options(), output_options(), lexicon_options()});
    }
    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const query::Format& format = query::format(chosen_format(context));
        const auto limit = arguments.number("limit", 1, 1'000'000);
        const auto model = open_model(context);
        const auto analyser = open_analyser(context);
        const query::Neighbours found = query::neighbours(
            *model, *analyser, arguments.positional().front(), limit, arguments.flag("materials"));
        for (const auto& note : found.notes) {
            context.say("lode: " + note);
        }
        query::SimpleTable table = query::similar_table(found.rows);
        if (found.predicted) {
            table.columns.emplace_back("asked");
            for (auto& row : table.rows) {
                row.push_back({"predicted vector", false});
            }
        }
        Output output(context);
        format.write(table, output.stream());
        output.finish();
        return 0;
    }
};

}  // namespace

const Command& similar() {
    static const Similar k_self;
    return k_self;
}
}  // namespace lode::tools::commands
