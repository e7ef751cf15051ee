#include "tools/left_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "embed/embed.hpp"
#include "tools/progress_bar.hpp"

namespace lode::tools {
namespace {

namespace fs = std::filesystem;

class SourceWithout final : public embed::ArticleSource {
 public:
    SourceWithout(const store::Reader& store, const std::vector<store::Seq>& left_out,
                  std::string key)
        : m_store(store), m_left_out(left_out), m_key(std::move(key)) {}

    void for_each(const std::function<bool(const embed::SourceArticle&)>& visit) const override {
        m_store.for_each_analysis([&](store::Seq seq, const Analysis& analysis) {
            if (std::binary_search(m_left_out.begin(), m_left_out.end(), seq)) {
                return true;
            }
            const auto facts = m_store.facts(seq);
            return visit({facts ? facts->year : std::uint16_t{0}, analysis});
        });
    }
    std::uint64_t articles() const override {
        return m_store.counters().articles - m_left_out.size();
    }
    std::string fingerprint() const override { return m_key; }

 private:
    const store::Reader& m_store;
    const std::vector<store::Seq>& m_left_out;
    std::string m_key;
};

// Models without some articles that stay in the workspace: each is as large as the model itself.
constexpr std::size_t k_kept = 4;

void remove_oldest(Context& context, const fs::path& folder) {
    std::vector<std::pair<fs::file_time_type, fs::path>> models;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".lode") {
            models.emplace_back(entry.last_write_time(), entry.path());
        }
    }
    std::sort(models.rbegin(), models.rend());
    for (std::size_t i = k_kept; i < models.size(); ++i) {
        std::error_code problem;
        if (fs::remove(models[i].second, problem)) {
            context.say(fmt::format("explain: {} is removed, it was used longest ago",
                                    models[i].second.string()));
        }
    }
}

}  // namespace

embed::Embedding model_without(Context& context, const store::Reader& store,
                               const text::Analyser& analyser, const embed::Embedding& model,
                               const std::vector<store::Seq>& left_out) {
    if (model.provenance().corpus != store.fingerprint()) {
        throw Error(
            "the model was trained on another state of the store: a model without some "
            "articles would differ from it by more than these",
            "bring it up to date: lode embed");
    }
    std::vector<std::string> ids;
    for (const store::Seq seq : left_out) {
        const auto facts = store.facts(seq);
        if (!facts) {
            throw error("article {} has no record of its id", seq);
        }
        ids.push_back(facts->id);
    }
    std::sort(ids.begin(), ids.end());
    Digester digester;
    digester.add(store.fingerprint() + " " + model.fingerprint());
    for (const auto& id : ids) {
        digester.add(" " + id);
    }
    const std::string key = digester.result().hex();
    const fs::path folder = context.workspace() / "explain";
    const fs::path file = folder / (key + ".lode");
    if (fs::exists(file)) {
        try {
            auto kept = embed::Embedding::load(file);
            std::error_code ignored;  // of a workspace that may only be read
            fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);
            return kept;
        } catch (const Error& problem) {
            context.say(fmt::format("{}; it is trained again", problem.what()));
        }
    }
    fs::create_directories(folder);
    context.say(fmt::format("explain: training without {} article{}, as the model was trained",
                            with_commas(left_out.size()), left_out.size() == 1 ? "" : "s"));
    embed::EmbedOptions options;
    options.spec = model.spec();
    options.adapt_to_corpus = false;
    options.scratch = folder;
    run::Manifest& manifest = context.manifest();
    const auto made = embed::build(SourceWithout(store, left_out, key), analyser.settings(),
                                   options, context.progress(), context.stop());
    context.progress().finish();
    made.save(file);
    context.say(
        fmt::format("explain: the model is kept in {}; the {} newest are, and may be removed",
                    file.string(), k_kept));
    remove_oldest(context, folder);
    manifest.counter("articles_left_out", left_out.size());
    manifest.counter("training_articles", made.provenance().articles);
    manifest.artefact("store", store.fingerprint());
    manifest.artefact("model", model.fingerprint());
    manifest.artefact("model_without", made.fingerprint());
    return made;
}

}  // namespace lode::tools
