#include "core/run/manifest.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"

namespace lode::run {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t k_inputs_listed = 10'000;
constexpr int k_format_version = 1;

std::string utc(std::chrono::system_clock::time_point time, bool compact) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    const std::size_t size = compact
                                 ? std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts)
                                 : std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text, size};
}

// Arguments and names come from the file system and need not be UTF-8.
std::string dump(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// An absolute path says where a golden test ran; its last part says what was meant.
std::string shown(const std::string& text, bool reproducible) {
    const fs::path path(text);
    return reproducible && path.is_absolute() ? path.filename().string() : text;
}

template <class Value>
Json object(const std::map<std::string, Value>& values) {
    Json json = Json::object();
    for (const auto& [name, value] : values) {
        json[name] = value;
    }
    return json;
}

Json host() {
    Json json = Json::object();
    utsname system{};
    if (::uname(&system) == 0) {
        json["name"] = system.nodename;
        json["system"] = std::string(system.sysname) + " " + system.release;
        json["machine"] = system.machine;
    }
    json["cores"] = std::thread::hardware_concurrency();
    return json;
}

// Replaced in one step: a link that already points elsewhere is never missing in between.
void point_latest_at(const fs::path& runs, const std::string& folder) {
    const fs::path temporary = runs / fmt::format(".latest.{}", ::getpid());
    std::error_code problem;
    fs::remove(temporary, problem);
    fs::create_directory_symlink(folder, temporary, problem);
    if (!problem) {
        fs::rename(temporary, runs / "latest", problem);
    }
    if (problem) {
        throw error("{}: cannot point it at {}: {}", (runs / "latest").string(), folder,
                    problem.message());
    }
}

}  // namespace

Manifest::Manifest(std::string command, std::vector<std::string> arguments, bool reproducible)
    : m_command(std::move(command)),
      m_arguments(std::move(arguments)),
      m_reproducible(reproducible),
      m_started(std::chrono::system_clock::now()),
      m_clock(std::chrono::steady_clock::now()) {}

void Manifest::option(Option option) {
    m_options.push_back(std::move(option));
}

void Manifest::input(Input input) {
    ++m_input_count;
    m_input_bytes += input.bytes;
    // A sum does not depend on the order in which inputs are told.
    m_input_digest += digest64(
        fmt::format("{}\n{}\n{}", shown(input.name, m_reproducible), input.digest, input.bytes));
    if (m_inputs.size() < k_inputs_listed) {
        m_inputs.push_back(std::move(input));
    }
}

void Manifest::counter(const std::string& name, std::uint64_t value) {
    m_counters[name] = value;
}

void Manifest::rejects(const std::map<std::string, std::uint64_t>& by_reason) {
    for (const auto& [reason, count] : by_reason) {
        m_rejects[reason] += count;
    }
}

void Manifest::artefact(const std::string& name, const std::string& fingerprint) {
    m_artefacts[name] = fingerprint;
}

void Manifest::version(const std::string& library, const std::string& version) {
    m_versions[library] = version;
}

void Manifest::warning(std::string text) {
    m_warnings.push_back(std::move(text));
}

void Manifest::note(const std::string& name, const std::string& value) {
    m_notes[name] = value;
}

void Manifest::volume(std::uint64_t bytes, std::uint64_t words) {
    m_bytes = bytes;
    m_words = words;
}

std::string Manifest::json(int exit_code) const {
    const auto told = [this](const std::string& text) { return shown(text, m_reproducible); };
    Json json;
    json["format"] = "lode run";
    json["format_version"] = k_format_version;
    json["command"] = m_command;
    json["arguments"] = Json::array();
    for (const std::string& argument : m_arguments) {
        json["arguments"].push_back(told(argument));
    }
    json["exit_code"] = exit_code;
    json["versions"] = object(m_versions);
    json["options"] = Json::object();
    for (const Option& option : m_options) {
        json["options"][option.name] = {{"value", told(option.value)}, {"origin", option.origin}};
    }
    Json inputs;
    inputs["count"] = m_input_count;
    inputs["bytes"] = m_input_bytes;
    inputs["digest"] = hex64(m_input_digest);
    inputs["listed"] = m_inputs.size();
    inputs["not_listed"] = m_input_count - m_inputs.size();
    inputs["files"] = Json::array();
    for (const Input& input : m_inputs) {
        inputs["files"].push_back(
            {{"name", told(input.name)}, {"digest", input.digest}, {"bytes", input.bytes}});
    }
    json["inputs"] = std::move(inputs);
    json["counters"] = object(m_counters);
    json["rejects"] = object(m_rejects);
    json["artefacts"] = object(m_artefacts);
    json["notes"] = object(m_notes);
    json["warnings"] = m_warnings;
    json["bytes"] = m_bytes;
    json["words"] = m_words;
    if (!m_reproducible) {
        const double wall =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - m_clock).count();
        const double cpu = cpu_seconds();
        json["started"] = utc(m_started, false);
        json["finished"] = utc(std::chrono::system_clock::now(), false);
        json["wall_seconds"] = wall;
        json["cpu_seconds"] = cpu;
        json["peak_memory_bytes"] = peak_memory();
        if (wall > 0) {
            json["bytes_per_second"] = static_cast<double>(m_bytes) / wall;
            json["words_per_second"] = static_cast<double>(m_words) / wall;
        }
        json["host"] = host();
    }
    return dump(json);
}

fs::path Manifest::write(const fs::path& workspace, int exit_code) const {
    const std::string text = json(exit_code);
    const fs::path runs = workspace / "runs";
    // The digest keeps apart what runs begun in the same second have to say, and in a reproducible
    // run gives equal runs one folder.
    const std::uint64_t digest =
        digest64(m_reproducible ? text : text + std::to_string(::getpid()));
    const std::string hex = hex64(digest).substr(0, 8);
    const std::string name = m_reproducible
                                 ? fmt::format("{}-{}", m_command, hex)
                                 : fmt::format("{}-{}-{}", utc(m_started, true), m_command, hex);
    std::error_code problem;
    fs::create_directories(runs / name, problem);
    if (problem) {
        throw error("{}: cannot create: {}", (runs / name).string(), problem.message());
    }
    write_file_atomically(runs / name / "run.json", text);
    point_latest_at(runs, name);
    return runs / name;
}

std::uint64_t peak_memory() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    // Linux counts in KiB.
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace lode::run
