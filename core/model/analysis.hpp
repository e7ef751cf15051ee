// What Lode read out of an article's text: sentences, mentions, quantities, figure trends,
// outcomes. Plain values; ranges are byte offsets into the text of the block (see blocks()).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"

namespace lode {

// Version of the rules that read trends and outcomes. Bump when the same text would give other
// ones: a store of another version takes no further articles, and what was measured of another
// version (outcome_confusion.tsv, trend_scores.tsv) no longer holds.
inline constexpr std::uint32_t k_claims_version = 2;

// Stored enums: never renumber.
enum class TokenKind : std::uint8_t {
    word = 1,
    number = 2,
    unit = 3,
    material = 4,
    punctuation = 5,
    symbol = 6,
};
enum class MaterialKind : std::uint8_t {
    formula = 1,
    name = 2,
    abbreviation = 3,
    alloy = 4,
    polymer = 5,
    other = 6,
};
enum class OutcomeLabel : std::uint8_t { neutral = 0, positive = 1, negative = 2, null = 3 };
enum class ClaimScope : std::uint8_t { own = 0, prior_work = 1, background = 2 };
enum class Direction : std::uint8_t {
    increase = 1,
    decrease = 2,
    peak = 3,
    minimum = 4,
    plateau = 5,
    non_monotonic = 6,
    no_change = 7,
};
enum class QuantityKind : std::uint8_t {
    measurement = 0,  // a number with a unit of the unit table
    number = 1,       // without unit: a bare decimal, "n = 8", "a score of 12"
    count = 2,        // of things: "40 samples", "three layers"
    date = 3,         // years and days of the calendar
    ratio = 4,        // "1:10", "3/4"
    product = 5,      // "20 × 30 mm", "4 × 4 × 1"
};
enum class QuantityModifier : std::uint8_t {
    none = 0,
    approximate = 1,  // "about", "~"
    less = 2,         // "<", "below"
    at_most = 3,      // "≤", "up to"
    greater = 4,      // ">", "more than"
    at_least = 5,     // "≥", "at least"
};
enum class Extremum : std::uint8_t { none = 0, maximum = 1, minimum = 2 };

std::string_view name(TokenKind kind);
std::string_view name(MaterialKind kind);
std::string_view name(OutcomeLabel label);   // "positive", ...
std::string_view name(Direction direction);  // "non-monotonic", "no_change", ...
std::string_view name(ClaimScope scope);     // "prior_work"
std::string_view name(BlockKind kind);       // "figure caption"
std::string_view name(QuantityKind kind);
std::string_view name(QuantityModifier modifier);  // "at least"; "" for none

struct Token {
    Range range;
    std::string norm;  // what the embedding sees: "thermoelectric", "Bi2Te3", "<nUm>"
    TokenKind kind = TokenKind::word;
    bool operator==(const Token&) const = default;
};

struct Mention {
    std::uint32_t sentence = 0;  // index into Analysis::sentences
    Range range;
    std::string written;  // as in the text
    std::string formula;  // canonical composition ("CoLiO2"); empty where the name has none
    MaterialKind kind = MaterialKind::formula;
    bool operator==(const Mention&) const = default;
};

// One number has `value` (a ratio its quotient), a range low and high, a list or product all of its
// numbers in `values` and the least and greatest of them in low and high. `range` holds the
// modifier's words.
struct Quantity {
    std::uint32_t sentence = 0;
    Range range;
    std::optional<double> value, low, high, tolerance;
    std::string unit;  // as written; of a count the noun, where it stands next to the digits
    QuantityKind kind = QuantityKind::measurement;
    QuantityModifier modifier = QuantityModifier::none;
    std::vector<double> values;  // two or more, or none
    bool operator==(const Quantity&) const = default;
};

struct Measure {  // a value with its unit, as written
    std::string value;
    std::string unit;
    bool operator==(const Measure&) const = default;
};

// Bits of Trend::from_caption. Stored: never renumber.
enum CaptionGave : std::uint8_t { k_variable_given = 1, k_range_given = 2, k_conditions_given = 4 };

struct Trend {
    std::uint32_t sentence = 0;
    Range range;
    std::string property;  // exact substrings of the text, "" where not stated
    std::string variable;
    std::string material;
    std::string x_range;
    Direction direction = Direction::increase;  // for an INCREASING variable
    bool variable_decreasing = false;           // the text itself speaks of a decreasing variable
    Extremum extremum = Extremum::none;
    Measure extremum_value;
    Measure location;
    // What else it holds at ("at 300 K; in dry air"): temperature, field, composition, atmosphere,
    // each as written, parted by "; "; "" where nothing is stated.
    std::string conditions;
    std::uint8_t from_caption = 0;  // CaptionGave: what the figure's caption says, not the sentence
    std::string figure;             // as written, "Fig. 3a"
    std::int32_t figure_index = -1;  // into Article::figures, where it resolves
    float score = 0;                 // 0..1
    bool operator==(const Trend&) const = default;
};

struct Sentence {
    std::uint32_t block = 0;  // index into blocks(article)
    Range range;
    OutcomeLabel outcome = OutcomeLabel::neutral;
    ClaimScope scope = ClaimScope::own;
    bool hedged = false;
    float outcome_score = 0;             // 0..1
    std::vector<std::uint32_t> figures;  // indices into Article::figures this sentence points at
    std::string tokens;                  // training text: norms joined by one space
    bool operator==(const Sentence&) const = default;
};

struct Abbreviation {
    std::string short_form;
    std::string long_form;
    bool operator==(const Abbreviation&) const = default;
};

struct Analysis {
    std::vector<Sentence> sentences;  // in block order, then by range
    std::vector<Mention> mentions;
    std::vector<Quantity> quantities;
    std::vector<Trend> trends;
    std::vector<Abbreviation> abbreviations;
    bool operator==(const Analysis&) const = default;
};

// One article's verdict on one material, counting the article once for each sign (docs/BIAS.md):
// sentences of own claim that mention the material. Background and prior work never vote.
struct Vote {
    bool positive = false;
    bool negative = false;
    bool null = false;  // only where neither sign was reported
};
Vote vote(const Analysis& analysis, const std::string& formula);

}  // namespace lode
