#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/store/codec.hpp"
#include "core/store/contents.hpp"
#include "core/store/store.hpp"

namespace lode::store {
namespace {

void collect_terms(const Analysis& analysis, Prepared& prepared) {
    std::vector<std::string_view> terms;
    for (const Sentence& sentence : analysis.sentences) {
        const std::string_view text = sentence.tokens;
        std::size_t pos = 0;
        while (pos < text.size()) {
            const std::size_t end = std::min(text.find(' ', pos), text.size());
            if (end > pos) {
                terms.push_back(text.substr(pos, end - pos));
            }
            pos = end + 1;
        }
    }
    prepared.tokens = terms.size();
    for (const Mention& mention : analysis.mentions) {
        if (!mention.formula.empty()) {
            terms.emplace_back(mention.formula);
        }
    }
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    prepared.term_ends.reserve(terms.size());
    for (const std::string_view term : terms) {
        prepared.terms += term;
        prepared.term_ends.push_back(static_cast<std::uint32_t>(prepared.terms.size()));
    }
}

}  // namespace

Prepared prepare(const Entry& entry) {
    const Article& article = entry.article;
    Prepared prepared;
    prepared.id = article.id;
    prepared.source = article.source;
    const std::pair<std::string_view, const std::string*> keys[] = {{"doi:", &article.doi},
                                                                    {"pmid:", &article.pmid},
                                                                    {"pmcid:", &article.pmcid},
                                                                    {"local:", &article.local_id}};
    for (const auto& [kind, value] : keys) {
        if (!value->empty()) {
            prepared.keys.push_back(std::string(kind) + *value);
        }
    }
    prepared.year = article.year;
    prepared.retracted = article.retracted;
    prepared.article = encode(article);
    prepared.analysis = encode(entry.analysis);
    prepared.sentences = entry.analysis.sentences.size();
    prepared.mentions = entry.analysis.mentions.size();
    prepared.trends = entry.analysis.trends.size();
    prepared.content = content_digest(article.id, prepared.article, prepared.analysis);
    collect_terms(entry.analysis, prepared);
    return prepared;
}

}  // namespace lode::store
