// Shared by the tests of reading: documents out of strings, files out of bytes.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/dialect.hpp"
#include "ingest/source/source.hpp"

namespace reading_test {

using namespace lode;
using namespace lode::ingest;

inline ReadResult read_xml(std::string bytes) {
    Document document;
    document.source = "test.xml";
    document.bytes = std::move(bytes);
    return read_document(document);
}

inline ReadResult read_json(std::string bytes) {
    Document document;
    document.source = "test.jsonl";
    document.kind = DocumentKind::json_lines;
    document.bytes = std::move(bytes);
    return read_document(document);
}

// A JATS article around a body.
inline std::string article(std::string_view body, std::string_view title = "A title",
                           std::string_view meta = "") {
    std::string xml = "<article><front><article-meta><title-group><article-title>";
    xml += title;
    xml += "</article-title></title-group>";
    xml += meta;
    xml += "</article-meta></front><body>";
    xml += body;
    xml += "</body></article>";
    return xml;
}

// All paragraphs of the only article.
inline std::vector<std::string> paragraphs(const ReadResult& result) {
    std::vector<std::string> list;
    for (const auto& a : result.articles) {
        for (const auto& section : a.sections) {
            for (const auto& paragraph : section.paragraphs) {
                list.push_back(paragraph.utf8);
            }
        }
    }
    return list;
}

// The text of <p>inner</p> in an article of its own.
inline std::string paragraph(std::string_view inner) {
    const auto list = paragraphs(read_xml(article("<p>" + std::string(inner) + "</p>")));
    return list.empty() ? std::string("(none)") : list.front();
}

// Every character of the text is in the articles, or counted under the name of a reason.
inline bool is_honest(const ReadResult& result) {
    for (const auto& a : result.articles) {
        if (a.dropped.contains("unaccounted") || a.dropped.contains("counted-twice")) {
            return false;
        }
    }
    return !result.articles.empty();
}

class Folder {
 public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "lode-XXXXXX").string();
        m_path = ::mkdtemp(pattern.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path write(const std::string& name, std::string_view bytes) const {
        const auto path = m_path / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }

 private:
    std::filesystem::path m_path;
};

}  // namespace reading_test
