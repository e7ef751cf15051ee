#include "core/store/records.hpp"

#include <utility>

#include "core/store/wire.hpp"

namespace lode::store {
namespace {

constexpr std::uint8_t k_source_version = 1;
constexpr std::uint8_t k_state_version = 1;
constexpr std::uint8_t k_facts_version = 1;

}  // namespace

std::string encode(const SourceRecord& source) {
    Encoder out(RecordType::source, k_source_version);
    out.string(source.name);
    out.string(source.digest);
    for (const std::uint64_t number : {source.bytes, source.members, source.articles,
                                       source.duplicates, source.rejected, source.unreadable}) {
        out.varint(number);
    }
    out.string(source.problem);
    return std::move(out).take();
}

SourceRecord decode_source(std::string_view bytes) {
    Decoder in(bytes, "source record", RecordType::source, k_source_version);
    SourceRecord source;
    source.name = in.string();
    source.digest = in.string();
    for (std::uint64_t* number : {&source.bytes, &source.members, &source.articles,
                                  &source.duplicates, &source.rejected, &source.unreadable}) {
        *number = in.varint();
    }
    source.problem = in.string();
    in.finish();
    return source;
}

std::string encode(const State& state) {
    Encoder out(RecordType::state, k_state_version);
    const Counters& c = state.counters;
    for (const std::uint64_t number : {c.articles, c.sentences, c.tokens, c.mentions, c.trends,
                                       c.rejects, c.duplicates, c.sources}) {
        out.varint(number);
    }
    out.varint(c.first_year);
    out.varint(c.last_year);
    out.fixed64(c.content);
    out.varint(state.next_seq);
    out.varint(state.finished_rejects);
    out.varint(state.finished_duplicates);
    return std::move(out).take();
}

State decode_state(std::string_view bytes) {
    Decoder in(bytes, "state of the store", RecordType::state, k_state_version);
    State state;
    Counters& c = state.counters;
    for (std::uint64_t* number : {&c.articles, &c.sentences, &c.tokens, &c.mentions, &c.trends,
                                  &c.rejects, &c.duplicates, &c.sources}) {
        *number = in.varint();
    }
    c.first_year = in.varint16();
    c.last_year = in.varint16();
    c.content = in.fixed64();
    state.next_seq = in.varint();
    state.finished_rejects = in.varint();
    state.finished_duplicates = in.varint();
    in.finish();
    return state;
}

std::string encode(const Reader::Facts& facts) {
    Encoder out(RecordType::facts, k_facts_version);
    out.string(facts.id);
    out.varint(facts.year);
    out.boolean(facts.retracted);
    return std::move(out).take();
}

Reader::Facts decode_facts(std::string_view bytes) {
    Decoder in(bytes, "facts", RecordType::facts, k_facts_version);
    Reader::Facts facts;
    facts.id = in.string();
    facts.year = in.varint16();
    facts.retracted = in.boolean();
    in.finish();
    return facts;
}

}  // namespace lode::store
