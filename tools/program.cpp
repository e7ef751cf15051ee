#include "tools/program.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>

#include "core/base/error.hpp"
#include "core/base/log.hpp"
#include "tools/command.hpp"
#include "tools/ending.hpp"
#include "tools/run_log.hpp"

namespace lode::tools {
namespace {

enum ExitCode { k_done = 0, k_failed = 1, k_usage = 2, k_no_answer = 4, k_interrupted = 130 };

int report_problem(std::ostream& err, std::string_view where, const Error& problem, int code) {
    fmt::print(err, "lode{}: {}\n", where.empty() ? "" : fmt::format(" {}", where), problem.what());
    std::string_view hint = problem.hint();
    while (!hint.empty()) {
        const std::size_t end = std::min(hint.find('\n'), hint.size());
        fmt::print(err, "        {}\n", hint.substr(0, end));
        hint.remove_prefix(std::min(end + 1, hint.size()));
    }
    err.flush();
    return code;
}

int run_command(const Command& command, const std::vector<std::string>& rest,
                const Environment& environment) {
    Arguments arguments = read_arguments(command, rest, environment);
    if (arguments.flag("help")) {
        *environment.out << help_text(command) << std::flush;
        return k_done;
    }
    Context context(std::string(command.info().name), rest, std::move(arguments), environment);
    const bool quiet = context.arguments().flag("quiet");
    const bool verbose = context.arguments().flag("verbose");
    const LogSink before = set_log_sink([&](LogLevel level, std::string_view message) {
        static constexpr std::array<std::string_view, 4> k_names = {"debug", "info", "warning",
                                                                    "error"};
        log_run_message(k_names.at(static_cast<std::size_t>(level)), message);
        if (level == LogLevel::warning || level == LogLevel::error) {
            fmt::print(context.err(), "lode: warning: {}\n", message);
        } else if ((level == LogLevel::info && !quiet) || verbose) {
            fmt::print(context.err(), "{}\n", message);
        }
    });
    struct Restore {
        const LogSink& sink;
        ~Restore() { set_log_sink(sink); }
    } const restore{before};

    begin_run_log(context.arguments().text("log"), command.info().name, context.workspace());
    // `recorded`: a manifest tells of it, too.
    const auto end = [&](int code, std::string_view problem, bool recorded = true) {
        context.progress().finish();
        if (recorded) {
            context.write_manifest(code);
        }
        if (!end_run_log(code, problem)) {
            fmt::print(context.err(), "lode: warning: --log: the log could not be written whole\n");
        }
    };
    std::optional<EndsAnywhere> anywhere;
    if (!command.has_safe_points(context.arguments())) {
        anywhere.emplace(command.info().name);
    }
    try {
        const int code = command.run(context);
        anywhere.reset();
        end(code, {});
        return code;
    } catch (const BrokenPipe&) {
        end(k_done, {});
        return k_done;
    } catch (const UsageError& problem) {
        end(k_usage, problem.what(), false);
        throw;
    } catch (const NoAnswer& problem) {
        end(k_no_answer, problem.what());
        throw;
    } catch (const Interrupted& problem) {
        end(k_interrupted, problem.what());
        throw;
    } catch (const std::exception& problem) {
        end(k_failed, problem.what());
        throw;
    }
}

// Every option of every command: what a configuration file may name.
const std::vector<OptionSpec>& known_options() {
    static const std::vector<OptionSpec> k_known = [] {
        std::vector<OptionSpec> known;
        for (const auto& command : commands::all()) {
            for (auto& option : all_options(command())) {
                known.push_back(std::move(option));
            }
        }
        return known;
    }();
    return k_known;
}

}  // namespace

Arguments read_arguments(const Command& command, const std::vector<std::string>& rest,
                         const Environment& environment) {
    Arguments arguments =
        Arguments::parse(command.info().name, rest, all_options(command), command.positionals(),
                         known_options(), environment.lookup);
    if (!arguments.flag("help")) {
        check_modes(command.modes(arguments), arguments);
        check_inputs(arguments, command.options(), command.positionals());
    }
    return arguments;
}

int run_program(const std::vector<std::string>& arguments, const Environment& environment) {
    std::ostream& err = *environment.err;
    std::string name;
    try {
        if (arguments.empty()) {
            *environment.out << overview() << std::flush;
            return k_done;
        }
        std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
        std::string first = arguments.front();
        if (first == "--help" || first == "-h") {
            first = "help";
        } else if (first == "--version") {
            first = "version";
        }
        const Command* command = find_command(first);
        if (command == nullptr) {
            std::vector<std::string> names;
            for (const auto& c : commands::all()) {
                names.emplace_back(c().info().name);
            }
            const auto near = nearest_name(first, names);
            throw UsageError(fmt::format("there is no command '{}'", first),
                             near ? fmt::format("did you mean lode {}? see: lode help", *near)
                                  : "see: lode help");
        }
        name = first;
        return run_command(*command, rest, environment);
    } catch (const UsageError& problem) {
        return report_problem(err, name, problem, k_usage);
    } catch (const NoAnswer& problem) {
        return report_problem(err, name, problem, k_no_answer);
    } catch (const Interrupted& problem) {
        return report_problem(err, name, problem, k_interrupted);
    } catch (const Error& problem) {
        return report_problem(err, name, problem, k_failed);
    } catch (const std::bad_alloc&) {
        return report_problem(err, name, Error("out of memory"), k_failed);
    } catch (const std::exception& problem) {
        return report_problem(err, name, Error(problem.what()), k_failed);
    }
}

}  // namespace lode::tools
