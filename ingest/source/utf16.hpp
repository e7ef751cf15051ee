// UTF-16 text with a byte order mark, as UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ingest/source/bytes.hpp"

namespace lode::ingest {

// FF FE or FE FF.
bool has_utf16_mark(std::string_view head);

// The text behind the mark, piece by piece. A surrogate without its partner and half a unit at the
// end become U+FFFD.
class Utf16Source final : public ByteSource {
 public:
    explicit Utf16Source(ByteSource& inner) : m_inner(inner) {}
    std::size_t read(char* to, std::size_t size) override;
    std::string problem() const override { return m_inner.problem(); }

 private:
    bool fill();
    void unit(unsigned value);
    void end_of_data();

    ByteSource& m_inner;
    std::vector<char> m_piece;
    std::string m_text;  // decoded; from m_used on not yet read
    std::size_t m_used = 0;
    bool m_started = false;
    bool m_big_endian = false;
    bool m_ended = false;
    int m_half = -1;      // the first byte of a unit
    unsigned m_high = 0;  // a high surrogate that waits for its partner
};

// The beginning of a text, decoded; what is cut at its end is left out.
std::string utf16_head(std::string_view head);

}  // namespace lode::ingest
