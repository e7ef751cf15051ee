// Keys of the store (docs/FORMATS.md). Numbers in keys are big-endian, so that the order of keys is
// the order of numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/store/store.hpp"

namespace lode::store {

// First byte of a key in the default column family. Never reassign.
enum class Prefix : char {
    source_digest = 'd',  // digest -> number of the source
    facts = 'f',          // seq -> StoredFacts
    event = 'h',          // number of the source, ordinal in it -> Event (history)
    id = 'i',             // Article::id -> seq
    key = 'k',            // "doi:..." -> seq
    meta = 'm',           // "schema", "state", "history"
    notice = 'n',         // "doi:..." -> list of Notice
    order = 'o',          // number of the source -> SourceOrder (history)
    property = 'p',       // name -> value
    reject = 'r',         // number of the source, ordinal in it -> Reject
    source = 's',         // number of the source -> SourceRecord
    forward = 'x',        // seq of a version that gave way -> seq of the better one
};

inline constexpr std::size_t k_number_size = 8;

inline void append_number(std::string& key, std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
        key.push_back(static_cast<char>(number >> shift));
    }
}

// The first eight bytes as a number; the caller checks the size.
inline std::uint64_t read_number(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < k_number_size; ++i) {
        number = number << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return number;
}

inline std::string seq_key(Seq seq) {
    std::string key;
    append_number(key, seq);
    return key;
}

inline std::string small_key(Prefix prefix, std::string_view rest) {
    std::string key(1, static_cast<char>(prefix));
    key.append(rest);
    return key;
}

inline std::string small_key(Prefix prefix, std::uint64_t number) {
    std::string key(1, static_cast<char>(prefix));
    append_number(key, number);
    return key;
}

inline std::string small_key(Prefix prefix, std::uint64_t source, std::uint64_t ordinal) {
    std::string key = small_key(prefix, source);
    append_number(key, ordinal);
    return key;
}

// The key a name of an article is stored under.
inline std::string name_key(std::string_view name) {
    return name.starts_with("id:") ? small_key(Prefix::id, name.substr(3))
                                   : small_key(Prefix::key, name);
}

// The seq a name leads to. `get` reads the small family: std::optional<std::string>(std::string
// key).
template <class Get>
std::optional<Seq> resolve(std::string_view name, Get&& get) {
    auto value = get(name_key(name));
    if (!value || value->size() != k_number_size) {
        return std::nullopt;
    }
    Seq seq = read_number(*value);
    // A version gives way to one that is there, so there are no circles; the bound is for damage.
    for (int hop = 0; hop < 100'000; ++hop) {
        value = get(small_key(Prefix::forward, seq));
        if (!value || value->size() != k_number_size) {
            return seq;
        }
        seq = read_number(*value);
    }
    throw Error("versions of an article that lead in a circle");
}

// Name and number: a posting chunk (term, first seq). All keys of one name stand together;
// has_name() tells them from those of a name that only begins alike.
inline std::string named_prefix(std::string_view name) {
    std::string key(name);
    key.push_back('\0');
    return key;
}

inline std::string named_key(std::string_view name, std::uint64_t number) {
    std::string key = named_prefix(name);
    append_number(key, number);
    return key;
}

inline bool has_name(std::string_view key, std::string_view prefix) {
    return key.size() == prefix.size() + k_number_size && key.starts_with(prefix);
}

}  // namespace lode::store
