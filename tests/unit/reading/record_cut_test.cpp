// Cutting sets of records by their tags, and looking at the head of a document.
#include <catch2/catch.hpp>

#include "ingest/content/record_cut.hpp"
#include "ingest/xml/head.hpp"
#include "tests/unit/reading/helpers.hpp"

using namespace reading_test;
using Strings = std::vector<std::string>;

namespace {

Strings cut(std::string_view bytes) {
    Strings list;
    for (const auto& record :
         cut_records(bytes, [](std::string_view name) { return name == "r" || name == "q"; })) {
        list.push_back(std::to_string(record.lines) + " " + std::string(record.bytes));
    }
    return list;
}

std::string repeat(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

}  // namespace

TEST_CASE("sets of records are cut by their tags", "[records]") {
    CHECK(cut("<s><r>1</r>\n<x:r a='>'>2</x:r>\n\n<r/><rr>no</rr></s>") ==
          Strings{"0 <r>1</r>", "1 <x:r a='>'>2</x:r>", "3 <r/>"});
    CHECK(cut("<s><r>1<r>2</r><q>3</s>") == Strings{"0 <r>1", "0 <r>2</r>", "0 <q>3</s>"});
    CHECK(cut("<s><r><q>in</q></r><!-- <r>no</r> --><![CDATA[<r>]]><?p <r> ?></s>") ==
          Strings{"0 <r><q>in</q></r>"});
    // A comment that never ends hides nothing.
    CHECK(cut("<s><!-- <r>1</r></s>") == Strings{"0 <r>1</r>"});
    CHECK(cut("").empty());
    CHECK(cut("<").empty());
    CHECK(cut("<r") == Strings{"0 <r"});
}

TEST_CASE("cutting stays linear on hostile bytes", "[records][hostile]") {
    CHECK(cut(repeat("<!--", 300'000)).empty());
    CHECK(cut(repeat("<r>", 200'000)).size() == 200'000);
    CHECK(cut(repeat("<r><q>", 100'000)).size() == 100'000);
    CHECK(cut(repeat("<![CDATA[<?", 200'000) + "<r/>").size() == 1);
}

TEST_CASE("the prologue of a set", "[records]") {
    CHECK(prologue_of("\n<?xml version=\"1.0\"?>\n<!DOCTYPE s>\n<s>") ==
          "<?xml version=\"1.0\"?>\n<!DOCTYPE s>\n");
    CHECK(prologue_of("<s>").empty());
    CHECK(prologue_of("junk <s>").empty());
    CHECK(prologue_of("<?xml version=\"1.0\"?><!DOCTYPE s [<!ENTITY e \"<b>\">]><s>") ==
          "<?xml version=\"1.0\"?>");
}

TEST_CASE("names of the first elements", "[records]") {
    const auto facts = xml::read_root(
        "<?xml version=\"1.0\"?><a:s xmlns:a=\"u\"><x/><!-- <no/> --><a:y b=\"1\">t</a:y><x></x>"
        "<![CDATA[<no>]]><z");
    CHECK(facts.root == "s");
    CHECK(facts.inner == Strings{"x", "y"});
    CHECK(xml::read_root("<s>" + repeat("<x>", 1000)).inner == Strings{"x"});
    std::string many = "<s>";
    for (int i = 0; i < 200; ++i) {
        many += "<n" + std::to_string(i) + "/>";
    }
    CHECK(xml::read_root(many).inner.size() == 64);
}
