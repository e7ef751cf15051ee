// lode version: the program and the libraries it runs with.
#include "tools/version.hpp"

#include <fmt/format.h>

#include <ostream>

#include "tools/command.hpp"
#include "tools/context.hpp"

namespace lode::tools::commands {
namespace {

class Version final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "version",
            .group = "Program",
            .summary = "The versions of lode and of the libraries it runs with",
            .synopsis = "version",
            .description =
                "The first line is the program's own version; with --verbose the git "
                "commit it was built from, the compiler and the libraries follow.",
            .memory = "none worth naming",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode version --verbose", "What to put into a bug report."}};
    }
    int run(Context& context) const override {
        context.out() << program_version() << '\n';
        if (context.arguments().flag("verbose")) {
            if (const std::string commit = build_commit();
                !commit.empty() && !context.reproducible()) {
                context.out() << fmt::format("{:<14}{}\n", "commit", commit);
            }
            for (const auto& [library, number] : library_versions()) {
                if (library != "lode") {
                    context.out() << fmt::format("{:<14}{}\n", library, number);
                }
            }
        }
        return 0;
    }
};

}  // namespace

const Command& version() {
    static const Version k_self;
    return k_self;
}
}  // namespace lode::tools::commands
