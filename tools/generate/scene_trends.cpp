// The numbers behind the dependences of one article.
#include <algorithm>
#include <charconv>

#include "tools/generate/numbers.hpp"
#include "tools/generate/rich.hpp"
#include "tools/generate/scene.hpp"

namespace lode::generate {
namespace {

double to_number(const std::string& text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);  // own text: always a number
    return value;
}

// The ends of a range are round: "12", not "12.0".
std::string end_text(double value, double span) {
    auto text = number_text(value, span);
    if (const auto dot = text.find('.'); dot != std::string::npos) {
        while (text.back() == '0') {
            text.pop_back();
        }
        if (text.back() == '.') {
            text.pop_back();
        }
    }
    return text;
}

}  // namespace

// Values of the material's own property: the good end is the article's verdict (a failure shows the
// poor value), the other end lies a material's span away.
void Scene::set_own_values(TrendScene& scene, bool rising) {
    const bool high = property().high_is_good;
    const std::string& own = m_draft.plan.success       ? m_good
                             : m_draft.plan.null_result ? m_middle
                                                        : m_bad;
    const double span = std::max(m_pair.high - m_pair.low, 0.1 * m_pair.high);
    const double value = to_number(own);
    const double reach = m_rng.uniform(0.5, 0.9) * span;
    const double other =
        high ? std::max(value - reach, 0.3 * value) : std::min(value + reach, 6 * value);
    const std::string far = number_text(other, span);
    scene.best = own;
    scene.y1 = rising == high ? far : own;
    scene.y2 = rising == high ? own : far;
}

TrendScene Scene::make_trend(const TrendRow& row) {
    TrendScene scene;
    scene.row = &row;
    scene.shape = row.shape == Shape::conflict ? m_draft.plan.conflict : row.shape;
    const double width = row.to - row.from;
    double from = row.from;
    double to = row.to;
    double at_low = row.at_low;
    double at_high = row.at_high;
    if (row.own_optimum && m_pair.optimum_low) {
        at_low = *m_pair.optimum_low;
        at_high = *m_pair.optimum_high;
    }
    const double at = m_rng.uniform(at_low, at_high);
    if (at_high > 0) {
        // A study looks around the optimum, not over everything the variable can be.
        from = std::max(from, at - m_rng.uniform(0.35, 0.6) * width);
        to = std::max(std::min(to, at + m_rng.uniform(0.25, 0.5) * width), at + 0.08 * width);
    }
    scene.x1 = end_text(from, width);
    scene.x2 = end_text(to, width);
    scene.at = number_text(at, std::max(at_high - at_low, 0.05 * width) * 4);
    const auto unit = row.variable_unit;
    const auto first = quantity_text(scene.x1, "");
    const auto last = quantity_text(scene.x2, unit);
    scene.x_range = first + (from < 0 || m_rng.chance(0.5) ? " to " : "–") + last;
    if (row.own_values) {
        set_own_values(scene, scene.shape == Shape::increase);
        return scene;
    }
    const double span = row.high - row.low;
    const auto low = number_text(row.low + m_rng.uniform(0, 0.3) * span, span);
    const auto high = number_text(row.high - m_rng.uniform(0, 0.3) * span, span);
    scene.y1 = scene.shape == Shape::decrease ? high : low;
    scene.y2 = scene.shape == Shape::decrease ? low : high;
    scene.best = scene.shape == Shape::minimum ? low : high;
    return scene;
}

std::vector<TrendScene> Scene::choose_trends(std::size_t count) {
    const auto& rows = m_application.trends;
    std::vector<const TrendRow*> fitting;
    for (const auto& row : rows) {
        const bool special = row.material == m_pair.material->formula;
        if (!special && row.material != "*") {
            continue;
        }
        const bool extremum = row.shape == Shape::peak || row.shape == Shape::minimum;
        if (m_pair.plant == Plant::extremum_only && !extremum) {
            continue;
        }
        // What is known of this very material is reported more often than what holds for all.
        if (special) {
            fitting.insert(fitting.begin(), &row);
        } else {
            fitting.push_back(&row);
        }
    }
    std::vector<TrendScene> chosen;
    while (chosen.size() < count && !fitting.empty()) {
        const bool first_special = fitting.front()->material != "*";
        std::size_t at = m_rng.below(fitting.size());
        if (first_special && (fitting.front()->shape == Shape::conflict || m_rng.chance(0.5))) {
            at = 0;
        }
        chosen.push_back(make_trend(*fitting[at]));
        fitting.erase(fitting.begin() + static_cast<std::ptrdiff_t>(at));
    }
    return chosen;
}

}  // namespace lode::generate
