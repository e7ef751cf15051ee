#include "embed/train/training_run.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "core/base/error.hpp"
#include "core/base/log.hpp"

namespace lode::embed {
namespace {

// A checkpoint takes at most this share of the time.
constexpr int k_times_its_cost = 100;

}  // namespace

TrainingRun::TrainingRun(const TrainState& state, const TokenFile& text, const TrainingPoint& begin,
                         const Checkpoint* checkpoint, std::chrono::milliseconds every,
                         Progress& progress, const std::stop_token& stop)
    : m_state(state),
      m_text(text),
      m_checkpoint(checkpoint),
      m_every(every),
      m_progress(progress),
      m_stop(stop),
      m_pieces(state.epochs * text.chunks().size()),
      m_next(begin.pieces),
      m_due(Clock::now() + every),
      m_point(begin) {}

void TrainingRun::work(Worker& worker) noexcept {
    try {
        // A chunk that was broken off cannot be gone on with, so with a checkpoint a stop waits.
        const bool whole_chunks = m_checkpoint != nullptr;
        const std::function<bool()> stopped = [this, whole_chunks] {
            return m_over.load(std::memory_order_relaxed) ||
                   (!whole_chunks && m_stop.stop_requested());
        };
        const std::uint64_t chunks = m_text.chunks().size();
        while (const auto n = take()) {
            const TokenFile::Chunk& chunk = m_text.chunks()[*n % chunks];
            const LossSum loss = worker.run(chunk, *n % chunks, *n / chunks, stopped);
            if (stopped()) {
                return;
            }
            finished(chunk, loss);
        }
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        if (!m_problem) {
            m_problem = std::current_exception();
        }
        m_over = true;
        m_resume.notify_all();
    }
}

std::optional<std::uint64_t> TrainingRun::take() {
    std::unique_lock lock(m_mutex);
    m_resume.wait(lock, [this] { return !m_saving || m_over; });
    if (m_over || m_stop.stop_requested() || m_next >= m_pieces) {
        return std::nullopt;
    }
    ++m_at_work;
    return m_next++;
}

void TrainingRun::finished(const TokenFile::Chunk& chunk, const LossSum& loss) {
    std::string note;
    std::uint64_t done = 0;
    {
        const std::lock_guard lock(m_mutex);
        --m_at_work;
        ++m_point.pieces;
        done = m_point.words += chunk.words;
        if (done > total() - total() / 10) {
            m_point.loss += loss.loss;
            m_point.loss_pairs += loss.pairs;
        }
        // Shown: a mean that forgets, for one chunk alone jumps about.
        m_recent.loss = 0.95 * m_recent.loss + loss.loss;
        m_recent.pairs = 0.95 * m_recent.pairs + static_cast<double>(loss.pairs);
        if (m_recent.pairs > 0) {
            note = fmt::format("loss {:.3f}", m_recent.loss / m_recent.pairs);
        }
        m_saving = m_saving || (m_checkpoint != nullptr && Clock::now() >= m_due);
        if (m_saving && m_at_work == 0) {
            save_now();
            m_saving = false;
            m_resume.notify_all();
        }
    }
    m_progress.report({"train", done, total(), "words", 0, note});
}

// A disk that is full for a while is no reason to lose the training.
void TrainingRun::save_now() {
    const Clock::time_point begin = Clock::now();
    try {
        m_checkpoint->save(m_point, *m_state.input, *m_state.output);
    } catch (const Error& problem) {
        log_warning("a checkpoint could not be written, training goes on without: {}",
                    problem.what());
    }
    const Clock::time_point end = Clock::now();
    const Clock::duration spaced = k_times_its_cost * (end - begin);
    m_due = end + (m_every.count() == 0 ? Clock::duration::zero()
                                        : std::max<Clock::duration>(m_every, spaced));
}

double TrainingRun::result() const {
    if (m_problem) {
        std::rethrow_exception(m_problem);
    }
    if (m_stop.stop_requested()) {
        if (m_checkpoint == nullptr) {
            throw Interrupted("training was stopped; no model was written");
        }
        m_checkpoint->save(m_point, *m_state.input, *m_state.output);
        throw Interrupted(fmt::format("training was stopped after {} of {} words; they are kept",
                                      m_point.words, total()),
                          "the same command goes on from there");
    }
    return m_point.loss_pairs > 0 ? m_point.loss / static_cast<double>(m_point.loss_pairs) : 0;
}

}  // namespace lode::embed
