#include "ingest/source/tar.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <exception>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "ingest/source/input_name.hpp"

namespace lode::ingest {
namespace {

struct ArchiveCloser {
    void operator()(archive* handle) const noexcept { archive_read_free(handle); }
};
using ArchiveHandle = std::unique_ptr<archive, ArchiveCloser>;

struct Feed {
    explicit Feed(ByteSource& from) : source(from) {}
    ByteSource& source;
    std::vector<char> piece = std::vector<char>(1 << 16);
    std::exception_ptr exception;
};

la_ssize_t feed_archive(archive* handle, void* client, const void** block) {
    auto& feed = *static_cast<Feed*>(client);
    try {
        *block = feed.piece.data();
        return static_cast<la_ssize_t>(feed.source.read(feed.piece.data(), feed.piece.size()));
    } catch (...) {
        feed.exception = std::current_exception();
        archive_set_error(handle, -1, "reading failed");
        return -1;
    }
}

// Printable ASCII and UTF-8 as they are, the rest as '?'.
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

}  // namespace

void read_tar_members(ByteSource& source, const std::string& archive_name,
                      const ContainerLimits& limits,
                      const std::function<void(const std::string& name, std::string bytes)>& member,
                      const std::function<void(Reject)>& reject, const std::stop_token& stop) {
    const ArchiveHandle handle(archive_read_new());
    if (!handle) {
        throw Error("libarchive cannot be set up: out of memory");
    }
    archive* const tar = handle.get();
    archive_read_support_format_tar(tar);
    Feed feed(source);
    std::uint64_t number = 0;
    std::string last;
    std::map<std::string, std::uint64_t> not_inputs;
    const auto refuse = [&](const std::string& name, const char* reason, std::string detail) {
        reject(
            {.source = archive_name + "!" + name, .reason = reason, .detail = std::move(detail)});
    };
    // The container itself gave out; what the gzip layer said is the better explanation.
    const auto refuse_rest = [&]() {
        std::string detail = source.problem().empty() ? error_of(tar) : source.problem();
        detail += last.empty() ? "; no member could be read" : "; last sound member: " + last;
        reject({.source = archive_name, .reason = "damaged-archive", .detail = std::move(detail)});
    };
    const auto rethrow = [&]() {
        if (feed.exception) {
            std::rethrow_exception(feed.exception);
        }
    };

    if (archive_read_open(tar, &feed, nullptr, feed_archive, nullptr) != ARCHIVE_OK) {
        rethrow();
        refuse_rest();
        return;
    }
    bool sound = true;
    while (sound && !stop.stop_requested()) {
        archive_entry* entry = nullptr;
        const int code = archive_read_next_header(tar, &entry);
        rethrow();
        if (code == ARCHIVE_EOF) {
            // libarchive takes an early end between members for the end of the archive.
            if (!source.problem().empty()) {
                refuse_rest();
            }
            break;
        }
        if (code == ARCHIVE_RETRY) {
            continue;
        }
        if (code < ARCHIVE_WARN) {
            refuse_rest();
            break;
        }
        ++number;
        const std::string name = shown_name(entry, number);
        const std::string_view file_name = file_name_of(name);
        const auto type = archive_entry_filetype(entry);
        if (type == AE_IFDIR || file_name.starts_with("._") || name.starts_with("__MACOSX/")) {
            continue;
        }
        if (archive_entry_hardlink(entry) != nullptr || type != AE_IFREG) {
            refuse(name, "not-a-file", "a link, device or pipe in an archive");
            continue;
        }
        if (file_name.starts_with(".")) {
            ++not_inputs["(hidden)"];
            continue;
        }
        if (!is_input_by_name(file_name)) {
            ++not_inputs[lower_extension(file_name)];
            continue;
        }
        if (archive_entry_size(entry) < 0 ||
            static_cast<std::uint64_t>(archive_entry_size(entry)) > limits.member_bytes) {
            refuse(name, "too-large", "larger than the limit for one document");
            continue;
        }
        std::string bytes;
        bytes.reserve(static_cast<std::size_t>(archive_entry_size(entry)));
        std::array<char, 1 << 14> piece{};
        bool whole = true;
        for (;;) {
            const la_ssize_t got = archive_read_data(tar, piece.data(), piece.size());
            rethrow();
            if (got == 0) {
                break;
            }
            if (got < 0 || bytes.size() + static_cast<std::size_t>(got) > limits.member_bytes) {
                whole = false;
                refuse(name, "damaged-member",
                       source.problem().empty() ? error_of(tar) : source.problem());
                sound = got > ARCHIVE_FATAL;
                break;
            }
            bytes.append(piece.data(), static_cast<std::size_t>(got));
        }
        if (!whole) {
            if (!sound) {
                refuse_rest();
            }
            continue;
        }
        member(name, std::move(bytes));
        last = name;
    }
    for (const auto& [extension, count] : not_inputs) {
        reject({.source = archive_name,
                .reason = "not-an-input",
                .detail = std::to_string(count) + " members " + extension});
    }
}

std::string libarchive_version() {
    return archive_version_string();
}

}  // namespace lode::ingest
