#include "tools/generate/scene.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "tools/generate/numbers.hpp"
#include "tools/generate/rich.hpp"

namespace lode::generate {
namespace {

struct Route {
    std::string_view material_class;
    std::string_view text;
};
constexpr Route k_routes[] = {
    {"chalcogenide", "melting and hot pressing"},
    {"chalcogenide", "mechanical alloying"},
    {"chalcogenide", "zone melting"},
    {"chalcogenide", "a solvothermal method"},
    {"chalcogenide", "co-evaporation"},
    {"oxide", "a solid-state reaction"},
    {"oxide", "a sol-gel method"},
    {"oxide", "hydrothermal synthesis"},
    {"oxide", "co-precipitation"},
    {"oxide", "spray pyrolysis"},
    {"intermetallic", "arc melting"},
    {"intermetallic", "induction melting and annealing"},
    {"intermetallic", "powder metallurgy"},
    {"intermetallic", "spark plasma sintering"},
    {"phosphate", "a solid-state reaction"},
    {"phosphate", "carbothermal reduction"},
    {"phosphate", "a sol-gel method"},
    {"halide", "solution processing"},
    {"halide", "mechanochemical synthesis"},
    {"halide", "vapor deposition"},
    {"sulfide", "ball milling and annealing"},
    {"sulfide", "a liquid-phase method"},
    {"layered", "exfoliation"},
    {"layered", "thermal condensation"},
    {"layered", "a hydrothermal method"},
    {"nitride", "reactive magnetron sputtering"},
    {"nitride", "nitridation in ammonia"},
    {"carbide", "magnetron sputtering"},
    {"carbide", "carbothermal reduction"},
    {"boride", "magnetron sputtering"},
    {"boride", "pulsed laser deposition"},
    {"element", "high-energy ball milling"},
    {"element", "chemical vapor deposition"},
    {"semiconductor", "metal-organic vapor phase epitaxy"},
    {"semiconductor", "molecular beam epitaxy"},
};
constexpr std::string_view k_prior_authors[] = {
    "Abara",  "Bianchi", "Cheng",  "Dahl",  "Fujimori", "Gupta", "Hartmann", "Ivanova",
    "Jansen", "Kimura",  "Moreau", "Nowak", "Okafor",   "Rossi", "Torres"};

constexpr std::uint64_t bit(Slot slot) {
    return std::uint64_t{1} << static_cast<unsigned>(slot);
}

void append_capital(std::string& out, std::string_view text) {
    const auto at = out.size();
    out += text;
    if (at < out.size() && out[at] >= 'a' && out[at] <= 'z') {
        out[at] = static_cast<char>(out[at] - 'a' + 'A');
    }
}

}  // namespace

Scene::Scene(const Bank& bank, Draft& draft, Truth& truth, Rng& rng)
    : m_bank(bank),
      m_draft(draft),
      m_truth(truth),
      m_rng(rng),
      m_application(*draft.plan.application),
      m_pair(*draft.plan.pair),
      m_taken(bank.size()) {
    std::vector<std::string_view> routes;
    for (const auto& route : k_routes) {
        if (route.material_class == m_pair.material->material_class) {
            routes.push_back(route.text);
        }
    }
    m_route = routes.empty() ? "established methods" : routes[m_rng.below(routes.size())];
    m_dopant = any(m_pair.dopants);
    // The material's own span holds the successes in its better part; a failure falls short of it.
    const double span = m_pair.high - m_pair.low;
    const double step = span > 0 ? span : m_pair.high * 0.1;
    double good = 0;
    double bad = 0;
    if (property().high_is_good) {
        good = m_pair.high - m_rng.uniform(0, 0.4) * span;
        bad = m_pair.low * m_rng.uniform(0.45, 0.85);
    } else {
        good = m_pair.low + m_rng.uniform(0, 0.4) * span;
        bad = m_pair.high * m_rng.uniform(1.2, 2.0);
    }
    // What the other material typically reaches, so that a comparison is never false.
    const double typical = (draft.plan.other->low + draft.plan.other->high) / 2;
    m_other_worse = property().high_is_good ? typical < 0.97 * good : typical > 1.03 * good;
    m_other_better = property().high_is_good ? typical > 1.03 * bad : typical < 0.97 * bad;
    m_good = number_text(good, step);
    m_bad = number_text(bad, step);
    m_middle = number_text((m_pair.low + m_pair.high) / 2, step);
}

std::string Scene::material(const Pair& pair) {
    const auto& m = *pair.material;
    if (!m.names.empty() && m_rng.chance(0.22)) {
        return any(m.names);
    }
    return formula_markup(m.formula);
}

std::string Scene::value_text(std::string_view number) const {
    return quantity_text(number, property().unit);
}

const Template& Scene::pick(std::string_view kind, std::string_view key) {
    const auto& list = m_bank.of(kind, key);
    const auto wanted = [&](const Template& t) {
        if ((t.uses(Slot::worse_other) && !m_other_worse) ||
            (t.uses(Slot::better_other) && !m_other_better)) {
            return false;
        }
        return m_figures ||
               (!t.uses(Slot::fig) && !t.uses(Slot::fig_capital) && !t.uses(Slot::cite));
    };
    const std::size_t n = list.size();
    if (n == 0) {
        throw error("no sentence template of kind '{}' for '{}'", kind, key);
    }
    const std::size_t start = m_rng.below(n);
    const Template* fallback = nullptr;
    for (std::size_t i = 0; i < n; ++i) {
        const Template& t = *list[(start + i) % n];
        if (!wanted(t)) {
            continue;
        }
        if (!m_taken[t.id]) {
            m_taken[t.id] = true;
            return t;
        }
        if (fallback == nullptr) {
            fallback = &t;
        }
    }
    return fallback != nullptr ? *fallback : *list[start];
}

std::string Scene::run(const Template& chosen, bool capital) {
    std::string raw;
    m_used = 0;
    m_figure_written.clear();
    expand(raw, chosen.nodes, m_rng,
           [this](std::string& out, const Node& node) { fill(out, node); });
    return tidy(raw, capital);
}

std::string Scene::sentence(std::string_view kind) {
    return sentence(kind, m_application.key);
}

std::string Scene::sentence(std::string_view kind, std::string_view key) {
    return run(pick(kind, key), true);
}

std::string Scene::phrase(std::string_view kind) {
    return run(pick(kind, m_application.key), true);
}

std::string Scene::outcome(std::string_view kind, Verdict verdict, std::string_view scope,
                           bool hedged) {
    const auto* kept = m_trend;
    m_trend = nullptr;  // outcomes speak of the deciding property
    m_bracket_citations = true;
    auto text = sentence(kind);
    m_bracket_citations = false;
    m_trend = kept;
    m_truth.outcomes.push_back({plain(text), m_section, verdict, scope, hedged});
    return text;
}

std::string Scene::equation() {
    const auto& all = m_bank.equations();
    const std::size_t start = m_rng.below(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& e = all[(start + i) % all.size()];
        if (e.application == "*" || e.application == m_application.key) {
            m_draft.math.emplace_back(e.tex, e.mathml);
            return run(e.sentence, true);
        }
    }
    return {};
}

std::string Scene::trend(const TrendScene& scene) {
    std::string kind = "trend.";
    bool down = false;
    const bool extremum = scene.shape == Shape::peak || scene.shape == Shape::minimum;
    const bool only = extremum && (m_pair.plant == Plant::extremum_only || m_rng.chance(0.2));
    if (only) {
        kind += scene.shape == Shape::peak ? "extremum" : "extremum.min";
    } else {
        kind += name(scene.shape);
        down = !extremum && (scene.shape == Shape::increase || scene.shape == Shape::decrease) &&
               m_rng.chance(0.2);
        if (down) {
            kind += ".down";
        }
    }
    const auto* kept = m_trend;
    m_trend = &scene;
    m_figure = scene.figure;
    auto text = sentence(kind);
    record(scene, text, down, only);
    m_trend = kept;
    return text;
}

std::string Scene::trend_pair(const TrendScene& up, const TrendScene& down) {
    const auto* kept = m_trend;
    m_trend = &up;
    m_second = &down;
    m_figure = up.figure;
    auto text = sentence("trend.two");
    m_second = nullptr;
    record(up, text, false, false);
    const auto used = m_used;
    m_used = used & ~(bit(Slot::x1) | bit(Slot::x2));
    record(down, text, false, false);
    m_trend = kept;
    return text;
}

void Scene::record(const TrendScene& scene, std::string_view sentence, bool down,
                   bool extremum_only) {
    TruthTrend t;
    t.sentence = plain(sentence);
    t.section = m_section;
    t.property = scene.row->property;
    t.variable = scene.row->variable;
    t.direction = scene.shape;
    t.variable_decreasing = down;
    t.extremum_only = extremum_only;
    const auto unit_of = [](const std::string& unit) { return plain(unit_markup(unit)); };
    if (used(Slot::best) && (scene.shape == Shape::peak || scene.shape == Shape::minimum)) {
        t.maximum = scene.shape == Shape::peak;
        t.extremum = {scene.best, unit_of(scene.row->unit)};
    }
    if (used(Slot::opt)) {
        t.location = {scene.at, unit_of(scene.row->variable_unit)};
        if (scene.shape != Shape::plateau) {
            t.maximum = scene.shape == Shape::peak;
        }
    }
    if (used(Slot::xr)) {
        t.x_range = plain(scene.x_range);
    }
    t.figure = m_figure_written;
    m_truth.trends.push_back(std::move(t));
}

void Scene::cite(std::string& out) {
    const auto n = m_draft.references.size();
    if (n == 0) {
        return;
    }
    out += m_draft.plan.dialect == Dialect::nlm && !m_bracket_citations ? k_cite_sup : k_cite;
    const auto first = 1 + m_rng.below(n);
    out += fmt::format("{}", first);
    if (first < n && m_rng.chance(0.3)) {
        out += fmt::format(",{}", first + 1 + m_rng.below(n - first));
    }
    out += k_end;
}

void Scene::figure(std::string& out, bool capital) {
    const bool panels = m_figure < m_draft.figures.size() && m_draft.figures[m_figure].panels;
    const bool elsevier =
        m_draft.plan.dialect == Dialect::elsevier || m_draft.plan.dialect == Dialect::elsevier_xocs;
    m_figure_written = fmt::format("{} {}{}", capital || !elsevier ? "Figure" : "Fig.",
                                   m_figure + 1, panels ? "b" : "");
    if (!capital && !elsevier && m_draft.plan.dialect != Dialect::nlm) {
        m_figure_written.replace(0, 6, "Fig.");
    }
    out += k_figure;
    out += fmt::format("{}", m_figure + 1);
    out += k_split;
    out += m_figure_written;
    out += k_end;
}

void Scene::fill(std::string& out, const Node& node) {
    m_used |= bit(node.slot);
    switch (node.slot) {
        case Slot::number:
            out += number_slot(node.text, m_rng);
            return;
        case Slot::cite:
            cite(out);
            return;
        case Slot::fig:
            figure(out, false);
            return;
        case Slot::fig_capital:
            figure(out, true);
            return;
        case Slot::math:
            out += k_math;
            out += fmt::format("{}", m_draft.math.size() - 1);
            out += k_end;
            return;
        case Slot::prop:
        case Slot::prop_capital:
        case Slot::var:
        case Slot::x1:
        case Slot::x2:
        case Slot::y1:
        case Slot::y2:
        case Slot::xr:
        case Slot::best:
        case Slot::opt:
        case Slot::incprop:
        case Slot::decprop:
            fill_trend(out, node.slot);
            return;
        default:
            fill_words(out, node.slot);
    }
}

void Scene::fill_trend(std::string& out, Slot slot) {
    if (slot == Slot::prop || slot == Slot::prop_capital) {
        const auto& text = m_trend != nullptr ? m_trend->row->property : property().name;
        if (slot == Slot::prop) {
            out += text;
        } else {
            append_capital(out, text);
        }
        return;
    }
    if (m_trend == nullptr) {
        out += slot == Slot::var ? m_dopant + " content" : std::string("room temperature");
        return;
    }
    const auto& row = *m_trend->row;
    switch (slot) {
        case Slot::var:
            out += row.variable;
            break;
        case Slot::x1:
            out += quantity_text(m_trend->x1, row.variable_unit);
            break;
        case Slot::x2:
            out += quantity_text(m_trend->x2, row.variable_unit);
            break;
        case Slot::y1:
            out += quantity_text(m_trend->y1, row.unit);
            break;
        case Slot::y2:
            out += quantity_text(m_trend->y2, row.unit);
            break;
        case Slot::xr:
            out += "the range " + m_trend->x_range;
            break;
        case Slot::best:
            out += quantity_text(m_trend->best, row.unit);
            break;
        case Slot::opt:
            out += quantity_text(m_trend->at, row.variable_unit);
            break;
        case Slot::incprop:
            out += row.property;
            break;
        default:
            out += m_second != nullptr ? m_second->row->property : row.property;
    }
}

void Scene::fill_words(std::string& out, Slot slot) {
    const bool high = property().high_is_good;
    switch (slot) {
        case Slot::mat:
            out += material(m_pair);
            break;
        case Slot::other:
        case Slot::worse_other:
        case Slot::better_other:
            out += material(*m_draft.plan.other);
            break;
        case Slot::concept_word:
            out += any(m_application.concepts);
            break;
        case Slot::concept_capital:
            append_capital(out, any(m_application.concepts));
            break;
        case Slot::role:
            out += any(m_application.roles);
            break;
        case Slot::fields:
            out += any(m_application.fields);
            break;
        case Slot::fields_capital:
            append_capital(out, any(m_application.fields));
            break;
        case Slot::devices:
            out += any(m_application.devices);
            break;
        case Slot::forms:
            out += any(m_application.forms);
            break;
        case Slot::strength:
            out += m_pair.strength;
            break;
        case Slot::limit:
            out += m_pair.limit;
            break;
        case Slot::goodadj:
            out += high ? (m_rng.chance(0.5) ? "high" : "large")
                        : (m_rng.chance(0.5) ? "low" : "small");
            break;
        case Slot::badadj:
            out += high ? (m_rng.chance(0.5) ? "low" : "poor")
                        : (m_rng.chance(0.5) ? "high" : "large");
            break;
        case Slot::better:
            out += high ? "higher" : "lower";
            break;
        case Slot::improved:
            out += m_rng.chance(0.4) ? "improved" : (high ? "increased" : "reduced");
            break;
        case Slot::goodval:
            out += value_text(m_good);
            break;
        case Slot::badval:
            out += value_text(m_bad);
            break;
        case Slot::cval: {
            const auto& o = *m_draft.plan.other;
            out += value_text(number_text((o.low + o.high) / 2, o.high - o.low));
            break;
        }
        case Slot::vlow:
            out += value_text(number_text(m_pair.low, m_pair.high - m_pair.low));
            break;
        case Slot::vhigh:
            out += value_text(number_text(m_pair.high, m_pair.high - m_pair.low));
            break;
        case Slot::dopant:
        case Slot::dopant_capital:
            out += m_dopant;
            break;
        case Slot::route:
            out += m_route;
            break;
        case Slot::route_capital:
            append_capital(out, m_route.starts_with("a ") ? std::string_view(m_route).substr(2)
                                                          : std::string_view(m_route));
            break;
        case Slot::author:
            out += k_prior_authors[m_rng.below(std::size(k_prior_authors))];
            break;
        case Slot::prioryear:
            out += fmt::format(
                "{}", std::max(m_pair.first_year, m_draft.plan.year - m_rng.between(1, 6)));
            break;
        case Slot::panel1:
            out += 'a';
            break;
        case Slot::panel2:
            out += 'b';
            break;
        case Slot::article:
            out += k_article;
            break;
        case Slot::article_capital:
            out += k_article_capital;
            break;
        case Slot::sub2:
            out += {k_sub, '2', k_end};
            break;
        case Slot::sub5:
            out += {k_sub, '5', k_end};
            break;
        case Slot::sub6:
            out += {k_sub, '6', k_end};
            break;
        case Slot::minus1:
            out += unit_markup("^-1");
            break;
        case Slot::minus2:
            out += unit_markup("^-2");
            break;
        default:
            break;
    }
}

}  // namespace lode::generate
