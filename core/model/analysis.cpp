#include "core/model/analysis.hpp"

#include <string_view>

namespace lode {

std::string_view name(TokenKind kind) {
    switch (kind) {
        case TokenKind::word:
            return "word";
        case TokenKind::number:
            return "number";
        case TokenKind::unit:
            return "unit";
        case TokenKind::material:
            return "material";
        case TokenKind::punctuation:
            return "punctuation";
        case TokenKind::symbol:
            return "symbol";
    }
    return "?";
}

std::string_view name(MaterialKind kind) {
    switch (kind) {
        case MaterialKind::formula:
            return "formula";
        case MaterialKind::name:
            return "name";
        case MaterialKind::abbreviation:
            return "abbreviation";
        case MaterialKind::alloy:
            return "alloy";
        case MaterialKind::polymer:
            return "polymer";
        case MaterialKind::other:
            return "other";
    }
    return "?";
}

std::string_view name(QuantityKind kind) {
    switch (kind) {
        case QuantityKind::measurement:
            return "measurement";
        case QuantityKind::number:
            return "number";
        case QuantityKind::count:
            return "count";
        case QuantityKind::date:
            return "date";
        case QuantityKind::ratio:
            return "ratio";
        case QuantityKind::product:
            return "product";
    }
    return "?";
}

std::string_view name(QuantityModifier modifier) {
    switch (modifier) {
        case QuantityModifier::none:
            return "";
        case QuantityModifier::approximate:
            return "approximate";
        case QuantityModifier::less:
            return "less";
        case QuantityModifier::at_most:
            return "at most";
        case QuantityModifier::greater:
            return "greater";
        case QuantityModifier::at_least:
            return "at least";
    }
    return "?";
}

std::string_view name(OutcomeLabel label) {
    switch (label) {
        case OutcomeLabel::neutral:
            return "neutral";
        case OutcomeLabel::positive:
            return "positive";
        case OutcomeLabel::negative:
            return "negative";
        case OutcomeLabel::null:
            return "null";
    }
    return "?";
}

std::string_view name(Direction direction) {
    switch (direction) {
        case Direction::increase:
            return "increase";
        case Direction::decrease:
            return "decrease";
        case Direction::peak:
            return "peak";
        case Direction::minimum:
            return "minimum";
        case Direction::plateau:
            return "plateau";
        case Direction::non_monotonic:
            return "non-monotonic";
        case Direction::no_change:
            return "no_change";
    }
    return "?";
}

std::string_view name(ClaimScope scope) {
    switch (scope) {
        case ClaimScope::own:
            return "own";
        case ClaimScope::prior_work:
            return "prior_work";
        case ClaimScope::background:
            return "background";
    }
    return "?";
}

std::string_view name(BlockKind kind) {
    switch (kind) {
        case BlockKind::title:
            return "title";
        case BlockKind::abstract:
            return "abstract";
        case BlockKind::paragraph:
            return "paragraph";
        case BlockKind::figure_caption:
            return "figure caption";
        case BlockKind::table_caption:
            return "table caption";
    }
    return "?";
}

Vote vote(const Analysis& analysis, const std::string& formula) {
    Vote result;
    bool null = false;
    for (const auto& mention : analysis.mentions) {
        if (mention.formula != formula) {
            continue;
        }
        const Sentence& sentence = analysis.sentences.at(mention.sentence);
        if (sentence.scope != ClaimScope::own) {
            continue;
        }
        result.positive |= sentence.outcome == OutcomeLabel::positive;
        result.negative |= sentence.outcome == OutcomeLabel::negative;
        null |= sentence.outcome == OutcomeLabel::null;
    }
    result.null = null && !result.positive && !result.negative;
    return result;
}

}  // namespace lode
