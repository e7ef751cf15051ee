#include "tools/generate/compose.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/generate/numbers.hpp"
#include "tools/generate/rich.hpp"
#include "tools/generate/scene.hpp"

namespace lode::generate {
namespace {

constexpr std::string_view k_journals[] = {
    "Lode Synthetic Letters", "Synthetic Journal of Invented Materials", "Annals of Generated Data",
    "Specimen Reviews of Artificial Research"};
constexpr std::string_view k_reference_titles[] = {"Preparation and properties of",
                                                   "A study of",
                                                   "Transport in",
                                                   "On the structure of",
                                                   "Processing of",
                                                   "Defects in",
                                                   "Recent progress on",
                                                   "The role of dopants in"};

class Composer {
 public:
    Composer(const Bank& bank, Draft& draft, Truth& truth, Rng& rng)
        : m_draft(draft), m_rng(rng), m_scene(bank, draft, truth, rng) {}

    void write() {
        m_full = m_draft.plan.dialect != Dialect::abstract_only;
        if (m_full) {
            references();
        }
        m_trends =
            m_scene.choose_trends(m_full ? static_cast<std::size_t>(m_rng.between(3, 4)) : 2);
        figures();
        m_scene.set_section("title", false);
        m_scene.focus(m_trends.empty() ? nullptr : m_trends.data());
        m_draft.title = m_scene.phrase("title");
        abstract();
        keywords();
        if (m_full) {
            introduction();
            methods();
            results();
            conclusions();
        }
    }

 private:
    // A paragraph under construction.
    class Paragraph {
     public:
        void add(const std::string& sentence) {
            if (!m_text.empty() && !sentence.empty()) {
                m_text += ' ';
            }
            m_text += sentence;
        }
        std::string text() && { return std::move(m_text); }

     private:
        std::string m_text;
    };

    void references();
    void figures();
    void abstract();
    void keywords();
    void introduction();
    void methods();
    void results();
    void conclusions();
    void table();
    SectionDraft& section(int level, std::string title);
    void verdict(Paragraph& paragraph, int count);

    Draft& m_draft;
    Rng& m_rng;
    Scene m_scene;
    bool m_full = true;
    std::vector<TrendScene> m_trends;
    int m_major = 0;
    int m_minor = 0;
};

SectionDraft& Composer::section(int level, std::string title) {
    SectionDraft s;
    s.level = level;
    if (level == 1) {
        ++m_major;
        m_minor = 0;
        s.label = fmt::format("{}", m_major);
    } else {
        s.label = fmt::format("{}.{}", m_major, ++m_minor);
    }
    s.title = std::move(title);
    m_draft.sections.push_back(std::move(s));
    return m_draft.sections.back();
}

void Composer::references() {
    const auto& application = *m_draft.plan.application;
    const int count = m_rng.between(5, 9);
    for (int i = 0; i < count; ++i) {
        ReferenceDraft r;
        const auto& a = m_draft.group.people;
        r.first = a[m_rng.below(a.size())];
        r.second = a[m_rng.below(a.size())];
        const auto& pair = m_rng.chance(0.6)
                               ? *m_draft.plan.pair
                               : application.pairs[m_rng.below(application.pairs.size())];
        r.title =
            fmt::format("{} {}", k_reference_titles[m_rng.below(std::size(k_reference_titles))],
                        formula_markup(pair.material->formula));
        r.journal = k_journals[m_rng.below(std::size(k_journals))];
        r.year = std::max(1985, m_draft.plan.year - m_rng.between(0, 12));
        r.volume = m_rng.between(1, 60);
        r.page = m_rng.between(1, 9800);
        m_draft.references.push_back(std::move(r));
    }
}

void Composer::figures() {
    if (!m_full) {
        return;
    }
    m_draft.figures.push_back({m_scene.phrase("caption.structure"), false});
    for (auto& trend : m_trends) {
        trend.figure = m_draft.figures.size();
        m_scene.focus(&trend);
        FigureDraft figure;
        figure.caption = m_scene.phrase("caption");
        figure.panels = figure.caption.find("(b)") != std::string::npos;
        if (figure.caption.back() != '.') {
            figure.caption += '.';
        }
        m_draft.figures.push_back(std::move(figure));
    }
    auto& first = m_draft.figures.front();
    first.panels = first.caption.find("(b)") != std::string::npos;
}

void Composer::verdict(Paragraph& paragraph, int count) {
    const auto reported = m_draft.plan.reported;
    if (reported == Verdict::none) {
        return;  // a failure that is not written up
    }
    for (int i = 0; i < count; ++i) {
        if (i > 0 && reported != Verdict::null && m_rng.chance(0.3)) {
            paragraph.add(m_scene.outcome(fmt::format("out.{}.hedged", name(reported)), reported,
                                          "own", true));
        } else {
            paragraph.add(m_scene.outcome(fmt::format("out.{}", name(reported)), reported));
        }
    }
}

void Composer::abstract() {
    m_scene.set_section("abstract", false);
    Paragraph p;
    if (!m_full || m_rng.chance(0.5)) {
        p.add(m_scene.sentence("bg.app"));
    }
    m_scene.focus(m_trends.empty() ? nullptr : m_trends.data());
    p.add(m_scene.sentence("abs.open"));
    if (m_rng.chance(0.3)) {
        p.add(m_scene.outcome("bg.limit", Verdict::negative, "background"));
    } else if (!m_full) {
        p.add(m_scene.sentence("bg.mat"));
    }
    for (std::size_t i = 0; i < m_trends.size() && i < 2; ++i) {
        m_scene.focus(&m_trends[i]);
        p.add(m_scene.trend(m_trends[i]));
        if (!m_full) {
            p.add(m_scene.sentence("mech"));
        }
    }
    m_scene.focus(nullptr);
    verdict(p, m_full ? 1 : 2);
    if (m_rng.chance(0.4)) {
        p.add(m_scene.sentence("concl.out"));
    }
    m_draft.abstract.push_back(std::move(p).text());
}

void Composer::keywords() {
    const auto& application = *m_draft.plan.application;
    m_draft.keywords.push_back(application.concepts.front());
    m_draft.keywords.push_back(formula_markup(m_draft.plan.pair->material->formula));
    m_draft.keywords.push_back(application.fields[m_rng.below(application.fields.size())]);
    m_draft.keywords.push_back(m_trends.empty() ? m_scene.property().name
                                                : m_trends.front().row->property);
    m_draft.keywords.push_back(m_scene.route().starts_with("a ") ? m_scene.route().substr(2)
                                                                 : m_scene.route());
}

void Composer::introduction() {
    m_scene.set_section("introduction", true);
    m_scene.focus(nullptr);
    auto& s = section(1, "Introduction");
    Paragraph first;
    for (int i = m_rng.between(2, 4); i > 0; --i) {
        first.add(m_scene.sentence("bg.app"));
    }
    first.add(m_scene.sentence("bg.mat"));
    s.paragraphs.push_back(std::move(first).text());
    Paragraph second;
    second.add(m_scene.sentence("bg.mat"));
    second.add(m_scene.outcome("bg.limit", Verdict::negative, "background"));
    for (int i = m_rng.between(1, 2); i > 0; --i) {
        if (m_rng.chance(0.7) || m_draft.plan.pair->plant == Plant::zero_negative) {
            second.add(m_scene.outcome("prior.positive", Verdict::positive, "prior_work"));
        } else {
            second.add(m_scene.outcome("prior.negative", Verdict::negative, "prior_work"));
        }
    }
    second.add(m_scene.sentence("bg.mat"));
    if (!m_trends.empty()) {
        m_scene.focus(m_trends.data());
    }
    second.add(m_scene.sentence("aim"));
    s.paragraphs.push_back(std::move(second).text());
}

void Composer::methods() {
    m_scene.set_section("methods", true);
    m_scene.focus(nullptr);
    constexpr std::string_view k_titles[] = {"Experimental", "Methods", "Experimental methods",
                                             "Materials and methods"};
    section(1, std::string(k_titles[m_rng.below(std::size(k_titles))]));
    {
        auto& s = section(2, m_rng.chance(0.5) ? "Sample preparation" : "Synthesis");
        Paragraph p;
        const auto& material_class = m_draft.plan.pair->material->material_class;
        for (int i = m_rng.between(2, 3); i > 0; --i) {
            p.add(m_scene.sentence("method.synth", material_class));
        }
        for (int i = m_rng.between(1, 2); i > 0; --i) {
            p.add(m_scene.sentence("method.popular"));
        }
        s.paragraphs.push_back(std::move(p).text());
    }
    auto& s = section(2, m_rng.chance(0.5) ? "Characterization" : "Measurements");
    Paragraph p;
    for (int i = m_rng.between(2, 3); i > 0; --i) {
        p.add(m_scene.sentence("method.char"));
    }
    for (int i = m_rng.between(2, 3); i > 0; --i) {
        p.add(m_scene.sentence("method.meas"));
    }
    if (m_rng.chance(0.5)) {
        p.add(m_scene.equation());
    }
    s.paragraphs.push_back(std::move(p).text());
}

void Composer::table() {
    auto& t = m_draft.table;
    m_scene.focus(nullptr);
    t.caption = m_scene.phrase("caption.table");
    if (t.caption.back() != '.') {
        t.caption += '.';
    }
    const auto& property = m_scene.property();
    const auto unit =
        property.unit.empty() ? std::string() : fmt::format(" ({})", unit_markup(property.unit));
    t.head.push_back({{"Sample", 1, 2}, {"Density (%)", 1, 2}, {property.name + unit, 2, 1}});
    t.head.push_back({{"as prepared", 1, 1}, {"annealed", 1, 1}});
    const auto& pair = *m_draft.plan.pair;
    const double span = std::max(pair.high - pair.low, 0.1 * pair.high);
    const auto formula = formula_markup(pair.material->formula);
    const int levels[] = {0, 1, 2, 5};
    for (const int level : levels) {
        std::vector<TableCell> row;
        row.push_back({level == 0
                           ? formula
                           : fmt::format("{} + {} at.% {}", formula, level, m_scene.dopant()),
                       1, 1});
        row.push_back({fmt::format("{:.1f}", m_rng.uniform(90, 99)), 1, 1});
        const auto value = [&] {
            return number_text(pair.low + m_rng.uniform(0, 0.8) * span, span);
        };
        if (level == 5) {
            row.push_back({"not measured", 2, 1});
        } else {
            row.push_back({value(), 1, 1});
            row.push_back({value(), 1, 1});
        }
        t.body.push_back(std::move(row));
    }
    t.footnote = "Values are means of three samples.";
}

void Composer::results() {
    m_scene.set_section("results", true);
    section(1, m_rng.chance(0.7) ? "Results and discussion" : "Results");
    {
        auto& s = section(2, "Structure and composition");
        m_scene.focus_figure(0);
        m_scene.focus(nullptr);
        Paragraph p;
        for (int i = m_rng.between(2, 4); i > 0; --i) {
            p.add(m_scene.sentence("structure"));
        }
        s.paragraphs.push_back(std::move(p).text());
        s.figures.push_back(0);
    }
    std::string title = m_draft.plan.application->concepts.front() + " properties";
    if (title[0] >= 'a' && title[0] <= 'z') {
        title[0] = static_cast<char>(title[0] - 'a' + 'A');
    }
    section(2, title);
    const auto at = m_draft.sections.size() - 1;
    for (std::size_t i = 0; i < m_trends.size(); ++i) {
        const auto& trend = m_trends[i];
        m_scene.focus(&trend);
        m_scene.focus_figure(trend.figure);
        Paragraph p;
        p.add(m_scene.sentence("pointer"));
        p.add(m_scene.trend(trend));
        // Two opposite dependences on one variable, where there are such.
        for (std::size_t j = 0; j < m_trends.size(); ++j) {
            const auto& second = m_trends[j];
            if (trend.shape == Shape::increase && second.shape == Shape::decrease &&
                trend.row->variable == second.row->variable &&
                std::max(trend.row->from, second.row->from) <
                    std::min(trend.row->to, second.row->to)) {
                p.add(m_scene.trend_pair(trend, second));
                break;
            }
        }
        p.add(m_scene.sentence("mech"));
        if (i == 0) {
            verdict(p, 1);
        }
        if (m_rng.chance(0.5)) {
            m_scene.focus(nullptr);  // values of the other material are of the deciding property
            p.add(m_scene.sentence("compare"));
        }
        auto& s = m_draft.sections[at];
        s.paragraphs.push_back(std::move(p).text());
        if (std::find(s.figures.begin(), s.figures.end(), trend.figure) == s.figures.end()) {
            s.figures.push_back(trend.figure);
        }
    }
    m_scene.focus(nullptr);
    section(2, "Comparison with other " + m_draft.plan.application->fields.front());
    m_draft.sections.back().table = true;
    Paragraph p;
    std::string pointer;
    pointer += k_table;
    pointer += fmt::format("1{}Table 1{}", k_split, k_end);
    p.add(pointer + " lists the samples.");
    p.add(m_scene.sentence("compare"));
    verdict(p, m_rng.between(1, 2));
    p.add(m_scene.sentence("mech"));
    p.add(m_scene.sentence("compare"));
    m_draft.sections.back().paragraphs.push_back(std::move(p).text());
    table();
}

void Composer::conclusions() {
    m_scene.set_section("conclusions", true);
    if (!m_trends.empty()) {
        m_scene.focus(m_trends.data());
    }
    auto& s = section(1, m_rng.chance(0.7) ? "Conclusions" : "Summary");
    Paragraph p;
    p.add(m_scene.sentence("concl"));
    const auto reported = m_draft.plan.reported;
    if (reported != Verdict::none) {
        p.add(m_scene.outcome(fmt::format("concl.{}", name(reported)), reported));
    }
    p.add(m_scene.sentence("concl.out"));
    s.paragraphs.push_back(std::move(p).text());
}

}  // namespace

std::pair<Draft, Truth> compose(const Bank& bank, const Facts& facts, const Settings& settings,
                                std::uint64_t index) {
    Draft draft;
    Truth truth;
    draft.plan = make_plan(facts, settings, index);
    draft.group = make_group(facts, *draft.plan.application, draft.plan.group);
    Rng rng(settings.seed, 2 * index + 1);
    draft.journal = k_journals[rng.below(std::size(k_journals))];
    draft.volume = draft.plan.year - 1980;
    // The leader signs last; one to four members before.
    const auto& people = draft.group.people;
    const auto members = static_cast<std::size_t>(rng.between(1, 4));
    const auto start = rng.below(people.size() - 1);
    for (std::size_t i = 0; i < members; ++i) {
        draft.authors.push_back(people[1 + (start + i) % (people.size() - 1)]);
    }
    draft.authors.push_back(people.front());
    Composer(bank, draft, truth, rng).write();
    return {std::move(draft), std::move(truth)};
}

}  // namespace lode::generate
