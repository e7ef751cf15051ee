// The RocksDB door: articles, what was mined from them, rejects and sources, in one store folder.
//
//   <workspace>/store/db/             RocksDB, one writer
//   <workspace>/store/snapshots/<n>/  checkpoints (hard links); readers open the newest, read-only
//   <workspace>/store/COMPLETE.json   our own record of what must be there, beside RocksDB's
//
// Keys are ordered as articles arrive: an article's number (`seq`, ascending in input order) is its
// place in the store, never its identity; identity is Article::id, a digest. Layouts:
// docs/FORMATS.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"
#include "core/model/article.hpp"

namespace lode::store {

using Seq = std::uint64_t;

// One input file (an archive, a JSON-lines file or a single XML file) as it was read.
struct SourceRecord {
    std::string name;    // as in Article::source before any '!' or '#'
    std::string digest;  // of the raw bytes, hex
    std::uint64_t bytes = 0;
    std::uint64_t members = 0;     // documents or records inside
    std::uint64_t articles = 0;    // stored, new
    std::uint64_t duplicates = 0;  // already in the store from elsewhere
    std::uint64_t rejected = 0;
    std::uint64_t unreadable = 0;  // members the container could not give
    std::string problem;           // damage of the container itself, "" where sound
    bool operator==(const SourceRecord&) const = default;
};

// Which files a run walks, and which share of them it reads.
struct Share {
    std::string walk;  // digest of the paths and of how they are read: equal for all shares
    std::uint64_t number = 1;
    std::uint64_t of = 1;
    bool operator==(const Share&) const = default;
};

struct Counters {
    std::uint64_t articles =
        0;  // that can be read; versions that gave way to better ones not counted
    std::uint64_t sentences = 0;
    std::uint64_t tokens = 0;
    std::uint64_t mentions = 0;
    std::uint64_t trends = 0;
    std::uint64_t rejects = 0;
    // Articles met beyond the first time. Exact whenever no source is half read.
    std::uint64_t duplicates = 0;
    std::uint64_t sources = 0;
    std::uint16_t first_year = 0;  // 0: none known
    std::uint16_t last_year = 0;
    // Order-independent digest over all stored articles (sum of digests of id and content).
    std::uint64_t content = 0;
    bool operator==(const Counters&) const = default;
};

struct Entry {
    Article article;
    Analysis analysis;
};

// What a stored version of an article is worth beside another one of the same article: the one with
// body text wins over one with an abstract only, that over a title; then an undamaged one; then
// the one whose record was revised last (a stated date wins over none); then the longer text; then
// the one whose Article::source comes first, so that the order of reading does not matter.
struct Quality {
    std::uint8_t completeness = 0;  // 2 body, 1 abstract, 0 title
    bool sound = true;
    std::string revised;
    std::uint64_t characters = 0;
    auto operator<=>(const Quality&) const = default;
};

// Word that an article was retracted, corrected, put under concern or withdrawn, and by which
// article ("doi:10.1000/x", "pmid:7"; its own name where the article itself says so; "" where
// unknown; the name that was deleted where `kind` is "withdrawn").
struct Notice {
    std::string kind;  // "retracted", "corrected", "concern", "withdrawn"
    std::string by;
    auto operator<=>(const Notice&) const = default;
};
struct TargetedNotice {
    std::string target;  // "doi:...", "pmid:...", "pmcid:...", "local:...", "id:..."
    Notice notice;
};

// An entry made ready for the writer: encoded, digested, its terms collected. Making one costs more
// than writing it and may be done in any thread, which keeps the one writer from being the narrow
// place.
struct Prepared {
    std::string id, source;
    // "doi:10.1000/x", ...: names that belong to one article only and by which versions of it know
    // each other, then those that may be shared ("local:").
    std::vector<std::string> identities, local_keys;
    Quality quality;
    std::vector<TargetedNotice> notices;
    // "pmid:7": set by the caller where the article is read from the record of a registry that may
    // delete it. It undoes deletions of this name that were told before (see Writer::notice).
    std::string registered = {};
    std::uint16_t year = 0;
    bool retracted = false;
    std::string article, analysis;  // encoded
    std::uint64_t sentences = 0, tokens = 0, mentions = 0, trends = 0;
    std::uint64_t content = 0;  // digest
    // The distinct terms, one behind the other, and where each ends.
    std::string terms;
    std::vector<std::uint32_t> term_ends;
};
Prepared prepare(const Entry& entry);
// The same of records that are encoded already. Error where they are damaged.
Prepared prepare_stored(std::string article, std::string analysis);

// Settings of the first ingest. Later ones must agree; a difference is an Error that names both.
using Properties = std::map<std::string, std::string>;

// When a Writer commits by itself: whichever is reached first.
struct CommitLimits {
    std::uint64_t articles = 4000;
    std::uint64_t bytes = std::uint64_t{64} << 20;
    // A commit is refused with a clear Error while the disk has less than this beyond what the
    // commit needs: RocksDB may end the whole process when a write fails half-way.
    std::uint64_t spare_disk = std::uint64_t{128} << 20;
};

// Whether a store keeps what it was given, in order, beside what came of it: every version of an
// article, also those that gave way, every notice. Only such a store can be merged with others
// (merge.hpp).
enum class History : std::uint8_t { none, kept };

// The one writer. Not thread-safe: one thread owns it. A second process is refused with a clear
// Error.
class Writer {
 public:
    // Opens or creates. Checks schema version, properties and COMPLETE.json. A store that keeps its
    // history goes on doing so; to ask it of one that has read something without is an Error.
    Writer(const std::filesystem::path& folder, const Properties& properties,
           CommitLimits limits = {}, History history = History::none);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // The source's record where exactly these bytes were completely read before. The one function
    // that other threads may call too.
    std::optional<SourceRecord> finished_source(std::string_view digest) const;

    // Two versions are of one article where they share the id, a DOI, PMID or PMCID, or all of
    // their text, unless both have a DOI (or a version of them has) and these differ. The better
    // one (see Quality) is kept, whatever the order; the other is counted as a duplicate, its names
    // lead to the one kept and its notices stay. Adding is idempotent: the same article from the
    // same source again is neither new nor a duplicate. A source that gives another text than it
    // gave in an earlier run is taken at its latest word.
    struct Added {
        enum Kind { stored, duplicate, already_there };
        Kind kind = stored;
        std::uint64_t replaced = 0;            // worse versions that gave way
        std::uint64_t replaced_in_source = 0;  // those of them that came from the source being read
        bool operator==(Kind other) const noexcept { return kind == other; }
    };
    Added add(const Prepared& prepared);
    // What became of an article counts for the source it came from.
    static void count(const Added& added, SourceRecord& source);
    Added add(const Entry& entry) { return add(prepare(entry)); }
    void reject(const Reject& reject);
    // For an article that is stored now or will be. Of a withdrawal and an added version that is
    // `registered` by the same name the later one counts, in the order of the calls. An article is
    // not withdrawn as long as another record of the same registry ("pmid:") gives it.
    void notice(const TargetedNotice& notice);
    // Marks the source as done. What was added since the last commit and this record become durable
    // together (one synced write batch). Rejects and duplicates before it belong to this source; if
    // it is never called, they are forgotten when the store is opened again, so that reading the
    // source again counts each of them once.
    // `place`: of the file in the walk of the share, for the history.
    void finish_source(const SourceRecord& source, std::uint64_t place = 0);

    // Around a run, where a history is kept: what it walks, and that it came to the end.
    bool keeps_history() const noexcept;
    void begin_share(const Share& share);
    void end_share();

    // Makes everything so far durable. Called by itself every few thousand articles or 64 MB.
    void commit();
    // commit() + flush + new snapshot for readers + COMPLETE.json. Removes older snapshots no
    // reader holds. Does nothing where the newest snapshot shows all there is.
    void publish();
    const Counters& counters() const noexcept;

 private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// Reads the newest snapshot; never disturbed by a writer. Thread-safe for const calls.
class Reader {
 public:
    // Error with a hint ("lode ingest PATH...") where there is no published store.
    explicit Reader(const std::filesystem::path& folder);
    ~Reader();
    Reader(Reader&&) noexcept;

    const Counters& counters() const noexcept;
    const Properties& properties() const noexcept;
    // Nothing where the store keeps no history. Else the share of each batch that was read (see
    // merge.hpp), and whether the last one came to its end.
    struct Shares {
        std::vector<Share> batches;
        bool ended = true;
    };
    std::optional<Shares> shares() const;
    // Digest of what the store holds; changes exactly when the content does.
    std::string fingerprint() const;

    // What notices say of an article (retracted, relations) is added to what its own file says, and
    // the DOI, PMID and PMCID that only other versions of it state.
    std::optional<Article> article(Seq seq) const;
    std::optional<Analysis> analysis(Seq seq) const;
    std::optional<Seq> find(std::string_view id) const;  // by Article::id
    // Accepts an id, DOI, PMCID, PMID or local id.
    std::optional<Seq> find_any(std::string_view key) const;

    // In seq order, which may have gaps where a version gave way to a better one. The callback
    // returns false to stop. Only what is asked for is decoded.
    void for_each_article(const std::function<bool(Seq, const Article&)>& visit) const;
    void for_each_analysis(const std::function<bool(Seq, const Analysis&)>& visit) const;
    void for_each_reject(const std::function<bool(const Reject&)>& visit) const;
    void for_each_source(const std::function<bool(const SourceRecord&)>& visit) const;

    // Small facts of an article without decoding it.
    struct Facts {
        std::string id;
        std::uint16_t year = 0;
        bool retracted = false;  // by its own word, or by a retraction or withdrawal that names it
        bool concern = false;    // an expression of concern names it
        bool corrected = false;
        std::vector<Notice> notices = {};
    };
    // All notices that were read, also those about articles that are not here.
    void for_each_notice(
        const std::function<bool(std::string_view target, const Notice&)>& visit) const;
    std::optional<Facts> facts(Seq seq) const;

    // Articles whose training text holds the term (a token norm, e.g. "Bi2Te3" or
    // "thermoelectric"), ascending. Cost: proportional to the answer.
    std::vector<Seq> postings(std::string_view term) const;

    // Reads and decodes every record and compares the sums with the counters; an Error names the
    // first thing that is wrong. Cost: one pass over the store.
    void verify() const;

 private:
    friend class ShardReader;  // shard.hpp
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// The version of the stored layout. A store of another version is refused, never misread.
inline constexpr std::uint32_t k_schema_version = 4;
std::string rocksdb_version();

}  // namespace lode::store
