#include "tools/serve/request.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>

#include "core/base/error.hpp"
#include "core/text/unicode.hpp"
#include "tools/program.hpp"

namespace lode::tools::serve {
namespace {

constexpr std::string_view k_all = "q";

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decoded(std::string_view raw, bool plus_is_blank) {
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '+' && plus_is_blank) {
            text += ' ';
        } else if (raw[i] != '%') {
            text += raw[i];
        } else {
            const int high = i + 2 < raw.size() ? hex_digit(raw[i + 1]) : -1;
            const int low = high >= 0 ? hex_digit(raw[i + 2]) : -1;
            if (low < 0) {
                throw UsageError("the address has a '%' that no two hexadecimal digits follow",
                                 "a percent sign itself is written %25");
            }
            text += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    if (text.find('\0') != std::string::npos || !text::is_valid_utf8(text)) {
        throw UsageError("the address is not UTF-8 text");
    }
    return text;
}

std::string trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    return from == std::string_view::npos
               ? std::string()
               : std::string(text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from));
}

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        if (auto part = trimmed(text.substr(0, end)); !part.empty()) {
            parts.push_back(std::move(part));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

// Words of a shell line with quotes resolved, as examples use them.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool inside = false;
    char quote = 0;
    for (const char c : line) {
        if (quote != 0) {
            if (c == quote) {
                quote = 0;
            } else {
                word += c;
            }
        } else if (c == '"' || c == '\'') {
            quote = c;
            inside = true;
        } else if (c == ' ') {
            if (inside) {
                words.push_back(std::move(word));
            }
            word.clear();
            inside = false;
        } else {
            word += c;
            inside = true;
        }
    }
    if (inside) {
        words.push_back(std::move(word));
    }
    return words;
}

const OptionSpec* find(const std::vector<OptionSpec>& options, std::string_view name) {
    const auto it = std::find_if(options.begin(), options.end(),
                                 [&](const OptionSpec& option) { return option.name == name; });
    return it == options.end() ? nullptr : &*it;
}

std::string where_all_are(const Command& command) {
    return fmt::format("all parameters: /{}", command.info().name);
}

[[noreturn]] void refuse_unknown(const Command& command, const std::string& name) {
    if (find(all_options(command), name) != nullptr) {
        throw UsageError(
            fmt::format("'{}' cannot be given in a request: no request names a file or folder of "
                        "this machine, writes, or changes how the server runs",
                        name),
            where_all_are(command));
    }
    std::vector<std::string> names;
    for (const auto& slot : slots(command)) {
        names.push_back(slot.name);
    }
    for (const auto& option : open_options(command)) {
        names.push_back(option.name);
    }
    const auto near = nearest_name(name, names);
    throw UsageError(
        fmt::format("there is no parameter '{}'", name),
        (near ? fmt::format("did you mean {}? ", *near) : std::string()) + where_all_are(command));
}

// "--limit=3", "--studied"; nothing for a switch that is off.
std::optional<std::string> argument_of(const OptionSpec& option, const std::string& value) {
    if (!option.value.empty()) {
        return fmt::format("--{}={}", option.name, value);
    }
    for (const std::string_view on : {"1", "true", "yes", "on"}) {
        if (value == on) {
            return "--" + option.name;
        }
    }
    for (const std::string_view off : {"0", "false", "no", "off"}) {
        if (value == off) {
            return std::nullopt;
        }
    }
    throw UsageError(fmt::format("{}: '{}' is neither 1 nor 0", option.name, value));
}

std::vector<std::string> arguments_of(const Command& command,
                                      const std::vector<std::vector<std::string>>& given) {
    const auto names = slots(command);
    std::vector<std::string> arguments;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (given[i].empty() && names[i].needed) {
            throw UsageError(fmt::format("needs {}", names[i].name), where_all_are(command));
        }
        if (given[i].size() > 1 && !names[i].repeated) {
            throw UsageError(fmt::format("{} is given {} times", names[i].name, given[i].size()));
        }
        arguments.insert(arguments.end(), given[i].begin(), given[i].end());
    }
    return arguments;
}

}  // namespace

Target read_target(std::string_view raw) {
    raw = raw.substr(0, raw.find('#'));
    const std::size_t mark = std::min(raw.find('?'), raw.size());
    Target target;
    target.path = decoded(raw.substr(0, mark), false);
    if (!target.path.starts_with('/')) {
        throw UsageError("the address does not begin with '/'");
    }
    std::string_view query = raw.substr(std::min(mark + 1, raw.size()));
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        if (!pair.empty()) {
            const std::size_t equals = std::min(pair.find('='), pair.size());
            target.parameters.emplace_back(
                decoded(pair.substr(0, equals), true),
                decoded(pair.substr(std::min(equals + 1, pair.size())), true));
        }
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return target;
}

std::string encoded(std::string_view value) {
    std::string text;
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || c == '-' || c == '_' || c == '.' ||
                           c == '~';
        text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(byte));
    }
    return text;
}

std::string written(const Target& target) {
    std::string text;
    for (std::size_t from = 0; from < target.path.size();) {
        const std::size_t end = std::min(target.path.find('/', from), target.path.size());
        text += encoded(std::string_view(target.path).substr(from, end - from));
        text += end < target.path.size() ? "/" : "";
        from = end + 1;
    }
    char mark = '?';
    for (const auto& [name, value] : target.parameters) {
        text += mark + encoded(name) + '=' + encoded(value);
        mark = '&';
    }
    return text;
}

std::string value_of(const Parameters& parameters, std::string_view name) {
    const auto it = std::find_if(parameters.begin(), parameters.end(),
                                 [&](const auto& given) { return given.first == name; });
    return it == parameters.end() ? std::string() : it->second;
}

std::vector<const Command*> served_commands() {
    std::vector<const Command*> served;
    for (const auto& make : commands::all()) {
        if (make().info().served) {
            served.push_back(&make());
        }
    }
    return served;
}

const Command* served_command(std::string_view name) {
    const Command* command = find_command(name);
    return command != nullptr && command->info().served ? command : nullptr;
}

bool is_open(const OptionSpec& option) {
    return !option.writes && offer_for(option.value) == Offer::nothing;
}

std::vector<OptionSpec> open_options(const Command& command) {
    std::vector<OptionSpec> options = command.options();
    std::erase_if(options, [](const OptionSpec& option) { return !is_open(option); });
    return options;
}

std::vector<Slot> slots(const Command& command) {
    std::vector<Slot> all;
    for (const auto& positional : command.positionals()) {
        for (std::string name : words_of(positional.name)) {
            Slot slot;
            if (name.ends_with("...")) {
                slot.repeated = true;
                name.resize(name.size() - 3);
            }
            for (const char c : name) {
                slot.name += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
            }
            slot.needed = positional.least > 0;
            all.push_back(std::move(slot));
        }
    }
    return all;
}

std::vector<std::string> command_line(const Command& command, const Parameters& parameters) {
    const auto names = slots(command);
    const auto options = open_options(command);
    std::vector<std::string> line;
    std::vector<std::vector<std::string>> given(names.size());
    std::vector<std::string> all;
    for (const auto& parameter : parameters) {
        const auto& [name, value] = parameter;
        if (trimmed(value).empty() || name == "format") {
            continue;
        }
        const auto slot = std::find_if(names.begin(), names.end(), [&](const Slot& known) {
            return known.name == parameter.first;
        });
        if (slot != names.end()) {
            given[static_cast<std::size_t>(slot - names.begin())].push_back(value);
        } else if (const OptionSpec* option = find(options, name)) {
            if (auto argument = argument_of(*option, value)) {
                line.push_back(std::move(*argument));
            }
        } else if (name == k_all && !names.empty()) {
            const bool one = names.size() == 1 && !names.front().repeated;
            all = one ? std::vector<std::string>{trimmed(value)} : parts_of(value);
        } else {
            refuse_unknown(command, name);
        }
    }
    if (!all.empty()) {
        if (std::any_of(given.begin(), given.end(), [](const auto& v) { return !v.empty(); })) {
            throw UsageError("q stands for all arguments: give either q or the others",
                             where_all_are(command));
        }
    } else {
        all = arguments_of(command, given);
    }
    if (!all.empty()) {
        line.emplace_back("--");  // "-x" is a word, too
        line.insert(line.end(), all.begin(), all.end());
    }
    return line;
}

std::optional<std::string> address_of(std::string_view line) {
    const auto words = words_of(line);
    const Command* command =
        words.size() >= 2 && words[0] == "lode" ? served_command(words[1]) : nullptr;
    if (command == nullptr) {
        return std::nullopt;
    }
    std::vector<std::string> rest(words.begin() + 2, words.end());
    rest.insert(rest.begin(), "--no-config");
    try {
        const auto arguments = Arguments::parse(
            command->info().name, rest, all_options(*command), command->positionals(), {},
            [](const std::string&) { return std::optional<std::string>(); });
        Target target{.path = fmt::format("/{}", command->info().name), .parameters = {}};
        const auto names = slots(*command);
        for (std::size_t i = 0; i < arguments.positional().size(); ++i) {
            target.parameters.emplace_back(names.at(std::min(i, names.size() - 1)).name,
                                           arguments.positional()[i]);
        }
        const auto options = command->options();
        for (const auto& [name, value] : arguments.all()) {
            if (value.origin != "command line" || name == "no-config" || name == "output") {
                continue;
            }
            const OptionSpec* option = find(options, name);
            if (option == nullptr || !is_open(*option)) {
                return std::nullopt;
            }
            for (const auto& text : value.values) {
                target.parameters.emplace_back(name, option->value.empty() ? "1" : text);
            }
        }
        return written(target);
    } catch (const UsageError&) {
        return std::nullopt;  // an example of something else
    }
}

}  // namespace lode::tools::serve
