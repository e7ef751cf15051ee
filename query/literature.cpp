#include "query/literature.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lode::query {

Literature::Corpus StoreLiterature::corpus() const {
    const auto& counters = m_reader.counters();
    return {.articles = counters.articles,
            .rejects = counters.rejects,
            .first_year = counters.first_year,
            .last_year = counters.last_year,
            .fingerprint = m_reader.fingerprint()};
}

std::vector<store::Seq> StoreLiterature::postings(std::string_view norm) const {
    return m_reader.postings(norm);
}

std::optional<Literature::Facts> StoreLiterature::facts(Seq seq) const {
    return m_reader.facts(seq);
}

std::optional<Analysis> StoreLiterature::analysis(Seq seq) const {
    return m_reader.analysis(seq);
}

std::optional<Article> StoreLiterature::article(Seq seq) const {
    return m_reader.article(seq);
}

std::vector<store::Seq> articles_with_words(const Literature& literature,
                                            const std::vector<std::vector<std::string>>& runs) {
    std::vector<store::Seq> common;
    bool first = true;
    for (const auto& run : runs) {
        for (const auto& norm : run) {
            auto list = literature.postings(norm);
            // Function words inside a phrase may have no postings; the phrase itself is checked in
            // the sentences.
            if (list.empty() && run.size() > 1 && &norm != &run.front() && &norm != &run.back()) {
                continue;
            }
            if (first) {
                common = std::move(list);
                first = false;
            } else {
                std::vector<store::Seq> both;
                std::set_intersection(common.begin(), common.end(), list.begin(), list.end(),
                                      std::back_inserter(both));
                common = std::move(both);
            }
        }
    }
    return common;
}

}  // namespace lode::query
