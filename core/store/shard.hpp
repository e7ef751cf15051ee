// A store that keeps its history, read as the list of what its writer was told. For .cpp files of
// core/store only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/records.hpp"
#include "core/store/store.hpp"

namespace lode::store {

// const functions may be called from any thread.
class ShardReader {
 public:
    // `folder`: a workspace or a store. Error where it has no history, or its last run was
    // interrupted.
    explicit ShardReader(const std::filesystem::path& folder);

    const std::filesystem::path& folder() const noexcept { return m_folder; }
    const Properties& properties() const noexcept { return m_reader.properties(); }
    const Counters& counters() const noexcept { return m_reader.counters(); }
    const std::vector<Batch>& batches() const noexcept { return m_batches; }

    struct Source {
        std::uint64_t number = 0;
        SourceOrder order;
        SourceRecord record;
    };
    // Nothing behind the last one.
    std::optional<Source> source(std::uint64_t number) const;

    void for_each_reject(std::uint64_t source,
                         const std::function<bool(std::string_view bytes)>& visit) const;
    // The encoded events of a source from `ordinal` on; the visitor returns false to stop.
    void for_each_event(
        std::uint64_t source, std::uint64_t ordinal,
        const std::function<bool(std::uint64_t ordinal, std::string_view bytes)>& visit) const;
    // Of an event that is no notice: the article as the writer got it.
    Prepared prepared(const Event& event) const;

 private:
    std::filesystem::path m_folder;
    Reader m_reader;
    std::vector<Batch> m_batches;
};

}  // namespace lode::store
