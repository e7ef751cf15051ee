#include <catch2/catch.hpp>
#include <sstream>

#include "tools/progress_bar.hpp"

using namespace lode;
using namespace lode::tools;

TEST_CASE("a progress line tells count, total, rate, rejects and the time left") {
    const ProgressState state{.stage = "ingest",
                              .done = 1200,
                              .total = 4800,
                              .unit = "articles",
                              .rejected = 3,
                              .note = "12 MB/s"};
    CHECK(ProgressBar::line(state, 10) ==
          "ingest  1,200/4,800 articles  120/s  rejected 3  eta 30s  12 MB/s");
    CHECK(ProgressBar::line({.stage = "read", .done = 5, .unit = "files", .note = {}}, 10) ==
          "read  5 files  0.5/s");
}

TEST_CASE("numbers and times for people") {
    CHECK(with_commas(0) == "0");
    CHECK(with_commas(999) == "999");
    CHECK(with_commas(1000) == "1,000");
    CHECK(with_commas(1234567) == "1,234,567");
    CHECK(duration(9.6) == "10s");
    CHECK(duration(134) == "2m14s");
    CHECK(duration(7380) == "2h03m");
}

TEST_CASE("short work prints nothing, silence prints nothing") {
    std::ostringstream out;
    {
        ProgressBar bar(out, ProgressStyle::bar, 80);
        bar.report({.stage = "a", .done = 1, .total = 2, .unit = "x", .note = {}});
        bar.finish();
        ProgressBar silent(out, ProgressStyle::silent, 80);
        silent.report({.stage = "a", .done = 1, .total = 2, .unit = "x", .note = {}});
    }
    CHECK(out.str().empty());
}
