// lode explain: why is a material ranked where it is?
#include <fmt/format.h>

#include <ostream>

#include "core/base/error.hpp"
#include "ingest/mine/miner.hpp"
#include "query/explain/report.hpp"
#include "tools/answers.hpp"
#include "tools/command.hpp"
#include "tools/ensemble.hpp"
#include "tools/kept.hpp"
#include "tools/left_out.hpp"
#include "tools/option_groups.hpp"
#include "tools/question.hpp"
#include "tools/stages.hpp"
#include "tools/version.hpp"

namespace lode::tools::commands {
namespace {

class Explain final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "explain",
            .group = "Ask",
            .summary = "Why a material is ranked where it is for a concept",
            .synopsis = "explain MATERIAL CONCEPT... [options]",
            .description =
                "Shows the place of one material in the ranking of lode rank, the words between it "
                "and the concept (cosine of the word's input vector with the concept, times cosine "
                "of the material's output vector with the word, both above 0), the sentences that "
                "name both, or where there are none the shortest chains of sentences that share a "
                "word, its neighbours (output vectors), and every flag with its numbers. Of the "
                "sentences on the material in articles about the concept, every negative one is "
                "shown. What the rank owes to the articles on both can only be told by training "
                "without them (--without-concept-articles); without that it is said that this was "
                "not done.",
            .memory =
                "the model, twice its vectors' size, and the postings of the material; with "
                "--without-concept-articles as lode embed",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode explain Bi2Te3 thermoelectric", "Why is it at the top?"},
                {"lode explain Bi2Te3 --concept-file thermoelectric",
                 "For a concept as lode rank takes it: a file, or one that comes with Lode."},
                {"lode explain PbTe thermoelectric --without-concept-articles",
                 "What do the articles on both do to the rank?"},
                {"lode explain SnSe \"phase change memory\" --format html -o why.html",
                 "The same as a page."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"MATERIAL", "A formula in any spelling, or a name.", 1, 1},
                {"CONCEPT...", "Words, phrases (quoted) or materials.", 0, SIZE_MAX}};
    }
    std::vector<OptionSpec> options() const override {
        const query::explain::Request request;
        return join(
            {concept_options(),
             application_options(),
             {{"min-count", "N", std::to_string(request.min_count),
               "Only materials mentioned at least so often are ranked.", "Ranking"},
              {"words", "N", std::to_string(request.words), "Words between to show.",
               "Explanation"},
              {"neighbours", "N", std::to_string(request.neighbours), "Neighbours to show.",
               "Explanation"},
              {"evidence", "N", std::to_string(request.evidence),
               "Articles that show a sentence; negative sentences are shown all.", "Explanation"},
              {"without-concept-articles",
               "",
               "",
               "Train once more without the articles that hold both, and show the rank in "
               "that model. Takes as long as lode embed; the model is kept in the folder "
               "explain of the workspace, with the three used last before it.",
               "Explanation",
               0,
               false,
               {},
               true},
              confusion_options().front()},
             page_options(),
             lexicon_options()});
    }

    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const std::string format = page_format(context);
        query::explain::Request request;
        request.material = arguments.positional().front();
        Question question = require_question(
            context, {arguments.positional().begin() + 1, arguments.positional().end()},
            "lode explain Bi2Te3 thermoelectric");
        request.min_count = arguments.number("min-count", 1, UINT64_MAX);
        request.words = arguments.number("words", 0, 10'000);
        request.neighbours = arguments.number("neighbours", 0, 10'000);
        request.evidence = arguments.number("evidence", 0, 10'000);
        request.confusion = read_confusion_option(context);

        const auto store = open_store(context);
        const auto model = open_model(context);
        warn_of_age(context, *model, *store);
        const query::OtherSeeds others = other_seeds(context, *model);
        request.others = &others;
        const auto miner = open_miner(context);
        settle(context, *model, miner->analyser(), question);
        ask(question, request);
        const auto normalise = [&](std::string_view typed) {
            return miner->analyser().query_terms(typed);
        };
        auto made = query::explain::explain(query::StoreLiterature(*store), *model, normalise,
                                            canonical_by(*miner), request);
        made.report.program = program_version();
        if (arguments.flag("without-concept-articles") && !made.meeting.both.empty() &&
            query::explain::has_rank_elsewhere(made)) {
            const embed::Embedding without =
                model_without(context, *store, miner->analyser(), *model, made.meeting.both);
            made.removal = query::explain::removal(without, normalise, request, made.row().material,
                                                   made.meeting.both.size());
        }
        write_answer(context, format, made);
        return 0;
    }
};

}  // namespace

const Command& explain() {
    static const Explain k_self;
    return k_self;
}
}  // namespace lode::tools::commands
