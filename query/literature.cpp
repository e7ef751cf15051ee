#include "query/literature.hpp"

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

}  // namespace lode::query
