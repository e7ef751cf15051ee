// kill -9 at random moments: what was acknowledged stays, and in the end the store is the same as
// that of a run nobody disturbed.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <random>
#include <thread>

#include "child_process.hpp"
#include "corpus_fixture.hpp"

namespace lode::ingest {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

void ingest_in_small_steps(const std::filesystem::path& corpus,
                           const std::filesystem::path& store) {
    test::run(corpus, store, 2, {.articles = 4}, 15);
}

// Not a test: what the child process of the tests below runs.
TEST_CASE("child: ingest", "[.child]") {
    const char* corpus = std::getenv("LODE_TEST_CORPUS");
    const char* store = std::getenv("LODE_TEST_STORE");
    if (corpus == nullptr || store == nullptr) {
        WARN("only run by other tests");
        return;
    }
    ingest_in_small_steps(corpus, store);
}

pid_t start_child(const std::filesystem::path& corpus, const std::filesystem::path& store) {
    ::setenv("LODE_TEST_CORPUS", corpus.c_str(), 1);
    ::setenv("LODE_TEST_STORE", store.c_str(), 1);
    return test::start_child("child: ingest");
}

test::Tally kill_rounds(int rounds, int attempts, std::uint32_t seed) {
    const test::TemporaryFolder folder;
    const auto corpus = folder.path() / "in";
    const auto facts = test::write_corpus(corpus);
    const auto begin = Clock::now();
    REQUIRE(test::wait_for(start_child(corpus, folder.path() / "whole")) == 0);
    const auto undisturbed = Clock::now() - begin;
    const std::string expected = test::everything(folder.path() / "whole");

    std::mt19937 random(seed);
    test::Tally tally;
    for (int round = 0; round < rounds; ++round) {
        const auto store = folder.path() / ("store" + std::to_string(round));
        std::uint64_t stored = 0;
        for (int attempt = 0; attempt < attempts; ++attempt) {
            const pid_t child = start_child(corpus, store);
            std::this_thread::sleep_for(undisturbed * (random() % 1000) / 1000);
            ::kill(child, SIGKILL);
            const int status = test::wait_for(child);
            if (WIFSIGNALED(status)) {
                ++tally.killed;
            }
            // Opens, and has lost nothing that was there before.
            const store::Writer writer(store, test::k_properties);
            INFO("round " << round << ", attempt " << attempt);
            REQUIRE(writer.counters().articles >= stored);
            stored = writer.counters().articles;
            if (stored > 0 && stored < facts.articles) {
                ++tally.mid_way;
            }
        }
        ingest_in_small_steps(corpus, store);
        INFO("round " << round);
        REQUIRE(test::everything(store) == expected);
        std::filesystem::remove_all(store);
    }
    return tally;
}

TEST_CASE("kill -9 loses and doubles nothing") {
    const test::Tally tally = kill_rounds(10, 1, 1);
    CHECK(tally.killed > 0);
}

TEST_CASE("kill -9, many rounds", "[.slow]") {
    const test::Tally tally =
        kill_rounds(100, 2, static_cast<std::uint32_t>(std::random_device{}()));
    WARN("killed " << tally.killed << " times, " << tally.mid_way << " of them mid-way");
    CHECK(tally.mid_way > 20);
}

}  // namespace
}  // namespace lode::ingest
