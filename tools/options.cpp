#include "tools/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <fstream>
#include <numeric>

#include "core/base/error.hpp"

namespace lode::tools {
namespace po = boost::program_options;
namespace {

constexpr const char* k_typed = "command line";

std::string variable_name(std::string_view option) {
    std::string name = "LODE_";
    for (const char c : option) {
        name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return name;
}

const OptionSpec* find(const std::vector<OptionSpec>& options, std::string_view name) {
    const auto it = std::find_if(options.begin(), options.end(),
                                 [&](const OptionSpec& o) { return o.name == name; });
    return it == options.end() ? nullptr : &*it;
}

std::string suggestion(std::string_view wrong, const std::vector<OptionSpec>& options) {
    std::vector<std::string> names;
    names.reserve(options.size());
    for (const auto& option : options) {
        names.push_back(option.name);
    }
    const auto near = nearest_name(wrong, names);
    return near ? fmt::format("did you mean --{}?", *near) : std::string();
}

bool is_switch_on(const std::string& text) {
    return text == "1" || text == "true" || text == "yes" || text == "on";
}

// Boost's own texts speak of "the argument ('x') for option '--y' is invalid"; these are ours.
[[noreturn]] void rethrow(std::string_view command, const std::vector<OptionSpec>& options,
                          const po::error& problem) {
    const std::string hint = fmt::format("see: lode {} --help", command);
    if (const auto* unknown = dynamic_cast<const po::unknown_option*>(&problem)) {
        std::string name = unknown->get_option_name();
        const std::string bare = name.substr(std::min(name.find_first_not_of('-'), name.size()));
        const std::string near = suggestion(bare, options);
        throw UsageError(fmt::format("there is no option {}", name),
                         near.empty() ? hint : near + " " + hint);
    }
    throw UsageError(problem.what(), hint);
}

using FileValues = std::map<std::string, std::vector<std::string>>;

FileValues read_config(const std::filesystem::path& path, std::string_view command,
                       const std::vector<OptionSpec>& known) {
    FileValues values;
    std::ifstream in(path);
    if (!in) {
        throw UsageError(fmt::format("{}: cannot open configuration file", path.string()));
    }
    const po::options_description none;
    po::parsed_options parsed(&none);
    try {
        parsed = po::parse_config_file<char>(in, none, true);
    } catch (const po::error& problem) {
        throw UsageError(fmt::format("{}: {}", path.string(), problem.what()),
                         "the form is: name = value, one a line, '#' begins a comment");
    }
    for (const auto& option : parsed.options) {
        // "limit" is for every command, "rank.limit" for one.
        const std::size_t dot = option.string_key.find('.');
        const std::string key =
            dot == std::string::npos ? option.string_key : option.string_key.substr(dot + 1);
        if (find(known, key) == nullptr) {
            const std::string near = suggestion(key, known);
            throw UsageError(
                fmt::format("{}: no option is called {}", path.string(), option.string_key), near);
        }
        if (dot == std::string::npos || option.string_key.substr(0, dot) == command) {
            for (const auto& value : option.value) {
                values[key].push_back(value);
            }
        }
    }
    return values;
}

}  // namespace

Offer offer_for(std::string_view value_name) {
    const auto is = [&](std::string_view begin) { return value_name.starts_with(begin); };
    if (is("DIR") || is("FOLDER") || is("SHARD")) {
        return Offer::folders;
    }
    return is("FILE") || is("PATH") ? Offer::files : Offer::nothing;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] =
                std::min({row[j] + 1, row[j - 1] + 1,
                          diagonal + (a[i - 1] == b[j - 1] ? std::size_t{0} : std::size_t{1})});
            diagonal = above;
        }
    }
    return row[b.size()];
}

std::optional<std::string> nearest_name(std::string_view wrong,
                                        const std::vector<std::string>& names) {
    std::optional<std::string> best;
    std::size_t distance = std::max<std::size_t>(2, wrong.size() / 3) + 1;
    for (const auto& name : names) {
        const std::size_t d = edit_distance(wrong, name);
        if (d < distance) {
            distance = d;
            best = name;
        }
    }
    return best;
}

std::filesystem::path user_config_file(const EnvironmentLookup& environment) {
    if (const auto xdg = environment("XDG_CONFIG_HOME"); xdg && !xdg->empty()) {
        return std::filesystem::path(*xdg) / "lode" / "config.ini";
    }
    if (const auto home = environment("HOME"); home && !home->empty()) {
        return std::filesystem::path(*home) / ".config" / "lode" / "config.ini";
    }
    return {};
}

Arguments Arguments::parse(std::string_view command, const std::vector<std::string>& arguments,
                           const std::vector<OptionSpec>& options,
                           const std::vector<PositionalSpec>& positionals,
                           const std::vector<OptionSpec>& known,
                           const EnvironmentLookup& environment) {
    Arguments result;
    constexpr const char* k_rest = "positional arguments";
    po::options_description description;
    for (const auto& option : options) {
        const std::string names =
            option.letter != 0 ? fmt::format("{},{}", option.name, option.letter) : option.name;
        if (option.value.empty()) {
            description.add_options()(names.c_str(), "");
        } else {
            description.add_options()(names.c_str(), po::value<std::vector<std::string>>(), "");
        }
    }
    description.add_options()(k_rest, po::value<std::vector<std::string>>(), "");
    po::positional_options_description rest;
    rest.add(k_rest, -1);

    std::map<std::string, std::vector<std::string>> typed;
    try {
        namespace style = po::command_line_style;
        const auto parsed = po::command_line_parser(arguments)
                                .options(description)
                                .positional(rest)
                                .style(style::unix_style & ~style::allow_guessing)
                                .run();
        for (const auto& option : parsed.options) {
            if (option.string_key == k_rest) {
                result.m_positional.insert(result.m_positional.end(), option.value.begin(),
                                           option.value.end());
            } else {
                auto& values = typed[option.string_key];
                values.insert(values.end(), option.value.begin(), option.value.end());
                if (option.value.empty()) {
                    values.emplace_back("true");
                }
            }
        }
    } catch (const po::error& problem) {
        rethrow(command, options, problem);
    }
    for (const auto& option : options) {
        const auto it = typed.find(option.name);
        if (it != typed.end() && it->second.size() > 1 && !option.repeatable &&
            !option.value.empty()) {
            throw UsageError(fmt::format("--{} is given {} times", option.name, it->second.size()));
        }
    }

    // The workspace comes first, because it holds one of the configuration files.
    const auto early = [&](const std::string& name) -> std::string {
        if (const auto it = typed.find(name); it != typed.end()) {
            return it->second.back();
        }
        if (const auto value = environment(variable_name(name)); value && !value->empty()) {
            return *value;
        }
        const OptionSpec* spec = find(options, name);
        return spec != nullptr ? spec->fallback : std::string();
    };
    struct Layer {
        std::string origin;
        FileValues values;
    };
    std::vector<Layer> layers;
    if (typed.find("no-config") == typed.end()) {
        const auto add = [&](const std::filesystem::path& path, bool must_exist) {
            if (!path.empty() && (must_exist || std::filesystem::exists(path))) {
                layers.push_back({path.string(), read_config(path, command, known)});
            }
        };
        if (const std::string workspace = early("workspace"); !workspace.empty()) {
            add(std::filesystem::path(workspace) / "lode.ini", false);
        }
        if (const std::string file = early("config-file"); !file.empty()) {
            add(file, true);
        } else {
            add(user_config_file(environment), false);
        }
    }

    for (const auto& option : options) {
        OptionValue& out = result.m_values[option.name];
        if (const auto it = typed.find(option.name); it != typed.end()) {
            out = {it->second, k_typed};
            continue;
        }
        const std::string variable = variable_name(option.name);
        if (const auto value = environment(variable); value && !value->empty()) {
            out = {{*value}, variable};
            continue;
        }
        const auto layer = std::find_if(layers.begin(), layers.end(), [&](const Layer& l) {
            return l.values.find(option.name) != l.values.end();
        });
        if (layer != layers.end()) {
            out = {layer->values.at(option.name), layer->origin};
            continue;
        }
        out.origin = "default";
        if (!option.fallback.empty()) {
            out.values = {option.fallback};
        }
    }

    if (result.flag("help")) {
        return result;  // asking for help excuses what is missing
    }
    std::size_t least = 0;
    std::size_t most = 0;
    for (const auto& positional : positionals) {
        least += positional.least;
        most = positional.most == SIZE_MAX ? SIZE_MAX : most + positional.most;
    }
    const std::string hint = fmt::format("see: lode {} --help", command);
    if (result.m_positional.size() < least) {
        std::size_t there = result.m_positional.size();
        for (const auto& positional : positionals) {
            if (there < positional.least) {
                throw UsageError(fmt::format("needs {}", positional.name), hint);
            }
            there -= std::min(there, positional.most);
        }
    }
    if (result.m_positional.size() > most) {
        throw UsageError(fmt::format("unexpected argument '{}'", result.m_positional[most]), hint);
    }
    return result;
}

OptionSpec input(OptionSpec option) {
    option.input = true;
    return option;
}

void check_inputs(const Arguments& arguments, const std::vector<OptionSpec>& options,
                  const std::vector<PositionalSpec>& positionals) {
    constexpr const char* k_standard_input = "-";
    std::error_code ignored;  // what cannot be looked at is told where it is opened
    for (const auto& option : options) {
        for (const auto& file :
             option.input ? arguments.list(option.name) : std::vector<std::string>()) {
            if (!file.empty() && file != k_standard_input &&
                std::filesystem::status(file, ignored).type() ==
                    std::filesystem::file_type::not_found) {
                throw UsageError(fmt::format("--{}: {}: no such file", option.name, file));
            }
        }
    }
    const auto& typed = arguments.positional();
    std::size_t begin = 0;
    for (const auto& positional : positionals) {
        const std::size_t end = begin + std::min(positional.most, typed.size() - begin);
        for (; begin < end; ++begin) {
            if (positional.input && std::filesystem::status(typed[begin], ignored).type() ==
                                        std::filesystem::file_type::not_found) {
                throw UsageError(fmt::format("{}: no such file or folder", typed[begin]));
            }
        }
    }
}

void Arguments::bad(const std::string& name, const std::string& why) const {
    const auto& value = m_values.at(name);
    throw UsageError(fmt::format("--{} (from {}): '{}' {}", name, value.origin,
                                 value.values.empty() ? "" : value.values.back(), why));
}

bool Arguments::flag(const std::string& name) const {
    const auto it = m_values.find(name);
    return it != m_values.end() && !it->second.values.empty() &&
           is_switch_on(it->second.values.back());
}

bool Arguments::given(const std::string& name) const {
    const auto it = m_values.find(name);
    return it != m_values.end() && it->second.origin != "default";
}

bool Arguments::typed(const std::string& name) const {
    const auto it = m_values.find(name);
    return it != m_values.end() && it->second.origin == k_typed;
}

std::string Arguments::text(const std::string& name) const {
    const auto& values = m_values.at(name).values;
    return values.empty() ? std::string() : values.back();
}

std::vector<std::string> Arguments::list(const std::string& name) const {
    return m_values.at(name).values;
}

std::vector<std::string> Arguments::comma_list(const std::string& name) const {
    std::vector<std::string> parts;
    for (const auto& value : m_values.at(name).values) {
        std::size_t begin = 0;
        while (begin <= value.size()) {
            const std::size_t end = std::min(value.find(',', begin), value.size());
            if (end > begin) {
                parts.push_back(value.substr(begin, end - begin));
            }
            begin = end + 1;
        }
    }
    return parts;
}

std::uint64_t Arguments::number(const std::string& name, std::uint64_t least,
                                std::uint64_t most) const {
    const std::string value = text(name);
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (fault != std::errc{} || end != value.data() + value.size() || number < least ||
        number > most) {
        bad(name, most == UINT64_MAX
                      ? fmt::format("is not a whole number from {} on", least)
                      : fmt::format("is not a whole number from {} to {}", least, most));
    }
    return number;
}

double Arguments::real(const std::string& name, double least, double most) const {
    const std::string value = text(name);
    double number = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (fault != std::errc{} || end != value.data() + value.size() ||
        !(number >= least && number <= most)) {
        bad(name, fmt::format("is not a number from {} to {}", least, most));
    }
    return number;
}

}  // namespace lode::tools
