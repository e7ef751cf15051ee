// Fills sentence templates for one article: chooses words, keeps every number consistent between
// abstract, results and conclusions, and records what a sentence plants.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/generate/draft.hpp"
#include "tools/generate/grammar.hpp"

namespace lode::generate {

// One dependence the article reports, with its numbers.
struct TrendScene {
    const TrendRow* row = nullptr;
    Shape shape = Shape::increase;         // conflict settled
    std::size_t figure = 0;                // index into Draft::figures
    std::string x1, x2, y1, y2, best, at;  // plain numbers
    std::string x_range;                   // rich, with unit
};

class Scene {
 public:
    Scene(const Bank& bank, Draft& draft, Truth& truth, Rng& rng);

    // A sentence of this kind, not used before in this article where that is possible.
    std::string sentence(std::string_view kind);
    std::string sentence(std::string_view kind, std::string_view key);
    // The same, recorded as an outcome.
    std::string outcome(std::string_view kind, Verdict verdict, std::string_view scope = "own",
                        bool hedged = false);
    std::string trend(const TrendScene& trend);
    // Two opposite dependences on one variable in one sentence.
    std::string trend_pair(const TrendScene& up, const TrendScene& down);
    std::string equation();
    // A caption, title or table entry: no full stop is needed.
    std::string phrase(std::string_view kind);

    std::vector<TrendScene> choose_trends(std::size_t count);
    void set_section(std::string_view name, bool figures) {
        m_section = name;
        m_figures = figures;
    }
    // Which dependence slots like {prop} and {fig} speak of outside trend sentences; none: the
    // deciding property.
    void focus(const TrendScene* trend) { m_trend = trend; }
    void focus_figure(std::size_t figure) { m_figure = figure; }

    std::string material(const Pair& pair);
    const std::string& route() const { return m_route; }
    const std::string& good() const { return m_good; }
    const std::string& bad() const { return m_bad; }
    std::string value_text(std::string_view number) const;
    const Property& property() const { return m_application.properties.front(); }
    const std::string& dopant() const { return m_dopant; }

 private:
    const Template& pick(std::string_view kind, std::string_view key);
    std::string run(const Template& chosen, bool capital);
    void fill(std::string& out, const Node& node);
    void fill_words(std::string& out, Slot slot);
    void fill_trend(std::string& out, Slot slot);
    void cite(std::string& out);
    void figure(std::string& out, bool capital);
    const std::string& any(const std::vector<std::string>& list) {
        return list[m_rng.below(list.size())];
    }
    TrendScene make_trend(const TrendRow& row);
    void set_own_values(TrendScene& scene, bool rising);
    bool used(Slot slot) const { return (m_used >> static_cast<unsigned>(slot)) & 1U; }
    void record(const TrendScene& trend, std::string_view sentence, bool down, bool extremum_only);

    const Bank& m_bank;
    Draft& m_draft;
    Truth& m_truth;
    Rng& m_rng;
    const Application& m_application;
    const Pair& m_pair;
    std::vector<bool> m_taken;  // templates used in this article, by id
    std::uint64_t m_used = 0;   // slots filled in the current sentence
    std::string m_section;
    bool m_figures = true;
    bool m_bracket_citations = false;  // labelled sentences keep their plain text free of fusions
    const TrendScene* m_trend = nullptr;
    const TrendScene* m_second = nullptr;
    std::size_t m_figure = 0;
    std::string m_figure_written;
    bool m_other_worse = false;
    bool m_other_better = false;
    std::string m_route, m_dopant, m_good, m_bad, m_middle;
};

}  // namespace lode::generate
