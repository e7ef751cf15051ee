// Deals the records of a table to the sides of a split, one after the other.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.hpp"
#include "query/dataset/table_export.hpp"
#include "query/split/options.hpp"

namespace lode::query::split {

// Thread-safe for const calls.
class Splitter {
 public:
    // Goes through the table once where the kind depends on all of it: year by shares, cluster.
    // UsageError where the table lacks what the kind needs, NoAnswer where the records cannot be
    // divided so (fewer years than sides, fewer materials than folds). Memory: the years, or the
    // names of the materials and their points.
    static Splitter fit(const TableExport& table, const ExportSource& source, Options options,
                        Progress& progress, std::stop_token stop);

    const Options& options() const noexcept { return m_options; }
    // Where year splits by shares: the boundaries found.
    const std::vector<std::uint16_t>& last_years() const noexcept { return m_options.last_years; }
    // The side of the record that is the `ordinal`-th of the table, counted from 0; nothing where
    // it cannot be told.
    std::optional<std::size_t> side(std::uint64_t ordinal, std::span<const Cell> cells) const;
    // Why a record can be on no side: "no year", "no material with a readable composition".
    const std::string& why_none() const noexcept { return m_why_none; }

 private:
    Splitter(Options options) : m_options(std::move(options)) {}
    std::size_t by_chance(std::string_view key) const;
    Options m_options;
    std::size_t m_column = 0;
    std::map<std::string, std::uint32_t, std::less<>> m_clusters;  // of a material
    std::string m_why_none;
};

}  // namespace lode::query::split
