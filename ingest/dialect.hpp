// A dialect turns one kind of document into articles. One file in ingest/dialects/ each; see
// docs/EXTENDING.md.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/source/source.hpp"
#include "ingest/xml/sax.hpp"

namespace lode::ingest {

struct DialectInfo {
    std::string_view name;       // equal to the file's name in ingest/dialects
    std::uint32_t version;       // bump when the same bytes would give another Article
    std::string_view title;      // for people
    std::string_view reference;  // where the format is defined
    DocumentKind kind;
    // The kind of name ("pmid:", "local:") by which the registry behind this dialect gives out
    // records and deletes them again; "" where it deletes none.
    std::string_view registers_by = {};
};

// What a dialect may look at to claim a document.
struct DocumentHead {
    DocumentKind kind = DocumentKind::xml;
    std::string root;  // local name of the root element
    std::string root_prefix;
    std::string name_space;  // URI of the root
    std::string public_id;   // of the DOCTYPE
    std::string system_id;
    // What stands in the first 16 kB: local names of the elements inside the root, each once, in
    // order, and the text itself (UTF-8 or another superset of ASCII).
    std::vector<std::string> inner;
    std::string beginning;

    bool has_inner(std::string_view local_name) const {
        return std::find(inner.begin(), inner.end(), local_name) != inner.end();
    }
    bool mentions(std::string_view text) const { return beginning.find(text) != std::string::npos; }
};

// Word of an article that is not in the document: a citation that its source has withdrawn.
struct Notice {
    std::string target;  // "pmid:123", "doi:10.1000/x"
    std::string kind;    // "withdrawn"
    std::string source;  // where it was read
    // How many of ReadResult::articles stand in front of it: a record that is given behind its
    // deletion is given again.
    std::size_t articles_before = 0;
};

struct ReadResult {
    std::vector<Article> articles;  // source, dialect and id are filled
    std::vector<Reject> rejects;
    std::vector<Notice> notices;
    std::uint64_t records = 0;  // articles + rejects a document held
    // Sound answers of a service that hold no record, by name ("unresolved-query"); not in
    // `records`.
    std::map<std::string, std::uint64_t> without_record = {};
};

struct ReadOptions {
    std::string dialect;  // "" = sniff
    // For records with named fields (CSV, JSON lines): our field -> theirs, e.g. abstract ->
    // Summary.
    std::map<std::string, std::string> field_map;
    xml::Limits limits;
};

class Dialect {
 public:
    Dialect() = default;
    Dialect(const Dialect&) = delete;
    Dialect& operator=(const Dialect&) = delete;
    virtual ~Dialect() = default;
    virtual const DialectInfo& info() const noexcept = 0;
    // 0 = not mine; the highest wins; a tie is an Error naming both.
    virtual int sniff(const DocumentHead& head) const = 0;
    // Thread-safe. Adds to `result`; a malformed document is a Reject, never an exception.
    virtual void read(const Document& document, const ReadOptions& options,
                      ReadResult& result) const = 0;
};

namespace dialects {
std::span<const Dialect& (*const)()> all();
}

// Sniffs, repairs, parses. Thread-safe. Everything the document held is in the result.
ReadResult read_document(const Document& document, const ReadOptions& options = {});

}  // namespace lode::ingest
