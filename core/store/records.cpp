#include "core/store/records.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/store/wire.hpp"

namespace lode::store {
namespace {

constexpr std::uint8_t k_source_version = 1;
constexpr std::uint8_t k_state_version = 2;
constexpr std::uint8_t k_facts_version = 3;
constexpr std::uint8_t k_notices_version = 1;

void put(Encoder& out, const std::vector<Notice>& notices) {
    encode_list(out, notices, [&](const Notice& notice) {
        out.string(notice.kind);
        out.string(notice.by);
    });
}

// Registries delete the second of two records of one article, too.
bool is_given_elsewhere(const StoredFacts& facts, std::string_view deleted) {
    const std::string_view registry = deleted.substr(0, deleted.find(':') + 1);
    return std::any_of(facts.registered.begin(), facts.registered.end(),
                       [&](const std::string& name) { return name.starts_with(registry); });
}

std::vector<Notice> get_notices(Decoder& in) {
    return decode_list<Notice>(in, [&] {
        Notice notice;
        notice.kind = in.string();
        notice.by = in.string();
        return notice;
    });
}

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
    out.varint(state.arrivals);
    out.varint(state.finished_rejects);
    out.varint(state.finished_arrivals);
    out.varint(state.years.size());
    for (const auto& [year, articles] : state.years) {
        out.varint(year);
        out.varint(articles);
    }
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
    state.arrivals = in.varint();
    state.finished_rejects = in.varint();
    state.finished_arrivals = in.varint();
    for (std::size_t left = in.count(); left > 0; --left) {
        const std::uint16_t year = in.varint16();
        state.years[year] = in.varint();
    }
    in.finish();
    return state;
}

std::string encode(const StoredFacts& facts) {
    Encoder out(RecordType::facts, k_facts_version);
    out.string(facts.id);
    out.varint(facts.year);
    out.boolean(facts.retracted);
    for (const std::uint64_t number : {facts.source, facts.content}) {
        out.fixed64(number);
    }
    out.varint(facts.source_number);
    out.byte(facts.quality.completeness);
    out.boolean(facts.quality.sound);
    out.string(facts.quality.revised);
    out.varint(facts.quality.characters);
    encode_strings(out, facts.names);
    put(out, facts.notices);
    encode_strings(out, facts.registered);
    return std::move(out).take();
}

StoredFacts decode_facts(std::string_view bytes) {
    Decoder in(bytes, "facts", RecordType::facts, k_facts_version);
    StoredFacts facts;
    facts.id = in.string();
    facts.year = in.varint16();
    facts.retracted = in.boolean();
    for (std::uint64_t* number : {&facts.source, &facts.content}) {
        *number = in.fixed64();
    }
    facts.source_number = in.varint();
    facts.quality.completeness = in.byte();
    facts.quality.sound = in.boolean();
    facts.quality.revised = in.string();
    facts.quality.characters = in.varint();
    facts.names = decode_strings(in);
    facts.notices = get_notices(in);
    facts.registered = decode_strings(in);
    in.finish();
    return facts;
}

std::string_view StoredFacts::name(std::string_view kind) const {
    const auto place = std::lower_bound(names.begin(), names.end(), kind);
    return place != names.end() && place->starts_with(kind)
               ? std::string_view(*place).substr(kind.size())
               : std::string_view();
}

bool StoredFacts::has_name(std::string_view name) const {
    return std::binary_search(names.begin(), names.end(), name);
}

Reader::Facts shown(const StoredFacts& stored) {
    Reader::Facts facts{.id = stored.id,
                        .year = stored.year,
                        .retracted = stored.retracted,
                        .concern = false,
                        .corrected = false,
                        .notices = {}};
    for (const Notice& notice : stored.notices) {
        if (notice.kind == k_withdrawn && is_given_elsewhere(stored, notice.by)) {
            continue;
        }
        facts.notices.push_back(notice);
        facts.retracted =
            facts.retracted || notice.kind == "retracted" || notice.kind == k_withdrawn;
        facts.concern = facts.concern || notice.kind == "concern";
        facts.corrected = facts.corrected || notice.kind == "corrected";
    }
    return facts;
}

std::string encode(const std::vector<Notice>& notices) {
    Encoder out(RecordType::notices, k_notices_version);
    put(out, notices);
    return std::move(out).take();
}

std::vector<Notice> decode_notices(std::string_view bytes) {
    Decoder in(bytes, "notices", RecordType::notices, k_notices_version);
    std::vector<Notice> notices = get_notices(in);
    in.finish();
    return notices;
}

}  // namespace lode::store
