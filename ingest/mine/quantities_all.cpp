// From the measurements of a sentence to all its quantities: counts, years, ratios, bare numbers,
// lists, and the modifiers that belong to their spans.
#include <algorithm>
#include <array>
#include <utility>

#include "ingest/mine/numerals.hpp"
#include "ingest/mine/quantities.hpp"
#include "ingest/mine/quantity_words.hpp"

namespace lode::ingest {
struct QuantityFinder::Reader {
    struct Item {
        Quantity quantity;
        std::size_t begin = 0;
        std::size_t end = 0;
        bool bare = true;      // no unit of its own
        bool accepted = true;  // otherwise only as part of a list
        bool digits = true;    // no number word
    };

    const QuantityFinder& finder;
    const Text& block;
    std::string_view text;
    std::size_t first;
    std::size_t end;
    std::vector<Item> items;
    std::size_t named_end = 0;  // end of the last number that names a thing

    Reader(const QuantityFinder& f, const Text& t, Range sentence)
        : finder(f),
          block(t),
          text(t.utf8),
          first(sentence.begin),
          end(std::min<std::size_t>(sentence.end, t.utf8.size())) {}

    // The word that ends at `pos`, one space apart or none.
    std::string_view word_before(std::size_t pos) const {
        std::size_t stop = pos;
        stop -= stop > first && text[stop - 1] == ' ' ? 1U : 0U;
        std::size_t begin = stop;
        while (begin > first && (word_byte(text[begin - 1]) || text[begin - 1] == '.')) {
            --begin;
        }
        return text.substr(begin, stop - begin);
    }
    // The word that begins at `pos`.
    std::string_view word_at(std::size_t pos) const {
        std::size_t stop = pos;
        while (stop < end && ascii_letter(text[stop])) {
            ++stop;
        }
        return text.substr(pos, stop - pos);
    }
    bool stands(std::size_t pos, std::string_view piece) const {
        return pos + piece.size() <= end && text.substr(pos, piece.size()) == piece;
    }

    // End of the counted noun's phrase ("bulk rock samples") that begins behind `pos`; 0: none.
    // `next_to`: the noun is the first word.
    std::size_t counted(std::size_t pos, bool& next_to) const {
        next_to = true;
        for (int word = 0; word < 4; ++word, next_to = false) {
            std::size_t begin = skip_spaces(text, pos, end);
            if (begin == pos || begin >= end) {
                return 0;
            }
            std::size_t stop = begin;
            while (stop < end && (word_byte(text[stop]) || text[stop] == '-' ||
                                  (text[stop] == '/' && stop > begin))) {
                ++stop;
            }
            const std::string_view name = text.substr(begin, stop - begin);
            if (name.empty() || name.size() > 30) {
                return 0;
            }
            const bool small = std::all_of(name.begin(), name.end(), small_letter);
            if (small && ends_noun_phrase(name)) {
                return 0;
            }
            if (small && is_plural(name)) {
                return stop;
            }
            pos = stop;
        }
        return 0;
    }

    // "Abc 1090", "OAE 2": part of a name, where the word before has a capital and does not begin
    // the sentence.
    bool in_name(std::size_t begin, std::string_view before) const {
        if (before.empty() || begin == first || text[begin - 1] != ' ') {
            return false;
        }
        const auto at = static_cast<std::size_t>(before.data() - text.data());
        return at > first && std::any_of(before.begin(), before.end(),
                                         [](char c) { return c >= 'A' && c <= 'Z'; });
    }

    bool list_separator(std::size_t from, std::size_t to) const {
        const std::string_view between = text.substr(from, to - from);
        return between == ", " || between == " and " || between == ", and " || between == " or " ||
               between == ", or ";
    }

    // Does a word that calls for a value stand before? "of 8", "than 5", "= 3", "to 0"
    bool wants_value(std::size_t begin, std::string_view before) const {
        if (comparison_before(text, first, begin) != 0 ||
            comparison_before(text, first,
                              begin > first && text[begin - 1] == ' ' ? begin - 1 : begin) != 0) {
            return true;
        }
        const std::size_t at = begin > first && text[begin - 1] == ' ' ? begin - 1 : begin;
        if (at > first && text[at - 1] == '=') {
            // "n = 8"; a formula ("f(x) = 3") is none
            std::size_t left = at - 1;
            left -= left > first && text[left - 1] == ' ' ? 1U : 0U;
            return left == first || text[left - 1] != ')';
        }
        if (!calls_for_value(Lowered(before).view())) {
            return false;
        }
        // "the spectrum of 3", "added to 2": a compound's number, unless a value is spoken of.
        const bool one_digit = begin + 1 >= end || !digit(text[begin + 1]);
        if (one_digit && (before == "of" || before == "to")) {
            const auto at_before = static_cast<std::size_t>(before.data() - text.data());
            return speaks_of_value(Lowered(word_before(at_before)).view());
        }
        return true;
    }

    void push(std::size_t begin, std::size_t stop, double value, QuantityKind kind, bool accepted,
              bool digits = true) {
        Item item;
        item.quantity.value = value;
        item.quantity.kind = kind;
        item.begin = begin;
        item.end = stop;
        item.accepted = accepted;
        item.digits = digits;
        items.push_back(std::move(item));
    }

    // A number behind a hyphenated unit or counted thing: "5-year", "30-item".
    bool hyphenated(std::size_t begin, std::size_t stop, double value, bool digits) {
        if (stop + 3 >= end || text[stop] != '-' || !small_letter(text[stop + 1])) {
            return false;
        }
        const std::string_view word = word_at(stop + 1);
        if (word.size() < 2 || !finder.m_units.contains(word)) {
            return false;
        }
        push(begin, stop + 1 + word.size(), value, QuantityKind::measurement, true, digits);
        items.back().quantity.unit = word;
        items.back().bare = false;
        return true;
    }

    // One number in digits that is part of no measurement; returns where to go on.
    std::size_t number(std::size_t pos);
    std::size_t word(std::size_t pos);
    void merge();
    void widen(Item& item, std::size_t from, std::size_t to) const;
};

std::size_t QuantityFinder::Reader::number(std::size_t pos) {
    const auto past = [&](std::size_t i) {
        while (i < end && (word_byte(text[i]) || text[i] == '-' || text[i] == '/' ||
                           (text[i] == '.' && i + 1 < end && word_byte(text[i + 1])))) {
            ++i;
        }
        return std::max(i, pos + 1);
    };
    std::size_t begin = pos;
    bool range_end = false;
    if (begin > first) {
        const char before = text[begin - 1];
        // A dash before digits: a sign behind a space, a range behind a number, else a designation.
        for (const auto dash : k_dashes) {
            if (begin >= first + dash.size() &&
                text.substr(begin - dash.size(), dash.size()) == dash) {
                const std::size_t at = begin - dash.size();
                range_end = !items.empty() && items.back().end == at;
                if (range_end) {
                    break;
                }
                if (at > first && text[at - 1] != ' ' && text[at - 1] != '(' &&
                    comparison_before(text, first, at) == 0) {
                    return past(pos);
                }
                begin = at;
                break;
            }
        }
        if (begin == pos && !range_end) {
            const bool opens = before == ' ' || before == '(' || before == '=' || before == '[' ||
                               before == ',' || before == '"' || before == '\'' || before == '\n';
            const bool wide = text.substr(begin - std::min<std::size_t>(3, begin - first), 3)
                                  .starts_with("\xE2\x80") ||
                              (begin >= first + 2 && text.substr(begin - 2, 2) == "\xC2\xA0");
            if (!opens && !wide && comparison_before(text, first, begin) == 0 &&
                !text.substr(0, begin).ends_with("\xE2\x89\xA1")) {
                return past(pos);
            }
            // "1,2-dichloro": locants
            if (before == ',' && begin > first + 1 && digit(text[begin - 2])) {
                return past(pos);
            }
        }
    }
    if (raised(block, pos)) {  // a note
        return past(pos);
    }
    // "(24)", "[26, 29–31]": a citation or an equation's number
    if (begin > first && (text[begin - 1] == '(' || text[begin - 1] == '[')) {
        const char closes = text[begin - 1] == '(' ? ')' : ']';
        std::size_t i = begin;
        while (i < end && (digit(text[i]) || text[i] == ',' || text[i] == ' ' ||
                           any_of_at(text, i, end, k_dashes) != 0)) {
            i += std::max<std::size_t>(1, any_of_at(text, i, end, k_dashes));
        }
        if (i < end && text[i] == closes) {
            return i + 1;
        }
    }
    const auto read = finder.read_number(block, begin, end);
    if (!read || !read->plain_integer) {
        return past(pos);
    }
    std::size_t stop = read->end;
    const std::string_view before = word_before(begin);
    const Lowered lowered(before);
    const std::string_view low = lowered.view();
    const bool capital_first = low != "ph" && in_name(begin, before);
    const std::size_t size = stop - begin;

    // Part of an enumeration of named things: "phases 3, 5 and 7"
    const bool goes_on =
        named_end != 0 && named_end < begin &&
        (list_separator(named_end, begin) || text.substr(named_end, begin - named_end) == " to " ||
         any_of_at(text, named_end, end, k_dashes) == begin - named_end);
    bool next_to = false;
    const std::size_t noun = stop < end && text[stop] != '-' ? counted(stop, next_to) : 0;
    if (names_things(low) || low == "fig." || low == "no." || low == "eq." || low == "ref." ||
        low == "nos." || low == "vol." || low == "p." || low == "pp." ||
        (goes_on && (noun == 0 || !next_to) &&
         any_of_at(text, skip_spaces(text, stop, end), end, k_times) == 0)) {
        named_end = past(stop - 1);
        return named_end;
    }
    // Years and days.
    const bool year = size == 4 && read->value >= 1700 && read->value < 2100 &&
                      text.substr(begin, 4).find(',') == std::string_view::npos;
    const bool after_year = !items.empty() && items.back().quantity.kind == QuantityKind::date &&
                            (list_separator(items.back().end, begin) || range_end ||
                             text.substr(items.back().end, begin - items.back().end) == " to ");
    if (year && noun == 0) {
        // "26 October 2011": the day before belongs to it
        if (is_month(low) && !before.empty()) {
            std::size_t from = static_cast<std::size_t>(before.data() - text.data());
            if (!items.empty() && items.back().end + 1 == from && !items.back().quantity.low &&
                items.back().bare) {
                from = items.back().begin;
                items.pop_back();
            }
            push(from, stop, read->value, QuantityKind::date, true);
            return stop;
        }
        const bool said = before_year(low);
        if (said || after_year) {
            push(begin, stop, read->value, QuantityKind::date, true);
            return stop;
        }
        if (text[begin > first ? begin - 1 : begin] == '(' || before.ends_with('.') ||
            (begin > first + 1 && text[begin - 2] == ',')) {
            return stop;  // "(2008)", "et al., 2008"
        }
    }
    if (capital_first && !(is_month(low) && size <= 2)) {
        named_end = stop;
        return past(pos);
    }
    if (is_month(low) && size <= 2 && capital_first) {  // "March 16"
        push(static_cast<std::size_t>(before.data() - text.data()), stop, read->value,
             QuantityKind::date, true);
        return stop;
    }
    if (stop < end && hyphenated(begin, stop, read->value, true)) {
        return items.back().end;
    }
    // "1:10", "3/4", "1/e"
    if (stop + 1 < end && (text[stop] == ':' || text[stop] == '/') && digit(text[stop + 1])) {
        const auto second = finder.read_number(block, stop + 1, end);
        // "10:15" is a time of day
        const bool clock = text[stop] == ':' && size == 2 && second &&
                           second->end - stop - 1 == 2 && read->value < 24 && second->value < 60;
        if (second && !clock && second->value != 0 &&
            (second->end >= end || (!word_byte(text[second->end]) && text[second->end] != ':' &&
                                    text[second->end] != '/' && text[second->end] != '-'))) {
            push(begin, second->end, read->value / second->value, QuantityKind::ratio, true);
            items.back().quantity.values = {read->value, second->value};
            items.back().bare = false;
            return second->end;
        }
        return past(pos);
    }
    // "10,000×"
    if (stands(stop, "\xC3\x97") &&
        (stop + 2 >= end || !digit(text[skip_spaces(text, stop + 2, end - 1)]))) {
        push(begin, stop + 2, read->value, QuantityKind::measurement, true);
        items.back().quantity.unit = "\xC3\x97";
        items.back().bare = false;
        return stop + 2;
    }
    if (stop < end && (word_byte(text[stop]) || text[stop] == '_') &&
        any_of_at(text, stop, end, k_dashes) == 0 && any_of_at(text, stop, end, k_times) == 0 &&
        any_of_at(text, stop, end, k_spaces) == 0) {
        return past(pos);
    }
    if (stop < end && text[stop] == '-' && stop + 1 < end && !digit(text[stop + 1])) {
        return past(pos);  // "12-lead"
    }
    // "3)", "2." of an enumeration
    if (begin == first && stop < end && (text[stop] == ')' || text[stop] == '.')) {
        return stop;
    }
    if (noun != 0 && !range_end) {
        push(begin, stop, read->value, QuantityKind::count, true);
        if (next_to) {
            const std::size_t from = skip_spaces(text, stop, end);
            items.back().quantity.unit = std::string(text.substr(from, noun - from));
            items.back().end = noun;
            items.back().bare = false;
        }
        return items.back().end;
    }
    push(begin, stop, read->value, QuantityKind::number,
         wants_value(begin, before) || words_behind(text, stop, end).size != 0);
    if (noun != 0) {
        items.back().quantity.kind = QuantityKind::count;
    }
    return stop;
}

std::size_t QuantityFinder::Reader::word(std::size_t pos) {
    const std::string_view written = word_at(pos);
    std::size_t stop = pos + written.size();
    if (written.size() < 3 || written.size() > 9) {
        return stop;
    }
    const Lowered lowered(written);
    const double value = number_word(lowered.view());
    const bool zero = lowered.view() == "zero";
    if ((value == 0 && !zero) ||
        (pos > first && (word_byte(text[pos - 1]) || text[pos - 1] == '-')) ||
        (stop < end && (digit(text[stop]) || (text[stop] & 0x80) != 0))) {
        return stop;
    }
    if (stop < end && hyphenated(pos, stop, value, false)) {
        return items.back().end;
    }
    if (stop < end && text[stop] == '-') {
        return stop;
    }
    if (zero) {
        push(pos, stop, 0, QuantityKind::number, true, false);
        return stop;
    }
    // "two days", "thirty percent"
    const std::size_t unit_at = skip_spaces(text, stop, end);
    const std::string_view next = word_at(unit_at);
    if (unit_at > stop && next.size() > 2 && finder.m_units.contains(next)) {
        push(pos, unit_at + next.size(), value, QuantityKind::measurement, true, false);
        items.back().quantity.unit = next;
        items.back().bare = false;
        return items.back().end;
    }
    bool next_to = false;
    if (value >= 2 && counted(stop, next_to) != 0) {
        push(pos, stop, value, QuantityKind::count, true, false);
    }
    return stop;
}

// Ranges, lists and products out of neighbours.
void QuantityFinder::Reader::merge() {
    std::vector<Item> merged;
    for (std::size_t i = 0; i < items.size(); ++i) {
        Item chain = std::move(items[i]);
        const auto single = [](const Item& item) {
            return item.digits && item.quantity.value && item.quantity.values.empty() &&
                   !item.quantity.tolerance;
        };
        const auto has_power = [&](const Item& item) {
            const std::string_view written = text.substr(item.begin, item.end - item.begin);
            return written.find("\xC3\x97") != std::string_view::npos ||
                   written.find(" x 10") != std::string_view::npos ||
                   written.find(
                       "\xC2\xB7"
                       "10") != std::string_view::npos ||
                   written.find(
                       "\xE2\x8B\x85"
                       "10") != std::string_view::npos;
        };
        std::vector<double> values;
        bool product = false;
        std::size_t k = i + 1;
        for (; k < items.size(); ++k) {
            const Item& next = items[k];
            const std::string_view between = text.substr(chain.end, next.begin - chain.end);
            const bool dates = chain.quantity.kind == QuantityKind::date;
            if (!single(next) || (values.empty() && !single(chain)) ||
                dates != (next.quantity.kind == QuantityKind::date)) {
                break;
            }
            const bool times = between == " \xC3\x97 " || between == "\xC3\x97" ||
                               between == " x " || between == "x";
            // "20 mm × 30 mm" joins with its first unit.
            if (times && (values.empty() || product)) {
                product = true;
            } else if (!chain.bare || product) {
                break;
            } else if (values.empty() &&
                       (between == " to " || between == "\xE2\x80\x93" || between == "-" ||
                        between == "\xE2\x88\x92" ||
                        (between == " and " &&
                         Lowered(word_before(chain.begin)).view() == "between")) &&
                       *next.quantity.value > *chain.quantity.value) {
                chain.quantity.low = chain.quantity.value;
                chain.quantity.high = next.quantity.value;
                chain.quantity.value.reset();
                chain.quantity.unit = next.quantity.unit;
                chain.quantity.kind = next.quantity.kind;
                chain.end = next.end;
                chain.bare = next.bare;
                chain.accepted = chain.accepted || next.accepted;
                ++k;
                break;
            } else if (!list_separator(chain.end, next.begin)) {
                break;
            } else if (has_power(next) && !has_power(chain)) {
                break;  // "1.2 and 3.4 × 10^5": whether the first shares the power is not said
            } else if (next.quantity.kind == QuantityKind::count && !next.bare) {
                break;  // "in 3, 40 samples"
            }
            if (values.empty()) {
                values.push_back(*chain.quantity.value);
            }
            values.push_back(*next.quantity.value);
            chain.accepted = chain.accepted || next.accepted || product;
            chain.end = next.end;
            chain.bare = next.bare;
            if (!next.quantity.unit.empty()) {
                chain.quantity.unit = next.quantity.unit;
                chain.quantity.kind = next.quantity.kind;
            }
            if (!next.bare && !product) {
                ++k;
                break;
            }
        }
        if (!values.empty()) {
            const auto [low, high] = std::minmax_element(values.begin(), values.end());
            chain.quantity.value.reset();
            chain.quantity.low = *low;
            chain.quantity.high = *high;
            chain.quantity.values = std::move(values);
            if (product) {
                chain.quantity.kind = QuantityKind::product;
            }
        }
        i = k - 1;
        if (chain.accepted) {
            merged.push_back(std::move(chain));
        }
    }
    items = std::move(merged);
}

// Takes in the modifiers that stand directly before and behind, between `from` and `to`.
void QuantityFinder::Reader::widen(Item& item, std::size_t from, std::size_t to) const {
    const auto before_space = [&](std::size_t pos) {
        return pos > from && text[pos - 1] == ' ' ? pos - 1 : pos;
    };
    for (int round = 0; round < 3; ++round) {
        const std::size_t at = before_space(item.begin);
        const auto take = [&](const Modifier& found) {
            item.begin = at - found.size;
            if (item.quantity.modifier == QuantityModifier::none) {
                item.quantity.modifier = found.modifier;
            }
        };
        if (const Modifier sign = sign_before(text, from, at); sign.size != 0) {
            take(sign);
            continue;
        }
        if (at == item.begin) {
            break;
        }
        if (item.quantity.low && item.quantity.values.empty() && at >= from + 7) {
            const Lowered word(text.substr(at - 7, 7));
            if (word.view() == "between" && (at == from + 7 || !word_byte(text[at - 8]))) {
                item.begin = at - 7;
                break;
            }
        }
        const Modifier words = words_before(text, from, at);
        if (words.size == 0) {
            break;
        }
        take(words);
    }
    // "25 per mm", "3 fold per passage"
    if (text.substr(item.end, 5) == " per " && item.end + 6 < to &&
        item.quantity.kind != QuantityKind::date) {
        const std::string_view word = word_at(item.end + 5);
        if (!word.empty() && word != "se") {
            const std::size_t stop = item.end + 5 + word.size();
            if (item.quantity.unit.empty()) {
                item.quantity.unit = std::string(text.substr(item.end + 1, stop - item.end - 1));
            } else {
                item.quantity.unit += text.substr(item.end, stop - item.end);
            }
            item.end = stop;
        }
    }
    if (const Modifier behind = words_behind(text, item.end, to); behind.size != 0) {
        item.end += behind.size;
        item.quantity.modifier = behind.modifier;
    }
}

std::vector<Quantity> QuantityFinder::complete(const Text& block, const Words& words,
                                               const std::vector<Measurement>& measurements) const {
    Reader reader(*this, block, words.sentence());
    const std::string_view text = reader.text;
    auto measured = measurements.begin();
    std::size_t at = reader.first;
    const auto take_measurements = [&](std::size_t before) {
        for (; measured != measurements.end() && measured->quantity.range.begin < before;
             ++measured) {
            Reader::Item item;
            item.quantity = measured->quantity;
            item.begin = measured->quantity.range.begin;
            item.end = measured->quantity.range.end;
            item.bare = item.quantity.unit.empty();
            item.quantity.kind = item.bare ? QuantityKind::number : QuantityKind::measurement;
            at = std::max(at, item.end);
            reader.items.push_back(std::move(item));
        }
    };
    for (std::size_t w = 0; w < words.size(); ++w) {
        const Word& word = words[w];
        if (word.has_digit) {
            take_measurements(word.range.end);
            std::size_t i = std::max<std::size_t>(word.range.begin, at);
            while (i < word.range.end && !digit(text[i])) {
                ++i;
            }
            while (i < word.range.end) {
                i = std::max(reader.number(i), i + 1);
                while (i < word.range.end && !digit(text[i])) {
                    ++i;
                }
                at = std::max(at, i);
            }
        } else if (word.kind == WordKind::word && word.range.begin >= at && word.lower.size() > 2 &&
                   may_be_number(word.lower[0], word.lower[1], word.lower.size())) {
            take_measurements(word.range.end);
            if (word.range.begin >= at) {
                at = reader.word(word.range.begin);
            }
        }
    }
    take_measurements(reader.end);
    if (reader.items.empty()) {
        return {};
    }
    reader.merge();
    std::vector<Quantity> all;
    all.reserve(reader.items.size());
    std::size_t from = reader.first;
    for (std::size_t k = 0; k < reader.items.size(); ++k) {
        auto& item = reader.items[k];
        const std::size_t to = k + 1 < reader.items.size() ? reader.items[k + 1].begin : reader.end;
        reader.widen(item, from, to);
        item.quantity.range = {static_cast<std::uint32_t>(item.begin),
                               static_cast<std::uint32_t>(item.end)};
        from = item.end;
        all.push_back(std::move(item.quantity));
    }
    return all;
}

}  // namespace lode::ingest
