#include "query/linear/composition_model.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/chem/elements.hpp"

namespace lode::query {
namespace {

using Matrix = Eigen::MatrixXd;
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr std::size_t k_most_elements_told_apart = 6;
// A material of this count weighs half of what a frequent one does: vectors of rare words are
// mostly chance.
constexpr double k_half_weight_count = 20;

// Features of a composition, in this order: 1; fraction of each element; 1 / (number of elements)
// for each element there is; number of elements, one of k_most_elements_told_apart.
class Features {
 public:
    explicit Features(const std::vector<TrainedMaterial>& materials) {
        for (const auto& material : materials) {
            for (const auto& [element, amount] : material.composition.amounts) {
                m_columns.emplace(element, 0);
            }
        }
        std::size_t next = 0;
        for (auto& entry : m_columns) {
            entry.second = next++;
        }
    }
    std::size_t size() const { return 1 + 2 * m_columns.size() + k_most_elements_told_apart; }

    std::optional<Eigen::VectorXd> of(const chem::Composition& composition) const {
        double total = 0;
        for (const auto& entry : composition.amounts) {
            if (!m_columns.contains(entry.first)) {
                return std::nullopt;
            }
            total += entry.second;
        }
        const std::size_t n = composition.elements();
        if (n == 0 || !(total > 0)) {
            return std::nullopt;
        }
        Eigen::VectorXd row = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(size()));
        row[0] = 1;
        for (const auto& [element, amount] : composition.amounts) {
            const std::size_t column = m_columns.at(element);
            row[static_cast<Eigen::Index>(1 + column)] = amount / total;
            row[static_cast<Eigen::Index>(1 + m_columns.size() + column)] =
                1 / static_cast<double>(n);
        }
        row[static_cast<Eigen::Index>(2 * m_columns.size() +
                                      std::min(n, k_most_elements_told_apart))] = 1;
        return row;
    }

 private:
    std::map<std::uint8_t, std::size_t> m_columns;
};

// The sums that least squares needs; those of a fold can be taken away from those of all.
struct Sums {
    Matrix xx;
    Matrix xy;
};

Matrix weights(const Sums& sums, double penalty) {
    Matrix xx = sums.xx;
    // The constant bears no penalty but for a trace, which keeps the matrix definite.
    xx.diagonal().array() += penalty;
    xx(0, 0) -= penalty * (1 - 1e-6);
    return xx.llt().solve(sums.xy);
}

// Row by row; a row of zeros has a cosine of 0.
double sum_of_cosines(const Matrix& a, const Matrix& b) {
    double sum = 0;
    for (Eigen::Index i = 0; i < a.rows(); ++i) {
        const double norms = a.row(i).norm() * b.row(i).norm();
        sum += norms > 0 ? a.row(i).dot(b.row(i)) / norms : 0;
    }
    return sum;
}

}  // namespace

std::vector<TrainedMaterial> trained_materials(const embed::Embedding& model) {
    std::vector<TrainedMaterial> list;
    for (std::size_t i = 0; i < model.size(); ++i) {
        const embed::Word& word = model.words()[i];
        if (!word.material) {
            continue;
        }
        auto composition = chem::parse_formula(word.text);
        if (!composition || composition->elements() < 2) {
            continue;
        }
        TrainedMaterial material;
        material.word = static_cast<std::uint32_t>(i);
        for (const auto& entry : composition->amounts) {
            material.system += material.system.empty() ? "" : "-";
            material.system += chem::symbol(entry.first);
        }
        material.composition = std::move(*composition);
        list.push_back(std::move(material));
    }
    return list;
}

std::size_t fold_of(const TrainedMaterial& material, LeftOut left_out) {
    return digest64(left_out == LeftOut::systems ? material.system
                                                 : chem::canonical(material.composition)) %
           k_folds;
}

struct CompositionModel::Impl {
    std::vector<TrainedMaterial> materials;
    std::optional<Features> features;
    Matrix x;                 // materials x features
    Eigen::VectorXd weight;   // of materials
    std::array<Matrix, 2> y;  // by side: materials x dim, unit rows
    std::array<Sums, 2> all;
    std::array<Matrix, 2> w;
    std::array<double, 2> penalty{};
    std::array<Nearness, 2> nearness;

    Sums sums_of(const std::vector<Eigen::Index>& rows, std::size_t side) const {
        const Matrix part = x(rows, Eigen::all);
        const Matrix weighed = weight(rows).asDiagonal() * part;
        return {weighed.transpose() * part, weighed.transpose() * y.at(side)(rows, Eigen::all)};
    }

    // Rows of each fold.
    std::vector<std::vector<Eigen::Index>> folds(LeftOut which) const {
        std::vector<std::vector<Eigen::Index>> list(k_folds);
        for (std::size_t i = 0; i < materials.size(); ++i) {
            list[fold_of(materials[i], which)].push_back(static_cast<Eigen::Index>(i));
        }
        return list;
    }

    // Predicts the rows of one fold from all others.
    struct Fold {
        Fold(const Impl& of, const std::vector<Eigen::Index>& rows, std::size_t side)
            : part(of.x(rows, Eigen::all)), rest(of.sums_of(rows, side)) {
            rest = {of.all.at(side).xx - rest.xx, of.all.at(side).xy - rest.xy};
        }
        Matrix predict(double ridge) const { return part * weights(rest, ridge); }
        Matrix part;
        Sums rest;
    };

    Matrix left_out(LeftOut which, std::size_t side) const {
        Matrix made = Matrix::Zero(x.rows(), y.at(side).cols());
        for (const auto& rows : folds(which)) {
            if (!rows.empty()) {
                made(rows, Eigen::all) = Fold(*this, rows, side).predict(penalty.at(side));
            }
        }
        return made;
    }

    void choose_penalty(std::size_t side) {
        const Eigen::RowVectorXd middle = y.at(side).colwise().mean();
        std::array<double, k_penalties.size()> plain{};
        std::array<double, k_penalties.size()> centred{};
        for (const auto& rows : folds(LeftOut::systems)) {
            if (rows.empty()) {
                continue;
            }
            const Fold fold(*this, rows, side);
            const Matrix truth = y.at(side)(rows, Eigen::all);
            const Matrix from_middle = truth.rowwise() - middle;
            for (std::size_t k = 0; k < k_penalties.size(); ++k) {
                Matrix unit = fold.predict(k_penalties.at(k));
                unit.rowwise().normalize();
                plain.at(k) += sum_of_cosines(unit, truth);
                centred.at(k) += sum_of_cosines(unit.rowwise() - middle, from_middle);
            }
        }
        const auto best = static_cast<std::size_t>(
            std::max_element(centred.begin(), centred.end()) - centred.begin());
        const auto n = static_cast<double>(x.rows());
        penalty.at(side) = k_penalties.at(best);
        nearness.at(side) = {materials.size(), plain.at(best) / n, centred.at(best) / n};
    }
};

CompositionModel::CompositionModel(const embed::Embedding& model, Sides sides)
    : m_impl(std::make_unique<Impl>()) {
    Impl& self = *m_impl;
    self.materials = trained_materials(model);
    if (self.materials.size() < k_least) {
        throw Error(fmt::format("vectors cannot be predicted from compositions: the model knows "
                                "{} materials of two elements or more, and {} are needed",
                                self.materials.size(), k_least),
                    "train on more articles");
    }
    self.features.emplace(self.materials);
    const auto n = static_cast<Eigen::Index>(self.materials.size());
    self.x.resize(n, static_cast<Eigen::Index>(self.features->size()));
    const std::size_t fitted = sides == Sides::input ? 1 : 2;
    for (std::size_t side = 0; side < fitted; ++side) {
        self.y.at(side).resize(n, static_cast<Eigen::Index>(model.dim()));
    }
    self.weight.resize(n);
    std::vector<Eigen::Index> every;
    for (Eigen::Index i = 0; i < n; ++i) {
        every.push_back(i);
        const TrainedMaterial& material = self.materials[static_cast<std::size_t>(i)];
        const auto count = static_cast<double>(model.words()[material.word].count);
        self.weight[i] = count / (count + k_half_weight_count);
        self.x.row(i) = self.features->of(material.composition).value().transpose();
        for (std::size_t side = 0; side < fitted; ++side) {
            const auto row = side == 0 ? model.input(material.word) : model.output(material.word);
            for (std::size_t k = 0; k < row.size(); ++k) {
                self.y.at(side)(i, static_cast<Eigen::Index>(k)) = static_cast<double>(row[k]);
            }
            self.y.at(side).row(i).normalize();
        }
    }
    for (std::size_t side = 0; side < fitted; ++side) {
        self.all.at(side) = self.sums_of(every, side);
        self.choose_penalty(side);
        self.w.at(side) = weights(self.all.at(side), self.penalty.at(side));
    }
}

CompositionModel::~CompositionModel() = default;
CompositionModel::CompositionModel(CompositionModel&&) noexcept = default;
CompositionModel& CompositionModel::operator=(CompositionModel&&) noexcept = default;

std::optional<std::vector<float>> CompositionModel::predict(const chem::Composition& composition,
                                                            Side side) const {
    const auto row = m_impl->features->of(composition);
    if (!row) {
        return std::nullopt;
    }
    const Eigen::VectorXd made =
        (row->transpose() * m_impl->w.at(static_cast<std::size_t>(side))).transpose().normalized();
    std::vector<float> vector;
    for (const double v : made) {
        vector.push_back(static_cast<float>(v));
    }
    return vector;
}

const std::vector<TrainedMaterial>& CompositionModel::materials() const noexcept {
    return m_impl->materials;
}

double CompositionModel::penalty(Side side) const noexcept {
    return m_impl->penalty[static_cast<std::size_t>(side)];
}

Nearness CompositionModel::nearness(Side side) const noexcept {
    return m_impl->nearness[static_cast<std::size_t>(side)];
}

std::vector<float> CompositionModel::left_out(LeftOut which, Side side) const {
    const auto made = m_impl->left_out(which, static_cast<std::size_t>(side));
    std::vector<float> rows(static_cast<std::size_t>(made.size()));
    Eigen::Map<Rows>(rows.data(), made.rows(), made.cols()) = made.cast<float>();
    return rows;
}

std::string prediction_note(const CompositionModel& model, const std::string& formula) {
    const Nearness near = model.nearness(Side::input);
    return fmt::format(
        "\"{}\" has no vector of its own: this one is predicted from its composition. For {} known "
        "materials whose chemical system was left out, such predictions have a mean cosine of "
        "{:.2f} to the true vectors, {:.2f} after what all materials share is taken away (1 would "
        "be exact, 0 says nothing; lode eval unseen has more)",
        formula, near.materials, near.mean_cosine, near.centred_cosine);
}

}  // namespace lode::query
