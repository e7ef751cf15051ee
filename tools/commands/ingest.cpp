// lode ingest: files into the store.
#include "tools/command.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

class Ingest final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "ingest",
            .group = "Work",
            .summary = "Read articles into the store",
            .synopsis = "ingest PATH... [options]",
            .description =
                "Reads article XML of many publishers and archives (`lode show dialects` names "
                "them; a "
                "document is recognised by its root element), citation records and dated abstracts "
                "(PubMed, Crossref, arXiv, JSON lines, CSV) from files, folders, compressed files "
                "(.gz .bz2 .xz .zst) "
                "and archives (.tar, .tar.*, .zip) into the store of the workspace, with "
                "sentences, materials, figure trends and outcomes. A file that was "
                "read completely before is skipped; an article that is there already is counted, "
                "not stored twice: the better version is kept, and a retraction, correction or "
                "concern that one "
                "article states about another reaches it. What cannot be read is kept as a reject "
                "with place and reason "
                "(lode show rejects). Ctrl-C stops at a safe point; the same command goes on. The "
                "result does not depend on the number of threads.",
            .memory = "about 300 MB and 4 documents a thread, whatever the size of the input",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode ingest articles/ more.tar.gz", "A folder and an archive."},
                {"find articles -name '*.xml' -print0 | lode ingest --files-from - --null",
                 "What another program finds."},
                {"lode ingest --shard 3/16 --workspace shard3 articles/",
                 "The third of 16 shares, for a job on many machines; lode merge puts them "
                 "together."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"PATH...", "Files and folders to read.", 0, SIZE_MAX, {}, true}};
    }
    std::vector<OptionSpec> options() const override { return ingest_options(); }
    bool has_safe_points(const Arguments&) const override { return true; }
    std::vector<Modes> modes(const Arguments& arguments) const override {
        return {path_list_modes(arguments)};
    }
    int run(Context& context) const override {
        return ingest_stage(context, context.arguments().positional());
    }
};

}  // namespace

const Command& ingest() {
    static const Ingest k_self;
    return k_self;
}
}  // namespace lode::tools::commands
