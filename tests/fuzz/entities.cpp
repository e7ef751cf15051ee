// Any bytes through what is done to a document before it is parsed, and to one that failed to
// parse.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ingest/xml/bytes.hpp"
#include "ingest/xml/entities.hpp"
#include "ingest/xml/head.hpp"

using namespace lode::ingest::xml;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const Prepared prepared = prepare(input);
    if (prepared.reason.empty()) {
        if (prepared.bytes.size() > 4 * input.size() + (1U << 20)) {
            std::abort();  // the promise of resolve_entities()
        }
        if (prepared.utf8 && !valid_utf8(prepared.bytes)) {
            std::abort();
        }
        std::string repaired;
        repair_markup(prepared.bytes, repaired);
        if (prepared.utf8 && !valid_utf8(repaired)) {
            std::abort();
        }
        read_root(prepared.bytes);
        find_long_start_tag(prepared.bytes, 1000);
    }
    resolve_entities(input);
    return 0;
}
