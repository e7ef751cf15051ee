#include <atomic>
#include <catch2/catch.hpp>
#include <random>
#include <thread>
#include <vector>

#include "ingest/pipeline.hpp"

namespace lode::ingest::pipeline {
namespace {

Document numbered(std::uint64_t n) {
    Document document;
    document.first_line = n;
    return document;
}

Parsed answer(std::uint64_t n) {
    Parsed parsed;
    parsed.bytes = n;
    return parsed;
}

TEST_CASE("results come in the order of submission and what is in flight is bounded") {
    constexpr std::uint64_t k_items = 3000;
    for (const std::size_t workers : {1U, 4U}) {
        Exchange exchange(4 * workers, 16 * workers);
        std::atomic<std::int64_t> in_flight = 0;
        std::atomic<std::int64_t> most = 0;
        std::vector<std::jthread> crew;
        crew.emplace_back([&] {
            for (std::uint64_t n = 0; n < k_items; ++n) {
                if (n % 5 == 4) {
                    exchange.submit(Item(Reject{.source = {},
                                                .line = static_cast<std::uint32_t>(n),
                                                .reason = "x",
                                                .detail = {}}));
                } else {
                    exchange.submit(numbered(n));
                    const std::int64_t now = ++in_flight;
                    std::int64_t before = most;
                    while (now > before && !most.compare_exchange_weak(before, now)) {
                    }
                }
            }
            exchange.close();
        });
        for (std::size_t w = 0; w < workers; ++w) {
            crew.emplace_back([&, w] {
                std::mt19937 random(static_cast<std::uint32_t>(w));
                while (const auto job = exchange.take()) {
                    if (random() % 8 == 0) {
                        std::this_thread::yield();
                    }
                    exchange.give(job->number, Item(answer(job->document.first_line)));
                }
            });
        }
        std::uint64_t expected = 0;
        while (const auto item = exchange.next()) {
            if (const auto* parsed = std::get_if<Parsed>(&*item)) {
                REQUIRE(parsed->bytes == expected);
                --in_flight;
            } else {
                REQUIRE(std::get<Reject>(*item).line == expected);
            }
            ++expected;
        }
        CHECK(expected == k_items);
        // One more: the item that next() has handed out and this test has not yet counted down.
        CHECK(most <= static_cast<std::int64_t>(4 * workers + 1));
    }
}

TEST_CASE("abort wakes everybody and hands out nothing more") {
    Exchange exchange(1, 2);
    REQUIRE(exchange.submit(numbered(0)));
    std::atomic<int> ended = 0;
    {
        std::vector<std::jthread> crew;
        crew.emplace_back([&] {
            CHECK_FALSE(exchange.submit(numbered(1)));  // no room until the abort
            ++ended;
        });
        crew.emplace_back([&] {
            while (exchange.take()) {
            }
            ++ended;
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        exchange.abort();
    }
    CHECK(ended == 2);
    CHECK_FALSE(exchange.next());
    CHECK_FALSE(exchange.submit(Item(FileEnd{})));
}

}  // namespace
}  // namespace lode::ingest::pipeline
