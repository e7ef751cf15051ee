// Shards and their merge: what comes out must be, to every reader, the store of one machine that
// read everything.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "child_process.hpp"
#include "core/store/merge.hpp"
#include "corpus_fixture.hpp"

namespace lode::ingest {
namespace {

namespace fs = std::filesystem;

IngestReport run_share(const fs::path& corpus, const fs::path& store, std::size_t shard,
                       std::size_t shards, store::History history = store::History::kept,
                       store::CommitLimits limits = {}) {
    store::Writer writer(store, test::k_properties, limits, history);
    IngestOptions options;
    options.paths = {corpus};
    options.threads = 2;
    options.shard = shard;
    options.shards = shards;
    return ingest(options, test::miner(), writer, Progress::none(), {});
}

std::vector<fs::path> make_shards(const fs::path& corpus, const fs::path& folder,
                                  std::size_t shards) {
    std::vector<fs::path> list;
    for (std::size_t n = 1; n <= shards; ++n) {
        list.push_back(folder / fmt::format("{}-of-{}", n, shards));
        run_share(corpus, list.back(), n, shards);
    }
    return list;
}

store::MergeReport merge_into(const fs::path& folder, std::vector<fs::path> shards,
                              store::CommitLimits limits = {}, bool partial = false) {
    store::MergeOptions options;
    options.shards = std::move(shards);
    options.threads = 2;
    options.limits = limits;
    options.partial = partial;
    return store::merge(options, folder, Progress::none(), {});
}

// Beside test::everything(): where all names lead.
std::string everything(const fs::path& store, unsigned names = 40) {
    std::string text = test::everything(store);
    const store::Reader reader(store);
    for (unsigned n = 0; n < names; ++n) {
        for (const std::string& name :
             {fmt::format("10.1000/m.{}", n), fmt::format("{}", n), fmt::format("PMC{}", n)}) {
            if (const auto seq = reader.find_any(name)) {
                const auto facts = reader.facts(*seq);
                text += fmt::format("{} -> {} {} {}{}{}\n", name, *seq, facts->id,
                                    facts->retracted ? "R" : "", facts->concern ? "C" : "",
                                    facts->corrected ? "E" : "");
            }
        }
    }
    return text;
}

// Files in which few articles come again and again: under some of their names, whole or as
// abstracts, revised, deleted, given again, retracted, with names that contradict each other, and
// in files of equal bytes.
class Tangle {
 public:
    explicit Tangle(std::uint32_t seed) : m_random(seed) {}

    void write(const fs::path& folder, unsigned files) {
        std::vector<std::string> written;
        for (unsigned n = 0; n < files; ++n) {
            const unsigned kind = pick(10);
            std::string extension = ".xml";
            std::string bytes;
            if (kind < 4) {
                bytes = citation_set();
            } else if (kind < 6) {
                bytes = full_text();
            } else if (kind < 8) {
                extension = ".jsonl";
                bytes = lines();
            } else if (kind == 8 && !written.empty()) {
                bytes = written[pick(static_cast<unsigned>(written.size()))];
            } else {
                bytes = "<article><front>" + std::to_string(pick(4));
            }
            written.push_back(bytes);
            static const std::vector<std::string> k_folders = {"", "a/", "a/b/", "a.d/", "z/"};
            test::write(
                folder / fmt::format("{}f{}-{}{}", k_folders[pick(5)], pick(30), n, extension),
                bytes);
        }
    }

 private:
    unsigned pick(unsigned below) { return static_cast<unsigned>(m_random() % below); }

    // The names of article n; some files know the number of another one.
    unsigned pmid_of(unsigned n) { return pick(12) == 0 ? pick(12) : n; }

    std::string citation_set() {
        std::string set = "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n";
        for (unsigned left = 1 + pick(6); left > 0; --left) {
            const unsigned n = pick(12);
            if (pick(5) == 0) {
                set += fmt::format("<DeleteCitation><PMID>{}</PMID></DeleteCitation>\n", n);
                continue;
            }
            std::string ids;
            if (pick(2) == 0) {
                ids = fmt::format(
                    "<PubmedData><ArticleIdList><ArticleId IdType=\"doi\">10.1000/m.{}</ArticleId>"
                    "</ArticleIdList></PubmedData>",
                    n);
            }
            std::string link;
            if (pick(6) == 0) {
                link = fmt::format(
                    "<CommentsCorrectionsList><CommentsCorrections RefType=\"{}\"><PMID>{}</PMID>"
                    "</CommentsCorrections></CommentsCorrectionsList>",
                    pick(2) == 0 ? "RetractionOf" : "ErratumFor", pick(12));
            }
            set += fmt::format(
                "<PubmedArticle><MedlineCitation><PMID>{}</PMID><DateRevised><Year>{}</Year>"
                "<Month>1</Month><Day>2</Day></DateRevised><Article><Journal><JournalIssue>"
                "<PubDate><Year>2003</Year></PubDate></JournalIssue></Journal><ArticleTitle>Record "
                "{} of PbTe</ArticleTitle>{}</Article>{}</MedlineCitation>{}</PubmedArticle>\n",
                pmid_of(n), 2000 + pick(3), n,
                pick(3) == 0 ? std::string()
                             : fmt::format("<Abstract><AbstractText>SnSe number {} conducts, "
                                           "version {}.</AbstractText></Abstract>",
                                           n, pick(3)),
                link, ids);
        }
        return set + "</PubmedArticleSet>\n";
    }

    std::string full_text() {
        const unsigned n = pick(12);
        std::string ids;
        if (pick(3) != 0) {
            ids += fmt::format("<article-id pub-id-type=\"doi\">10.1000/m.{}</article-id>", n);
        }
        if (pick(2) == 0 || ids.empty()) {
            ids += fmt::format("<article-id pub-id-type=\"pmid\">{}</article-id>", pmid_of(n));
        }
        if (pick(3) == 0) {
            ids += fmt::format("<article-id pub-id-type=\"pmc\">{}</article-id>", n);
        }
        std::string body;
        if (pick(3) != 0) {
            body = fmt::format(
                "<body><sec><title>Results</title><p>The band gap of PbTe number {} decreases with "
                "pressure, version {}.</p></sec></body>",
                n, pick(2));
        }
        return fmt::format(
            "<?xml version=\"1.0\"?>\n<article><front><article-meta>{}<title-group><article-title>"
            "Whole {}</article-title></title-group></article-meta></front>{}</article>",
            ids, n, body);
    }

    std::string lines() {
        std::string text;
        for (unsigned left = 1 + pick(4); left > 0; --left) {
            const unsigned n = pick(12);
            text += pick(8) == 0 ? "{ this is no json }\n"
                                 : fmt::format(
                                       "{{\"id\": \"local/{}\", \"title\": \"Line {}\", "
                                       "\"abstract\": \"LiCoO2 number {} fails.\"{}}}\n",
                                       n, n, n,
                                       pick(2) == 0 ? fmt::format(", \"doi\": \"10.1000/m.{}\"", n)
                                                    : std::string());
        }
        return text;
    }

    std::mt19937 m_random;
};

TEST_CASE("merged shards are the store of one machine") {
    const test::TemporaryFolder folder;
    const fs::path corpus = folder.path() / "in";
    test::write_corpus(corpus);
    test::run(corpus, folder.path() / "single");
    const std::string expected = everything(folder.path() / "single");
    for (const std::size_t n : {1U, 2U, 3U, 5U, 40U}) {
        INFO(n << " shards");
        auto shards = make_shards(corpus, folder.path(), n);
        std::reverse(shards.begin(), shards.end());
        const fs::path merged = folder.path() / fmt::format("merged-{}", n);
        const auto report = merge_into(merged, shards, {.articles = 5});
        CHECK(report.sources + report.sources_skipped >= 20);
        REQUIRE(everything(merged) == expected);
    }
}

void merge_entangled(std::uint32_t first_seed, std::uint32_t last_seed) {
    for (std::uint32_t seed = first_seed; seed <= last_seed; ++seed) {
        const test::TemporaryFolder folder;
        const fs::path corpus = folder.path() / "in";
        Tangle(seed).write(corpus, 30);
        test::run(corpus, folder.path() / "single");
        const std::string expected = everything(folder.path() / "single");
        for (const std::size_t n : {2U, 3U, 5U}) {
            INFO("seed " << seed << ", " << n << " shards");
            const auto shards = make_shards(corpus, folder.path(), n);
            const fs::path merged = folder.path() / fmt::format("merged-{}", n);
            merge_into(merged, shards, {.articles = 1 + seed % 7});
            REQUIRE(everything(merged) == expected);
        }
    }
}

TEST_CASE("merged shards of entangled files are the store of one machine") {
    merge_entangled(1, 5);
}

TEST_CASE("merged shards of entangled files, many", "[.slow]") {
    merge_entangled(1000, 1099);
}

TEST_CASE("what readers see of a shard does not depend on its history") {
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
        const test::TemporaryFolder folder;
        const fs::path corpus = folder.path() / "in";
        Tangle(seed).write(corpus, 40);
        run_share(corpus, folder.path() / "with", 1, 2);
        run_share(corpus, folder.path() / "without", 1, 2, store::History::none);
        INFO("seed " << seed);
        REQUIRE(everything(folder.path() / "with") == everything(folder.path() / "without"));
    }
}

TEST_CASE("shards that were read in two batches merge as one machine that read twice") {
    for (std::uint32_t seed = 1; seed <= 4; ++seed) {
        INFO("seed " << seed);
        const test::TemporaryFolder folder;
        const fs::path corpus = folder.path() / "in";
        const auto read_all = [&] {
            test::run(corpus, folder.path() / "single");
            make_shards(corpus, folder.path(), 3);
        };
        Tangle tangle(seed);
        tangle.write(corpus, 20);
        read_all();
        read_all();  // nothing new: no batch
        tangle.write(corpus, 40);
        read_all();
        const auto shards = make_shards(corpus, folder.path(), 3);
        merge_into(folder.path() / "merged", shards);
        REQUIRE(everything(folder.path() / "merged") == everything(folder.path() / "single"));
    }
}

TEST_CASE("merging again adds nothing, a copy of a shard neither") {
    const test::TemporaryFolder folder;
    const fs::path corpus = folder.path() / "in";
    test::write_corpus(corpus);
    auto shards = make_shards(corpus, folder.path(), 3);
    const fs::path merged = folder.path() / "merged";
    const auto first = merge_into(merged, shards);
    CHECK(first.shards == 3);
    CHECK(first.sources == 20);
    const std::string before = everything(merged);
    fs::copy(shards[1], folder.path() / "copy", fs::copy_options::recursive);
    shards.insert(shards.begin(), folder.path() / "copy");
    const auto again = merge_into(merged, shards);
    CHECK(again.sources == 0);
    CHECK(again.articles == 0);
    CHECK(everything(merged) == before);
    merge_into(folder.path() / "anew", shards);
    CHECK(everything(folder.path() / "anew") == before);
}

TEST_CASE("shards of folders that were read apart merge as one walk of their parent") {
    const test::TemporaryFolder folder;
    const fs::path corpus = folder.path() / "in";
    Tangle(7).write(corpus / "one", 20);
    Tangle(8).write(corpus / "one.more", 20);
    test::run(corpus, folder.path() / "single");
    std::vector<fs::path> shards;
    for (const char* part : {"one.more", "one"}) {
        shards.push_back(folder.path() / ("shard-" + std::string(part)));
        run_share(corpus / part, shards.back(), 1, 1);
    }
    merge_into(folder.path() / "merged", shards);
    CHECK(everything(folder.path() / "merged") == everything(folder.path() / "single"));
}

TEST_CASE("shards that cannot be merged are refused") {
    const test::TemporaryFolder folder;
    const fs::path corpus = folder.path() / "in";
    test::write_corpus(corpus);
    const auto shards = make_shards(corpus, folder.path(), 3);
    const fs::path merged = folder.path() / "merged";
    const auto refusal = [&](const std::vector<fs::path>& list) -> std::string {
        try {
            merge_into(merged, list);
        } catch (const Error& e) {
            return e.what();
        }
        return "taken";
    };
    using Catch::Contains;
    CHECK_THAT(refusal({shards[0], shards[2]}), Contains("missing: 2/3"));
    CHECK_THAT(refusal({}), Contains("at least one"));
    CHECK_THAT(refusal({folder.path() / "nowhere"}), Contains("no published store"));
    test::run(corpus, folder.path() / "plain");
    CHECK_THAT(refusal({folder.path() / "plain"}), Contains("without a history"));
    {
        store::Writer other(folder.path() / "other", {{"analyser", "2"}}, {}, store::History::kept);
        other.begin_share({.walk = "w", .number = 1, .of = 1});
        other.end_share();
        other.publish();
    }
    CHECK_THAT(refusal({shards[0], folder.path() / "other"}),
               Contains("different settings") && Contains("analyser"));
    {
        store::Writer half(folder.path() / "half", test::k_properties, {}, store::History::kept);
        half.begin_share({.walk = "w", .number = 1, .of = 1});
        half.publish();
    }
    CHECK_THAT(refusal({folder.path() / "half"}), Contains("not come to its end"));
    CHECK_FALSE(fs::exists(merged));
    CHECK_NOTHROW(merge_into(folder.path() / "part", {shards[0], shards[2]}, {}, true));
    CHECK_THROWS_AS(merge_into(shards[0], shards), UsageError);
    CHECK_THROWS_AS(
        store::Writer(folder.path() / "plain", test::k_properties, {}, store::History::kept),
        Error);
}

// Not a test: what the child process of the test below runs.
TEST_CASE("child: merge", "[.child]") {
    const char* folder = std::getenv("LODE_TEST_MERGE");
    if (folder == nullptr) {
        WARN("only run by other tests");
        return;
    }
    std::vector<fs::path> shards;
    for (const auto& entry : fs::directory_iterator(fs::path(folder) / "shards")) {
        shards.push_back(entry.path());
    }
    merge_into(fs::path(folder) / "merged", shards, {.articles = 4});
}

pid_t start_merge(const fs::path& folder) {
    ::setenv("LODE_TEST_MERGE", folder.c_str(), 1);
    return test::start_child("child: merge");
}

test::Tally kill_rounds(int rounds, std::uint32_t seed) {
    const test::TemporaryFolder folder;
    const fs::path corpus = folder.path() / "in";
    test::write_corpus(corpus);
    Tangle(3).write(corpus / "t", 40);
    test::run(corpus, folder.path() / "single");
    const std::string expected = everything(folder.path() / "single");
    make_shards(corpus, folder.path() / "shards", 3);
    const fs::path merged = folder.path() / "merged";
    const auto begin = std::chrono::steady_clock::now();
    REQUIRE(test::wait_for(start_merge(folder.path())) == 0);
    const auto undisturbed = std::chrono::steady_clock::now() - begin;
    REQUIRE(everything(merged) == expected);
    const std::uint64_t all = store::Reader(merged).counters().articles;

    std::mt19937 random(seed);
    test::Tally tally;
    for (int round = 0; round < rounds; ++round) {
        fs::remove_all(merged);
        for (int attempt = 0; attempt < 2; ++attempt) {
            const pid_t child = start_merge(folder.path());
            std::this_thread::sleep_for(undisturbed * (random() % 1000) / 1000);
            ::kill(child, SIGKILL);
            if (WIFSIGNALED(test::wait_for(child))) {
                ++tally.killed;
            }
            const store::Writer writer(merged, test::k_properties);
            const std::uint64_t stored = writer.counters().articles;
            tally.mid_way += stored > 0 && stored < all ? 1 : 0;
        }
        REQUIRE(test::wait_for(start_merge(folder.path())) == 0);
        INFO("round " << round);
        REQUIRE(everything(merged) == expected);
    }
    return tally;
}

TEST_CASE("kill -9 of a merge loses and doubles nothing") {
    const test::Tally tally = kill_rounds(6, 1);
    CHECK(tally.killed > 0);
}

TEST_CASE("kill -9 of a merge, many rounds", "[.slow]") {
    const test::Tally tally = kill_rounds(100, static_cast<std::uint32_t>(std::random_device{}()));
    WARN("killed " << tally.killed << " times, " << tally.mid_way << " of them mid-way");
    CHECK(tally.mid_way > 20);
}

}  // namespace
}  // namespace lode::ingest
