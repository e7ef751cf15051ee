#include "core/store/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <future>
#include <memory>
#include <set>
#include <thread>
#include <tuple>
#include <utility>
#include <variant>

#include "core/store/codec.hpp"
#include "core/store/contents.hpp"
#include "core/store/shard.hpp"

namespace lode::store {
namespace {

using Shards = std::vector<std::unique_ptr<ShardReader>>;

// What is handed to a thread at once.
constexpr std::size_t k_articles_at_once = 32;
constexpr std::size_t k_bytes_at_once = std::size_t{1} << 20;
constexpr std::size_t k_items_at_once = 1024;

// '/' before all other characters: the order in which a folder is walked.
std::string walk_order(std::string name) {
    std::replace(name.begin(), name.end(), '/', '\0');
    return name;
}

// All sources of all shards, each shard's in its own order.
class SourceQueue {
 public:
    explicit SourceQueue(const Shards& shards) {
        std::map<std::uint64_t, std::set<std::string>> walks;
        for (const auto& shard : shards) {
            for (std::size_t n = 0; n < shard->batches().size(); ++n) {
                walks[n].insert(shard->batches()[n].share.walk);
            }
        }
        for (const auto& [batch, different] : walks) {
            m_same_walk[batch] = different.size() == 1;
        }
        for (const auto& shard : shards) {
            advance(*shard, 0);
        }
    }

    struct Next {
        const ShardReader* shard = nullptr;
        ShardReader::Source source;
    };
    std::optional<Next> next() {
        if (m_heads.empty()) {
            return std::nullopt;
        }
        const auto first =
            std::min_element(m_heads.begin(), m_heads.end(),
                             [](const Head& a, const Head& b) { return a.key < b.key; });
        Next next{.shard = first->shard, .source = std::move(first->source)};
        m_heads.erase(first);
        advance(*next.shard, next.source.number + 1);
        return next;
    }

 private:
    // Of equal sources either may come first.
    using Key = std::tuple<std::uint64_t, std::uint64_t, std::string, std::string>;
    struct Head {
        Key key;
        const ShardReader* shard = nullptr;
        ShardReader::Source source;
    };

    void advance(const ShardReader& shard, std::uint64_t number) {
        if (auto source = shard.source(number)) {
            const SourceOrder& order = source->order;
            Key key{order.batch, m_same_walk[order.batch] ? order.place : 0,
                    walk_order(source->record.name), source->record.digest};
            m_heads.push_back(
                {.key = std::move(key), .shard = &shard, .source = std::move(*source)});
        }
    }

    std::map<std::uint64_t, bool> m_same_walk;
    std::vector<Head> m_heads;
};

// What the writer is to be told next.
struct Begin {
    SourceRecord record;
    std::uint64_t place = 0;
};
struct End {};
struct Told {
    Event event;  // without article and analysis
    std::unique_ptr<Prepared> prepared;
};
using Item = std::variant<Begin, Reject, Told, End>;
struct Raw {
    const ShardReader* shard = nullptr;
    std::string event;
};
using Chunk = std::vector<std::variant<Begin, Reject, Raw, End>>;

std::vector<Item> make_ready(Chunk chunk) {
    std::vector<Item> items;
    items.reserve(chunk.size());
    for (auto& part : chunk) {
        if (auto* raw = std::get_if<Raw>(&part)) {
            Told told{.event = decode_event(raw->event), .prepared = {}};
            if (told.event.kind != Event::Kind::notice) {
                told.prepared = std::make_unique<Prepared>(raw->shard->prepared(told.event));
            }
            told.event.article.clear();
            told.event.analysis.clear();
            items.emplace_back(std::move(told));
        } else if (auto* begin = std::get_if<Begin>(&part)) {
            items.emplace_back(std::move(*begin));
        } else if (auto* reject = std::get_if<Reject>(&part)) {
            items.emplace_back(std::move(*reject));
        } else {
            items.emplace_back(End{});
        }
    }
    return items;
}

// Cuts the histories into chunks, in order.
class Cutter {
 public:
    Cutter(const Shards& shards, const Writer& writer) : m_queue(shards), m_writer(writer) {}

    // Empty behind the last one.
    Chunk next() {
        Chunk chunk;
        std::size_t articles = 0;
        std::size_t bytes = 0;
        while (articles < k_articles_at_once && bytes < k_bytes_at_once &&
               chunk.size() < k_items_at_once) {
            if (!m_open) {
                m_open = m_queue.next();
                m_ordinal = 0;
                if (!m_open) {
                    break;
                }
                const SourceRecord& record = m_open->source.record;
                chunk.emplace_back(Begin{.record = record, .place = 0});
                if (m_writer.finished_source(record.digest)) {
                    m_open.reset();
                    continue;
                }
                m_open->shard->for_each_reject(m_open->source.number, [&](std::string_view raw) {
                    chunk.emplace_back(decode_reject(raw));
                    bytes += raw.size();
                    return true;
                });
            }
            const ShardReader* const shard = m_open->shard;
            bool more = false;
            shard->for_each_event(
                m_open->source.number, m_ordinal, [&](std::uint64_t ordinal, std::string_view raw) {
                    if (articles >= k_articles_at_once || bytes >= k_bytes_at_once) {
                        more = true;
                        return false;
                    }
                    m_ordinal = ordinal + 1;
                    ++articles;
                    bytes += raw.size();
                    chunk.emplace_back(Raw{.shard = shard, .event = std::string(raw)});
                    return true;
                });
            if (!more) {
                chunk.emplace_back(End{});
                m_open.reset();
            }
        }
        return chunk;
    }

 private:
    SourceQueue m_queue;
    const Writer& m_writer;
    std::optional<SourceQueue::Next> m_open;
    std::uint64_t m_ordinal = 0;
};

// The writing end.
class Teller {
 public:
    Teller(Writer& writer, MergeReport& report) : m_writer(writer), m_report(report) {}

    void take(Begin& begin) {
        // Decided here, in order: an equal source may have been in flight when it was cut.
        m_skipping = m_writer.finished_source(begin.record.digest).has_value();
        m_source = std::move(begin.record);
        m_source.articles = 0;
        m_source.duplicates = 0;
        ++(m_skipping ? m_report.sources_skipped : m_report.sources);
    }
    void take(Reject& reject) {
        if (!m_skipping) {
            m_writer.reject(reject);
            ++m_report.rejects;
            ++m_report.rejects_by_reason[reject.reason];
        }
    }
    void take(Told& told) {
        if (m_skipping) {
            return;
        }
        if (told.prepared) {
            Writer::count(m_writer.add(*told.prepared), m_source);
        } else {
            m_writer.notice(told.event.notice);
            ++m_report.notices;
        }
    }
    void take(End&) {
        if (m_skipping) {
            return;
        }
        m_writer.finish_source(m_source);
        m_report.articles += m_source.articles;
        m_report.duplicates += m_source.duplicates;
    }

 private:
    Writer& m_writer;
    MergeReport& m_report;
    SourceRecord m_source;
    bool m_skipping = false;
};

// A share that nobody brings would be missing for good, and nothing would show it.
void require_all_shares(const Shards& shards) {
    std::map<std::pair<std::string, std::uint64_t>, std::set<std::uint64_t>> found;
    for (const auto& shard : shards) {
        if (!shard->batches().empty()) {
            const Share& share = shard->batches().front().share;
            found[{share.walk, share.of}].insert(share.number);
        }
    }
    for (const auto& [walk, numbers] : found) {
        std::string missing;
        std::uint64_t listed = 0;
        for (std::uint64_t n = 1; n <= walk.second && listed < 10; ++n) {
            if (!numbers.contains(n)) {
                missing += fmt::format("{}{}/{}", missing.empty() ? "" : ", ", n, walk.second);
                ++listed;
            }
        }
        if (!missing.empty()) {
            throw Error(
                fmt::format("of {} shares of one ingest {} are here; missing: {}{}", walk.second,
                            numbers.size(), missing,
                            walk.second - numbers.size() > listed ? ", ..." : ""),
                "give all of them (all made with the same paths and options), or --partial to "
                "merge what there is");
        }
    }
}

Shards open_shards(const MergeOptions& options, const fs::path& folder) {
    if (options.shards.empty()) {
        throw UsageError("merge: needs at least one shard");
    }
    Shards shards;
    for (const fs::path& path : options.shards) {
        std::error_code ignored;
        for (const fs::path& itself : {path, path / "store"}) {
            if (fs::equivalent(itself, folder, ignored)) {
                throw UsageError(path.string() + ": a store cannot be merged into itself");
            }
        }
        shards.push_back(std::make_unique<ShardReader>(path));
        const ShardReader& first = *shards.front();
        const std::string different =
            differences(first.properties(), shards.back()->properties(),
                        first.folder().string() + " has", path.string() + " has");
        if (!different.empty()) {
            throw Error("the shards were made with different settings: " + different,
                        "ingest them again with the same version and lexicons");
        }
    }
    if (!options.partial) {
        require_all_shares(shards);
    }
    return shards;
}

}  // namespace

MergeReport merge(const MergeOptions& options, const fs::path& folder, Progress& progress,
                  std::stop_token stop) {
    const Shards shards = open_shards(options, folder);
    MergeReport report;
    report.shards = shards.size();
    Writer writer(folder, shards.front()->properties(), options.limits);
    if (writer.keeps_history()) {
        throw Error(fmt::format("{}: this store is a shard itself", folder.string()),
                    "merge into a new workspace");
    }
    std::uint64_t arrivals = 0;
    for (const auto& shard : shards) {
        arrivals += shard->counters().articles + shard->counters().duplicates;
    }
    const std::size_t threads = options.threads != 0
                                    ? options.threads
                                    : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
    Cutter cutter(shards, writer);
    Teller teller(writer, report);
    // Oldest first. Joined before the shards are closed, however this function ends.
    std::deque<std::future<std::vector<Item>>> at_work;
    std::uint64_t done = 0;
    bool more = true;
    while (!stop.stop_requested()) {
        while (more && at_work.size() < 2 * threads) {
            Chunk chunk = cutter.next();
            more = !chunk.empty();
            if (more) {
                at_work.push_back(std::async(std::launch::async, make_ready, std::move(chunk)));
            }
        }
        if (at_work.empty()) {
            writer.publish();
            progress.finish();
            return report;
        }
        std::vector<Item> items = at_work.front().get();
        at_work.pop_front();
        for (Item& item : items) {
            std::visit([&](auto& value) { teller.take(value); }, item);
            done += std::holds_alternative<Told>(item) ? 1U : 0U;
        }
        progress.report({.stage = "merge",
                         .done = std::min(done, arrivals),
                         .total = arrivals,
                         .unit = "articles",
                         .rejected = report.rejects,
                         .note = {}});
    }
    // What was told is kept; the next merge goes on with the source at hand.
    writer.commit();
    report.interrupted = true;
    progress.finish();
    return report;
}

}  // namespace lode::store
