#include "tools/ending.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/leftovers.hpp"
#include "tools/run_log.hpp"

namespace lode::tools {
namespace {

constexpr int k_interrupted = 130;
constexpr auto k_grace = std::chrono::milliseconds(300);
constexpr auto k_look_again = std::chrono::milliseconds(50);

std::stop_source& source() {
    static std::stop_source g_source;
    return g_source;
}

// The command that may be ended anywhere; empty: none.
struct Ending {
    std::mutex mutex;
    std::string command;
};
Ending& ending() {
    static auto* const g_ending = new Ending;  // the waiting thread outlives main()
    return *g_ending;
}

void tell(std::string_view text) {
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

// Returns where no command may be ended now. Holding the mutex keeps the command from its own end.
void end_if_allowed() {
    const std::lock_guard guard(ending().mutex);
    if (ending().command.empty()) {
        return;
    }
    leftovers::remove_all();
    abandon_run_log(k_interrupted, "stopped");
    tell(fmt::format("lode {}: stopped\n", ending().command));
    ::_exit(k_interrupted);
}

void wait_for(const sigset_t& signals) {
    int number = 0;
    while (::sigwait(&signals, &number) != 0) {
    }
    source().request_stop();
    tell("\nlode: stopping (again: at once)\n");
    std::thread([signals] {
        int again = 0;
        while (::sigwait(&signals, &again) != 0) {
        }
        ::_exit(k_interrupted);
    }).detach();
    std::this_thread::sleep_for(k_grace);
    while (true) {
        end_if_allowed();
        std::this_thread::sleep_for(k_look_again);
    }
}

}  // namespace

std::stop_token watch_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    // A thread waits for them, because nothing useful may be done inside a signal handler.
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([signals] { wait_for(signals); }).detach();
    return source().get_token();
}

EndsAnywhere::EndsAnywhere(std::string_view command) {
    const std::lock_guard guard(ending().mutex);
    ending().command = command;
}

EndsAnywhere::~EndsAnywhere() {
    const std::lock_guard guard(ending().mutex);
    ending().command.clear();
}

}  // namespace lode::tools
