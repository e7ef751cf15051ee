// Formulas in a question that the model does not know.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "query/linear/composition_model.hpp"
#include "query/terms.hpp"

namespace lode::query {

// Fits a CompositionModel when it is first needed. `model` must outlive it; one thread at a time.
class Predictor {
 public:
    explicit Predictor(const embed::Embedding& model) : m_model(model) {}

    // The unit input vector of a canonical formula of two elements or more. Nothing for any other
    // word, for an element that no trained material holds, and where the model knows fewer than
    // CompositionModel::k_least materials.
    std::optional<std::vector<float>> input(const std::string& formula);
    // For understand().
    Predict function() {
        return [this](const std::string& formula) { return input(formula); };
    }
    // prediction_note() of each formula that got a vector, each once.
    const std::vector<std::string>& notes() const noexcept { return m_notes; }

 private:
    const embed::Embedding& m_model;
    std::optional<CompositionModel> m_fitted;
    bool m_tried = false;
    std::vector<std::string> m_notes;
};

}  // namespace lode::query
