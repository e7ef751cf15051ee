#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "core/text/analyser.hpp"

namespace {

std::vector<std::string> sentences(const std::string& text) {
    static const lode::text::Analyser analyser;
    std::vector<std::string> out;
    for (const auto& range : analyser.sentences(text)) {
        out.push_back(text.substr(range.begin, range.size()));
    }
    return out;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("Plain sentences are split and trimmed") {
    CHECK(sentences("  One is hot. Two are cold.\n") == List{"One is hot.", "Two are cold."});
    CHECK(sentences("").empty());
    CHECK(sentences(" \n ").empty());
    CHECK(sentences("No stop") == List{"No stop"});
}

TEST_CASE("Sentences are cut at bytes, whatever the width of the characters before them") {
    const List two{"The angle 𝛼 − 𝛽 is 5° wide.", "It isn’t: 𝜃 grew."};
    CHECK(sentences(two[0] + " " + two[1] + "\tThen it fell.") ==
          List{two[0], two[1], "Then it fell."});
}

TEST_CASE("Abbreviations of science do not end a sentence") {
    for (const char* one :
         {"As Fig. 3 shows, it rises.", "See Figs. 1 and 2, Eq. (4) and Ref. 7.",
          "Li et al. (2019) found it.", "Some salts, e.g. NaCl, i.e. halides, melt.",
          "It is ca. 5 nm vs. 7 nm (cf. Table 2).", "Sample No. 5 failed at approx. 300 K.",
          "Powder (Merck Inc. Darmstadt) was used.", "J. Smith and A. B. Jones wrote it.",
          "We grew Bacillus sp. Strain nine there.", "It is 0.5 nm and 1.2.3 long.",
          "The gap (at 2 K. See the text for more) is small.",
          "Growth follows Dr. Lee and Prof. Kim."}) {
        CHECK(sentences(one) == List{one});
    }
}

TEST_CASE("Units and labels at the end do end a sentence") {
    CHECK(sentences("It melts at 300 K. The film cracks.") ==
          List{"It melts at 300 K.", "The film cracks."});
    CHECK(sentences("This is sample B. The other is A. We use both.").size() == 3);
    CHECK(sentences("So did Li et al. The data agree.").size() == 2);
}

TEST_CASE("Citations behind the full stop stay with their sentence") {
    CHECK(sentences("It was known.[12] The rest is new.") ==
          List{"It was known.[12]", "The rest is new."});
    CHECK(sentences("It was known. [3,4] The rest is new.") ==
          List{"It was known. [3,4]", "The rest is new."});
    CHECK(sentences("It was known.12,13 The rest is new.") ==
          List{"It was known.12,13", "The rest is new."});
}

TEST_CASE("Sentences that open with a small letter of science") {
    CHECK(sentences("We mixed it. α-Fe2O3 formed.") == List{"We mixed it.", "α-Fe2O3 formed."});
    CHECK(sentences("We mixed it. pH was low.").size() == 2);
    CHECK(sentences("It was used.The film broke.").size() == 2);
}

TEST_CASE("Sentences that open with an enumerator, an amount or a small letter") {
    CHECK(sentences("There are two. (i) One is hot. (ii) The other is not.").size() == 3);
    CHECK(sentences("It stood overnight. 5 mL of water was added.").size() == 2);
    CHECK(sentences("It was hot. n-type GaAs was used.").size() == 2);
    CHECK(sentences("They were used. mRNA was found.").size() == 2);
    CHECK(sentences("The yield is 5%. α-Fe2O3 forms.").size() == 2);
    CHECK(sentences("1. Introduction. We begin.").size() == 2);
    CHECK(sentences("It vanishes without SOC. Completely new states form.").size() == 2);
    CHECK(sentences("It is cold. %Removed words of a draft.").size() == 2);
}

TEST_CASE("Journals, versions and amounts with stops go on") {
    for (const char* one :
         {"It stands in Phys. Rev. B and Appl. Phys. Lett. of 2010.", "See Suppl. Fig. 2 of it.",
          "At 5 at. % Ni it melts.", "We used ver. 2.1 of it.", "It has aq. NaOH in it.",
          "The U.S. Department of it.", "Eq. (1) and Eqs. 2 and 3 hold.",
          "E. coli and S. aureus grew.", "It was found in no. 5 samples."}) {
        CHECK(sentences(one) == List{one});
    }
}

TEST_CASE("Line breaks are blanks, empty lines are not") {
    CHECK(sentences("The film is\nhot. It\nglows.").size() == 2);
    CHECK(sentences("A heading\n\nThe text").size() == 2);
}

TEST_CASE("Ranges are in order and inside the text, whatever the bytes") {
    const std::string text = "Zwei. \xF0\x9D\x9B\xBC ist 1. \xFF Drei. (Vier. \xE2 Ende";
    std::uint32_t at = 0;
    static const lode::text::Analyser analyser;
    for (const auto& range : analyser.sentences(text)) {
        CHECK(range.begin >= at);
        CHECK(range.end > range.begin);
        CHECK(range.end <= text.size());
        at = range.end;
    }
}
