// lode rank: which materials look right for a concept?
#include <ostream>

#include "core/base/error.hpp"
#include "query/format.hpp"
#include "tools/command.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

class Rank final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "rank",
            .group = "Ask",
            .summary = "Rank materials for a concept, with counts, flags and evidence",
            .synopsis = "rank CONCEPT... [options]",
            .description =
                "Ranks the materials of the corpus by the cosine of their output vector with the "
                "input vector of the concept (Tshitoyan et al. 2019). Each row shows how often and "
                "how successfully the literature reports the material for the concept, and flags "
                "where that literature is likely to tell only its good news. Similarity is not "
                "evidence of performance. --format html writes the whole report as one page.\n\n"
                "After lode embed --seeds N the score is the mean over the N models, and each rank "
                "has its interval: the lowest and highest rank in one of them, from 20 models on "
                "the central 90 %. A formula in the question that the corpus does not hold gets a "
                "vector predicted from its composition; a note says so and how near such vectors "
                "come (lode eval unseen).",
            .memory =
                "the model, twice its vectors' size (with several seeds one more at a time), "
                "and the postings of the shown materials; for a formula that no text holds, 8 "
                "bytes x materials x (dimensions + 200)",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode rank thermoelectric --without Te,Pb", "No tellurium, no lead."},
                {"lode rank --application thermoelectric",
                 "By the seed terms of lexicons/applications.tsv."},
                {"lode rank --concept-file my-concept.txt --unstudied",
                 "By a file of seed terms and words that mean \"already studied\"."},
                {"lode rank \"solid electrolyte\" --unstudied --format html -o answer.html",
                 "What nobody tried yet, as a page."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"CONCEPT...", "Words, phrases (quoted) or materials.", 0, SIZE_MAX}};
    }
    std::vector<OptionSpec> options() const override {
        return join({concept_options(), application_options(), rank_options(), output_options(),
                     lexicon_options()});
    }
    int run(Context& context) const override {
        const query::Format& format = query::format(chosen_format(context));
        Question question =
            require_question(context, context.arguments().positional(), "lode rank thermoelectric");
        const query::Report report = rank_stage(context, std::move(question));
        Output output(context);
        format.write(report, output.stream());
        output.finish();
        return 0;
    }
};

}  // namespace

const Command& rank() {
    static const Rank k_self;
    return k_self;
}
}  // namespace lode::tools::commands
