#include "embed/embed.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/log.hpp"
#include "embed/corpus/phrase_finder.hpp"
#include "embed/corpus/sentences.hpp"
#include "embed/corpus/training_text.hpp"
#include "embed/train/token_file.hpp"
#include "embed/train/trainer.hpp"

namespace lode::embed {
namespace {

constexpr double k_words_to_see = 4e6;  // of a small corpus, epoch by epoch
// Of a larger one: minutes for the native trainer, an hour for fastText.
constexpr double k_most_words_to_see = 4e8;
constexpr double k_most_words_to_see_fasttext = 6e7;
constexpr std::uint32_t k_most_epochs = 100;
constexpr std::uint32_t k_least_epochs = 3;
constexpr std::uint64_t k_small_corpus = 2'000'000;
constexpr std::uint64_t k_few_negatives_corpus = 50'000'000;
constexpr std::uint64_t k_min_count_corpus = 1'000'000;

std::uint32_t extra_number(const Spec& spec, const std::string& name, std::uint32_t otherwise) {
    const auto found = spec.extra.find(name);
    if (found == spec.extra.end()) {
        return otherwise;
    }
    const std::string& text = found->second;
    std::uint32_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
        throw UsageError(fmt::format("{} must be a whole number, not \"{}\"", name, text));
    }
    return value;
}

Line line_unit(const Spec& spec) {
    const auto found = spec.extra.find("line");
    if (found == spec.extra.end() || found->second == "block") {
        return Line::block;
    }
    if (found->second == "sentence") {
        return Line::sentence;
    }
    throw UsageError(fmt::format("line must be block or sentence, not \"{}\"", found->second));
}

// Changes settings that the user left alone, and notes each change for the message.
class Adaptation {
 public:
    Adaptation(const EmbedOptions& options, Spec& spec) : m_options(options), m_spec(spec) {}

    template <class T>
    void set(const char* name, T Spec::*field, T value) {
        if (m_options.adapt_to_corpus && !m_options.fixed.contains(name) &&
            m_spec.*field == Spec{}.*field && m_spec.*field != value) {
            m_changes.push_back(fmt::format("{} {} instead of {}", name, value, m_spec.*field));
            m_spec.*field = value;
        }
    }
    void report(std::uint64_t tokens) const {
        if (!m_changes.empty()) {
            log_info("settings for a corpus of {} words: {}", tokens, fmt::join(m_changes, ", "));
        }
    }

 private:
    const EmbedOptions& m_options;
    Spec& m_spec;
    std::vector<std::string> m_changes;
};

void require_articles(const Sentences& corpus, const Spec& spec) {
    if (corpus.tokens > 0) {
        return;
    }
    if (corpus.articles == 0 && spec.until_year != 0 &&
        corpus.articles_without_year + corpus.articles_too_late > 0) {
        throw Error(
            fmt::format("no article to train on is from {} or before ({} are later, {} have "
                        "no year)",
                        spec.until_year, corpus.articles_too_late, corpus.articles_without_year),
            "choose a later --until");
    }
    throw Error("there is no text to train on: the store has no article with sentences",
                "add articles first: lode ingest PATH...");
}

Provenance provenance(const Sentences& corpus, const ArticleSource& source, const Phrases& phrases,
                      const Vocabulary& vocabulary) {
    Provenance p;
    p.corpus = source.fingerprint();
    p.articles = corpus.articles;
    p.articles_without_year = corpus.articles_without_year;
    p.sentences = corpus.sentences;
    p.tokens = corpus.tokens;
    p.first_year = corpus.first_year;
    p.last_year = corpus.last_year;
    for (const auto& pass : phrases.passes) {
        p.phrases_per_pass.push_back(pass.size());
    }
    p.phrase_prunings = phrases.prunings;
    p.vocabulary_prunings = vocabulary.prunings;
    p.program = "lode " LODE_VERSION;
    return p;
}

// Small corpora are passed over until enough words were seen, larger ones fewer times, so that
// training takes minutes to an hour.
std::uint32_t adapted_epochs(std::uint64_t words, const Spec& spec) {
    const double most_words =
        spec.trainer == "fasttext" ? k_most_words_to_see_fasttext : k_most_words_to_see;
    const double passes =
        (words < k_small_corpus ? k_words_to_see : most_words) / static_cast<double>(words);
    const std::uint32_t most = words < k_small_corpus ? k_most_epochs : Spec{}.epochs;
    return std::clamp(static_cast<std::uint32_t>(std::min<double>(std::ceil(passes), most)),
                      k_least_epochs, most);
}

// The progress of one training as a part of that of all.
class PartOfAll final : public Progress {
 public:
    PartOfAll(Progress& whole, std::size_t number, std::size_t of)
        : m_whole(whole), m_number(number), m_of(of) {}
    void report(const ProgressState& state) override {
        if (m_of == 1 || state.stage != "train") {
            m_whole.report(state);
            return;
        }
        const std::string note = fmt::format("model {} of {}{}{}", m_number + 1, m_of,
                                             state.note.empty() ? "" : ", ", state.note);
        m_whole.report({state.stage, m_number * state.total + state.done, m_of * state.total,
                        state.unit, state.rejected, note});
    }
    void finish() override {
        if (m_number + 1 == m_of) {
            m_whole.finish();
        }
    }

 private:
    Progress& m_whole;
    const std::size_t m_number;
    const std::size_t m_of;
};

}  // namespace

void build_each(const ArticleSource& source, const text::AnalyserSettings& analyser,
                const EmbedOptions& options, const std::vector<std::uint64_t>& seeds,
                const std::function<void(Embedding)>& done, Progress& progress,
                std::stop_token stop) {
    Spec spec = options.spec;
    check_spec(spec);
    const Trainer& with = trainer(spec.trainer);
    const Line line = line_unit(spec);
    const std::uint32_t material_min_count = extra_number(spec, "material_min_count", 3);
    if (spec.trainer == "native") {
        spec.extra.emplace("share_negatives", "window");
    }
    spec.extra["line"] = line == Line::block ? "block" : "sentence";
    spec.extra["material_min_count"] = fmt::format("{}", material_min_count);

    Sentences corpus(options.scratch, WordCounts::k_default_limit);
    collect(corpus, source, spec.until_year, progress, stop);
    require_articles(corpus, spec);

    Adaptation adaptation(options, spec);
    if (corpus.tokens < k_min_count_corpus) {
        adaptation.set("min_count", &Spec::min_count, 3U);
    }
    if (corpus.tokens < k_small_corpus) {
        adaptation.set("dim", &Spec::dim, 100U);
        adaptation.set("subsample", &Spec::subsample, 1e-3);
    }
    if (corpus.tokens < k_few_negatives_corpus) {
        adaptation.set("negative", &Spec::negative, 5U);
    }
    adaptation.set("phrase_min_count", &Spec::phrase_min_count,
                   adapted_phrase_min_count(spec.phrase_min_count, corpus.tokens));

    const Phrases phrases = find_phrases(
        corpus, PhraseWords(), {spec.phrase_passes, spec.phrase_min_count, spec.phrase_threshold},
        progress, stop);
    Vocabulary vocabulary =
        choose_vocabulary(corpus, phrases, {spec.min_count, material_min_count}, progress, stop);
    if (vocabulary.words.empty()) {
        throw Error(fmt::format("no word occurs {} times or more in the {} words of the corpus",
                                spec.min_count, corpus.tokens),
                    "add more articles, or use a smaller --min-count");
    }
    Provenance made = provenance(corpus, source, phrases, vocabulary);
    if (made.phrase_prunings + made.vocabulary_prunings > 0) {
        log_warning(
            "more different words or pairs of words than are counted at a time: the rarest were "
            "dropped {} times, so rare words and phrases may be missing",
            made.phrase_prunings + made.vocabulary_prunings);
    }

    ScratchFile text(options.scratch, "training");
    TrainInput input = write_training_text(corpus, phrases, std::move(vocabulary.words), line, text,
                                           progress, stop);
    adaptation.set("epochs", &Spec::epochs, adapted_epochs(input.tokens, spec));
    adaptation.report(corpus.tokens);
    log_info("training needs {:.0f} MB of memory for {} words of {} dimensions",
             static_cast<double>(with.memory_bytes(input, spec)) / 1e6, input.vocabulary.size(),
             spec.dim);
    std::vector<std::string> all_phrases;
    for (const auto& pass : phrases.passes) {
        all_phrases.insert(all_phrases.end(), pass.begin(), pass.end());
    }
    if (with.info().resumable) {
        input.checkpoint = options.checkpoint;
    }
    if (spec.trainer == "native" && seeds.size() > 1) {
        input.encoded = std::make_shared<const TokenFile>(input, progress, stop);
    }
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        spec.seed = seeds[i];
        PartOfAll part(progress, i, seeds.size());
        TrainResult vectors = with.train(input, spec, part, stop);
        log_info(
            "trained {} words ({} phrases) on {} words of text, {} epochs, {:.0f} words/s, loss "
            "{:.3f}{}",
            input.vocabulary.size(), all_phrases.size(), input.tokens, spec.epochs,
            vectors.words_per_second, vectors.loss,
            seeds.size() > 1 ? fmt::format(", seed {}", spec.seed) : "");
        std::vector<Word> words =
            i + 1 == seeds.size() ? std::move(input.vocabulary) : input.vocabulary;
        done(Embedding(spec, made, analyser, all_phrases, std::move(words),
                       std::move(vectors.input), std::move(vectors.output)));
    }
}

void build_each(const store::Reader& store, const text::AnalyserSettings& analyser,
                const EmbedOptions& options, const std::vector<std::uint64_t>& seeds,
                const std::function<void(Embedding)>& done, Progress& progress,
                std::stop_token stop) {
    build_each(StoreSource(store), analyser, options, seeds, done, progress, std::move(stop));
}

Embedding build(const ArticleSource& source, const text::AnalyserSettings& analyser,
                const EmbedOptions& options, Progress& progress, std::stop_token stop) {
    std::optional<Embedding> made;
    build_each(
        source, analyser, options, {options.spec.seed},
        [&](Embedding model) { made.emplace(std::move(model)); }, progress, std::move(stop));
    return std::move(made.value());
}

Embedding build(const store::Reader& store, const text::AnalyserSettings& analyser,
                const EmbedOptions& options, Progress& progress, std::stop_token stop) {
    return build(StoreSource(store), analyser, options, progress, std::move(stop));
}

}  // namespace lode::embed
