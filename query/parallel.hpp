// Work that falls into independent pieces, on all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace lode::query {

// Threads worth having for `pieces` pieces of work: one a core, at most one a piece, at least one.
inline std::size_t crew_for(std::size_t pieces) {
    const std::size_t cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    return std::clamp<std::size_t>(pieces, 1, cores);
}

// Calls work(i) once for each i below `count`, in no order that may be relied on, at most one call
// a core at a time; returns when all have returned. Where calls throw, the others come to their end
// and one of the exceptions is thrown. `work` must bear to be called from several threads.
template <class Work>
void in_parallel(std::size_t count, Work&& work) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr problem;
    std::mutex mutex;
    const auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                work(i);
            } catch (...) {
                const std::lock_guard guard(mutex);
                problem = std::current_exception();
            }
        }
    };
    {
        std::vector<std::jthread> crew;
        for (std::size_t i = 1; i < crew_for(count); ++i) {
            crew.emplace_back(run);
        }
        run();
    }
    if (problem) {
        std::rethrow_exception(problem);
    }
}

}  // namespace lode::query
