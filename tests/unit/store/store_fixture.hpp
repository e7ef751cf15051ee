#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/store/store.hpp"

namespace lode::test {

namespace fs = std::filesystem;

// A folder that lives as long as the object.
class TemporaryFolder {
 public:
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "lode-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw Error("cannot create a temporary folder");
        }
        m_path = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const noexcept { return m_path; }

 private:
    fs::path m_path;
};

// Article `n` of a made-up series, with one sentence of training text.
inline store::Entry entry(unsigned n, const std::string& source = "a.jsonl") {
    store::Entry e;
    Article& a = e.article;
    a.local_id = "paper " + std::to_string(n);
    if (n % 2 == 0) {
        a.doi = "10.1000/p" + std::to_string(n);
    }
    if (n % 3 == 0) {
        a.pmcid = "PMC" + std::to_string(100 + n);
    }
    if (n % 5 == 0) {
        a.pmid = std::to_string(5000 + n);
    }
    a.id = hex64(digest64("paper" + std::to_string(n)));
    a.source = source + "#" + std::to_string(n);
    a.dialect = "abstracts";
    a.year = static_cast<std::uint16_t>(1990 + n % 30);
    a.retracted = n % 7 == 0;
    a.title.utf8 = "On sample number " + std::to_string(n);
    Sentence s;
    s.range = {0, static_cast<std::uint32_t>(a.title.utf8.size())};
    s.tokens = "on sample w" + std::to_string(n % 4) + " sample";
    e.analysis.sentences.push_back(s);
    e.analysis.mentions.push_back(
        {.range = {0, 2}, .written = "On", .formula = n % 2 == 0 ? "CoLiO2" : ""});
    return e;
}

inline store::SourceRecord source(const std::string& name, const std::string& digest,
                                  std::uint64_t articles) {
    store::SourceRecord record;
    record.name = name;
    record.digest = digest;
    record.bytes = 10;
    record.members = articles;
    record.articles = articles;
    return record;
}

inline const store::Properties k_properties = {{"analyser", "1"}, {"numbers", "masked"}};

}  // namespace lode::test
