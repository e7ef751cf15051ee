// How long work tells how far it is. Libraries report, the tool draws (or keeps silent).
#pragma once

#include <cstdint>
#include <string_view>

namespace lode {

struct ProgressState {
    std::string_view stage;      // "ingest", "train"
    std::uint64_t done = 0;      // in `unit`
    std::uint64_t total = 0;     // 0: not known
    std::string_view unit;       // "articles", "words"
    std::uint64_t rejected = 0;  // shown only where not 0
    std::string_view note;       // anything short, e.g. "loss 2.31"
};

// report() may be called from any thread and often; an implementation throttles itself.
class Progress {
 public:
    Progress() = default;
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    virtual ~Progress() = default;
    virtual void report(const ProgressState& state) = 0;
    // The stage is over: whatever is drawn is completed or removed.
    virtual void finish() {}
    // A sink that ignores everything.
    static Progress& none();
};

}  // namespace lode
