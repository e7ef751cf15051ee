// From the materials found word by word to the materials a reader would mark: "ZnO : Al",
// "Ti – 6Al – 4V", "α-Fe2O3", "Si(100)" and "Sr - hexaferrite" are one each; "Al – O bonds" and a
// "Zr / Ti ratio" are none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/lexicon.hpp"
#include "core/base/string_map.hpp"
#include "core/model/analysis.hpp"
#include "ingest/mine/words.hpp"

namespace lode::ingest {

// A mention with what only the finder knows of it.
struct FoundMaterial {
    Mention mention;
    std::size_t first = 0;  // words of the sentence
    std::size_t last = 0;   // included
    bool element = false;   // an element's symbol
    bool bare = false;      // an anion's name alone: "ferrite"
    bool dropped = false;
};

class MaterialSpans {
 public:
    // Reads span_words.tsv.
    explicit MaterialSpans(const LexiconSource& lexicons);

    // Joins, extends and drops. `found`: in order, not overlapping; stays so.
    void settle(std::vector<FoundMaterial>& found, std::string_view text, const Words& words) const;

    // An abbreviation in capitals that no list knows, where the words beside it say material:
    // "CZTO films", "Pt / LXMO / Pt".
    bool unknown_abbreviation(const Words& words, std::size_t i) const;

 private:
    class Work;
    StringSet m_phases;
    StringSet m_bodies;
    StringSet m_bonds;
    StringSet m_apart;
    StringSet m_not_materials;
};

}  // namespace lode::ingest
