#include <algorithm>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/file.hpp"
#include "core/store/codec.hpp"
#include "core/store/contents.hpp"
#include "core/store/snapshot.hpp"
#include "core/store/writer_impl.hpp"

namespace lode::store {
namespace {

FileLock lock_store(const fs::path& folder) {
    create_folders(folder);
    create_folders(snapshots_path(folder));
    auto lock = FileLock::try_lock(folder / "WRITER.lock", FileLock::Kind::exclusive);
    if (!lock) {
        throw Error(folder.string() + ": another lode process writes to this store",
                    "wait until it has ended, or use another workspace");
    }
    return std::move(*lock);
}

// What must be there is checked before RocksDB is asked: it would make an empty database.
Database open_database(const fs::path& folder, const std::optional<Complete>& complete) {
    const fs::path path = folder / "db";
    if (complete && complete->state.counters.articles > 0 && !fs::exists(path / "CURRENT")) {
        throw damaged_store(path, fmt::format("COMPLETE.json records {} articles, but there is no "
                                              "database",
                                              complete->state.counters.articles));
    }
    return Database::open_for_writing(path);
}

void compare_properties(const fs::path& folder, const Properties& stored, const Properties& asked) {
    const std::string different = differences(stored, asked, "the store has", "this run asks for");
    if (!different.empty()) {
        throw Error(fmt::format("{}: made with other settings: {}", folder.string(), different),
                    "use the settings of the first ingest, or another workspace");
    }
}

}  // namespace

Writer::Impl::Impl(const fs::path& store_folder, const Properties& properties,
                   CommitLimits commit_limits, History history)
    : folder(store_folder),
      limits(commit_limits),
      lock(lock_store(store_folder)),
      complete(read_complete(store_folder)),
      database(open_database(store_folder, complete)) {
    const auto loaded = load_state(database);
    if (!loaded && complete && complete->state.counters.articles > 0) {
        throw damaged_store(database.path(),
                            fmt::format("COMPLETE.json records {} articles, but the database is "
                                        "empty",
                                        complete->state.counters.articles));
    }
    if (!loaded) {
        initialise(properties, history);
        return;
    }
    state = *loaded;
    batches = load_batches(database);
    history_unshown = batches.has_value();
    if (history == History::kept && !batches) {
        throw Error(fmt::format("{}: this store was made without a history, so it cannot become "
                                "one that can be merged",
                                folder.string()),
                    "ingest the sources into a new workspace (with --shard or --mergeable)");
    }
    compare_with_complete();
    verify_newest(database, state);
    compare_properties(folder, load_properties(database), properties);
    remove_unfinished_snapshots(snapshots_path(folder));
    forget_unfinished_source();
}

void Writer::Impl::initialise(const Properties& properties, History history) {
    rocksdb::WriteBatch first;
    rocksdb::ColumnFamilyHandle* const small = database.family(Family::small);
    const auto store = [&](const std::string& key, const std::string& value) {
        check(first.Put(small, key, value), folder, "create the store");
    };
    for (const auto& [name, value] : properties) {
        store(small_key(Prefix::property, name), value);
    }
    if (history == History::kept) {
        batches.emplace();
        store(small_key(Prefix::meta, k_meta_history), encode(*batches));
    }
    store(small_key(Prefix::meta, k_meta_schema), std::to_string(k_schema_version));
    store(small_key(Prefix::meta, k_meta_state), encode(state));
    write(first, "create the store");
}

void Writer::Impl::compare_with_complete() const {
    if (!complete) {
        return;
    }
    const Counters& here = state.counters;
    const Counters& recorded = complete->state.counters;
    const State& then = complete->state;
    // Articles may have become fewer since (two that were found to be one); numbers given may not.
    const bool unchanged = state.next_seq == then.next_seq && state.arrivals == then.arrivals;
    if (state.next_seq < then.next_seq || here.sources < recorded.sources ||
        (unchanged && here.articles != recorded.articles)) {
        throw damaged_store(
            database.path(),
            fmt::format("COMPLETE.json records {} articles of {} sources, the database holds {} "
                        "of {}",
                        recorded.articles, recorded.sources, here.articles, here.sources));
    }
    if (unchanged && here.content != recorded.content) {
        throw damaged_store(database.path(),
                            fmt::format("the content digest is {}, COMPLETE.json records {}",
                                        hex64(here.content), hex64(recorded.content)));
    }
}

// The last run ended inside a source. It will be read again, so its rejects and duplicates so far
// must not be counted twice. Its articles stay: adding one again is recognised by its source.
void Writer::Impl::forget_unfinished_source() {
    const std::string first_event = small_key(Prefix::event, state.counters.sources, 0);
    bool events = false;
    if (batches) {
        database.scan(Family::small, std::string_view(first_event).substr(0, 1 + k_number_size),
                      [&](std::string_view, std::string_view) { return !(events = true); });
    }
    if (state.counters.rejects == state.finished_rejects &&
        state.arrivals == state.finished_arrivals && !events) {
        return;
    }
    state.counters.rejects = state.finished_rejects;
    state.arrivals = state.finished_arrivals;
    count_duplicates();
    rocksdb::WriteBatch cleaning;
    rocksdb::ColumnFamilyHandle* const small = database.family(Family::small);
    for (const Prefix prefix : {Prefix::reject, Prefix::event}) {
        const std::string begin = small_key(prefix, state.counters.sources, 0);
        const std::string end(1, static_cast<char>(static_cast<char>(prefix) + 1));
        check(cleaning.DeleteRange(small, begin, end), folder, "prepare the store");
    }
    check(cleaning.Put(small, small_key(Prefix::meta, k_meta_state), encode(state)), folder,
          "prepare the store");
    write(cleaning, "prepare the store");
}

void Writer::Impl::commit_if_large() {
    if (batch_articles >= limits.articles || batch_sources >= limits.articles ||
        batch.GetDataSize() + postings.bytes() >= limits.bytes) {
        commit();
    }
}

void Writer::Impl::write(rocksdb::WriteBatch& writes, std::string_view doing) {
    if (failed) {
        throw error("{}: a write has failed before; nothing more is written", folder.string());
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    failed = true;
    check(database.db().Write(options, &writes), folder, doing);
    failed = false;
}

void Writer::Impl::require_space() const {
    std::error_code problem;
    const fs::space_info space = fs::space(folder, problem);
    // Twice: once in the log, once in the table files.
    const std::uint64_t need = 2 * (batch.GetDataSize() + postings.bytes());
    if (!problem && (space.available < need || space.available - need < limits.spare_disk)) {
        throw Error(
            fmt::format("{}: the disk is nearly full: {} MB free, {} MB needed", folder.string(),
                        space.available >> 20, (need + limits.spare_disk) >> 20),
            "free some space and run the same command again; what is stored is safe");
    }
}

void Writer::Impl::commit() {
    if (batch.Count() == 0 && postings.bytes() == 0 && load_state(database) == state) {
        return;
    }
    require_space();
    postings.for_each([&](std::string_view term, Seq first, std::string_view gaps) {
        put(Family::posting, named_key(term, first), gaps);
    });
    put(Family::posting, k_posting_mark, seq_key(state.next_seq));
    put(Family::small, small_key(Prefix::meta, k_meta_state), encode(state));
    write(batch, "commit");
    batch.Clear();
    postings.clear();
    pending.clear();
    fresh.clear();
    batch_articles = 0;
    batch_sources = 0;
    const std::lock_guard guard(sources_mutex);
    new_sources.clear();
}

void Writer::Impl::publish() {
    commit();
    if (complete && complete->state == state && !history_unshown &&
        fs::exists(snapshots_path(folder) / snapshot_name(complete->snapshot))) {
        return;
    }
    require_space();
    check(database.db().Flush(rocksdb::FlushOptions(), database.families()), folder, "flush");
    const Complete next{.snapshot = create_snapshot(database, snapshots_path(folder)),
                        .state = state};
    write_complete(folder, next);
    complete = next;
    history_unshown = false;
    remove_other_snapshots(snapshots_path(folder), next.snapshot);
}

Writer::Writer(const fs::path& folder, const Properties& properties, CommitLimits limits,
               History history)
    : m_impl(std::make_unique<Impl>(folder, properties, limits, history)) {}

Writer::~Writer() = default;

std::optional<SourceRecord> Writer::finished_source(std::string_view digest) const {
    {
        const std::lock_guard guard(m_impl->sources_mutex);
        if (const auto found = m_impl->new_sources.find(digest);
            found != m_impl->new_sources.end()) {
            return found->second;
        }
    }
    const Database& database = m_impl->database;
    const auto number = database.get(Family::small, small_key(Prefix::source_digest, digest));
    if (!number) {
        return std::nullopt;
    }
    const auto bytes =
        database.get(Family::small, small_key(Prefix::source, std::string_view(*number)));
    if (!bytes) {
        throw damaged_store(database.path(),
                            fmt::format("the record of source {} is missing", digest));
    }
    return decode_source(*bytes);
}

Writer::Added Writer::add(const Prepared& prepared) {
    return m_impl->add(prepared);
}

void Writer::reject(const Reject& reject) {
    Impl& impl = *m_impl;
    impl.put(Family::small,
             small_key(Prefix::reject, impl.state.counters.sources, impl.rejects_of_source++),
             encode(reject));
    ++impl.state.counters.rejects;
    impl.commit_if_large();
}

void Writer::finish_source(const SourceRecord& source, std::uint64_t place) {
    Impl& impl = *m_impl;
    if (impl.batches) {
        impl.place_source(place);
    }
    const std::string number = seq_key(impl.state.counters.sources);
    impl.put(Family::small, small_key(Prefix::source, std::string_view(number)), encode(source));
    impl.put(Family::small, small_key(Prefix::source_digest, source.digest), number);
    ++impl.state.counters.sources;
    impl.state.finished_rejects = impl.state.counters.rejects;
    impl.state.finished_arrivals = impl.state.arrivals;
    impl.rejects_of_source = 0;
    impl.events_of_source = 0;
    impl.last_source.clear();
    impl.ids_of_last_source.clear();
    {
        const std::lock_guard guard(impl.sources_mutex);
        impl.new_sources.insert_or_assign(source.digest, source);
    }
    ++impl.batch_sources;
    impl.commit_if_large();
}

void Writer::notice(const TargetedNotice& notice) {
    if (m_impl->batches) {
        Event event;
        event.kind = Event::Kind::notice;
        event.notice = notice;
        m_impl->put_event(event);
    }
    m_impl->notice(notice);
}

bool Writer::keeps_history() const noexcept {
    return m_impl->batches.has_value();
}

void Writer::commit() {
    m_impl->commit();
}

void Writer::publish() {
    m_impl->publish();
}

const Counters& Writer::counters() const noexcept {
    return m_impl->state.counters;
}

}  // namespace lode::store
