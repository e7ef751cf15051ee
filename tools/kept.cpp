#include "tools/kept.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "core/base/error.hpp"
#include "tools/option_groups.hpp"
#include "tools/stages.hpp"

namespace lode::tools {
namespace {

const Kept* kept_of(const Context& context) {
    return context.environment().kept.get();
}

// Files are replaced whole, so another state is another file.
std::string stamp_of(const std::filesystem::path& file) {
    struct stat facts {};
    if (::stat(file.c_str(), &facts) != 0) {
        return "-;";
    }
    return fmt::format("{}:{}:{}.{};", facts.st_ino, facts.st_size, facts.st_mtim.tv_sec,
                       facts.st_mtim.tv_nsec);
}

}  // namespace

std::shared_ptr<const Kept> open_all(const Context& context) {
    auto kept = std::make_shared<Kept>();
    kept->lexicons = context.arguments().text("lexicons");
    kept->store = std::make_shared<const store::Reader>(context.store_folder());
    kept->miner = std::make_shared<const ingest::Miner>(read_lexicon_options(context));
    if (std::filesystem::exists(context.model_file())) {
        kept->model = std::make_shared<const embed::Embedding>(load_model(context));
        kept->ensemble = std::make_shared<const Ensemble>(find_ensemble(context, *kept->model));
    }
    return kept;
}

std::string state_stamp(const Context& context) {
    std::string stamp = stamp_of(context.store_folder() / "COMPLETE.json");
    stamp += stamp_of(context.model_file());
    for (const auto& model : seed_models(context.workspace())) {
        stamp += fmt::format("{} ", model.seed) + stamp_of(model.file);
    }
    return stamp;
}

std::shared_ptr<const store::Reader> open_store(const Context& context) {
    if (const Kept* kept = kept_of(context)) {
        return kept->store;
    }
    return std::make_shared<const store::Reader>(context.store_folder());
}

std::shared_ptr<const embed::Embedding> open_model(const Context& context) {
    if (const Kept* kept = kept_of(context); kept != nullptr && kept->model) {
        return kept->model;
    }
    return std::make_shared<const embed::Embedding>(load_model(context));
}

std::shared_ptr<const ingest::Miner> open_miner(const Context& context) {
    if (const Kept* kept = kept_of(context);
        kept != nullptr && kept->lexicons == context.arguments().text("lexicons")) {
        return kept->miner;
    }
    return std::make_shared<const ingest::Miner>(read_lexicon_options(context));
}

std::shared_ptr<const text::Analyser> open_analyser(const Context& context) {
    if (context.environment().kept) {
        auto miner = open_miner(context);
        return {miner, &miner->analyser()};
    }
    return std::make_shared<const text::Analyser>(read_lexicon_options(context));
}

std::shared_ptr<const Ensemble> open_ensemble(const Context& context,
                                              const embed::Embedding& main) {
    if (const Kept* kept = kept_of(context); kept != nullptr && kept->model.get() == &main) {
        return kept->ensemble;
    }
    return std::make_shared<const Ensemble>(find_ensemble(context, main));
}

}  // namespace lode::tools
