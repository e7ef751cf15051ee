#include "ingest/xml/head.hpp"

#include <algorithm>
#include <vector>

namespace lode::ingest::xml {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// The quoted strings of a declaration or tag.
std::vector<std::string_view> quoted(std::string_view text) {
    std::vector<std::string_view> list;
    for (std::size_t i = text.find_first_of("\"'"); i != std::string_view::npos;
         i = text.find_first_of("\"'", i)) {
        const std::size_t end = text.find(text[i], i + 1);
        if (end == std::string_view::npos) {
            break;
        }
        list.push_back(text.substr(i + 1, end - i - 1));
        i = end + 1;
    }
    return list;
}

// The value of attribute `name` in a start tag; "" where absent.
std::string_view attribute_of(std::string_view tag, std::string_view name) {
    for (std::size_t at = tag.find(name); at != std::string_view::npos;
         at = tag.find(name, at + 1)) {
        std::size_t i = at + name.size();
        while (i < tag.size() && is_space(tag[i])) {
            ++i;
        }
        if (at == 0 || !is_space(tag[at - 1]) || i >= tag.size() || tag[i] != '=') {
            continue;
        }
        const auto values = quoted(tag.substr(i));
        return values.empty() ? std::string_view() : values.front();
    }
    return {};
}

// Local names of the start tags from `i` on, each once.
std::vector<std::string> inner_names(std::string_view bytes, std::size_t i) {
    constexpr std::size_t k_most = 64;
    std::vector<std::string> names;
    for (i = bytes.find('<', i); i != std::string_view::npos && names.size() < k_most;
         i = bytes.find('<', i)) {
        const std::string_view rest = bytes.substr(i);
        if (rest.starts_with("<!--") || rest.starts_with("<![CDATA[") || rest.starts_with("<?")) {
            i = bytes.find(rest[1] == '?' ? "?>" : rest[2] == '-' ? "-->" : "]]>", i);
            continue;
        }
        const std::size_t end = bytes.find_first_of(" \t\r\n/>", i + 1);
        if (end == std::string_view::npos) {
            break;
        }
        std::string_view name = bytes.substr(i + 1, end - i - 1);
        name.remove_prefix(name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
        if (!name.empty() && name.front() != '?' && name.front() != '!' &&
            std::find(names.begin(), names.end(), name) == names.end()) {
            names.emplace_back(name);
        }
        i = end;
    }
    return names;
}

}  // namespace

RootFacts read_root(std::string_view bytes) {
    RootFacts facts;
    std::size_t i = bytes.find('<');
    while (i != std::string_view::npos && i + 1 < bytes.size()) {
        const std::string_view rest = bytes.substr(i);
        std::size_t end = std::string_view::npos;
        if (rest.starts_with("<?")) {
            end = bytes.find("?>", i);
        } else if (rest.starts_with("<!--")) {
            end = bytes.find("-->", i + 4);
        } else if (rest.starts_with("<!DOCTYPE")) {
            end = bytes.find_first_of("[>", i);
            const std::string_view declaration = bytes.substr(i, end - i);
            const auto ids = quoted(declaration);
            const bool is_public = declaration.find("PUBLIC") != std::string_view::npos;
            if (is_public && !ids.empty()) {
                facts.public_id = ids[0];
            }
            if (ids.size() > (is_public ? 1U : 0U)) {
                facts.system_id = ids[is_public ? 1 : 0];
            }
            if (end != std::string_view::npos && bytes[end] == '[') {
                const std::size_t close = bytes.find("]", end);
                end = bytes.find('>', std::min(close, bytes.size()));
            }
        } else if (rest[1] == '!') {
            // A declaration that is left of an internal subset cut at a quoted bracket.
            end = bytes.find('>', i);
        } else {
            const std::size_t name_end =
                std::min(bytes.find_first_of(" \t\r\n/>", i + 1), bytes.size());
            const std::string_view name = bytes.substr(i + 1, name_end - i - 1);
            const std::size_t colon = name.find(':');
            const bool prefixed = colon != std::string_view::npos;
            facts.prefix = prefixed ? name.substr(0, colon) : std::string_view();
            facts.root = prefixed ? name.substr(colon + 1) : name;
            const std::size_t close = std::min(bytes.find('>', name_end), bytes.size());
            const std::string_view tag = bytes.substr(i, close - i);
            facts.name_space =
                attribute_of(tag, prefixed ? "xmlns:" + facts.prefix : std::string("xmlns"));
            facts.inner = inner_names(bytes, close);
            return facts;
        }
        i = end == std::string_view::npos ? end : bytes.find('<', end);
    }
    return facts;
}

}  // namespace lode::ingest::xml
