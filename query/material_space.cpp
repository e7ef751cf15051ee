#include "query/material_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/base/error.hpp"
#include "query/bias/random.hpp"
#include "query/ensemble.hpp"

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
                             SpaceKind kind, const OtherSeeds* others)
    : m_kind(kind), m_placed(words.size(), true) {
    if (kind == SpaceKind::composition) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            auto shares = element_shares(model.words()[words[i]].text);
            m_placed[i] = shares.has_value();
            m_shares.push_back(std::move(shares).value_or(ElementShares()));
        }
        return;
    }
    m_models = 1 + (others == nullptr ? 0 : others->seeds.size());
    m_dim = model.dim();
    m_units.resize(words.size() * m_models * m_dim);
    add_model(model, words, 0);
    for (std::size_t other = 1; other < m_models; ++other) {
        add_model(others->model(other - 1), words, other);
    }
}

void MaterialSpace::add_model(const embed::Embedding& model,
                              const std::vector<std::uint32_t>& words, std::size_t number) {
    const auto row_of = [&](std::size_t i) {
        return m_units.data() + (i * m_models + number) * m_dim;
    };
    std::vector<double> mean(m_dim, 0);
    std::vector<bool> has_vector(words.size(), false);
    std::size_t count = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto row = model.output(words[i]);
        float* unit = row_of(i);
        std::copy(row.begin(), row.end(), unit);
        has_vector[i] = make_unit(unit, m_dim);
        for (std::size_t d = 0; has_vector[i] && d < m_dim; ++d) {
            mean[d] += static_cast<double>(unit[d]);
        }
        count += has_vector[i] ? 1U : 0U;
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        float* unit = row_of(i);
        for (std::size_t d = 0; has_vector[i] && d < m_dim; ++d) {
            unit[d] -= static_cast<float>(mean[d] / static_cast<double>(count));
        }
        m_placed[i] = m_placed[i] && has_vector[i] && make_unit(unit, m_dim);
    }
}

double MaterialSpace::distance_in(std::size_t model, std::size_t a, std::size_t b) const {
    if (m_kind == SpaceKind::composition) {
        return exchange_distance(m_shares[a], m_shares[b]);
    }
    const float* l = m_units.data() + (a * m_models + model) * m_dim;
    const float* r = m_units.data() + (b * m_models + model) * m_dim;
    double cosine = 0;
    for (std::size_t d = 0; d < m_dim; ++d) {
        cosine += static_cast<double>(l[d]) * static_cast<double>(r[d]);
    }
    return std::clamp(1 - cosine, 0.0, 2.0);
}

double MaterialSpace::distance(std::size_t a, std::size_t b) const {
    double sum = 0;
    for (std::size_t model = 0; model < m_models; ++model) {
        sum += distance_in(model, a, b);
    }
    return sum / static_cast<double>(m_models);
}

std::vector<float> MaterialSpace::unit(std::size_t i) const {
    const std::size_t size = m_models * m_dim;
    const auto from = m_units.begin() + static_cast<std::ptrdiff_t>(i * size);
    std::vector<float> row(from, from + static_cast<std::ptrdiff_t>(size));
    if (m_models > 1) {
        const auto scale = static_cast<float>(1 / std::sqrt(static_cast<double>(m_models)));
        for (auto& value : row) {
            value *= scale;
        }
    }
    return row;
}

std::optional<DistanceSpread> distance_spread(const MaterialSpace& space) {
    std::vector<std::size_t> points;
    for (std::size_t i = 0; i < space.size(); ++i) {
        if (space.placed(i)) {
            points.push_back(i);
        }
    }
    if (space.models() < 2 || points.size() < 3) {
        return std::nullopt;
    }
    constexpr std::size_t k_most_pairs = 2000;
    const std::size_t all = points.size() * (points.size() - 1) / 2;
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    if (all <= k_most_pairs) {
        for (std::size_t a = 0; a < points.size(); ++a) {
            for (std::size_t b = a + 1; b < points.size(); ++b) {
                pairs.emplace_back(points[a], points[b]);
            }
        }
    } else {
        bias::Draws draws(bias::k_seed);
        while (pairs.size() < k_most_pairs) {
            const std::size_t a = draws.below(points.size());
            const std::size_t b = draws.below(points.size());
            if (a != b) {
                pairs.emplace_back(points[a], points[b]);
            }
        }
    }
    const auto models = static_cast<double>(space.models());
    double within = 0;
    double sum = 0;
    double squares = 0;
    for (const auto& [a, b] : pairs) {
        const double mean = space.distance(a, b);
        for (std::size_t model = 0; model < space.models(); ++model) {
            const double rest = space.distance_in(model, a, b) - mean;
            within += rest * rest / (models - 1);
        }
        sum += mean;
        squares += mean * mean;
    }
    const auto n = static_cast<double>(pairs.size());
    return DistanceSpread{
        .models = space.models(),
        .pairs = pairs.size(),
        .between_models = std::sqrt(within / n),
        .between_pairs = std::sqrt(std::max(0.0, (squares - sum * sum / n) / (n - 1)))};
}

std::string spread_words(const DistanceSpread& spread) {
    return fmt::format(
        "distances are means over {} models; one differs by {:.2f} between models (standard "
        "deviation) and by {:.2f} between pairs of materials",
        spread.models, spread.between_models, spread.between_pairs);
}

std::vector<Nearby> nearest_points(const MaterialSpace& space, std::size_t i,
                                   const std::vector<std::size_t>& among, std::size_t k,
                                   std::optional<std::size_t> model) {
    std::vector<Nearby> list;
    for (const std::size_t other : among) {
        if (other != i && space.placed(other)) {
            list.push_back(
                {other, model ? space.distance_in(*model, i, other) : space.distance(i, other)});
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
