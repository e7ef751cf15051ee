#include "core/base/digest.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <new>

namespace lode {

std::string Digest128::hex() const {
    return fmt::format("{:016x}{:016x}", high, low);
}

Digest128 digest128(std::string_view bytes) {
    const XXH128_hash_t h = XXH3_128bits(bytes.data(), bytes.size());
    return {.high = h.high64, .low = h.low64};
}

std::uint64_t digest64(std::string_view bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

struct Digester::State {
    std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> xxh{XXH3_createState(),
                                                                        &XXH3_freeState};
};

Digester::Digester() : m_state(std::make_unique<State>()) {
    if (!m_state->xxh) {
        throw std::bad_alloc();
    }
    XXH3_128bits_reset(m_state->xxh.get());
}
Digester::~Digester() = default;
Digester::Digester(Digester&&) noexcept = default;
Digester& Digester::operator=(Digester&&) noexcept = default;

void Digester::add(std::string_view bytes) {
    XXH3_128bits_update(m_state->xxh.get(), bytes.data(), bytes.size());
}

Digest128 Digester::result() const {
    const XXH128_hash_t h = XXH3_128bits_digest(m_state->xxh.get());
    return {.high = h.high64, .low = h.low64};
}

std::string hex64(std::uint64_t value) {
    return fmt::format("{:016x}", value);
}

}  // namespace lode
