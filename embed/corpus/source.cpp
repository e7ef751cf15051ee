#include "embed/corpus/source.hpp"

namespace lode::embed {

void StoreSource::for_each(const std::function<bool(const SourceArticle&)>& visit) const {
    m_store.for_each_analysis([&](store::Seq seq, const Analysis& analysis) {
        const auto facts = m_store.facts(seq);
        return visit({facts ? facts->year : std::uint16_t{0}, analysis});
    });
}

std::uint64_t StoreSource::articles() const {
    return m_store.counters().articles;
}

std::string StoreSource::fingerprint() const {
    return m_store.fingerprint();
}

}  // namespace lode::embed
