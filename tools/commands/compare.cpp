// lode compare: two materials or two concepts side by side.
#include <ostream>

#include "ingest/mine/miner.hpp"
#include "query/explain/compare.hpp"
#include "tools/answers.hpp"
#include "tools/command.hpp"
#include "tools/ensemble.hpp"
#include "tools/kept.hpp"
#include "tools/option_groups.hpp"
#include "tools/question.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

class Compare final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "compare",
            .group = "Ask",
            .summary = "Two materials or two concepts side by side",
            .synopsis = "compare A B [--concept C] [options]",
            .description =
                "Counts, years and reported outcomes of two materials or two concepts, the words "
                "that are expected around both and around one more than the other (cosine of the "
                "side's output vector with the word's input vector), their neighbours, and for "
                "materials the percentiles for the applications of lexicons/applications.tsv and "
                "the figure trends that both have records on. --concept or --concept-file adds "
                "both "
                "materials' rows in that ranking, with flags.",
            .memory = "the model, and the postings of both",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode compare Bi2Te3 PbTe --concept thermoelectric",
                 "Two materials, also as thermoelectrics."},
                {"lode compare thermoelectric \"lithium-ion battery\" --format html -o two.html",
                 "Two concepts, as a page."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"A B", "Two materials, or two words or phrases (quoted).", 2, 2}};
    }
    std::vector<OptionSpec> options() const override {
        const query::explain::CompareRequest request;
        return join(
            {concept_options(),
             {{"concept", "TERM", "", "Show both materials in the ranking for this.", "Comparison",
               0, true},
              {"words", "N", std::to_string(request.words), "Words of each list.", "Comparison"},
              {"neighbours", "N", std::to_string(request.neighbours), "Neighbours to show.",
               "Comparison"},
              {"min-count", "N", std::to_string(request.min_count),
               "Only materials mentioned at least so often are ranked.", "Ranking"},
              confusion_options().front()},
             page_options(),
             lexicon_options()});
    }

    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const std::string format = page_format(context);
        const LexiconSource lexicons = read_lexicon_options(context);
        query::explain::CompareRequest request;
        request.typed = {arguments.positional()[0], arguments.positional()[1]};
        Question question = read_question(context, arguments.list("concept"));
        request.words = arguments.number("words", 0, 10'000);
        request.neighbours = arguments.number("neighbours", 0, 10'000);
        request.min_count = arguments.number("min-count", 1, UINT64_MAX);
        request.confusion = read_confusion_option(context);
        request.applications = query::applications(lexicons);

        const auto store = open_store(context);
        const auto model = open_model(context);
        warn_of_age(context, *model, *store);
        const query::OtherSeeds others = other_seeds(context, *model);
        request.others = &others;
        const auto miner = open_miner(context);
        if (!question.empty()) {
            settle(context, *model, miner->analyser(), question);
        }
        ask(question, request);
        const auto made = query::explain::compare(
            query::StoreLiterature(*store), *model,
            [&](std::string_view typed) { return miner->analyser().query_terms(typed); },
            canonical_by(*miner), query::PropertyNames(lexicons), request);
        write_answer(context, format, made);
        return 0;
    }
};

}  // namespace

const Command& compare() {
    static const Compare k_self;
    return k_self;
}
}  // namespace lode::tools::commands
