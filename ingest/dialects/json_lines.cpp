#include <nlohmann/json.hpp>

#include <initializer_list>

#include "core/text/unicode.hpp"
#include "ingest/content/field_names.hpp"
#include "ingest/content/json_text.hpp"
#include "ingest/content/markup_text.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/content/named_record.hpp"
#include "ingest/content/plain_bytes.hpp"
#include "ingest/dialect.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest::dialects {
const Dialect& json_lines();
namespace {

using Json = nlohmann::json;

// A value as text: strings, numbers, lists of strings joined by "; ". `first_only`: of a list only
// its first.
std::string text_of(const Json& value, bool first_only) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_number()) {
        return value.dump();
    }
    std::string all;
    if (value.is_array()) {
        for (const auto& item : value) {
            if (item.is_string()) {
                all += (all.empty() ? "" : "; ") + item.get<std::string>();
                if (first_only) {
                    break;
                }
            }
        }
    }
    return all;
}

std::string member(const Json& object, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        if (const auto found = object.find(name); found != object.end()) {
            if (std::string text = one_line(text_of(*found, true)); !text.empty()) {
                return text;
            }
        }
    }
    return {};
}

// A list of names or of objects; a single string is read with the other fields.
void read_authors(const Json& list, Article& article) {
    if (!list.is_array()) {
        return;
    }
    for (const auto& item : list) {
        if (item.is_string()) {
            auto written = item.get<std::string>();
            if (written.find(';') == std::string::npos) {
                written += ';';  // one person, whatever commas there are
            }
            for (auto& author : split_authors(written)) {
                article.authors.push_back(std::move(author));
            }
        } else if (item.is_object()) {
            Author author;
            author.family = member(item, {"family", "last", "surname", "name", "literal"});
            author.given = member(item, {"given", "first", "given_names", "forenames"});
            for (const char* name : {"affiliations", "affiliation"}) {
                const auto found = item.find(name);
                if (found == item.end()) {
                    continue;
                }
                if (found->is_string()) {
                    author.affiliations.push_back(one_line(found->get<std::string>()));
                }
                for (const auto& place : found->is_array() ? *found : Json::array()) {
                    const std::string text = place.is_string() ? one_line(place.get<std::string>())
                                             : place.is_object() ? member(place, {"name"})
                                                                 : std::string();
                    if (!text.empty()) {
                        author.affiliations.push_back(text);
                    }
                }
            }
            if (!author.family.empty()) {
                article.authors.push_back(std::move(author));
            }
        }
    }
}

void drop(Article& article, const char* reason, std::uint64_t characters) {
    if (characters > 0) {
        article.dropped[reason] += characters;
    }
}

// Titles and abstracts, which may come in other shapes than a string: the title as one string, the
// paragraphs of the abstract into the article.
class TextFields {
 public:
    TextFields(Article& article, std::vector<std::string>& repairs)
        : m_article(article), m_repairs(repairs) {}

    std::string title(const Json& given) {
        const JsonText text = told(given);
        for (std::size_t i = 1; i < text.paragraphs.size(); ++i) {
            drop(m_article, "further-titles", xml::count_characters(text.paragraphs[i]));
        }
        return text.paragraphs.empty() ? std::string() : text.paragraphs.front();
    }

    void abstract(const Json& given) {
        const JsonText text = told(given);
        Abstract made;
        Accounts accounts;
        for (const std::string& paragraph : text.paragraphs) {
            for (Text& block : read_markup_text(sound(paragraph), accounts)) {
                made.paragraphs.push_back(std::move(block));
            }
        }
        for (const auto& [reason, characters] : accounts.dropped) {
            m_article.dropped[reason] += characters;
        }
        if (!made.paragraphs.empty()) {
            m_article.abstracts.push_back(std::move(made));
        }
    }

    // Without the control characters that JSON can write and XML forbids.
    std::string sound(std::string text) {
        std::uint64_t controls = 0;
        text = sound_text(std::move(text), m_repairs, controls);
        drop(m_article, "control-characters", controls);
        return text;
    }

 private:
    JsonText told(const Json& given) {
        JsonText text = json_text(given);
        drop(m_article, "unknown-json-shape", text.unknown_shape);
        drop(m_article, "text-in-other-language", text.other_language);
        return text;
    }

    Article& m_article;
    std::vector<std::string>& m_repairs;
};

class JsonLines : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "json_lines", 3, "Titles and abstracts as JSON lines",
            "docs/FORMATS.md: one JSON object a line; names: corpora/lexicons/field_names.tsv",
            DocumentKind::json_lines};
        return k_info;
    }

    int sniff(const DocumentHead& head) const override {
        return head.kind == DocumentKind::json_lines ? 10 : 0;
    }

    void read(const Document& document, const ReadOptions& options,
              ReadResult& result) const override {
        const std::string_view bytes = document.bytes;
        std::uint64_t line = document.first_line;
        Foreign foreign;
        for (std::size_t i = 0; i < bytes.size(); ++line) {
            const std::size_t end = std::min(bytes.find('\n', i), bytes.size());
            const std::string_view text = bytes.substr(i, end - i);
            i = end + 1;
            if (text.find_first_not_of(" \t\r\xef\xbb\xbf") == std::string_view::npos) {
                continue;
            }
            ++result.records;
            read_line(document, options, text, line, result, foreign);
            if (!result.articles.empty() || !result.rejects.empty()) {
                foreign.tell(document, result);
            }
        }
        foreign.tell(document, result);
    }

 private:
    // Lines at the beginning of a document that are objects of another kind. Where nothing else
    // follows, the file is no file of articles, and one reject says so.
    struct Foreign {
        std::vector<std::uint64_t> lines;
        std::string reason;  // of the first
        std::string detail;

        void tell(const Document& document, ReadResult& result) {
            if (lines.empty()) {
                return;
            }
            const bool all = result.articles.empty() && result.rejects.empty();
            std::vector<Reject> told;
            for (const std::uint64_t line : lines) {
                told.push_back({.source = document.source,
                                .line = static_cast<std::uint32_t>(line),
                                .reason = all ? reason : "no-text",
                                .detail = all ? detail : "neither title nor abstract"});
                if (all && lines.size() > 1) {
                    told.back().detail = "lines " + std::to_string(lines.front()) + " to " +
                                         std::to_string(lines.back()) + ": " + detail;
                    result.records -= lines.size() - 1;
                    break;
                }
            }
            result.rejects.insert(result.rejects.begin(), told.begin(), told.end());
            lines.clear();
        }
    };

    void read_line(const Document& document, const ReadOptions& options, std::string_view text,
                   std::uint64_t line, ReadResult& result, Foreign& foreign) const {
        const auto refuse = [&](std::string reason, std::string detail) {
            result.rejects.push_back({.source = document.source,
                                      .line = static_cast<std::uint32_t>(line),
                                      .reason = std::move(reason),
                                      .detail = std::move(detail)});
        };
        if (text.size() > options.limits.text_node_bytes) {
            refuse("text-too-long", "a line larger than the limit");
            return;
        }
        std::vector<std::string> repairs;
        std::string sound;
        std::uint64_t controls = 0;
        if (!text::is_valid_utf8(text)) {
            sound = sound_text(std::string(text), repairs, controls);
            text = sound;
        }
        if (nested_too_deep(text)) {
            refuse("too-deep", "JSON nested deeper than the limit");
            return;
        }
        if (text.starts_with("\xef\xbb\xbf")) {
            text.remove_prefix(3);
        }
        const Json record = Json::parse(text.begin(), text.end(), nullptr, false);
        if (record.is_discarded()) {
            refuse("malformed-json", "the line is no JSON object");
            return;
        }
        if (!record.is_object()) {
            refuse("malformed-json", "the line is JSON but no object");
            return;
        }
        std::vector<std::string> names;
        for (const auto& item : record.items()) {
            names.push_back(item.key());
        }
        const FieldPlaces fields = find_fields(names, options.field_map);
        const auto is_foreign = [&](std::string reason, std::string detail) {
            if (!result.articles.empty() || !result.rejects.empty() ||
                (!foreign.lines.empty() && foreign.reason != reason)) {
                refuse("no-text", "neither title nor abstract");
                return;
            }
            foreign.reason = std::move(reason);
            foreign.detail = foreign.lines.empty() ? std::move(detail) : foreign.detail;
            foreign.lines.push_back(line);
        };
        if (record.contains("dialect") && record.contains("article_type") &&
            record.contains("repairs") && record.contains("dropped")) {
            is_foreign("lode-export", "an article that lode export wrote; its source is the input");
            return;
        }
        if (!fields.places.contains("title") && !fields.places.contains("abstract")) {
            is_foreign("no-known-field",
                       "no field is known as title or abstract; there are: " + list(names) +
                           "; name them with --map title=NAME,abstract=NAME");
            return;
        }
        NamedRecord values;
        Article article;
        article.repairs = std::move(repairs);
        drop(article, "control-characters", controls);
        TextFields text_fields(article, article.repairs);
        for (const auto& [field, places] : fields.places) {
            const bool is_list = field == "keywords" || field == "categories" ||
                                 field == "authors" || field == "type";
            std::string& value = values[field];
            for (const std::size_t place : places) {
                const Json& given = record.at(names[place]);
                if (field == "authors" && article.authors.empty()) {
                    read_authors(given, article);
                }
                if (field == "abstract" && given.is_structured()) {
                    if (value.empty() && article.abstracts.empty()) {
                        text_fields.abstract(given);
                    }
                    continue;
                }
                if (field == "abstract" && !article.abstracts.empty()) {
                    continue;  // a place before this one had it
                }
                const std::string stated =
                    text_fields.sound(field == "title" && given.is_structured() && value.empty()
                                          ? text_fields.title(given)
                                          : text_of(given, !is_list));
                if (!stated.empty() && (value.empty() || field == "keywords")) {
                    value += (value.empty() ? "" : "; ") + stated;
                }
            }
        }
        article.source = document.source + "#" + std::to_string(line);
        article.dialect = info().name;
        if (!fill_article(values, article)) {
            refuse("no-text", "neither title nor abstract");
            return;
        }
        if (document.damaged_container) {
            article.repairs.emplace_back("damaged-container");
        }
        article.id = article_id(article);
        result.articles.push_back(std::move(article));
    }

    static std::string list(const std::vector<std::string>& names) {
        constexpr std::size_t k_shown = 40;
        std::string all;
        for (std::size_t i = 0; i < std::min(names.size(), k_shown); ++i) {
            all += (all.empty() ? "" : ", ") + names[i];
        }
        return all + (names.size() > k_shown ? ", ..." : "");
    }

    // The parser is recursive for nested values: look before it leaps.
    static bool nested_too_deep(std::string_view text) {
        int depth = 0;
        bool quoted = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (quoted) {
                if (c == '\\') {
                    ++i;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                if (++depth > 64) {
                    return true;
                }
            } else if (c == '}' || c == ']') {
                --depth;
            }
        }
        return false;
    }
};

}  // namespace

const Dialect& json_lines() {
    static const JsonLines dialect;
    return dialect;
}

}  // namespace lode::ingest::dialects
