// lode analogy: A is to B as C is to ?
#include <fmt/format.h>

#include <ostream>

#include "ingest/mine/miner.hpp"
#include "query/analogy.hpp"
#include "query/format.hpp"
#include "tools/answers.hpp"
#include "tools/command.hpp"
#include "tools/kept.hpp"
#include "tools/option_groups.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

class Analogy final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "analogy",
            .group = "Ask",
            .summary = "A is to B as C is to ?",
            .synopsis = "analogy A B C [options]",
            .description =
                "The words nearest to B - A + C by the cosine of unit input vectors (3CosAdd, "
                "Mikolov et al. 2013); A, B and C themselves are left out, which is half of why "
                "such answers look good. A good answer shows that a relation is written about in "
                "one way, not that it holds. Vectors of 3.3 million abstracts answer 58 of 100 "
                "test questions rightly, and 38 once names of elements are left out "
                "(docs/TRAINING.md has those of Lode).",
            .memory = "the model",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode analogy copper Cu iron", "The element that iron is to copper's Cu."},
                {"lode analogy ZnO Zn TiO2 --materials --limit 3", "Materials only."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"A B C", "Words, phrases (quoted) or materials.", 3, 3}};
    }
    std::vector<OptionSpec> options() const override {
        return join({neighbour_options(), output_options(), lexicon_options()});
    }
    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const query::Format& format = query::format(chosen_format(context));
        const auto limit = arguments.number("limit", 1, 1'000'000);
        const auto model = open_model(context);
        const auto miner = open_miner(context);
        const auto answer = query::analogy(
            *model, [&](std::string_view typed) { return miner->analyser().query_terms(typed); },
            canonical_by(*miner), arguments.positional(), limit, arguments.flag("materials"));
        Output output(context);
        format.write(query::similar_table(answer.rows), output.stream());
        output.finish();
        context.say(
            fmt::format("lode analogy: {} is to {} as {} is to the words above: how they are "
                        "written about, no fact. Try the question the other way round, and look "
                        "at the counts.",
                        answer.read[0], answer.read[1], answer.read[2]));
        return 0;
    }
};

}  // namespace

const Command& analogy() {
    static const Analogy k_self;
    return k_self;
}
}  // namespace lode::tools::commands
