#include "core/store/shard.hpp"

#include <utility>

#include "core/store/contents.hpp"
#include "core/store/layout.hpp"
#include "core/store/reader_impl.hpp"

namespace lode::store {
namespace {

fs::path store_of(const fs::path& folder) {
    return fs::exists(complete_path(folder)) ? folder : folder / "store";
}

}  // namespace

ShardReader::ShardReader(const fs::path& folder) : m_folder(folder), m_reader(store_of(folder)) {
    auto batches = load_batches(m_reader.m_impl->database);
    if (!batches) {
        throw Error(fmt::format("{}: this store was made without a history, so it cannot be merged",
                                folder.string()),
                    "ingest its sources again with --shard I/N or --mergeable");
    }
    m_batches = std::move(*batches);
    if (!m_batches.empty() && !m_batches.back().ended) {
        throw Error(
            fmt::format("{}: the ingest into this store has not come to its end", folder.string()),
            "run the same lode ingest again; it goes on where it stopped");
    }
}

std::optional<ShardReader::Source> ShardReader::source(std::uint64_t number) const {
    if (number >= m_reader.counters().sources) {
        return std::nullopt;
    }
    const Database& database = m_reader.m_impl->database;
    const auto record = database.get(Family::small, small_key(Prefix::source, number));
    const auto order = database.get(Family::small, small_key(Prefix::order, number));
    if (!record || !order) {
        throw damaged_store(database.path(), fmt::format("the record of source {}", number));
    }
    return Source{
        .number = number, .order = decode_order(*order), .record = decode_source(*record)};
}

void ShardReader::for_each_reject(std::uint64_t source,
                                  const std::function<bool(std::string_view bytes)>& visit) const {
    m_reader.m_impl->database.scan(
        Family::small, small_key(Prefix::reject, source),
        [&](std::string_view, std::string_view bytes) { return visit(bytes); });
}

void ShardReader::for_each_event(
    std::uint64_t source, std::uint64_t ordinal,
    const std::function<bool(std::uint64_t ordinal, std::string_view bytes)>& visit) const {
    const Database& database = m_reader.m_impl->database;
    std::uint64_t expected = ordinal;
    database.scan_from(
        Family::small, small_key(Prefix::event, source), small_key(Prefix::event, source, ordinal),
        [&](std::string_view key, std::string_view bytes) {
            if (key != small_key(Prefix::event, source, expected)) {
                throw damaged_store(database.path(), fmt::format("event {} of source {} is missing",
                                                                 expected, source));
            }
            return visit(expected++, bytes);
        });
}

Prepared ShardReader::prepared(const Event& event) const {
    const Database& database = m_reader.m_impl->database;
    std::optional<std::string> article = event.article;
    std::optional<std::string> analysis = event.analysis;
    if (event.kind == Event::Kind::stored) {
        article = database.get(Family::article, seq_key(event.seq));
        analysis = database.get(Family::analysis, seq_key(event.seq));
        if (!article || !analysis) {
            throw damaged_store(database.path(),
                                fmt::format("version {} of an article is missing", event.seq));
        }
    }
    try {
        Prepared prepared = prepare_stored(std::move(*article), std::move(*analysis));
        prepared.registered = event.registered;
        return prepared;
    } catch (const Error& e) {
        throw damaged_store(database.path(), fmt::format("article {}: {}", event.seq, e.what()));
    }
}

}  // namespace lode::store
