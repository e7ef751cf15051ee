// The record every writing command leaves: runs/<UTC>-<command>-<8 hex>/run.json.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lode::run {

struct Option {
    std::string name, value,
        origin;  // origin: "command line", "LODE_THREADS", "lode.ini", "default"
};
struct Input {
    std::string name, digest;
    std::uint64_t bytes = 0;
};

class Manifest {
 public:
    // `reproducible` leaves out times, host facts and absolute paths (golden tests).
    Manifest(std::string command, std::vector<std::string> arguments, bool reproducible);

    void option(Option option);
    // Inputs beyond the first 10,000 are summed into one digest and counted, and the file says so.
    void input(Input input);
    void counter(const std::string& name, std::uint64_t value);
    void rejects(const std::map<std::string, std::uint64_t>& by_reason);
    void artefact(const std::string& name, const std::string& fingerprint);
    void version(const std::string& library, const std::string& version);
    void warning(std::string text);
    void note(const std::string& name, const std::string& value);
    // Bytes and words processed, for the rates.
    void volume(std::uint64_t bytes, std::uint64_t words);

    // Writes the file (atomically) and points runs/latest at its folder. Returns the folder.
    std::filesystem::path write(const std::filesystem::path& workspace, int exit_code) const;
    std::string json(int exit_code) const;

 private:
    std::string m_command;
    std::vector<std::string> m_arguments;
    bool m_reproducible;
    std::chrono::system_clock::time_point m_started;
    std::chrono::steady_clock::time_point m_clock;
    std::vector<Option> m_options;
    std::vector<Input> m_inputs;
    std::uint64_t m_input_count = 0;
    std::uint64_t m_input_bytes = 0;
    std::uint64_t m_input_digest = 0;
    std::map<std::string, std::uint64_t> m_counters;
    std::map<std::string, std::uint64_t> m_rejects;
    std::map<std::string, std::string> m_artefacts;
    std::map<std::string, std::string> m_versions;
    std::map<std::string, std::string> m_notes;
    std::vector<std::string> m_warnings;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_words = 0;
};

// Peak resident memory of this process so far, bytes; CPU seconds used (user + system, all
// threads).
std::uint64_t peak_memory();
double cpu_seconds();

}  // namespace lode::run
