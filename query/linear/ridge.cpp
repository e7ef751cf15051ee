#include "query/linear/ridge.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>

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
          m_gram(Eigen::MatrixXd::Zero(width(), width())),
          m_moment(Eigen::VectorXd::Zero(width())),
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
            const Eigen::Map<const Eigen::VectorXd> row(x.data(), width());
            m_moment += row * (values[i] - m_value_mean);
            m_gram.selfadjointView<Eigen::Lower>().rankUpdate(row);
        }
    }

    std::vector<double> weights(double penalty) const {
        Eigen::MatrixXd system = m_gram;
        system.diagonal().array() += penalty * m_rows;  // makes it positive definite
        const Eigen::VectorXd solved = system.selfadjointView<Eigen::Lower>().llt().solve(m_moment);
        return {solved.begin(), solved.end()};
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
    Eigen::Index width() const { return static_cast<Eigen::Index>(m_width); }
    void scaled(std::span<const double> row, std::vector<double>& to) const {
        for (std::size_t k = 0; k < m_width; ++k) {
            to[k] = (row[k] - m_mean[k]) * m_scale[k];
        }
    }
    std::size_t m_width;
    std::vector<double> m_mean;
    std::vector<double> m_scale;
    Eigen::MatrixXd m_gram;  // lower triangle
    Eigen::VectorXd m_moment;
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

}  // namespace lode::query
