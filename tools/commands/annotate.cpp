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
#include "query/annotation_page.hpp"
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

// Calls `annotate` for every row; returns how many lines were no rows, each named on standard
// error.
template <class Function>
std::uint64_t each_line(Context& context, std::istream& in, const std::string& path,
                        Function&& annotate) {
    std::uint64_t number = 0;
    std::uint64_t rows = 0;
    std::uint64_t bad = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos) {
            continue;
        }
        std::string why;
        if (const auto row = read_row(line, why)) {
            ++rows;
            annotate(*row);
        } else {
            ++bad;
            context.err() << fmt::format("lode annotate: {}:{}: skipped: {}\n", path, number, why);
        }
        if (context.stop().stop_requested()) {
            throw Interrupted("stopped");
        }
    }
    if (bad > 0 && rows == 0) {
        context.err() << "lode annotate: no line is a JSON object; plain text goes with --plain\n";
    }
    return bad;
}

class Annotate final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "annotate",
            .group = "Data",
            .summary = "Text to sentences, tokens, materials, quantities, trends and outcomes",
            .synopsis = "annotate --input FILE|- [--plain] [--one-sentence] [--html] [options]",
            .description =
                "Reads JSON lines {\"id\", \"text\"} and writes one JSON object a line (fields in "
                "docs/FORMATS.md). Offsets count Unicode code points of the text, end exclusive. A "
                "line that is no such object is named on standard error and skipped; the exit code "
                "is then 3. --plain takes the whole input as one plain text. --html writes a web "
                "page instead, with everything coloured where it stands.",
            .memory = "one text at a time; under 50 MB",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"echo '{\"id\":\"1\",\"text\":\"ZT of Bi2Te3 peaks at 400 K.\"}' | lode annotate "
                 "--input -",
                 "One text."},
                {"lode annotate --input texts.jsonl --output notes.jsonl", "A file of them."},
                {"lode annotate --plain --html --input abstract.txt --output abstract.html",
                 "A text to look at in a browser."}};
    }
    std::vector<OptionSpec> options() const override {
        return join(
            {{input({"input", "FILE", "-", "What to read ('-': standard input).", "Reading"}),
              {"plain", "", "", "The input is one plain text, not JSON lines.", "Reading"},
              {"one-sentence", "", "", "Take each text as one sentence.", "Reading"}},
             {output_options().at(1),
              {"html", "", "", "A web page with the annotations coloured.", "Output"}},
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
        std::optional<query::AnnotationPage> page;
        if (arguments.flag("html")) {
            page.emplace(output.stream());
        }
        const auto annotate = [&](const Row& row) {
            Text text;
            text.utf8 = row.text;
            const auto result = miner.annotate(text, one_sentence);
            if (page) {
                page->add(row.id, row.text, result.analysis, result.tokens);
            } else {
                output.stream() << annotation_json(row.id, row.text, result.analysis, result.tokens,
                                                   miner.units())
                                << '\n';
            }
        };
        std::uint64_t bad = 0;
        if (arguments.flag("plain")) {
            std::string all(std::istreambuf_iterator<char>(in), {});
            if (!text::is_valid_utf8(all)) {
                throw UsageError(fmt::format("--input: {} is not UTF-8", path));
            }
            annotate({path == "-" ? "standard input" : path, all});
        } else {
            bad = each_line(context, in, path, annotate);
        }
        if (page) {
            page->finish();
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
