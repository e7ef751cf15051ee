#include "query/composition_space.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/chem/formula.hpp"

namespace lode::query {

std::optional<ElementShares> element_shares(std::string_view formula) {
    const auto composition = chem::parse_formula(formula);
    if (!composition || composition->amounts.empty()) {
        return std::nullopt;
    }
    return element_shares(*composition);
}

ElementShares element_shares(const chem::Composition& composition) {
    ElementShares shares = composition.amounts;
    double sum = 0;
    for (const auto& [element, amount] : shares) {
        sum += amount;
    }
    for (auto& [element, amount] : shares) {
        amount /= sum;
    }
    std::sort(shares.begin(), shares.end());
    return shares;
}

double exchange_distance(const ElementShares& a, const ElementShares& b) {
    double difference = 0;
    auto left = a.begin();
    auto right = b.begin();
    while (left != a.end() || right != b.end()) {
        if (right == b.end() || (left != a.end() && left->first < right->first)) {
            difference += (left++)->second;
        } else if (left == a.end() || right->first < left->first) {
            difference += (right++)->second;
        } else {
            difference += std::fabs((left++)->second - (right++)->second);
        }
    }
    return std::min(1.0, difference / 2);
}

CompositionIndex::CompositionIndex(std::vector<ElementShares> points)
    : m_points(std::move(points)), m_nodes(1) {
    // One order whatever the caller's, so that equal sets give equal trees.
    std::sort(m_points.begin(), m_points.end());
    std::vector<std::pair<double, std::size_t>> items;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        items.emplace_back(0, i);
    }
    m_nodes.reserve(m_points.size() + 1);
    m_root = build(items, 0, items.size());
}

std::size_t CompositionIndex::build(std::vector<std::pair<double, std::size_t>>& items,
                                    std::size_t from, std::size_t to) {
    if (from == to) {
        return 0;
    }
    const std::size_t own = m_nodes.size();
    m_nodes.push_back({.point = items[from].second});
    for (std::size_t i = from + 1; i < to; ++i) {
        items[i].first = exchange_distance(m_points[items[from].second], m_points[items[i].second]);
    }
    const std::size_t middle = from + 1 + (to - from - 1) / 2;
    if (middle < to) {
        std::nth_element(items.begin() + static_cast<std::ptrdiff_t>(from) + 1,
                         items.begin() + static_cast<std::ptrdiff_t>(middle),
                         items.begin() + static_cast<std::ptrdiff_t>(to));
        m_nodes[own].radius = items[middle].first;
    }
    // The halves hold half the points each: the depth is the logarithm of their number.
    const std::size_t inner = build(items, from + 1, middle);
    const std::size_t outer = build(items, middle, to);
    m_nodes[own].inner = inner;
    m_nodes[own].outer = outer;
    return own;
}

std::vector<double> CompositionIndex::nearest(const ElementShares& at, std::size_t k) const {
    std::vector<double> best;  // a heap, the greatest first
    if (k == 0) {
        return best;
    }
    // Rounding of sums must not hide a point at the very border of a half.
    constexpr double k_margin = 1e-9;
    const auto reach = [&] { return best.size() < k ? 2.0 : best.front() + k_margin; };
    // The second number: nothing in that part of the tree is nearer.
    std::vector<std::pair<std::size_t, double>> open{{m_root, 0.0}};
    while (!open.empty()) {
        const auto [number, bound] = open.back();
        open.pop_back();
        if (number == 0 || bound > reach()) {
            continue;
        }
        const Node& node = m_nodes[number];
        const double distance = exchange_distance(at, m_points[node.point]);
        if (best.size() < k) {
            best.push_back(distance);
            std::push_heap(best.begin(), best.end());
        } else if (distance < best.front()) {
            std::pop_heap(best.begin(), best.end());
            best.back() = distance;
            std::push_heap(best.begin(), best.end());
        }
        // Inner points are at most `radius` from the vantage point, outer ones at least.
        const std::pair inner{node.inner, std::max(bound, distance - node.radius)};
        const std::pair outer{node.outer, std::max(bound, node.radius - distance)};
        if (distance < node.radius) {  // the likelier half is looked at first: pushed last
            open.push_back(outer);
            open.push_back(inner);
        } else {
            open.push_back(inner);
            open.push_back(outer);
        }
    }
    std::sort_heap(best.begin(), best.end());
    return best;
}

std::vector<std::vector<float>> dense(const std::vector<ElementShares>& points) {
    std::array<bool, 256> present{};
    for (const auto& point : points) {
        for (const auto& [element, share] : point) {
            present.at(element) = true;
        }
    }
    std::array<std::size_t, 256> column{};
    std::size_t columns = 0;
    for (std::size_t element = 0; element < present.size(); ++element) {
        column.at(element) = columns;
        columns += present.at(element) ? 1U : 0U;
    }
    std::vector<std::vector<float>> rows;
    rows.reserve(points.size());
    for (const auto& point : points) {
        std::vector<float> row(columns, 0.0F);
        for (const auto& [element, share] : point) {
            row[column.at(element)] = static_cast<float>(share);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace lode::query
