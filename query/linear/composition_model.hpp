// Vectors for formulas that the training text does not hold, from their elements and amounts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/chem/formula.hpp"
#include "embed/vectors/embedding.hpp"

namespace lode::query {

// A material of the vocabulary with two elements or more.
struct TrainedMaterial {
    std::uint32_t word = 0;
    chem::Composition composition;
    std::string system;  // its elements, "Fe-Li-O-P"
};
// In the order of the vocabulary.
std::vector<TrainedMaterial> trained_materials(const embed::Embedding& model);

// Materials are left out in turn: one in k_folds formulas, or all formulas of one in k_folds
// chemical systems (the same set of elements). Which fold is decided by a digest of the name.
enum class LeftOut { formulas, systems };
inline constexpr std::size_t k_folds = 10;
std::size_t fold_of(const TrainedMaterial& material, LeftOut left_out);

enum class Side { input, output };

// How near predictions come to the vectors that training gave to materials left out.
struct Nearness {
    std::size_t materials = 0;
    double mean_cosine = 0;
    // The same after the mean of all materials' unit vectors is taken from both. All materials
    // share a direction, which a rule that knows nothing predicts as well.
    double centred_cosine = 0;
};

// A linear model of the unit vectors: fractions of the elements, which elements there are, how
// many; least squares, weighed by count / (count + 20), with a penalty on the squares of the
// weights (Hoerl, Kennard: Ridge regression, Technometrics 12, 55-67, 1970). The penalty is the one
// of k_penalties whose predictions for chemical systems left out have the highest mean centred
// cosine to the true vectors, for input and output vectors apart. Deterministic. Time and memory:
// O(materials x features^2) and 8 bytes x materials x (features + dim of each side); thread-safe
// for const calls.
class CompositionModel {
 public:
    // Error where the vocabulary has fewer than k_least materials of two elements or more.
    // Of a side that is not fitted nothing may be asked.
    enum class Sides { input, both };
    explicit CompositionModel(const embed::Embedding& model, Sides sides = Sides::both);
    ~CompositionModel();
    CompositionModel(CompositionModel&&) noexcept;
    CompositionModel& operator=(CompositionModel&&) noexcept;

    // A unit vector. Nothing where an element stands in no trained material.
    std::optional<std::vector<float>> predict(const chem::Composition& composition,
                                              Side side) const;
    const std::vector<TrainedMaterial>& materials() const noexcept;
    double penalty(Side side) const noexcept;
    // Chemical systems left out, at the penalty chosen. The choice of one number of eight from the
    // same folds flatters this by little.
    Nearness nearness(Side side) const noexcept;

    // The prediction for each material by a model that did not see its fold, at the penalties
    // chosen: row i = materials()[i], dim() floats each.
    std::vector<float> left_out(LeftOut which, Side side) const;

    static constexpr std::size_t k_least = 50;
    static constexpr std::array<double, 8> k_penalties = {0.03, 0.1, 0.3, 1, 3, 10, 30, 100};

 private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// The sentence that goes with every predicted vector.
std::string prediction_note(const CompositionModel& model, const std::string& formula);

}  // namespace lode::query
