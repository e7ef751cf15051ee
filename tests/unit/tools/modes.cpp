// Options that a call does not use, days, and temporary files of a process that is ended.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/leftovers.hpp"
#include "query/measure.hpp"
#include "tools/command.hpp"
#include "tools/dates.hpp"

using namespace lode;
using namespace lode::tools;

namespace {

const std::vector<OptionSpec> k_options = {{"help", "", "", "", "G"},
                                           {"horizon", "N", "5", "", "G"},
                                           {"draws", "N", "10", "", "G"},
                                           {"output", "FILE", "", "", "G"}};

Modes modes_of(const Arguments& arguments) {
    return {{{"eval past", {"horizon", "draws"}}, {"eval groups", {"draws"}}},
            arguments.positional().front() == "past" ? std::size_t{0} : std::size_t{1}};
}

Arguments parse(const std::vector<std::string>& typed,
                const std::map<std::string, std::string>& variables = {}) {
    return Arguments::parse(
        "eval", typed, k_options, {{"TEST", "", 1, 1}}, k_options,
        [&](const std::string& name) -> std::optional<std::string> {
            const auto it = variables.find(name);
            return it == variables.end() ? std::nullopt : std::optional<std::string>(it->second);
        });
}

}  // namespace

TEST_CASE("an option that the chosen mode does not use is refused, with those that do") {
    const auto check = [](const Arguments& arguments) {
        check_modes({modes_of(arguments)}, arguments);
    };
    CHECK_NOTHROW(check(parse({"past", "--horizon", "3", "--draws", "7"})));
    CHECK_NOTHROW(check(parse({"groups", "--draws", "7", "--output", "x"})));
    // What is set for all commands is no mistake of this call.
    CHECK_NOTHROW(check(parse({"groups"}, {{"LODE_HORIZON", "3"}})));
    try {
        check(parse({"groups", "--horizon", "3"}));
        FAIL("not refused");
    } catch (const UsageError& problem) {
        CHECK(problem.what() == std::string("eval groups does not use --horizon"));
        CHECK(problem.hint() == "--horizon is for: eval past");
    }
}

TEST_CASE("modes name options that their commands have") {
    for (const auto& command : commands::all()) {
        CAPTURE(std::string(command().info().name));
        std::set<std::string> own;
        for (const auto& option : all_options(command())) {
            own.insert(option.name);
        }
        const Arguments none = Arguments::parse(command().info().name, {}, all_options(command()),
                                                {{"ANY", "", 0, SIZE_MAX}}, all_options(command()),
                                                [](const std::string&) { return std::nullopt; });
        for (const Modes& choice : command().modes(none)) {
            REQUIRE(choice.chosen < choice.all.size());
            for (const Mode& mode : choice.all) {
                for (const auto& option : mode.options) {
                    CAPTURE(mode.name, option);
                    CHECK(own.contains(option));
                }
            }
        }
    }
}

TEST_CASE("every option of eval is used by some test") {
    const Command& eval = *find_command("eval");
    const Arguments none =
        Arguments::parse("eval", {}, all_options(eval), eval.positionals(), all_options(eval),
                         [](const std::string&) { return std::nullopt; });
    std::set<std::string> used;
    for (const Modes& choice : eval.modes(none)) {
        for (const Mode& mode : choice.all) {
            used.insert(mode.options.begin(), mode.options.end());
        }
    }
    for (const auto& option : eval.options()) {
        CAPTURE(option.name);
        CHECK(used.contains(option.name));
    }
}

TEST_CASE("days are those of the calendar") {
    for (const auto* day : {"2026-01-31", "2024-02-29", "1900-12-01", "2000-02-29"}) {
        CAPTURE(day);
        CHECK(is_day(day));
    }
    for (const auto* no_day : {"2026-13-45", "2026-00-10", "2026-02-29", "1900-02-29", "2026-04-31",
                               "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01 ", ""}) {
        CAPTURE(no_day);
        CHECK_FALSE(is_day(no_day));
    }
}

TEST_CASE("a process that is ended leaves no temporary file") {
    std::string name = (fs::temp_directory_path() / "lode-leftovers-XXXXXX").string();
    const fs::path folder = ::mkdtemp(name.data());
    // remove_all() is the last thing a process does, so it has one of its own.
    const pid_t child = ::fork();
    if (child == 0) {
        write_file_atomically(folder / "kept", "whole");
        AtomicFile cut(folder / "cut");
        cut.write("half");
        fs::create_directories(folder / "package" / "data");
        leftovers::add(folder / "package");
        leftovers::remove_all();
        ::_exit(0);
    }
    REQUIRE(child > 0);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
    std::set<std::string> left;
    for (const auto& entry : fs::directory_iterator(folder)) {
        left.insert(entry.path().filename().string());
    }
    CHECK(left == std::set<std::string>{"kept"});
    fs::remove_all(folder);
}
