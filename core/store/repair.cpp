#include "core/store/repair.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <rocksdb/write_batch.h>
#include <stdio.h>

#include <algorithm>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/file.hpp"
#include "core/base/leftovers.hpp"
#include "core/base/log.hpp"
#include "core/store/complete.hpp"
#include "core/store/contents.hpp"
#include "core/store/layout.hpp"
#include "core/store/lock.hpp"
#include "core/store/postings.hpp"
#include "core/store/records.hpp"
#include "core/store/repair_base.hpp"
#include "core/store/rocks.hpp"
#include "core/store/snapshot.hpp"

namespace lode::store {
namespace {

constexpr std::size_t k_batch_bytes = std::size_t{16} << 20;

// Writes to the new database in batches; nothing is synced before the end.
class Filler {
 public:
    explicit Filler(Database& database) : m_database(database) {}
    void put(Family family, std::string_view key, std::string_view value) {
        check(m_batch.Put(m_database.family(family), slice(key), slice(value)), m_database.path(),
              "copy a record");
        if (m_batch.GetDataSize() >= k_batch_bytes) {
            flush();
        }
    }
    void flush() {
        rocksdb::WriteOptions options;
        options.disableWAL = true;  // the families are flushed before anything is said to be there
        check(m_database.db().Write(options, &m_batch), m_database.path(), "copy records");
        m_batch.Clear();
    }

 private:
    Database& m_database;
    rocksdb::WriteBatch m_batch;
};

class Repair {
 public:
    Repair(fs::path folder, const RepairHelp& help)
        : m_folder(std::move(folder)), m_new(m_folder.string() + ".repairing"), m_help(help) {}

    RepairReport run() {
        // Left by a repair that was killed; nobody else uses this name, and the lock is ours. A
        // whole store there may be the old one, of a repair killed between its last two steps.
        if (fs::exists(complete_path(m_new))) {
            fs::rename(m_new, free_name());
        }
        fs::remove_all(m_new);
        leftovers::add(m_new);
        if (!succeeds([&] { m_complete = read_complete(m_folder); })) {
            log_warning("{}: cannot be used; the database must tell what there is",
                        complete_path(m_folder).string());
        }
        require_space();
        try {
            make();
        } catch (...) {
            std::error_code ignored;  // the next repair removes it
            fs::remove_all(m_new, ignored);
            leftovers::forget(m_new);
            throw;
        }
        if (m_report.way == RepairReport::Way::none) {
            fs::remove_all(m_new);
            leftovers::forget(m_new);
        } else {
            exchange();
        }
        return m_report;
    }

 private:
    void make() {
        if (auto base = find_repair_base(m_folder, m_complete)) {
            m_report.base = base->name;
            m_report.newer_work_lost = base->name != "db";
            m_base = std::move(*base);
            copy();
        } else {
            rebuild();
        }
        if (m_report.way != RepairReport::Way::none) {
            prove();
        }
    }

    void require_space() const {
        std::uint64_t bytes = 0;
        std::error_code problem;
        for (fs::recursive_directory_iterator it(m_folder / "db", problem), end;
             !problem && it != end; it.increment(problem)) {
            std::error_code ignored;
            bytes += it->is_regular_file(ignored) ? it->file_size(ignored) : 0;
        }
        const fs::space_info space = fs::space(m_folder, problem);
        const std::uint64_t need = bytes + bytes / 4 + CommitLimits().spare_disk;
        if (!problem && space.available < need) {
            throw Error(fmt::format("{}: a repair needs {} MB of disk, {} MB are free",
                                    m_folder.string(), need >> 20, space.available >> 20),
                        "free some space and run the same command again; nothing was changed");
        }
    }

    void copy() {
        const Database& from = *m_base.database;
        const std::string different = differences(load_properties(from), m_help.properties,
                                                  "the store has", "this program has");
        if (!different.empty()) {
            throw Error(
                fmt::format("{}: made with other settings: {}", m_folder.string(), different),
                "repair it with the version and the lexicons that made it");
        }
        fs::create_directories(snapshots_path(m_new));
        Database to = Database::open_for_writing(m_new / "db");
        Filler filler(to);
        from.scan(Family::small, {}, [&](std::string_view key, std::string_view value) {
            filler.put(Family::small, key, value);
            return true;
        });
        copy_articles(filler);
        read_again(filler);
        if (std::any_of(m_report.lost.begin(), m_report.lost.end(),
                        [](const LostArticle& lost) { return !lost.why.empty(); })) {
            return;
        }
        filler.flush();
        copy_postings(to, filler);
        filler.flush();
        check(to.db().Flush(rocksdb::FlushOptions(), to.families()), m_new, "flush");
        m_new_complete = {.snapshot = create_snapshot(to, snapshots_path(m_new)),
                          .state = m_base.state};
        write_complete(m_new, m_new_complete);
        m_report.way = RepairReport::Way::copied;
    }

    void copy_articles(Filler& filler) {
        const Database& from = *m_base.database;
        const bool history = load_batches(from).has_value();
        for (Seq seq = 0; seq < m_base.state.next_seq; ++seq) {
            const auto facts_bytes = from.get(Family::small, small_key(Prefix::facts, seq));
            std::optional<std::string> article;
            std::optional<std::string> analysis;
            const bool readable = succeeds([&] {
                article = from.get(Family::article, seq_key(seq));
                analysis = from.get(Family::analysis, seq_key(seq));
            });
            if (!facts_bytes) {
                // It gave way to a better version; only a history keeps it.
                if (history && !(readable && article && analysis)) {
                    throw Error(fmt::format("{}: a version of an article that gave way to a "
                                            "better one is lost",
                                            m_folder.string()),
                                "a shard without it cannot be merged: read this share again into "
                                "a new workspace (lode ingest --shard I/N --workspace NEW)");
                }
                if (history) {
                    filler.put(Family::article, seq_key(seq), *article);
                    filler.put(Family::analysis, seq_key(seq), *analysis);
                }
                continue;
            }
            StoredFacts facts = decode_facts(*facts_bytes);
            if (readable && article && analysis &&
                content_digest(facts.id, *article, *analysis) == facts.content) {
                filler.put(Family::article, seq_key(seq), *article);
                filler.put(Family::analysis, seq_key(seq), *analysis);
            } else {
                m_missing[facts.source_number].push_back(
                    {.seq = seq, .id = std::move(facts.id), .content = facts.content});
            }
        }
    }

    // Exactly the files that hold what is lost. An article is taken where its bytes have the digest
    // that was recorded: then it is the one that was lost, to the last byte.
    void read_again(Filler& filler) {
        for (auto& [number, entries] : m_missing) {
            auto& missing = entries;  // a lambda cannot name the binding
            std::string why;
            std::string name;
            const auto bytes =
                m_base.database->get(Family::small, small_key(Prefix::source, number));
            if (!bytes) {
                why = "its file was not read to the end";
            } else {
                const SourceRecord source = decode_source(*bytes);
                name = source.name;
                ++m_report.sources_read;
                try {
                    m_help.reread(source, [&](Prepared&& prepared) {
                        for (Missing& lost : missing) {
                            if (!lost.found && lost.id == prepared.id &&
                                lost.content == prepared.content) {
                                filler.put(Family::article, seq_key(lost.seq), prepared.article);
                                filler.put(Family::analysis, seq_key(lost.seq), prepared.analysis);
                                lost.found = true;
                            }
                        }
                    });
                } catch (const Interrupted&) {
                    throw;
                } catch (const Error& e) {
                    why = e.what();
                }
            }
            for (const Missing& lost : missing) {
                m_report.lost.push_back({.seq = lost.seq,
                                         .id = lost.id,
                                         .source = name,
                                         .why = lost.found ? ""
                                                : !why.empty()
                                                    ? why
                                                    : "the file does not give this article now"});
            }
        }
    }

    void copy_postings(Database& to, Filler& filler) {
        const bool readable = succeeds([&] {
            m_base.database->scan(Family::posting, {},
                                  [&](std::string_view key, std::string_view value) {
                                      filler.put(Family::posting, key, value);
                                      return true;
                                  });
            filler.flush();
            if (to.get(Family::posting, k_posting_mark) != seq_key(m_base.state.next_seq)) {
                throw Error("the newest posting lists are missing");
            }
        });
        if (readable) {
            return;
        }
        m_report.postings_rebuilt = true;
        filler.flush();
        const std::string last(8, '\xff');
        check(to.db().DeleteRange(rocksdb::WriteOptions(), to.family(Family::posting),
                                  slice(std::string_view()), slice(last)),
              m_new, "remove damaged postings");
        PostingBuffer postings;
        const auto store = [&] {
            postings.for_each([&](std::string_view term, Seq first, std::string_view gaps) {
                filler.put(Family::posting, named_key(term, first), gaps);
            });
            postings.clear();
        };
        for (Seq seq = 0; seq < m_base.state.next_seq; ++seq) {
            const auto article = to.get(Family::article, seq_key(seq));
            const auto analysis = to.get(Family::analysis, seq_key(seq));
            if (article && analysis) {
                const Prepared prepared = prepare_stored(*article, *analysis);
                postings.add(seq, prepared.terms, prepared.term_ends);
            }
            if (postings.bytes() >= CommitLimits().bytes) {
                store();
            }
        }
        store();
        filler.put(Family::posting, k_posting_mark, seq_key(m_base.state.next_seq));
    }

    // What is known of what was read: the store's own list, else that of the runs' records.
    std::vector<SourceRecord> all_sources(std::uint64_t count) const {
        std::vector<fs::path> places = {m_folder / "db"};
        for (const fs::path& snapshot : snapshots_newest_first(m_folder)) {
            places.push_back(snapshot);
        }
        for (const fs::path& place : places) {
            std::vector<SourceRecord> sources;
            const bool whole =
                fs::exists(place / "CURRENT") && succeeds([&] {
                    const Database database = Database::open_for_salvage(place);
                    if (database.get(Family::small, small_key(Prefix::meta, k_meta_history))) {
                        throw Error("a history");
                    }
                    for (std::uint64_t number = 0; number < count; ++number) {
                        const auto bytes =
                            database.get(Family::small, small_key(Prefix::source, number));
                        if (!bytes) {
                            throw Error("a source is missing");
                        }
                        sources.push_back(decode_source(*bytes));
                    }
                });
            if (whole) {
                return sources;
            }
        }
        if (m_help.known_sources.size() == count) {
            return m_help.known_sources;
        }
        throw Error(fmt::format("{}: the records that say what the store holds are damaged, and of "
                                "the {} files it was made from {} are known",
                                m_folder.string(), count, m_help.known_sources.size()),
                    "restore a backup (lode restore), or ingest the sources into a new workspace");
    }

    void rebuild() {
        if (!m_complete) {
            throw Error(m_folder.string() +
                            ": neither the database nor COMPLETE.json can tell what there was",
                        "restore a backup (lode restore), or ingest the sources into a new "
                        "workspace");
        }
        const Counters& was = m_complete->state.counters;
        const std::vector<SourceRecord> sources = all_sources(was.sources);
        m_help.rebuild(sources, m_new);
        m_report.sources_read = sources.size();
        m_report.base = "the sources";
        const auto made = read_complete(m_new);
        if (!made || made->state.counters.content != was.content ||
            made->state.counters.articles != was.articles ||
            made->state.counters.sources != was.sources) {
            throw Error(
                fmt::format("{}: read again, the sources give {} articles (content {}), the store "
                            "held {} (content {})",
                            m_folder.string(), made ? made->state.counters.articles : 0,
                            made ? hex64(made->state.counters.content) : "none", was.articles,
                            hex64(was.content)),
                "nothing was changed; restore a backup (lode restore), or ingest the sources into "
                "a new workspace with the options they were read with");
        }
        m_new_complete = *made;
        m_report.newer_work_lost = true;
        m_report.way = RepairReport::Way::rebuilt;
    }

    void prove() const {
        const Reader reader(m_new);
        reader.verify();
        if (m_complete && m_report.base != "db" &&
            reader.counters().content != m_complete->state.counters.content) {
            throw damaged_store(m_new, "the repaired store is not the one that was recorded");
        }
    }

    fs::path free_name() const {
        for (std::uint64_t n = 1;; ++n) {
            fs::path name = fmt::format("{}.damaged-{}", m_folder.string(), n);
            if (!fs::exists(name)) {
                return name;
            }
        }
    }

    // In one step where the file system can, so that there is a store at any moment.
    void exchange() {
        m_base.database.reset();
        m_report.old_store = free_name();
        // From here on the name may be that of the old store.
        const auto held = leftovers::hold();
        leftovers::forget(m_new);
        if (::renameat2(AT_FDCWD, m_new.c_str(), AT_FDCWD, m_folder.c_str(), RENAME_EXCHANGE) ==
            0) {
            fs::rename(m_new, m_report.old_store);
        } else {
            fs::rename(m_folder, m_report.old_store);
            try {
                fs::rename(m_new, m_folder);
            } catch (const fs::filesystem_error&) {
                fs::rename(m_report.old_store, m_folder);
                throw;
            }
        }
        // What they lead to has been synced; now the names.
        sync_folder(fs::absolute(m_folder).parent_path());
    }

    const fs::path m_folder;
    const fs::path m_new;
    const RepairHelp& m_help;
    std::optional<Complete> m_complete;
    Complete m_new_complete;
    RepairBase m_base;
    struct Missing {
        Seq seq = 0;
        std::string id;
        std::uint64_t content = 0;
        bool found = false;
    };
    std::map<std::uint64_t, std::vector<Missing>> m_missing;  // by number of the source
    RepairReport m_report;
};

}  // namespace

RepairReport repair_store(const fs::path& folder, const RepairHelp& help) {
    if (!fs::exists(folder)) {
        throw Error(folder.string() + ": there is no store here", "lode ingest PATH... makes one");
    }
    const auto lock = FileLock::try_lock(folder / "WRITER.lock", FileLock::Kind::exclusive);
    if (!lock) {
        throw Error(folder.string() + ": another lode process writes to this store",
                    "wait until it has ended");
    }
    return Repair(folder.lexically_normal(), help).run();
}

}  // namespace lode::store
