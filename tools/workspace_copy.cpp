#include "tools/workspace_copy.hpp"

#include <fmt/format.h>

#include "core/store/backup.hpp"
#include "embed/vectors/embedding.hpp"
#include "tools/progress_bar.hpp"

namespace lode::tools {

OptionGroup copy_options() {
    return {{"copy", "", "",
             "Copy the table files, too, where hard links were possible: for a copy that does "
             "not share the disk blocks.",
             "Output"}};
}

void copy_workspace(Context& context, const std::filesystem::path& from,
                    const std::filesystem::path& to) {
    const auto report = store::copy_workspace(
        from, to, {"lode.ini", "model/model.lode"}, !context.arguments().flag("copy"),
        [](const std::filesystem::path& copy) {
            const std::filesystem::path model = copy / "model" / "model.lode";
            if (std::filesystem::exists(model)) {
                embed::Embedding::load(model);
            }
        });
    context.say(
        fmt::format("{}: {} articles in {}, {} files ({:.1f} MB), {} of them linked; "
                    "verified",
                    context.command(), with_commas(report.articles), to.string(), report.files,
                    static_cast<double>(report.bytes) / 1e6, report.linked));
}

}  // namespace lode::tools
