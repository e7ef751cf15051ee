#include "tools/context.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <ostream>
#include <stdexcept>
#include <streambuf>
#include <thread>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "query/format.hpp"
#include "tools/command.hpp"
#include "tools/progress_bar.hpp"
#include "tools/run_log.hpp"
#include "tools/version.hpp"

namespace lode::tools {
namespace {

ProgressStyle progress_style(const Arguments& arguments, const Environment& environment,
                             bool reproducible) {
    const std::string when = arguments.text("progress");
    if (when != "auto" && when != "always" && when != "never") {
        throw UsageError(fmt::format("--progress: '{}' is none of auto, always, never", when));
    }
    if (when == "never" || (when == "auto" && (arguments.flag("quiet") || reproducible))) {
        return ProgressStyle::silent;
    }
    const auto dumb = environment.lookup("TERM").value_or("") == "dumb";
    return environment.err_is_terminal && !dumb ? ProgressStyle::bar : ProgressStyle::lines;
}

// What is drawn for people is told to other processes, too.
class ToldProgress final : public Progress {
 public:
    ToldProgress(std::ostream& out, ProgressStyle style, std::size_t width)
        : m_bar(out, style, width) {}
    void report(const ProgressState& state) override {
        m_bar.report(state);
        log_run_progress(state);
    }
    void finish() override { m_bar.finish(); }
    void clear() { m_bar.clear(); }

 private:
    ProgressBar m_bar;
};

class AtomicFileBuffer final : public std::streambuf {
 public:
    explicit AtomicFileBuffer(const fs::path& path) : m_file(path) {}
    void commit() { m_file.commit(); }

 protected:
    int_type overflow(int_type c) override {
        if (c != traits_type::eof()) {
            const char byte = traits_type::to_char_type(c);
            m_file.write({&byte, 1});
        }
        return traits_type::not_eof(c);
    }
    std::streamsize xsputn(const char* s, std::streamsize n) override {
        m_file.write({s, static_cast<std::size_t>(n)});
        return n;
    }

 private:
    AtomicFile m_file;
};

}  // namespace

Context::Context(std::string command, std::vector<std::string> raw, Arguments arguments,
                 Environment environment)
    : m_command(std::move(command)),
      m_raw(std::move(raw)),
      m_arguments(std::move(arguments)),
      m_environment(std::move(environment)) {
    const auto wanted = m_environment.lookup("LODE_REPRODUCIBLE").value_or("");
    m_reproducible = !wanted.empty() && wanted != "0";
    m_progress = std::make_unique<ToldProgress>(
        *m_environment.err, progress_style(m_arguments, m_environment, m_reproducible),
        m_environment.terminal_width);
}

Context::~Context() = default;

std::size_t Context::threads() const {
    const std::size_t asked = m_arguments.number("threads", 0, 1024);
    return asked != 0 ? asked : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

std::filesystem::path Context::workspace() const {
    return m_arguments.text("workspace");
}

void Context::make_workspace() const {
    create_folders(workspace());
}

run::Manifest& Context::manifest() {
    if (!m_manifest) {
        m_manifest = std::make_unique<run::Manifest>(m_command, m_raw, m_reproducible);
        for (const auto& [name, value] : m_arguments.all()) {
            m_manifest->option(
                {name, fmt::format("{}", fmt::join(value.values, ",")), value.origin});
        }
        for (const auto& [library, number] : library_versions()) {
            m_manifest->version(library, number);
        }
        if (const std::string commit = build_commit(); !commit.empty() && !m_reproducible) {
            m_manifest->version("commit", commit);
        }
    }
    return *m_manifest;
}

void Context::write_manifest(int exit_code) {
    if (m_manifest && fs::exists(workspace())) {
        m_manifest->write(workspace(), exit_code);
    }
}

void Context::say(const std::string& line) {
    log_run_message("info", line);
    if (!m_arguments.flag("quiet")) {
        if (auto* bar = dynamic_cast<ToldProgress*>(m_progress.get())) {
            bar->clear();
        }
        err() << line << '\n' << std::flush;
    }
}

struct Output::Impl {
    std::unique_ptr<AtomicFileBuffer> buffer;
    std::unique_ptr<std::ostream> file;
    std::ostream* stream = nullptr;
};

Output::Output(Context& context, const std::string& option) : m_impl(std::make_unique<Impl>()) {
    const std::string path = context.arguments().text(option);
    if (path.empty() || path == "-") {
        m_impl->stream = &context.out();
        return;
    }
    m_impl->buffer = std::make_unique<AtomicFileBuffer>(path);
    m_impl->file = std::make_unique<std::ostream>(m_impl->buffer.get());
    // Errors of the file come out as exceptions with path and reason, not as a silent bad bit.
    m_impl->file->exceptions(std::ios::badbit);
    m_impl->stream = m_impl->file.get();
}

Output::~Output() = default;

std::ostream& Output::stream() {
    return *m_impl->stream;
}
bool Output::to_file() const noexcept {
    return m_impl->buffer != nullptr;
}

void Output::finish() {
    if (m_impl->buffer) {
        m_impl->buffer->commit();
        return;
    }
    errno = 0;
    m_impl->stream->flush();
    if (!m_impl->stream->good()) {
        if (errno == EPIPE) {
            throw BrokenPipe();
        }
        throw Error("cannot write the result to standard output");
    }
}

std::string chosen_format(Context& context, const std::vector<std::string>& known,
                          const std::string& otherwise) {
    const auto is_known = [&](const std::string& name) {
        return std::find(known.begin(), known.end(), name) != known.end();
    };
    const std::string formats = fmt::format("formats: {}", fmt::join(known, ", "));
    if (const std::string asked = context.arguments().text("format"); !asked.empty()) {
        if (!is_known(asked)) {
            throw UsageError(fmt::format("--format: there is no format '{}'", asked), formats);
        }
        return asked;
    }
    const fs::path file = context.arguments().text("output");
    if (file.empty() || file == "-") {
        return otherwise;
    }
    const std::string extension = file.extension().string();
    if (extension.size() < 2) {
        context.say(fmt::format("{}: written as {}", file.string(), otherwise));
        return otherwise;
    }
    std::string name = extension.substr(1);
    for (const auto& format : query::formats::all()) {
        if (format().info().extension == name && is_known(std::string(format().info().name))) {
            name = format().info().name;
        }
    }
    if (!is_known(name)) {
        throw UsageError(
            fmt::format("--output: {}: '{}' is the name of no format", file.string(), extension),
            formats + "; any other name of a file goes with --format");
    }
    return name;
}

std::string chosen_format(Context& context) {
    const bool to_pipe =
        context.arguments().text("output").empty() || context.arguments().text("output") == "-";
    const Command* const command = find_command(context.command());
    for (const OptionSpec& option : command->options()) {
        if (option.name == "format") {
            return chosen_format(
                context, option.choices,
                to_pipe && !context.environment().out_is_terminal ? "tsv" : "table");
        }
    }
    throw std::logic_error("a command that chooses a format has the option --format");
}

}  // namespace lode::tools
