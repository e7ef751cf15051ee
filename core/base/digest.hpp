// Content digests: 128-bit XXH3 (xxhash). Not cryptographic: they guard against accidents, not
// against forgery. The values are stored, so the algorithm never changes under the same name.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lode {

struct Digest128 {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    bool operator==(const Digest128&) const = default;
    std::string hex() const;  // 32 lower-case hex digits
};

Digest128 digest128(std::string_view bytes);
std::uint64_t digest64(std::string_view bytes);

// For input that arrives in pieces.
class Digester {
 public:
    Digester();
    ~Digester();
    Digester(Digester&&) noexcept;
    Digester& operator=(Digester&&) noexcept;
    void add(std::string_view bytes);
    Digest128 result() const;

 private:
    struct State;
    std::unique_ptr<State> m_state;
};

// 16 hex digits of a 64-bit value, zero padded.
std::string hex64(std::uint64_t value);

}  // namespace lode
