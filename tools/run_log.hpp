// What a run tells other processes while it is at work: a log of JSON lines (--log FILE), and a
// small file in the workspace that lode status reads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"

namespace lode::tools {

// One of a process, as the log sink is: messages come from everywhere. All functions may be called
// from any thread, also where nothing was begun; then they do nothing.
//
// The log is appended to, one object a line (docs/OPERATIONS.md); Error where it cannot be opened.
// A line that cannot be written later ends the log, and end_run_log() is false. The file of the
// workspace is <workspace>/runs/running-<host>-<pid>.json, replaced whole every few seconds from
// the first progress on and removed at the end; it is no loss where it cannot be written.
void begin_run_log(const std::string& file, std::string_view command,
                   const std::filesystem::path& workspace);
void log_run_message(std::string_view level, std::string_view text);
void log_run_progress(const ProgressState& state);
// A request that lode serve answered or refused.
struct LoggedRequest {
    std::string method, target;
    int status = 0;
    std::size_t bytes = 0;
    double seconds = 0;
};
void log_run_request(const LoggedRequest& request);
bool end_run_log(int exit_code, std::string_view problem);
// The same where the process is about to be ended while other threads are at work: what they tell
// later is passed over.
void abandon_run_log(int exit_code, std::string_view problem);

// A run of this workspace that is at work, or was killed in the middle.
struct RunningJob {
    std::filesystem::path file;
    std::string command, host, stage, unit;
    std::int64_t pid = 0;
    std::uint64_t done = 0, total = 0, rejected = 0;
    double seconds = 0;     // since it began
    double silent_for = 0;  // since it last told
    bool gone = false;      // this machine has no such process any more
};
// Ascending by file name. Files that cannot be read are passed over: they are being replaced.
std::vector<RunningJob> running_jobs(const std::filesystem::path& workspace);

}  // namespace lode::tools
