#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <iterator>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/base/error.hpp"
#include "ingest/source/input_name.hpp"
#include "ingest/source/record_file.hpp"
#include "ingest/source/source.hpp"

namespace lode::ingest {
namespace fs = std::filesystem;

namespace {

// "./a//b/" -> "a/b"; an absolute path stays absolute.
std::string provenance_name(const fs::path& path) {
    std::string name = path.lexically_normal().generic_string();
    while (name.size() > 1 && name.back() == '/') {
        name.pop_back();
    }
    return printable_name(name);
}

// " (a link to x)", "" where it is none.
std::string link_target(const fs::path& path) {
    std::error_code code;
    const fs::path target = fs::read_symlink(path, code);
    return code ? std::string() : fmt::format(" (a link to {})", printable_name(target.string()));
}

// How a path came here.
enum class Origin { named, listed, found };

struct Listing {
    fs::path folder;
    std::string name;                // of the folder, "" for "."
    std::vector<std::string> items;  // sorted descending: the next one is at the back
};

}  // namespace

struct InputWalker::Impl {
    std::vector<fs::path> paths;  // the named ones, then the listed ones
    std::size_t named = 0;
    bool any_fields = false;
    std::size_t next_path = 0;
    std::vector<Listing> open;
    // Device and inode of every folder entered, so that links can neither loop nor multiply.
    std::set<std::pair<dev_t, ino_t>> entered;
    std::map<std::string, std::uint64_t> skipped;

    // Nothing, or the folder itself where it cannot be listed to its end.
    std::optional<InputFile> enter(const fs::path& folder, std::string name,
                                   const struct stat& facts) {
        if (!entered.insert({facts.st_dev, facts.st_ino}).second) {
            ++skipped["(folder seen before)"];
            return std::nullopt;
        }
        std::error_code code;
        fs::directory_iterator list(folder, code);
        Listing listing{folder, name == "." ? std::string() : name, {}};
        while (!code && list != fs::directory_iterator()) {
            listing.items.push_back(list->path().filename().string());
            list.increment(code);
        }
        std::sort(listing.items.begin(), listing.items.end(), std::greater<>());
        open.push_back(std::move(listing));
        if (code) {
            return InputFile{.path = folder,
                             .name = std::move(name),
                             .problem = "unreadable-folder: cannot list it: " + code.message()};
        }
        return std::nullopt;
    }

    std::optional<InputFile> look_at(const fs::path& path, std::string name, Origin origin) {
        struct stat facts {};
        const std::string file_name = path.filename().string();
        const auto unreadable = [&](int code) {
            return InputFile{.path = path,
                             .name = std::move(name),
                             .problem = fmt::format("unreadable-file: cannot open: {}{}",
                                                    std::strerror(code), link_target(path))};
        };
        if (::stat(path.c_str(), &facts) != 0) {
            const int code = errno;
            if (origin == Origin::listed && code == ENOENT) {
                ++skipped[k_missing];
                return std::nullopt;
            }
            if (origin == Origin::found && !is_input_by_name(file_name)) {
                ++skipped["(broken link)"];
                return std::nullopt;
            }
            return unreadable(code);
        }
        if (S_ISDIR(facts.st_mode)) {
            return enter(path, std::move(name), facts);
        }
        if (!S_ISREG(facts.st_mode)) {
            ++skipped["(not a file)"];
            return std::nullopt;
        }
        if (origin == Origin::found && !is_input_by_name(file_name)) {
            ++skipped[lower_extension(file_name)];
            return std::nullopt;
        }
        if (::access(path.c_str(), R_OK) != 0) {
            return unreadable(errno);
        }
        if (origin == Origin::found && !any_fields) {
            if (const std::string what = no_articles_in(path); !what.empty()) {
                ++skipped[what];
                return std::nullopt;
            }
        }
        return InputFile{.path = path,
                         .name = std::move(name),
                         .bytes = static_cast<std::uint64_t>(facts.st_size),
                         .any_fields = any_fields};
    }

    std::optional<InputFile> next() {
        for (;;) {
            if (open.empty()) {
                if (next_path == paths.size()) {
                    return std::nullopt;
                }
                const Origin origin = next_path < named ? Origin::named : Origin::listed;
                const fs::path& path = paths[next_path++];
                if (auto file = look_at(path, provenance_name(path), origin)) {
                    return file;
                }
                continue;
            }
            Listing& listing = open.back();
            if (listing.items.empty()) {
                open.pop_back();
                continue;
            }
            const std::string item = std::move(listing.items.back());
            listing.items.pop_back();
            if (item.front() == '.') {
                ++skipped["(hidden)"];
                continue;
            }
            std::string name = listing.name;
            if (!name.empty() && name.back() != '/') {
                name += '/';
            }
            name += printable_name(item);
            // look_at() may grow `open`, so `listing` is not used after it.
            if (auto file = look_at(listing.folder / item, std::move(name), Origin::found)) {
                return file;
            }
        }
    }
};

InputWalker::InputWalker(std::vector<fs::path> paths, std::vector<fs::path> listed, bool any_fields)
    : m_impl(std::make_unique<Impl>()) {
    for (const auto& path : paths) {
        std::error_code code;
        const fs::file_status status = fs::status(path, code);
        if (status.type() == fs::file_type::not_found) {
            throw UsageError(path.string() + ": no such file or folder");
        }
        if (status.type() != fs::file_type::none && !fs::is_regular_file(status) &&
            !fs::is_directory(status)) {
            throw UsageError(path.string() + ": neither a file nor a folder",
                             "input is read twice, so a pipe or device cannot be input");
        }
    }
    m_impl->paths = std::move(paths);
    m_impl->named = m_impl->paths.size();
    m_impl->any_fields = any_fields;
    m_impl->paths.insert(m_impl->paths.end(), std::make_move_iterator(listed.begin()),
                         std::make_move_iterator(listed.end()));
}

InputWalker::~InputWalker() = default;

std::optional<InputFile> InputWalker::next() {
    return m_impl->next();
}

const std::map<std::string, std::uint64_t>& InputWalker::skipped() const noexcept {
    return m_impl->skipped;
}

}  // namespace lode::ingest
