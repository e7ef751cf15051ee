#include "ingest/source/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <locale.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <map>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "ingest/source/input_name.hpp"

namespace lode::ingest {
namespace {

struct ArchiveCloser {
    void operator()(archive* handle) const noexcept { archive_read_free(handle); }
};
using ArchiveHandle = std::unique_ptr<archive, ArchiveCloser>;

// What libarchive's callbacks work on. No exception crosses them.
struct Feed {
    explicit Feed(ByteSource& from) : source(from) {}
    ByteSource& source;
    std::uint64_t at = 0;
    std::vector<char> piece = std::vector<char>(1 << 17);
    std::exception_ptr exception;

    void rethrow() const {
        if (exception) {
            std::rethrow_exception(exception);
        }
    }
};

la_ssize_t feed_read(archive* handle, void* client, const void** block) {
    auto& feed = *static_cast<Feed*>(client);
    try {
        *block = feed.piece.data();
        const std::size_t got = feed.source.read(feed.piece.data(), feed.piece.size());
        feed.at += got;
        return static_cast<la_ssize_t>(got);
    } catch (...) {
        feed.exception = std::current_exception();
        archive_set_error(handle, -1, "reading failed");
        return -1;
    }
}

la_int64_t feed_seek(archive* handle, void* client, la_int64_t offset, int whence) {
    auto& feed = *static_cast<Feed*>(client);
    try {
        SeekableSource& source = *feed.source.seekable();
        const auto size = static_cast<la_int64_t>(source.size());
        const la_int64_t base = whence == SEEK_SET   ? 0
                                : whence == SEEK_CUR ? static_cast<la_int64_t>(feed.at)
                                                     : size;
        const la_int64_t target = std::clamp<la_int64_t>(base + offset, 0, size);
        source.seek(static_cast<std::uint64_t>(target));
        feed.at = static_cast<std::uint64_t>(target);
        return target;
    } catch (...) {
        feed.exception = std::current_exception();
        archive_set_error(handle, -1, "seeking failed");
        return ARCHIVE_FATAL;
    }
}

// As printable_name() has it.
std::string shown_name(archive_entry* entry, std::uint64_t number) {
    const char* raw = archive_entry_pathname_utf8(entry);
    if (raw == nullptr) {
        raw = archive_entry_pathname(entry);
    }
    if (raw == nullptr || *raw == '\0') {
        return "member-" + std::to_string(number);
    }
    std::string name(raw);
    while (name.starts_with("./")) {
        name.erase(0, 2);
    }
    return printable_name(name);
}

std::string error_of(archive* handle) {
    const char* text = archive_error_string(handle);
    return text == nullptr ? "damaged archive" : text;
}

std::string_view file_name_of(std::string_view name) {
    const std::size_t slash = name.rfind('/');
    return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

class ArchiveReader {
 public:
    ArchiveReader(ContentKind format, ByteSource& source, const std::string& archive_name,
                  const ContainerLimits& limits, Budget& budget, const MemberHandler& handler,
                  const std::stop_token& stop)
        : m_zip(format == ContentKind::zip),
          m_archive_name(archive_name),
          m_limits(limits),
          m_budget(budget),
          m_handler(handler),
          m_stop(stop),
          m_feed(source) {}

    std::string read() {
        const bool through_directory = m_zip && m_feed.source.seekable() != nullptr;
        open(through_directory);
        if (!members() && m_number == 0 && through_directory) {
            // Nothing came of the central directory: the local headers may still be sound.
            m_feed.source.seekable()->seek(0);
            m_feed.at = 0;
            open(false);
            note_damage("damaged-archive: the central directory cannot be read");
            members();
        }
        for (const auto& [extension, count] : m_not_inputs) {
            m_handler.reject({.source = m_archive_name,
                              .reason = "not-an-input",
                              .detail = fmt::format("{} members {}", count, extension)});
        }
        if (m_number == 0 && m_problem.empty() && !m_stop.stop_requested()) {
            m_handler.reject({.source = m_archive_name,
                              .reason = "empty-file",
                              .detail = "an archive without members"});
        }
        if (!m_problem.empty()) {
            constexpr std::string_view k_plain = "damaged-archive: ";
            std::string detail =
                m_problem.substr(m_problem.starts_with(k_plain) ? k_plain.size() : 0);
            detail +=
                m_last.empty() ? "; no member could be read" : "; last sound member: " + m_last;
            m_handler.reject({.source = m_archive_name,
                              .reason = m_budget.exhausted()
                                            ? m_problem.substr(0, m_problem.find(": "))
                                            : "damaged-archive",
                              .detail = std::move(detail)});
        }
        return m_problem;
    }

 private:
    // A large member as a stream.
    class MemberSource final : public ByteSource {
     public:
        MemberSource(ArchiveReader& reader, std::string begin)
            : m_reader(reader), m_begin(std::move(begin)) {}
        std::size_t read(char* to, std::size_t size) override {
            if (m_used < m_begin.size()) {
                const std::size_t take = m_begin.copy(to, size, m_used);
                m_used += take;
                if (m_used == m_begin.size()) {
                    m_begin = {};
                    m_used = 0;
                }
                return take;
            }
            return m_problem.empty() ? m_reader.data(to, size, m_problem) : 0;
        }
        std::string problem() const override { return m_problem; }

     private:
        ArchiveReader& m_reader;
        std::string m_begin;
        std::size_t m_used = 0;
        std::string m_problem;
    };

    // libarchive gives names in the thread's character set; the program runs in "C", where all but
    // ASCII would be lost.
    class Utf8Names {
     public:
        Utf8Names() : m_ours(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
            if (m_ours != nullptr) {
                m_before = ::uselocale(m_ours);
            }
        }
        Utf8Names(const Utf8Names&) = delete;
        Utf8Names& operator=(const Utf8Names&) = delete;
        ~Utf8Names() {
            if (m_ours != nullptr) {
                ::uselocale(m_before);
                ::freelocale(m_ours);
            }
        }

     private:
        locale_t m_ours;
        locale_t m_before = nullptr;
    };
    const Utf8Names m_utf8_names;

    void open(bool through_directory) {
        m_handle.reset(archive_read_new());
        if (!m_handle) {
            throw Error("libarchive cannot be set up: out of memory");
        }
        archive* const handle = m_handle.get();
        if (!m_zip) {
            archive_read_support_format_tar(handle);
        } else if (through_directory) {
            archive_read_support_format_zip_seekable(handle);
            archive_read_set_seek_callback(handle, feed_seek);
        } else {
            archive_read_support_format_zip_streamable(handle);
        }
        archive_read_set_read_callback(handle, feed_read);
        archive_read_set_callback_data(handle, &m_feed);
        // What goes wrong here goes wrong again at the first header, and is told there.
        (void)archive_read_open1(handle);
        m_feed.rethrow();
    }

    void note_damage(std::string detail) {
        if (m_problem.empty()) {
            m_problem = std::move(detail);
        }
    }

    // The best explanation of a failure: the layer below, the budget, libarchive's own words.
    std::string explanation(std::string_view word) const {
        if (!m_feed.source.problem().empty()) {
            return m_feed.source.problem();
        }
        if (m_budget.exhausted()) {
            return m_budget.problem();
        }
        return fmt::format("{}: {}", word, error_of(m_handle.get()));
    }

    void refuse(const std::string& name, std::string reason, std::string detail) {
        m_handler.reject({.source = m_archive_name + "!" + name,
                          .reason = std::move(reason),
                          .detail = std::move(detail)});
    }

    // Data of the member at hand; 0 at its end and, with `problem` set, at a fault.
    std::size_t data(char* to, std::size_t size, std::string& problem) {
        const la_ssize_t got = archive_read_data(m_handle.get(), to, size);
        m_feed.rethrow();
        if (got < 0) {
            m_fatal = m_fatal || got <= ARCHIVE_FATAL;
            const bool unsupported =
                error_of(m_handle.get()).find("nsupported") != std::string::npos;
            problem = explanation(unsupported ? "unsupported-method" : "damaged-member");
            if (!m_feed.source.problem().empty()) {
                problem = "damaged-member: " + problem;
            }
            return 0;
        }
        if (m_charged) {
            m_budget.charge(static_cast<std::uint64_t>(got));
            if (m_budget.exhausted()) {
                problem = m_budget.problem();
                return 0;
            }
        }
        return static_cast<std::size_t>(got);
    }

    // All of them; false where the archive gave out.
    bool members() {
        while (!m_stop.stop_requested()) {
            archive_entry* entry = nullptr;
            const int code =
                m_fatal ? ARCHIVE_FATAL : archive_read_next_header(m_handle.get(), &entry);
            m_feed.rethrow();
            if (m_budget.exhausted()) {
                note_damage(m_budget.problem());
                return false;
            }
            if (code == ARCHIVE_RETRY) {
                note_damage(explanation("damaged-archive"));
                continue;
            }
            if (code == ARCHIVE_EOF) {
                // libarchive takes an early end between members for the end of the archive.
                if (!m_feed.source.problem().empty()) {
                    note_damage(m_feed.source.problem());
                }
                return m_feed.source.problem().empty();
            }
            if (code < ARCHIVE_WARN) {
                note_damage(explanation("damaged-archive"));
                return false;
            }
            ++m_number;
            member(entry);
        }
        return true;
    }

    void member(archive_entry* entry) {
        const std::string plain = shown_name(entry, m_number);
        const std::string_view file_name = file_name_of(plain);
        const auto type = archive_entry_filetype(entry);
        if (type == AE_IFDIR || plain.ends_with('/') || file_name.starts_with("._") ||
            plain.starts_with("__MACOSX/") || plain.find("/__MACOSX/") != std::string::npos) {
            return;
        }
        const std::uint32_t seen = ++m_names[digest64(plain)];
        const std::string name = seen == 1 ? plain : fmt::format("{} ({})", plain, seen);
        if (archive_entry_hardlink(entry) != nullptr || type != AE_IFREG) {
            refuse(name, "not-a-file", "a link, device or pipe in an archive");
            return;
        }
        if (file_name.starts_with(".")) {
            ++m_not_inputs["(hidden)"];
            return;
        }
        if (!is_input_by_name(file_name)) {
            ++m_not_inputs[lower_extension(file_name)];
            return;
        }
        if (archive_entry_is_encrypted(entry) != 0) {
            refuse(name, "encrypted", "an encrypted member; Lode takes no passwords");
            return;
        }
        const bool sized = archive_entry_size_is_set(entry) != 0;
        const auto size =
            sized ? static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(entry), 0))
                  : 0;
        if (m_handler.large_only && sized && size <= m_limits.whole_bytes) {
            return;
        }
        // What a tar holds was counted where it came out of its compression, but for holes.
        m_charged = m_zip || archive_entry_sparse_count(entry) > 0;
        std::string bytes;
        if (sized) {
            bytes.reserve(static_cast<std::size_t>(std::min(size, m_limits.whole_bytes)) + 1);
        }
        std::string problem;
        while (bytes.size() <= m_limits.whole_bytes) {
            const std::size_t got = data(m_piece.data(), m_piece.size(), problem);
            if (got == 0) {
                break;
            }
            bytes.append(m_piece.data(), got);
        }
        if (!problem.empty()) {
            const std::size_t colon = std::min(problem.find(": "), problem.size());
            refuse(name, problem.substr(0, colon),
                   problem.substr(std::min(colon + 2, problem.size())));
            return;
        }
        const std::string full_name = m_archive_name + "!" + name;
        if (bytes.size() <= m_limits.whole_bytes) {
            if (!m_handler.whole(full_name, std::move(bytes))) {
                ++m_not_inputs[lower_extension(file_name)];
            }
        } else {
            MemberSource stream(*this, std::move(bytes));
            if (!m_handler.stream(full_name, stream)) {
                ++m_not_inputs[lower_extension(file_name)];
            }
            if (!stream.problem().empty()) {
                return;
            }
        }
        m_last = name;
    }

    const bool m_zip;
    const std::string& m_archive_name;
    const ContainerLimits& m_limits;
    Budget& m_budget;
    const MemberHandler& m_handler;
    const std::stop_token& m_stop;
    Feed m_feed;
    ArchiveHandle m_handle;  // works on m_feed: closed first
    std::vector<char> m_piece = std::vector<char>(1 << 16);
    std::uint64_t m_number = 0;
    std::unordered_map<std::uint64_t, std::uint32_t> m_names;
    std::map<std::string, std::uint64_t> m_not_inputs;
    std::string m_last;
    std::string m_problem;
    bool m_charged = false;
    bool m_fatal = false;
};

}  // namespace

std::string read_archive(ContentKind format, ByteSource& source, const std::string& archive_name,
                         const ContainerLimits& limits, Budget& budget,
                         const MemberHandler& handler, const std::stop_token& stop) {
    return ArchiveReader(format, source, archive_name, limits, budget, handler, stop).read();
}

std::string libarchive_version() {
    return archive_version_string();
}

}  // namespace lode::ingest
