#include "core/base/leftovers.hpp"

#include <set>
#include <system_error>

namespace lode::leftovers {
namespace {

struct Registry {
    std::recursive_mutex mutex;
    std::set<std::filesystem::path> paths;
};

// Never destroyed: the thread that ends the process may use it after main().
Registry& registry() {
    static auto* const g_registry = new Registry;
    return *g_registry;
}

}  // namespace

std::unique_lock<std::recursive_mutex> hold() {
    return std::unique_lock(registry().mutex);
}

void add(const std::filesystem::path& path) {
    const auto held = hold();
    registry().paths.insert(path);
}

void forget(const std::filesystem::path& path) {
    const auto held = hold();
    registry().paths.erase(path);
}

void remove_all() noexcept {
    registry().mutex.lock();
    for (const auto& path : registry().paths) {
        // Another thread may be linking files into the folder, which makes its removal fail.
        constexpr int k_attempts = 20;
        for (int attempt = 0; attempt < k_attempts; ++attempt) {
            std::error_code problem;
            std::filesystem::remove_all(path, problem);
            if (!problem) {
                break;
            }
        }
    }
}

}  // namespace lode::leftovers
