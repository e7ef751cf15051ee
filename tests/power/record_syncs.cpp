// Records, for tests/power/run_power_cuts, what a program has had synced below one folder: a
// library for LD_PRELOAD. What a disk must still hold after a power cut is the content of each file
// up to its last fsync or fdatasync, and the names of each folder as of its last fsync; all else
// may be gone.
//
//   LODE_POWER_ROOT   the folder that is watched (absolute, no links in it)
//   LODE_POWER_KEEP   a folder beside it, on the same file system: each watched file gets a second
//                     name there, its inode number, so that its content outlives its removal
//   LODE_POWER_LOG    lines of what was done, in order, appended:
//     c DIR NAME INODE     a name for a file or link    d DIR NAME INODE        a name for a folder
//     u DIR NAME           a name removed               m DIR NAME DIR NAME     a name moved
//     s INODE SIZE         a file synced at this size   f DIR                   a folder synced
//     t INODE SIZE         a file cut
//   DIR and INODE are inode numbers; names have blanks and '%' as %XX.
//
// An event is written after the call returned, the size of a sync is taken before it: where a kill
// or another thread comes between, too little is taken for safe, never too much. Not seen: writes
// through shared mappings and io_uring, which neither Lode nor RocksDB as used here has for what
// lasts. sync_file_range counts for nothing. Overwriting below the synced size is taken for safe at
// once.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

template <class F>
F* next(const char* name) {
    return reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
}

struct Recorder {
    std::string root, keep;
    int log = -1;
    Recorder() {
        const char* r = std::getenv("LODE_POWER_ROOT");
        const char* k = std::getenv("LODE_POWER_KEEP");
        const char* l = std::getenv("LODE_POWER_LOG");
        if (r == nullptr || k == nullptr || l == nullptr) {
            return;
        }
        root = r;
        keep = k;
        log = static_cast<int>(
            ::syscall(SYS_openat, AT_FDCWD, l, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644));
        if (log < 0) {
            std::abort();  // a record with holes would prove nothing
        }
    }
};

Recorder& recorder() {
    static auto* g_recorder = new Recorder;  // outlives every destructor that may still write
    return *g_recorder;
}

void note(const std::string& line) {
    const std::string whole = line + "\n";
    if (::syscall(SYS_write, recorder().log, whole.data(), whole.size()) !=
        static_cast<long>(whole.size())) {
        std::abort();
    }
}

std::string escaped(const std::string& name) {
    std::string text;
    for (const char c : name) {
        if (c == ' ' || c == '%' || c == '\n') {
            std::array<char, 4> code{};
            std::snprintf(code.data(), code.size(), "%%%02X", static_cast<unsigned char>(c));
            text += code.data();
        } else {
            text += c;
        }
    }
    return text;
}

bool is_below(const std::string& path) {
    const std::string& root = recorder().root;
    return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

// A name in a folder that is watched; `folder` is empty where it is not.
struct Place {
    std::string folder, name;
    unsigned long long inode = 0;  // of the folder
    explicit operator bool() const { return !folder.empty(); }
    std::string path() const { return folder + "/" + name; }
    std::string words() const { return std::to_string(inode) + " " + escaped(name); }
};

Place place(int at, const char* path) {
    const int saved = errno;
    Place result;
    std::string whole = path;
    if (recorder().log >= 0 && !whole.empty()) {
        std::array<char, PATH_MAX> buffer{};
        if (whole.front() != '/' && at != AT_FDCWD) {
            const auto link = "/proc/self/fd/" + std::to_string(at);
            const ssize_t size = ::readlink(link.c_str(), buffer.data(), buffer.size());
            whole.insert(0, "/").insert(0, buffer.data(),
                                        size > 0 ? static_cast<std::size_t>(size) : std::size_t{0});
        }
        while (whole.size() > 1 && whole.back() == '/') {
            whole.pop_back();
        }
        const auto slash = whole.rfind('/');
        std::string parent = ".";
        if (slash != std::string::npos) {
            parent = slash == 0 ? "/" : whole.substr(0, slash);
        }
        struct stat facts {};
        if (::realpath(parent.c_str(), buffer.data()) != nullptr && is_below(buffer.data()) &&
            ::stat(buffer.data(), &facts) == 0) {
            result.folder = buffer.data();
            result.name = slash == std::string::npos ? whole : whole.substr(slash + 1);
            result.inode = facts.st_ino;
        }
    }
    errno = saved;
    return result;
}

// The file's second name; it has one already where it was watched before.
void hold(const Place& at, unsigned long long inode) {
    const std::string second = recorder().keep + "/" + std::to_string(inode);
    if (::syscall(SYS_linkat, AT_FDCWD, at.path().c_str(), AT_FDCWD, second.c_str(), 0) != 0 &&
        errno != EEXIST) {
        std::abort();
    }
}

void appeared(const Place& at, char kind) {
    const int saved = errno;
    struct stat facts {};
    if (at && ::lstat(at.path().c_str(), &facts) == 0) {
        if (kind == 'c') {
            hold(at, facts.st_ino);
        }
        note(std::string(1, kind) + " " + at.words() + " " + std::to_string(facts.st_ino));
    }
    errno = saved;
}

bool exists(const Place& at) {
    const int saved = errno;
    const bool there = ::access(at.path().c_str(), F_OK) == 0;
    errno = saved;
    return there;
}

void cut(int fd, long long size) {
    const int saved = errno;
    struct stat facts {};
    if (recorder().log >= 0 && ::fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode)) {
        note("t " + std::to_string(facts.st_ino) + " " + std::to_string(size));
    }
    errno = saved;
}

// What an open may have done to a watched place.
void opened(const Place& at, bool was_there, int fd, int flags) {
    if (fd < 0 || !at) {
        return;
    }
    if (!was_there) {
        appeared(at, 'c');
    } else if ((flags & O_TRUNC) != 0) {
        cut(fd, 0);
    }
}

int open_at(int folder, const char* path, int flags, mode_t mode) {
    const bool may_change = (flags & (O_CREAT | O_TRUNC)) != 0 && (flags & O_TMPFILE) != O_TMPFILE;
    const Place at = may_change ? place(folder, path) : Place();
    const bool there = at && exists(at);
    const int fd = static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
    opened(at, there, fd, flags);
    return fd;
}

int sync(int fd, long number) {
    struct stat facts {};
    const bool known = recorder().log >= 0 && ::fstat(fd, &facts) == 0;
    const auto result = static_cast<int>(::syscall(number, fd));
    const int saved = errno;
    if (known && result == 0 && S_ISREG(facts.st_mode)) {
        note("s " + std::to_string(facts.st_ino) + " " + std::to_string(facts.st_size));
    } else if (known && result == 0 && S_ISDIR(facts.st_mode)) {
        note("f " + std::to_string(facts.st_ino));
    }
    errno = saved;
    return result;
}

int gone(const Place& at, int result) {
    if (result == 0 && at) {
        note("u " + at.words());
    }
    return result;
}

int moved(const Place& from, const Place& to, int result) {
    if (result == 0 && from && to) {
        note("m " + from.words() + " " + to.words());
    } else if (result == 0 && (from || to)) {
        std::abort();  // into or out of what is watched: the record does not know how
    }
    return result;
}

mode_t mode_of(int flags, std::va_list& rest) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

FILE* open_stream(const char* name, const char* path, const char* mode) {
    const bool writes = std::strchr("wa", mode[0]) != nullptr;
    const Place at = writes ? place(AT_FDCWD, path) : Place();
    const bool there = at && exists(at);
    FILE* file = next<FILE*(const char*, const char*)>(name)(path, mode);
    if (file != nullptr) {
        opened(at, there, ::fileno(file), mode[0] == 'w' ? O_TRUNC : 0);
    }
    return file;
}

int make_temporary(const char* name, char* path, int flags) {
    const int fd = next<int(char*, int)>(name)(path, flags);
    opened(fd >= 0 ? place(AT_FDCWD, path) : Place(), false, fd, flags);
    return fd;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    std::va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_at(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
    std::va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_at(AT_FDCWD, path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
    std::va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_at(folder, path, flags, mode);
}
int openat64(int folder, const char* path, int flags, ...) {
    std::va_list rest;
    va_start(rest, flags);
    const mode_t mode = mode_of(flags, rest);
    va_end(rest);
    return open_at(folder, path, flags, mode);
}
int creat(const char* path, mode_t mode) {
    return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}
int creat64(const char* path, mode_t mode) {
    return creat(path, mode);
}
FILE* fopen(const char* path, const char* mode) {
    return open_stream("fopen", path, mode);
}
FILE* fopen64(const char* path, const char* mode) {
    return open_stream("fopen64", path, mode);
}
int mkostemp(char* path, int flags) {
    return make_temporary("mkostemp", path, flags);
}
int mkostemp64(char* path, int flags) {
    return make_temporary("mkostemp64", path, flags);
}
int mkstemp(char* path) {
    return make_temporary("mkostemp", path, 0);
}
int mkstemp64(char* path) {
    return make_temporary("mkostemp", path, 0);
}
int fsync(int fd) {
    return sync(fd, SYS_fsync);
}
int fdatasync(int fd) {
    return sync(fd, SYS_fdatasync);
}
int ftruncate(int fd, off_t size) noexcept {
    const auto result = static_cast<int>(::syscall(SYS_ftruncate, fd, size));
    if (result == 0) {
        cut(fd, size);
    }
    return result;
}
int ftruncate64(int fd, off64_t size) noexcept {
    return ftruncate(fd, size);
}
int mkdirat(int folder, const char* path, mode_t mode) noexcept {
    const Place at = place(folder, path);
    const auto result = static_cast<int>(::syscall(SYS_mkdirat, folder, path, mode));
    if (result == 0) {
        appeared(at, 'd');
    }
    return result;
}
int mkdir(const char* path, mode_t mode) noexcept {
    return mkdirat(AT_FDCWD, path, mode);
}
int symlinkat(const char* target, int folder, const char* path) noexcept {
    const auto result = static_cast<int>(::syscall(SYS_symlinkat, target, folder, path));
    if (result == 0) {
        appeared(place(folder, path), 'c');
    }
    return result;
}
int symlink(const char* target, const char* path) noexcept {
    return symlinkat(target, AT_FDCWD, path);
}
int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags) noexcept {
    const auto result =
        static_cast<int>(::syscall(SYS_linkat, from_folder, from, to_folder, to, flags));
    if (result == 0) {
        appeared(place(to_folder, to), 'c');
    }
    return result;
}
int link(const char* from, const char* to) noexcept {
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}
int unlinkat(int folder, const char* path, int flags) noexcept {
    const Place at = place(folder, path);
    return gone(at, static_cast<int>(::syscall(SYS_unlinkat, folder, path, flags)));
}
int unlink(const char* path) noexcept {
    return unlinkat(AT_FDCWD, path, 0);
}
int rmdir(const char* path) noexcept {
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}
int remove(const char* path) noexcept {
    const Place at = place(AT_FDCWD, path);
    auto result = static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
    if (result != 0 && (errno == EISDIR || errno == EPERM)) {
        result = static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR));
    }
    return gone(at, result);
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned flags) noexcept {
    const Place source = place(from_folder, from);
    const Place target = place(to_folder, to);
    return moved(
        source, target,
        static_cast<int>(::syscall(SYS_renameat2, from_folder, from, to_folder, to, flags)));
}
int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
    return renameat2(from_folder, from, to_folder, to, 0);
}
int rename(const char* from, const char* to) noexcept {
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

}  // extern "C"
