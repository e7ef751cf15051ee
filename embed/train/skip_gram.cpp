#include "embed/train/skip_gram.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "core/base/error.hpp"

namespace lode::embed {
namespace {

// word2vec's exponent: rarer words are drawn somewhat more often than they occur.
constexpr double k_negative_exponent = 0.75;
constexpr const char* k_stopped = "training was stopped; no model was written";

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

// What the threads share while they work.
class Run {
 public:
    Run(const TrainState& state, const TokenFile& text, Progress& progress,
        const std::stop_token& stop)
        : m_state(state),
          m_text(text),
          m_progress(progress),
          m_stop(stop),
          m_pieces(state.epochs * text.chunks().size()) {}

    // The body of each thread. Throws nothing.
    void work(Worker& worker) noexcept {
        try {
            const std::function<bool()> stopped = [this] {
                return m_over.load(std::memory_order_relaxed) || m_stop.stop_requested();
            };
            const std::uint64_t chunks = m_text.chunks().size();
            for (std::uint64_t n = m_next++; n < m_pieces && !stopped(); n = m_next++) {
                const TokenFile::Chunk& chunk = m_text.chunks()[n % chunks];
                const LossSum loss = worker.run(chunk, n % chunks, n / chunks, stopped);
                if (!stopped()) {
                    finished(chunk, loss);
                }
            }
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            if (!m_problem) {
                m_problem = std::current_exception();
            }
            m_over = true;
        }
    }

    // After all threads have ended.
    double result() const {
        if (m_problem) {
            std::rethrow_exception(m_problem);
        }
        if (m_stop.stop_requested()) {
            throw Interrupted(k_stopped);
        }
        return m_last.pairs > 0 ? m_last.loss / static_cast<double>(m_last.pairs) : 0;
    }

 private:
    void finished(const TokenFile::Chunk& chunk, const LossSum& loss) {
        const std::uint64_t total = m_state.words * m_state.epochs;
        std::string note;
        std::uint64_t done = 0;
        {
            const std::lock_guard lock(m_mutex);
            done = m_done += chunk.words;
            if (done > total - total / 10) {
                m_last.loss += loss.loss;
                m_last.pairs += loss.pairs;
            }
            // Shown: a mean that forgets, for one chunk alone jumps about.
            m_recent.loss = 0.95 * m_recent.loss + loss.loss;
            m_recent.pairs = 0.95 * m_recent.pairs + static_cast<double>(loss.pairs);
            if (m_recent.pairs > 0) {
                note = fmt::format("loss {:.3f}", m_recent.loss / m_recent.pairs);
            }
        }
        m_progress.report({"train", done, total, "words", 0, note});
    }

    struct Recent {
        double loss = 0;
        double pairs = 0;
    };
    const TrainState& m_state;
    const TokenFile& m_text;
    Progress& m_progress;
    const std::stop_token& m_stop;
    const std::uint64_t m_pieces;  // chunks of all epochs
    std::atomic<std::uint64_t> m_next{0};
    std::atomic<bool> m_over{false};
    std::mutex m_mutex;
    std::uint64_t m_done = 0;
    LossSum m_last;
    Recent m_recent;
    std::exception_ptr m_problem;
};

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
      m_threads(spec.threads) {
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
    const float width = 1.0F / static_cast<float>(spec.dim);
    for (std::size_t i = 0; i < m_input.rows(); ++i) {
        float* const row = m_input.row(i);
        for (std::size_t k = 0; k < m_input.dim(); ++k) {
            row[k] = (random.unit() - 0.5F) * width;
        }
    }
}

double SkipGram::train(const TokenFile& text, Progress& progress, const std::stop_token& stop) {
    m_state.ids = text.ids();
    m_state.words =
        text.chunks().empty() ? 0 : text.chunks().back().words_before + text.chunks().back().words;
    if (m_state.words == 0) {
        throw Error("there is nothing to train on: the text is empty");
    }
    Run run(m_state, text, progress, stop);
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::uint32_t t = 0; t < m_threads; ++t) {
        workers.push_back(std::make_unique<Worker>(m_state));
    }
    {
        // The last worker belongs to the calling thread. A thread that cannot be started is an
        // exception; those that run are joined on the way out, so nothing they use goes first.
        std::vector<std::jthread> threads;
        for (std::uint32_t t = 0; t + 1 < m_threads; ++t) {
            threads.emplace_back([&run, &worker = *workers[t]] { run.work(worker); });
        }
        run.work(*workers.back());
    }
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
