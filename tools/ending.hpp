// How SIGINT and SIGTERM end the program.
#pragma once

#include <stop_token>
#include <string_view>

namespace lode::tools {

// Begins the thread that waits for the signals; the token is stopped by the first one. To be called
// once, by main(), before any other thread is there.
std::stop_token watch_signals();

// While one lives, a signal ends the process wherever it is: after a short grace, in which a stop
// that is watched for (Context::stop()) may end it in the usual way, its temporary files are
// removed (core/base/leftovers.hpp), the log gets its end, and the exit code is 130. For commands
// that only read the workspace, or replace single files whole. One at a time.
class EndsAnywhere {
 public:
    explicit EndsAnywhere(std::string_view command);
    ~EndsAnywhere();
    EndsAnywhere(const EndsAnywhere&) = delete;
    EndsAnywhere& operator=(const EndsAnywhere&) = delete;
};

}  // namespace lode::tools
