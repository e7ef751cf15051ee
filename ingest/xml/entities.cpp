#include "ingest/xml/entities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/base/lexicon.hpp"
#include "ingest/xml/bytes.hpp"

namespace lode::ingest::xml {
namespace {

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept {
        return std::hash<std::string_view>{}(s);
    }
};
using EntityTable = std::unordered_map<std::string, std::string, Hash, std::equal_to<>>;

// "U+03B1" or "U+2242 U+0338" -> UTF-8
std::string decode_code_points(std::string_view field) {
    std::string text;
    for (std::size_t i = field.find("U+"); i != std::string_view::npos; i = field.find("U+", i)) {
        i += 2;
        unsigned value = 0;
        const auto parsed =
            std::from_chars(field.data() + i, field.data() + field.size(), value, 16);
        if (parsed.ec != std::errc() || value == 0 || value > 0x10ffff) {
            throw error("lexicon entities.tsv: '{}' is no list of code points", field);
        }
        append_utf8(text, value);
    }
    return text;
}

const EntityTable& table() {
    static const EntityTable entities = [] {
        EntityTable made;
        for (const auto& row : read_lexicon(LexiconSource(), "entities.tsv", 2)) {
            made.emplace(row[0], decode_code_points(row[1]));
        }
        return made;
    }();
    return entities;
}

constexpr std::size_t k_longest_name = 40;
constexpr std::size_t k_longest_value = 4096;
constexpr std::size_t k_most_declarations = 5000;

bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':';
}

// The name of a reference at `at` (an '&'), "" where there is none of the form &name;
std::string_view reference_name(std::string_view bytes, std::size_t at) {
    std::size_t end = at + 1;
    while (end < bytes.size() && end - at <= k_longest_name && is_name_byte(bytes[end])) {
        ++end;
    }
    if (end == at + 1 || end >= bytes.size() || bytes[end] != ';' ||
        (bytes[at + 1] >= '0' && bytes[at + 1] <= '9')) {
        return {};
    }
    return bytes.substr(at + 1, end - at - 1);
}

bool is_xml_name(std::string_view name) {
    return name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos";
}

struct Declarations {
    std::size_t subset_begin = 0;  // the '[' of the DOCTYPE
    std::size_t subset_end = 0;    // behind its ']'
    std::map<std::string, std::string, std::less<>> simple;
    // That are not resolved, and why: they refer to other entities, hold markup, are too long.
    std::map<std::string, std::string, std::less<>> refused;
    std::set<std::string, std::less<>> external;  // SYSTEM or PUBLIC
};

std::size_t skip_space(std::string_view s, std::size_t i) {
    while (i < s.size() && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r')) {
        ++i;
    }
    return i;
}

// Resolves numeric references; false where the value holds anything else that is special.
bool plain_value(std::string_view raw, std::string& value) {
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] == '<' || raw[i] == '%') {
            return false;
        }
        if (raw[i] != '&') {
            value += raw[i];
            continue;
        }
        const std::size_t end = raw.find(';', i);
        if (end == std::string_view::npos || i + 2 >= end || raw[i + 1] != '#') {
            return false;
        }
        const bool hexadecimal = raw[i + 2] == 'x';
        const char* first = raw.data() + i + (hexadecimal ? 3 : 2);
        unsigned code = 0;
        const auto parsed = std::from_chars(first, raw.data() + end, code, hexadecimal ? 16 : 10);
        // '&' and '<' made of references would be markup after all; surrogates are no characters.
        if (parsed.ec != std::errc() || parsed.ptr != raw.data() + end || code < 0x20 ||
            code == '&' || code == '<' || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
            return false;
        }
        append_utf8(value, code);
        i = end;
    }
    return true;
}

void read_declaration(std::string_view text, Declarations& found) {
    // text: what stands between "<!ENTITY" and its '>'
    std::size_t i = skip_space(text, 0);
    if (i < text.size() && text[i] == '%') {
        return;  // parameter entities are never used
    }
    const std::size_t name_begin = i;
    while (i < text.size() && is_name_byte(text[i])) {
        ++i;
    }
    const std::string name(text.substr(name_begin, i - name_begin));
    i = skip_space(text, i);
    if (name.empty() || i >= text.size() ||
        found.simple.size() + found.refused.size() + found.external.size() >= k_most_declarations) {
        return;
    }
    if (text[i] != '"' && text[i] != '\'') {
        found.external.insert(name);
        return;
    }
    const std::size_t end = text.find(text[i], i + 1);
    std::string value;
    // The first declaration of a name is the one that counts (XML 1.0, 4.2).
    if (end == std::string_view::npos || found.simple.contains(name) ||
        found.refused.contains(name)) {
        return;
    }
    const std::string_view raw = text.substr(i + 1, end - i - 1);
    if (raw.size() > k_longest_value) {
        found.refused.emplace(name, fmt::format("is longer than {} bytes", k_longest_value));
    } else if (plain_value(raw, value)) {
        found.simple.emplace(name, std::move(value));
    } else {
        found.refused.emplace(name, "holds markup or other entities");
    }
}

// End of the markup that begins at `i` with "<!" or "<?", behind its '>'; quotes are respected in
// declarations.
std::size_t markup_end(std::string_view s, std::size_t i) {
    const auto behind = [&](std::string_view mark, std::size_t from) {
        const std::size_t at = s.find(mark, from);
        return at == std::string_view::npos ? s.size() : at + mark.size();
    };
    if (s.substr(i).starts_with("<!--")) {
        return behind("-->", i + 4);
    }
    if (s.substr(i).starts_with("<?")) {
        return behind("?>", i + 2);
    }
    if (s.substr(i).starts_with("<![CDATA[")) {
        return behind("]]>", i + 9);
    }
    char quote = 0;
    for (; i < s.size(); ++i) {
        if (quote != 0) {
            quote = s[i] == quote ? '\0' : quote;
        } else if (s[i] == '"' || s[i] == '\'') {
            quote = s[i];
        } else if (s[i] == '>') {
            return i + 1;
        }
    }
    return i;
}

// Finds the DOCTYPE before the root element and reads its internal subset.
Declarations read_doctype(std::string_view bytes) {
    Declarations found;
    std::size_t i = bytes.find('<');
    while (i != std::string_view::npos && i + 1 < bytes.size()) {
        if (bytes[i + 1] != '!' && bytes[i + 1] != '?') {
            return found;  // the root
        }
        if (!bytes.substr(i).starts_with("<!DOCTYPE")) {
            i = bytes.find('<', markup_end(bytes, i));
            continue;
        }
        char quote = 0;
        std::size_t k = i;
        for (; k < bytes.size(); ++k) {
            if (quote != 0) {
                quote = bytes[k] == quote ? '\0' : quote;
            } else if (bytes[k] == '"' || bytes[k] == '\'') {
                quote = bytes[k];
            } else if (bytes[k] == '>' || bytes[k] == '[') {
                break;
            }
        }
        if (k >= bytes.size() || bytes[k] == '>') {
            return found;
        }
        found.subset_begin = k;
        for (++k; k < bytes.size() && bytes[k] != ']';) {
            if (bytes[k] != '<') {
                ++k;
                continue;
            }
            const std::size_t end = markup_end(bytes, k);
            if (bytes.substr(k).starts_with("<!ENTITY")) {
                read_declaration(bytes.substr(k + 8, end - k - 8), found);
            }
            k = end;
        }
        found.subset_end = std::min(k + 1, bytes.size());
        return found;
    }
    return found;
}

// Is there any reference that the parser would not know by itself?
bool has_named_references(std::string_view bytes) {
    for (std::size_t at = bytes.find('&'); at != std::string_view::npos;
         at = bytes.find('&', at + 1)) {
        const std::string_view name = reference_name(bytes, at);
        if (!name.empty() && !is_xml_name(name)) {
            return true;
        }
    }
    return false;
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
}

}  // namespace

std::string_view named_entity(std::string_view name) {
    const auto found = table().find(name);
    return found == table().end() ? std::string_view() : std::string_view(found->second);
}

EntityPass resolve_entities(std::string_view input) {
    EntityPass pass;
    const Declarations declared = read_doctype(input);
    const bool blank_subset = declared.subset_end > declared.subset_begin;
    if (!blank_subset && !has_named_references(input)) {
        return pass;
    }
    pass.changed = true;
    const std::size_t limit = input.size() * 4 + (1U << 20);
    std::string& out = pass.bytes;
    out.reserve(input.size() + input.size() / 32);
    std::size_t unknown = 0;
    bool external = false;
    std::size_t copied = 0;  // input up to here is in `out`
    const auto refuse = [&](std::string detail, std::size_t at) {
        pass.reason = "entity-expansion";
        pass.detail = std::move(detail);
        pass.line = 1 + static_cast<std::uint32_t>(std::count(
                            input.begin(), input.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    };
    const auto copy_to = [&](std::size_t end) {
        out.append(input.substr(copied, end - copied));
        copied = end;
    };
    for (std::size_t i = input.find_first_of("&<"); i != std::string_view::npos;
         i = input.find_first_of("&<", i)) {
        if (input[i] == '<') {
            const bool special =
                i + 1 < input.size() && (input[i + 1] == '!' || input[i + 1] == '?');
            if (!special) {
                ++i;
                continue;
            }
            if (blank_subset && i < declared.subset_begin &&
                input.substr(i).starts_with("<!DOCTYPE")) {
                copy_to(declared.subset_begin);
                for (const char c : input.substr(copied, declared.subset_end - copied)) {
                    out += c == '\n' ? '\n' : ' ';
                }
                copied = declared.subset_end;
                i = declared.subset_end;
                continue;
            }
            i = markup_end(input, i);
            continue;
        }
        const std::string_view name = reference_name(input, i);
        if (name.empty() || is_xml_name(name)) {
            ++i;
            continue;
        }
        copy_to(i);
        copied = i + name.size() + 2;
        i = copied;
        if (const auto own = declared.simple.find(name); own != declared.simple.end()) {
            append_escaped(out, own->second);
        } else if (const auto bad = declared.refused.find(name); bad != declared.refused.end()) {
            refuse("entity &" + std::string(name) + "; " + bad->second, copied);
            return pass;
        } else if (const std::string_view text = named_entity(name); !text.empty()) {
            append_escaped(out, text);
        } else {
            out += "&amp;";
            out += name;
            out += ';';
            if (declared.external.contains(name)) {
                external = true;
            } else {
                ++unknown;
            }
        }
        if (out.size() > limit) {
            refuse("references to entities make it more than four times as large", copied);
            return pass;
        }
    }
    copy_to(input.size());
    if (external) {
        pass.repairs.emplace_back("external-entity");
    }
    if (unknown > 0) {
        pass.repairs.push_back("unknown-entities:" + std::to_string(unknown));
    }
    return pass;
}

}  // namespace lode::ingest::xml
