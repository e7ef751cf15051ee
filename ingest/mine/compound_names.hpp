// Names of compounds by rule: cations, then anions, with the oxidation states, prefixes and
// hydrates that fix a composition ("iron(III) oxide", "lead zirconate titanate", "zinc sulphate
// heptahydrate").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/lexicon.hpp"
#include "ingest/mine/word_table.hpp"
#include "ingest/mine/words.hpp"

namespace lode::ingest {

class CompoundNames {
 public:
    // Reads cations.tsv and anions.tsv. Throws Error on a row that makes no sense.
    explicit CompoundNames(const LexiconSource& lexicons);

    // Tells the vocabulary the words that names begin with.
    void join(Vocabulary& vocabulary);

    struct Match {
        std::size_t length = 0;  // words; 0: no name begins here
        std::string formula;     // canonical; "" where the name fixes no composition
        bool bare = false;       // an anion's name alone: "the oxide"
    };
    // The longest name that begins at word i.
    Match match(const Words& words, std::size_t i) const;

 private:
    struct Cation {
        std::string symbol;  // "" for a class ("alkali")
        int charge = 0;      // 0: the name alone does not tell
        int count = 0;       // stated by a prefix ("dicopper"); 0: none
    };
    // A form of an anion's name: "dioxide", "oxides", "oxynitride".
    struct Anion {
        std::string formula;  // "" where the form fixes none
        int charge = 0;
        int count = 0;            // stated by a prefix; 0: none; -1: sesqui
        std::uint16_t rules = 0;  // for which cations the charges tell
        bool alone = false;       // a material without a cation in front
        bool plural = false;
    };
    enum Rule : std::uint16_t { k_all = 1, k_earth = 2, k_alkali = 4, k_third = 8, k_two = 16 };

    struct Part;  // one cation as read
    bool follows(const Cation& cation, const Anion& anion) const;
    std::string formula_of(const Part& cation, const Anion& anion) const;
    void add_forms(const std::string& name, const Anion& anion);

    WordTable<Cation> m_cations;
    WordTable<Anion> m_anions;
};

}  // namespace lode::ingest
