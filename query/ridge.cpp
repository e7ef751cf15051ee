#include "query/ridge.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>

#include "query/bias/random.hpp"

namespace lode::query {
namespace {

// Of the mean variance of the (scaled) features, times the number of rows.
constexpr std::array<double, 9> k_penalties = {1e-4, 1e-3, 1e-2, 0.1, 0.3, 1, 3, 10, 100};
constexpr std::size_t k_inner_folds = 5;

// Sums over rows, from which a system for any penalty is solved.
class Normal {
 public:
    Normal(const Features& features, std::span<const double> values,
           std::span<const std::size_t> rows)
        : m_width(features.width),
          m_mean(m_width, 0),
          m_scale(m_width, 0),
          m_gram(m_width * m_width, 0),
          m_moment(m_width, 0),
          m_rows(static_cast<double>(rows.size())) {
        for (const std::size_t i : rows) {
            const auto row = features.row(i);
            for (std::size_t k = 0; k < m_width; ++k) {
                m_mean[k] += row[k] / m_rows;
            }
            m_value_mean += values[i] / m_rows;
        }
        for (const std::size_t i : rows) {
            const auto row = features.row(i);
            for (std::size_t k = 0; k < m_width; ++k) {
                m_scale[k] += (row[k] - m_mean[k]) * (row[k] - m_mean[k]) / m_rows;
            }
        }
        for (double& scale : m_scale) {
            scale = scale > 1e-20 ? 1 / std::sqrt(scale) : 0;  // a constant feature says nothing
        }
        std::vector<double> x(m_width);
        for (const std::size_t i : rows) {
            scaled(features.row(i), x);
            const double y = values[i] - m_value_mean;
            for (std::size_t a = 0; a < m_width; ++a) {
                m_moment[a] += x[a] * y;
                double* const row = m_gram.data() + a * m_width;
                for (std::size_t b = 0; b <= a; ++b) {
                    row[b] += x[a] * x[b];
                }
            }
        }
    }

    // Cholesky; the penalty makes the matrix positive definite.
    std::vector<double> weights(double penalty) const {
        std::vector<double> l = m_gram;
        for (std::size_t a = 0; a < m_width; ++a) {
            l[a * m_width + a] += penalty * m_rows;
        }
        for (std::size_t a = 0; a < m_width; ++a) {
            for (std::size_t b = 0; b <= a; ++b) {
                double sum = l[a * m_width + b];
                for (std::size_t k = 0; k < b; ++k) {
                    sum -= l[a * m_width + k] * l[b * m_width + k];
                }
                l[a * m_width + b] =
                    a == b ? std::sqrt(std::max(sum, 1e-12)) : sum / l[b * m_width + b];
            }
        }
        std::vector<double> w = m_moment;
        for (std::size_t a = 0; a < m_width; ++a) {
            for (std::size_t k = 0; k < a; ++k) {
                w[a] -= l[a * m_width + k] * w[k];
            }
            w[a] /= l[a * m_width + a];
        }
        for (std::size_t a = m_width; a-- > 0;) {
            for (std::size_t k = a + 1; k < m_width; ++k) {
                w[a] -= l[k * m_width + a] * w[k];
            }
            w[a] /= l[a * m_width + a];
        }
        return w;
    }

    std::vector<double> predict(const Features& features, std::span<const std::size_t> rows,
                                const std::vector<double>& weights) const {
        std::vector<double> predicted;
        std::vector<double> x(m_width);
        for (const std::size_t i : rows) {
            scaled(features.row(i), x);
            double sum = m_value_mean;
            for (std::size_t k = 0; k < m_width; ++k) {
                sum += x[k] * weights[k];
            }
            predicted.push_back(sum);
        }
        return predicted;
    }

 private:
    void scaled(std::span<const double> row, std::vector<double>& to) const {
        for (std::size_t k = 0; k < m_width; ++k) {
            to[k] = (row[k] - m_mean[k]) * m_scale[k];
        }
    }
    std::size_t m_width;
    std::vector<double> m_mean;
    std::vector<double> m_scale;
    std::vector<double> m_gram;  // lower triangle
    std::vector<double> m_moment;
    double m_rows;
    double m_value_mean = 0;
};

double best_penalty(const Features& features, std::span<const double> values,
                    std::span<const std::size_t> train) {
    std::array<double, k_penalties.size()> loss{};
    for (std::size_t fold = 0; fold < k_inner_folds; ++fold) {
        std::vector<std::size_t> in;
        std::vector<std::size_t> out;
        for (std::size_t i = 0; i < train.size(); ++i) {
            (i % k_inner_folds == fold ? out : in).push_back(train[i]);
        }
        const Normal normal(features, values, in);
        for (std::size_t p = 0; p < k_penalties.size(); ++p) {
            const auto predicted = normal.predict(features, out, normal.weights(k_penalties.at(p)));
            for (std::size_t i = 0; i < out.size(); ++i) {
                const double miss = predicted[i] - values[out[i]];
                loss.at(p) += miss * miss;
            }
        }
    }
    return k_penalties.at(
        static_cast<std::size_t>(std::min_element(loss.begin(), loss.end()) - loss.begin()));
}

double squared_distance(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k) {
        sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return sum;
}

// Rows far from those chosen already are chosen with a chance that grows with their squared
// distance.
Features first_centres(const Features& features, std::size_t k, bias::Draws& random) {
    constexpr std::size_t k_steps = std::size_t{1} << 30U;
    const std::size_t n = features.rows();
    Features centres{features.width, {}};
    std::vector<double> nearest(n, std::numeric_limits<double>::infinity());
    std::size_t chosen = random.below(n);
    while (centres.rows() < k) {
        const auto row = features.row(chosen);
        centres.cells.insert(centres.cells.end(), row.begin(), row.end());
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i) {
            nearest[i] = std::min(nearest[i], squared_distance(features.row(i), row));
            sum += nearest[i];
        }
        if (!(sum > 0)) {
            break;  // fewer different rows than clusters
        }
        double left =
            sum * static_cast<double>(random.below(k_steps)) / static_cast<double>(k_steps);
        chosen = 0;
        while (chosen + 1 < n && (left -= nearest[chosen]) >= 0) {
            ++chosen;
        }
    }
    return centres;
}

}  // namespace

std::vector<double> ridge(const Features& features, std::span<const double> values,
                          std::span<const std::size_t> train, std::span<const std::size_t> test) {
    if (features.width == 0 || train.size() < k_inner_folds) {
        double sum = 0;
        for (const std::size_t i : train) {
            sum += values[i];
        }
        return std::vector<double>(test.size(), sum / static_cast<double>(train.size()));
    }
    const double penalty = best_penalty(features, values, train);
    const Normal normal(features, values, train);
    return normal.predict(features, test, normal.weights(penalty));
}

std::vector<std::size_t> k_means(const Features& features, std::size_t k, std::uint64_t seed) {
    constexpr int k_rounds = 100;
    const std::size_t n = features.rows();
    std::vector<std::size_t> cluster(n, 0);
    if (n == 0) {
        return cluster;
    }
    bias::Draws random(seed);
    Features centres = first_centres(features, std::min(k, n), random);
    for (int round = 0; round < k_rounds; ++round) {
        bool moved = false;
        for (std::size_t i = 0; i < n; ++i) {
            std::size_t best = 0;
            double distance = std::numeric_limits<double>::infinity();
            for (std::size_t c = 0; c < centres.rows(); ++c) {
                const double d = squared_distance(features.row(i), centres.row(c));
                if (d < distance) {
                    distance = d;
                    best = c;
                }
            }
            moved = moved || cluster[i] != best;
            cluster[i] = best;
        }
        if (!moved && round > 0) {
            break;
        }
        std::vector<double> sums(centres.cells.size(), 0);
        std::vector<double> sizes(centres.rows(), 0);
        for (std::size_t i = 0; i < n; ++i) {
            sizes[cluster[i]] += 1;
            for (std::size_t x = 0; x < features.width; ++x) {
                sums[cluster[i] * features.width + x] += features.row(i)[x];
            }
        }
        for (std::size_t c = 0; c < sizes.size(); ++c) {
            for (std::size_t x = 0; sizes[c] > 0 && x < features.width; ++x) {
                centres.cells[c * features.width + x] = sums[c * features.width + x] / sizes[c];
            }
        }
    }
    std::map<std::size_t, std::size_t> renumbered;
    for (std::size_t& c : cluster) {
        c = renumbered.emplace(c, renumbered.size()).first->second;
    }
    return cluster;
}

}  // namespace lode::query
