#include "query/measures_elements.hpp"

#include <map>

#include "core/chem/elements.hpp"

namespace lode::query {

std::vector<ElementWord> element_words(const embed::Embedding& model, bool names) {
    std::map<std::uint8_t, std::uint32_t> found;
    for (std::uint32_t i = 0; i < model.size(); ++i) {
        const std::string& text = model.words()[i].text;
        const auto number = names ? chem::element_by_name(text) : chem::atomic_number(text);
        if (number && model.inverse_input_norms()[i] > 0) {
            found.emplace(*number, i);  // the first, which is the most frequent
        }
    }
    std::vector<ElementWord> elements;
    for (const auto& [number, word] : found) {
        elements.push_back({number, word});
    }
    return elements;
}

}  // namespace lode::query
