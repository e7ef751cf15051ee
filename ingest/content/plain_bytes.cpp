#include "ingest/content/plain_bytes.hpp"

#include <algorithm>

#include "ingest/xml/bytes.hpp"

namespace lode::ingest {
namespace {

void add_once(std::vector<std::string>& list, std::string_view word) {
    if (std::find(list.begin(), list.end(), word) == list.end()) {
        list.emplace_back(word);
    }
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
}

}  // namespace

std::string sound_text(std::string text, std::vector<std::string>& repairs,
                       std::uint64_t& controls) {
    if (std::any_of(text.begin(), text.end(), is_control)) {
        controls += std::erase_if(text, is_control);
        add_once(repairs, "control-characters");
    }
    if (xml::valid_utf8(text)) {
        return text;
    }
    add_once(repairs, "invalid-utf8");
    const std::string_view all(text);
    std::string out;
    for (std::size_t i = 0; i < all.size();) {
        std::size_t size = 1;
        while (size <= 4 && i + size <= all.size() && !xml::valid_utf8(all.substr(i, size))) {
            ++size;
        }
        if (size <= 4 && i + size <= all.size()) {
            out += all.substr(i, size);
            i += size;
        } else {
            // The reader of XML knows the code page: a byte alone is no UTF-8 to it either.
            out += xml::prepare(all.substr(i, 1)).bytes;
            ++i;
        }
    }
    return out;
}

}  // namespace lode::ingest
