#include "core/base/log.hpp"

#include <mutex>

namespace lode {
namespace {

struct Logger {
    std::mutex mutex;
    LogSink sink;
};

Logger& logger() {
    static Logger g_logger;
    return g_logger;
}

}  // namespace

LogSink set_log_sink(LogSink sink) {
    const std::lock_guard lock(logger().mutex);
    return std::exchange(logger().sink, std::move(sink));
}

void log_message(LogLevel level, std::string_view message) {
    const std::lock_guard lock(logger().mutex);
    if (logger().sink) {
        logger().sink(level, message);
    }
}

}  // namespace lode
