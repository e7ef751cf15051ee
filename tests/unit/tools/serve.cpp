// Addresses as command lines, hosts, turns and links of lode serve. The server itself:
// tests/serve/run_serve.
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "tools/http/host.hpp"
#include "tools/serve/links.hpp"
#include "tools/serve/pages.hpp"
#include "tools/serve/request.hpp"
#include "tools/serve/turnstile.hpp"

namespace lode::tools {
namespace {

using namespace std::chrono_literals;
using Words = std::vector<std::string>;

const Command& served(const std::string& name) {
    const Command* command = serve::served_command(name);
    REQUIRE(command != nullptr);
    return *command;
}

Words line_of(const std::string& raw) {
    const auto target = serve::read_target(raw);
    return serve::command_line(served(target.path.substr(1)), target.parameters);
}

}  // namespace

TEST_CASE("an address becomes the command line that asks the same") {
    CHECK(line_of("/rank?concept=solid+electrolyte&concept=Li%2B&limit=3") ==
          Words{"--limit=3", "--", "solid electrolyte", "Li+"});
    CHECK(line_of("/rank?concept=x&minus=-a&minus=b&unstudied=1&studied=0") ==
          Words{"--minus=-a", "--minus=b", "--unstudied", "--", "x"});
    CHECK(line_of("/explain?concept=a&material=Bi2Te3&concept=b") ==
          Words{"--", "Bi2Te3", "a", "b"});
    CHECK(line_of("/compare?b=PbTe&a=SnTe&concept=c") ==
          Words{"--concept=c", "--", "SnTe", "PbTe"});
    CHECK(line_of("/trends?material=SnSe&outcome=negative,null") ==
          Words{"--material=SnSe", "--outcome=negative,null"});
    // A word that looks like an option stays a word.
    CHECK(line_of("/similar?term=--output%3Dx") == Words{"--", "--output=x"});
    // Forms send empty fields; the format is the server's to choose.
    CHECK(line_of("/rank?concept=x&limit=&with=++&format=json&&") == Words{"--", "x"});
}

TEST_CASE("q holds all arguments") {
    CHECK(line_of("/rank?q=thermoelectric") == Words{"--", "thermoelectric"});
    CHECK(line_of("/explain?q=Bi2Te3,+phase+change+memory+,,") ==
          Words{"--", "Bi2Te3", "phase change memory"});
    CHECK(line_of("/show?q=10.5555/a,b") == Words{"--", "10.5555/a,b"});
    CHECK_THROWS_AS(line_of("/rank?q=a&concept=b"), UsageError);
    CHECK_THROWS_AS(line_of("/trends?q=SnSe"), UsageError);
}

TEST_CASE("what no request may say is refused by name") {
    for (const std::string name : {"output", "workspace", "C", "log", "config-file", "no-config",
                                   "lexicons", "confusion", "concept-file", "help", "progress"}) {
        CAPTURE(name);
        CHECK_THROWS_AS(line_of("/rank?concept=x&" + name + "=/etc/passwd"), UsageError);
    }
    CHECK_THROWS_AS(line_of("/bias?table=/etc/passwd"), UsageError);
    CHECK_THROWS_AS(line_of("/explain?material=x&concept=y&without-concept-articles=1"),
                    UsageError);
    CHECK_THROWS_AS(line_of("/rank?concept=x&studied=maybe"), UsageError);
    CHECK_THROWS_AS(line_of("/explain?concept=x"), UsageError);
    CHECK_THROWS_AS(line_of("/explain?material=x&material=y&concept=z"), UsageError);
    CHECK_THROWS_AS(line_of("/compare?a=x"), UsageError);
    try {
        line_of("/rank?concept=x&limt=3");
        FAIL("limt is no parameter");
    } catch (const UsageError& problem) {
        CHECK_THAT(problem.hint(), Catch::Contains("did you mean limit?"));
    }
}

TEST_CASE("commands that are served name no file and cannot write") {
    const auto commands = serve::served_commands();
    CHECK(commands.size() >= 10);
    for (const Command* command : commands) {
        CAPTURE(command->info().name);
        for (const auto& slot : command->positionals()) {
            CHECK(offer_for(slot.name) == Offer::nothing);
        }
        bool format = false;
        bool output = false;
        for (const auto& option : command->options()) {
            format = format || option.name == "format";
            output = output || option.name == "output";
            CHECK((option.name != "output" || !serve::is_open(option)));
            CHECK(option.name != "form");  // these are the server's own
            CHECK(option.name != "q");
        }
        CHECK(format);
        CHECK(output);
        const auto slots = serve::slots(*command);
        for (std::size_t i = 0; i + 1 < slots.size(); ++i) {
            CHECK_FALSE(slots[i].repeated);
        }
    }
    for (const char* name :
         {"ingest", "embed", "run", "export", "annotate", "backup", "serve", "check"}) {
        CHECK(serve::served_command(name) == nullptr);
    }
}

TEST_CASE("addresses are read strictly and written so that they are read back") {
    const auto target = serve::read_target("/a%20b/c?x=%C3%A4+1&y&=z#end");
    CHECK(target.path == "/a b/c");
    CHECK(target.parameters == serve::Parameters{{"x", "ä 1"}, {"y", ""}, {"", "z"}});
    for (const std::string wrong :
         {"", "x", "http://h/rank", "/a?b=%", "/a?b=%4", "/a?b=%zz", "/%FF", "/a?b=%00", "/a%00"}) {
        CAPTURE(wrong);
        CHECK_THROWS_AS(serve::read_target(wrong), UsageError);
    }
    const serve::Target hard{"/show", {{"key", "a&b=c?d#e%f+g /ä\"<>'"}, {"key", ""}}};
    const auto again = serve::read_target(serve::written(hard));
    CHECK(again.path == hard.path);
    CHECK(again.parameters == hard.parameters);
}

TEST_CASE("examples of the help become addresses") {
    CHECK(serve::address_of("lode rank thermoelectric --without Te,Pb") ==
          "/rank?concept=thermoelectric&without=Te%2CPb");
    CHECK(
        serve::address_of("lode explain SnSe \"phase change memory\" --format html -o why.html") ==
        "/explain?material=SnSe&concept=phase%20change%20memory&format=html");
    CHECK(serve::address_of("lode rank \"solid electrolyte\" --unstudied") ==
          "/rank?concept=solid%20electrolyte&unstudied=1");
    CHECK_FALSE(serve::address_of("lode bias --table notebook.csv"));
    CHECK_FALSE(serve::address_of("lode explain PbTe x --without-concept-articles"));
    CHECK_FALSE(serve::address_of("lode ingest files"));
    CHECK_FALSE(serve::address_of("curl 'http://127.0.0.1/'"));
}

TEST_CASE("a hint's example becomes an address where a request can ask it") {
    const auto problem = serve::problem_of(
        422, "unknown", "normalised to \"x\"\nsecond\nexample: lode rank thermoelectric");
    CHECK(problem.hint == "normalised to \"x\"\nsecond");
    CHECK(problem.example == "/rank?concept=thermoelectric");
    CHECK(serve::problem_of(500, "no store", "example: lode ingest PATH").example ==
          "lode ingest PATH");
    CHECK(serve::problem_json(serve::problem_of(400, "a\xFF\"b", {})) ==
          "{\n  \"error\": \"a\xEF\xBF\xBD\\\"b\",\n  \"hint\": null,\n  \"example\": null\n}\n");
}

TEST_CASE("marked materials and articles become links") {
    const Words none;
    CHECK(serve::with_links("a&lt;b <span data-material=\"A&amp;&quot;\">A<sub>2</sub></span>!",
                            none) ==
          "a&lt;b <span data-material=\"A&amp;&quot;\"><a href=\"/similar?term=A%26%22\">"
          "A<sub>2</sub></a></span>!");
    CHECK(serve::with_links("<a href=\"#m1\" data-material=\"PbTe\">PbTe</a>", {"x y", "z"}) ==
          "<a href=\"/explain?material=PbTe&amp;concept=x%20y&amp;concept=z\">PbTe</a>");
    CHECK(serve::with_links("<cite data-article=\"00ff\">T</cite>", none) ==
          "<cite data-article=\"00ff\"><a href=\"/show?key=00ff\">T</a></cite>");
    for (const std::string odd :
         {"", "<", "a<", "<span data-material=", "x <span data-material=\"a", "<p>no mark</p>"}) {
        CHECK(serve::with_links(odd, none) == odd);
    }
    CHECK(
        serve::concepts_of(served("rank"), {{"concept", "a"}, {"limit", "3"}, {"concept", "b"}}) ==
        Words{"a", "b"});
    CHECK(serve::concepts_of(served("explain"), {{"q", "Bi2Te3, a, b"}}) == Words{"a", "b"});
    CHECK(serve::concepts_of(served("explain"), {{"q", "Bi2Te3"}}).empty());
    CHECK(serve::concepts_of(served("similar"), {{"q", "a"}}).empty());
}

TEST_CASE("a server is asked by its own names only") {
    const Words names{"lode.example"};
    for (const std::string good : {"localhost", "LocalHost:80", "127.0.0.1:8321", "10.0.0.5",
                                   "[::1]", "[::1]:8321", "lode.example", "Lode.Example:443"}) {
        CAPTURE(good);
        CHECK(http::is_allowed_host(good, names));
    }
    for (const std::string bad :
         {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
          "localhost:", "[::1", "[::1]x", "[localhost.evil]", "::1", "localhost:80:80",
          "localhost:8a", "2130706433x", "user@localhost"}) {
        CAPTURE(bad);
        CHECK_FALSE(http::is_allowed_host(bad, names));
    }
    for (const std::string near : {"127.0.0.1", "127.8.8.8", "::1", "localhost"}) {
        CHECK(http::is_loopback(near));
    }
    for (const std::string far : {"0.0.0.0", "::", "192.168.0.1", "lode.example", "::2", "1::1"}) {
        CHECK_FALSE(http::is_loopback(far));
    }
}

TEST_CASE("a turnstile lets so many in, lets so many wait, and turns the rest away") {
    serve::Turnstile gate(1, 1, 60s);
    auto first = std::make_unique<serve::Turnstile::Turn>(gate);
    CHECK(*first);
    std::atomic<bool> second_in{false};
    std::thread second([&] {
        const serve::Turnstile::Turn turn(gate);
        second_in = static_cast<bool>(turn);
    });
    // Once the second waits, a third is refused; before that it would wait, so it is not tried.
    while (gate.waiting() == 0) {
        std::this_thread::yield();
    }
    CHECK_FALSE(serve::Turnstile::Turn(gate));
    CHECK_FALSE(second_in);
    first.reset();
    second.join();
    CHECK(second_in);
    CHECK(serve::Turnstile::Turn(gate));

    serve::Turnstile impatient(0, 5, 1ms);
    CHECK_FALSE(serve::Turnstile::Turn(impatient));
}

}  // namespace lode::tools
