// What LaTeX commands of titles and abstracts stand for. Greek letters and most symbols are not
// here: their names are those of entities.tsv.
#pragma once

#include <string_view>

namespace lode::ingest {

struct TexCommand {
    std::string_view name, text;  // "" sets nothing (a font), " " a blank
};

// nullptr where the command is not known.
const TexCommand* find_tex_command(std::string_view name);

// ln, sin, ...: set as words.
bool is_tex_function(std::string_view name);

// The combining mark of an accent command, as UTF-8; empty where it is none.
std::string_view tex_accent(std::string_view command);

}  // namespace lode::ingest
