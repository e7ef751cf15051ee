// The same article met twice, and what articles say of each other.
#include <algorithm>
#include <utility>

#include "core/base/digest.hpp"
#include "core/store/codec.hpp"
#include "core/store/contents.hpp"
#include "core/store/writer_impl.hpp"

namespace lode::store {
namespace {

// Into an ascending list, once. False: it was there.
template <class T>
bool insert(std::vector<T>& list, const T& value) {
    const auto place = std::lower_bound(list.begin(), list.end(), value);
    if (place != list.end() && *place == value) {
        return false;
    }
    list.insert(place, value);
    return true;
}

std::uint64_t count_words(std::string_view tokens) {
    std::uint64_t count = 0;
    bool inside = false;
    for (const char c : tokens) {
        count += static_cast<unsigned>(c != ' ' && !inside);
        inside = c != ' ';
    }
    return count;
}

}  // namespace

// Versions of one article that are stored: normally none or one. Two where what connects them was
// not known so far.
std::vector<Writer::Impl::Found> Writer::Impl::find_same(const Prepared& prepared) const {
    std::vector<Found> all;
    std::string doi;  // of all of them
    for (const std::string& name : prepared.identities) {
        if (name.starts_with("doi:")) {
            doi = name.substr(4);
        }
    }
    const auto look = [&](const std::string& name) {
        auto article = find(name);
        if (!article || std::any_of(all.begin(), all.end(),
                                    [&](const Found& f) { return f.seq == article->seq; })) {
            return;
        }
        const std::string_view its_doi = article->facts.name("doi:");
        if (doi.empty()) {
            doi = its_doi;
        }
        if (its_doi.empty() || its_doi == doi) {
            all.push_back(std::move(*article));
        }
    };
    look("id:" + prepared.id);
    for (const std::string& name : prepared.identities) {
        look(name);
    }
    return all;
}

// The article that a name leads to.
std::optional<Writer::Impl::Found> Writer::Impl::find(std::string_view name) const {
    const auto seq = resolve(name, [&](const std::string& key) { return get_small(key); });
    if (!seq) {
        return std::nullopt;
    }
    const auto bytes = get_small(small_key(Prefix::facts, *seq));
    if (!bytes) {
        throw damaged_store(database.path(),
                            fmt::format("{} leads to article {}, which has no facts", name, *seq));
    }
    return Found{.seq = *seq, .facts = decode_facts(*bytes)};
}

std::string Writer::Impl::source_of(Seq seq) const {
    if (const auto found = fresh.find(seq); found != fresh.end()) {
        return found->second.source;
    }
    const auto bytes = database.get(Family::article, seq_key(seq));
    return bytes ? read_article(database, seq, *bytes).source : std::string();
}

bool Writer::Impl::is_better(const Prepared& prepared, const Found& there) const {
    if (prepared.quality != there.facts.quality) {
        return prepared.quality > there.facts.quality;
    }
    return prepared.source < source_of(there.seq);
}

Writer::Added Writer::Impl::add(const Prepared& prepared) {
    if (prepared.id.empty()) {
        throw error("{}: an article without id cannot be stored", prepared.source);
    }
    if (prepared.source != last_source) {
        last_source = prepared.source;
        ids_of_last_source.clear();
    }
    const bool first_time = ids_of_last_source.insert(prepared.id).second;
    ++state.arrivals;
    Heritage heritage;
    if (!prepared.registered.empty()) {
        undo_deletion(prepared.registered);
        heritage.registered.push_back(prepared.registered);
    }
    for (const std::string& name : prepared.identities) {
        if (!name.starts_with("text:")) {
            insert(heritage.names, name);
        }
    }
    const std::vector<Found> same = find_same(prepared);
    Added added;
    const std::uint64_t source = digest64(prepared.source);
    const Found* kept = nullptr;
    for (const Found& there : same) {
        const bool same_place = first_time && there.facts.source == source;
        if (same_place && there.facts.content == prepared.content) {
            added.kind = Added::already_there;
            kept = &there;
            break;
        }
        heritage.add(there.facts);
        // What a file says now counts, not what it said in an earlier run.
        const bool changed = same_place && there.facts.source_number != state.counters.sources;
        const bool loses = changed || is_better(prepared, there);
        if (!loses && (kept == nullptr || there.facts.quality > kept->facts.quality ||
                       (there.facts.quality == kept->facts.quality &&
                        source_of(there.seq) < source_of(kept->seq)))) {
            kept = &there;
        }
    }
    Event event;
    event.registered = prepared.registered;
    if (added.kind == Added::already_there) {
        take_over(*kept, heritage);
        event.seq = kept->seq;
    } else {
        added.kind = kept == nullptr ? Added::stored : Added::duplicate;
        const Seq better = kept == nullptr ? state.next_seq : kept->seq;
        for (const Found& there : same) {
            if (&there != kept) {
                ++added.replaced;
                added.replaced_in_source +=
                    there.facts.source_number == state.counters.sources ? 1 : 0;
                remove(there, better);
            }
        }
        for (const Notice& notice : notices_for(prepared)) {
            insert(heritage.notices, notice);
        }
        if (kept == nullptr) {
            event.seq = state.next_seq;
            store(prepared, std::move(heritage));
        } else {
            event.kind = Event::Kind::gave_way;
            lead_names_to(kept->seq, prepared);
            take_over(*kept, heritage);
        }
    }
    for (const TargetedNotice& said : prepared.notices) {
        notice(said);
    }
    if (batches) {
        if (event.kind == Event::Kind::gave_way) {
            event.article = prepared.article;
            event.analysis = prepared.analysis;
        }
        put_event(event);
    }
    count_duplicates();
    commit_if_large();
    return added;
}

void Writer::Impl::Heritage::add(const StoredFacts& facts) {
    for (const std::string& name : facts.names) {
        insert(names, name);
    }
    for (const Notice& notice : facts.notices) {
        insert(notices, notice);
    }
    for (const std::string& name : facts.registered) {
        insert(registered, name);
    }
}

void Writer::Impl::store(const Prepared& prepared, Heritage heritage) {
    const Seq seq = state.next_seq++;
    put(Family::article, seq_key(seq), prepared.article);
    put(Family::analysis, seq_key(seq), prepared.analysis);
    const StoredFacts facts{.id = prepared.id,
                            .year = prepared.year,
                            .retracted = prepared.retracted,
                            .source = digest64(prepared.source),
                            .source_number = state.counters.sources,
                            .content = prepared.content,
                            .quality = prepared.quality,
                            .names = std::move(heritage.names),
                            .notices = std::move(heritage.notices),
                            .registered = std::move(heritage.registered)};
    put_small(small_key(Prefix::facts, seq), encode(facts));
    lead_names_to(seq, prepared);
    postings.add(seq, prepared.terms, prepared.term_ends);
    fresh.emplace(seq, Sums{.sentences = prepared.sentences,
                            .tokens = prepared.tokens,
                            .mentions = prepared.mentions,
                            .trends = prepared.trends,
                            .source = prepared.source});
    Counters& c = state.counters;
    ++c.articles;
    c.sentences += prepared.sentences;
    c.tokens += prepared.tokens;
    c.mentions += prepared.mentions;
    c.trends += prepared.trends;
    c.content += prepared.content;
    if (prepared.year != 0) {
        ++state.years[prepared.year];
        c.first_year = state.years.begin()->first;
        c.last_year = state.years.rbegin()->first;
    }
    ++batch_articles;
}

// A name that leads elsewhere already is left alone where it may be shared ("local:"), and leads on
// by itself where its article gave way to this one.
void Writer::Impl::lead_names_to(Seq seq, const Prepared& prepared) {
    const std::string value = seq_key(seq);
    const auto lead = [&](const std::string& name) {
        const std::string key = name_key(name);
        if (!get_small(key)) {
            put_small(key, value);
        }
    };
    lead("id:" + prepared.id);
    for (const auto* names : {&prepared.identities, &prepared.local_keys}) {
        for (const std::string& name : *names) {
            lead(name);
        }
    }
}

Writer::Impl::Sums Writer::Impl::sums_of(Seq seq) const {
    if (const auto found = fresh.find(seq); found != fresh.end()) {
        return found->second;
    }
    const auto bytes = database.get(Family::analysis, seq_key(seq));
    if (!bytes) {
        throw damaged_store(database.path(), fmt::format("the analysis of article {}", seq));
    }
    const Analysis analysis = read_analysis(database, seq, *bytes);
    Sums sums{.sentences = analysis.sentences.size(),
              .tokens = 0,
              .mentions = analysis.mentions.size(),
              .trends = analysis.trends.size(),
              .source = {}};
    for (const Sentence& sentence : analysis.sentences) {
        sums.tokens += count_words(sentence.tokens);
    }
    return sums;
}

// Its number stays taken, so that posting lists, which are never rewritten, can be filtered. A
// history keeps its records, too: the number is marked as gone.
void Writer::Impl::remove(const Found& old, Seq better) {
    const Sums sums = sums_of(old.seq);
    fresh.erase(old.seq);
    if (!batches) {
        erase(Family::article, seq_key(old.seq));
        erase(Family::analysis, seq_key(old.seq));
    }
    erase_small(small_key(Prefix::facts, old.seq));
    put_small(small_key(Prefix::forward, old.seq), seq_key(better));
    Counters& c = state.counters;
    --c.articles;
    c.sentences -= sums.sentences;
    c.tokens -= sums.tokens;
    c.mentions -= sums.mentions;
    c.trends -= sums.trends;
    c.content -= old.facts.content;
    if (const auto year = state.years.find(old.facts.year); year != state.years.end()) {
        if (--year->second == 0) {
            state.years.erase(year);
        }
        c.first_year = state.years.empty() ? std::uint16_t{0} : state.years.begin()->first;
        c.last_year = state.years.empty() ? std::uint16_t{0} : state.years.rbegin()->first;
    }
}

// What was said of the article before it came.
std::vector<Notice> Writer::Impl::notices_for(const Prepared& prepared) const {
    std::vector<Notice> all;
    const auto collect = [&](const std::string& name) {
        if (const auto bytes = get_small(small_key(Prefix::notice, name))) {
            for (const Notice& notice : decode_notices(*bytes)) {
                insert(all, notice);
            }
        }
    };
    collect("id:" + prepared.id);
    for (const auto* names : {&prepared.identities, &prepared.local_keys}) {
        for (const std::string& name : *names) {
            collect(name);
        }
    }
    return all;
}

void Writer::Impl::notice(TargetedNotice said) {
    const bool deletion = said.notice.kind == k_withdrawn;
    if (deletion) {
        said.notice.by = said.target;
    }
    const std::string key = small_key(Prefix::notice, said.target);
    std::vector<Notice> list;
    if (const auto bytes = get_small(key)) {
        list = decode_notices(*bytes);
    }
    if (insert(list, said.notice)) {
        put_small(key, encode(list));
    }
    if (const auto article = find(said.target)) {
        StoredFacts now = article->facts;
        insert(now.notices, said.notice);
        if (deletion) {
            std::erase(now.registered, said.target);
        }
        change_facts(*article, now);
    }
}

// The record of this name is given (again).
void Writer::Impl::undo_deletion(const std::string& name) {
    const std::string key = small_key(Prefix::notice, name);
    const auto bytes = get_small(key);
    if (!bytes) {
        return;
    }
    const Notice deletion{.kind = std::string(k_withdrawn), .by = name};
    std::vector<Notice> list = decode_notices(*bytes);
    if (std::erase(list, deletion) == 0) {
        return;
    }
    if (list.empty()) {
        erase_small(key);
    } else {
        put_small(key, encode(list));
    }
    if (const auto article = find(name)) {
        StoredFacts now = article->facts;
        std::erase(now.notices, deletion);
        change_facts(*article, now);
    }
}

void Writer::Impl::take_over(const Found& kept, const Heritage& heritage) {
    StoredFacts now = kept.facts;
    for (const std::string& name : heritage.names) {
        insert(now.names, name);
    }
    for (const Notice& notice : heritage.notices) {
        insert(now.notices, notice);
    }
    for (const std::string& name : heritage.registered) {
        insert(now.registered, name);
    }
    change_facts(kept, now);
}

void Writer::Impl::change_facts(const Found& article, const StoredFacts& now) {
    if (now != article.facts) {
        put_small(small_key(Prefix::facts, article.seq), encode(now));
    }
}

}  // namespace lode::store
