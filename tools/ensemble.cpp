#include "tools/ensemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <sstream>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "tools/kept.hpp"

namespace lode::tools {
namespace {

constexpr std::string_view k_prefix = "seed-";
constexpr std::string_view k_suffix = ".lode";
constexpr const char* k_checkpoint = "checkpoint";
constexpr const char* k_done = "done";
constexpr const char* k_lock = "lock";

std::optional<std::uint64_t> seed_in(std::string_view name) {
    if (name.size() <= k_prefix.size() + k_suffix.size() || !name.starts_with(k_prefix) ||
        !name.ends_with(k_suffix)) {
        return std::nullopt;
    }
    name.remove_prefix(k_prefix.size());
    name.remove_suffix(k_suffix.size());
    std::uint64_t seed = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), seed);
    if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) {
        return std::nullopt;
    }
    return seed;
}

std::string asked_of(const embed::Embedding& model) {
    const auto found = model.spec().extra.find("asked");
    return found == model.spec().extra.end() ? std::string() : found->second;
}

store::FileLock lock_of(const fs::path& folder) {
    create_folders(folder);
    auto lock = store::FileLock::try_lock(folder / k_lock, store::FileLock::Kind::exclusive);
    if (!lock) {
        throw Error(fmt::format("{}: another process trains a model in this workspace",
                                folder.parent_path().string()),
                    "wait for it, or use another workspace");
    }
    return std::move(*lock);
}

}  // namespace

fs::path seed_file(const Context& context, std::uint64_t seed) {
    return context.model_file().parent_path() / fmt::format("{}{}{}", k_prefix, seed, k_suffix);
}

std::vector<SeedModel> seed_models(const fs::path& workspace) {
    std::vector<SeedModel> list;
    const fs::path folder = workspace / "model";
    if (!fs::is_directory(folder)) {
        return list;
    }
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (const auto seed = seed_in(entry.path().filename().string())) {
            list.push_back({*seed, entry.path()});
        }
    }
    std::sort(list.begin(), list.end(),
              [](const SeedModel& a, const SeedModel& b) { return a.seed < b.seed; });
    return list;
}

std::string why_not_together(const embed::Embedding& main, const embed::Embedding& other) {
    if (main.provenance().corpus != other.provenance().corpus) {
        return "it was trained on another state of the store";
    }
    if (asked_of(main) != asked_of(other)) {
        return "it was trained with other options";
    }
    if (main.spec().seed == other.spec().seed) {
        return "it has the seed of the model itself";
    }
    const auto same = [](const embed::Word& a, const embed::Word& b) {
        return a.text == b.text && a.count == b.count;
    };
    if (main.dim() != other.dim() || main.phrases() != other.phrases() ||
        !std::equal(main.words().begin(), main.words().end(), other.words().begin(),
                    other.words().end(), same)) {
        return "it has other words";
    }
    return {};
}

Ensemble find_ensemble(const Context& context, const embed::Embedding& main) {
    Ensemble ensemble;
    for (const auto& model : seed_models(context.workspace())) {
        std::string why;
        try {
            embed::Embedding other = embed::Embedding::load(model.file);
            why = other.spec().seed == model.seed
                      ? why_not_together(main, other)
                      : fmt::format("its file holds a model of seed {}", other.spec().seed);
            if (why.empty()) {
                ensemble.seeds.push_back(model.seed);
                ensemble.models.push_back(std::move(other));
            }
        } catch (const Error& problem) {
            why = problem.what();
        }
        if (!why.empty()) {
            ensemble.left_out.push_back(fmt::format("seed {}: {}", model.seed, why));
        }
    }
    return ensemble;
}

query::OtherSeeds other_seeds(Context& context, const embed::Embedding& main) {
    const auto ensemble = open_ensemble(context, main);
    for (const auto& why : ensemble->left_out) {
        context.say(
            fmt::format("lode: warning: the model of another seed is not asked; {} (bring it up "
                        "to date: lode embed --seeds N)",
                        why));
    }
    query::OtherSeeds others;
    others.seeds = ensemble->seeds;
    others.model = [ensemble](std::size_t i) -> const embed::Embedding& {
        return ensemble->models.at(i);
    };
    return others;
}

TrainingPlace::TrainingPlace(fs::path folder)
    : m_folder(std::move(folder)), m_lock(lock_of(m_folder)) {
    if (!m_lock.is_real()) {
        return;  // files may be those of a process that is at work
    }
    for (const auto& entry : fs::directory_iterator(m_folder)) {
        const std::string name = entry.path().filename().string();
        if (name != k_checkpoint && name != k_done && name != k_lock) {
            fs::remove(entry.path());
        }
    }
}

fs::path TrainingPlace::of_models(const Context& context) {
    return context.model_file().parent_path() / "unfinished";
}

fs::path TrainingPlace::of_slices(const Context& context) {
    return context.workspace() / "retrospect" / "unfinished";
}

fs::path TrainingPlace::checkpoint_in(const fs::path& folder) {
    return folder / k_checkpoint;
}

void TrainingPlace::settle(embed::EmbedOptions& options) const {
    options.scratch = m_folder;
    options.checkpoint.file = checkpoint_in(m_folder);
}

std::vector<std::uint64_t> TrainingPlace::done() const {
    std::vector<std::uint64_t> seeds;
    if (fs::exists(m_folder / k_done)) {
        std::istringstream lines(read_file(m_folder / k_done));
        for (std::uint64_t seed = 0; lines >> seed;) {
            seeds.push_back(seed);
        }
    }
    return seeds;
}

void TrainingPlace::model_is_safe(std::uint64_t seed, bool forced) {
    if (forced) {
        std::string lines;
        for (const std::uint64_t before : done()) {
            lines += fmt::format("{}\n", before);
        }
        write_file_atomically(m_folder / k_done, lines + fmt::format("{}\n", seed));
    }
    fs::remove(m_folder / k_checkpoint);
}

void TrainingPlace::remove() {
    fs::remove_all(m_folder);
}

}  // namespace lode::tools
