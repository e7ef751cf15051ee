// lode normalize: one string a line to its canonical composition.
#include <istream>
#include <ostream>

#include "ingest/mine/miner.hpp"
#include "tools/command.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools::commands {
namespace {

class Normalize final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "normalize",
            .group = "Data",
            .summary = "Material strings to canonical compositions",
            .synopsis = "normalize [STRING...] [options]",
            .description =
                "Reads one string a line from standard input (or takes them as arguments) and "
                "writes: the string, a tab, its canonical composition (elements in alphabetical "
                "order, smallest whole numbers), a tab, its kind; '-' where it is no material. The "
                "strings are taken to be meant as materials: one that reads as a formula but looks "
                "like an abbreviation, a label or a catalogue number (OPV5, VOCs) has the kind "
                "'other'. In running text Lode passes such strings over, and with --strict here.",
            .memory = "under 50 MB",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode normalize LiCoO2 \"bismuth telluride\"", "Two strings."},
                {"lode normalize < formulas.txt > normalised.tsv", "A file, one string a line."},
                {"lode normalize --strict OPV5 VOCs BaTiO3", "Look-alikes refused."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"STRING...", "Strings; without any, standard input is read.", 0, SIZE_MAX}};
    }
    std::vector<OptionSpec> options() const override {
        return join(
            {{{"strict", "", "", "Refuse what looks like an abbreviation or a label.", "Reading"}},
             {output_options().at(1)},
             lexicon_options()});
    }
    int run(Context& context) const override {
        const ingest::Miner miner(read_lexicon_options(context));
        const bool strict = context.arguments().flag("strict");
        Output output(context);
        const auto write = [&](const std::string& raw) {
            auto found = miner.normalise(raw);
            if (strict && found && !found->plausible) {
                found.reset();
            }
            output.stream() << raw << '\t'
                            << (found && !found->formula.empty() ? found->formula : "-") << '\t'
                            << (found ? name(found->kind) : "-") << '\n';
        };
        if (!context.arguments().positional().empty()) {
            for (const auto& raw : context.arguments().positional()) {
                write(raw);
            }
        } else {
            for (std::string line; std::getline(context.in(), line);) {
                if (!line.empty() && line.back() == '\r') {
                    line.pop_back();
                }
                write(line);
            }
        }
        output.finish();
        return 0;
    }
};

}  // namespace

const Command& normalize() {
    static const Normalize k_self;
    return k_self;
}
}  // namespace lode::tools::commands
