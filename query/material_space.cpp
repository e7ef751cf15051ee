#include "query/material_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/base/error.hpp"

namespace lode::query {
namespace {

// Scales to unit length; false where there is none.
bool make_unit(float* row, std::size_t dim) {
    double squares = 0;
    for (std::size_t i = 0; i < dim; ++i) {
        squares += static_cast<double>(row[i]) * static_cast<double>(row[i]);
    }
    // What is left of a point at the mean is rounding.
    constexpr double k_nothing = 1e-12;
    if (!(squares > k_nothing)) {
        return false;
    }
    const double scale = 1 / std::sqrt(squares);
    for (std::size_t i = 0; i < dim; ++i) {
        row[i] = static_cast<float>(static_cast<double>(row[i]) * scale);
    }
    return true;
}

}  // namespace

std::string_view name(SpaceKind kind) {
    return kind == SpaceKind::vectors ? "vectors" : "composition";
}

SpaceKind space_kind(std::string_view wanted) {
    for (const auto kind : {SpaceKind::vectors, SpaceKind::composition}) {
        if (name(kind) == wanted) {
            return kind;
        }
    }
    throw UsageError(fmt::format("'{}' is no space", wanted), "spaces: vectors, composition");
}

MaterialSpace::MaterialSpace(const embed::Embedding& model, const std::vector<std::uint32_t>& words,
                             SpaceKind kind)
    : m_kind(kind), m_placed(words.size(), false) {
    if (kind == SpaceKind::composition) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto shares = element_shares(model.words()[words[i]].text);
            m_placed[i] = shares.has_value();
            m_shares.push_back(std::move(shares).value_or(ElementShares()));
        }
        return;
    }
    m_dim = model.dim();
    m_units.reserve(words.size() * m_dim);
    std::vector<double> mean(m_dim, 0);
    std::size_t count = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto row = model.output(words[i]);
        m_units.insert(m_units.end(), row.begin(), row.end());
        float* unit = m_units.data() + i * m_dim;
        m_placed[i] = make_unit(unit, m_dim);
        for (std::size_t d = 0; m_placed[i] && d < m_dim; ++d) {
            mean[d] += static_cast<double>(unit[d]);
        }
        count += m_placed[i] ? 1U : 0U;
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!m_placed[i]) {
            continue;
        }
        float* unit = m_units.data() + i * m_dim;
        for (std::size_t d = 0; d < m_dim; ++d) {
            unit[d] -= static_cast<float>(mean[d] / static_cast<double>(count));
        }
        m_placed[i] = make_unit(unit, m_dim);
    }
}

double MaterialSpace::distance(std::size_t a, std::size_t b) const {
    if (m_kind == SpaceKind::composition) {
        return exchange_distance(m_shares[a], m_shares[b]);
    }
    const float* l = m_units.data() + a * m_dim;
    const float* r = m_units.data() + b * m_dim;
    double cosine = 0;
    for (std::size_t d = 0; d < m_dim; ++d) {
        cosine += static_cast<double>(l[d]) * static_cast<double>(r[d]);
    }
    return std::clamp(1 - cosine, 0.0, 2.0);
}

std::vector<float> MaterialSpace::unit(std::size_t i) const {
    const auto from = m_units.begin() + static_cast<std::ptrdiff_t>(i * m_dim);
    return {from, from + static_cast<std::ptrdiff_t>(m_dim)};
}

std::vector<Nearby> nearest_points(const MaterialSpace& space, std::size_t i,
                                   const std::vector<std::size_t>& among, std::size_t k) {
    std::vector<Nearby> list;
    for (const std::size_t other : among) {
        if (other != i && space.placed(other)) {
            list.push_back({other, space.distance(i, other)});
        }
    }
    const auto closer = [](const Nearby& l, const Nearby& r) {
        return std::tie(l.distance, l.point) < std::tie(r.distance, r.point);
    };
    const auto kept = static_cast<std::ptrdiff_t>(std::min(k, list.size()));
    std::partial_sort(list.begin(), list.begin() + kept, list.end(), closer);
    list.resize(static_cast<std::size_t>(kept));
    return list;
}

}  // namespace lode::query
