// When each material was written of, and when first together with an application's keywords: the
// ground truth and the baselines of the retrospective test, from one pass over the literature.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/analysis.hpp"
#include "query/statistics.hpp"
#include "query/terms.hpp"

namespace lode::query::retrospect {

struct MaterialHistory {
    std::string formula;                                            // canonical composition
    std::vector<std::pair<std::uint16_t, std::uint32_t>> articles;  // year, how many; ascending
    // Of the first article that holds the material and a keyword; 0: none does.
    std::uint16_t first_studied = 0;
    // The same in one sentence whose outcome is not negative: the strict label.
    std::uint16_t first_studied_strictly = 0;
    std::string first_article;  // id of the article that first_studied comes from
    // Votes of the articles on the material, whatever else they hold: positive ones and all, by
    // year, ascending; an article may vote for both signs (core/model/analysis.hpp).
    std::vector<std::pair<std::uint16_t, statistics::Trials>> votes;

    // Articles of the years [from, before).
    std::uint64_t count(std::uint16_t from, std::uint16_t before) const;
    statistics::Trials votes_before(std::uint16_t year) const;
    bool studied_before(std::uint16_t year) const {
        return first_studied != 0 && first_studied < year;
    }
};

// The materials of one article, each once, as numbers into History::materials().
struct ArticleMaterials {
    std::uint16_t year = 0;
    std::vector<std::uint32_t> materials;
};

// Memory: a distinct material, 4 bytes for each material of each article, and 24 for each year of a
// material with votes.
class History {
 public:
    // `keywords`: runs of norms; an article holds a keyword where a sentence holds its run.
    explicit History(std::vector<Run> keywords) : m_keywords(std::move(keywords)) {}

    // Retracted articles and those without a year are left out and counted.
    void add(std::string_view id, std::uint16_t year, bool retracted, const Analysis& analysis);
    // Call after the last add(): sorts by formula, so that the order of adding does not matter.
    void finish();

    const std::vector<MaterialHistory>& materials() const noexcept { return m_materials; }
    const std::vector<ArticleMaterials>& articles() const noexcept { return m_articles; }
    std::optional<std::uint32_t> find(std::string_view formula) const;
    // Replaces the first years by labels from elsewhere; a material without a label was never
    // studied. Strict labels and first articles are not known then.
    void set_labels(const std::map<std::string, std::uint16_t>& first_years);

    std::uint64_t used = 0, without_year = 0, retracted = 0, with_keyword = 0;
    std::uint16_t first_year = 0, last_year = 0;

 private:
    std::vector<Run> m_keywords;
    std::map<std::string, std::uint32_t, std::less<>> m_index;
    std::vector<MaterialHistory> m_materials;
    std::vector<ArticleMaterials> m_articles;
};

}  // namespace lode::query::retrospect
