// What a command works with: its arguments, streams, progress, workspace and manifest.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.hpp"
#include "core/run/manifest.hpp"
#include "tools/options.hpp"

namespace lode::tools {

struct Kept;

// Facts about the terminal and the process, gathered once in main().
struct Environment {
    std::ostream* out = nullptr;
    std::ostream* err = nullptr;
    std::istream* in = nullptr;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    std::size_t terminal_width = 80;
    EnvironmentLookup lookup;
    std::stop_token stop;
    std::shared_ptr<const Kept> kept;  // set by lode serve: tools/kept.hpp
};

class Context {
 public:
    Context(std::string command, std::vector<std::string> raw, Arguments arguments,
            Environment environment);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    const Arguments& arguments() const noexcept { return m_arguments; }
    const std::string& command() const noexcept { return m_command; }
    std::ostream& out() const noexcept { return *m_environment.out; }
    std::ostream& err() const noexcept { return *m_environment.err; }
    std::istream& in() const noexcept { return *m_environment.in; }
    std::stop_token stop() const noexcept { return m_environment.stop; }
    Progress& progress() noexcept { return *m_progress; }
    const Environment& environment() const noexcept { return m_environment; }
    bool reproducible() const noexcept { return m_reproducible; }
    // Threads asked for, or one a core.
    std::size_t threads() const;

    std::filesystem::path workspace() const;
    std::filesystem::path store_folder() const { return workspace() / "store"; }
    std::filesystem::path model_file() const { return workspace() / "model" / "model.lode"; }
    // Creates the workspace folder and its parents.
    void make_workspace() const;

    // The manifest of this run, with versions and options filled in.
    run::Manifest& manifest();
    // Writes runs/...; nothing where manifest() was never called.
    void write_manifest(int exit_code);

    // A message for people on stderr, unless --quiet.
    void say(const std::string& line);

 private:
    std::string m_command;
    std::vector<std::string> m_raw;
    Arguments m_arguments;
    Environment m_environment;
    bool m_reproducible = false;
    std::unique_ptr<Progress> m_progress;
    std::unique_ptr<run::Manifest> m_manifest;
};

// Where a result goes: --output FILE (complete or absent) or stdout. finish() must be called; it
// throws when the result could not be written whole.
class Output {
 public:
    explicit Output(Context& context, const std::string& option = "output");
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    std::ostream& stream();
    bool to_file() const noexcept;
    void finish();

 private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// stdout's reader went away: not an error, the program ends with 0.
struct BrokenPipe {};

// --format, else the one that the name of --output ends with, else `otherwise`; a file whose name
// says nothing is told what it holds. UsageError for a name or an ending that is not among `known`.
std::string chosen_format(Context& context, const std::vector<std::string>& known,
                          const std::string& otherwise);
// The same for the formats of the command's own --format; otherwise a table on a terminal and in a
// file, and TSV in a pipe.
std::string chosen_format(Context& context);

}  // namespace lode::tools
