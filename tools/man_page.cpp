#include "tools/man_page.hpp"

#include <fmt/format.h>

#include <string_view>

#include "tools/version.hpp"

namespace lode::tools {
namespace {

// Text that roff takes for itself: what it would read as a command or set as another character is
// escaped. A '-' that begins a word (an option, "-" for standard input) is one that can be copied.
std::string plain(std::string_view text) {
    std::string out;
    char before = '\n';
    for (const char c : text) {
        switch (c) {
            case '\\':
                out += "\\e";
                break;
            case '-':
                out += before == ' ' || before == '\n' || before == '-' || before == '(' ||
                               before == '\'' || before == '[' || before == '"'
                           ? "\\-"
                           : "-";
                break;
            case '\'':
                out += "\\(aq";
                break;
            case '`':
                out += "\\(ga";
                break;
            case '^':
                out += "\\(ha";
                break;
            case '~':
                out += "\\(ti";
                break;
            case '.':
                out += before == '\n' ? "\\&." : ".";
                break;
            case '\n':
                // An empty line begins a paragraph; roff wants to be told so by a macro of its own.
                if (before == '\n' && out.ends_with("\n.br\n")) {
                    out.replace(out.size() - 4, 4, ".PP\n");
                } else {
                    out += "\n.br\n";
                }
                break;
            default:
                out += c;
        }
        before = c;
    }
    return out;
}

// For what is typed: every '-' is one that can be copied.
std::string typed(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '-' ? "\\-" : plain(std::string_view(&c, 1));
    }
    return out;
}

std::string bold(std::string_view text) {
    return fmt::format("\\fB{}\\fR", typed(text));
}
std::string italic(std::string_view text) {
    return fmt::format("\\fI{}\\fR", typed(text));
}

std::string head(std::string_view page, std::string_view summary) {
    // Names in capitals, as man(7) has them in .TH.
    std::string title(page);
    for (char& c : title) {
        c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return fmt::format(
        ".\\\" Made by lode help --man. Do not edit.\n.TH {} 1 {} \"{}\" \"Lode\"\n"
        ".SH NAME\n{} \\- {}\n",
        typed(title), release_date(), program_version(), typed(page), plain(summary));
}

std::string option_item(const OptionSpec& option) {
    std::string item = ".TP\n";
    if (option.letter != 0) {
        item += bold(fmt::format("-{}", option.letter)) + ", ";
    }
    item += bold("--" + option.name);
    if (!option.value.empty()) {
        item += " " + italic(option.value);
    }
    return item + "\n" + plain(option_help(option)) + "\n";
}

std::string example_item(std::string_view command, std::string_view explanation) {
    return fmt::format(".TP\n{}\n{}\n", bold(command), plain(explanation));
}

// "0 done; 1 the work failed; ...": one item a code.
std::string exit_section() {
    std::string text = ".SH EXIT STATUS\n";
    std::string_view rest = exit_codes();
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find("; "), rest.size());
        const std::string_view item = rest.substr(0, end);
        const std::size_t blank = std::min(item.find(' '), item.size() - 1);
        text += fmt::format(".TP\n{}\n{}\n", bold(item.substr(0, blank)),
                            plain(item.substr(blank + 1)));
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    return text;
}

std::string surroundings() {
    return ".SH ENVIRONMENT\nEvery option can be set by a variable: "
           "\\fBLODE_WORKSPACE\\fR for \\fB\\-\\-workspace\\fR, \\fBLODE_MIN_COUNT\\fR for "
           "\\fB\\-\\-min\\-count\\fR.\n"
           "\\fBNO_COLOR\\fR is honoured.\n"
           "\\fBLODE_REPRODUCIBLE\\fR leaves times and names of the machine out of what is "
           "written.\n"
           ".SH FILES\n"
           ".TP\n\\fIWORKSPACE\\fB/lode.ini\\fR\nOptions of a workspace: name = value, one a "
           "line.\n"
           ".TP\n\\fB$XDG_CONFIG_HOME/lode/config.ini\\fR (else \\fB$HOME/.config/lode/"
           "config.ini\\fR)\nThe user\\(aqs own options.\n"
           ".TP\n\\fB/usr/share/lode/lexicons\\fR\nThe lexicons as they are compiled into the "
           "program, to copy and edit for \\fB\\-\\-lexicons\\fR.\n"
           ".TP\n\\fB/usr/share/lode/sample\\fR\nA synthetic corpus to try the program on.\n";
}

}  // namespace

std::string man_page(const Command& command) {
    const CommandInfo& info = command.info();
    std::string text = head(fmt::format("lode-{}", info.name), info.summary);
    text += fmt::format(".SH SYNOPSIS\n{} {}\n.SH DESCRIPTION\n{}\n", bold("lode"),
                        typed(info.synopsis), plain(info.description));
    for (const auto& positional : command.positionals()) {
        text += fmt::format(".TP\n{}\n{}\n", italic(positional.name), plain(positional.help));
    }
    text += ".SH OPTIONS\n";
    std::string group;
    for (const auto& option : all_options(command)) {
        if (option.group != group) {
            group = option.group;
            text += fmt::format(".SS {}\n", plain(group));
        }
        text += option_item(option);
    }
    text += ".SH EXAMPLES\n";
    for (const auto& example : command.examples()) {
        text += example_item(example.command, example.explanation);
    }
    text += fmt::format(".SH MEMORY\n{}\n", plain(info.memory));
    return text + exit_section() + surroundings() + ".SH SEE ALSO\n\\fBlode\\fR(1)\n";
}

std::string man_overview() {
    std::string text = head("lode", "mines the materials-science literature");
    text +=
        ".SH SYNOPSIS\n\\fBlode\\fR \\fICOMMAND\\fR [options]\n.SH DESCRIPTION\n"
        "Reads article XML, extracts what the figures are said to show, learns word vectors, and\n"
        "answers which materials look right for an application, with evidence, counts and a flag\n"
        "where the literature tells only its good news.\n.SH COMMANDS\n";
    for (const std::string_view group : command_groups()) {
        text += fmt::format(".SS {}\n", group);
        for (const auto& command : commands::all()) {
            if (command().info().group == group) {
                text += fmt::format(".TP\n{}(1)\n{}\n",
                                    bold(fmt::format("lode-{}", command().info().name)),
                                    plain(command().info().summary));
            }
        }
    }
    text += ".SH OPTIONS\nEvery command takes these:\n";
    for (const auto& option : common_options()) {
        text += option_item(option);
    }
    text += ".SH EXAMPLES\n" +
            example_item("lode run /usr/share/lode/sample --concept thermoelectric",
                         "Reads the sample corpus, trains word vectors, ranks materials, writes a "
                         "report.") +
            example_item("lode rank \"solid electrolyte\" --without Ge",
                         "Asks another question of what was read.");
    return text + exit_section() + surroundings();
}

}  // namespace lode::tools
