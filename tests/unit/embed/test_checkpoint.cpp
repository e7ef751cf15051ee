// A training that was stopped, or killed, goes on where it was, and in the end nobody can tell.
#include <sys/wait.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/log.hpp"
#include "embed/train/checkpoint.hpp"
#include "tests/unit/embed/lines.hpp"
#include "tests/unit/pipeline/child_process.hpp"

using namespace lode;
using namespace lode::embed;
using namespace planted;

namespace {

// Asks for a stop at the n-th chunk.
class StopAt final : public Progress {
 public:
    explicit StopAt(std::uint64_t n) : m_n(n) {}
    void report(const ProgressState& state) override {
        if (state.stage == "train" && ++m_seen == m_n) {
            m_stop.request_stop();
        }
    }
    std::stop_token token() const { return m_stop.get_token(); }
    std::uint64_t chunks() const { return m_seen; }

 private:
    const std::uint64_t m_n;
    std::atomic<std::uint64_t> m_seen{0};
    std::stop_source m_stop;
};

// What is logged while it lives.
class Messages {
 public:
    Messages()
        : m_before(set_log_sink([this](LogLevel, std::string_view message) {
              m_text += message;
              m_text += '\n';
          })) {}
    ~Messages() { set_log_sink(m_before); }
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;
    const std::string& text() const { return m_text; }

 private:
    std::string m_text;
    LogSink m_before;
};

constexpr std::uint64_t k_never = UINT64_MAX;

TrainInput keeping(const Lines& text, std::chrono::milliseconds every = std::chrono::hours(1)) {
    TrainInput input = text.input;
    input.checkpoint = {text.folder() / "checkpoint", every};
    return input;
}

TrainResult train(const TrainInput& input, const Spec& spec, StopAt& progress) {
    return trainer("native").train(input, spec, progress, progress.token());
}
TrainResult train(const TrainInput& input, const Spec& spec) {
    StopAt never(k_never);
    return train(input, spec, never);
}

// Stops after so many chunks; false where the training was over before.
bool stopped_after(std::uint64_t chunks, const TrainInput& input, const Spec& spec) {
    StopAt progress(chunks);
    try {
        train(input, spec, progress);
    } catch (const Interrupted& stop) {
        CHECK(stop.hint() == "the same command goes on from there");
        return true;
    }
    return false;
}

void check_same(const TrainResult& a, const TrainResult& b) {
    CHECK(a.input == b.input);
    CHECK(a.output == b.output);
    CHECK(a.loss == b.loss);
}

}  // namespace

TEST_CASE("a stopped training goes on to the very same bytes") {
    const std::string shared = GENERATE("none", "window", "group");
    INFO(shared);
    const Lines text(made_up(5000));  // 60,000 words: 4 chunks
    Spec spec = spec_of(shared.c_str());
    spec.epochs = 3;
    const TrainResult whole = train(text.input, spec);

    SECTION("once, anywhere") {
        for (const std::uint64_t chunks : {1U, 4U, 7U, 11U, 12U}) {
            INFO(chunks);
            const TrainInput input = keeping(text);
            REQUIRE(stopped_after(chunks, input, spec));
            const auto kept = read_checkpoint_summary(input.checkpoint.file);
            REQUIRE(kept);
            CHECK(kept->point.pieces == chunks);
            CHECK(kept->words_total == 3 * text.input.tokens);
            StopAt rest(k_never);
            check_same(train(input, spec, rest), whole);
            CHECK(rest.chunks() == 12 - chunks);
            std::filesystem::remove(input.checkpoint.file);
        }
    }
    SECTION("after every chunk") {
        const TrainInput input = keeping(text);
        int stops = 0;
        while (stopped_after(1, input, spec)) {
            REQUIRE(++stops <= 12);
        }
        CHECK(stops == 12);
        check_same(train(input, spec), whole);
    }
    SECTION("with a checkpoint after each chunk and no stop") {
        check_same(train(keeping(text, std::chrono::milliseconds(0)), spec), whole);
    }
}

TEST_CASE("a training of several threads loses no chunk and does none twice") {
    const Lines text(made_up(8000));
    Spec spec = spec_of("window");
    spec.threads = 3;
    spec.epochs = 4;
    const TrainInput input = keeping(text, std::chrono::milliseconds(GENERATE(0, 3'600'000)));
    StopAt never(k_never);
    train(text.input, spec, never);
    const std::uint64_t all = never.chunks();
    std::uint64_t done = 0;
    for (int round = 0; round < 4; ++round) {
        StopAt progress(2);
        CHECK_THROWS_AS(train(input, spec, progress), Interrupted);
        done += progress.chunks();
        CHECK(read_checkpoint_summary(input.checkpoint.file)->point.pieces == done);
    }
    StopAt rest(k_never);
    const TrainResult result = train(input, spec, rest);
    CHECK(done + rest.chunks() == all);
    CHECK(result.loss > 0);
}

TEST_CASE("a checkpoint of other settings or another text is not used, and the reason is told") {
    const Lines text(made_up(5000));
    const Spec spec = spec_of("window");
    const TrainInput input = keeping(text);
    REQUIRE(stopped_after(3, input, spec));
    const std::string kept = read_file(input.checkpoint.file);
    const auto told = [&](const TrainInput& other_input, const Spec& other) {
        write_file_atomically(input.checkpoint.file, kept);
        const Messages messages;
        TrainInput with = other_input;
        with.checkpoint = input.checkpoint;
        const TrainResult result = train(with, other);
        with.checkpoint = {};
        check_same(result, train(with, other));
        return messages.text();
    };

    using Catch::Contains;
    Spec other = spec;
    other.dim = 24;
    CHECK_THAT(told(text.input, other),
               Contains("from the start") && Contains("dim is 24 instead of 20"));
    other = spec;
    other.seed = 7;
    other.window = 3;
    CHECK_THAT(told(text.input, other),
               Contains("seed is 7 instead of 1, window is 3 instead of 4"));
    other = spec;
    other.extra["share_negatives"] = "none";
    CHECK_THAT(told(text.input, other), Contains("share_negatives is none instead of window"));
    // One word of the text is another: numbers of words, lines and of the vocabulary stay.
    std::string bytes = made_up(5000);
    bytes.replace(bytes.find("the1"), 4, "the2");
    const Lines changed(bytes);
    CHECK_THAT(told(changed.input, spec), Contains("the training text has changed"));
    // What was asked for is not what is done.
    other = spec;
    other.extra["asked"] = "something else";
    CHECK_THAT(told(text.input, other), !Contains("from the start"));
}

TEST_CASE("a checkpoint that was cut or changed is not used") {
    const Lines text(made_up(5000));
    const Spec spec = spec_of("window");
    const TrainInput input = keeping(text);
    const TrainResult whole = train(text.input, spec);
    REQUIRE(stopped_after(3, input, spec));
    const std::string kept = read_file(input.checkpoint.file);
    std::mt19937 random(4);
    for (int i = 0; i < 12; ++i) {
        std::string bytes = kept;
        if (i % 2 == 0) {
            bytes.resize(i == 0 ? 0 : random() % bytes.size());
        } else {
            bytes[random() % bytes.size()] ^= static_cast<char>(1 + random() % 255);
        }
        write_file_atomically(input.checkpoint.file, bytes);
        const Messages messages;
        check_same(train(input, spec), whole);
        CHECK_THAT(messages.text(), Catch::Contains("from the start"));
    }
    write_file_atomically(input.checkpoint.file, kept.substr(0, 50));
    CHECK_THROWS_AS(read_checkpoint_summary(input.checkpoint.file), Error);
    CHECK_FALSE(read_checkpoint_summary(text.folder() / "none"));
}

TEST_CASE("a checkpoint that cannot be written is told; a diverged training leaves none") {
    const Lines text(made_up(5000));
    Spec spec = spec_of("window");
    TrainInput input = keeping(text, std::chrono::milliseconds(0));
    input.checkpoint.file = text.folder() / "missing" / "checkpoint";
    {
        const Messages messages;
        check_same(train(input, spec), train(text.input, spec));
        CHECK_THAT(messages.text(), Catch::Contains("could not be written"));
    }
    StopAt progress(2);
    CHECK_THROWS_WITH(train(input, spec, progress), Catch::Contains("missing"));

    const Lines endless(made_up(20'000));
    input = keeping(endless, std::chrono::milliseconds(0));
    spec.learning_rate = 1;
    spec.dim = 100;
    spec.subsample = 0;
    spec.negative = 50;
    spec.window = 50;
    spec.epochs = 20;
    try {
        train(input, spec);
        WARN("did not diverge");
    } catch (const Interrupted&) {
        FAIL("nobody asked for a stop");
    } catch (const Error& problem) {
        CHECK_THAT(problem.what(), Catch::Contains("diverged"));
        CHECK_FALSE(std::filesystem::exists(input.checkpoint.file));
    }
}

namespace {

constexpr std::size_t k_killed_lines = 6000;

Spec killed_spec() {
    Spec spec = spec_of("window", 50);
    spec.epochs = 40;
    return spec;
}

}  // namespace

// Not a test: what the child process of the next one runs.
TEST_CASE("child: train", "[.child]") {
    const char* file = std::getenv("LODE_TEST_CHECKPOINT");
    if (file == nullptr) {
        WARN("only run by other tests");
        return;
    }
    const Lines text(made_up(k_killed_lines));
    TrainInput input = text.input;
    input.checkpoint = {file, std::chrono::milliseconds(0)};
    train(input, killed_spec());
}

TEST_CASE("a training killed with -9 goes on to the very same bytes") {
    const Lines text(made_up(k_killed_lines));
    const auto begin = std::chrono::steady_clock::now();
    const TrainResult whole = train(text.input, killed_spec());
    const auto undisturbed = std::chrono::steady_clock::now() - begin;
    const TrainInput input = keeping(text);
    ::setenv("LODE_TEST_CHECKPOINT", input.checkpoint.file.c_str(), 1);
    // What a killed process leaves lies where this test cleans up.
    ::setenv("TMPDIR", text.folder().path().c_str(), 1);
    std::mt19937 random(9);
    std::uint64_t before = 0;
    int killed = 0;
    for (int round = 0; round < 4; ++round) {
        const pid_t child = test::start_child("child: train");
        const auto pieces = [&] {
            const auto kept = read_checkpoint_summary(input.checkpoint.file);
            return kept ? kept->point.pieces : 0;
        };
        int status = 0;
        bool ended = false;
        while (pieces() == before && !ended) {
            ended = ::waitpid(child, &status, WNOHANG) == child;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        if (!ended) {
            std::this_thread::sleep_for(undisturbed * (random() % 1000) / 4000);
            ::kill(child, SIGKILL);
            status = test::wait_for(child);
        }
        killed += WIFSIGNALED(status) ? 1 : 0;
        REQUIRE(pieces() >= before);
        before = pieces();
    }
    ::unsetenv("TMPDIR");
    CHECK(killed > 0);
    StopAt rest(k_never);
    check_same(train(input, killed_spec(), rest), whole);
    CHECK(rest.chunks() < 40 * 5);
    WARN("killed " << killed << " times; " << rest.chunks() << " chunks were left");
}
