#include <algorithm>

#include "core/base/error.hpp"
#include "ingest/dialect.hpp"
#include "ingest/xml/bytes.hpp"
#include "ingest/xml/head.hpp"

namespace lode::ingest {
namespace {

// The root stands within this many bytes in all but odd documents; those are looked at whole.
constexpr std::size_t k_head_bytes = 16 << 10;

DocumentHead look(const Document& document) {
    DocumentHead head;
    head.kind = document.kind;
    if (document.kind != DocumentKind::xml) {
        return head;
    }
    const std::string_view bytes = document.bytes;
    const bool wide =
        bytes.size() >= 2 && (bytes[0] == '\0' || bytes[1] == '\0' ||
                              bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"));
    xml::RootFacts facts;
    for (const std::size_t size : {k_head_bytes, bytes.size()}) {
        const std::string_view part = bytes.substr(0, size);
        const xml::Prepared narrow = wide ? xml::prepare(part) : xml::Prepared();
        const std::string_view text = wide ? narrow.bytes : part;
        facts = xml::read_root(text);
        if (!facts.root.empty()) {
            head.beginning = text.substr(0, k_head_bytes);
            break;
        }
    }
    head.root = facts.root;
    head.root_prefix = facts.prefix;
    head.name_space = facts.name_space;
    head.public_id = facts.public_id;
    head.system_id = facts.system_id;
    head.inner = std::move(facts.inner);
    return head;
}

// In the file; 0 where it is not known.
std::uint32_t line_of_root(const Document& document, const DocumentHead& head) {
    const std::string tag =
        "<" + (head.root_prefix.empty() ? "" : head.root_prefix + ":") + head.root;
    const std::size_t at = head.root.empty() ? std::string::npos : document.bytes.find(tag);
    if (at == std::string::npos) {
        return 0;
    }
    // A root around records stands in front of what the lines are counted from.
    const auto line_ends = static_cast<std::uint64_t>(std::count(
        document.bytes.begin(), document.bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    return static_cast<std::uint32_t>(document.first_line +
                                      (document.head_lines > 0 ? 0 : line_ends));
}

// Of the first element of that name: its code and text.
std::string element_text(std::string_view text, std::string_view name) {
    const std::size_t tag = text.find("<" + std::string(name));
    const std::size_t end = text.find('>', std::min(tag, text.size()));
    if (end == std::string_view::npos) {
        return {};
    }
    const std::string_view attributes = text.substr(tag, end - tag);
    std::string all;
    if (const std::size_t code = attributes.find("code="); code != std::string_view::npos) {
        const std::string_view value = attributes.substr(code + 6);
        all = std::string(value.substr(0, value.find_first_of("\"'"))) + ": ";
    }
    const std::string_view behind = text.substr(end + 1);
    return all + std::string(behind.substr(0, behind.find('<')));
}

std::string known_dialects() {
    std::string names;
    for (const auto dialect : dialects::all()) {
        names += (names.empty() ? "" : ", ") + std::string(dialect().info().name);
    }
    return names;
}

}  // namespace

ReadResult read_document(const Document& document, const ReadOptions& options) {
    ReadResult result;
    const Dialect* chosen = nullptr;
    if (!options.dialect.empty()) {
        for (const auto dialect : dialects::all()) {
            if (dialect().info().name == options.dialect) {
                chosen = &dialect();
            }
        }
        if (chosen == nullptr) {
            throw UsageError("no dialect is called '" + options.dialect + "'",
                             "there are: " + known_dialects());
        }
    } else {
        const DocumentHead head = look(document);
        if (head.root == "OAI-PMH" && head.has_inner("error") && !head.has_inner("record")) {
            result.records = 1;
            result.rejects.push_back({.source = document.source,
                                      .line = line_of_root(document, head),
                                      .reason = "not-delivered",
                                      .detail = "an OAI-PMH answer that is an error: " +
                                                element_text(head.beginning, "error")});
            return result;
        }
        int best = 0;
        const Dialect* rival = nullptr;
        for (const auto dialect : dialects::all()) {
            const int score = dialect().sniff(head);
            if (score > best) {
                best = score;
                chosen = &dialect();
                rival = nullptr;
            } else if (score > 0 && score == best) {
                rival = &dialect();
            }
        }
        if (rival != nullptr) {
            throw error("{}: the dialects {} and {} both claim it", document.source,
                        chosen->info().name, rival->info().name);
        }
        if (chosen == nullptr) {
            result.records = 1;
            result.rejects.push_back(
                {.source = document.source + (document.first_record == 0
                                                  ? ""
                                                  : "#" + std::to_string(document.first_record)),
                 .line = line_of_root(document, head),
                 .reason = head.root.empty() ? "no-root-element" : "unknown-dialect",
                 .detail = head.root.empty()
                               ? "no XML element found"
                               : "root element <" + head.root +
                                     "> belongs to no dialect; there are: " + known_dialects()});
            return result;
        }
    }
    try {
        chosen->read(document, options, result);
    } catch (const UsageError&) {
        throw;
    } catch (const Error& problem) {
        // A record that cannot be made into an article must not take the others with it.
        ++result.records;
        result.rejects.push_back(
            {.source = document.source, .reason = "unreadable-record", .detail = problem.what()});
    }
    return result;
}

}  // namespace lode::ingest
