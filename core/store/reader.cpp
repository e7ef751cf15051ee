#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/file.hpp"
#include "core/store/codec.hpp"
#include "core/store/contents.hpp"
#include "core/store/layout.hpp"
#include "core/store/postings.hpp"
#include "core/store/reader_impl.hpp"
#include "core/store/snapshot.hpp"
#include "core/store/store.hpp"

namespace lode::store {
namespace {

Complete published(const fs::path& folder) {
    auto complete = read_complete(folder);
    if (!complete) {
        throw Error(folder.string() + ": there is no published store here",
                    "lode ingest PATH... makes one");
    }
    return *complete;
}

std::string upper(std::string_view ascii) {
    std::string text(ascii);
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') {
            c = static_cast<char>(c - 'a' + 'A');
        }
    }
    return text;
}

}  // namespace

// A writer may publish a newer snapshot and remove this one between reading its number and locking
// it: then there is a new number to try. Only a missing folder of an unchanged number is damage.
Snapshot lock_snapshot(const fs::path& folder) {
    constexpr int k_attempts = 50;
    constexpr auto k_pause = std::chrono::milliseconds(20);
    Complete complete = published(folder);
    for (int attempt = 0; attempt < k_attempts; ++attempt) {
        const fs::path path = snapshots_path(folder) / snapshot_name(complete.snapshot);
        auto lock = FileLock::try_lock(path / k_snapshot_lock, FileLock::Kind::shared);
        if (lock) {
            return {.complete = complete, .path = path, .lock = std::move(*lock)};
        }
        std::this_thread::sleep_for(k_pause);
        complete = published(folder);
    }
    throw damaged_store(folder, fmt::format("COMPLETE.json names snapshot {}, which is missing",
                                            snapshot_name(complete.snapshot)));
}

Reader::Impl::Impl(const fs::path& folder)
    : snapshot(lock_snapshot(folder)), database(Database::open_for_reading(snapshot.path)) {
    const auto loaded = load_state(database);
    if (!loaded) {
        throw damaged_store(snapshot.path, "the snapshot is empty");
    }
    state = *loaded;
    if (state != snapshot.complete.state) {
        const Counters& recorded = snapshot.complete.state.counters;
        throw damaged_store(
            snapshot.path,
            recorded.articles == state.counters.articles &&
                    recorded.content == state.counters.content
                ? std::string("COMPLETE.json and the snapshot agree on the articles and differ in "
                              "other counters")
                : fmt::format("COMPLETE.json records {} articles (content {}), the snapshot holds "
                              "{} (content {})",
                              recorded.articles, hex64(recorded.content), state.counters.articles,
                              hex64(state.counters.content)));
    }
    verify_newest(database, state);
    properties = load_properties(database);
    database.scan(Family::small, small_key(Prefix::forward, ""),
                  [&](std::string_view key, std::string_view) {
                      gone.push_back(read_number(key.substr(1)));
                      return true;
                  });
}

std::optional<Seq> Reader::Impl::find_key(std::string_view kind, std::string_view value) const {
    return value.empty() ? std::nullopt : resolve(database, std::string(kind).append(value));
}

std::optional<StoredFacts> Reader::Impl::facts(Seq seq) const {
    const auto bytes = database.get(Family::small, small_key(Prefix::facts, seq));
    if (!bytes) {
        return std::nullopt;
    }
    StoredFacts facts = decode_facts(*bytes);
    std::erase_if(facts.notices,
                  [&](const Notice& notice) { return is_said_elsewhere(facts, notice); });
    return facts;
}

// An article that retracts another one and turned out to be a version of it: the notice is by the
// article and about it, but it does not say so of itself.
bool Reader::Impl::is_said_elsewhere(const StoredFacts& facts, const Notice& notice) const {
    if (notice.kind == k_withdrawn || !facts.has_name(notice.by)) {
        return false;
    }
    const auto bytes = database.get(Family::small, small_key(Prefix::notice, notice.by));
    const std::vector<Notice> of_itself = bytes ? decode_notices(*bytes) : std::vector<Notice>();
    return std::find(of_itself.begin(), of_itself.end(), notice) == of_itself.end();
}

Article Reader::Impl::with_facts(Seq seq, Article article) const {
    const auto stored = facts(seq);
    if (!stored) {
        return article;
    }
    for (const auto& [kind, value] :
         {std::pair<std::string_view, std::string*>{"doi:", &article.doi},
          std::pair<std::string_view, std::string*>{"pmid:", &article.pmid},
          std::pair<std::string_view, std::string*>{"pmcid:", &article.pmcid}}) {
        if (value->empty()) {
            *value = stored->name(kind);
        }
    }
    const Reader::Facts now = shown(*stored);
    article.retracted = article.retracted || now.retracted;
    for (const Notice& notice : now.notices) {
        Relation relation;
        relation.kind = notice.kind == "concern" ? "concern-by" : notice.kind + "-by";
        if (notice.kind == k_withdrawn) {
            // by its registry, which is no article
        } else if (notice.by.starts_with("doi:")) {
            relation.doi = notice.by.substr(4);
        } else if (notice.by.starts_with("pmid:")) {
            relation.pmid = notice.by.substr(5);
        }
        // Said of itself, or said already by its own file.
        const bool own = notice.kind != k_withdrawn &&
                         (stored->has_name(notice.by) ||
                          (notice.by.starts_with("id:") && resolve(database, notice.by) == seq));
        const bool said =
            std::any_of(article.relations.begin(), article.relations.end(), [&](const Relation& r) {
                return r.kind == relation.kind && ((!r.doi.empty() && r.doi == relation.doi) ||
                                                   (!r.pmid.empty() && r.pmid == relation.pmid) ||
                                                   (relation.doi.empty() && relation.pmid.empty()));
            });
        if (!own && !said) {
            article.relations.push_back(std::move(relation));
        }
    }
    return article;
}

// The numbers that are missing are known, so that no other one is passed over.
template <class Visit>
void Reader::Impl::for_each_seq(Family family, Visit&& visit) const {
    Seq expected = 0;
    auto next_gone = gone.begin();
    const auto pass_gone = [&] {
        while (next_gone != gone.end() && *next_gone == expected) {
            ++next_gone;
            ++expected;
        }
    };
    bool stopped = false;
    database.scan(family, {}, [&](std::string_view key, std::string_view value) {
        // A store that keeps its history has the records of what is gone, too.
        if (key.size() == k_number_size && is_gone(read_number(key))) {
            return true;
        }
        pass_gone();
        if (key.size() != k_number_size || read_number(key) != expected) {
            throw damaged_store(database.path(), fmt::format("article {} is missing", expected));
        }
        stopped = !visit(expected++, value);
        return !stopped;
    });
    pass_gone();
    if (!stopped && expected != state.next_seq) {
        throw damaged_store(database.path(),
                            fmt::format("{} of {} articles are there", expected, state.next_seq));
    }
}

Reader::Reader(const fs::path& folder) : m_impl(std::make_unique<Impl>(folder)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;

const Counters& Reader::counters() const noexcept {
    return m_impl->state.counters;
}

const Properties& Reader::properties() const noexcept {
    return m_impl->properties;
}

std::optional<Reader::Shares> Reader::shares() const {
    const auto batches = load_batches(m_impl->database);
    if (!batches) {
        return std::nullopt;
    }
    Shares shares;
    for (const Batch& batch : *batches) {
        shares.batches.push_back(batch.share);
        shares.ended = batch.ended;
    }
    return shares;
}

std::string Reader::fingerprint() const {
    // Lengths stand in front, so that no two sets of properties read alike.
    std::string bytes = fmt::format("schema {}\ncontent {}\n", k_schema_version,
                                    hex64(m_impl->state.counters.content));
    for (const auto& [name, value] : m_impl->properties) {
        bytes += fmt::format("{} {} {} {}\n", name.size(), name, value.size(), value);
    }
    return digest128(bytes).hex();
}

std::optional<Article> Reader::article(Seq seq) const {
    if (m_impl->is_gone(seq)) {
        return std::nullopt;
    }
    const auto bytes = m_impl->database.get(Family::article, seq_key(seq));
    return bytes
               ? std::optional(m_impl->with_facts(seq, read_article(m_impl->database, seq, *bytes)))
               : std::nullopt;
}

std::optional<Analysis> Reader::analysis(Seq seq) const {
    if (m_impl->is_gone(seq)) {
        return std::nullopt;
    }
    const auto bytes = m_impl->database.get(Family::analysis, seq_key(seq));
    return bytes ? std::optional(read_analysis(m_impl->database, seq, *bytes)) : std::nullopt;
}

std::optional<Seq> Reader::find(std::string_view id) const {
    return resolve(m_impl->database, std::string("id:").append(id));
}

std::optional<Seq> Reader::find_any(std::string_view key) const {
    if (const auto seq = find(key)) {
        return seq;
    }
    if (const auto seq = m_impl->find_key("doi:", normalise_doi(key))) {
        return seq;
    }
    const std::string capitals = upper(key);
    std::string_view pmid = capitals;
    if (pmid.starts_with("PMID:")) {
        pmid.remove_prefix(5);
    }
    std::string_view pmcid = capitals;
    if (pmcid.starts_with("PMCID:")) {
        pmcid.remove_prefix(6);
    }
    for (const auto& [kind, value] :
         {std::pair<std::string_view, std::string_view>{"pmcid:", pmcid},
          std::pair<std::string_view, std::string_view>{"pmid:", pmid},
          std::pair<std::string_view, std::string_view>{"local:", key}}) {
        if (const auto seq = m_impl->find_key(kind, value)) {
            return seq;
        }
    }
    return std::nullopt;
}

void Reader::for_each_article(const std::function<bool(Seq, const Article&)>& visit) const {
    m_impl->for_each_seq(Family::article, [&](Seq seq, std::string_view bytes) {
        return visit(seq, m_impl->with_facts(seq, read_article(m_impl->database, seq, bytes)));
    });
}

void Reader::for_each_analysis(const std::function<bool(Seq, const Analysis&)>& visit) const {
    m_impl->for_each_seq(Family::analysis, [&](Seq seq, std::string_view bytes) {
        return visit(seq, read_analysis(m_impl->database, seq, bytes));
    });
}

void Reader::for_each_reject(const std::function<bool(const Reject&)>& visit) const {
    m_impl->database.scan(
        Family::small, small_key(Prefix::reject, ""),
        [&](std::string_view, std::string_view bytes) { return visit(decode_reject(bytes)); });
}

void Reader::for_each_source(const std::function<bool(const SourceRecord&)>& visit) const {
    m_impl->database.scan(
        Family::small, small_key(Prefix::source, ""),
        [&](std::string_view, std::string_view bytes) { return visit(decode_source(bytes)); });
}

std::optional<Reader::Facts> Reader::facts(Seq seq) const {
    const auto stored = m_impl->facts(seq);
    return stored ? std::optional(shown(*stored)) : std::nullopt;
}

void Reader::for_each_notice(
    const std::function<bool(std::string_view target, const Notice&)>& visit) const {
    m_impl->database.scan(Family::small, small_key(Prefix::notice, ""),
                          [&](std::string_view key, std::string_view bytes) {
                              for (const Notice& notice : decode_notices(bytes)) {
                                  if (!visit(key.substr(1), notice)) {
                                      return false;
                                  }
                              }
                              return true;
                          });
}

std::vector<Seq> Reader::postings(std::string_view term) const {
    std::vector<Seq> list;
    const std::string prefix = named_prefix(term);
    m_impl->database.scan(
        Family::posting, prefix, [&](std::string_view key, std::string_view gaps) {
            if (has_name(key, prefix)) {
                decode_postings(read_number(key.substr(prefix.size())), gaps, list);
            }
            return true;
        });
    if (!m_impl->gone.empty()) {
        std::erase_if(list, [&](Seq seq) { return m_impl->is_gone(seq); });
    }
    return list;
}

// Every name leads to an article that is there.
void Reader::Impl::verify_names() const {
    for (const Prefix prefix : {Prefix::id, Prefix::key}) {
        database.scan(
            Family::small, small_key(prefix, ""), [&](std::string_view key, std::string_view) {
                std::string name(key.substr(1));
                if (prefix == Prefix::id) {
                    name.insert(0, "id:");
                }
                const auto seq = resolve(database, name);
                if (!seq || !database.get(Family::small, small_key(Prefix::facts, *seq))) {
                    throw damaged_store(
                        database.path(),
                        fmt::format("{} leads to an article that is not there", name));
                }
                return true;
            });
    }
}

void Reader::Impl::verify_postings() const {
    std::vector<Seq> list;
    database.scan(Family::posting, {}, [&](std::string_view key, std::string_view gaps) {
        if (key == k_posting_mark) {
            return true;
        }
        list.clear();
        if (key.size() > k_number_size) {
            decode_postings(read_number(key.substr(key.size() - k_number_size)), gaps, list);
        }
        if (list.empty() || list.back() >= state.next_seq) {
            throw damaged_store(database.path(), "a posting list of articles that never were");
        }
        return true;
    });
}

void Reader::Impl::verify_history() const {
    if (!load_batches(database)) {
        return;
    }
    database.scan(
        Family::small, small_key(Prefix::event, ""), [&](std::string_view, std::string_view bytes) {
            const Event event = decode_event(bytes);
            if (event.kind == Event::Kind::stored &&
                (!database.get(Family::article, seq_key(event.seq)) ||
                 !database.get(Family::analysis, seq_key(event.seq)))) {
                throw damaged_store(database.path(),
                                    fmt::format("version {} of an article is missing", event.seq));
            }
            return true;
        });
}

void Reader::verify() const {
    const Database& database = m_impl->database;
    Counters found;
    m_impl->for_each_seq(Family::article, [&](Seq seq, std::string_view bytes) {
        const Article article = read_article(database, seq, bytes);
        const auto analysis = database.get(Family::analysis, seq_key(seq));
        if (!analysis) {
            throw damaged_store(database.path(),
                                fmt::format("the analysis of article {} is missing", seq));
        }
        const Analysis decoded = read_analysis(database, seq, *analysis);
        if (find(article.id) != seq) {
            throw damaged_store(database.path(),
                                fmt::format("article {} cannot be found by its id", seq));
        }
        ++found.articles;
        found.sentences += decoded.sentences.size();
        found.mentions += decoded.mentions.size();
        found.trends += decoded.trends.size();
        const std::uint64_t content = content_digest(article.id, bytes, *analysis);
        const auto facts = m_impl->facts(seq);
        if (!facts || facts->content != content || facts->id != article.id) {
            throw damaged_store(database.path(),
                                fmt::format("the facts of article {} are not its own", seq));
        }
        found.content += content;
        return true;
    });
    for_each_reject([&](const Reject&) { return ++found.rejects != 0; });
    for_each_notice([](std::string_view, const Notice&) { return true; });
    m_impl->verify_names();
    m_impl->verify_postings();
    m_impl->verify_history();
    for_each_source([&](const SourceRecord&) { return ++found.sources != 0; });
    const Counters& recorded = counters();
    const auto compare = [&](std::string_view what, std::uint64_t is, std::uint64_t should) {
        if (is != should) {
            throw damaged_store(database.path(),
                                fmt::format("{}: {} found, {} recorded", what, is, should));
        }
    };
    compare("articles", found.articles, recorded.articles);
    compare("sentences", found.sentences, recorded.sentences);
    compare("mentions", found.mentions, recorded.mentions);
    compare("trends", found.trends, recorded.trends);
    compare("rejects", found.rejects, recorded.rejects);
    compare("sources", found.sources, recorded.sources);
    compare("content digest", found.content, recorded.content);
    check(database.db().VerifyChecksum(), database.path(), "verify");
}

}  // namespace lode::store
