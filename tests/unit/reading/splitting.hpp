// Shared by the tests of cutting files into documents.
#pragma once

#include <algorithm>

#include "ingest/source/leaf.hpp"
#include "tests/unit/reading/containers.hpp"

namespace reading_test {

// Gives bytes in pieces of odd sizes.
class OddSource final : public ByteSource {
 public:
    OddSource(std::string_view bytes, unsigned seed) : m_bytes(bytes), m_random(seed) {}
    std::size_t read(char* to, std::size_t size) override {
        const std::size_t take =
            std::min({size, m_bytes.size(), std::size_t{1} + m_random() % 50'000});
        m_bytes.copy(to, take);
        m_bytes.remove_prefix(take);
        return take;
    }

 private:
    std::string_view m_bytes;
    std::mt19937 m_random;
};

using Read = void (*)(const Leaf&);

inline Given split(ByteSource& source, Read read, const ContainerLimits& limits = {}) {
    Given given;
    const std::string name = "f";
    const std::function<void(Document)> document = [&](Document d) {
        given.documents.push_back(std::move(d));
    };
    const std::function<void(Reject)> reject = [&](Reject r) {
        given.rejects.push_back(std::move(r));
    };
    const std::stop_token stop;
    read({.source = source,
          .name = name,
          .limits = limits,
          .document = document,
          .reject = reject,
          .stop = stop});
    return given;
}

inline Given split(std::string_view bytes, Read read, const ContainerLimits& limits = {}) {
    OddSource source(bytes, 3);
    return split(source, read, limits);
}

inline std::uint64_t lines(std::string_view text) {
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

inline std::size_t count(std::string_view text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos;
         at = text.find(what, at + what.size())) {
        ++found;
    }
    return found;
}

}  // namespace reading_test
