#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/base/digest.hpp"
#include "corpus_fixture.hpp"

namespace lode::ingest {
namespace {

using test::everything;
using test::run;
using test::TemporaryFolder;

void check_sums(const IngestReport& report) {
    CHECK(report.members ==
          report.articles + report.duplicates + report.rejected + report.unreadable);
    std::uint64_t rejects = 0;
    for (const auto& [reason, count] : report.rejects_by_reason) {
        CHECK_FALSE(reason.empty());
        rejects += count;
    }
    CHECK(rejects == report.rejected + report.unreadable);
    for (const store::SourceRecord& source : report.sources) {
        INFO(source.name);
        CHECK(source.members ==
              source.articles + source.duplicates + source.rejected + source.unreadable);
    }
}

TEST_CASE("every document is stored, a duplicate or rejected, and counted as such") {
    const TemporaryFolder folder;
    const auto facts = test::write_corpus(folder.path() / "in");
    const IngestReport report = run(folder.path() / "in", folder.path() / "store");
    check_sums(report);
    CHECK_FALSE(report.interrupted);
    CHECK(report.files == facts.files);
    CHECK(report.files_skipped == facts.same_bytes);
    // One article gave way to a better version in a later file.
    CHECK(report.replaced == 1);
    CHECK(report.articles == facts.articles + report.replaced);
    CHECK(report.already_there == 0);
    CHECK(report.duplicates == facts.duplicates - report.replaced);
    CHECK(report.notices == 1);
    CHECK(report.rejected + report.unreadable == facts.refused);
    CHECK(report.not_inputs.at(".png") == 1);
    CHECK(report.sources.size() == facts.files - facts.same_bytes);
    CHECK(report.articles_by_dialect.at("jats") == 12 + 1);
    // Records that gave way within their own file were stored for a moment, too.
    CHECK(report.articles_by_dialect.at("pubmed") == 11);

    const store::Reader reader(folder.path() / "store");
    CHECK(reader.counters().articles == facts.articles);
    CHECK(reader.counters().duplicates == facts.duplicates);
    CHECK(reader.counters().rejects == facts.refused);
    CHECK(reader.counters().sources == report.sources.size());
    CHECK(reader.counters().sentences == report.sentences);
    CHECK(reader.counters().tokens == report.tokens);
    CHECK(reader.find_any("10.1000/jats.7"));
    CHECK(reader.article(*reader.find_any("9005"))->title.utf8 == "Whole");
    CHECK(reader.article(*reader.find_any("9001"))->revised == "2009-01-02");
    CHECK(reader.article(*reader.find_any("9002"))->revised == "2004-01-02");
    CHECK(reader.facts(*reader.find_any("9003"))->retracted);
    CHECK(reader.facts(*reader.find_any("9004"))->retracted);  // withdrawn
    CHECK_FALSE(reader.facts(*reader.find_any("9010"))->retracted);
    CHECK_FALSE(reader.postings("Bi2Te3").empty());
    std::size_t sources = 0;
    reader.for_each_source([&](const store::SourceRecord& record) {
        CHECK(record == report.sources.at(sources));
        return ++sources != 0;
    });
    CHECK(sources == report.sources.size());
}

TEST_CASE("the number of threads and the size of batches change nothing") {
    const TemporaryFolder folder;
    test::write_corpus(folder.path() / "in");
    run(folder.path() / "in", folder.path() / "one", 1);
    const std::string one = everything(folder.path() / "one");
    for (const std::size_t threads : {2U, 5U}) {
        const auto store = folder.path() / std::to_string(threads);
        run(folder.path() / "in", store, threads, {.articles = 3 * threads}, 10);
        CHECK(everything(store) == one);
    }
}

std::string pubmed_set(const std::string& inside) {
    return "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n" + inside + "</PubmedArticleSet>\n";
}

std::string citation(const std::string& pmid, const std::string& words) {
    return "<PubmedArticle><MedlineCitation><PMID>" + pmid + "</PMID><Article><ArticleTitle>" +
           words + "</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n";
}

std::string deletion(const std::string& pmid) {
    return "<DeleteCitation><PMID>" + pmid + "</PMID></DeleteCitation>\n";
}

TEST_CASE("a file of deletions alone is a file like any other") {
    const TemporaryFolder folder;
    const auto in = folder.path() / "in";
    test::write(in / "1.xml", pubmed_set(citation("1", "One") + citation("2", "Two")));
    test::write(in / "2.xml", pubmed_set(deletion("1")));
    test::write(
        in / "3.xml",
        "<OAI-PMH><ListRecords><record><header status=\"deleted\"><identifier>oai:arXiv.org:"
        "2101.00001</identifier></header></record></ListRecords></OAI-PMH>");
    const auto report = run(in, folder.path() / "store");
    check_sums(report);
    CHECK(report.rejected == 0);
    CHECK(report.notices == 2);
    CHECK(report.sources.size() == 3);
    const store::Reader reader(folder.path() / "store");
    CHECK(reader.facts(*reader.find_any("1"))->retracted);
    CHECK_FALSE(reader.facts(*reader.find_any("2"))->retracted);
}

TEST_CASE(
    "a citation deleted and given again: the later counts, by the order of files and records") {
    const TemporaryFolder folder;
    const auto in = folder.path() / "in";
    std::string many;
    for (int n = 0; n < 60; ++n) {
        many += citation(std::to_string(100 + n), "Filler " + std::to_string(n));
    }
    test::write(in / "n0001.xml",
                pubmed_set(citation("1", "One") + citation("2", "Two") + citation("3", "Three") +
                           citation("4", "Four") + many));
    test::write(in / "n0002.xml", pubmed_set(deletion("1") + deletion("2")));
    test::write(in / "n0003.xml", pubmed_set(citation("1", "One")));
    // In one file: behind and in front of the record.
    test::write(in / "n0004.xml", pubmed_set(citation("3", "Three") + deletion("3") +
                                             deletion("4") + citation("4", "Four again")));
    std::string expected;
    for (const std::size_t threads : {1U, 2U, 6U}) {
        const auto store = folder.path() / std::to_string(threads);
        run(in, store, threads, {.articles = threads}, 3);
        const store::Reader reader(store);
        const auto retracted = [&](const char* pmid) {
            return reader.facts(*reader.find_any(pmid))->retracted;
        };
        CHECK_FALSE(retracted("1"));
        CHECK(retracted("2"));
        CHECK(retracted("3"));
        CHECK_FALSE(retracted("4"));
        expected = expected.empty() ? everything(store) : expected;
        CHECK(everything(store) == expected);
    }
    // A later run is later.
    test::write(in / "n0000.xml", pubmed_set(citation("2", "Two")));
    run(in, folder.path() / "1");
    const store::Reader reader(folder.path() / "1");
    CHECK_FALSE(reader.facts(*reader.find_any("2"))->retracted);
}

TEST_CASE("a second run reads nothing again and changes nothing") {
    const TemporaryFolder folder;
    const auto facts = test::write_corpus(folder.path() / "in");
    const auto store = folder.path() / "store";
    run(folder.path() / "in", store);
    const std::string before = everything(store);
    const IngestReport again = run(folder.path() / "in", store);
    CHECK(again.files == facts.files);
    CHECK(again.files_skipped == facts.files);
    CHECK(again.members == 0);
    CHECK(again.bytes == 0);
    CHECK(again.sources.empty());
    CHECK(everything(store) == before);

    // One more file: only that is read.
    test::write(folder.path() / "in/new.xml", test::jats(99));
    const IngestReport more = run(folder.path() / "in", store);
    CHECK(more.files_skipped == facts.files);
    CHECK(more.articles == 1);
}

TEST_CASE("shards part the files without gap or overlap") {
    const TemporaryFolder folder;
    const auto facts = test::write_corpus(folder.path() / "in");
    std::uint64_t files = 0;
    std::uint64_t articles = 0;
    std::uint64_t duplicates = 0;
    for (std::size_t shard = 1; shard <= 3; ++shard) {
        store::Writer writer(folder.path() / std::to_string(shard), test::k_properties);
        IngestOptions options;
        options.paths = {folder.path() / "in"};
        options.shard = shard;
        options.shards = 3;
        const auto report = ingest(options, test::miner(), writer, Progress::none(), {});
        check_sums(report);
        CHECK(report.files + report.files_other_shard == facts.files);
        files += report.files;
        articles += report.articles;
        duplicates += report.duplicates;
    }
    CHECK(files == facts.files);
    // A file and its copy may be in different shards.
    CHECK(articles + duplicates >= facts.articles + facts.duplicates);
    store::Writer writer(folder.path() / "x", test::k_properties);
    IngestOptions options;
    options.shard = 4;
    options.shards = 3;
    CHECK_THROWS_AS(ingest(options, test::miner(), writer, Progress::none(), {}), UsageError);
}

// Stops the run once so many articles were told.
class StopAfter final : public Progress {
 public:
    StopAfter(std::uint64_t articles, std::stop_source& stop)
        : m_articles(articles), m_stop(stop) {}
    void report(const ProgressState& state) override {
        CHECK(state.stage == "ingest");
        if (state.done >= m_articles) {
            m_stop.request_stop();
        }
    }

 private:
    std::uint64_t m_articles;
    std::stop_source& m_stop;
};

TEST_CASE("a run that is stopped can be resumed to the same end") {
    const TemporaryFolder folder;
    test::write_corpus(folder.path() / "in");
    run(folder.path() / "in", folder.path() / "whole");
    const auto store = folder.path() / "store";
    std::uint64_t stops = 0;
    for (std::uint64_t run_number = 0; run_number < 60; ++run_number) {
        store::Writer writer(store, test::k_properties);
        IngestOptions options;
        options.paths = {folder.path() / "in"};
        options.threads = 1;
        std::stop_source stop;
        StopAfter progress(1, stop);
        const auto report = ingest(options, test::miner(), writer, progress, stop.get_token());
        check_sums(report);
        if (!report.interrupted) {
            break;
        }
        ++stops;
        const store::Reader reader(store);  // published, and sound
        reader.verify();
    }
    CHECK(stops > 0);
    CHECK(everything(store) == everything(folder.path() / "whole"));
}

TEST_CASE("stopping before the start leaves an empty, published store") {
    const TemporaryFolder folder;
    test::write_corpus(folder.path() / "in");
    store::Writer writer(folder.path() / "store", test::k_properties);
    IngestOptions options;
    options.paths = {folder.path() / "in"};
    std::stop_source stop;
    stop.request_stop();
    const auto report = ingest(options, test::miner(), writer, Progress::none(), stop.get_token());
    CHECK(report.interrupted);
    CHECK(report.members == 0);
    CHECK(store::Reader(folder.path() / "store").counters().articles == 0);
}

TEST_CASE("an error in any thread reaches the caller, and what came before it is kept") {
    const TemporaryFolder folder;
    const auto in = folder.path() / "in";
    test::write(in / "a.xml", test::jats(1));
    test::write(in / "b.xml", test::jats(2));
    const auto store = folder.path() / "store";
    SECTION("in a worker") {
        store::Writer writer(store, test::k_properties);
        IngestOptions options;
        options.paths = {in};
        options.read.dialect = "no-such-dialect";
        CHECK_THROWS_AS(ingest(options, test::miner(), writer, Progress::none(), {}), UsageError);
    }
    SECTION("in the feeder") {
        store::Writer writer(store, test::k_properties);
        IngestOptions options;
        options.paths = {in / "a.xml", in / "missing.xml"};
        CHECK_THROWS_AS(ingest(options, test::miner(), writer, Progress::none(), {}), Error);
    }
    SECTION("in the caller's own code") {
        class Failing final : public Progress {
            void report(const ProgressState&) override { throw Error("progress failed"); }
        } progress;
        store::Writer writer(store, test::k_properties);
        IngestOptions options;
        options.paths = {in};
        CHECK_THROWS_WITH(ingest(options, test::miner(), writer, progress, {}), "progress failed");
    }
    // Whatever went wrong, the store goes on.
    const auto report = run(in, store);
    CHECK(report.articles + report.files_skipped == 2);
    CHECK(store::Reader(store).counters().articles == 2);
}

TEST_CASE("strict: nothing is stored of what fails its check, and a later run gets it") {
    const TemporaryFolder folder;
    const auto in = folder.path() / "in";
    test::write(in / "a.xml", test::jats(1));
    test::write(in / "b.xml", test::jats(2));
    if (std::system(("gzip '" + (in / "b.xml").string() + "'").c_str()) != 0) {
        WARN("skipped: no gzip here");
        return;
    }
    std::filesystem::resize_file(in / "b.xml.gz", std::filesystem::file_size(in / "b.xml.gz") - 5);
    const auto ingest_it = [&](bool strict) {
        store::Writer writer(folder.path() / "store", test::k_properties);
        IngestOptions options;
        options.paths = {in};
        options.strict = strict;
        const auto report = ingest(options, test::miner(), writer, Progress::none(), {});
        check_sums(report);
        return report;
    };
    const auto strict = ingest_it(true);
    CHECK(strict.articles == 1);
    CHECK(strict.held_back == 1);
    CHECK(strict.rejects_by_reason.at("truncated-gzip") == 1);
    CHECK(ingest_it(true).files_skipped == 2);
    const auto lenient = ingest_it(false);
    CHECK(lenient.files_skipped == 1);
    CHECK(lenient.articles == 1);
    CHECK(lenient.repairs.at("damaged-container") == 1);
    CHECK(lenient.rejects_by_reason.at("truncated-gzip") == 1);
    CHECK(ingest_it(true).files_skipped == 2);
}

TEST_CASE("a file that cannot be read is a reject until it can be, and the others are read") {
    const TemporaryFolder folder;
    const auto in = folder.path() / "in";
    const auto store = folder.path() / "store";
    test::write(in / "a.xml", test::jats(1));
    test::write(in / "c.xml", test::jats(2));
    std::filesystem::create_symlink("nowhere", in / "b.xml");
    // A regular file that opens and cannot be read, for root either.
    const bool memory = std::filesystem::exists("/proc/self/mem");
    if (memory) {
        std::filesystem::create_symlink("/proc/self/mem", in / "d.xml");
    }
    const std::uint64_t bad = memory ? 2 : 1;
    const auto rejects = [&] {
        std::string all;
        store::Reader(store).for_each_reject([&](const Reject& reject) {
            all += std::filesystem::path(reject.source).filename().string() + " " + reject.reason +
                   " " + reject.detail + "\n";
            return true;
        });
        return all;
    };
    const auto first = run(in, store);
    check_sums(first);
    CHECK(first.articles == 2);
    CHECK(first.unreadable == bad);
    CHECK(first.rejects_by_reason.at("unreadable-file") == bad);
    const std::string told =
        "b.xml unreadable-file cannot open: No such file or directory (a link to nowhere)\n" +
        std::string(memory ? "d.xml unreadable-file cannot read: Input/output error\n" : "");
    CHECK(rejects() == told);
    // Told again, stored once.
    const auto second = run(in, store);
    check_sums(second);
    CHECK(second.files_skipped == 2);
    CHECK(second.unreadable == bad);
    CHECK(rejects() == told);
    test::write(in / "nowhere", test::jats(3));
    const auto third = run(in, store);
    CHECK(third.articles == 1);
    CHECK(third.unreadable == bad - 1);
}

TEST_CASE("a damaged archive is read once, with its damage on record") {
    const TemporaryFolder folder;
    const auto in = folder.path() / "in";
    for (unsigned n = 0; n < 40; ++n) {
        test::write(folder.path() / "x" / (std::to_string(n) + ".xml"), test::jats(n));
    }
    std::filesystem::create_directories(in);
    const std::string command = "tar -C '" + (folder.path() / "x").string() +
                                "' --sort=name -czf '" + (in / "whole.tar.gz").string() + "' .";
    if (std::system(command.c_str()) != 0) {
        WARN("skipped: no tar here");
        return;
    }
    const auto size = std::filesystem::file_size(in / "whole.tar.gz");
    std::filesystem::rename(in / "whole.tar.gz", in / "cut.tar.gz");
    std::filesystem::resize_file(in / "cut.tar.gz", size * 2 / 3);
    const auto store = folder.path() / "store";
    const auto first = run(in, store);
    check_sums(first);
    REQUIRE(first.sources.size() == 1);
    CHECK_FALSE(first.sources[0].problem.empty());
    CHECK(first.rejected + first.unreadable > 0);
    CHECK(first.articles < 40);
    const auto second = run(in, store);
    CHECK(second.files_skipped == 1);
    CHECK(second.members == 0);
}

}  // namespace
}  // namespace lode::ingest
