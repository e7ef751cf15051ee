#include "tools/completion.hpp"

#include <fmt/format.h>

#include "tools/command.hpp"

namespace lode::tools {
namespace {

bool is_list(std::string_view value_name) {
    return value_name.ends_with(",..");
}

// What bash runs to offer values of this kind.
std::string bash_offer(std::string_view value_name, const std::vector<std::string>& choices) {
    if (!choices.empty()) {
        return fmt::format("_lode_{} '{}'", is_list(value_name) ? "list" : "words",
                           fmt::join(choices, " "));
    }
    switch (offer_for(value_name)) {
        case Offer::files:
            return "_lode_paths -f";
        case Offer::folders:
            return "_lode_paths -d";
        case Offer::nothing:
            break;
    }
    return ":";
}

std::string bash_command(const Command& command) {
    std::string text = fmt::format("    {})\n        case $option in\n", command.info().name);
    std::string names;
    for (const auto& option : all_options(command)) {
        names += (names.empty() ? "--" : " --") + option.name;
        if (!option.value.empty()) {
            const std::string letter =
                option.letter != 0 ? fmt::format(" | -{}", option.letter) : std::string();
            text += fmt::format("        --{}{}) {}; return ;;\n", option.name, letter,
                                bash_offer(option.value, option.choices));
        }
    }
    text += fmt::format(
        "        esac\n        if [[ $current == -* ]]; then _lode_words '{}'; "
        "return; fi\n",
        names);
    const auto positionals = command.positionals();
    const auto offer = [&](std::size_t i) {
        return bash_offer(positionals[i].name, positionals[i].choices);
    };
    // Which of several is meant is told by the place: the word behind the command, or a later one.
    if (positionals.size() > 1) {
        text += fmt::format("        if ((COMP_CWORD == 2)); then {}; else {}; fi\n", offer(0),
                            offer(positionals.size() - 1));
    } else if (!positionals.empty()) {
        text += fmt::format("        {}\n", offer(0));
    }
    return text + "        ;;\n";
}

// Text inside a '...[...]' of _arguments.
std::string zsh_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else if (c == '[' || c == ']' || c == ':' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c != '\n') {
            out += c;
        } else {
            out += ' ';
        }
    }
    return out;
}

std::string_view first_sentence(std::string_view help) {
    help = help.substr(0, std::min(help.find(". "), help.size()));
    return help.ends_with('.') ? help.substr(0, help.size() - 1) : help;
}

std::string zsh_offer(std::string_view value_name, const std::vector<std::string>& choices) {
    if (!choices.empty()) {
        return is_list(value_name) ? fmt::format(" _values -s , value {}", fmt::join(choices, " "))
                                   : fmt::format("({})", fmt::join(choices, " "));
    }
    switch (offer_for(value_name)) {
        case Offer::files:
            return "_files";
        case Offer::folders:
            return "_files -/";
        case Offer::nothing:
            break;
    }
    return " ";
}

std::string zsh_option(const OptionSpec& option) {
    const std::string value = option.value.empty()
                                  ? ""
                                  : fmt::format(":{}:{}", zsh_escaped(option.value),
                                                zsh_offer(option.value, option.choices));
    const std::string tail = fmt::format("[{}]{}", zsh_escaped(first_sentence(option.help)), value);
    const std::string equals = option.value.empty() ? "" : "=";
    if (option.letter == 0) {
        return fmt::format("'{}--{}{}{}'", option.repeatable ? "*" : "", option.name, equals, tail);
    }
    return fmt::format("{0}{{-{1},--{2}{3}}}'{4}'",
                       option.repeatable ? std::string("'*'")
                                         : fmt::format("'(-{} --{})'", option.letter, option.name),
                       option.letter, option.name, equals, tail);
}

std::string zsh_command(const Command& command) {
    std::string text = fmt::format("    {})\n        _arguments -s -S", command.info().name);
    for (const auto& option : all_options(command)) {
        text += " \\\n            " + zsh_option(option);
    }
    for (const auto& positional : command.positionals()) {
        text += fmt::format(" \\\n            '{}:{}:{}'", positional.most > 1 ? "*" : "1",
                            zsh_escaped(positional.name),
                            zsh_offer(positional.name, positional.choices));
    }
    return text + "\n        ;;\n";
}

}  // namespace

std::string bash_completion() {
    std::string text = R"(# Completion for bash, made by: lode help --completion bash
_lode_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
# The last of several values between commas.
_lode_list() {
    local before=
    [[ $current == *,* ]] && before=${current%,*},
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${current##*,}")
}
_lode_paths() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen "$1" -- "$current")
}
_lode() {
    local current=${COMP_WORDS[COMP_CWORD]} option= command=${COMP_WORDS[1]}
    COMPREPLY=()
    if ((COMP_CWORD < 2)); then
        _lode_words ')" +
                       fmt::format("{}", fmt::join(command_names(), " ")) + R"('
        return
    fi
    # bash takes "--format=csv" apart at the "=".
    option=${COMP_WORDS[COMP_CWORD - 1]}
    if [[ $current == = ]]; then
        current=
    elif [[ $option == = ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $command in
)";
    for (const auto& command : commands::all()) {
        text += bash_command(command());
    }
    return text + "    esac\n}\ncomplete -F _lode lode\n";
}

std::string zsh_completion() {
    std::string text =
        "#compdef lode\n# Completion for zsh, made by: lode help --completion zsh\n"
        "_lode() {\n    local -a commands=(\n";
    for (const auto& command : commands::all()) {
        text += fmt::format("        '{}:{}'\n", command().info().name,
                            zsh_escaped(command().info().summary));
    }
    text +=
        "    )\n    if ((CURRENT == 2)); then\n        _describe command commands\n        return\n"
        "    fi\n    local command=$words[2]\n    shift words\n    ((CURRENT--))\n"
        "    case $command in\n";
    for (const auto& command : commands::all()) {
        text += zsh_command(command());
    }
    // As an autoloaded function the file is the function; sourced, it registers itself.
    return text +
           "    esac\n}\nif [[ $funcstack[1] == _lode ]]; then\n    _lode \"$@\"\nelse\n    "
           "compdef _lode lode\nfi\n";
}

}  // namespace lode::tools
