// Any bytes as a stored record: refused with an Error, or read as a value that is stored and read
// again as the same value. The first byte chooses the record.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/error.hpp"
#include "core/store/codec.hpp"
#include "core/store/records.hpp"

using namespace lode;
using namespace lode::store;

namespace {

template <class Decode>
void round_trip(std::string_view bytes, Decode&& decode) {
    // Compared as stored bytes: a damaged number may be "not a number", which equals nothing.
    const auto stored = encode(decode(bytes));
    if (encode(decode(stored)) != stored) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    try {
        switch (data[0] % 7) {
            case 0:
                round_trip(bytes, decode_article);
                break;
            case 1:
                round_trip(bytes, decode_analysis);
                break;
            case 2:
                round_trip(bytes, decode_reject);
                break;
            case 3:
                round_trip(bytes, decode_source);
                break;
            case 4:
                round_trip(bytes, decode_state);
                break;
            case 5:
                round_trip(bytes, decode_facts);
                break;
            default:
                round_trip(bytes, decode_notices);
        }
    } catch (const Error&) {
        // Damage is told.
    }
    return 0;
}
