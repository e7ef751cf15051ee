// The small records beside articles and analyses. See codec.hpp for the form.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/store.hpp"

namespace lode::store {

// Notice::kind of what a registry deleted.
inline constexpr std::string_view k_withdrawn = "withdrawn";

// What is kept of an article outside its record: what a query or the next version of it asks for.
struct StoredFacts {
    std::string id;
    std::uint16_t year = 0;
    bool retracted = false;           // by its own word
    std::uint64_t source = 0;         // digest of Article::source
    std::uint64_t source_number = 0;  // how many sources were finished when it was read
    std::uint64_t content = 0;        // its part of Counters::content
    Quality quality;
    // "doi:...", "pmid:...", "pmcid:...": the names under which its versions, this one and those
    // that gave way, know each other; ascending.
    std::vector<std::string> names;
    std::vector<Notice> notices;          // ascending
    std::vector<std::string> registered;  // names of records that give it now, ascending
    // The first of its names of a kind ("doi:"), without the kind; "" where there is none.
    std::string_view name(std::string_view kind) const;
    bool has_name(std::string_view name) const;
    bool operator==(const StoredFacts&) const = default;
};
Reader::Facts shown(const StoredFacts& stored);

// What the store knows of itself; written with every batch, so that it always agrees with it.
struct State {
    Counters counters;
    Seq next_seq = 0;
    // Articles met (stored, or duplicates). Counters::duplicates is what they exceed those stored
    // by.
    std::uint64_t arrivals = 0;
    // Up to the last finished source. Those of an unfinished source are counted again when it is
    // read again, so on opening a store begins from these.
    std::uint64_t finished_rejects = 0;
    std::uint64_t finished_arrivals = 0;
    std::map<std::uint16_t, std::uint64_t> years;  // articles by year, those of no year left out
    bool operator==(const State&) const = default;
};

// Of a store that keeps its history: one thing its writer was told.
struct Event {
    enum class Kind : std::uint8_t { stored = 1, gave_way = 2, notice = 3 };
    Kind kind = Kind::stored;
    Seq seq = 0;                    // stored: where article and analysis are
    std::string article, analysis;  // gave_way at once: encoded
    std::string registered;         // of both: Prepared::registered
    TargetedNotice notice;
};

// Of each finished source: in which batch of the store it was read, and where in the batch's walk.
struct SourceOrder {
    std::uint64_t batch = 0;
    std::uint64_t place = 0;
    auto operator<=>(const SourceOrder&) const = default;
};

// A batch: one walk, over all runs until it came to its end.
struct Batch {
    Share share;
    bool ended = false;
    bool operator==(const Batch&) const = default;
};

std::string encode(const Event& event);
Event decode_event(std::string_view bytes);
std::string encode(const SourceOrder& order);
SourceOrder decode_order(std::string_view bytes);
std::string encode(const std::vector<Batch>& batches);
std::vector<Batch> decode_batches(std::string_view bytes);
std::string encode(const SourceRecord& source);
SourceRecord decode_source(std::string_view bytes);
std::string encode(const State& state);
State decode_state(std::string_view bytes);
std::string encode(const StoredFacts& facts);
StoredFacts decode_facts(std::string_view bytes);
std::string encode(const std::vector<Notice>& notices);
std::vector<Notice> decode_notices(std::string_view bytes);

}  // namespace lode::store
