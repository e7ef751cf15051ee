// The writing end of the pipeline: takes items in order, writes them and keeps the books.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/base/progress.hpp"
#include "core/store/store.hpp"
#include "ingest/ingest.hpp"
#include "ingest/pipeline.hpp"

namespace lode::ingest::pipeline {

// Whether the store has all that is to be had of the file.
bool is_finished(const store::Writer& writer, const FileBegin& begin);

class Recorder {
 public:
    Recorder(const IngestOptions& options, store::Writer& writer, Progress& progress);

    void take(FileBegin begin);
    void take(Parsed parsed);
    void take(const Reject& reject);  // a member that the container could not give
    void take(const FileEnd& end);

    // What was written so far; the sums of the store's counters are filled in.
    IngestReport report() const;

 private:
    void reject(const Reject& reject);
    bool refuse_file(const std::string& problem);
    void tell();

    const std::uint64_t m_publish_every;
    store::Writer& m_writer;
    Progress& m_progress;
    const store::Counters m_before;
    const std::chrono::steady_clock::time_point m_start;
    IngestReport m_report;
    store::SourceRecord m_source;  // the file being read
    std::string m_strict_key;
    std::uint64_t m_place = 0;  // of the file in the walk
    bool m_skipping = false;
    std::uint64_t m_document_bytes = 0;
    std::uint64_t m_unpublished = 0;
};

}  // namespace lode::ingest::pipeline
