#include "ingest/pipeline_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/digest.hpp"

namespace lode::ingest::pipeline {
namespace {

constexpr std::size_t k_sources_listed = 10'000;

}  // namespace

Recorder::Recorder(const IngestOptions& options, store::Writer& writer, Progress& progress)
    : m_publish_every(options.publish_every),
      m_writer(writer),
      m_progress(progress),
      m_before(writer.counters()),
      m_start(std::chrono::steady_clock::now()) {}

bool is_finished(const store::Writer& writer, const FileBegin& begin) {
    return (!begin.key.empty() && writer.finished_source(begin.key)) ||
           (!begin.strict_key.empty() && writer.finished_source(begin.strict_key));
}

// Whether a file was read before is decided here, in order, and not by the feeder: two files of
// equal bytes in one run must give the same result however far the feeder is ahead.
void Recorder::take(FileBegin begin) {
    ++m_report.files;
    m_source = {};
    m_source.name = begin.file.name;
    m_source.digest = begin.key;
    m_source.bytes = begin.summary.bytes;
    m_source.problem = begin.summary.problem;
    m_strict_key = begin.strict_key;
    m_place = begin.place;
    m_skipping = begin.read_before || is_finished(m_writer, begin);
    if (m_skipping) {
        ++m_report.files_skipped;
    } else {
        m_report.bytes += m_source.bytes;
    }
}

void Recorder::reject(const Reject& reject) {
    m_writer.reject(reject);
    ++m_report.rejects_by_reason[reject.reason];
}

void Recorder::take(const Reject& member) {
    if (m_skipping) {
        return;
    }
    reject(member);
    ++m_source.members;
    ++m_source.unreadable;
    ++m_report.members;
    ++m_report.unreadable;
    tell();
}

void Recorder::take(Parsed parsed) {
    if (m_skipping) {
        return;
    }
    m_document_bytes += parsed.bytes;
    const std::uint64_t members = parsed.articles.size() + parsed.rejects.size();
    m_source.members += members;
    m_report.members += members;
    for (const Reject& refused : parsed.rejects) {
        reject(refused);
    }
    m_source.rejected += parsed.rejects.size();
    m_report.rejected += parsed.rejects.size();
    std::size_t told = 0;
    const auto tell_notices = [&](std::size_t articles_before) {
        for (; told < parsed.notices.size() &&
               parsed.notices[told].articles_before <= articles_before;
             ++told) {
            const Notice& notice = parsed.notices[told];
            m_writer.notice({notice.target, {notice.kind, {}}});
            ++m_report.notices;
        }
    };
    for (std::size_t n = 0; n < parsed.articles.size(); ++n) {
        tell_notices(n);
        const Parsed::Item& item = parsed.articles[n];
        const auto added = m_writer.add(item.prepared);
        store::Writer::count(added, m_source);
        m_report.duplicates += added.replaced_in_source;
        m_report.articles -= std::min(m_report.articles, added.replaced_in_source);
        m_report.replaced += added.replaced - added.replaced_in_source;
        m_unpublished += added.replaced > 0 ? 1 : 0;
        if (added == store::Writer::Added::duplicate) {
            ++m_report.duplicates;
            continue;
        }
        ++m_report.articles;
        ++m_report.articles_by_dialect[item.dialect];
        for (const std::string& repair : item.repairs) {
            ++m_report.repairs[repair];
        }
        if (added == store::Writer::Added::already_there) {
            ++m_report.already_there;
        } else {
            ++m_unpublished;
        }
    }
    tell_notices(parsed.articles.size());
    for (const auto& [why, answers] : parsed.without_record) {
        m_report.without_record[why] += answers;
    }
    if (m_unpublished >= m_publish_every) {
        m_writer.publish();
        m_unpublished = 0;
    }
    tell();
}

void Recorder::take(const FileEnd& end) {
    if (m_skipping) {
        return;
    }
    if (end.held_back > 0) {
        m_report.held_back += end.held_back;
        m_source.digest = m_strict_key;
    }
    if (!end.unreadable.empty() && !refuse_file(end.unreadable)) {
        return;
    }
    m_writer.finish_source(m_source, m_place);
    if (m_report.sources.size() < k_sources_listed) {
        m_report.sources.push_back(m_source);
    }
}

// A file that cannot be read has no digest of its bytes: its record is known by its name and the
// reason, so that a later run tries it again and yet the reject is stored once. False: that record
// is there already and nothing came of the file since.
bool Recorder::refuse_file(const std::string& problem) {
    const std::size_t colon = std::min(problem.find(": "), problem.size());
    const Reject refused{.source = m_source.name,
                         .reason = problem.substr(0, colon),
                         .detail = problem.substr(std::min(colon + 2, problem.size()))};
    m_source.digest = digest128("unreadable\n" + m_source.name + '\n' + problem).hex();
    m_source.problem = problem;
    if (m_source.members == 0 && m_writer.finished_source(m_source.digest)) {
        ++m_report.rejects_by_reason[refused.reason];
        ++m_report.members;
        ++m_report.unreadable;
        tell();
        return false;
    }
    take(refused);
    return true;
}

IngestReport Recorder::report() const {
    IngestReport report = m_report;
    report.sentences = m_writer.counters().sentences - m_before.sentences;
    report.tokens = m_writer.counters().tokens - m_before.tokens;
    return report;
}

void Recorder::tell() {
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    const double rate = seconds > 0 ? static_cast<double>(m_document_bytes) / 1e6 / seconds : 0.0;
    const std::string note = fmt::format("{:.1f} MB/s", rate);
    m_progress.report({.stage = "ingest",
                       .done = m_report.articles + m_report.duplicates,
                       .unit = "articles",
                       .rejected = m_report.rejected + m_report.unreadable,
                       .note = note});
}

}  // namespace lode::ingest::pipeline
