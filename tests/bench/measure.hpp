// What the measuring programs share: documents in memory, processor time of one thread, medians.
#pragma once

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/source/source.hpp"

namespace lode::bench {

// Seconds this thread has computed: what others do on the machine counts only where it empties the
// caches.
inline double thread_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Work>
double seconds_of(const Work& work) {
    const double start = thread_seconds();
    work();
    return thread_seconds() - start;
}

struct Spread {
    double median = 0;
    double low = 0;
    double high = 0;
};

inline Spread spread(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    return {n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2, values.front(),
            values.back()};
}

struct Documents {
    std::vector<ingest::Document> list;
    std::size_t bytes = 0;
    std::size_t unreadable = 0;  // members that their archive could not give
};

// The XML documents below `path`, a file, folder or archive.
inline Documents load_documents(const std::filesystem::path& path) {
    Documents all;
    ingest::InputWalker walker({path});
    while (const auto file = walker.next()) {
        ingest::read_file_documents(
            *file, ingest::verify_file(*file), {},
            [&](ingest::Document document) {
                if (document.kind == ingest::DocumentKind::xml) {
                    all.bytes += document.bytes.size();
                    all.list.push_back(std::move(document));
                }
            },
            [&](const Reject&) { ++all.unreadable; });
    }
    return all;
}

}  // namespace lode::bench
