// Bytes of text files that are no XML.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest {

// What is not UTF-8 is read as windows-1252 ("invalid-utf8"), control characters are dropped
// ("control-characters"); line ends and tabs stay. The words in brackets are added to `repairs`,
// once each, the control characters to `controls`. Sound text is returned as it is.
std::string sound_text(std::string text, std::vector<std::string>& repairs,
                       std::uint64_t& controls);

}  // namespace lode::ingest
