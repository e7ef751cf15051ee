// What the classifier's own errors do to a share of outcomes: Rogan & Gladen 1978 for four labels,
// with an interval. Formulas and limits: docs/BIAS.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/analysis.hpp"
#include "query/interval.hpp"

namespace lode::query::bias {

inline constexpr std::size_t k_labels = 4;  // in the order of OutcomeLabel's numbers
using LabelCounts = std::array<std::uint64_t, k_labels>;

// Sentences of a labelled set: counts[what it is][what the classifier read].
struct Confusion {
    std::array<LabelCounts, k_labels> counts{};
    std::string source;  // what the labelled set is, for people
    std::uint64_t sentences() const noexcept;
};

// Reads "truth<TAB>read<TAB>count" lines with the labels positive, negative, null, neutral; empty
// lines and those that begin with '#' are skipped, pairs that are not named count 0. An Error names
// `source` and the line. Every label needs at least one sentence: without one, nothing is known of
// how it is read.
Confusion read_confusion(std::string_view text, const std::string& source);

struct Corrected {
    std::array<double, k_labels> observed{};    // shares of the labels as read
    std::array<double, k_labels> share{};       // corrected
    std::array<Interval, k_labels> interval{};  // 90 %
    // Positive among the sentences that report an outcome (positive, negative, null).
    double success = 0;
    Interval success_interval;
    std::uint64_t sentences = 0;
    // Share of the draws that are like no mixture of the labels: where it is large, fewer sentences
    // were read as some label than the errors on the labelled set alone would make, so the
    // classifier errs otherwise here, and the numbers above are those of the nearest mixture.
    double unlike = 0;
    bool transfers() const noexcept { return unlike <= k_most_unlike; }
    // The interval of `success` is not wider than k_widest_resolvable.
    bool narrow() const noexcept;
    // Both: narrow alone is also what the nearest mixture gives where none fits.
    bool resolvable() const noexcept { return narrow() && transfers(); }
    static constexpr double k_most_unlike = 0.95;
};
inline constexpr double k_widest_resolvable = 0.3;

// Shares pi with M' pi = q on the simplex (least squares where no such pi exists), q the shares of
// `read`, M the confusion by rows. The interval is that of 2,000 draws of each row of M from
// Dirichlet(counts + 1/2) and of q from Dirichlet(read + 1/2) (Forman 2008; Hopkins & King 2010).
// Assumes the classifier errs here as it does on the labelled set, and independent sentences.
Corrected correct(const Confusion& confusion, const LabelCounts& read);

// The constrained solution alone. `rows` of M add up to 1, so does `observed`.
std::array<double, k_labels> unmix(const std::array<std::array<double, k_labels>, k_labels>& rows,
                                   const std::array<double, k_labels>& observed);

}  // namespace lode::query::bias
