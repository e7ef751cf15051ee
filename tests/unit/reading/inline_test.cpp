// Running text: what markup inside a paragraph becomes.
#include <catch2/catch.hpp>

#include <random>

#include "core/text/unicode.hpp"
#include "ingest/content/text_builder.hpp"
#include "ingest/xml/bytes.hpp"
#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;

TEST_CASE("inline markup never glues or splits words", "[inline]") {
    CHECK(paragraph("The <italic>in situ</italic> cell") == "The in situ cell");
    CHECK(paragraph("LiNi<sub>0.8</sub>Co<sub>0.15</sub>O<sub>2</sub>") == "LiNi0.8Co0.15O2");
    CHECK(paragraph("Li<!-- c -->Fe<?pi?>PO<sub>4</sub>") == "LiFePO4");
    CHECK(paragraph("one\n   two\t <bold> three</bold>") == "one two three");
    CHECK(paragraph("first<break/>second") == "first second");
    CHECK(paragraph("a <named-content>kept</named-content> word") == "a kept word");
    CHECK(paragraph("<![CDATA[a < b]]> here") == "a < b here");
    CHECK(paragraph("soft\xc2\xadhyphen zero\xe2\x80\x8bwidth") == "softhyphen zerowidth");
}

TEST_CASE("a block does not depend on how its text is cut into pieces", "[inline]") {
    const std::vector<std::string> alphabet = {
        "a",           "b", "c", "d", "e", " ", " ", "\n", "\xc2\xad", "\xc2\xb5", "\xe2\x80\x8b",
        "\xe2\x80\x93"};
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::string whole;
        Accounts accounts;
        Accounts accounts_of_pieces;
        TextBuilder by_pieces(accounts_of_pieces);
        for (std::size_t n = random() % 40; n > 0; --n) {
            const std::string& piece = alphabet[random() % alphabet.size()];
            whole += piece;
            by_pieces.add(piece);
        }
        TextBuilder at_once(accounts);
        at_once.add(whole);
        const bool pending = at_once.space_pending();
        REQUIRE(pending == by_pieces.space_pending());
        const std::string text = at_once.take().utf8;
        INFO(whole);
        REQUIRE(text == by_pieces.take().utf8);
        REQUIRE(text.find("  ") == std::string::npos);
        REQUIRE(accounts.taken == accounts_of_pieces.taken);
        REQUIRE(accounts.dropped == accounts_of_pieces.dropped);
    }
}

TEST_CASE("blocks are in NFC whatever character stands in them", "[inline]") {
    Accounts accounts;
    TextBuilder builder(accounts);
    for (char32_t c = 0x21; c < 0x11000; ++c) {
        if (c >= 0xd800 && c < 0xe000) {
            continue;
        }
        std::string text = "a";
        xml::append_utf8(text, c);
        xml::append_utf8(text, 0x338);  // combines with many an operator
        builder.insert(text);
        if (builder.take().utf8 != text::to_nfc(text)) {
            FAIL_CHECK("U+" << std::hex << static_cast<std::uint32_t>(c));
        }
        text.resize(text.size() - 2);
        builder.insert(text);
        if (builder.take().utf8 != text::to_nfc(text)) {
            FAIL_CHECK("U+" << std::hex << static_cast<std::uint32_t>(c));
        }
    }
}

TEST_CASE("powers, charges, units and isotopes", "[inline]") {
    CHECK(paragraph("about 10<sup>5</sup> cycles") == "about 10^5 cycles");
    CHECK(paragraph("10<sup>\xe2\x88\x92"
                    "3</sup> S cm<sup>\xe2\x88\x92"
                    "1</sup>") ==
          "10^\xe2\x88\x92"
          "3 S cm\xe2\x88\x92"
          "1");
    CHECK(paragraph("Li<sup>+</sup> and Ca<sup>2+</sup>") == "Li+ and Ca2+");
    CHECK(paragraph("SO<sub>4</sub><sup>2\xe2\x88\x92</sup>") == "SO42\xe2\x88\x92");
    CHECK(paragraph("the <sup>7</sup>Li signal") == "the 7Li signal");
    CHECK(paragraph("the 2<sup>nd</sup> one") == "the 2nd one");
    CHECK(paragraph("x<sub>max</sub> value") == "x_max value");
    CHECK(paragraph("E<sub>g</sub> value") == "Eg value");
    CHECK(paragraph("at 30 <sup>o</sup>C") ==
          "at 30 \xc2\xb0"
          "C");
}

TEST_CASE("script ranges are kept and never overlap", "[inline]") {
    const auto result = read_xml(article("<p>x<sub>a<sup>2</sup>b</sub> y</p>"));
    REQUIRE(result.articles.size() == 1);
    const Text& text = result.articles[0].sections[0].paragraphs[0];
    CHECK(text.utf8 == "xa2b y");
    REQUIRE(text.scripts.size() == 3);
    CHECK(text.scripts[0] == ScriptSpan{{1, 2}, Script::sub});
    CHECK(text.scripts[1] == ScriptSpan{{2, 3}, Script::sup});
    CHECK(text.scripts[2] == ScriptSpan{{3, 4}, Script::sub});
}

TEST_CASE("citations above the line stand in brackets behind a blank", "[inline]") {
    CHECK(paragraph("values<sup><xref ref-type=\"bibr\" rid=\"r1\">12</xref></sup> rose") ==
          "values [12] rose");
    CHECK(paragraph("values<xref ref-type=\"bibr\" rid=\"r1\"><sup>12</sup></xref> rose") ==
          "values [12] rose");
    CHECK(paragraph("values [<xref ref-type=\"bibr\" rid=\"r1\">3</xref>] rose") ==
          "values [3] rose");
    CHECK(paragraph("known<sup><xref ref-type=\"bibr\" rid=\"r1\">1</xref></sup> and "
                    "reported<sup>2,3</sup> at 5 nm<sup>2</sup>") ==
          "known [1] and reported [2,3] at 5 nm2");
}

TEST_CASE("citations above the line need no link", "[inline]") {
    CHECK(paragraph("as known previously.<sup>1</sup> The") == "as known previously. [1] The");
    CHECK(paragraph("by two groups<sup>2,3</sup> and") == "by two groups [2,3] and");
    CHECK(paragraph("and others<sup>4\xe2\x80\x93"
                    "6</sup>.") ==
          "and others [4\xe2\x80\x93"
          "6].");
    CHECK(paragraph("see Ref.<sup>12</sup>") == "see Ref. [12]");
    CHECK(paragraph("in CdS,<sup>7</sup> too") == "in CdS, [7] too");
    CHECK(paragraph("the cell<sup>[8,9]</sup> works") == "the cell [8,9] works");
    CHECK(paragraph("<bold>shown</bold><sup>3</sup>") == "shown [3]");
    CHECK(paragraph("scanning (by electrons)<sup>14</sup> of") ==
          "scanning (by electrons) [14] of");
    CHECK(paragraph("we see that it rises<sup>5, 11</sup>;") == "we see that it rises [5, 11];");
}

TEST_CASE("what is no citation above the line stays with its symbol", "[inline]") {
    CHECK(paragraph("5 cm<sup>2</sup> of") == "5 cm2 of");
    CHECK(paragraph("two pixel<sup>2</sup> wide") == "two pixel2 wide");
    CHECK(paragraph("of 20 nanometers<sup>3</sup> each") == "of 20 nanometers3 each");
    CHECK(paragraph("a sin<sup>2</sup> law") == "a sin2 law");
    CHECK(paragraph("the term x<sup>2</sup> is") == "the term x2 is");
    CHECK(paragraph("the surface exchange<sup>18</sup>O rate") == "the surface exchange18O rate");
    CHECK(paragraph("as seen.<sup>1</sup>H shifts") == "as seen.1H shifts");
    CHECK(paragraph("as a solid. <sup>13</sup> C-NMR shows") == "as a solid. 13 C-NMR shows");
    CHECK(paragraph("the fitted p<sub>max</sub><sup>2</sup> is") == "the fitted p_max2 is");
    CHECK(paragraph("with area<sup>2</sup>/length") == "with area2/length");
    CHECK(paragraph("a gene <italic>abcd<sup>3</sup></italic> of") == "a gene abcd3 of");
    CHECK(paragraph("with (k + q)<sup>2</sup> and") == "with (k + q)2 and");
    CHECK(paragraph("Spin<sup>0</sup> and") == "Spin0 and");
    // The article's own links are on the line: a note, a name.
    CHECK(paragraph("given <xref ref-type=\"bibr\" rid=\"r1\">[1]</xref> in the word<sup>2</sup> "
                    "here") == "given [1] in the word2 here");
}

TEST_CASE("citations in superscript digits of Unicode", "[inline]") {
    CHECK(paragraph("as before.\xc2\xb9 The") == "as before. [1] The");
    CHECK(paragraph("two groups\xc2\xb2,\xc2\xb3 and") == "two groups [2,3] and");
    CHECK(paragraph("others\xe2\x81\xb4\xe2\x81\xbb\xe2\x81\xb6.") == "others [4-6].");
    CHECK(paragraph("5 cm\xc2\xb2 and cm\xe2\x81\xbb\xc2\xb2 and x\xc2\xb3") ==
          "5 cm\xc2\xb2 and cm\xe2\x81\xbb\xc2\xb2 and x\xc2\xb3");
    const auto result = read_xml(article("<p>known\xc2\xb9\xc2\xb2 \xc2\xb0</p>"));
    CHECK(paragraphs(result).front() == "known [12] \xc2\xb0");
    CHECK(is_honest(result));
}

TEST_CASE("powers in several pieces or apart from their number", "[inline]") {
    CHECK(paragraph("to 10 <sup>5</sup> cycles") == "to 10^5 cycles");
    CHECK(paragraph("to 10\n   <sup>-3</sup> S") == "to 10^-3 S");
    CHECK(paragraph("to 10<sup> 6 </sup>cells") == "to 10^6 cells");
    CHECK(paragraph("to 10<sup>\xe2\x88\x92</sup><sup>8</sup> Pa") ==
          "to 10^\xe2\x88\x92"
          "8 Pa");
    CHECK(paragraph("to 10 <sup>-</sup> <sup>8</sup> Pa") == "to 10^-8 Pa");
    const auto result = read_xml(article("<p>10<sup> 6 </sup>cells</p>"));
    const Text& text = result.articles.at(0).sections.at(0).paragraphs.at(0);
    REQUIRE(text.scripts.size() == 1);
    CHECK(text.scripts[0].range == Range{3, 4});
    // No powers.
    CHECK(paragraph("of 25 <sup>13</sup>C atoms") == "of 25 13C atoms");
    CHECK(paragraph("of 10 <sup>13</sup>C atoms") == "of 10 13C atoms");
    CHECK(paragraph("near 110 <sup>5</sup> of") == "near 110 5 of");
    CHECK(paragraph("Ca 10<sup>\xe2\x88\x92</sup> ions") ==
          "Ca 10\xe2\x88\x92"
          " ions");
}

TEST_CASE("a mark that links to a footnote is no text, whatever the link is called", "[inline]") {
    const auto result =
        read_xml(article("<p>A rule<xref rid=\"n1\"><sup>2</sup></xref> holds.<fn id=\"n1\"><p>A "
                         "note.</p></fn></p>"));
    CHECK(paragraphs(result).front() == "A rule holds.");
    CHECK(result.articles.at(0).dropped.at("footnote-mark") == 1);
    CHECK(is_honest(result));
}

TEST_CASE("MathML becomes one line, and TeX beside it is dropped", "[math]") {
    const std::string math =
        "<inline-formula><alternatives><tex-math>$E_g$</tex-math><mml:math "
        "xmlns:mml=\"m\"><mml:msub><mml:mi>E</mml:mi><mml:mi>g</mml:mi></mml:msub><mml:mo>=</"
        "mml:mo>"
        "<mml:mn>1.2</mml:mn></mml:math></alternatives></inline-formula>";
    const auto result = read_xml(article("<p>Here " + math + " holds</p>"));
    CHECK(paragraphs(result).front() == "Here Eg = 1.2 holds");
    CHECK(result.articles[0].dropped.at("tex-duplicate-of-mathml") == 5);
    const auto mml = [](const std::string& inner) {
        return paragraph("<math>" + inner + "</math>");
    };
    CHECK(mml("<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mi>c</mi></mrow></mfrac>") == "a/(b+c)");
    CHECK(mml("<msup><mn>10</mn><mn>5</mn></msup>") == "10^5");
    CHECK(mml("<msup><mi>e</mi><mrow><mo>-</mo><mi>x</mi></mrow></msup>") == "e^(-x)");
    CHECK(mml("<msqrt><mi>x</mi></msqrt>") == "\xe2\x88\x9ax");
    CHECK(mml("<mmultiscripts><mi>Li</mi><mprescripts/><none/><mn>7</mn></mmultiscripts>") ==
          "7Li");
    CHECK(mml("<mfenced><mi>a</mi><mi>b</mi></mfenced>") == "(a,b)");
}

TEST_CASE("tex-math alone is resolved", "[math]") {
    const auto result =
        read_xml(article("<p>so <inline-formula><tex-math>\\documentclass{x}\\begin{document}$T_c "
                         "\\approx 10^{-3}$\\end{document}</tex-math></inline-formula> K</p>"));
    CHECK(paragraphs(result).front() ==
          "so Tc \xe2\x89\x88 10^\xe2\x88\x92"
          "3 K");
    CHECK(result.articles[0].dropped.count("tex-preamble") == 1);
    CHECK(result.articles[0].dropped.count("unaccounted") == 0);
}

TEST_CASE("a formula that is only a picture leaves its place", "[math]") {
    CHECK(
        paragraph("where <inline-formula><inline-graphic href=\"a.gif\"/></inline-formula>, at") ==
        "where [formula], at");
    CHECK(paragraph("so <disp-formula id=\"e1\"><label>(1)</label><graphic href=\"a.gif\"/>"
                    "</disp-formula>holds") == "so [formula] holds");
    CHECK(
        paragraph("so <disp-formula-group><disp-formula><graphic href=\"a.gif\"/></disp-formula>"
                  "<disp-formula><graphic href=\"b.gif\"/></disp-formula></disp-formula-group>") ==
        "so [formula] [formula]");
    CHECK(paragraph("so <inline-formula><alternatives><inline-graphic href=\"a.gif\"/><tex-math>$x$"
                    "</tex-math></alternatives></inline-formula>") == "so x");
    CHECK(paragraph("so <inline-formula><italic>x</italic><inline-graphic href=\"a.gif\"/>"
                    "</inline-formula>") == "so x");
    CHECK(paragraph("an <inline-graphic href=\"a.gif\"/> icon") == "an icon");
    const auto result = read_xml(article(
        "<p>so <disp-formula><label>(1)</label><graphic href=\"a.gif\"/></disp-formula></p>"));
    CHECK(is_honest(result));
    CHECK(result.articles.at(0).dropped.at("equation-label") == 3);
}

TEST_CASE("links to figures are kept with their range", "[inline]") {
    const auto result =
        read_xml(article("<p>As <xref ref-type=\"fig\" rid=\"f1\">Figure 1</xref> shows</p><fig "
                         "id=\"f1\"><label>Figure "
                         "1</label><caption><p>A curve.</p></caption></fig>"));
    const Article& a = result.articles.at(0);
    const Text& text = a.sections[0].paragraphs[0];
    REQUIRE(text.figure_links.size() == 1);
    CHECK(text.figure_links[0].target == "f1");
    CHECK(text.utf8.substr(text.figure_links[0].range.begin, text.figure_links[0].range.size()) ==
          "Figure 1");
    REQUIRE(a.figures.size() == 1);
    CHECK(a.figures[0].mentions == 1);
}
