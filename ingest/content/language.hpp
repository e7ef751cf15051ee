// Names of languages as records state them.
#pragma once

#include <string>
#include <string_view>

namespace lode::ingest {

// The two-letter code (ISO 639-1) of what a record calls the language: "eng", "ger", "en-US", "EN",
// "English". A code without a two-letter one stays as it is, in lower case ("grc"); "" for no
// language ("und", "mul", "zxx") and for what is neither code nor known name.
std::string language_code(std::string_view stated);

}  // namespace lode::ingest
