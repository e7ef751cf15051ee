// How fast documents become articles, against libxml2 alone on the same bytes.
// Usage: bench_read_speed [--repeats N] PATH...   (files, folders, archives; each is one row)
//
// One thread, processor time. In each repeat every way of reading passes over all documents once,
// in turn, so that a slow moment of the machine meets all of them. Shown: MB/s (median, and the
// lowest and highest of the repeats), the ratio to bare SAX2 (median of the repeats' ratios), and
// how the time of read_document() splits.
#include <libxml/parser.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "ingest/dialect.hpp"
#include "ingest/xml/bytes.hpp"
#include "ingest/xml/sax.hpp"
#include "ingest/xml/tree.hpp"
#include "tests/bench/measure.hpp"

namespace {

using namespace lode;
using namespace lode::ingest;

struct Counts {
    std::size_t elements = 0;
    std::size_t text = 0;
};

void on_start(void* user, const xmlChar*, const xmlChar*, const xmlChar*, int, const xmlChar**, int,
              int, const xmlChar**) {
    ++static_cast<Counts*>(user)->elements;
}
void on_text(void* user, const xmlChar*, int length) {
    static_cast<Counts*>(user)->text += static_cast<std::size_t>(length);
}
void on_error(void*, xmlError*) {}

// libxml2's memory parser with callbacks that count.
void bare_sax(const Document& document, Counts& counts) {
    xmlSAXHandler sax;
    std::memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.characters = on_text;
    sax.serror = on_error;
    xmlSAXUserParseMemory(&sax, &counts, document.bytes.data(),
                          static_cast<int>(document.bytes.size()));
}

void bare_dom(const Document& document, Counts& counts) {
    xmlDoc* const made =
        xmlReadMemory(document.bytes.data(), static_cast<int>(document.bytes.size()), nullptr,
                      nullptr, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    counts.elements += made != nullptr ? 1U : 0U;
    xmlFreeDoc(made);
}

class Nothing : public xml::Handler {
 public:
    void start_element(std::string_view, std::string_view, std::string_view,
                       const std::vector<xml::Attribute>&) override {
        ++m_count;
    }
    void end_element(std::string_view, std::string_view) override {}
    void characters(std::string_view) override {}

 private:
    std::size_t m_count = 0;
};

class Builder : public xml::Handler {
 public:
    void start_element(std::string_view local, std::string_view, std::string_view,
                       const std::vector<xml::Attribute>& attributes) override {
        m_tree.open(local, attributes);
    }
    void end_element(std::string_view, std::string_view) override { m_tree.close(); }
    void characters(std::string_view text) override { m_tree.add_text(text); }

 private:
    xml::Tree m_tree;
};

enum Way : std::size_t { k_sax, k_dom, k_prepare, k_our_sax, k_tree, k_article, k_ways };

struct Row {
    std::vector<double> seconds[k_ways];
    std::vector<double> ratios[k_ways];
    std::size_t articles = 0;
};

Row measure(const bench::Documents& documents, std::size_t repeats) {
    Row row;
    Counts counts;
    const auto all = [&](const auto& read) {
        return [&] {
            for (const Document& document : documents.list) {
                read(document);
            }
        };
    };
    // What the handler in front of the tree and the tree itself cost: parsed from prepared bytes.
    const auto parse_with = [](const Document& document, xml::Handler& handler) {
        xml::parse(document.bytes, handler, {});
    };
    for (std::size_t r = 0; r <= repeats; ++r) {
        double seconds[k_ways];
        row.articles = 0;
        seconds[k_sax] = bench::seconds_of(all([&](const Document& d) { bare_sax(d, counts); }));
        seconds[k_dom] = bench::seconds_of(all([&](const Document& d) { bare_dom(d, counts); }));
        seconds[k_prepare] = bench::seconds_of(
            all([&](const Document& d) { counts.text += xml::prepare(d.bytes).bytes.size(); }));
        seconds[k_our_sax] = bench::seconds_of(all([&](const Document& d) {
            Nothing nothing;
            parse_with(d, nothing);
        }));
        seconds[k_tree] = bench::seconds_of(all([&](const Document& d) {
            Builder builder;
            parse_with(d, builder);
        }));
        seconds[k_article] = bench::seconds_of(
            all([&](const Document& d) { row.articles += read_document(d).articles.size(); }));
        if (r == 0) {
            continue;  // the first pass warms up
        }
        for (std::size_t way = 0; way < k_ways; ++way) {
            row.seconds[way].push_back(seconds[way]);
            row.ratios[way].push_back(seconds[k_sax] / seconds[way]);
        }
    }
    return row;
}

void print(std::string_view path, const bench::Documents& documents, const Row& row) {
    const double megabytes = static_cast<double>(documents.bytes) / 1e6;
    std::printf("%s: %zu documents, %.1f MB, %zu articles, %zu unreadable\n",
                std::string(path).c_str(), documents.list.size(), megabytes, row.articles,
                documents.unreadable);
    const auto line = [&](const char* name, Way way) {
        const auto time = bench::spread(row.seconds[way]);
        const auto ratio = bench::spread(row.ratios[way]);
        std::printf("  %-34s %7.1f MB/s (%.1f-%.1f)   %.3f of bare SAX2 (%.3f-%.3f)\n", name,
                    megabytes / time.median, megabytes / time.high, megabytes / time.low,
                    ratio.median, ratio.low, ratio.high);
    };
    line("libxml2 SAX2, empty callbacks", k_sax);
    line("libxml2 DOM", k_dom);
    line("read_document()", k_article);
    const auto median = [&](Way way) { return bench::spread(row.seconds[way]).median; };
    const double whole = median(k_article);
    const auto part = [&](const char* name, double seconds) {
        std::printf("    %-32s %5.1f %%  %.2f ns/byte\n", name, 100 * seconds / whole,
                    1e9 * seconds / static_cast<double>(documents.bytes));
    };
    part("encoding, controls, entities", median(k_prepare));
    part("SAX and its handler", median(k_our_sax) - median(k_prepare));
    part("tree", median(k_tree) - median(k_our_sax));
    part("sniffing, tree to article", whole - median(k_tree));
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t repeats = 7;
    std::vector<std::string> paths;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--repeats" && i + 1 < argc) {
            repeats = std::max<std::size_t>(std::strtoul(argv[++i], nullptr, 10), 1);
        } else {
            paths.emplace_back(argv[i]);
        }
    }
    if (paths.empty()) {
        std::fputs("usage: bench_read_speed [--repeats N] PATH...\n", stderr);
        return 2;
    }
    try {
        xml::prepare();
        for (const auto& path : paths) {
            const auto documents = bench::load_documents(path);
            if (documents.list.empty()) {
                std::printf("%s: no XML documents\n", path.c_str());
                continue;
            }
            print(path, documents, measure(documents, repeats));
        }
    } catch (const Error& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
    return 0;
}
