#include "ingest/content/tex_commands.hpp"

#include <algorithm>
#include <array>

namespace lode::ingest {
namespace {

// What named-entity names of the same spelling do not cover. "" sets nothing; " " a blank.
constexpr std::array<TexCommand, 104> k_commands = {{
    {"AA", "\xc3\x85"},
    {"aa", "\xc3\xa5"},
    {"AE", "\xc3\x86"},
    {"ae", "\xc3\xa6"},
    {"o", "\xc3\xb8"},
    {"O", "\xc3\x98"},
    {"l", "\xc5\x82"},
    {"L", "\xc5\x81"},
    {"ss", "\xc3\x9f"},
    {"i", "\xc4\xb1"},
    {"j", "\xc8\xb7"},
    {"oe", "\xc5\x93"},
    {"to", "\xe2\x86\x92"},
    {"gets", "\xe2\x86\x90"},
    {"ne", "\xe2\x89\xa0"},
    {"neq", "\xe2\x89\xa0"},
    {"infty", "\xe2\x88\x9e"},
    {"partial", "\xe2\x88\x82"},
    {"langle", "\xe2\x9f\xa8"},
    {"rangle", "\xe2\x9f\xa9"},
    {"dag", "\xe2\x80\xa0"},
    {"ddag", "\xe2\x80\xa1"},
    {"circ", "\xe2\x88\x98"},
    {"degree", "\xc2\xb0"},
    {"deg", "\xc2\xb0"},
    {"textdegree", "\xc2\xb0"},
    {"textmu", "\xc2\xb5"},
    {"cdot", "\xe2\x8b\x85"},
    {"cdotp", "\xe2\x8b\x85"},
    {"ldots", "\xe2\x80\xa6"},
    {"dots", "\xe2\x80\xa6"},
    {"cdots", "\xe2\x8b\xaf"},
    {"prime", "\xe2\x80\xb2"},
    {"ast", "*"},
    {"star", "\xe2\x8b\x86"},
    {"bullet", "\xe2\x80\xa2"},
    {"lbrace", "{"},
    {"rbrace", "}"},
    {"vert", "|"},
    {"lvert", "|"},
    {"rvert", "|"},
    {"mid", "|"},
    {"Vert", "\xe2\x80\x96"},
    {"backslash", "\\"},
    {"sum", "\xe2\x88\x91"},
    {"prod", "\xe2\x88\x8f"},
    {"int", "\xe2\x88\xab"},
    {"oint", "\xe2\x88\xae"},
    {"textless", "<"},
    {"textgreater", ">"},
    {"textendash", "\xe2\x80\x93"},
    {"textemdash", "\xe2\x80\x94"},
    {"textquotedblleft", "\xe2\x80\x9c"},
    {"textquotedblright", "\xe2\x80\x9d"},
    {"quad", " "},
    {"qquad", " "},
    {"rm", ""},
    {"it", ""},
    {"bf", ""},
    {"em", ""},
    {"sl", ""},
    {"sf", ""},
    {"tt", ""},
    {"sc", ""},
    {"cal", ""},
    {"mathrm", ""},
    {"mathit", ""},
    {"mathbf", ""},
    {"mathsf", ""},
    {"mathcal", ""},
    {"mathbb", ""},
    {"mathfrak", ""},
    {"mathscr", ""},
    {"text", ""},
    {"textrm", ""},
    {"textit", ""},
    {"textbf", ""},
    {"textsc", ""},
    {"textnormal", ""},
    {"texttt", ""},
    {"textsl", ""},
    {"emph", ""},
    {"mbox", ""},
    {"hbox", ""},
    {"boldsymbol", ""},
    {"bm", ""},
    {"boldmath", ""},
    {"underline", ""},
    {"overline", ""},
    {"operatorname", ""},
    {"ce", ""},
    {"left", ""},
    {"right", ""},
    {"big", ""},
    {"Big", ""},
    {"displaystyle", ""},
    {"scriptscriptstyle", ""},
    {"limits", ""},
    {"ensuremath", ""},
    {"protect", ""},
    {"rtimes", "\xe2\x8b\x8a"},
    {"hskip", " "},
    {"nolimits", ""},
}};

}  // namespace

bool is_tex_function(std::string_view name) {
    static constexpr std::array<std::string_view, 18> k_names = {
        "ln",   "log", "exp", "sin", "cos", "tan", "cot", "sinh", "cosh",
        "tanh", "max", "min", "lim", "det", "sup", "inf", "arg",  "Tr"};
    return std::find(k_names.begin(), k_names.end(), name) != k_names.end();
}

std::string_view tex_accent(std::string_view command) {
    static constexpr std::array<TexCommand, 24> k_accents = {{
        {"\"", "\xcc\x88"},      {"'", "\xcc\x81"},     {"`", "\xcc\x80"},
        {"^", "\xcc\x82"},       {"~", "\xcc\x83"},     {"=", "\xcc\x84"},
        {".", "\xcc\x87"},       {"c", "\xcc\xa7"},     {"v", "\xcc\x8c"},
        {"u", "\xcc\x86"},       {"H", "\xcc\x8b"},     {"r", "\xcc\x8a"},
        {"k", "\xcc\xa8"},       {"hat", "\xcc\x82"},   {"bar", "\xcc\x84"},
        {"tilde", "\xcc\x83"},   {"dot", "\xcc\x87"},   {"ddot", "\xcc\x88"},
        {"vec", "\xe2\x83\x97"}, {"acute", "\xcc\x81"}, {"widetilde", "\xcc\x83"},
        {"widehat", "\xcc\x82"}, {"d", "\xcc\xa3"},     {"b", "\xcc\xb1"},
    }};
    for (const auto& accent : k_accents) {
        if (accent.name == command) {
            return accent.text;
        }
    }
    return {};
}

const TexCommand* find_tex_command(std::string_view name) {
    const auto found = std::find_if(k_commands.begin(), k_commands.end(),
                                    [&](const TexCommand& c) { return c.name == name; });
    return found == k_commands.end() ? nullptr : &*found;
}

}  // namespace lode::ingest
