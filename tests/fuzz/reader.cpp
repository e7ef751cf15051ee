// Any bytes as a document of one dialect (the environment's LODE_FUZZ_DIALECT): never a crash,
// never an exception, nothing unaccounted, and the same answer twice.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/model/json.hpp"
#include "core/store/codec.hpp"
#include "core/text/unicode.hpp"
#include "ingest/dialect.hpp"

using namespace lode;
using namespace lode::ingest;

namespace {

[[noreturn]] void fail(const char* what, const std::string& detail) {
    std::fprintf(stderr, "%s: %s\n", what, detail.c_str());
    std::abort();
}

const Dialect& dialect() {
    const char* name = std::getenv("LODE_FUZZ_DIALECT");
    for (const auto member : dialects::all()) {
        if (name != nullptr && member().info().name == name) {
            return member();
        }
    }
    fail("LODE_FUZZ_DIALECT names no dialect", name == nullptr ? "(not set)" : name);
}

void check(const Article& article) {
    for (const char* fault : {"unaccounted", "counted-twice"}) {
        if (article.dropped.contains(fault)) {
            fail(fault, to_json(article));
        }
    }
    if (article.id.empty()) {
        fail("no id", to_json(article));
    }
    for (const Block& block : blocks(article)) {
        if (!text::is_valid_utf8(block.text->utf8)) {
            fail("text is not UTF-8", article.source);
        }
        std::uint32_t end = 0;
        for (const ScriptSpan& span : block.text->scripts) {
            if (span.range.begin < end || span.range.end < span.range.begin ||
                span.range.end > block.text->utf8.size()) {
                fail("a script range that does not fit", to_json(article));
            }
            end = span.range.end;
        }
    }
    const std::string bytes = store::encode(article);
    if (store::decode_article(bytes) != article) {
        fail("the stored form is not the article", to_json(article));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Dialect& g_dialect = dialect();
    // Smaller limits than in earnest, so that reaching them does not take megabytes.
    ReadOptions options;
    options.dialect = g_dialect.info().name;
    options.limits.text_node_bytes = 1 << 20;
    Document document;
    document.source = "fuzz";
    document.kind = g_dialect.info().kind;
    document.bytes.assign(reinterpret_cast<const char*>(data), size);
    const ReadResult result = read_document(document, options);
    if (result.records < result.articles.size() + result.rejects.size()) {
        fail("more results than records", std::to_string(result.records));
    }
    for (const Article& article : result.articles) {
        check(article);
    }
    for (const Reject& reject : result.rejects) {
        if (reject.reason.empty() || !text::is_valid_utf8(reject.detail)) {
            fail("a reject without reason, or not in UTF-8", reject.source);
        }
    }
    return 0;
}
