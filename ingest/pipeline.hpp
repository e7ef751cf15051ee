// The machinery of ingest(): one feeder, N workers, and the caller's thread that gets results in
// the order in which the feeder gave out the work. What is in flight is bounded.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "core/store/store.hpp"
#include "ingest/dialect.hpp"
#include "ingest/mine/miner.hpp"
#include "ingest/source/source.hpp"

namespace lode::ingest::pipeline {

// A file begins. Its documents and rejects follow, then FileEnd; after an interruption there is no
// FileEnd.
struct FileBegin {
    InputFile file;
    ContainerSummary summary;
    std::string key = {};         // what the store knows a finished source by
    std::string strict_key = {};  // the same where something was held back; "" unless strict
    bool read_before = false;     // nothing follows but FileEnd
    std::uint64_t place = 0;      // among all files of the walk, those of other shards too
};
struct FileEnd {
    std::string unreadable = {};  // why the file could not be read to its end; "" where it was
    std::uint64_t held_back = 0;  // documents of damaged containers that were not to be read
};

// What became of one document.
struct Parsed {
    std::uint64_t bytes = 0;
    struct Item {
        store::Prepared prepared;
        std::string dialect;
        std::vector<std::string> repairs;
    };
    std::vector<Item> articles;
    std::vector<Reject> rejects;
    std::vector<Notice> notices;
    std::map<std::string, std::uint64_t> without_record;
};

// A document to what is stored of it, mined and encoded. Thread-safe.
Parsed parse(const Document& document, const ReadOptions& options, const Miner& miner);
// What a finished source is known by: its bytes, and how it was asked to be read.
std::string source_key(const ContainerSummary& summary, const ReadOptions& options);
// Of a source that was read without what its container's damage bears on: a run that is not strict
// reads it again.
std::string strict_key(const std::string& key);

using Item = std::variant<FileBegin, FileEnd, Reject, Parsed, std::exception_ptr>;

// Work and results, numbered by the order of submission. Documents are given to workers; everything
// else is a result at once. All functions may be called from any thread.
class Exchange {
 public:
    // At most this many documents, this many items of any kind, and documents of this many bytes
    // together are between submit and next(); a document that is larger than that goes alone.
    Exchange(std::size_t documents, std::size_t items, std::size_t bytes = SIZE_MAX)
        : m_document_limit(documents), m_item_limit(items), m_byte_limit(bytes) {}

    // Feeder. Both block while too much is in flight; false once abort() was called.
    bool submit(Document document);
    bool submit(Item item);
    // Feeder: nothing more will come.
    void close();

    struct Job {
        std::uint64_t number = 0;
        Document document;
    };
    // Worker: nothing when there will be no more.
    std::optional<Job> take();
    void give(std::uint64_t number, Item item);

    // Writer: the next item in order; nothing after the last one.
    std::optional<Item> next();

    // Wakes everybody; nothing is handed out any more.
    void abort();

 private:
    // `bytes`: nothing for an item that is no document.
    bool wait_for_room(std::unique_lock<std::mutex>& lock, std::optional<std::size_t> bytes);

    const std::size_t m_document_limit;
    const std::size_t m_item_limit;
    const std::size_t m_byte_limit;
    std::mutex m_mutex;
    std::condition_variable m_room;
    std::condition_variable m_work;
    std::condition_variable m_result;
    std::deque<Job> m_jobs;
    struct Result {
        Item item;
        bool document = false;
    };
    std::map<std::uint64_t, Result> m_results;
    std::uint64_t m_submitted = 0;  // also the number of the next item
    std::uint64_t m_delivered = 0;
    std::size_t m_documents_in_flight = 0;
    std::size_t m_bytes_in_flight = 0;
    std::unordered_map<std::uint64_t, std::size_t> m_sizes;  // of the documents in flight
    bool m_closed = false;
    bool m_aborted = false;
};

}  // namespace lode::ingest::pipeline
