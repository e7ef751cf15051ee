#include "query/retrospect/history.hpp"

#include <algorithm>
#include <numeric>

namespace lode::query::retrospect {
namespace {

void earlier(std::uint16_t& first, std::uint16_t year) {
    first = first == 0 ? year : std::min(first, year);
}

}  // namespace

std::uint64_t MaterialHistory::count(std::uint16_t from, std::uint16_t before) const {
    std::uint64_t sum = 0;
    for (const auto& [year, n] : articles) {
        sum += year >= from && year < before ? n : 0U;
    }
    return sum;
}

statistics::Trials MaterialHistory::votes_before(std::uint16_t year) const {
    statistics::Trials sum;
    for (const auto& [of, trials] : votes) {
        if (of < year) {
            sum.successes += trials.successes;
            sum.n += trials.n;
        }
    }
    return sum;
}

void History::add(std::string_view id, std::uint16_t year, bool is_retracted,
                  const Analysis& analysis) {
    if (is_retracted) {
        ++retracted;
        return;
    }
    if (year == 0) {
        ++without_year;
        return;
    }
    ++used;
    first_year = first_year == 0 ? year : std::min(first_year, year);
    last_year = std::max(last_year, year);
    std::vector<bool> names(analysis.sentences.size());
    bool any = false;
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] = std::any_of(m_keywords.begin(), m_keywords.end(), [&](const Run& run) {
            return holds(analysis.sentences[i].tokens, run);
        });
        any = any || names[i];
    }
    with_keyword += any ? 1U : 0U;

    std::map<std::uint32_t, bool> here;  // and whether in one sentence with a keyword, not negative
    for (const Mention& mention : analysis.mentions) {
        if (mention.formula.empty()) {
            continue;
        }
        const auto [at, fresh] =
            m_index.try_emplace(mention.formula, static_cast<std::uint32_t>(m_materials.size()));
        if (fresh) {
            m_materials.emplace_back().formula = mention.formula;
        }
        const Sentence& sentence = analysis.sentences.at(mention.sentence);
        here[at->second] |= names[mention.sentence] && sentence.outcome != OutcomeLabel::negative;
    }
    if (here.empty()) {
        return;
    }
    ArticleMaterials& article = m_articles.emplace_back();
    article.year = year;
    for (const auto& [material, together] : here) {
        article.materials.push_back(material);
        MaterialHistory& history = m_materials[material];
        const auto place = std::lower_bound(history.articles.begin(), history.articles.end(),
                                            std::pair<std::uint16_t, std::uint32_t>(year, 0));
        if (place != history.articles.end() && place->first == year) {
            ++place->second;
        } else {
            history.articles.insert(place, {year, 1});
        }
        const Vote own = vote(analysis, history.formula);
        if (own.positive || own.negative || own.null) {
            auto at = std::lower_bound(
                history.votes.begin(), history.votes.end(), year,
                [](const auto& entry, std::uint16_t before) { return entry.first < before; });
            if (at == history.votes.end() || at->first != year) {
                at = history.votes.insert(at, {year, {}});
            }
            at->second.successes += own.positive ? 1U : 0U;
            at->second.n +=
                (own.positive ? 1U : 0U) + (own.negative ? 1U : 0U) + (own.null ? 1U : 0U);
        }
        // Of several articles of the first year the one with the least id, whatever the order.
        if (any && (history.first_studied == 0 || year < history.first_studied ||
                    (year == history.first_studied && id < history.first_article))) {
            history.first_studied = year;
            history.first_article = id;
        }
        if (together) {
            earlier(history.first_studied_strictly, year);
        }
    }
}

void History::finish() {
    std::vector<std::uint32_t> place(m_materials.size());
    std::vector<MaterialHistory> sorted;
    sorted.reserve(m_materials.size());
    for (auto& [formula, number] : m_index) {  // in the order of the formulas
        place[number] = static_cast<std::uint32_t>(sorted.size());
        sorted.push_back(std::move(m_materials[number]));
        number = place[number];
    }
    m_materials = std::move(sorted);
    for (auto& article : m_articles) {
        for (auto& material : article.materials) {
            material = place[material];
        }
        std::sort(article.materials.begin(), article.materials.end());
    }
    std::stable_sort(m_articles.begin(), m_articles.end(),
                     [](const auto& a, const auto& b) { return a.year < b.year; });
}

std::optional<std::uint32_t> History::find(std::string_view formula) const {
    const auto found = m_index.find(formula);
    return found == m_index.end() ? std::nullopt : std::optional(found->second);
}

void History::set_labels(const std::map<std::string, std::uint16_t>& first_years) {
    for (auto& material : m_materials) {
        const auto found = first_years.find(material.formula);
        material.first_studied = found == first_years.end() ? std::uint16_t{0} : found->second;
        material.first_studied_strictly = 0;
        material.first_article.clear();
    }
}

}  // namespace lode::query::retrospect
