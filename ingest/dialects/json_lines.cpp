#include <nlohmann/json.hpp>

#include <cstdlib>

#include "core/text/unicode.hpp"
#include "ingest/content/inline.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/dialect.hpp"

namespace lode::ingest::dialects {
const Dialect& json_lines();
namespace {

using Json = nlohmann::json;

// A field of any of these names, as text: strings, numbers, lists joined by "; ".
std::string field(const Json& record, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        const auto found = record.find(name);
        if (found == record.end() || found->is_null()) {
            continue;
        }
        if (found->is_string()) {
            return found->get<std::string>();
        }
        if (found->is_number_integer()) {
            return std::to_string(found->get<std::int64_t>());
        }
        if (found->is_array() && !found->empty() && found->front().is_string()) {
            return found->front().get<std::string>();
        }
    }
    return {};
}

std::vector<std::string> list(const Json& record, std::initializer_list<const char*> names) {
    std::vector<std::string> values;
    for (const char* name : names) {
        const auto found = record.find(name);
        if (found == record.end()) {
            continue;
        }
        if (found->is_array()) {
            for (const auto& item : *found) {
                if (item.is_string()) {
                    values.push_back(one_line(item.get<std::string>()));
                }
            }
        }
        if (!values.empty()) {
            break;
        }
    }
    return values;
}

void read_authors(const Json& record, Article& article) {
    for (const char* name : {"authors", "author"}) {
        const auto found = record.find(name);
        if (found == record.end()) {
            continue;
        }
        std::vector<std::string> names;
        if (found->is_string()) {
            // "A. Bee, C. Dee and E. Eff"
            std::string all = found->get<std::string>();
            for (std::size_t at = all.find(" and "); at != std::string::npos;
                 at = all.find(" and ")) {
                all.replace(at, 5, ", ");
            }
            for (std::size_t i = 0; i < all.size();) {
                const std::size_t end = std::min(all.find(',', i), all.size());
                names.push_back(one_line(std::string_view(all).substr(i, end - i)));
                i = end + 1;
            }
        } else if (found->is_array()) {
            for (const auto& item : *found) {
                if (item.is_string()) {
                    names.push_back(one_line(item.get<std::string>()));
                } else if (item.is_object()) {
                    Author author;
                    author.family = field(item, {"family", "last", "surname", "name"});
                    author.given = field(item, {"given", "first", "given_names"});
                    author.affiliations = list(item, {"affiliations", "affiliation"});
                    if (!author.family.empty()) {
                        article.authors.push_back(std::move(author));
                    }
                }
            }
        }
        for (auto& written : names) {
            const std::size_t blank = written.rfind(' ');
            Author author;
            author.family = blank == std::string::npos ? written : written.substr(blank + 1);
            author.given = blank == std::string::npos ? std::string() : written.substr(0, blank);
            if (!author.family.empty()) {
                article.authors.push_back(std::move(author));
            }
        }
        return;
    }
}

Text plain(const std::string& raw, Accounts& accounts) {
    TextBuilder builder(accounts);
    read_tex(raw, false, builder, accounts);
    return builder.take();
}

class JsonLines : public Dialect {
 public:
    const DialectInfo& info() const noexcept override {
        static constexpr DialectInfo k_info = {
            "json_lines", 1, "Titles and abstracts as JSON lines",
            "docs/FORMATS.md: id, title, abstract, date; one JSON object a line",
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
        for (std::size_t i = 0; i < bytes.size(); ++line) {
            const std::size_t end = std::min(bytes.find('\n', i), bytes.size());
            const std::string_view text = bytes.substr(i, end - i);
            i = end + 1;
            if (text.find_first_not_of(" \t\r\xef\xbb\xbf") == std::string_view::npos) {
                continue;
            }
            ++result.records;
            read_line(document, options, text, line, result);
        }
    }

 private:
    void read_line(const Document& document, const ReadOptions& options, std::string_view text,
                   std::uint64_t line, ReadResult& result) const {
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
        if (!text::is_valid_utf8(text)) {
            refuse("invalid-utf8", "the line is not UTF-8");
            return;
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
        Article article;
        Accounts accounts;
        article.source = document.source + "#" + std::to_string(line);
        article.dialect = info().name;
        article.article_type = "abstract";
        article.title = plain(field(record, {"title", "Title"}), accounts);
        Abstract abstract;
        abstract.paragraphs.push_back(
            plain(field(record, {"abstract", "Abstract", "summary", "text"}), accounts));
        if (!abstract.paragraphs.front().utf8.empty()) {
            article.abstracts.push_back(std::move(abstract));
        }
        if (article.title.utf8.empty() && article.abstracts.empty()) {
            refuse("no-text", "neither title nor abstract");
            return;
        }
        article.doi = normalise_doi(field(record, {"doi", "DOI"}));
        article.pmid = one_line(field(record, {"pmid", "PMID"}));
        article.local_id = one_line(field(record, {"id", "_id", "arxiv_id", "identifier"}));
        article.journal =
            one_line(field(record, {"journal", "journal_ref", "venue", "container-title"}));
        article.publisher = one_line(field(record, {"publisher"}));
        article.date = iso_date(field(record, {"date", "published", "publication_date", "year"}));
        article.year = static_cast<std::uint16_t>(year_of(article.date));
        const std::string licence = one_line(field(record, {"licence", "license"}));
        article.licence = licence_of_text(licence);
        if (article.licence.empty()) {
            article.licence = licence;
        }
        article.keywords = list(record, {"keywords", "categories"});
        read_authors(record, article);
        article.dropped = accounts.dropped;
        if (document.damaged_container) {
            article.repairs.emplace_back("damaged-container");
        }
        article.id = article_id(article);
        result.articles.push_back(std::move(article));
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
