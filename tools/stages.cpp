#include "tools/stages.hpp"

#include <fmt/format.h>

#include <map>
#include <sstream>
#include <system_error>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "ingest/mine/miner.hpp"
#include "query/ensemble.hpp"
#include "query/format.hpp"
#include "tools/answers.hpp"
#include "tools/ensemble.hpp"
#include "tools/kept.hpp"
#include "tools/progress_bar.hpp"
#include "tools/version.hpp"

namespace lode::tools {
namespace {

std::string counted(const std::map<std::string, std::uint64_t>& counts) {
    std::string text;
    for (const auto& [name, count] : counts) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", with_commas(count), name);
    }
    return text;
}

void tell_ingest(Context& context, const ingest::IngestReport& report) {
    context.say(fmt::format("ingest: {} articles new, {} already there, from {} files ({:.1f} MB)",
                            with_commas(report.articles), with_commas(report.duplicates),
                            with_commas(report.files), static_cast<double>(report.bytes) / 1e6));
    if (report.replaced > 0) {
        context.say(fmt::format("        {} of those there already gave way to a better version",
                                with_commas(report.replaced)));
    }
    if (report.files_skipped > 0) {
        context.say(
            fmt::format("        {} files skipped: the same bytes were read completely before",
                        with_commas(report.files_skipped)));
    }
    if (report.files_other_shard > 0) {
        context.say(fmt::format("        {} files left to other shards",
                                with_commas(report.files_other_shard)));
    }
    if (!report.not_inputs.empty()) {
        context.say(fmt::format("        passed over: {}", counted(report.not_inputs)));
    }
    if (!report.without_record.empty()) {
        context.say(
            fmt::format("        answers without a record: {}", counted(report.without_record)));
    }
    if (!report.repairs.empty()) {
        context.say(fmt::format("        repaired: {}", counted(report.repairs)));
    }
    if (report.held_back > 0) {
        context.say(fmt::format("        not stored (--strict): {} documents of damaged containers",
                                with_commas(report.held_back)));
    }
    if (!report.rejects_by_reason.empty()) {
        context.say(fmt::format("        rejected: {} (see: lode show rejects)",
                                counted(report.rejects_by_reason)));
    }
}

std::uint64_t missing_of(const ingest::IngestReport& report) {
    const auto found = report.not_inputs.find(ingest::InputWalker::k_missing);
    return found == report.not_inputs.end() ? 0 : found->second;
}

// Said before hours of work begin; what goes missing later is in the counts at the end.
void tell_missing(Context& context, const std::vector<fs::path>& listed) {
    constexpr std::uint64_t k_shown = 10;
    std::uint64_t missing = 0;
    for (const auto& path : listed) {
        std::error_code code;
        if (!fs::exists(path, code) && ++missing <= k_shown) {
            context.say(fmt::format("lode: warning: {}: no such file or folder", path.string()));
        }
    }
    if (missing > k_shown) {
        context.say(
            fmt::format("lode: warning: and {} more of the list", with_commas(missing - k_shown)));
    }
}

void record_ingest(run::Manifest& manifest, const ingest::IngestReport& report, std::size_t shard,
                   std::size_t shards) {
    manifest.counter("files", report.files);
    manifest.counter("files_skipped", report.files_skipped);
    manifest.counter("files_other_shard", report.files_other_shard);
    if (shards > 1) {
        manifest.note("shard", fmt::format("{}/{}", shard, shards));
    }
    manifest.counter("files_missing", missing_of(report));
    manifest.counter("members", report.members);
    manifest.counter("articles", report.articles);
    manifest.counter("duplicates", report.duplicates);
    manifest.counter("replaced", report.replaced);
    manifest.counter("notices", report.notices);
    manifest.counter("rejected", report.rejected);
    manifest.counter("unreadable", report.unreadable);
    manifest.counter("held_back", report.held_back);
    manifest.counter("sentences", report.sentences);
    manifest.counter("tokens", report.tokens);
    for (const auto& [why, answers] : report.without_record) {
        manifest.counter(why, answers);
    }
    manifest.rejects(report.rejects_by_reason);
    manifest.volume(report.bytes, report.tokens);
    for (const auto& source : report.sources) {
        manifest.input({source.name, source.digest, source.bytes});
    }
}

// Why the model of this file and seed must be trained; empty where it is what would come out.
std::string reason_to_train(const fs::path& file, std::uint64_t seed, const store::Reader& store,
                            const embed::EmbedOptions& options, bool& imported) {
    if (!fs::exists(file)) {
        return seed == options.spec.seed ? "there is no model yet"
                                         : fmt::format("there is no model of seed {} yet", seed);
    }
    try {
        const embed::Embedding model = embed::Embedding::load(file);
        if (model.spec().trainer == "imported") {
            imported = true;
            return "the model that was imported gives way (--force)";
        }
        if (model.provenance().corpus != store.fingerprint()) {
            return "the store has changed since";
        }
        const auto& extra = model.spec().extra;
        const auto asked = extra.find("asked");
        if (asked == extra.end() || asked->second != options.spec.extra.at("asked") ||
            model.spec().seed != seed) {
            return "other training options";
        }
    } catch (const Error& problem) {
        return fmt::format("the model cannot be used: {}", problem.what());
    }
    return {};
}

// What one call of embed_stage is about.
struct Models {
    std::uint64_t first = 0;  // seed of the model that all commands use
    std::size_t count = 1;
    std::vector<SeedModel> surplus;                // --seeds asks for fewer
    std::map<std::uint64_t, std::string> reasons;  // to train, by seed
    std::vector<std::uint64_t> missing() const {
        std::vector<std::uint64_t> seeds;
        for (const auto& entry : reasons) {
            seeds.push_back(entry.first);
        }
        return seeds;
    }
};

fs::path file_of(const Context& context, const Models& models, std::uint64_t seed) {
    return seed == models.first ? context.model_file() : seed_file(context, seed);
}

Models models_to_train(const Context& context, const store::Reader& store,
                       const embed::EmbedOptions& options) {
    Models models;
    models.first = options.spec.seed;
    const auto asked_for = read_seeds_option(context);
    models.count = asked_for.value_or(1);
    for (std::uint64_t seed = models.first; seed < models.first + models.count; ++seed) {
        bool imported = false;
        std::string reason =
            reason_to_train(file_of(context, models, seed), seed, store, options, imported);
        if (imported && !context.arguments().flag("force")) {
            throw Error("the model of this workspace was imported, and no training gives it back",
                        "--force trains one in its place; lode backup keeps it");
        }
        if (reason.empty() && context.arguments().flag("force")) {
            reason = "--force";
        }
        if (!reason.empty()) {
            models.reasons.emplace(seed, std::move(reason));
        }
    }
    if (asked_for) {
        for (const auto& model : seed_models(context.workspace())) {
            if (model.seed <= models.first || model.seed >= models.first + models.count) {
                models.surplus.push_back(model);
            }
        }
    }
    return models;
}

// Trains and saves what is missing, each model as it is made.
void train_models(Context& context, const store::Reader& store, embed::EmbedOptions options,
                  Models& models) {
    create_folders(context.model_file().parent_path());
    TrainingPlace place(TrainingPlace::of_models(context));
    for (const std::uint64_t seed : place.done()) {
        // Done by the same forced training before it was stopped.
        const auto found = models.reasons.find(seed);
        if (found != models.reasons.end() && found->second == "--force") {
            models.reasons.erase(found);
            context.say(fmt::format("embed: the model of seed {} is done already", seed));
        }
    }
    const auto missing = models.missing();
    if (!missing.empty()) {
        place.settle(options);
        run::Manifest& manifest = context.manifest();
        manifest.note("reason_to_train", models.reasons.begin()->second);
        const text::Analyser analyser(read_lexicon_options(context));
        std::uint64_t words_seen = 0;
        const auto save = [&](const embed::Embedding& model) {
            const std::uint64_t seed = model.spec().seed;
            model.save(file_of(context, models, seed));
            place.model_is_safe(seed, models.reasons.at(seed) == "--force");
            const auto& provenance = model.provenance();
            words_seen += provenance.tokens * model.spec().epochs;
            if (seed == missing.front()) {
                manifest.counter("training_articles", provenance.articles);
                manifest.counter("training_tokens", provenance.tokens);
                manifest.counter("vocabulary", model.size());
                manifest.artefact("store", provenance.corpus);
            }
            manifest.artefact(seed == models.first ? "model" : fmt::format("model_seed_{}", seed),
                              model.fingerprint());
            context.say(fmt::format(
                "embed: {} words from {} articles, {} dimensions, {} epochs{} ({})",
                with_commas(model.size()), with_commas(provenance.articles), model.dim(),
                model.spec().epochs, models.count > 1 ? fmt::format(", seed {}", seed) : "",
                models.reasons.at(seed)));
        };
        embed::build_each(store, analyser.settings(), options, missing, save, context.progress(),
                          context.stop());
        manifest.counter("words_seen", words_seen);
        if (context.command() == "embed") {  // of a whole run it is the reading that counts
            manifest.volume(0, words_seen);
        }
        context.progress().finish();
    }
    place.remove();
}

}  // namespace

store::Properties store_properties(const ingest::Miner& miner, const Context& context) {
    const auto& settings = miner.analyser().settings();
    return {
        {"analyser.version", std::to_string(settings.version)},
        {"analyser.numbers_masked", settings.numbers_masked ? "yes" : "no"},
        {"analyser.lower_case", settings.lower_case ? "yes" : "no"},
        {"claims.version", std::to_string(k_claims_version)},
        {"lexicons", lexicon_digest(read_lexicon_options(context))},
    };
}

int ingest_stage(Context& context, const std::vector<std::string>& paths) {
    const ingest::Miner miner(read_lexicon_options(context));
    const ingest::IngestOptions options = read_ingest_options(context, paths);
    if (options.paths.empty() && context.arguments().text("files-from").empty()) {
        throw UsageError("needs PATH... or --files-from FILE", "lode help ingest");
    }
    tell_missing(context, options.listed);
    context.make_workspace();
    run::Manifest& manifest = context.manifest();
    const bool mergeable = options.shards > 1 || context.arguments().flag("mergeable");
    store::Writer writer(context.store_folder(), store_properties(miner, context), {},
                         mergeable ? store::History::kept : store::History::none);
    const ingest::IngestReport report =
        ingest::ingest(options, miner, writer, context.progress(), context.stop());
    context.progress().finish();
    record_ingest(manifest, report, options.shard, options.shards);
    tell_ingest(context, report);
    if (report.interrupted) {
        throw Interrupted("stopped; what was read is stored",
                          "the same command goes on from there");
    }
    const std::uint64_t missing = missing_of(report);
    const std::uint64_t bad = report.rejected + report.unreadable + missing;
    const std::uint64_t members = report.members + missing;
    const double allowed = context.arguments().flag("strict")
                               ? 0
                               : context.arguments().real("max-rejects", 0, 100) / 100;
    if (static_cast<double>(bad) > allowed * static_cast<double>(members)) {
        context.say(
            fmt::format("lode: {} of {} documents were rejected, more than the {:g} % allowed",
                        with_commas(bad), with_commas(members), allowed * 100));
        return 3;
    }
    return 0;
}

void embed_stage(Context& context, EmbedNames names) {
    const store::Reader store(context.store_folder());
    const embed::EmbedOptions options = read_embed_options(context, names);
    Models models = models_to_train(context, store, options);
    if (models.reasons.empty()) {
        context.say(models.count > 1 ? fmt::format("embed: up to date ({} models)", models.count)
                                     : "embed: up to date");
    } else {
        train_models(context, store, options, models);
    }
    for (const auto& model : models.surplus) {
        fs::remove(model.file);
        context.say(
            fmt::format("embed: the model of seed {} is removed: --seeds {} does not ask for it",
                        model.seed, models.count));
    }
}

void write_report(const query::Report& report, const std::filesystem::path& file) {
    std::ostringstream page;
    query::format("html").write(report, page);
    write_file_atomically(file, std::move(page).str());
}

embed::Embedding load_model(const Context& context) {
    if (!fs::exists(context.model_file())) {
        throw Error(fmt::format("there is no model in {}", context.workspace().string()),
                    "make one: lode embed");
    }
    return embed::Embedding::load(context.model_file());
}

void with_question(Context& context, Question question,
                   const std::function<void(const Opened&)>& use) {
    // What can be wrong with the call is found before anything is opened.
    query::RankRequest request = read_rank_options(context, question.concepts);
    const auto store = open_store(context);
    const auto model = open_model(context);
    warn_of_age(context, *model, *store);
    const auto analyser = open_analyser(context);
    settle(context, *model, *analyser, question);
    ask(question, request);
    const query::OtherSeeds others = other_seeds(context, *model);
    request.others = &others;
    const query::StoreLiterature literature(*store);
    use({.literature = literature,
         .model = *model,
         .normalise = [&](std::string_view typed) { return analyser->query_terms(typed); },
         .request = std::move(request)});
}

query::Report rank_stage(Context& context, Question question) {
    query::Report report;
    with_question(context, std::move(question), [&](const Opened& opened) {
        report = query::rank(opened.literature, opened.model, opened.normalise, opened.request);
    });
    report.program = program_version();
    return report;
}

}  // namespace lode::tools
