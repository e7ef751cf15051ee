#include "query/bias/correction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "query/bias/random.hpp"

namespace lode::query::bias {
namespace {

using Shares = std::array<double, k_labels>;
using Rows = std::array<Shares, k_labels>;

constexpr auto at(OutcomeLabel label) {
    return static_cast<std::size_t>(label);
}

// Least squares of sum_j pi_j M[j][i] = q_i with sum pi = 1 over the labels in `support`, the
// others nought: the normal equations with a multiplier, by elimination.
std::optional<Shares> solve(const Rows& rows, const Shares& observed, unsigned support) {
    std::array<std::size_t, k_labels> used{};
    std::size_t size = 0;
    for (std::size_t j = 0; j < k_labels; ++j) {
        if ((support >> j & 1U) != 0) {
            used.at(size++) = j;
        }
    }
    std::array<std::array<double, k_labels + 2>, k_labels + 1> m{};
    for (std::size_t a = 0; a < size; ++a) {
        for (std::size_t b = 0; b < size; ++b) {
            for (std::size_t i = 0; i < k_labels; ++i) {
                m.at(a).at(b) += rows.at(used.at(a)).at(i) * rows.at(used.at(b)).at(i);
            }
        }
        m.at(a).at(size) = 1;
        m.at(size).at(a) = 1;
        for (std::size_t i = 0; i < k_labels; ++i) {
            m.at(a).at(size + 1) += rows.at(used.at(a)).at(i) * observed.at(i);
        }
    }
    m.at(size).at(size + 1) = 1;
    for (std::size_t column = 0; column <= size; ++column) {
        std::size_t pivot = column;
        for (std::size_t row = column + 1; row <= size; ++row) {
            if (std::fabs(m.at(row).at(column)) > std::fabs(m.at(pivot).at(column))) {
                pivot = row;
            }
        }
        if (std::fabs(m.at(pivot).at(column)) < 1e-12) {
            return std::nullopt;
        }
        std::swap(m.at(pivot), m.at(column));
        for (std::size_t row = 0; row <= size; ++row) {
            if (row == column) {
                continue;
            }
            const double factor = m.at(row).at(column) / m.at(column).at(column);
            for (std::size_t j = column; j <= size + 1; ++j) {
                m.at(row).at(j) -= factor * m.at(column).at(j);
            }
        }
    }
    Shares result{};
    for (std::size_t a = 0; a < size; ++a) {
        result.at(used.at(a)) = m.at(a).at(size + 1) / m.at(a).at(a);
    }
    return result;
}

double misfit(const Rows& rows, const Shares& observed, const Shares& shares) {
    double sum = 0;
    for (std::size_t i = 0; i < k_labels; ++i) {
        double made = 0;
        for (std::size_t j = 0; j < k_labels; ++j) {
            made += shares.at(j) * rows.at(j).at(i);
        }
        sum += (made - observed.at(i)) * (made - observed.at(i));
    }
    return sum;
}

bool inside(const Shares& shares) {
    return std::all_of(shares.begin(), shares.end(), [](double s) { return s >= -1e-12; });
}

// Positive among those with an outcome; nothing where none has.
std::optional<double> success_of(const Shares& shares) {
    const double all = shares.at(at(OutcomeLabel::positive)) +
                       shares.at(at(OutcomeLabel::negative)) + shares.at(at(OutcomeLabel::null));
    return all > 1e-12 ? std::optional(shares.at(at(OutcomeLabel::positive)) / all) : std::nullopt;
}

std::optional<std::size_t> label_number(std::string_view word) {
    for (const auto label : {OutcomeLabel::neutral, OutcomeLabel::positive, OutcomeLabel::negative,
                             OutcomeLabel::null}) {
        if (name(label) == word) {
            return at(label);
        }
    }
    return std::nullopt;
}

std::vector<double> raised(const LabelCounts& counts) {
    std::vector<double> alpha;
    for (const auto count : counts) {
        alpha.push_back(static_cast<double>(count) + 0.5);
    }
    return alpha;
}

Shares drawn(Draws& draws, const LabelCounts& counts) {
    const auto values = draws.dirichlet(raised(counts));
    Shares shares{};
    std::copy(values.begin(), values.end(), shares.begin());
    return shares;
}

constexpr unsigned k_all = (1U << k_labels) - 1;

// The shares whose mixture is exactly what was observed; nothing where there are none.
std::optional<Shares> mixture(const Rows& rows, const Shares& observed) {
    const auto free = solve(rows, observed, k_all);
    return free && inside(*free) ? free : std::nullopt;
}

Shares shares_of(const LabelCounts& counts) {
    double sum = 0;
    for (const auto count : counts) {
        sum += static_cast<double>(count);
    }
    Shares shares{};
    for (std::size_t i = 0; i < k_labels; ++i) {
        shares.at(i) = sum > 0 ? static_cast<double>(counts.at(i)) / sum : 0.25;
    }
    return shares;
}

}  // namespace

std::uint64_t Confusion::sentences() const noexcept {
    std::uint64_t sum = 0;
    for (const auto& row : counts) {
        for (const auto count : row) {
            sum += count;
        }
    }
    return sum;
}

bool Corrected::narrow() const noexcept {
    return success_interval.high - success_interval.low <= k_widest_resolvable;
}

Confusion read_confusion(std::string_view text, const std::string& source) {
    Confusion confusion;
    confusion.source = source;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
            line.remove_suffix(1);
        }
        if (line.empty() || line.front() == '#') {
            continue;
        }
        const auto first = line.find('\t');
        const auto second = first == line.npos ? line.npos : line.find('\t', first + 1);
        if (second == line.npos) {
            throw error("{}, line {}: truth, read and count are expected, separated by tabs",
                        source, number);
        }
        const auto truth = label_number(line.substr(0, first));
        const auto read = label_number(line.substr(first + 1, second - first - 1));
        const auto digits = line.substr(second + 1);
        std::uint64_t count = 0;
        const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), count);
        if (!truth || !read) {
            throw error("{}, line {}: a label is none of positive, negative, null, neutral", source,
                        number);
        }
        if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) {
            throw error("{}, line {}: '{}' is no count", source, number, digits);
        }
        confusion.counts.at(*truth).at(*read) += count;
    }
    for (const auto label : {OutcomeLabel::neutral, OutcomeLabel::positive, OutcomeLabel::negative,
                             OutcomeLabel::null}) {
        const auto& row = confusion.counts.at(at(label));
        if (std::all_of(row.begin(), row.end(), [](auto count) { return count == 0; })) {
            throw error("{}: no sentence whose true label is {}: how it is read is not known",
                        source, name(label));
        }
    }
    return confusion;
}

namespace {

// Where no mixture is exactly what was observed.
Shares nearest(const Rows& rows, const Shares& observed) {
    // The best point of a convex function on the simplex is its best point on one of the faces, and
    // there are few.
    Shares best = observed;
    double least = std::numeric_limits<double>::infinity();
    for (unsigned support = 1; support < k_all; ++support) {
        const auto shares = solve(rows, observed, support);
        if (!shares || !inside(*shares)) {
            continue;
        }
        const double value = misfit(rows, observed, *shares);
        if (value < least) {
            least = value;
            best = *shares;
        }
    }
    return best;
}

}  // namespace

Shares unmix(const Rows& rows, const Shares& observed) {
    const auto exact = mixture(rows, observed);
    return exact ? *exact : nearest(rows, observed);
}

Corrected correct(const Confusion& confusion, const LabelCounts& read) {
    Corrected result;
    for (const auto count : read) {
        result.sentences += count;
    }
    result.observed = shares_of(read);
    Rows rows{};
    for (std::size_t j = 0; j < k_labels; ++j) {
        rows.at(j) = shares_of(confusion.counts.at(j));
    }
    result.share = unmix(rows, result.observed);
    Draws draws(k_seed);
    std::array<std::vector<double>, k_labels> shares;
    std::vector<double> successes;
    std::size_t unlike = 0;
    for (std::size_t i = 0; i < k_correction_draws; ++i) {
        for (std::size_t j = 0; j < k_labels; ++j) {
            rows.at(j) = drawn(draws, confusion.counts.at(j));
        }
        const Shares seen = drawn(draws, read);
        const auto exact = mixture(rows, seen);
        unlike += exact ? 0U : 1U;
        const Shares solved = exact ? *exact : nearest(rows, seen);
        for (std::size_t j = 0; j < k_labels; ++j) {
            shares.at(j).push_back(solved.at(j));
        }
        if (const auto success = success_of(solved)) {
            successes.push_back(*success);
        }
    }
    result.unlike = static_cast<double>(unlike) / static_cast<double>(k_correction_draws);
    for (std::size_t j = 0; j < k_labels; ++j) {
        result.interval.at(j) = {quantile(shares.at(j), 0.05), quantile(shares.at(j), 0.95)};
    }
    if (successes.size() < k_correction_draws / 2) {
        // Mostly no outcome at all is left after the correction.
        result.success_interval = {0, 1};
        result.success = success_of(result.share).value_or(0.5);
        return result;
    }
    result.success_interval = {quantile(successes, 0.05), quantile(successes, 0.95)};
    result.success = success_of(result.share).value_or(quantile(successes, 0.5));
    return result;
}

}  // namespace lode::query::bias
