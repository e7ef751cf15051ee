#include "query/linear/predictor.hpp"

#include <algorithm>

namespace lode::query {

std::optional<std::vector<float>> Predictor::input(const std::string& formula) {
    // A word that only looks like one ("PVDF") is not in canonical order.
    const auto composition = chem::parse_formula(formula);
    if (!composition || composition->elements() < 2 || chem::canonical(*composition) != formula) {
        return std::nullopt;
    }
    if (!m_tried) {
        m_tried = true;
        if (trained_materials(m_model).size() >= CompositionModel::k_least) {
            m_fitted.emplace(m_model, CompositionModel::Sides::input);
        }
    }
    if (!m_fitted) {
        return std::nullopt;
    }
    auto vector = m_fitted->predict(*composition, Side::input);
    if (vector) {
        const std::string note = prediction_note(*m_fitted, formula);
        if (std::find(m_notes.begin(), m_notes.end(), note) == m_notes.end()) {
            m_notes.push_back(note);
        }
    }
    return vector;
}

}  // namespace lode::query
