// Messages for people. Libraries call log_info() and friends; where they go is decided once by the
// tool through set_log_sink(). Without a sink nothing is printed: no library writes to a stream.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <string_view>
#include <utility>

namespace lode {

enum class LogLevel { debug, info, warning, error };

// Called under a lock, so a sink needs none of its own.
using LogSink = std::function<void(LogLevel, std::string_view message)>;

// Not to be called while other threads log. Returns the sink that was set before.
LogSink set_log_sink(LogSink sink);
void log_message(LogLevel level, std::string_view message);

template <class... Args>
void log_debug(fmt::format_string<Args...> format, Args&&... args) {
    log_message(LogLevel::debug, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_info(fmt::format_string<Args...> format, Args&&... args) {
    log_message(LogLevel::info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_warning(fmt::format_string<Args...> format, Args&&... args) {
    log_message(LogLevel::warning, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace lode
