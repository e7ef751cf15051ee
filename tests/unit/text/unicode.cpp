#include <catch2/catch.hpp>

#include "core/text/unicode.hpp"

using namespace lode::text;

TEST_CASE("UTF-8 is checked as the standard has it") {
    CHECK(is_valid_utf8("plain text of more than eight bytes"));
    CHECK(is_valid_utf8("µ Å 𝛼"));
    CHECK_FALSE(is_valid_utf8("\xC0\x80"));
    CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));
    CHECK_FALSE(is_valid_utf8("abc\xE2\x88"));
}

TEST_CASE("NFC composes and leaves composed text alone") {
    CHECK(to_nfc("A\xCC\x8A") == "Å");
    CHECK(to_nfc("Bi₂Te₃") == "Bi₂Te₃");
    CHECK(to_nfc("ascii") == "ascii");
}

TEST_CASE("Search keys unify spellings") {
    CHECK(search_key("k\xE2\x84\xA6") == search_key("kΩ"));
    CHECK(search_key("\xC2\xB5m") == "μm");
    CHECK(search_key("a\xE2\x88\x92"
                     "b\xE2\x80\x93"
                     "c\xE2\x80\x91"
                     "d") == "a-b-c-d");
    CHECK(search_key("TiO₂ cm⁻²") == "TiO2 cm-2");
    CHECK(search_key("e\xEF\xAC\x83"
                     "cient co\xC2\xADop\xE2\x80\x8B") == "efficient coop");
    CHECK(search_key("5\xE2\x80\x89nm") == "5 nm");
    CHECK(search_key("XRD") == "XRD");
    CHECK(search_key("5\xE2\x84\xAB") == "5Å");
    CHECK(search_key("5A\xCC\x8A") == "5Å");
    CHECK(search_key("10⁻³ x₁₂ Ca²⁺") == "10-3 x12 Ca2+");
    CHECK(search_key("a\xC2\xA0"
                     "b\xE2\x80\xAF"
                     "c\td") == "a b c d");
    CHECK(search_key("\xEF\xAC\x81lm \xEF\xAC\x82ow") == "film flow");
    CHECK(search_key("\xEF\xBC\x8D\xE2\x80\x94") == "--");
    // What is stored keeps its signs: no compatibility mapping.
    CHECK(to_nfc("TiO₂ ½ \xEF\xAC\x81") == "TiO₂ ½ \xEF\xAC\x81");
}

TEST_CASE("Lower case, code points and offsets") {
    CHECK(to_lower("ÉTUDE Bi") == "étude bi");
    CHECK(code_points("aµ𝛼") == 3);
    CHECK(code_point_offsets("aµ𝛼b", {0, 1, 3, 7, 8}) == std::vector<std::uint32_t>{0, 1, 2, 3, 4});
    CHECK_FALSE(icu_version().empty());
}
