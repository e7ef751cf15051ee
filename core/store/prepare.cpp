#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/digest.hpp"
#include "core/store/codec.hpp"
#include "core/store/contents.hpp"
#include "core/store/store.hpp"
#include "core/store/term_hash.hpp"

namespace lode::store {
namespace {

// Distinct strings of an article. Keeps its memory from article to article; holds views only.
class TermSet {
 public:
    void clear() {
        m_list.clear();
        std::fill(m_slots.begin(), m_slots.end(), Slot{});
    }
    void add(std::string_view term) {
        const std::uint32_t hash = term_hash(term);
        std::size_t at = hash & (m_slots.size() - 1);
        for (; m_slots[at].number != 0; at = (at + 1) & (m_slots.size() - 1)) {
            if (m_slots[at].hash == hash && m_list[m_slots[at].number - 1] == term) {
                return;
            }
        }
        m_list.push_back(term);
        m_slots[at] = {hash, static_cast<std::uint32_t>(m_list.size())};
        if (m_list.size() * 2 > m_slots.size()) {
            grow();
        }
    }
    // In order of bytes; with each term its first eight bytes as a number of the same order, which
    // decides nearly every comparison.
    using Keyed = std::pair<std::uint64_t, std::string_view>;
    const std::vector<Keyed>& sorted() {
        m_sorted.clear();
        m_sorted.reserve(m_list.size());
        for (const std::string_view term : m_list) {
            m_sorted.emplace_back(term_head(term), term);
        }
        std::sort(m_sorted.begin(), m_sorted.end());
        return m_sorted;
    }

 private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // in the list, from 1; 0: free
    };
    void grow() {
        std::vector<Slot> old(m_slots.size() * 2);
        old.swap(m_slots);
        for (const Slot& slot : old) {
            if (slot.number == 0) {
                continue;
            }
            std::size_t at = slot.hash & (m_slots.size() - 1);
            while (m_slots[at].number != 0) {
                at = (at + 1) & (m_slots.size() - 1);
            }
            m_slots[at] = slot;
        }
    }

    std::vector<Slot> m_slots = std::vector<Slot>(4096);
    std::vector<std::string_view> m_list;
    std::vector<Keyed> m_sorted;
};

void collect_terms(const Analysis& analysis, Prepared& prepared) {
    // The distinct terms first, by a table of those seen: sorting all of them costs far more.
    thread_local TermSet terms;
    terms.clear();
    for (const Sentence& sentence : analysis.sentences) {
        const std::string_view text = sentence.tokens;
        std::size_t pos = 0;
        while (pos < text.size()) {
            const std::size_t end = std::min(text.find(' ', pos), text.size());
            if (end > pos) {
                ++prepared.tokens;
                terms.add(text.substr(pos, end - pos));
            }
            pos = end + 1;
        }
    }
    for (const Mention& mention : analysis.mentions) {
        if (!mention.formula.empty()) {
            terms.add(mention.formula);
        }
    }
    const auto& list = terms.sorted();
    prepared.term_ends.reserve(list.size());
    for (const auto& [key, term] : list) {
        prepared.terms += term;
        prepared.term_ends.push_back(static_cast<std::uint32_t>(prepared.terms.size()));
    }
}

void collect_identity(const Article& article, Prepared& prepared) {
    const std::pair<std::string_view, const std::string*> keys[] = {
        {"doi:", &article.doi}, {"pmid:", &article.pmid}, {"pmcid:", &article.pmcid}};
    for (const auto& [kind, value] : keys) {
        if (!value->empty()) {
            prepared.identities.push_back(std::string(kind) + *value);
        }
    }
    const TextIdentity text = text_identity(article);
    if (text.digest != 0) {
        prepared.identities.push_back("text:" + hex64(text.digest));
    }
    if (!article.local_id.empty()) {
        prepared.local_keys.push_back("local:" + article.local_id);
    }
    Quality& quality = prepared.quality;
    const bool body = std::any_of(article.sections.begin(), article.sections.end(),
                                  [](const Section& s) { return !s.paragraphs.empty(); });
    quality.completeness = body ? 2 : article.abstracts.empty() ? 0 : 1;
    quality.sound =
        std::none_of(article.repairs.begin(), article.repairs.end(),
                     [](const std::string& repair) { return repair.starts_with("damaged"); });
    quality.revised = article.revised;
    quality.characters = text.characters;
}

// "retracts" says something of the other article, "retracted-by" of this one.
void collect_notices(const Article& article, Prepared& prepared) {
    struct Kind {
        std::string_view relation, notice;
        bool about_other;
    };
    static constexpr Kind k_kinds[] = {
        {"retracts", "retracted", true},      {"corrects", "corrected", true},
        {"concern-about", "concern", true},   {"retracted-by", "retracted", false},
        {"corrected-by", "corrected", false}, {"concern-by", "concern", false},
        {"withdrawn-by", "withdrawn", false},
    };
    const std::string self =
        prepared.identities.empty() ? "id:" + article.id : prepared.identities.front();
    const auto is_self = [&](const std::string& name) {
        return std::find(prepared.identities.begin(), prepared.identities.end(), name) !=
               prepared.identities.end();
    };
    for (const Relation& relation : article.relations) {
        std::vector<std::string> others;
        if (!relation.doi.empty()) {
            others.push_back("doi:" + relation.doi);
        }
        if (!relation.pmid.empty()) {
            others.push_back("pmid:" + relation.pmid);
        }
        for (const Kind& kind : k_kinds) {
            if (kind.relation != relation.kind) {
                continue;
            }
            if (!kind.about_other) {
                prepared.notices.push_back(
                    {self,
                     {std::string(kind.notice), others.empty() ? std::string() : others.front()}});
                continue;
            }
            // The other article may be known by either of its names only.
            for (const std::string& other : others) {
                if (!is_self(other)) {
                    prepared.notices.push_back({other, {std::string(kind.notice), self}});
                }
            }
        }
    }
    if (article.retracted) {
        prepared.notices.push_back({self, {"retracted", self}});
    }
}

Prepared prepare(const Article& article, const Analysis& analysis, std::string article_bytes,
                 std::string analysis_bytes) {
    Prepared prepared;
    prepared.id = article.id;
    prepared.source = article.source;
    collect_identity(article, prepared);
    collect_notices(article, prepared);
    prepared.year = article.year;
    prepared.retracted = article.retracted;
    prepared.article = std::move(article_bytes);
    prepared.analysis = std::move(analysis_bytes);
    prepared.sentences = analysis.sentences.size();
    prepared.mentions = analysis.mentions.size();
    prepared.trends = analysis.trends.size();
    prepared.content = content_digest(article.id, prepared.article, prepared.analysis);
    collect_terms(analysis, prepared);
    return prepared;
}

}  // namespace

Prepared prepare(const Entry& entry) {
    return prepare(entry.article, entry.analysis, encode(entry.article), encode(entry.analysis));
}

Prepared prepare_stored(std::string article, std::string analysis) {
    const Article decoded_article = decode_article(article);
    const Analysis decoded_analysis = decode_analysis(analysis);
    return prepare(decoded_article, decoded_analysis, std::move(article), std::move(analysis));
}

}  // namespace lode::store
