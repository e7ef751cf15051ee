#include "core/model/outcome_confusion.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>

#include "core/base/error.hpp"

namespace lode {
namespace {

constexpr std::string_view k_file = "outcome_confusion.tsv";
// The columns of counts.
constexpr std::array k_columns{OutcomeLabel::positive, OutcomeLabel::negative, OutcomeLabel::null,
                               OutcomeLabel::neutral};

std::size_t index(OutcomeLabel label) {
    return static_cast<std::size_t>(label);
}

template <class Number>
Number number(const std::string& text) {
    Number value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) {
        throw error("lexicon {}: \"{}\" is no count", k_file, text);
    }
    return value;
}

void need(const std::vector<std::string>& row, std::size_t columns) {
    if (row.size() < columns) {
        throw error("lexicon {}: a row \"{}\" needs {} columns", k_file, row[0], columns);
    }
}

}  // namespace

std::uint64_t OutcomeConfusion::count(OutcomeLabel truth, OutcomeLabel found) const {
    return counts.at(index(truth)).at(index(found));
}

std::uint64_t OutcomeConfusion::truly(OutcomeLabel truth) const {
    std::uint64_t sum = 0;
    for (const auto count : counts.at(index(truth))) {
        sum += count;
    }
    return sum;
}

std::uint64_t OutcomeConfusion::n() const {
    std::uint64_t sum = 0;
    for (const auto label : k_columns) {
        sum += truly(label);
    }
    return sum;
}

std::vector<OutcomeConfusion> outcome_confusions(const LexiconSource& lexicons) {
    std::vector<OutcomeConfusion> sets;
    std::map<std::string, std::vector<OutcomeLabel>> given;
    std::uint32_t rules = 0;
    for (const auto& row : read_lexicon(lexicons, k_file, 2)) {
        if (row[0] == "rules") {
            rules = number<std::uint32_t>(row[1]);
        } else if (row[0] == "set") {
            need(row, 6);
            if (rules == 0) {
                throw error("lexicon {}: a row \"rules\" comes before the sets", k_file);
            }
            if (row[2] != "in-sight" && row[2] != "unread") {
                throw error("lexicon {}: \"{}\" is neither in-sight nor unread", k_file, row[2]);
            }
            sets.push_back({.set = row[1],
                            .in_sight = row[2] == "in-sight",
                            .date = row[3],
                            .data = row[4],
                            .command = row[5],
                            .rules = rules});
        } else if (row[0] == "counts") {
            need(row, 3 + k_columns.size());
            const auto set = std::find_if(sets.begin(), sets.end(),
                                          [&](const auto& known) { return known.set == row[1]; });
            const auto* const truth =
                std::find_if(k_columns.begin(), k_columns.end(),
                             [&](OutcomeLabel label) { return name(label) == row[2]; });
            if (set == sets.end() || truth == k_columns.end()) {
                throw error("lexicon {}: counts of set \"{}\", label \"{}\": one is not known",
                            k_file, row[1], row[2]);
            }
            auto& labels = given[row[1]];
            if (std::find(labels.begin(), labels.end(), *truth) != labels.end()) {
                throw error("lexicon {}: set \"{}\" has two rows of label \"{}\"", k_file, row[1],
                            row[2]);
            }
            labels.push_back(*truth);
            for (std::size_t i = 0; i < k_columns.size(); ++i) {
                set->counts.at(index(*truth)).at(index(k_columns.at(i))) =
                    number<std::uint64_t>(row[3 + i]);
            }
        } else {
            throw error("lexicon {}: \"{}\" is no kind of row", k_file, row[0]);
        }
    }
    for (const auto& set : sets) {
        if (given[set.set].size() != k_columns.size()) {
            throw error("lexicon {}: set \"{}\" has not all four rows of counts", k_file, set.set);
        }
    }
    return sets;
}

}  // namespace lode
