// lode run: the whole job, from article files to a ranked, flagged report.
#include <fmt/format.h>

#include <ostream>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "query/format.hpp"
#include "tools/command.hpp"
#include "tools/ending.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

class Run final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "run",
            .group = "Work",
            .summary =
                "The whole job: read articles, train vectors, rank materials, write a report",
            .synopsis = "run PATH... --concept TERM [options]",
            .description =
                "Reads everything that lode ingest reads (article XML of many publishers and "
                "archives, citation records, dated abstracts; files, folders, compressed files and "
                "archives; see lode help ingest), trains word vectors on it and ranks the "
                "materials it mentions for the concept. Prints the ranking; the HTML report with "
                "evidence goes to report.html in the workspace (or --report). What was done before "
                "with the same input and options is not done again.",
            .memory = "see lode help ingest and lode help embed; the larger of the two",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode run articles/ --concept thermoelectric",
                 "Everything at once; the answer in lode-workspace/report.html."},
                {"lode run abstracts.jsonl.gz --concept \"solid electrolyte\" --without Ge -C work",
                 "Another workspace, and no germanium."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"PATH...", "Files and folders to read.", 0, SIZE_MAX, {}, true}};
    }
    std::vector<OptionSpec> options() const override {
        return join(
            {{{"concept", "TERM", "", "What to rank for: a word, a phrase or a material.",
               "Ranking", 0, true},
              {"report", "FILE", "",
               "Where the HTML report goes; without it, report.html in the workspace.", "Output"}},
             concept_options(),
             rank_options(),
             output_options(),
             ingest_options(),
             embed_options(EmbedNames::prefixed),
             seeds_option()});
    }
    bool has_safe_points(const Arguments&) const override { return true; }
    std::vector<Modes> modes(const Arguments& arguments) const override {
        return {path_list_modes(arguments)};
    }
    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const auto concepts = arguments.list("concept");
        const Question question = read_question(context, concepts);
        if (question.empty()) {
            throw UsageError("needs --concept TERM or --concept-file FILE",
                             "example: lode run articles/ --concept thermoelectric");
        }
        // What can be wrong with the call is found before hours of work.
        (void)read_rank_options(context, concepts);
        (void)read_embed_options(context, EmbedNames::prefixed);
        (void)read_seeds_option(context);
        const query::Format& shown = query::format(chosen_format(context));

        const int code = ingest_stage(context, arguments.positional());
        embed_stage(context, EmbedNames::prefixed);
        const EndsAnywhere anywhere(context.command());  // what took hours is safe
        const query::Report report = rank_stage(context, question);

        const std::string asked = arguments.text("report");
        const fs::path file = asked.empty() ? context.workspace() / "report.html" : fs::path(asked);
        write_report(report, file);
        Output output(context);
        shown.write(report, output.stream());
        output.finish();
        context.manifest().artefact("report", file.string());
        context.say(fmt::format("report: {}", file.string()));
        return code;
    }
};

}  // namespace

const Command& run() {
    static const Run k_self;
    return k_self;
}
}  // namespace lode::tools::commands
