#include <catch2/catch.hpp>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "tests/unit/generate/support.hpp"
#include "tools/generate/numbers.hpp"
#include "tools/generate/rich.hpp"

namespace lode::generate::test {
namespace {

// Markup made visible.
std::string seen(std::string_view rich) {
    std::string out;
    for (const char c : rich) {
        if (c == k_sub) {
            out += "_{";
        } else if (c == k_sup) {
            out += "^{";
        } else if (c == k_end) {
            out += '}';
        } else {
            out += c == k_thin ? ' ' : c;
        }
    }
    return out;
}

}  // namespace

TEST_CASE("formulas and units get their markup") {
    CHECK(seen(formula_markup("Bi2Te3")) == "Bi_{2}Te_{3}");
    CHECK(seen(formula_markup("Pb(Zr0.52Ti0.48)O3")) == "Pb(Zr_{0.52}Ti_{0.48})O_{3}");
    CHECK(seen(formula_markup("g-C3N4")) == "g-C_{3}N_{4}");
    CHECK(seen(unit_markup("W m^-1 K^-2")) == "W m^{−1} K^{−2}");
    CHECK(seen(quantity_text("1.2", "mS cm^-1")) == "1.2 mS cm^{−1}");
    CHECK(seen(quantity_text("5", "10^19 cm^-3")) == "5 × 10^{19} cm^{−3}");
    CHECK(seen(quantity_text("-20", "°C")) == "−20 °C");
    CHECK(quantity_text("85", "%") == "85%");
    CHECK(quantity_text("1.2", "") == "1.2");
    CHECK(plain(formula_markup("Li1.3Al0.3Ti1.7(PO4)3")) == "Li1.3Al0.3Ti1.7(PO4)3");
}

TEST_CASE("numbers are as precise as their span") {
    CHECK(number_text(743.2, 650) == "740");
    CHECK(number_text(147.8, 30) == "148");
    CHECK(number_text(1.2345, 0.5) == "1.23");
    CHECK(number_text(0.0834, 0.05) == "0.083");
}

TEST_CASE("articles follow the next word") {
    const auto with = [](std::string_view word) {
        return tidy(std::string{k_article} + " " + std::string(word), false);
    };
    CHECK(with("ionic conductor") == "an ionic conductor");
    CHECK(with("phosphor") == "a phosphor");
    CHECK(with("LED phosphor") == "an LED phosphor");
    CHECK(with("SOFC cathode") == "an SOFC cathode");
    CHECK(with("useful role") == "a useful role");
    CHECK(with("internal quantum efficiency") == "an internal quantum efficiency");
    CHECK(tidy("the  value , here .", true) == "The value, here.");
    CHECK(tidy("g-C3N4 absorbs", true) == "g-C3N4 absorbs");
}

TEST_CASE("templates with mistakes are refused") {
    CHECK_THROWS_AS(compile_template("{nonsense} of {mat}"), Error);
    CHECK_THROWS_AS(compile_template("[a|b"), Error);
    CHECK_THROWS_AS(compile_template("a]b"), Error);
    CHECK_THROWS_AS(compile_template("{mat"), Error);
    CHECK(compile_template("[a|b [c|d]] {mat}").uses(Slot::mat));
    CHECK(bank().size() >= 150);
}

TEST_CASE("the tar sink writes archives that tar reads") {
    const Folder folder;
    const auto sink = tar_sink(folder.path(), 2);
    sink->file("jats/00000/1.xml", "<a/>");
    sink->file("jats/00000/2.xml", std::string(512, 'x'));
    sink->file("nlm/00000/3.xml", "three");
    sink->line("abstracts/a.jsonl", "{}");
    sink->finish();
    const auto list = read_file(folder.path() / "articles-00000.tar");
    CHECK(list.size() % 512 == 0);
    CHECK(list.substr(257, 5) == "ustar");
    CHECK(std::filesystem::exists(folder.path() / "articles-00001.tar"));
    CHECK(read_file(folder.path() / "abstracts/a.jsonl") == "{}\n");
    const auto call = "tar -tf " + (folder.path() / "articles-00000.tar").string() + " > " +
                      (folder.path() / "list").string();
    REQUIRE(std::system(call.c_str()) == 0);
    CHECK(read_file(folder.path() / "list") == "jats/00000/1.xml\njats/00000/2.xml\n");
}

TEST_CASE("a sink that cannot write says so") {
    const Folder folder;
    write_file_atomically(folder.path() / "jats", "a file where a folder should be");
    const auto sink = folder_sink(folder.path());
    CHECK_THROWS(sink->file("jats/00000/1.xml", "<a/>"));
}

}  // namespace lode::generate::test
