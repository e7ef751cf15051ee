// Bytes of stored records: little helpers to write and to read them. Integers are LEB128 varints,
// floating point numbers are little-endian IEEE 754, strings carry their length in front.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/model/article.hpp"

namespace lode::store {

// First byte of a stored record. Never renumber.
enum class RecordType : std::uint8_t {
    article = 1,
    analysis = 2,
    reject = 3,
    source = 4,
    facts = 5,
    state = 6,
    notices = 7,
    event = 8,
    history = 9,
    order = 10,
};

// Seven bits a byte, the lowest first; the upper bit says that more follow.
inline void append_varint(std::string& bytes, std::uint64_t value) {
    char buffer[10];
    std::size_t size = 0;
    while (value >= 0x80) {
        buffer[size++] = static_cast<char>(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    buffer[size++] = static_cast<char>(static_cast<std::uint8_t>(value));
    bytes.append(buffer, size);
}

class Encoder {
 public:
    Encoder() = default;
    Encoder(RecordType type, std::uint8_t version) {
        byte(static_cast<std::uint8_t>(type));
        byte(version);
    }

    void byte(std::uint8_t value) { m_bytes.push_back(static_cast<char>(value)); }
    void boolean(bool value) { byte(value ? 1 : 0); }
    void varint(std::uint64_t value) {
        if (value < 0x80) {
            byte(static_cast<std::uint8_t>(value));
        } else {
            append_varint(m_bytes, value);
        }
    }
    void fixed32(std::uint32_t value) {
        for (int i = 0; i < 4; ++i) {
            byte(static_cast<std::uint8_t>(value >> (8 * i)));
        }
    }
    void fixed64(std::uint64_t value) {
        for (int i = 0; i < 8; ++i) {
            byte(static_cast<std::uint8_t>(value >> (8 * i)));
        }
    }
    void real(float value) { fixed32(std::bit_cast<std::uint32_t>(value)); }
    void real(double value) { fixed64(std::bit_cast<std::uint64_t>(value)); }
    void string(std::string_view value) {
        varint(value.size());
        m_bytes.append(value);
    }
    // Ranges mostly ascend, so the distance from the one before is short. All arithmetic is modulo
    // 2^32: any value survives, sensible ones are small.
    void range(Range value, std::uint32_t& previous) {
        varint(value.begin - previous);
        varint(value.end - value.begin);
        previous = value.begin;
    }

    std::string take() && { return std::move(m_bytes); }

 private:
    static_assert(std::numeric_limits<double>::is_iec559 && std::numeric_limits<float>::is_iec559);
    std::string m_bytes;
};

// Every read is checked; damage is an Error that names the record and the place.
class Decoder {
 public:
    Decoder(std::string_view bytes, std::string_view what) : m_bytes(bytes), m_what(what) {}
    Decoder(std::string_view bytes, std::string_view what, RecordType type, std::uint8_t version)
        : Decoder(bytes, what) {
        if (byte() != static_cast<std::uint8_t>(type)) {
            damaged("another type of record");
        }
        if (const std::uint8_t stored = byte(); stored != version) {
            damaged("another version");
        }
    }

    std::size_t left() const noexcept { return m_bytes.size() - m_pos; }

    std::uint8_t byte() {
        if (left() == 0) {
            damaged("cut off");
        }
        return static_cast<std::uint8_t>(m_bytes[m_pos++]);
    }
    bool boolean() {
        const std::uint8_t value = byte();
        if (value > 1) {
            damaged("a truth value that is neither 0 nor 1");
        }
        return value == 1;
    }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t part = byte();
            if (shift == 63 && part > 1) {
                break;
            }
            value |= static_cast<std::uint64_t>(part & 0x7F) << shift;
            if ((part & 0x80) == 0) {
                return value;
            }
        }
        damaged("a number of more than 64 bits");
    }
    std::uint32_t varint32() { return narrow<std::uint32_t>(varint()); }
    std::uint16_t varint16() { return narrow<std::uint16_t>(varint()); }
    std::uint32_t fixed32() {
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i) {
            value |= static_cast<std::uint32_t>(byte()) << (8 * i);
        }
        return value;
    }
    std::uint64_t fixed64() {
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i) {
            value |= static_cast<std::uint64_t>(byte()) << (8 * i);
        }
        return value;
    }
    float real32() { return std::bit_cast<float>(fixed32()); }
    double real64() { return std::bit_cast<double>(fixed64()); }
    std::string_view view() {
        const std::uint64_t size = varint();
        if (size > left()) {
            damaged("a string longer than the record");
        }
        const std::string_view value = m_bytes.substr(m_pos, static_cast<std::size_t>(size));
        m_pos += value.size();
        return value;
    }
    std::string string() { return std::string(view()); }
    Range range(std::uint32_t& previous) {
        Range value;
        value.begin = previous + varint32();
        value.end = value.begin + varint32();
        previous = value.begin;
        return value;
    }
    // The number of elements of a list. Each takes at least one byte, so a count above what is left
    // is damage and nothing is allocated for it.
    std::size_t count() {
        const std::uint64_t value = varint();
        if (value > left()) {
            damaged("a list longer than the record");
        }
        return static_cast<std::size_t>(value);
    }
    // An enum stored as a byte whose valid values are first..last.
    template <class E>
    E enumerated(E first, E last) {
        const std::uint8_t value = byte();
        if (value < static_cast<std::uint8_t>(first) || value > static_cast<std::uint8_t>(last)) {
            damaged("an unknown kind");
        }
        return static_cast<E>(value);
    }
    // To be called after the last field.
    void finish() const {
        if (left() != 0) {
            damaged("bytes behind the last field");
        }
    }

    [[noreturn]] void damaged(std::string_view reason) const {
        throw error("stored {} is damaged: {} at byte {} of {}", m_what, reason, m_pos,
                    m_bytes.size());
    }

 private:
    template <class T>
    T narrow(std::uint64_t value) {
        if (value > std::numeric_limits<T>::max()) {
            damaged("a number out of range");
        }
        return static_cast<T>(value);
    }

    std::string_view m_bytes;
    std::string_view m_what;
    std::size_t m_pos = 0;
};

// Reserve no more than this on the word of a count: a hostile count must not cost memory that its
// elements do not back.
inline constexpr std::size_t k_reserve_limit = 1024;

template <class T, class F>
std::vector<T> decode_list(Decoder& in, F&& element) {
    const std::size_t n = in.count();
    std::vector<T> list;
    list.reserve(n < k_reserve_limit ? n : k_reserve_limit);
    for (std::size_t i = 0; i < n; ++i) {
        list.push_back(element());
    }
    return list;
}

template <class T, class F>
void encode_list(Encoder& out, const std::vector<T>& list, F&& element) {
    out.varint(list.size());
    for (const T& value : list) {
        element(value);
    }
}

inline void encode_strings(Encoder& out, const std::vector<std::string>& list) {
    encode_list(out, list, [&](const std::string& s) { out.string(s); });
}

inline std::vector<std::string> decode_strings(Decoder& in) {
    return decode_list<std::string>(in, [&] { return in.string(); });
}

}  // namespace lode::store
