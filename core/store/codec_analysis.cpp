#include <optional>
#include <utility>

#include "core/store/codec.hpp"
#include "core/store/wire.hpp"

namespace lode::store {
namespace {

constexpr std::uint8_t k_analysis_version = 3;

void put(Encoder& out, const Sentence& sentence, std::uint32_t& block, std::uint32_t& previous) {
    if (sentence.block != block) {
        previous = 0;
    }
    out.varint(sentence.block - block);
    block = sentence.block;
    out.range(sentence.range, previous);
    out.byte(static_cast<std::uint8_t>(sentence.outcome));
    out.byte(static_cast<std::uint8_t>(sentence.scope));
    out.boolean(sentence.hedged);
    out.real(sentence.outcome_score);
    encode_list(out, sentence.figures, [&](std::uint32_t figure) { out.varint(figure); });
    out.string(sentence.tokens);
}

Sentence get_sentence(Decoder& in, std::uint32_t& block, std::uint32_t& previous) {
    Sentence sentence;
    sentence.block = block + in.varint32();
    if (sentence.block != block) {
        previous = 0;
    }
    block = sentence.block;
    sentence.range = in.range(previous);
    sentence.outcome = in.enumerated(OutcomeLabel::neutral, OutcomeLabel::null);
    sentence.scope = in.enumerated(ClaimScope::own, ClaimScope::background);
    sentence.hedged = in.boolean();
    sentence.outcome_score = in.real32();
    sentence.figures = decode_list<std::uint32_t>(in, [&] { return in.varint32(); });
    sentence.tokens = in.string();
    return sentence;
}

constexpr unsigned k_has_nature = 16;
constexpr unsigned k_has_values = 32;

// A quantity has up to four numbers; one byte says which are there, and whether more than a plain
// measurement follows: kind and modifier in one byte, the numbers of a list.
void put(Encoder& out, const Quantity& quantity, std::uint32_t& sentence, std::uint32_t& previous) {
    out.varint(quantity.sentence - sentence);
    sentence = quantity.sentence;
    out.range(quantity.range, previous);
    unsigned present = 0;
    unsigned bit = 1;
    for (const auto* number :
         {&quantity.value, &quantity.low, &quantity.high, &quantity.tolerance}) {
        present |= number->has_value() ? bit : 0U;
        bit <<= 1;
    }
    const unsigned nature =
        static_cast<unsigned>(quantity.kind) << 4U | static_cast<unsigned>(quantity.modifier);
    present |= nature != 0 ? k_has_nature : 0U;
    present |= quantity.values.empty() ? 0U : k_has_values;
    out.byte(static_cast<std::uint8_t>(present));
    for (const auto* number :
         {&quantity.value, &quantity.low, &quantity.high, &quantity.tolerance}) {
        if (number->has_value()) {
            out.real(**number);
        }
    }
    out.string(quantity.unit);
    if (nature != 0) {
        out.byte(static_cast<std::uint8_t>(nature));
    }
    if (!quantity.values.empty()) {
        encode_list(out, quantity.values, [&](double value) { out.real(value); });
    }
}

Quantity get_quantity(Decoder& in, std::uint32_t& sentence, std::uint32_t& previous) {
    Quantity quantity;
    quantity.sentence = sentence + in.varint32();
    sentence = quantity.sentence;
    quantity.range = in.range(previous);
    const unsigned present = in.byte();
    if (present >= k_has_values * 2) {
        in.damaged("an unknown field of a quantity");
    }
    unsigned bit = 1;
    for (auto* number : {&quantity.value, &quantity.low, &quantity.high, &quantity.tolerance}) {
        if ((present & bit) != 0) {
            *number = in.real64();
        }
        bit <<= 1;
    }
    quantity.unit = in.string();
    if ((present & k_has_nature) != 0) {
        const unsigned nature = in.byte();
        const unsigned kind = nature >> 4U;
        const unsigned modifier = nature & 15U;
        if (kind > static_cast<unsigned>(QuantityKind::product) ||
            modifier > static_cast<unsigned>(QuantityModifier::at_least)) {
            in.damaged("an unknown kind of quantity");
        }
        quantity.kind = static_cast<QuantityKind>(kind);
        quantity.modifier = static_cast<QuantityModifier>(modifier);
    }
    if ((present & k_has_values) != 0) {
        quantity.values = decode_list<double>(in, [&] { return in.real64(); });
    }
    return quantity;
}

void put(Encoder& out, const Trend& trend, std::uint32_t& sentence, std::uint32_t& previous) {
    out.varint(trend.sentence - sentence);
    sentence = trend.sentence;
    out.range(trend.range, previous);
    for (const std::string* field :
         {&trend.property, &trend.variable, &trend.material, &trend.x_range}) {
        out.string(*field);
    }
    out.byte(static_cast<std::uint8_t>(trend.direction));
    out.boolean(trend.variable_decreasing);
    out.byte(static_cast<std::uint8_t>(trend.extremum));
    for (const Measure* measure : {&trend.extremum_value, &trend.location}) {
        out.string(measure->value);
        out.string(measure->unit);
    }
    out.string(trend.conditions);
    out.byte(trend.from_caption);
    out.string(trend.figure);
    out.varint(static_cast<std::uint32_t>(trend.figure_index) + 1);
    out.real(trend.score);
}

Trend get_trend(Decoder& in, std::uint32_t& sentence, std::uint32_t& previous) {
    Trend trend;
    trend.sentence = sentence + in.varint32();
    sentence = trend.sentence;
    trend.range = in.range(previous);
    for (std::string* field : {&trend.property, &trend.variable, &trend.material, &trend.x_range}) {
        *field = in.string();
    }
    trend.direction = in.enumerated(Direction::increase, Direction::no_change);
    trend.variable_decreasing = in.boolean();
    trend.extremum = in.enumerated(Extremum::none, Extremum::minimum);
    for (Measure* measure : {&trend.extremum_value, &trend.location}) {
        measure->value = in.string();
        measure->unit = in.string();
    }
    trend.conditions = in.string();
    trend.from_caption = in.byte();
    if (trend.from_caption > (k_variable_given | k_range_given | k_conditions_given)) {
        throw Error("a stored trend has an unknown source");
    }
    trend.figure = in.string();
    trend.figure_index = static_cast<std::int32_t>(in.varint32() - 1);
    trend.score = in.real32();
    return trend;
}

}  // namespace

std::string encode(const Analysis& analysis) {
    Encoder out(RecordType::analysis, k_analysis_version);
    std::uint32_t block = 0;
    std::uint32_t previous = 0;
    encode_list(out, analysis.sentences,
                [&](const Sentence& sentence) { put(out, sentence, block, previous); });
    std::uint32_t of_sentence = 0;
    previous = 0;
    encode_list(out, analysis.mentions, [&](const Mention& mention) {
        out.varint(mention.sentence - of_sentence);
        of_sentence = mention.sentence;
        out.range(mention.range, previous);
        out.string(mention.written);
        out.string(mention.formula);
        out.byte(static_cast<std::uint8_t>(mention.kind));
    });
    of_sentence = 0;
    previous = 0;
    encode_list(out, analysis.quantities,
                [&](const Quantity& quantity) { put(out, quantity, of_sentence, previous); });
    of_sentence = 0;
    previous = 0;
    encode_list(out, analysis.trends,
                [&](const Trend& trend) { put(out, trend, of_sentence, previous); });
    encode_list(out, analysis.abbreviations, [&](const Abbreviation& abbreviation) {
        out.string(abbreviation.short_form);
        out.string(abbreviation.long_form);
    });
    return std::move(out).take();
}

Analysis decode_analysis(std::string_view bytes) {
    Decoder in(bytes, "analysis", RecordType::analysis, k_analysis_version);
    Analysis analysis;
    std::uint32_t block = 0;
    std::uint32_t previous = 0;
    analysis.sentences =
        decode_list<Sentence>(in, [&] { return get_sentence(in, block, previous); });
    std::uint32_t of_sentence = 0;
    previous = 0;
    analysis.mentions = decode_list<Mention>(in, [&] {
        Mention mention;
        mention.sentence = of_sentence + in.varint32();
        of_sentence = mention.sentence;
        mention.range = in.range(previous);
        mention.written = in.string();
        mention.formula = in.string();
        mention.kind = in.enumerated(MaterialKind::formula, MaterialKind::other);
        return mention;
    });
    of_sentence = 0;
    previous = 0;
    analysis.quantities =
        decode_list<Quantity>(in, [&] { return get_quantity(in, of_sentence, previous); });
    of_sentence = 0;
    previous = 0;
    analysis.trends = decode_list<Trend>(in, [&] { return get_trend(in, of_sentence, previous); });
    analysis.abbreviations = decode_list<Abbreviation>(in, [&] {
        Abbreviation abbreviation;
        abbreviation.short_form = in.string();
        abbreviation.long_form = in.string();
        return abbreviation;
    });
    in.finish();
    return analysis;
}

}  // namespace lode::store
