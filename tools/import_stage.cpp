#include "tools/import_stage.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/store/store.hpp"
#include "core/text/analyser.hpp"
#include "embed/import.hpp"
#include "tools/progress_bar.hpp"

namespace lode::tools {
namespace {

namespace fs = std::filesystem;

void keep_trained_model(const Context& context) {
    if (!fs::exists(context.model_file()) || context.arguments().flag("force")) {
        return;
    }
    bool imported = false;
    try {
        imported = embed::Embedding::load(context.model_file()).spec().trainer == "imported";
    } catch (const Error&) {
        return;  // a model that cannot be used is no loss
    }
    if (!imported) {
        throw Error(
            fmt::format("{} was trained; --import would replace it", context.model_file().string()),
            "use another --workspace, or --force");
    }
}

void tell(Context& context, const std::string& name, const embed::Import& made) {
    const embed::Embedding& model = made.model;
    context.say(fmt::format("embed: {} words of {} dimensions from {}", with_commas(model.size()),
                            model.dim(), name));
    for (const auto& [reason, words] : made.left_out) {
        context.say(fmt::format("       left out, {}: {}", reason, with_commas(words)));
    }
    if (made.renamed > 0) {
        context.say(
            fmt::format("       named by their canonical formula: {}", with_commas(made.renamed)));
    }
    context.say(fmt::format("       can be named in a query: {}; occur in the store: {}",
                            with_commas(made.reachable), with_commas(made.in_corpus)));
    if (made.without_output > 0) {
        context.say(
            fmt::format("       {} words have no output vector", with_commas(made.without_output)));
    }
    if (model.spec().extra.at("output_vectors") == "input") {
        context.say(
            "lode: warning: the file has no output vectors; rankings will compare input vectors, "
            "which find fewer of the known materials (give them: --import-output FILE)");
    }
}

}  // namespace

OptionGroup import_options() {
    return {
        input({"import", "FILE", "",
               "Train nothing: make the model of a file of vectors (word2vec text or binary, or a "
               "fastText .bin; recognised by its content). Counts are those of the store, where "
               "there is one.",
               "Import"}),
        input({"import-output", "FILE", "",
               "Output vectors of the same words, in the same formats; a fastText file has its "
               "own.",
               "Import"}),
    };
}

bool import_stage(Context& context) {
    const fs::path input = context.arguments().text("import");
    const fs::path output = context.arguments().text("import-output");
    if (input.empty()) {
        return false;
    }
    keep_trained_model(context);
    embed::VectorFile file = embed::read_vector_file(input);
    std::optional<embed::VectorFile> output_file;
    if (!output.empty()) {
        output_file = embed::read_vector_file(output);
    }
    context.make_workspace();
    create_folders(context.model_file().parent_path());
    const text::Analyser analyser(read_lexicon_options(context));
    std::optional<store::Reader> store;
    std::optional<embed::StoreSource> corpus;
    if (fs::exists(context.store_folder())) {
        store.emplace(context.store_folder());
        corpus.emplace(*store);
    }
    const embed::Import made = embed::import_vectors(
        std::move(file), std::move(output_file), analyser, corpus ? &*corpus : nullptr,
        {.name = input.filename().string(), .scratch = context.model_file().parent_path()},
        context.progress(), context.stop());
    context.progress().finish();
    made.model.save(context.model_file());
    run::Manifest& manifest = context.manifest();
    manifest.counter("vocabulary", made.model.size());
    manifest.counter("words_reachable", made.reachable);
    manifest.counter("words_in_store", made.in_corpus);
    manifest.artefact("model", made.model.fingerprint());
    tell(context, input.filename().string(), made);
    if (!corpus) {
        context.say(
            "       there is no store here: lode similar, analogy and eval can be asked; rankings "
            "need articles (lode ingest PATH..., then this --import again)");
    }
    return true;
}

}  // namespace lode::tools
