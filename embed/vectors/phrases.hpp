// Phrases ("fuel_cell") as a model knows them, and the one rule by which words are joined: training
// text and queries go through the same code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/base/string_map.hpp"

namespace lode::embed {

// Joins word sequences in passes: pass 1 makes "fuel_cell", pass 2 may make "fuel_cell_stack" of
// it. Within a pass the text is read from left to right and a word that has been joined is not used
// again; at each word the shortest phrase that begins there wins (no two phrases of a pass that
// begin alike differ in length but through connector words: "state_of_the_art").
class PhraseTable {
 public:
    PhraseTable() = default;

    void add_pass(const std::vector<std::string>& phrases);
    std::size_t passes() const noexcept { return m_passes.size(); }
    bool empty() const noexcept { return m_passes.empty(); }

    // In place. O(words) look-ups a pass.
    void join(std::vector<std::string>& words) const;

    // The most words (of the pass before) that one phrase may span: two and up to three connectors.
    static constexpr std::size_t k_longest = 5;

 private:
    struct Pass {
        StringSet phrases;
        StringSet heads;  // every prefix of a phrase that ends before a '_': a quick way out
    };
    static void join(const Pass& pass, std::vector<std::string>& words);
    std::vector<Pass> m_passes;
};

}  // namespace lode::embed
