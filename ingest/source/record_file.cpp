#include "ingest/source/record_file.hpp"

#include <algorithm>
#include <array>

#include "ingest/source/bytes.hpp"
#include "ingest/source/decoder.hpp"
#include "ingest/source/input_name.hpp"
#include "ingest/source/sniff.hpp"
#include "ingest/source/source.hpp"
#include "ingest/source/table.hpp"
#include "ingest/source/utf16.hpp"

namespace lode::ingest {
namespace {

bool is_export(const std::vector<std::string>& names) {
    static constexpr std::array<std::string_view, 4> k_ours = {"dialect", "article_type", "repairs",
                                                               "dropped"};
    return std::all_of(k_ours.begin(), k_ours.end(), [&](std::string_view ours) {
        return std::find(names.begin(), names.end(), ours) != names.end();
    });
}

}  // namespace

std::string record_extension(std::string_view name) {
    static constexpr std::array<std::string_view, 5> k_records = {".csv", ".tsv", ".json", ".jsonl",
                                                                  ".ndjson"};
    static constexpr std::array<std::string_view, 4> k_compressed = {".gz", ".bz2", ".xz", ".zst"};
    for (;;) {
        std::string extension = lower_extension(name);
        if (std::find(k_records.begin(), k_records.end(), extension) != k_records.end()) {
            return extension;
        }
        if (std::find(k_compressed.begin(), k_compressed.end(), extension) == k_compressed.end()) {
            return {};
        }
        name.remove_suffix(extension.size());
    }
}

std::string no_articles(std::string_view name, std::string_view head) {
    const std::string extension = record_extension(name);
    if (extension.empty()) {
        return {};
    }
    const std::string text = has_utf16_mark(head) ? utf16_head(head) : std::string(head);
    const ContentKind kind = sniff(text).kind;
    const bool json = kind == ContentKind::json_lines || kind == ContentKind::json_array;
    if (extension == ".csv" || extension == ".tsv") {
        return kind == ContentKind::empty || json || is_table_of_abstracts(text)
                   ? std::string()
                   : extension + " without titles and abstracts";
    }
    if (!json) {
        return {};
    }
    const std::vector<std::string> names = member_names(text);
    if (is_export(names)) {
        return "(exported by lode)";
    }
    const bool title = std::any_of(names.begin(), names.end(), names_a_title);
    const bool abstract = std::any_of(names.begin(), names.end(), names_an_abstract);
    const bool enough = extension == ".json" ? title && abstract : title || abstract;
    return enough ? std::string() : extension + " without titles and abstracts";
}

std::string no_articles_in(const std::filesystem::path& path) {
    const std::string name = path.filename().string();
    if (record_extension(name).empty()) {
        return {};
    }
    try {
        FileSource file(path);
        PeekSource raw(file);
        const ContentKind kind = sniff(raw.peek(k_sniff_bytes)).kind;
        if (!is_compressed(kind)) {
            return no_articles(name, raw.peek(k_table_head_bytes));
        }
        Budget budget({}, file.size());
        const auto decoder = make_decoder(kind, raw, budget);
        PeekSource text(*decoder);
        const std::string_view head = text.peek(k_table_head_bytes);
        return decoder->problem().empty() ? no_articles(name, head) : std::string();
    } catch (const UnreadableFile&) {
        return {};  // told when its turn to be read comes
    }
}

std::vector<std::string> member_names(std::string_view head) {
    std::vector<std::string> names;
    std::size_t depth = 0;
    for (std::size_t i = head.find('{'); i < head.size(); ++i) {
        const char c = head[i];
        if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            break;
        } else if (c == '"') {
            const std::size_t begin = ++i;
            while (i < head.size() && head[i] != '"') {
                i += head[i] == '\\' ? 2U : 1U;
            }
            if (i >= head.size()) {
                break;
            }
            const std::size_t behind = head.find_first_not_of(" \t\r\n", i + 1);
            if (depth == 1 && behind != std::string_view::npos && head[behind] == ':') {
                names.emplace_back(head.substr(begin, i - begin));
            }
        }
    }
    return names;
}

}  // namespace lode::ingest
