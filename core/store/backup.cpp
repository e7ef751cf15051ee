#include "core/store/backup.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/leftovers.hpp"
#include "core/store/complete.hpp"
#include "core/store/reader_impl.hpp"
#include "core/store/snapshot.hpp"

namespace lode::store {
namespace {

// Synced and renamed into place: complete or absent.
void copy_bytes(const fs::path& from, const fs::path& to) {
    std::ifstream in(from, std::ios::binary);
    if (!in) {
        throw error("{}: cannot open", from.string());
    }
    AtomicFile out(to);
    std::vector<char> buffer(std::size_t{1} << 20);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
        out.write(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())));
    }
    if (in.bad()) {
        throw error("{}: cannot read", from.string());
    }
    out.commit();
}

class Copier {
 public:
    Copier(bool link, CopyReport& report) : m_link(link), m_report(report) {}

    void file(const fs::path& from, const fs::path& to, bool may_link) {
        if (to.parent_path() != m_made) {  // each is synced once, not for every file
            create_folders(to.parent_path());
            m_made = to.parent_path();
        }
        std::error_code problem;
        bool linked = false;
        if (m_link && may_link) {
            fs::create_hard_link(from, to, problem);  // another file system: copied
            linked = !problem;
        }
        if (!linked) {
            copy_bytes(from, to);
        }
        ++m_report.files;
        m_report.linked += linked ? 1U : 0U;
        m_report.bytes += fs::file_size(to, problem);
    }

    void database(const fs::path& from, const fs::path& to) {
        std::error_code problem;
        for (fs::directory_iterator it(from, problem), end; !problem && it != end;
             it.increment(problem)) {
            const fs::path name = it->path().filename();
            if (name != k_snapshot_lock) {
                file(it->path(), to / name, name.extension() == ".sst");
            }
        }
        if (problem) {
            throw error("{}: cannot list: {}", from.string(), problem.message());
        }
        sync_folder(to);  // names of links, too
    }

 private:
    const bool m_link;
    CopyReport& m_report;
    fs::path m_made;  // the folder that was made last
};

bool is_taken(const fs::path& folder) {
    std::error_code problem;
    return fs::exists(folder, problem) && !fs::is_empty(folder, problem);
}

// Removed unless it was renamed.
struct TemporaryFolder {
    explicit TemporaryFolder(fs::path name) : path(std::move(name)) { leftovers::add(path); }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
        leftovers::forget(path);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path path;
};

}  // namespace

CopyReport copy_workspace(const fs::path& from, const fs::path& to,
                          const std::vector<fs::path>& files, bool link,
                          const std::function<void(const fs::path&)>& verify) {
    if (is_taken(to)) {
        throw Error(to.string() + ": exists and is not empty; nothing is overwritten",
                    "name a new folder, or move the old one away");
    }
    CopyReport report;
    const TemporaryFolder copy(
        fs::path(to.lexically_normal().string() + ".tmp." + std::to_string(::getpid())));
    Copier copier(link, report);
    {
        const Snapshot snapshot = lock_snapshot(from / "store");
        const fs::path store = copy.path / "store";
        const fs::path target = snapshots_path(store) / snapshot_name(snapshot.complete.snapshot);
        create_folders(target);
        copier.database(snapshot.path, target);
        write_file_atomically(target / k_snapshot_lock, "");
        // What the next writer opens; the same files once more.
        Copier(true, report).database(target, store / "db");
        write_complete(store, snapshot.complete);
        report.articles = snapshot.complete.state.counters.articles;
    }
    for (const fs::path& name : files) {
        if (fs::exists(from / name)) {
            copier.file(from / name, copy.path / name, false);
        }
    }
    Reader(copy.path / "store").verify();
    verify(copy.path);
    const auto held = leftovers::hold();
    std::error_code problem;
    fs::rename(copy.path, to, problem);
    if (problem) {
        throw error("{}: cannot rename into place: {}", to.string(), problem.message());
    }
    sync_folder(fs::absolute(to.lexically_normal()).parent_path());
    return report;
}

}  // namespace lode::store
