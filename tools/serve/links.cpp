#include "tools/serve/links.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "query/html_text.hpp"

namespace lode::tools::serve {
namespace {

// What escape_html() wrote, read back.
std::string plain(std::string_view escaped) {
    static constexpr std::array<std::pair<std::string_view, char>, 5> k_entities{
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
    std::string text;
    while (!escaped.empty()) {
        const auto entity =
            std::find_if(k_entities.begin(), k_entities.end(),
                         [&](const auto& known) { return escaped.starts_with(known.first); });
        if (entity != k_entities.end()) {
            text += entity->second;
            escaped.remove_prefix(entity->first.size());
        } else {
            text += escaped.front();
            escaped.remove_prefix(1);
        }
    }
    return text;
}

std::string address(std::string_view kind, const std::string& value,
                    const std::vector<std::string>& concepts) {
    Target target;
    if (kind == "article") {
        target = {"/show", {{"key", value}}};
    } else if (kind == "term" || concepts.empty()) {
        target = {"/similar", {{"term", value}}};
    } else {
        target = {"/explain", {{"material", value}}};
        for (const auto& term : concepts) {
            target.parameters.emplace_back("concept", term);
        }
    }
    return query::escape_html(written(target));
}

}  // namespace

std::vector<std::string> concepts_of(const Command& command, const Parameters& parameters) {
    std::vector<std::string> concepts;
    const auto names = slots(command);
    const auto slot = std::find_if(names.begin(), names.end(),
                                   [](const Slot& known) { return known.name == "concept"; });
    const std::string all = value_of(parameters, "q");
    if (slot != names.end() && !all.empty()) {
        const auto line = command_line(command, {{"q", all}});
        const auto skipped = slot - names.begin() + 1;  // and the "--" before the arguments
        if (static_cast<std::ptrdiff_t>(line.size()) > skipped) {
            concepts.assign(line.begin() + skipped, line.end());
        }
    }
    for (const auto& [name, value] : parameters) {
        if (name == "concept" && !value.empty()) {
            concepts.push_back(value);
        }
    }
    return concepts;
}

std::string with_links(std::string_view page, const std::vector<std::string>& concepts) {
    constexpr std::string_view k_mark = " data-";
    std::string linked;
    linked.reserve(page.size() + page.size() / 4);
    while (!page.empty()) {
        const std::size_t open = page.find('<');
        linked += page.substr(0, std::min(open, page.size()));
        page.remove_prefix(std::min(open, page.size()));
        const std::size_t close = page.find('>');
        if (close == std::string_view::npos) {
            linked += page;
            break;
        }
        const std::string_view tag = page.substr(0, close + 1);
        page.remove_prefix(close + 1);
        const std::string_view name = tag.substr(1, tag.find_first_of(" >") - 1);
        std::optional<std::string> link;
        for (const std::string_view kind : {"material", "article", "term"}) {
            const std::string mark = std::string(k_mark) + std::string(kind) + "=\"";
            if (const std::size_t at = tag.find(mark); at != std::string_view::npos) {
                const std::size_t from = at + mark.size();
                link = address(kind, plain(tag.substr(from, tag.find('"', from) - from)), concepts);
            }
        }
        if (!link) {
            linked += tag;
        } else if (name == "a") {
            linked += "<a href=\"" + *link + "\">";
        } else {
            const std::string end = "</" + std::string(name) + ">";
            const std::size_t inside = std::min(page.find(end), page.size());
            linked += std::string(tag) + "<a href=\"" + *link + "\">" +
                      std::string(page.substr(0, inside)) + "</a>";
            page.remove_prefix(inside);
        }
    }
    return linked;
}

}  // namespace lode::tools::serve
