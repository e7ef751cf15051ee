// SHA-256 (FIPS 180-4, by nettle): for checksums that others verify. Inside Lode:
// core/base/digest.hpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace lode {

class Sha256 {
 public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    void add(std::string_view bytes);
    // 64 lower-case hex digits of what was added; begins anew.
    std::string hex();

 private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace lode
