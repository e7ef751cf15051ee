// Containers for tests: written with libarchive and libzstd, in memory.
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <zstd.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/unit/reading/helpers.hpp"

namespace reading_test {

struct Member {
    std::string name;
    std::string bytes;
    unsigned type = AE_IFREG;
};

// `format`: "tar" (ustar), "pax", "gnutar", "v7", "zip", "raw"; `filter`: "", "gzip", "bzip2",
// "xz", "zstd" (without a checksum).
inline std::string pack(const std::vector<Member>& members, const std::string& format,
                        const std::string& filter = "", const std::string& options = "") {
    std::size_t room = std::size_t{1} << 18;
    for (const Member& member : members) {
        room += member.bytes.size() + member.bytes.size() / 8 + 8192;
    }
    std::string out(room, '\0');
    std::size_t used = 0;
    archive* a = archive_write_new();
    const auto check = [&](int code) {
        if (code != ARCHIVE_OK) {
            FAIL(archive_error_string(a));
        }
    };
    check(format == "tar"      ? archive_write_set_format_ustar(a)
          : format == "pax"    ? archive_write_set_format_pax(a)
          : format == "gnutar" ? archive_write_set_format_gnutar(a)
          : format == "v7"     ? archive_write_set_format_v7tar(a)
          : format == "zip"    ? archive_write_set_format_zip(a)
                               : archive_write_set_format_raw(a));
    if (!filter.empty()) {
        check(archive_write_add_filter_by_name(a, filter.c_str()));
    }
    if (!options.empty()) {
        check(archive_write_set_options(a, options.c_str()));
        if (options.find("encryption") != std::string::npos) {
            check(archive_write_set_passphrase(a, "secret"));
        }
    }
    archive_write_set_bytes_in_last_block(a, 1);
    check(archive_write_open_memory(a, out.data(), out.size(), &used));
    for (const Member& member : members) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, member.name.c_str());
        archive_entry_set_filetype(entry, member.type);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, static_cast<la_int64_t>(member.bytes.size()));
        if (member.type == AE_IFLNK) {
            archive_entry_set_symlink(entry, "/etc/passwd");
        }
        check(archive_write_header(a, entry));
        archive_entry_free(entry);
        std::size_t at = 0;
        while (at < member.bytes.size()) {
            const la_ssize_t wrote =
                archive_write_data(a, member.bytes.data() + at, member.bytes.size() - at);
            REQUIRE(wrote > 0);
            at += static_cast<std::size_t>(wrote);
        }
    }
    check(archive_write_close(a));
    archive_write_free(a);
    out.resize(used);
    return out;
}

inline std::string compress(std::string_view bytes, const std::string& filter) {
    if (filter != "zstd") {
        return pack({{"x", std::string(bytes)}}, "raw", filter);
    }
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    out.resize(ZSTD_compress2(context, out.data(), out.size(), bytes.data(), bytes.size()));
    ZSTD_freeCCtx(context);
    return out;
}

// Words without much repetition, so that damage has something to damage.
inline std::string words(std::size_t size, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::string text;
    while (text.size() < size) {
        text += static_cast<char>('a' + random() % 26);
        if (random() % 6 == 0) {
            text += random() % 9 == 0 ? "\n" : " ";
        }
    }
    return text;
}

struct Given {
    std::vector<Document> documents;
    std::vector<Reject> rejects;
    ContainerSummary summary;
    std::string all() const {
        std::string lines;
        for (const auto& d : documents) {
            lines += d.source + (d.damaged_container ? " damaged\n" : "\n");
        }
        for (const auto& r : rejects) {
            lines += r.source + " " + r.reason + " (" + r.detail + ")\n";
        }
        return lines;
    }
};

inline Given give_file(const std::filesystem::path& path, const ContainerLimits& limits = {}) {
    const InputFile file{path, path.filename().string(), std::filesystem::file_size(path)};
    Given given;
    given.summary = verify_file(file, {}, limits);
    read_file_documents(
        file, given.summary, limits, [&](Document d) { given.documents.push_back(std::move(d)); },
        [&](Reject r) { given.rejects.push_back(std::move(r)); });
    return given;
}

}  // namespace reading_test
