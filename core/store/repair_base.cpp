#include "core/store/repair_base.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/base/file.hpp"
#include "core/store/layout.hpp"
#include "core/store/records.hpp"
#include "core/store/snapshot.hpp"

namespace lode::store {
namespace {

// Not older than what readers were shown.
bool holds_enough(const State& state, const std::optional<Complete>& complete) {
    if (!complete) {
        return true;
    }
    const State& shown = complete->state;
    return state == shown ||
           (state.next_seq >= shown.next_seq && state.counters.sources >= shown.counters.sources &&
            (state.next_seq > shown.next_seq || state.counters.sources > shown.counters.sources ||
             state.arrivals > shown.arrivals || state.counters.content == shown.counters.content));
}

std::optional<State> state_of(const fs::path& place) {
    std::optional<State> state;
    if (fs::exists(place / "CURRENT")) {
        succeeds([&] { state = load_state(Database::open_for_salvage(place)); });
    }
    return state;
}

std::optional<RepairBase> find_as_recorded(const fs::path& folder,
                                           const std::optional<Complete>& complete) {
    // The database first: it may hold more. Of snapshots the newest that is as it was recorded.
    std::vector<fs::path> places = {folder / "db"};
    for (const fs::path& snapshot : snapshots_newest_first(folder)) {
        places.push_back(snapshot);
    }
    for (const fs::path& place : places) {
        RepairBase base;
        base.name = place.lexically_relative(folder).generic_string();
        const bool usable =
            fs::exists(place / "CURRENT") && succeeds([&] {
                base.database = std::make_unique<Database>(Database::open_for_salvage(place));
                const auto state = load_state(*base.database);
                if (!state || !holds_enough(*state, complete)) {
                    throw Error("it holds less than was recorded");
                }
                base.state = *state;
                std::uint64_t sources = 0;
                base.database->scan(Family::small, {}, [&](std::string_view key, std::string_view) {
                    sources += key.starts_with(static_cast<char>(Prefix::source)) ? 1U : 0U;
                    return true;
                });
                if (sources != state->counters.sources) {
                    throw Error("records of sources are missing");
                }
            });
        if (usable) {
            return base;
        }
    }
    return std::nullopt;
}

}  // namespace

std::vector<fs::path> snapshots_newest_first(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code problem;
    for (fs::directory_iterator it(snapshots_path(folder), problem), end; !problem && it != end;
         it.increment(problem)) {
        if (it->path().extension() != ".tmp") {
            found.push_back(it->path());
        }
    }
    std::sort(found.rbegin(), found.rend());
    return found;
}

std::optional<RepairBase> find_repair_base(const fs::path& folder,
                                           std::optional<Complete>& complete) {
    if (auto base = find_as_recorded(folder, complete)) {
        return base;
    }
    const std::vector<fs::path> snapshots = snapshots_newest_first(folder);
    if (!complete || snapshots.empty()) {
        return std::nullopt;
    }
    const auto state = state_of(folder / "db");
    if (!state || state != state_of(snapshots.front())) {
        return std::nullopt;
    }
    auto base = find_as_recorded(folder, std::nullopt);
    if (base) {
        complete.reset();
    }
    return base;
}

}  // namespace lode::store
