// lode annotate: what Lode reads out of plain text, as JSON lines.
#include <fmt/format.h>

#include <fstream>
#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "core/base/error.hpp"
#include "core/model/json.hpp"
#include "core/text/unicode.hpp"
#include "ingest/mine/miner.hpp"
#include "tools/command.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools::commands {
namespace {

struct Row {
    std::string id;
    std::string text;
};

// {"id","text"}; a number as id is taken as written.
std::optional<Row> read_row(const std::string& line, std::string& why) {
    try {
        const auto json = nlohmann::json::parse(line);
        if (!json.is_object() || !json.contains("text") || !json["text"].is_string()) {
            why = "no string field \"text\"";
            return std::nullopt;
        }
        Row row;
        row.text = json["text"].get<std::string>();
        if (json.contains("id")) {
            row.id = json["id"].is_string() ? json["id"].get<std::string>() : json["id"].dump();
        }
        return row;
    } catch (const nlohmann::json::exception& problem) {
        why = problem.what();
        return std::nullopt;
    }
}

class Annotate final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "annotate",
            .group = "Data",
            .summary = "Text to sentences, tokens, materials, quantities, trends and outcomes",
            .synopsis = "annotate --input FILE|- [--one-sentence] [options]",
            .description =
                "Reads JSON lines {\"id\", \"text\"} and writes one JSON object a line (fields in "
                "docs/FORMATS.md). Offsets count Unicode code points of the text, end exclusive. A "
                "line that is no such object is named on standard error and skipped; the exit code "
                "is then 3.",
            .memory = "one line at a time; under 50 MB",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"echo '{\"id\":\"1\",\"text\":\"ZT of Bi2Te3 peaks at 400 K.\"}' | lode annotate "
                 "--input -",
                 "One text."},
                {"lode annotate --input texts.jsonl --output notes.jsonl", "A file of them."}};
    }
    std::vector<OptionSpec> options() const override {
        return join(
            {{{"input", "FILE", "-", "JSON lines to read ('-': standard input).", "Reading"},
              {"one-sentence", "", "", "Take each text as one sentence.", "Reading"}},
             {output_options().at(1)},
             lexicon_options()});
    }
    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        const std::string path = arguments.text("input");
        std::ifstream file;
        if (path != "-") {
            file.open(path);
            if (!file) {
                throw UsageError(fmt::format("--input: cannot open {}", path));
            }
        }
        std::istream& in = path == "-" ? context.in() : file;
        const ingest::Miner miner(read_lexicon_options(context));
        const bool one_sentence = arguments.flag("one-sentence");
        Output output(context);
        std::uint64_t number = 0;
        std::uint64_t bad = 0;
        for (std::string line; std::getline(in, line);) {
            ++number;
            if (line.find_first_not_of(" \t\r") == std::string::npos) {
                continue;
            }
            std::string why;
            const auto row = read_row(line, why);
            if (!row) {
                ++bad;
                context.err() << fmt::format("lode annotate: {}:{}: skipped: {}\n", path, number,
                                             why);
                continue;
            }
            Text text;
            text.utf8 = row->text;
            const auto result = miner.annotate(text, one_sentence);
            output.stream() << annotation_json(row->id, row->text, result.analysis, result.tokens)
                            << '\n';
            if (context.stop().stop_requested()) {
                throw Interrupted("stopped");
            }
        }
        output.finish();
        return bad > 0 ? 3 : 0;
    }
};

}  // namespace

const Command& annotate() {
    static const Annotate k_self;
    return k_self;
}
}  // namespace lode::tools::commands
