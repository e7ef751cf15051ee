#include "query/evidence.hpp"

#include <cstddef>

#include "core/base/error.hpp"

namespace lode::query {

std::string section_label(const Article& article, const Block& block) {
    switch (block.kind) {
        case BlockKind::title:
            return "title";
        case BlockKind::abstract:
            return "abstract";
        case BlockKind::paragraph: {
            if (block.section == nullptr) {
                return "body";
            }
            std::string label = block.section->label;
            const std::string& title = block.section->title.utf8;
            if (!label.empty() && !title.empty()) {
                label += ' ';
            }
            label += title;
            return label.empty() ? "body" : label;
        }
        case BlockKind::figure_caption: {
            const auto number = static_cast<std::size_t>(block.figure);
            if (block.figure >= 0 && number < article.figures.size() &&
                !article.figures[number].label.empty()) {
                return article.figures[number].label;
            }
            return "figure caption";
        }
        case BlockKind::table_caption:
            return "table caption";
    }
    return "body";
}

namespace {

std::string notice_of(const Article& article) {
    std::string notice;
    for (const Relation& relation : article.relations) {
        if (relation.kind == "concern-by") {
            return "concern";
        }
        if (relation.kind == "corrected-by") {
            notice = "corrected";
        }
    }
    return notice;
}

}  // namespace

std::vector<Evidence> evidence(const Literature& literature,
                               const std::vector<Witness>& witnesses) {
    std::vector<Evidence> list;
    for (const auto& witness : witnesses) {
        const auto article = literature.article(witness.seq);
        const auto analysis = literature.analysis(witness.seq);
        if (!article || !analysis || witness.sentence >= analysis->sentences.size()) {
            throw error("the store does not hold article number {} it counted", witness.seq);
        }
        const Sentence& sentence = analysis->sentences[witness.sentence];
        const auto parts = blocks(*article);
        if (sentence.block >= parts.size() ||
            sentence.range.end > parts[sentence.block].text->utf8.size() ||
            sentence.range.begin > sentence.range.end) {
            throw error("article {}: a stored sentence lies outside its text", article->id);
        }
        const Block& block = parts[sentence.block];
        list.push_back(
            {.doi = article->doi,
             .article = article->id,
             .title = article->title.utf8,
             .year = article->year,
             .section = section_label(*article, block),
             .sentence = block.text->utf8.substr(sentence.range.begin, sentence.range.size()),
             .outcome = sentence.outcome,
             .notice = notice_of(*article)});
    }
    return list;
}

}  // namespace lode::query
