#include "tools/generate/sink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "core/base/error.hpp"

namespace lode::generate {
namespace {

namespace fs = std::filesystem;

class OutputFile {
 public:
    explicit OutputFile(fs::path path) : m_path(std::move(path)) {
        m_stream.open(m_path, std::ios::binary | std::ios::trunc);
        check();
    }
    void write(std::string_view bytes) {
        m_stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        check();
    }
    void close() {
        m_stream.close();
        check();
    }
    const fs::path& path() const { return m_path; }

 private:
    void check() {
        if (!m_stream) {
            throw error("{}: cannot write: {}", m_path.string(), std::strerror(errno));
        }
    }
    fs::path m_path;
    std::ofstream m_stream;
};

class FolderSink : public Sink {
 public:
    explicit FolderSink(const fs::path& folder) : m_folder(folder) {
        fs::create_directories(m_folder);
    }

    void file(std::string_view path, std::string_view bytes) override {
        OutputFile out(place(path));
        out.write(bytes);
        out.close();
    }

    void line(std::string_view path, std::string_view text) override {
        if (path != m_line_path) {
            finish();
            m_line_path = path;
            m_lines = std::make_unique<OutputFile>(place(path));
        }
        m_lines->write(text);
        m_lines->write("\n");
    }

    void finish() override {
        if (m_lines) {
            m_lines->close();
            m_lines.reset();
        }
    }

 private:
    fs::path place(std::string_view path) {
        auto full = m_folder / path;
        auto parent = full.parent_path();
        if (parent != m_last_parent) {
            fs::create_directories(parent);
            m_last_parent = std::move(parent);
        }
        return full;
    }

    fs::path m_folder;
    fs::path m_last_parent;
    std::string m_line_path;
    std::unique_ptr<OutputFile> m_lines;
};

// POSIX.1-1988 ustar; fixed owner, mode and time, so that the same corpus gives the same bytes.
class TarSink : public FolderSink {
 public:
    TarSink(const fs::path& folder, std::uint64_t members)
        : FolderSink(folder), m_where(folder), m_members(members) {}

    void file(std::string_view path, std::string_view bytes) override {
        if (m_count == m_members) {
            end_archive();
        }
        if (!m_archive) {
            m_archive = std::make_unique<OutputFile>(
                m_where / fmt::format("articles-{:05}.tar", m_archives++));
        }
        m_archive->write(header(path, bytes.size()));
        m_archive->write(bytes);
        m_archive->write(std::string((k_block - bytes.size() % k_block) % k_block, '\0'));
        ++m_count;
    }

    void finish() override {
        end_archive();
        FolderSink::finish();
    }

 private:
    static constexpr std::size_t k_block = 512;

    void end_archive() {
        if (m_archive) {
            m_archive->write(std::string(2 * k_block, '\0'));
            m_archive->close();
            m_archive.reset();
        }
        m_count = 0;
    }

    static std::string header(std::string_view path, std::size_t size) {
        if (path.size() >= 100) {
            throw error("{}: name too long for a tar header", path);
        }
        std::array<char, k_block> h{};
        const auto put = [&h](std::size_t at, std::string_view text) {
            std::copy(text.begin(), text.end(), h.begin() + static_cast<std::ptrdiff_t>(at));
        };
        put(0, path);
        put(100, "0000644");
        put(108, "0000000");
        put(116, "0000000");
        put(124, fmt::format("{:011o}", size));
        put(136, "00000000000");
        put(148, "        ");  // the checksum counts as blanks while it is summed
        put(156, "0");
        put(257, "ustar");
        put(263, "00");
        unsigned sum = 0;
        for (const char c : h) {
            sum += static_cast<unsigned char>(c);
        }
        put(148, fmt::format("{:06o}", sum));
        h[154] = '\0';
        h[155] = ' ';
        return {h.data(), h.size()};
    }

    fs::path m_where;
    std::uint64_t m_members;
    std::uint64_t m_count = 0;
    std::uint64_t m_archives = 0;
    std::unique_ptr<OutputFile> m_archive;
};

class NullSink : public Sink {
 public:
    void file(std::string_view, std::string_view) override {}
    void line(std::string_view, std::string_view) override {}
    void finish() override {}
};

}  // namespace

std::unique_ptr<Sink> folder_sink(const std::filesystem::path& folder) {
    return std::make_unique<FolderSink>(folder);
}

std::unique_ptr<Sink> tar_sink(const std::filesystem::path& folder, std::uint64_t members) {
    return std::make_unique<TarSink>(folder, members);
}

std::unique_ptr<Sink> null_sink() {
    return std::make_unique<NullSink>();
}

}  // namespace lode::generate
