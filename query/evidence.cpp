#include "query/evidence.hpp"

#include <cstddef>
#include <string_view>

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

// Short forms that stand in the sentence as words of their own, where it does not spell them out.
std::vector<Abbreviation> abbreviations_in(std::string_view sentence, const Analysis& analysis) {
    const auto part_of_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               (c & 0x80) != 0;
    };
    std::vector<Abbreviation> found;
    for (const Abbreviation& abbreviation : analysis.abbreviations) {
        const std::string& word = abbreviation.short_form;
        if (word.size() < 2 || sentence.find(abbreviation.long_form) != std::string_view::npos) {
            continue;
        }
        for (std::size_t at = sentence.find(word); at != std::string_view::npos;
             at = sentence.find(word, at + 1)) {
            const std::size_t end = at + word.size();
            if ((at == 0 || !part_of_word(sentence[at - 1])) &&
                (end == sentence.size() || !part_of_word(sentence[end]))) {
                found.push_back(abbreviation);
                break;
            }
        }
    }
    return found;
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
        list.back().abbreviations = abbreviations_in(list.back().sentence, *analysis);
    }
    return list;
}

}  // namespace lode::query
