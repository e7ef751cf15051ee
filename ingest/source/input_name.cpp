#include "ingest/source/input_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace lode::ingest {

std::string lower_extension(std::string_view file_name) {
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == file_name.size()) {
        return "(no extension)";
    }
    std::string extension(file_name.substr(dot));
    for (char& c : extension) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return extension;
}

bool is_input_by_name(std::string_view file_name) {
    static constexpr std::array<std::string_view, 18> k_extensions = {
        ".xml",  ".nxml", ".jats", ".jsonl", ".ndjson", ".json", ".gz",  ".tgz", ".bz2",
        ".tbz2", ".xz",   ".txz",  ".zst",   ".tzst",   ".zip",  ".tar", ".csv", ".tsv"};
    const std::string extension = lower_extension(file_name);
    return std::find(k_extensions.begin(), k_extensions.end(), extension) != k_extensions.end();
}

std::string printable_name(std::string_view name) {
    static constexpr std::string_view k_hex = "0123456789abcdef";
    std::string shown;
    for (std::size_t i = 0; i < name.size();) {
        const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(name[k]); };
        const unsigned lead = byte(i);
        const std::size_t length = lead < 0x80                   ? 1
                                   : lead >= 0xc2 && lead < 0xe0 ? 2
                                   : lead >= 0xe0 && lead < 0xf0 ? 3
                                   : lead >= 0xf0 && lead < 0xf5 ? 4
                                                                 : 0;
        bool good = length > 0 && i + length <= name.size() && lead >= 0x20 && lead != 0x7f &&
                    !name.substr(i).starts_with("\\x");
        for (std::size_t k = 1; good && k < length; ++k) {
            // No overlong forms, no surrogates, nothing beyond U+10FFFF.
            const unsigned low = k > 1          ? 0x80U
                                 : lead == 0xe0 ? 0xa0U
                                 : lead == 0xf0 ? 0x90U
                                                : 0x80U;
            const unsigned high = k > 1          ? 0xbfU
                                  : lead == 0xed ? 0x9fU
                                  : lead == 0xf4 ? 0x8fU
                                                 : 0xbfU;
            good = byte(i + k) >= low && byte(i + k) <= high;
        }
        if (good) {
            shown.append(name.substr(i, length));
            i += length;
        } else {
            shown += "\\x";
            shown += k_hex[lead >> 4];
            shown += k_hex[lead & 0xfU];
            ++i;
        }
    }
    return shown;
}

}  // namespace lode::ingest
