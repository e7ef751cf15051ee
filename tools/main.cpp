// lode: gathers what the process knows of its surroundings and hands over to run_program().
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <iostream>

#include "tools/ending.hpp"
#include "tools/program.hpp"

int main(int argc, char** argv) {
    // Numbers must not depend on the user's locale; text is UTF-8 throughout.
    std::setlocale(LC_ALL, "C");
    std::ios::sync_with_stdio(false);
    signal(SIGPIPE, SIG_IGN);

    lode::tools::Environment environment;
    environment.out = &std::cout;
    environment.err = &std::cerr;
    environment.in = &std::cin;
    environment.out_is_terminal = isatty(STDOUT_FILENO) == 1;
    environment.err_is_terminal = isatty(STDERR_FILENO) == 1;
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        environment.terminal_width = size.ws_col;
    }
    environment.lookup = [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
    environment.stop = lode::tools::watch_signals();
    const int code =
        lode::tools::run_program(std::vector<std::string>(argv + 1, argv + argc), environment);
    std::cout.flush();
    std::cerr.flush();
    // The waiting thread never ends; leaving through _exit would skip flushing of libraries, exit()
    // is safe.
    return code;
}
