#include "tools/workspace_copy.hpp"

#include <fmt/format.h>

#include "core/store/backup.hpp"
#include "embed/vectors/embedding.hpp"
#include "tools/ensemble.hpp"
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
    std::vector<std::filesystem::path> files = {"lode.ini", "model/model.lode"};
    for (const auto& model : seed_models(from)) {
        files.push_back(std::filesystem::path("model") / model.file.filename());
    }
    const auto report = store::copy_workspace(
        from, to, files, !context.arguments().flag("copy"), [&](const std::filesystem::path& copy) {
            for (const auto& file : files) {
                if (file.extension() == ".lode" && std::filesystem::exists(copy / file)) {
                    embed::Embedding::load(copy / file);
                }
            }
        });
    context.say(
        fmt::format("{}: {} articles in {}, {} files ({:.1f} MB), {} of them linked; "
                    "verified",
                    context.command(), with_commas(report.articles), to.string(), report.files,
                    static_cast<double>(report.bytes) / 1e6, report.linked));
}

}  // namespace lode::tools
