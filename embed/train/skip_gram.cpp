#include "embed/train/skip_gram.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <thread>

#include "core/base/error.hpp"
#include "core/base/log.hpp"
#include "embed/train/training_run.hpp"

namespace lode::embed {
namespace {

// word2vec's exponent: rarer words are drawn somewhat more often than they occur.
constexpr double k_negative_exponent = 0.75;

std::vector<double> negative_weights(const std::vector<Word>& vocabulary) {
    std::vector<double> weights;
    weights.reserve(vocabulary.size());
    for (const Word& word : vocabulary) {
        weights.push_back(std::pow(static_cast<double>(word.count), k_negative_exponent));
    }
    return weights;
}

// A word of frequency f is kept with probability sqrt(t / f) + t / f (word2vec.c).
std::vector<float> keep_probabilities(const std::vector<Word>& vocabulary, double subsample) {
    double total = 0;
    for (const Word& word : vocabulary) {
        total += static_cast<double>(word.count);
    }
    std::vector<float> keep;
    keep.reserve(vocabulary.size());
    for (const Word& word : vocabulary) {
        const double ratio = subsample * total / static_cast<double>(word.count);
        keep.push_back(subsample > 0 ? static_cast<float>(std::min(1.0, std::sqrt(ratio) + ratio))
                                     : 1.0F);
    }
    return keep;
}

// Words, counts and the encoded text: where any of it differs, a checkpoint is of another training.
std::string digest_of_text(const Digest128& vocabulary, const TokenFile& text) {
    const std::string_view ids{reinterpret_cast<const char*>(text.ids().data()),
                               text.ids().size_bytes()};
    return vocabulary.hex() + digest128(ids).hex();
}

Digest128 digest_of_words(const std::vector<Word>& vocabulary) {
    Digester digest;
    for (const Word& word : vocabulary) {
        digest.add(fmt::format("{}\t{}\n", word.text, word.count));
    }
    return digest.result();
}

}  // namespace

Negatives negatives_from(std::string_view name) {
    if (name == "none") {
        return Negatives::per_pair;
    }
    if (name == "window") {
        return Negatives::per_window;
    }
    if (name == "group") {
        return Negatives::per_group;
    }
    throw UsageError(
        fmt::format("negatives are shared by none, window or group, not \"{}\"", name));
}

Negatives negatives_of(const Spec& spec) {
    const auto found = spec.extra.find("share_negatives");
    return found == spec.extra.end() ? Negatives::per_window : negatives_from(found->second);
}

SkipGram::SkipGram(const std::vector<Word>& vocabulary, const Spec& spec, const Kernels& with)
    : m_sampler(negative_weights(vocabulary)),
      m_input(vocabulary.size(), spec.dim),
      m_output(vocabulary.size(), spec.dim),
      m_spec(spec),
      m_vocabulary(digest_of_words(vocabulary)) {
    m_state.epochs = spec.epochs;
    m_state.window = spec.window;
    m_state.negative = spec.negative;
    m_state.learning_rate = spec.learning_rate;
    m_state.seed = spec.seed;
    m_state.negatives = negatives_of(spec);
    m_state.keep = keep_probabilities(vocabulary, spec.subsample);
    m_state.sampler = &m_sampler;
    m_state.kernels = &with;
    m_state.input = &m_input;
    m_state.output = &m_output;
    Random random(mix_bits(spec.seed));
    // Twice as wide as word2vec: on little text that is worth half as much again in analogies
    // (docs/TRAINING.md, Quality).
    const float width = 2.0F / static_cast<float>(spec.dim);
    for (std::size_t i = 0; i < m_input.rows(); ++i) {
        float* const row = m_input.row(i);
        for (std::size_t k = 0; k < m_input.dim(); ++k) {
            row[k] = (random.unit() - 0.5F) * width;
        }
    }
}

double SkipGram::train(const TokenFile& text, Progress& progress, const std::stop_token& stop,
                       const Checkpointing& keep) {
    m_state.ids = text.ids();
    m_state.words =
        text.chunks().empty() ? 0 : text.chunks().back().words_before + text.chunks().back().words;
    if (m_state.words == 0) {
        throw Error("there is nothing to train on: the text is empty");
    }
    std::optional<Checkpoint> checkpoint;
    TrainingPoint begin;
    if (!keep.file.empty()) {
        checkpoint.emplace(keep, training_identity(m_spec, digest_of_text(m_vocabulary, text)),
                           m_state.words * m_state.epochs, std::string(m_state.kernels->name));
        if (const auto found = checkpoint->load(m_input, m_output)) {
            begin = *found;
            log_info("training goes on from its checkpoint, {} of {} words", begin.words,
                     m_state.words * m_state.epochs);
        }
    }
    TrainingRun run(m_state, text, begin, checkpoint ? &*checkpoint : nullptr, keep.every, progress,
                    stop);
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::uint32_t t = 0; t < m_spec.threads; ++t) {
        workers.push_back(std::make_unique<Worker>(m_state));
    }
    {
        // The last worker belongs to the calling thread. A thread that cannot be started is an
        // exception; those that run are joined on the way out, so nothing they use goes first.
        std::vector<std::jthread> threads;
        for (std::uint32_t t = 0; t + 1 < m_spec.threads; ++t) {
            threads.emplace_back([&run, &worker = *workers[t]] { run.work(worker); });
        }
        run.work(*workers.back());
    }
    m_words_trained = run.point().words - begin.words;
    return run.result();
}

std::uint64_t SkipGram::memory_bytes(std::uint64_t vocabulary, std::uint64_t words,
                                     std::uint64_t lines, const Spec& spec) {
    return 2 * RowMatrix::memory_bytes(vocabulary, spec.dim) + Sampler::memory_bytes(vocabulary) +
           vocabulary * sizeof(float) + TokenFile::memory_bytes(words, lines) +
           spec.threads *
               Worker::memory_bytes(spec.dim, spec.window, spec.negative, negatives_of(spec));
}

}  // namespace lode::embed
