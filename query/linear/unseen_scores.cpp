#include "query/linear/unseen_scores.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "core/base/error.hpp"
#include "query/measures_elements.hpp"

namespace lode::query {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr Eigen::Index k_block = 256;

void normalise_rows(Rows& rows) {
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        const float norm = rows.row(i).norm();
        if (norm > 0) {
            rows.row(i) /= norm;
        }
    }
}

// The word of each element: its symbol, else one of its names.
std::map<std::uint8_t, std::uint32_t> words_of_elements(const embed::Embedding& model) {
    std::map<std::uint8_t, std::uint32_t> words;
    for (const bool names : {false, true}) {
        for (const auto& element : element_words(model, names)) {
            words.emplace(element.number, element.word);
        }
    }
    return words;
}

class Measure {
 public:
    Measure(const embed::Embedding& model, const CompositionModel& fitted, Progress& progress,
            const std::stop_token& stop)
        : m_model(model), m_fitted(fitted), m_progress(progress), m_stop(stop) {}

    std::vector<UnseenScore> run() {
        std::vector<UnseenScore> list;
        for (const Side side : {Side::input, Side::output}) {
            const Rows truth = true_vectors(side);
            Rows middle(truth.rows(), truth.cols());
            middle.rowwise() = truth.colwise().mean();
            const Rows averaged = averages(side);
            const auto by_averaging = judge(averaged, truth, nullptr);
            const auto by_middle = judge(middle, truth, &by_averaging.cosines);
            for (const LeftOut which : {LeftOut::formulas, LeftOut::systems}) {
                const auto add = [&](UnseenScore score, std::string_view rule) {
                    score.left_out = which;
                    score.side = side;
                    score.rule = rule;
                    list.push_back(score);
                };
                add(by_middle.score, "mean of all materials");
                add(by_averaging.score, "element averaging");
                const auto made = m_fitted.left_out(which, side);
                Rows rows = Eigen::Map<const Rows>(made.data(), truth.rows(), truth.cols());
                normalise_rows(rows);
                add(judge(rows, truth, &by_averaging.cosines).score, "composition model");
            }
        }
        m_progress.finish();
        return list;
    }

 private:
    struct Judged {
        UnseenScore score;
        std::vector<double> cosines;
    };

    std::span<const float> vector(std::uint32_t word, Side side) const {
        return side == Side::input ? m_model.input(word) : m_model.output(word);
    }

    Rows true_vectors(Side side) const {
        const auto& materials = m_fitted.materials();
        Rows rows(static_cast<Eigen::Index>(materials.size()),
                  static_cast<Eigen::Index>(m_model.dim()));
        for (std::size_t i = 0; i < materials.size(); ++i) {
            const auto row = vector(materials[i].word, side);
            std::copy(row.begin(), row.end(), rows.row(static_cast<Eigen::Index>(i)).data());
        }
        normalise_rows(rows);
        return rows;
    }

    Rows averages(Side side) const {
        const auto words = words_of_elements(m_model);
        const auto& materials = m_fitted.materials();
        Rows rows = Rows::Zero(static_cast<Eigen::Index>(materials.size()),
                               static_cast<Eigen::Index>(m_model.dim()));
        for (std::size_t i = 0; i < materials.size(); ++i) {
            for (const auto& [element, amount] : materials[i].composition.amounts) {
                const auto word = words.find(element);
                if (word == words.end()) {
                    continue;
                }
                const auto row = vector(word->second, side);
                const Eigen::Map<const Eigen::RowVectorXf> as_row(
                    row.data(), static_cast<Eigen::Index>(row.size()));
                if (as_row.norm() > 0) {
                    rows.row(static_cast<Eigen::Index>(i)) +=
                        static_cast<float>(amount) * as_row / as_row.norm();
                }
            }
        }
        normalise_rows(rows);
        return rows;
    }

    Judged judge(const Rows& predicted, const Rows& truth, const std::vector<double>* averaging) {
        Judged judged;
        std::vector<double> ranks;
        double above = 0;
        for (Eigen::Index begin = 0; begin < truth.rows(); begin += k_block) {
            if (m_stop.stop_requested()) {
                throw Interrupted("stopped; nothing was written");
            }
            const Eigen::Index n = std::min(k_block, truth.rows() - begin);
            const Rows cosines = predicted.middleRows(begin, n) * truth.transpose();
            for (Eigen::Index i = 0; i < n; ++i) {
                const float own = cosines(i, begin + i);
                const float norm = predicted.row(begin + i).norm();
                judged.cosines.push_back(norm > 0 ? static_cast<double>(own / norm) : 0);
                // Those that are as near count half: a zero vector is no better than chance.
                const auto nearer = (cosines.row(i).array() > own).count();
                const auto level = (cosines.row(i).array() == own).count() - 1;
                ranks.push_back(1 + static_cast<double>(nearer) + static_cast<double>(level) / 2);
                if (averaging != nullptr) {
                    const double other = (*averaging)[judged.cosines.size() - 1];
                    above += judged.cosines.back() > other    ? 1
                             : judged.cosines.back() == other ? 0.5
                                                              : 0;
                }
            }
            m_progress.report({"compare",
                               m_done += static_cast<std::uint64_t>(n),
                               8 * static_cast<std::uint64_t>(truth.rows()),
                               "materials",
                               0,
                               {}});
        }
        UnseenScore& score = judged.score;
        const Eigen::RowVectorXf middle = truth.colwise().mean();
        score.materials = judged.cosines.size();
        const auto count = static_cast<double>(score.materials);
        for (std::size_t i = 0; i < ranks.size(); ++i) {
            const auto row = static_cast<Eigen::Index>(i);
            const Eigen::RowVectorXf a = predicted.row(row) - middle;
            const Eigen::RowVectorXf b = truth.row(row) - middle;
            const double norms = static_cast<double>(a.norm()) * static_cast<double>(b.norm());
            score.centred_cosine +=
                norms > 1e-9 ? static_cast<double>(a.dot(b)) / norms / count : 0;
            score.mean_cosine += judged.cosines[i] / count;
            score.in_top_10 += ranks[i] <= 10 ? 1 / count : 0;
        }
        score.median_rank = median(ranks);
        score.above_averaging = averaging == nullptr ? 0.5 : above / count;
        return judged;
    }

    static double median(std::vector<double> values) {
        std::sort(values.begin(), values.end());
        const std::size_t half = values.size() / 2;
        return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }

    const embed::Embedding& m_model;
    const CompositionModel& m_fitted;
    Progress& m_progress;
    const std::stop_token& m_stop;
    std::uint64_t m_done = 0;
};

}  // namespace

std::vector<UnseenScore> measure_unseen(const embed::Embedding& model,
                                        const CompositionModel& fitted, Progress& progress,
                                        const std::stop_token& stop) {
    return Measure(model, fitted, progress, stop).run();
}

}  // namespace lode::query
