#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

#include "core/text/analyser.hpp"

namespace {

std::string analysed(const lode::text::Analyser& analyser, const lode::Text& text) {
    std::string out;
    for (const auto& range : analyser.sentences(text.utf8)) {
        const auto tokens = analyser.tokens(text, range);
        out += lode::text::Analyser::training_text(tokens) + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("One analyser serves many threads with one answer") {
    const lode::text::Analyser analyser;
    lode::Text text;
    for (int i = 0; i < 50; ++i) {
        text.utf8 += "The zT of Bi2Te3 is 1.1 at 300 K. See Fig. 2 of Kim et al. [3] for α-Fe2O3. ";
    }
    const std::string expected = analysed(analyser, text);
    CHECK_FALSE(expected.empty());
    std::vector<std::string> results(4);
    std::vector<std::thread> threads;
    for (auto& result : results) {
        threads.emplace_back([&] { result = analysed(analyser, text); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (const auto& result : results) {
        CHECK(result == expected);
    }
}

TEST_CASE("Long input without sentence ends stays fast") {
    // Quadratic work would take minutes here.
    const lode::text::Analyser analyser;
    std::string text;
    for (int i = 0; i < 20000; ++i) {
        text += "1. (a A. ";
    }
    lode::Text block;
    block.utf8 = text;
    const auto ranges = analyser.sentences(block.utf8);
    REQUIRE_FALSE(ranges.empty());
    CHECK(analyser.tokens(block, {0, static_cast<std::uint32_t>(text.size())}).size() > 20000);
    block.utf8 = std::string(40000, '(') + std::string(40000, '[');
    CHECK_FALSE(analyser.tokens(block, {0, 80000}).empty());
    block.utf8 = std::string(20000, 'A') + std::string(20000, '-') + std::string(20000, '1');
    CHECK_FALSE(analyser.tokens(block, {0, 60000}).empty());
}
