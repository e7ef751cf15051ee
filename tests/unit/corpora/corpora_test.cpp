// All articles of ../shared/corpora against their index.
#include <catch2/catch.hpp>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/model/json.hpp"
#include "ingest/dialect.hpp"
#include "ingest/source/source.hpp"

using namespace lode;
using namespace lode::ingest;
namespace fs = std::filesystem;

namespace {

// CPU seconds of this thread: what others do on the machine does not count.
double cpu_now() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Tally {
    std::uint64_t documents = 0, articles = 0, rejects = 0, bytes = 0;
    double seconds = 0;
    std::map<std::string, std::uint64_t> reasons, repairs, dropped, dialects;
};

void read_all(const fs::path& path, Tally& tally, std::vector<Article>* kept) {
    InputWalker walker({path});
    while (auto file = walker.next()) {
        const auto verified = verify_file(*file);
        const auto refuse = [&](const Reject& r) {
            ++tally.rejects;
            ++tally.reasons[r.reason];
        };
        read_file_documents(
            *file, verified, {},
            [&](Document document) {
                ++tally.documents;
                tally.bytes += document.bytes.size();
                const double start = cpu_now();
                ReadResult result = read_document(document);
                tally.seconds += cpu_now() - start;
                for (const auto& r : result.rejects) {
                    refuse(r);
                    UNSCOPED_INFO(r.source << ": " << r.reason << ": " << r.detail);
                }
                CHECK(result.records == result.articles.size() + result.rejects.size());
                for (auto& a : result.articles) {
                    ++tally.articles;
                    ++tally.dialects[a.dialect];
                    for (const auto& repair : a.repairs) {
                        ++tally.repairs[repair];
                    }
                    for (const auto& [reason, count] : a.dropped) {
                        tally.dropped[reason] += count;
                    }
                    if (kept != nullptr) {
                        kept->push_back(std::move(a));
                    }
                }
            },
            refuse);
    }
}

std::string show(const std::map<std::string, std::uint64_t>& counts) {
    std::string text;
    for (const auto& [name, count] : counts) {
        text += " " + name + "=" + std::to_string(count);
    }
    return text;
}

std::string report(const char* what, const Tally& t) {
    std::ostringstream out;
    out << what << ": " << t.documents << " documents, " << t.bytes / 1000000 << " MB, "
        << t.articles << " articles, " << t.rejects << " rejects, "
        << static_cast<double>(t.bytes) / 1e6 / t.seconds
        << " MB per CPU second\n  rejects:" << show(t.reasons) << "\n  repairs:" << show(t.repairs)
        << "\n  dropped:" << show(t.dropped) << "\n  dialects:" << show(t.dialects);
    return out.str();
}

}  // namespace

TEST_CASE("the shared corpora agree with their index", "[corpora]") {
    const fs::path root = LODE_SOURCE_DIR "/../shared/corpora";
    if (!fs::exists(root)) {
        WARN("skipped: ../shared is not here");
        return;
    }
    Tally tally;
    std::vector<Article> articles;
    for (const auto& entry : fs::directory_iterator(root)) {
        const std::string name = entry.path().filename().string();
        if (name != "abstracts" && name.find('.') == std::string::npos) {
            read_all(entry.path(), tally, &articles);
        } else if (name.ends_with(".tar.gz")) {
            read_all(entry.path(), tally, &articles);
        }
    }
    WARN(report("xml", tally));
    std::map<std::string, const Article*> by_path;
    for (const auto& article : articles) {
        std::string key = article.source;
        if (const auto bang = key.find('!'); bang != std::string::npos) {
            key = key.substr(bang + 1);
        } else if (const auto at = key.find("corpora/"); at != std::string::npos) {
            key = key.substr(at + 8);
        }
        by_path.emplace(key, &article);
    }
    std::ifstream index(root / "INDEX.tsv");
    std::string line;
    std::getline(index, line);
    std::size_t rows = 0, found = 0, doi = 0, year = 0, title = 0, licence = 0;
    std::size_t same_year = 0;
    std::string misses;
    while (std::getline(index, line)) {
        std::vector<std::string> cells;
        std::stringstream stream(line);
        for (std::string cell; std::getline(stream, cell, '\t');) {
            cells.push_back(cell);
        }
        if (cells.size() < 11 || cells[3] == "PubmedArticleSet") {
            continue;
        }
        ++rows;
        auto at = by_path.find(cells[0]);
        if (at == by_path.end()) {
            at = by_path.find(cells[0] + "#1");
        }
        if (at == by_path.end()) {
            misses += "\n" + cells[0] + " not read";
            continue;
        }
        ++found;
        const Article& a = *at->second;
        const auto squeeze = [](const std::string& s) {
            std::string out;
            for (const char c : s) {
                if (static_cast<unsigned char>(c) < 0x80 &&
                    std::isalnum(static_cast<unsigned char>(c)) != 0) {
                    out += static_cast<char>(std::tolower(c));
                }
            }
            return out;
        };
        std::string wanted = cells[10];
        for (const auto& [from, to] :
             std::map<std::string, std::string>{{"CC ZERO 1.0", "CC0 1.0"},
                                                {"CC CC0", "CC0 1.0"},
                                                {"CC Creative Commons Attribution ", "CC BY"},
                                                {"CC Creative Commons Attribution", "CC BY"},
                                                {"CC MARK 1.0", "Public Domain Mark"}}) {
            if (wanted == from) {
                wanted = to;
            }
        }
        const auto compare = [&](bool same, std::size_t& count, const std::string& what) {
            count += same ? 1 : 0;
            if (!same) {
                misses += "\n" + cells[0] + " " + what;
            }
        };
        compare(a.doi == normalise_doi(cells[5]), doi, "doi " + a.doi + " | " + cells[5]);
        // The index has Elsevier's cover year; ours is the year of the first publication, which may
        // be the one before.
        const int stated = std::atoi(cells[7].c_str());
        const bool online_first = a.dialect == "elsevier" && a.year + 1 == stated;
        same_year += a.year == stated ? 1 : 0;
        compare(a.year == stated || online_first, year, "year " + a.date + " | " + cells[7]);
        compare(squeeze(a.title.utf8) == squeeze(cells[9]), title,
                "title " + a.title.utf8 + " | " + cells[9]);
        compare(a.licence == wanted, licence, "licence '" + a.licence + "' | '" + wanted + "'");
    }
    INFO(misses);
    std::ostringstream shares;
    shares << rows << " rows, found " << found << ", doi " << doi << ", year " << year
           << " (exactly " << same_year << "), title " << title << ", licence " << licence;
    WARN(shares.str());
    CHECK(found == rows);
    CHECK(doi * 100 >= rows * 99);
    CHECK(year * 100 >= rows * 95);
    CHECK(title * 100 >= rows * 95);
    CHECK(licence * 100 >= rows * 90);
    CHECK(tally.dropped.count("unaccounted") == 0);
    CHECK(tally.dropped.count("counted-twice") == 0);
}

TEST_CASE("the shared abstracts are read whole", "[corpora]") {
    const fs::path root = LODE_SOURCE_DIR "/../shared/corpora/abstracts";
    if (!fs::exists(root)) {
        WARN("skipped: ../shared is not here");
        return;
    }
    Tally tally;
    read_all(root, tally, nullptr);
    WARN(report("abstracts", tally));
    CHECK(tally.articles == 92790);
    CHECK(tally.rejects == 0);
}
