// What writer and readers have in common: loading the store's own records and judging whether the
// database holds what they say.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/records.hpp"
#include "core/store/rocks.hpp"
#include "core/store/store.hpp"

namespace lode::store {

inline constexpr std::string_view k_meta_schema = "schema";
inline constexpr std::string_view k_meta_state = "state";
inline constexpr std::string_view k_meta_history = "history";
// A key of the posting family that no term can have. Its value is State::next_seq at the last
// commit: proof that this family is as new as the others.
inline constexpr std::string_view k_posting_mark{"\0", 1};

// Nothing where the database is new. Error for another schema or a damaged record.
std::optional<State> load_state(const Database& database);
Properties load_properties(const Database& database);
// "name: the store has "a", this run asks for "b"; ...", "" where they agree.
std::string differences(const Properties& stored, const Properties& asked, std::string_view has,
                        std::string_view asks);
// Nothing where the store keeps no history.
std::optional<std::vector<Batch>> load_batches(const Database& database);
// Error unless the newest article, its analysis and the newest postings are there and readable.
void verify_newest(const Database& database, const State& state);

// The article a name ("doi:10.1000/x", "id:...") leads to, over versions that gave way to better
// ones.
std::optional<Seq> resolve(const Database& database, std::string_view name);

Article read_article(const Database& database, Seq seq, std::string_view bytes);
Analysis read_analysis(const Database& database, Seq seq, std::string_view bytes);

// Of one article; Counters::content is the sum over all.
std::uint64_t content_digest(std::string_view id, std::string_view article,
                             std::string_view analysis);

}  // namespace lode::store
