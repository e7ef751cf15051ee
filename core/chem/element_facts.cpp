#include "core/chem/element_facts.hpp"

#include <array>
#include <charconv>
#include <string>

#include "core/base/error.hpp"
#include "core/base/lexicon.hpp"
#include "core/chem/elements.hpp"

namespace lode::chem {
namespace {

struct Facts {
    bool eu = false, us = false;
    std::string hazard;
};

// By atomic number.
const std::array<Facts, 128>& facts() {
    static const auto k_facts = [] {
        std::array<Facts, 128> table;
        for (const auto& row : read_lexicon(LexiconSource{}, "element_facts.tsv", 3)) {
            const auto element = atomic_number(row[0]);
            if (!element) {
                throw error("lexicon element_facts.tsv: '{}' is no element", row[0]);
            }
            table.at(*element) = {.eu = row[1].find("EU") != std::string::npos,
                                  .us = row[1].find("US") != std::string::npos,
                                  .hazard = row[2] == "-" ? std::string() : row[2]};
        }
        return table;
    }();
    return k_facts;
}

double number(const std::string& text, const std::string& symbol) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !(value > 0)) {
        throw error("lexicon element_supply.tsv: '{}' of {} is no number above 0", text, symbol);
    }
    return value;
}

std::optional<double> figure(const std::string& text, const std::string& symbol) {
    return text == "-" ? std::nullopt : std::optional(number(text, symbol));
}

// By atomic number.
const std::array<std::optional<ElementSupply>, 128>& supplies() {
    static const auto k_supplies = [] {
        std::array<std::optional<ElementSupply>, 128> table;
        for (const auto& row : read_lexicon(LexiconSource{}, "element_supply.tsv", 6)) {
            const auto element = atomic_number(row[0]);
            if (!element) {
                throw error("lexicon element_supply.tsv: '{}' is no element", row[0]);
            }
            ElementSupply supply{.weight = number(row[1], row[0]),
                                 .hhi_production = figure(row[2], row[0]),
                                 .hhi_reserve = figure(row[3], row[0]),
                                 .price = figure(row[4], row[0])};
            if (supply.price) {
                supply.price_year = static_cast<std::uint16_t>(number(row[5], row[0]));
            }
            table.at(*element) = supply;
        }
        return table;
    }();
    return k_supplies;
}

}  // namespace

std::optional<std::string_view> health_hazard(std::uint8_t atomic_number) {
    const std::string& why = facts().at(atomic_number).hazard;
    return why.empty() ? std::nullopt : std::optional<std::string_view>(why);
}

bool radioactive(std::uint8_t atomic_number) {
    return atomic_number == 43 || atomic_number == 61 || atomic_number >= 84;
}

bool critical_in_eu(std::uint8_t atomic_number) {
    return facts().at(atomic_number).eu;
}

bool critical_in_us(std::uint8_t atomic_number) {
    return facts().at(atomic_number).us;
}

std::optional<ElementSupply> element_supply(std::uint8_t atomic_number) {
    return supplies().at(atomic_number);
}

}  // namespace lode::chem
