#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/error.hpp"
#include "ingest/source/bytes.hpp"
#include "ingest/source/sniff.hpp"
#include "ingest/source/source.hpp"
#include "ingest/source/tar.hpp"

namespace lode::ingest {
namespace {

constexpr std::size_t k_json_document_bytes = 1 << 20;

// A source that feeds a digest with all that passes through it.
class DigestingSource : public ByteSource {
 public:
    explicit DigestingSource(ByteSource& inner) : m_inner(inner) {}
    std::size_t read(char* to, std::size_t size) override {
        const std::size_t got = m_inner.read(to, size);
        m_digester.add({to, got});
        m_bytes += got;
        return got;
    }
    Digest128 digest() const { return m_digester.result(); }
    std::uint64_t bytes() const noexcept { return m_bytes; }

 private:
    ByteSource& m_inner;
    Digester m_digester;
    std::uint64_t m_bytes = 0;
};

class Reader {
 public:
    Reader(std::string name, bool damaged, const ContainerLimits& limits,
           const std::function<void(Document)>& document, const std::function<void(Reject)>& reject,
           std::stop_token stop)
        : m_name(std::move(name)),
          m_damaged(damaged),
          m_limits(limits),
          m_document(document),
          m_reject(reject),
          m_stop(std::move(stop)) {}

    // `depth`: how many containers are around these bytes.
    void read(ByteSource& raw, const std::string& name, int depth) {
        PeekSource source(raw);
        const Content content = sniff(source.peek(k_sniff_bytes));
        switch (content.kind) {
            case ContentKind::gzip: {
                if (depth >= 3) {
                    refuse(name, "nested-archive", "more than three containers inside each other");
                    return;
                }
                GzipSource inflated(source, m_limits);
                read(inflated, name, depth + 1);
                return;
            }
            case ContentKind::tar:
                if (m_in_tar) {
                    refuse(name, "nested-archive", "a tar archive inside a tar archive");
                    return;
                }
                m_in_tar = true;
                read_tar_members(
                    source, name, m_limits,
                    [&](const std::string& member, std::string bytes) {
                        MemorySource memory(bytes);
                        read(memory, name + "!" + member, depth + 1);
                    },
                    m_reject, m_stop);
                m_in_tar = false;
                return;
            case ContentKind::xml:
                read_xml(source, name);
                return;
            case ContentKind::json_lines:
                read_json_lines(source, name);
                return;
            case ContentKind::empty:
                if (!source.problem().empty()) {
                    refuse_for(name, source.problem());
                } else {
                    refuse(name, "empty-file", content.name);
                }
                return;
            case ContentKind::html:
                refuse(name, "html-page", "an HTML page where an article is expected");
                return;
            case ContentKind::archive:
                refuse(name, "unsupported-container", content.name + " is not read");
                return;
            case ContentKind::text:
                refuse(name, "plain-text", content.name);
                return;
            case ContentKind::binary:
                refuse(name, "not-text", content.name);
                return;
        }
    }

 private:
    void refuse(const std::string& name, std::string reason, std::string detail) {
        m_reject({.source = name, .reason = std::move(reason), .detail = std::move(detail)});
    }

    // A problem reads "stable-word: explanation".
    void refuse_for(const std::string& name, const std::string& problem) {
        const std::size_t colon = std::min(problem.find(": "), problem.size());
        refuse(name, problem.substr(0, colon), problem.substr(std::min(colon + 2, problem.size())));
    }

    void read_xml(ByteSource& source, const std::string& name) {
        Document document;
        document.source = name;
        std::vector<char> piece(1 << 16);
        for (;;) {
            const std::size_t got = source.read(piece.data(), piece.size());
            if (got == 0) {
                break;
            }
            if (document.bytes.size() + got > m_limits.member_bytes) {
                refuse(name, "too-large", "larger than the limit for one document");
                return;
            }
            document.bytes.append(piece.data(), got);
            if (m_stop.stop_requested()) {
                return;
            }
        }
        const std::string problem = source.problem();
        if (problem.starts_with("inflation-ratio") || problem.starts_with("too-large")) {
            refuse_for(name, problem);
            return;
        }
        document.damaged_container = m_damaged || !problem.empty();
        m_document(std::move(document));
    }

    void read_json_lines(ByteSource& source, const std::string& name) {
        std::string buffer;
        std::vector<char> piece(1 << 16);
        std::uint64_t line = 1;  // of the first byte of `buffer`
        bool skipping = false;   // inside a line that is too long
        for (;;) {
            const std::size_t got = source.read(piece.data(), piece.size());
            if (got == 0 || m_stop.stop_requested()) {
                break;
            }
            std::string_view fresh(piece.data(), got);
            if (skipping) {
                const std::size_t end = fresh.find('\n');
                if (end == std::string_view::npos) {
                    continue;
                }
                fresh.remove_prefix(end + 1);
                ++line;
                skipping = false;
            }
            buffer.append(fresh);
            if (buffer.size() < k_json_document_bytes) {
                continue;
            }
            const std::size_t end = buffer.rfind('\n');
            if (end != std::string::npos) {
                emit_lines(name, buffer.substr(0, end + 1), line, source);
                buffer.erase(0, end + 1);
            } else if (buffer.size() > m_limits.member_bytes) {
                m_reject({.source = name,
                          .line = static_cast<std::uint32_t>(line),
                          .reason = "line-too-long",
                          .detail = "a line larger than the limit for one document"});
                buffer.clear();
                skipping = true;
            }
        }
        if (m_stop.stop_requested()) {
            return;
        }
        if (!buffer.empty()) {
            emit_lines(name, std::move(buffer), line, source);
        }
        if (!source.problem().empty()) {
            refuse_for(name, source.problem());
        }
    }

    void emit_lines(const std::string& name, std::string bytes, std::uint64_t& line,
                    const ByteSource& source) {
        Document document;
        document.source = name;
        document.kind = DocumentKind::json_lines;
        document.first_line = line;
        line += static_cast<std::uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
        document.bytes = std::move(bytes);
        document.damaged_container = m_damaged || !source.problem().empty();
        m_document(std::move(document));
    }

    std::string m_name;
    bool m_damaged;
    bool m_in_tar = false;
    ContainerLimits m_limits;
    const std::function<void(Document)>& m_document;
    const std::function<void(Reject)>& m_reject;
    std::stop_token m_stop;
};

}  // namespace

ContainerSummary verify_file(const InputFile& file, std::stop_token stop) {
    FileSource raw(file.path);
    DigestingSource digesting(raw);
    PeekSource source(digesting);
    ContainerSummary summary;
    std::vector<char> piece(1 << 18);
    if (sniff(source.peek(2)).kind == ContentKind::gzip) {
        GzipSource inflated(source, ContainerLimits{});
        while (inflated.read(piece.data(), piece.size()) > 0 && !stop.stop_requested()) {
        }
        summary.problem = inflated.problem();
        summary.members = inflated.members();
        summary.unreadable = summary.problem.empty() ? 0 : 1;
    } else {
        summary.members = 1;
    }
    // What the inflater left unread (after a fault) still belongs to the digest.
    while (source.read(piece.data(), piece.size()) > 0 && !stop.stop_requested()) {
    }
    summary.digest = digesting.digest();
    summary.bytes = digesting.bytes();
    return summary;
}

void read_file_documents(const InputFile& file, const ContainerSummary& verified,
                         const ContainerLimits& limits,
                         const std::function<void(Document)>& document,
                         const std::function<void(Reject)>& reject, std::stop_token stop) {
    FileSource raw(file.path);
    Reader reader(file.name, !verified.problem.empty(), limits, document, reject, std::move(stop));
    reader.read(raw, file.name, 0);
}

}  // namespace lode::ingest
