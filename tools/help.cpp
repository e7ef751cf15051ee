// Help texts, all made from the option tables.
#include <fmt/format.h>

#include <algorithm>

#include "tools/command.hpp"

namespace lode::tools {

std::string_view exit_codes() {
    return "0 done; 1 the work failed; 2 wrong command line or configuration, nothing was touched; "
           "3 finished, but more inputs were rejected than --max-rejects allows; 4 the question "
           "has no answer; 130 stopped by Ctrl-C, stored work is intact and the same command goes "
           "on from there.";
}

const std::vector<OptionSpec>& common_options() {
    static const std::vector<OptionSpec> k_options = {
        {"workspace", "DIR", "lode-workspace",
         "Folder that holds the store, the model and the runs.", "Common options", 'C'},
        {"quiet", "", "", "Print results and errors only.", "Common options", 'q'},
        {"verbose", "", "", "Say more about what is done.", "Common options", 'v'},
        {"progress",
         "WHEN",
         "auto",
         "auto, always or never. auto: a bar on a terminal, a line every "
         "30 s elsewhere.",
         "Common options",
         0,
         false,
         {"auto", "always", "never"}},
        {"log", "FILE", "",
         "Append what is told and done to FILE, as JSON lines (docs/OPERATIONS.md).",
         "Common options"},
        {"config-file", "FILE", "", "Configuration file in place of the user's own.",
         "Common options"},
        {"no-config", "", "", "Read no configuration file.", "Common options"},
        {"help", "", "", "Show this help.", "Common options", 'h'},
    };
    return k_options;
}

namespace {

constexpr std::size_t k_width = 96;

// Breaks text at blanks so that lines stay within k_width; following lines are indented.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t first_used) {
    std::string out;
    std::size_t column = first_used;
    std::size_t pos = 0;
    bool line_start = true;
    while (pos < text.size()) {
        if (text[pos] == '\n') {
            out += '\n';
            out += std::string(indent, ' ');
            column = indent;
            line_start = true;
            ++pos;
            continue;
        }
        const std::size_t end = std::min(text.find_first_of(" \n", pos), text.size());
        const std::string_view word = text.substr(pos, end - pos);
        if (!line_start && column + 1 + word.size() > k_width) {
            out += '\n';
            out += std::string(indent, ' ');
            column = indent;
            line_start = true;
        }
        if (!line_start) {
            out += ' ';
            ++column;
        }
        out += word;
        column += word.size();
        line_start = false;
        pos = end < text.size() && text[end] == ' ' ? end + 1 : end;
    }
    return out;
}

std::string left_column(const OptionSpec& option) {
    std::string left = option.letter != 0 ? fmt::format("  -{}, --{}", option.letter, option.name)
                                          : fmt::format("      --{}", option.name);
    if (!option.value.empty()) {
        left += " " + option.value;
    }
    return left;
}

}  // namespace

std::string option_help(const OptionSpec& option) {
    std::string help = option.help;
    if (!option.fallback.empty()) {
        help += fmt::format(" [{}]", option.fallback);
    }
    if (option.repeatable) {
        help += " May be given several times.";
    }
    return help;
}

const Command* find_command(std::string_view name) {
    for (const auto& command : commands::all()) {
        if (command().info().name == name) {
            return &command();
        }
    }
    return nullptr;
}

std::vector<std::string> command_names() {
    std::vector<std::string> names;
    for (const auto& command : commands::all()) {
        names.emplace_back(command().info().name);
    }
    return names;
}

std::vector<OptionSpec> all_options(const Command& command) {
    std::vector<OptionSpec> options = command.options();
    options.insert(options.end(), common_options().begin(), common_options().end());
    return options;
}

std::string help_text(const Command& command) {
    const CommandInfo& info = command.info();
    std::string text = fmt::format("lode {} - {}\n\nUsage: lode {}\n\nExamples:\n", info.name,
                                   info.summary, info.synopsis);
    for (const auto& example : command.examples()) {
        text +=
            fmt::format("  {}\n      {}\n", example.command, wrapped(example.explanation, 6, 6));
    }
    text += fmt::format("\n{}\n", wrapped(info.description, 0, 0));
    for (const auto& positional : command.positionals()) {
        text += fmt::format("\n  {:<24}{}\n", positional.name, wrapped(positional.help, 26, 26));
    }
    std::string group;
    for (const auto& option : all_options(command)) {
        if (option.group != group) {
            group = option.group;
            text += fmt::format("\n{}:\n", group);
        }
        std::string left = left_column(option);
        if (left.size() > 24) {
            text += left + "\n" + std::string(26, ' ');
        } else {
            text += fmt::format("{:<26}", left);
        }
        text += wrapped(option_help(option), 26, 26) + "\n";
    }
    text += fmt::format("\nMemory: {}\n", wrapped(info.memory, 8, 8));
    text += fmt::format("\nExit codes: {}\n", wrapped(exit_codes(), 12, 12));
    return text;
}

std::string help_markdown(const Command& command) {
    const CommandInfo& info = command.info();
    std::string text = fmt::format("## lode {}\n\n{}.\n\n    lode {}\n\n{}\n\n", info.name,
                                   info.summary, info.synopsis, info.description);
    for (const auto& positional : command.positionals()) {
        text += fmt::format("* `{}`: {}\n", positional.name, positional.help);
    }
    for (const auto& option : command.options()) {
        const std::string value = option.value.empty() ? "" : " " + option.value;
        text += fmt::format("* `--{}{}`: {}\n", option.name, value, option_help(option));
    }
    text += "\nExamples:\n\n";
    for (const auto& example : command.examples()) {
        text += fmt::format("* `{}`: {}\n", example.command, example.explanation);
    }
    text += fmt::format("\nMemory: {}\n\n", info.memory);
    return text;
}

const std::vector<std::string_view>& command_groups() {
    static const std::vector<std::string_view> k_groups = {"Work", "Ask", "Look", "Data",
                                                           "Program"};
    return k_groups;
}

std::string overview() {
    std::string text =
        "lode - mines the materials-science literature: which materials look right for an "
        "application,\nwith evidence, counts and a flag where the literature tells only its good "
        "news.\n\nUsage: lode COMMAND [options]\n\nExamples:\n"
        "  lode run articles/ --concept thermoelectric\n"
        "      Reads a folder of article XML, trains word vectors, ranks materials, writes a "
        "report.\n"
        "  lode rank \"solid electrolyte\" --without Ge\n"
        "      Asks another question of what was read.\n";
    for (const std::string_view group : command_groups()) {
        text += fmt::format("\n{}:\n", group);
        for (const auto& command : commands::all()) {
            if (command().info().group == group) {
                text +=
                    fmt::format("  {:<12}{}\n", command().info().name, command().info().summary);
            }
        }
    }
    text += fmt::format("\nCommon options:\n");
    for (const auto& option : common_options()) {
        text +=
            fmt::format("{:<26}{}\n", left_column(option), wrapped(option_help(option), 26, 26));
    }
    text +=
        fmt::format("\nExit codes: {}\n\nMore: lode help COMMAND\n", wrapped(exit_codes(), 12, 12));
    return text;
}

}  // namespace lode::tools
