#include "tools/run_log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/run/manifest.hpp"

namespace lode::tools {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr auto k_pause = std::chrono::seconds(2);

double now_seconds() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string utc_now() {
    const auto now = std::chrono::system_clock::now();
    const auto milliseconds =
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() %
        1000;
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", parts, milliseconds);
}

std::string host_name() {
    char name[256] = {};
    if (::gethostname(name, sizeof name - 1) != 0) {
        return "unknown";
    }
    return name;
}

// Names and messages need not be UTF-8.
std::string line_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

class RunLog {
 public:
    RunLog(const std::string& file, std::string_view command, fs::path workspace)
        : m_command(command), m_workspace(std::move(workspace)) {
        if (!file.empty()) {
            m_log.open(file, std::ios::app | std::ios::binary);
            if (!m_log) {
                throw UsageError(fmt::format("--log: cannot open {}: {}", file,
                                             std::generic_category().message(errno)));
            }
            Json fields;
            fields["workspace"] = m_workspace.string();
            fields["host"] = host_name();
            write("begin", std::move(fields));
        }
    }

    void message(std::string_view level, std::string_view text) {
        const std::lock_guard guard(m_mutex);
        if (m_ended) {
            return;
        }
        Json fields;
        fields["level"] = level;
        fields["text"] = text;
        write("message", std::move(fields));
    }

    void request(const LoggedRequest& request) {
        const std::lock_guard guard(m_mutex);
        Json fields;
        fields["method"] = request.method;
        fields["target"] = request.target;
        fields["status"] = request.status;
        fields["bytes"] = request.bytes;
        fields["seconds"] = request.seconds;
        write("request", std::move(fields));
    }

    void progress(const ProgressState& state) {
        const std::lock_guard guard(m_mutex);
        const auto now = Clock::now();
        if (m_ended) {
            return;
        }
        if (m_stage == state.stage && now - m_told < k_pause) {
            return;
        }
        m_stage = std::string(state.stage);
        m_told = now;
        Json fields;
        fields["stage"] = state.stage;
        fields["done"] = state.done;
        fields["total"] = state.total;
        fields["unit"] = state.unit;
        fields["rejected"] = state.rejected;
        fields["seconds"] = seconds();
        Json running = fields;
        write("progress", std::move(fields));
        tell_workspace(std::move(running));
    }

    bool end(int exit_code, std::string_view problem) {
        const std::lock_guard guard(m_mutex);
        m_ended = true;
        if (!m_running.empty()) {
            std::error_code ignored;
            fs::remove(m_running, ignored);
        }
        Json fields;
        fields["exit_code"] = exit_code;
        if (!problem.empty()) {
            fields["problem"] = problem;
        }
        fields["seconds"] = seconds();
        fields["cpu_seconds"] = run::cpu_seconds();
        fields["peak_memory_bytes"] = run::peak_memory();
        write("end", std::move(fields));
        return !m_failed;
    }

 private:
    double seconds() const { return std::chrono::duration<double>(Clock::now() - m_begin).count(); }

    void write(std::string_view event, Json fields) {
        if (!m_log.is_open() || m_failed) {
            return;
        }
        Json json;
        json["time"] = utc_now();
        json["pid"] = ::getpid();
        json["command"] = m_command;
        json["event"] = event;
        json.update(fields);
        // One write a line, so that several processes can append to one file.
        const std::string line = line_of(json);
        m_log.write(line.data(), static_cast<std::streamsize>(line.size()));
        m_log.flush();
        if (!m_log) {
            m_failed = true;
        }
    }

    void tell_workspace(Json json) {
        const fs::path runs = m_workspace / "runs";
        std::error_code problem;
        if (!fs::exists(m_workspace, problem)) {
            return;
        }
        json["command"] = m_command;
        json["pid"] = ::getpid();
        json["host"] = host_name();
        json["told"] = now_seconds();
        try {
            if (m_running.empty()) {
                fs::create_directories(runs);
                for (const RunningJob& job : running_jobs(m_workspace)) {
                    if (job.gone) {
                        fs::remove(job.file);  // of a run that was killed
                    }
                }
            }
            const fs::path file = runs / fmt::format("running-{}-{}.json", host_name(), ::getpid());
            // Not synced: it is worth nothing after a power cut.
            const fs::path fresh = file.string() + ".new";
            std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
            out << line_of(json);
            out.close();
            if (out) {
                fs::rename(fresh, file);
                m_running = file;
            }
        } catch (const fs::filesystem_error&) {
            return;  // a workspace that may only be read
        }
    }

    const std::string m_command;
    const fs::path m_workspace;
    const Clock::time_point m_begin = Clock::now();
    std::mutex m_mutex;
    std::ofstream m_log;
    bool m_failed = false;
    bool m_ended = false;
    std::string m_stage;
    Clock::time_point m_told;
    fs::path m_running;
};

std::unique_ptr<RunLog>& current() {
    static std::unique_ptr<RunLog> g_log;
    return g_log;
}

}  // namespace

void begin_run_log(const std::string& file, std::string_view command, const fs::path& workspace) {
    current() = std::make_unique<RunLog>(file, command, workspace);
}

void log_run_message(std::string_view level, std::string_view text) {
    if (current()) {
        current()->message(level, text);
    }
}

void log_run_progress(const ProgressState& state) {
    if (current()) {
        current()->progress(state);
    }
}

void log_run_request(const LoggedRequest& request) {
    if (current()) {
        current()->request(request);
    }
}

bool end_run_log(int exit_code, std::string_view problem) {
    bool whole = true;
    if (current()) {
        whole = current()->end(exit_code, problem);
        current().reset();
    }
    return whole;
}

void abandon_run_log(int exit_code, std::string_view problem) {
    if (current()) {
        current()->end(exit_code, problem);
    }
}

std::vector<RunningJob> running_jobs(const fs::path& workspace) {
    std::vector<fs::path> files;
    std::error_code problem;
    for (fs::directory_iterator it(workspace / "runs", problem), end; !problem && it != end;
         it.increment(problem)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with("running-") && name.ends_with(".json")) {
            files.push_back(it->path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<RunningJob> jobs;
    for (const fs::path& file : files) {
        try {
            const auto json = nlohmann::json::parse(read_file(file, std::size_t{1} << 16));
            RunningJob job;
            job.file = file;
            job.command = json.at("command").get<std::string>();
            job.host = json.at("host").get<std::string>();
            job.stage = json.at("stage").get<std::string>();
            job.unit = json.at("unit").get<std::string>();
            job.pid = json.at("pid").get<std::int64_t>();
            job.done = json.at("done").get<std::uint64_t>();
            job.total = json.at("total").get<std::uint64_t>();
            job.rejected = json.at("rejected").get<std::uint64_t>();
            job.silent_for = std::max(0.0, now_seconds() - json.at("told").get<double>());
            job.seconds = json.at("seconds").get<double>() + job.silent_for;
            job.gone = job.host == host_name() && ::kill(static_cast<pid_t>(job.pid), 0) != 0 &&
                       errno == ESRCH;
            jobs.push_back(std::move(job));
        } catch (const Error&) {
            continue;
        } catch (const nlohmann::json::exception&) {
            continue;
        }
    }
    return jobs;
}

}  // namespace lode::tools
