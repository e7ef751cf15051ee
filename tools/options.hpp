// Options of the command line: one definition each, from which parsing, --help, configuration
// files, the environment and `status --config` follow. Boost.Program_options is used in options.cpp
// only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lode::tools {

struct OptionSpec {
    std::string name;         // "min-count"
    std::string value;        // "N"; empty for a switch; "LABEL,..": a list. See offer_for().
    std::string fallback;     // default as text; empty: none
    std::string help;         // one or two sentences
    std::string group;        // heading in --help
    char letter = 0;          // short form
    bool repeatable = false;  // may be given several times
    std::vector<std::string> choices = {};  // the values there are, where they can be listed
    // Leaves files behind; lode serve refuses it, as it does files and folders.
    bool writes = false;
    bool input = false;  // a file that must be there; see check_inputs()
};

// The same option, of a file that is read.
OptionSpec input(OptionSpec option);

struct PositionalSpec {
    std::string name;  // "PATH"
    std::string help;
    std::size_t least = 0;
    std::size_t most = SIZE_MAX;
    std::vector<std::string> choices = {};  // words worth offering; others may be allowed too
    bool input = false;                     // files or folders that must be there
};

// What a shell should offer for a value or an argument of this name, where it has no choices:
// folders for DIR, FOLDER and SHARD, files for FILE and PATH, else nothing.
enum class Offer { nothing, files, folders };
Offer offer_for(std::string_view value_name);

// A value and where it came from: "command line", "LODE_THREADS", "/path/lode.ini", "default".
struct OptionValue {
    std::vector<std::string> values;
    std::string origin;
};

// Looks a variable up; nothing where it is not set.
using EnvironmentLookup = std::function<std::optional<std::string>(const std::string&)>;

class Arguments {
 public:
    // Command line over environment (LODE_<NAME>) over workspace lode.ini over user configuration
    // over default. `known` are the options of every command: a key in a configuration file that no
    // command knows is a UsageError. Throws UsageError that names the option, its origin and the
    // fault.
    static Arguments parse(std::string_view command, const std::vector<std::string>& arguments,
                           const std::vector<OptionSpec>& options,
                           const std::vector<PositionalSpec>& positionals,
                           const std::vector<OptionSpec>& known,
                           const EnvironmentLookup& environment);

    bool flag(const std::string& name) const;
    bool given(const std::string& name) const;  // anything but the default
    bool typed(const std::string& name) const;  // on the command line
    std::string text(const std::string& name) const;
    std::vector<std::string> list(const std::string& name) const;        // repeatable options
    std::vector<std::string> comma_list(const std::string& name) const;  // "Te,Pb"
    std::uint64_t number(const std::string& name, std::uint64_t least, std::uint64_t most) const;
    double real(const std::string& name, double least, double most) const;
    const std::vector<std::string>& positional() const noexcept { return m_positional; }
    const std::map<std::string, OptionValue>& all() const noexcept { return m_values; }

 private:
    [[noreturn]] void bad(const std::string& name, const std::string& why) const;
    std::map<std::string, OptionValue> m_values;
    std::vector<std::string> m_positional;
};

// UsageError where an input that the arguments name is not there ("-" is standard input): such a
// call is wrong for every command alike, and nothing is touched.
void check_inputs(const Arguments& arguments, const std::vector<OptionSpec>& options,
                  const std::vector<PositionalSpec>& positionals);

// The workspace folder decides which lode.ini is read, so it is found before the other options.
std::filesystem::path user_config_file(const EnvironmentLookup& environment);

// Levenshtein distance over bytes; for "did you mean".
std::size_t edit_distance(std::string_view a, std::string_view b);
std::optional<std::string> nearest_name(std::string_view wrong,
                                        const std::vector<std::string>& names);

}  // namespace lode::tools
