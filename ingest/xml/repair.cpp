#include <algorithm>
#include <cctype>
#include <charconv>

#include "ingest/xml/bytes.hpp"

namespace lode::ingest::xml {
namespace {

bool is_name_start(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalpha(byte) != 0 || c == '_' || c == ':' || byte >= 0x80;
}

bool is_allowed_character(unsigned code) {
    return code == 0x9 || code == 0xa || code == 0xd || (code >= 0x20 && code < 0xd800) ||
           (code >= 0xe000 && code <= 0x10ffff && code != 0xfffe && code != 0xffff);
}

// Behind the special markup that begins at `i`; `size` where it never ends.
std::size_t special_end(std::string_view s, std::size_t i) {
    std::string_view close = ">";
    if (s.substr(i).starts_with("<!--")) {
        close = "-->";
    } else if (s.substr(i).starts_with("<![CDATA[")) {
        close = "]]>";
    } else if (s.substr(i).starts_with("<?")) {
        close = "?>";
    }
    const std::size_t at = s.find(close, i);
    return at == std::string_view::npos ? s.size() : at + close.size();
}

struct Repairer {
    std::string_view in;
    std::string& out;
    bool ampersand = false;
    bool less_than = false;
    bool reference = false;

    // At an '&'. Returns how far the input is used up.
    std::size_t reference_at(std::size_t i) {
        const std::size_t end = in.find(';', i);
        const bool near = end != std::string_view::npos && end - i <= 42 && end > i + 1;
        if (near && in[i + 1] == '#') {
            const bool hexadecimal = in[i + 2] == 'x';
            const char* first = in.data() + i + (hexadecimal ? 3 : 2);
            unsigned code = 0;
            const auto parsed =
                std::from_chars(first, in.data() + end, code, hexadecimal ? 16 : 10);
            if (parsed.ec == std::errc() && parsed.ptr == in.data() + end) {
                if (is_allowed_character(code)) {
                    out.append(in.substr(i, end + 1 - i));
                } else {
                    reference = true;
                }
                return end + 1;
            }
        } else if (near && is_name_start(in[i + 1]) &&
                   std::all_of(in.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                               in.begin() + static_cast<std::ptrdiff_t>(end), [](char c) {
                                   return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                                          c == '.' || c == '-' || c == '_';
                               })) {
            out.append(in.substr(i, end + 1 - i));
            return end + 1;
        }
        out += "&amp;";
        ampersand = true;
        return i + 1;
    }

    // At a '<' that may open a tag: a tag has its '>' before the next '<'. Returns how far.
    std::size_t tag_at(std::size_t i) {
        const char next = i + 1 < in.size() ? in[i + 1] : ' ';
        if (next == '!' || next == '?') {
            const std::size_t end = special_end(in, i);
            out.append(in.substr(i, end - i));
            return end;
        }
        const std::size_t close = in.find_first_of("<>", i + 1);
        const bool name =
            next == '/' ? i + 2 < in.size() && is_name_start(in[i + 2]) : is_name_start(next);
        if (!name || (close != std::string_view::npos && in[close] == '<')) {
            out += "&lt;";
            less_than = true;
            return i + 1;
        }
        // References in attribute values are looked at like all others.
        const std::size_t end = close == std::string_view::npos ? in.size() : close + 1;
        std::size_t k = i;
        while (k < end) {
            const std::size_t amp = std::min(in.find('&', k), end);
            out.append(in.substr(k, amp - k));
            k = amp < end ? reference_at(amp) : end;
        }
        return k;
    }
};

}  // namespace

std::vector<std::string> repair_markup(std::string_view input, std::string& output) {
    std::vector<std::string> repairs;
    output.clear();
    output.reserve(input.size() + 64);
    // Junk before the document; its lines stay as empty lines.
    std::size_t begin = input.find('<');
    while (begin != std::string_view::npos && begin + 1 < input.size() &&
           !is_name_start(input[begin + 1]) && input[begin + 1] != '?' && input[begin + 1] != '!') {
        begin = input.find('<', begin + 1);
    }
    if (begin == std::string_view::npos) {
        return repairs;
    }
    const std::string_view before = input.substr(0, begin);
    if (before.find_first_not_of(" \t\r\n") != std::string_view::npos) {
        repairs.emplace_back("junk-before");
    }
    // A line break may not precede the XML declaration, so the declaration goes where there are
    // any.
    const auto lines = std::count(before.begin(), before.end(), '\n');
    if (begin > 0 && input.substr(begin).starts_with("<?xml")) {
        begin = std::min(input.size(), special_end(input, begin));
    }
    output.append(static_cast<std::size_t>(lines), '\n');
    // A second document, and junk behind the last tag.
    std::size_t end = input.size();
    const std::size_t second = input.find("<?xml ", begin + 1);
    if (second != std::string_view::npos) {
        end = second;
        repairs.emplace_back("second-document-cut");
    } else if (const std::size_t last = input.rfind('>');
               last != std::string_view::npos && last >= begin &&
               input.substr(last + 1).find_first_not_of(" \t\r\n") != std::string_view::npos) {
        // Only where the document looks closed: else it is a truncated one, which keeps its text.
        const std::size_t open = input.rfind('<', last);
        if (open != std::string_view::npos && open + 1 < input.size() && input[open + 1] == '/') {
            const std::string_view name = input.substr(open + 2, last - open - 2);
            if (input.find("<" + std::string(name), begin) <= begin + 4096) {
                end = last + 1;
                repairs.emplace_back("junk-behind");
            }
        }
    }
    Repairer repairer{input.substr(0, end), output};
    std::size_t i = begin;
    while (i < end) {
        const std::size_t special = std::min(input.find_first_of("&<", i), end);
        output.append(input.substr(i, special - i));
        if (special == end) {
            break;
        }
        i = input[special] == '&' ? repairer.reference_at(special) : repairer.tag_at(special);
    }
    if (repairer.ampersand) {
        repairs.emplace_back("stray-ampersand");
    }
    if (repairer.less_than) {
        repairs.emplace_back("stray-less-than");
    }
    if (repairer.reference) {
        repairs.emplace_back("forbidden-character-reference");
    }
    return repairs;
}

}  // namespace lode::ingest::xml
