#include <catch2/catch.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/sentence_breaks.hpp"
#include "core/text/utf8.hpp"

namespace {

using Breaks = std::vector<std::uint32_t>;

Breaks own(const std::string& text) {
    Breaks out;
    lode::text::sentence_breaks(text, out);
    return out;
}
Breaks of_icu(const std::string& text) {
    Breaks out;
    lode::text::icu_sentence_breaks(text, out);
    return out;
}

// At least one character of each class, of one to four bytes, and bytes that are no UTF-8.
const std::vector<std::string> k_pieces = {
    "a",          "z",          "A",          "Q",          "1",      "7",        ".",
    ".",          ".",          "!",          "?",          "\"",     "'",        "(",
    ")",          "[",          "]",          " ",          " ",      " ",        ",",
    "-",          ":",          ";",          "=",          "%",      "_",        "/",
    "\u00e9",     "\u00c5",     "\u03b1",     "\u0394",     "\u05d0", "\u4e2d",   "\u0660",
    "\u3002",     "\u2026",     "\u2024",     "\uff0e",     "\u203c", "\u2019",   "\u201c",
    "\u201d",     "\u00ab",     "\u00a0",     "\u2009",     "\u3000", "\u2013",   "\u2014",
    "\u0301",     "\u00ad",     "\u200b",     "\u200d",     "\u2060", "\u0085",   "\u2028",
    "\u2029",     "\u2212",     "\u00b0",     "\u2113",     "\u2460", "\u2c80",   "\ufb01",
    "\U0001d6fc", "\U0001d400", "\U0001f600", "\U00010000", "\x80",   "\xe2\x80", "et al",
    "Fig",        "The",        " of "};

}  // namespace

TEST_CASE("The sentence rules break where ICU's do, over random texts") {
    std::mt19937 random(20);
    std::uniform_int_distribution<std::size_t> piece(0, k_pieces.size() - 1);
    std::size_t broken = 0;
    for (int round = 0; round < 200'000; ++round) {
        std::string text;
        // Short ones meet the beginning and the end often; few kinds meet each other often.
        const std::size_t length = random() % 24;
        const std::size_t kinds = 2 + random() % 6;
        std::vector<std::size_t> chosen(kinds);
        for (std::size_t& kind : chosen) {
            kind = piece(random);
        }
        for (std::size_t i = 0; i < length; ++i) {
            text +=
                random() % 4 == 0 ? k_pieces[6 + random() % 5] : k_pieces[chosen[random() % kinds]];
        }
        const Breaks expected = of_icu(text);
        broken += expected.empty() ? 0U : 1U;
        if (own(text) != expected) {
            INFO(text);
            REQUIRE(own(text) == expected);
        }
    }
    CHECK(broken > 20'000);
}

TEST_CASE("The sentence rules know every character as ICU does") {
    // Each between a stop and words that tell its class by whether and where there is a break.
    std::string text;
    for (char32_t c = 0x20; c < 0x20000; ++c) {
        if (c >= 0xD800 && c < 0xE000) {
            continue;
        }
        for (const char* before : {"b. ", "x.", "y.) "}) {
            for (const char* behind : {"c. D", " E"}) {
                text = before;
                lode::text::append_utf8(text, c);
                text += behind;
                if (own(text) != of_icu(text)) {
                    INFO(static_cast<std::uint32_t>(c) << ": " << text);
                    REQUIRE(own(text) == of_icu(text));
                }
            }
        }
    }
}

TEST_CASE("Texts with line breaks are joined before the rules see them") {
    for (const char* text :
         {"One is.\nTwo are.", "One is.\n\nTwo are.", "a.\tB c.\r\nD", "\n\n\n"}) {
        CHECK(own(text) == of_icu(text));
    }
    CHECK(own("One is\nhere. Two are.") == Breaks{13});
    CHECK(own("One is. Two are.") == Breaks{8});
    CHECK(own("").empty());
}
