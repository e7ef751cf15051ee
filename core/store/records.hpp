// The small records beside articles and analyses. See codec.hpp for the form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/store/store.hpp"

namespace lode::store {

// What the store knows of itself; written with every batch, so that it always agrees with it.
struct State {
    Counters counters;
    Seq next_seq = 0;
    // Rejects and duplicates up to the last finished source. Those of an unfinished source are
    // counted again when it is read again, so on opening a store begins from these.
    std::uint64_t finished_rejects = 0;
    std::uint64_t finished_duplicates = 0;
    bool operator==(const State&) const = default;
};

std::string encode(const SourceRecord& source);
SourceRecord decode_source(std::string_view bytes);
std::string encode(const State& state);
State decode_state(std::string_view bytes);
std::string encode(const Reader::Facts& facts);
Reader::Facts decode_facts(std::string_view bytes);

}  // namespace lode::store
