// Progress on stderr: a bar on a terminal for anything over a second, else one plain line every 30
// s.
#pragma once

#include <chrono>
#include <iosfwd>
#include <mutex>
#include <string>

#include "core/base/progress.hpp"

namespace lode::tools {

enum class ProgressStyle { silent, bar, lines };

class ProgressBar final : public Progress {
 public:
    ProgressBar(std::ostream& out, ProgressStyle style, std::size_t width);
    ~ProgressBar() override;
    void report(const ProgressState& state) override;
    void finish() override;
    // Takes the bar off the line, so that a message can be printed; it comes back by itself.
    void clear();

    // "ingest  12,840/41,000 articles  1,950/s  rejected 212  eta 14s  note"
    static std::string line(const ProgressState& state, double seconds);

 private:
    using Clock = std::chrono::steady_clock;
    void begin_stage(const ProgressState& state, Clock::time_point now);
    void draw(const std::string& text);
    void finish_locked();

    std::ostream& m_out;
    const ProgressStyle m_style;
    const std::size_t m_width;
    std::mutex m_mutex;
    std::string m_stage;
    std::string m_unit;
    std::string m_note;
    ProgressState m_last;
    Clock::time_point m_begin;
    Clock::time_point m_drawn;
    bool m_visible = false;  // a bar stands on the current line
    bool m_shown = false;    // something of this stage was printed
};

// 1234567 -> "1,234,567"
std::string with_commas(std::uint64_t number);
// 134 -> "2m14s"
std::string duration(double seconds);

}  // namespace lode::tools
