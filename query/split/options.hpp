// How the records of a table are dealt to training and testing. A record's side follows from what
// it holds, from the seed and, where the kind says so, from the whole table; never from the number
// of threads or files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lode::query::split {

enum class Kind : std::uint8_t {
    random,   // every record by itself
    year,     // the past trains, the future tests; a year is never divided
    group,    // records with one value in a column stay together
    cluster,  // leave one cluster of materials out (Meredig et al. 2018)
};
std::string_view name(Kind kind);

enum class Space : std::uint8_t { composition, embedding };
std::string_view name(Space space);

struct Options {
    Kind kind = Kind::random;
    std::string column;                // of group; empty: article, else material
    Space space = Space::composition;  // of cluster
    std::vector<std::uint16_t>
        last_years;                        // of year: of train, and of validation; empty: by shares
    std::vector<double> shares{0.8, 0.2};  // train, perhaps validation, test; add up to 1
    // 0: sides by shares. Else every record is in one of so many folds, and each fold is the test
    // set of a model that the others train.
    std::uint32_t folds = 0;
    std::uint64_t seed = 1;
    // "outcome=positive": the records that count as active, against all others with a value there.
    // Empty: the label of the dataset, if it has one.
    std::string label;
};

// train, validation, test; or fold 1, fold 2, ...
std::vector<std::string> sides(const Options& options);
// Does `side` train the model that `tested` tests? Numbers of sides().
inline bool trains(const Options& options, std::size_t side, std::size_t tested) {
    return options.folds > 0 ? side != tested : side == 0;
}
// Is the side a test set?
inline bool tests(const Options& options, std::size_t side) {
    return options.folds > 0 || side > 0;
}

}  // namespace lode::query::split
