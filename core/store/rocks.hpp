// RocksDB as the store uses it: options, column families, errors. For .cpp files of core/store
// only.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/iterator.h>
#include <rocksdb/options.h>

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"

namespace lode::store {

namespace fs = std::filesystem;

enum class Family : std::size_t { small = 0, article = 1, analysis = 2, posting = 3 };
inline constexpr std::size_t k_families = 4;

// Throws where `status` is not good: "<path>: cannot <doing>: <reason>".
void check(const rocksdb::Status& status, const fs::path& path, std::string_view doing);
// The error for a store that holds less than it must, with the way out.
Error damaged_store(const fs::path& path, const std::string& what);

inline rocksdb::Slice slice(std::string_view bytes) {
    return {bytes.data(), bytes.size()};
}
inline std::string_view view(const rocksdb::Slice& bytes) {
    return {bytes.data(), bytes.size()};
}

// An open database with its column families. Iterators must not outlive it.
class Database {
 public:
    static Database open_for_writing(const fs::path& folder);
    static Database open_for_reading(const fs::path& folder);
    // The same of what a writer left: Error, too, where its log is damaged before its end. (An end
    // that is missing is that of a write which was never acknowledged.)
    static Database open_for_checking(const fs::path& folder);
    // Opens what can be opened; damage shows when a record is asked for.
    static Database open_for_salvage(const fs::path& folder);
    ~Database();
    Database(Database&&) noexcept = default;
    Database& operator=(Database&&) = delete;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    rocksdb::DB& db() const noexcept { return *m_db; }
    const fs::path& path() const noexcept { return m_path; }
    rocksdb::ColumnFamilyHandle* family(Family f) const noexcept {
        return m_handles[static_cast<std::size_t>(f)];
    }
    const std::vector<rocksdb::ColumnFamilyHandle*>& families() const noexcept { return m_handles; }

    std::optional<std::string> get(Family f, std::string_view key) const;

    // Visits the keys that begin with `prefix`, in order; the visitor returns false to stop. Every
    // error of the iterator is thrown, so a visit never ends early without notice.
    template <class Visit>
    void scan(Family f, std::string_view prefix, Visit&& visit) const {
        scan_from(f, prefix, prefix, std::forward<Visit>(visit));
    }
    // From `first` on, which begins with `prefix`.
    template <class Visit>
    void scan_from(Family f, std::string_view prefix, std::string_view first, Visit&& visit) const {
        const std::unique_ptr<rocksdb::Iterator> it = iterator(f);
        for (it->Seek(slice(first)); it->Valid() && view(it->key()).starts_with(prefix);
             it->Next()) {
            if (!visit(view(it->key()), view(it->value()))) {
                break;
            }
        }
        check(it->status(), m_path, "read");
    }

 private:
    enum class Log { as_far_as_sound, whole };
    static Database open_read_only(const fs::path& folder, bool paranoid, Log log);
    Database(fs::path path) : m_path(std::move(path)) {}
    std::unique_ptr<rocksdb::Iterator> iterator(Family f) const;

    fs::path m_path;
    std::unique_ptr<rocksdb::DB> m_db;
    std::vector<rocksdb::ColumnFamilyHandle*> m_handles;  // freed with the database
};

}  // namespace lode::store
