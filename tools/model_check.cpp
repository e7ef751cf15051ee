#include "tools/model_check.hpp"

#include <fmt/format.h>

#include <utility>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/base/error.hpp"
#include "embed/train/checkpoint.hpp"
#include "embed/vectors/embedding.hpp"
#include "tools/ensemble.hpp"

namespace lode::tools {
namespace {

namespace fs = std::filesystem;

std::string place_of(const Context& context, const fs::path& file) {
    return file.lexically_relative(context.workspace()).string();
}

std::optional<embed::Embedding> load(const Context& context, const fs::path& file,
                                     std::string_view mend, ModelCheck& check) {
    ++check.models;
    try {
        return embed::Embedding::load(file);
    } catch (const Error& problem) {
        std::string what = problem.what();
        if (const std::string path = file.string() + ": "; what.starts_with(path)) {
            what.erase(0, path.size());
        }
        check.damage.push_back({place_of(context, file), fmt::format("{} ({})", what, mend)});
        return std::nullopt;
    }
}

}  // namespace

std::vector<fs::path> explain_models(const fs::path& workspace) {
    std::vector<fs::path> files;
    std::error_code none;  // there is no such folder
    for (fs::directory_iterator it(workspace / "explain", none), end; !none && it != end;
         it.increment(none)) {
        if (it->path().extension() == ".lode") {
            files.push_back(it->path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

ModelCheck check_models(const Context& context, const std::string& store_fingerprint) {
    ModelCheck check;
    std::optional<embed::Embedding> main;
    if (fs::exists(context.model_file())) {
        main = load(context, context.model_file(),
                    "trained: lode embed --force; imported: lode embed --import FILE", check);
    }
    if (main && main->spec().trainer != "imported" && !store_fingerprint.empty() &&
        main->provenance().corpus != store_fingerprint) {
        check.stale.push_back(fmt::format("{}: trained on another state of the store (lode embed)",
                                          place_of(context, context.model_file())));
    }
    for (const SeedModel& seed : seed_models(context.workspace())) {
        const auto model = load(context, seed.file, "lode embed --seeds N", check);
        if (!model || !main) {
            continue;
        }
        const std::string why = model->spec().seed == seed.seed
                                    ? why_not_together(*main, *model)
                                    : fmt::format("it is of seed {}", model->spec().seed);
        if (!why.empty()) {
            check.stale.push_back(
                fmt::format("{}: {} (lode embed --seeds N)", place_of(context, seed.file), why));
        }
    }
    for (const fs::path& file : explain_models(context.workspace())) {
        (void)load(context, file, "remove it; lode explain makes it again", check);
    }
    for (const auto& [folder, command] :
         {std::pair{TrainingPlace::of_models(context), "lode embed"},
          std::pair{TrainingPlace::of_slices(context), "lode eval retrospect"}}) {
        const fs::path unfinished = TrainingPlace::checkpoint_in(folder);
        try {
            (void)embed::read_checkpoint_summary(unfinished);
        } catch (const Error& problem) {
            check.damage.push_back(
                {place_of(context, unfinished),
                 fmt::format("{} ({} begins that training again)", problem.what(), command)});
        }
    }
    return check;
}

}  // namespace lode::tools
