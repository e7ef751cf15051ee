#include "tools/progress_bar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace lode::tools {
namespace {

constexpr auto k_bar_after = std::chrono::seconds(1);
constexpr auto k_bar_every = std::chrono::milliseconds(150);
constexpr auto k_line_every = std::chrono::seconds(30);

}  // namespace

std::string with_commas(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t i = digits.size(); i > 3; i -= 3) {
        digits.insert(i - 3, ",");
    }
    return digits;
}

std::string duration(double seconds) {
    const auto whole = static_cast<std::uint64_t>(std::max(seconds, 0.0) + 0.5);
    if (whole < 60) {
        return fmt::format("{}s", whole);
    }
    if (whole < 3600) {
        return fmt::format("{}m{:02}s", whole / 60, whole % 60);
    }
    return fmt::format("{}h{:02}m", whole / 3600, whole / 60 % 60);
}

ProgressBar::ProgressBar(std::ostream& out, ProgressStyle style, std::size_t width)
    : m_out(out), m_style(style), m_width(std::max<std::size_t>(width, 40)) {}

ProgressBar::~ProgressBar() {
    const std::lock_guard lock(m_mutex);
    finish_locked();
}

std::string ProgressBar::line(const ProgressState& state, double seconds) {
    std::string text = fmt::format("{}  {}", state.stage, with_commas(state.done));
    if (state.total > 0) {
        text += fmt::format("/{}", with_commas(state.total));
    }
    text += fmt::format(" {}", state.unit);
    if (seconds > 0 && state.done > 0) {
        const double rate = static_cast<double>(state.done) / seconds;
        text += rate >= 10 ? fmt::format("  {}/s", with_commas(static_cast<std::uint64_t>(rate)))
                           : fmt::format("  {:.1f}/s", rate);
        if (state.rejected > 0) {
            text += fmt::format("  rejected {}", with_commas(state.rejected));
        }
        if (state.total > state.done) {
            text += fmt::format("  eta {}",
                                duration(static_cast<double>(state.total - state.done) / rate));
        }
    }
    if (!state.note.empty()) {
        text += fmt::format("  {}", state.note);
    }
    return text;
}

void ProgressBar::begin_stage(const ProgressState& state, Clock::time_point now) {
    finish_locked();
    m_stage = state.stage;
    m_begin = now;
    m_drawn = now;
    m_shown = false;
}

void ProgressBar::report(const ProgressState& state) {
    if (m_style == ProgressStyle::silent) {
        return;
    }
    const std::lock_guard lock(m_mutex);
    const auto now = Clock::now();
    if (m_stage != state.stage) {
        begin_stage(state, now);
    }
    m_unit = state.unit;
    m_note = state.note;
    m_last = state;
    m_last.stage = m_stage;
    m_last.unit = m_unit;
    m_last.note = m_note;
    const bool bar = m_style == ProgressStyle::bar;
    const bool due = bar ? now - m_begin >= k_bar_after && now - m_drawn >= k_bar_every
                         : now - m_drawn >= k_line_every;
    if (due) {
        draw(line(m_last, std::chrono::duration<double>(now - m_begin).count()));
        m_drawn = now;
    }
}

void ProgressBar::draw(const std::string& text) {
    m_shown = true;
    if (m_style == ProgressStyle::lines) {
        m_out << text << '\n' << std::flush;
        return;
    }
    std::string shown = text.substr(0, m_width - 1);
    if (m_last.total > 0 && m_width > text.size() + 14) {
        const std::size_t room = std::min<std::size_t>(m_width - text.size() - 5, 30);
        const std::size_t full = std::min<std::size_t>(
            room,
            static_cast<std::size_t>(static_cast<double>(room) * static_cast<double>(m_last.done) /
                                     static_cast<double>(m_last.total)));
        shown += "  [" + std::string(full, '#') + std::string(room - full, '.') + "]";
    }
    m_out << "\r\x1b[K" << shown << std::flush;
    m_visible = true;
}

void ProgressBar::clear() {
    const std::lock_guard lock(m_mutex);
    if (m_visible) {
        m_out << "\r\x1b[K" << std::flush;
        m_visible = false;
    }
}

void ProgressBar::finish_locked() {
    if (m_visible) {
        m_out << "\r\x1b[K";
        m_visible = false;
    }
    if (m_shown) {
        const double seconds = std::chrono::duration<double>(Clock::now() - m_begin).count();
        m_last.total = m_last.total == 0 ? 0 : std::max(m_last.total, m_last.done);
        m_out << line(m_last, seconds) << "  (" << duration(seconds) << ")\n" << std::flush;
    }
    m_shown = false;
    m_stage.clear();
}

void ProgressBar::finish() {
    const std::lock_guard lock(m_mutex);
    finish_locked();
}

}  // namespace lode::tools
