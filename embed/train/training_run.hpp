// What the threads of one training share while they work.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/base/progress.hpp"
#include "embed/train/checkpoint.hpp"
#include "embed/train/worker.hpp"

namespace lode::embed {

// Hands out chunks in order, keeps account of them, and holds all threads between two chunks while
// a checkpoint is written.
class TrainingRun {
 public:
    // Everything given must outlive this object. `checkpoint` may be null.
    TrainingRun(const TrainState& state, const TokenFile& text, const TrainingPoint& begin,
                const Checkpoint* checkpoint, std::chrono::milliseconds every, Progress& progress,
                const std::stop_token& stop);
    TrainingRun(const TrainingRun&) = delete;
    TrainingRun& operator=(const TrainingRun&) = delete;

    // The body of each thread. Throws nothing.
    void work(Worker& worker) noexcept;

    // The rest after all threads have ended.
    const TrainingPoint& point() const noexcept { return m_point; }
    // The mean loss of a pair over the last tenth. Throws what ended a thread, and Interrupted
    // after a stop, with the checkpoint written.
    double result() const;

 private:
    using Clock = std::chrono::steady_clock;

    std::optional<std::uint64_t> take();
    void finished(const TokenFile::Chunk& chunk, const LossSum& loss);
    void save_now();
    std::uint64_t total() const { return m_state.words * m_state.epochs; }

    struct Recent {
        double loss = 0;
        double pairs = 0;
    };
    const TrainState& m_state;
    const TokenFile& m_text;
    const Checkpoint* m_checkpoint;
    const std::chrono::milliseconds m_every;
    Progress& m_progress;
    const std::stop_token& m_stop;
    const std::uint64_t m_pieces;  // chunks of all epochs
    std::atomic<bool> m_over{false};

    std::mutex m_mutex;  // guards what follows
    std::condition_variable m_resume;
    std::uint64_t m_next;
    std::uint32_t m_at_work = 0;  // threads between take() and finished()
    bool m_saving = false;        // no chunk is handed out until a checkpoint is written
    Clock::time_point m_due;      // of the next one
    TrainingPoint m_point;        // all chunks before m_next are in it when no thread is at work
    Recent m_recent;
    std::exception_ptr m_problem;
};

}  // namespace lode::embed
