// A small literature in memory and vectors made by hand.
#pragma once

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "query/literature.hpp"
#include "query/rank.hpp"

namespace fixture {

using namespace lode;

// One sentence of an article; its text doubles as training text.
struct Line {
    std::string text;
    OutcomeLabel outcome = OutcomeLabel::neutral;
    ClaimScope scope = ClaimScope::own;
};

// `materials` are the tokens that are materials: each occurrence becomes a mention.
inline store::Entry entry(const std::string& id, std::uint16_t year, const std::vector<Line>& lines,
                          const std::vector<std::string>& materials, bool retracted = false) {
    store::Entry made;
    Article& article = made.article;
    article.id = id;
    article.source = id + ".xml";
    article.dialect = "test";
    article.doi = "10.5555/" + id;
    article.title.utf8 = "About " + id;
    article.year = year;
    article.retracted = retracted;
    if (id == "a3") {
        article.relations.push_back({"corrected-by", "10.5555/erratum", "", ""});
        article.relations.push_back({"concern-by", "", "77", ""});
    }
    Section section;
    section.label = "2";
    section.title.utf8 = "Results";
    std::string text;
    // Block 0 is the title, block 1 the paragraph.
    for (const auto& line : lines) {
        const auto begin = static_cast<std::uint32_t>(text.size());
        text += line.text + ". ";
        Sentence sentence;
        sentence.block = 1;
        sentence.range = {begin, begin + static_cast<std::uint32_t>(line.text.size()) + 1};
        sentence.outcome = line.outcome;
        sentence.scope = line.scope;
        sentence.tokens = line.text;
        const auto number = static_cast<std::uint32_t>(made.analysis.sentences.size());
        std::istringstream words(line.text);
        for (std::string word; words >> word;) {
            if (std::find(materials.begin(), materials.end(), word) != materials.end()) {
                const auto at = static_cast<std::uint32_t>(line.text.find(word));
                Mention mention;
                mention.sentence = number;
                mention.range = {begin + at, begin + at + static_cast<std::uint32_t>(word.size())};
                mention.written = word;
                mention.formula = word;
                made.analysis.mentions.push_back(mention);
            }
        }
        made.analysis.sentences.push_back(sentence);
    }
    section.paragraphs.push_back({.utf8 = text, .scripts = {}, .figure_links = {}});
    article.sections.push_back(section);
    return made;
}

class Memory final : public query::Literature {
 public:
    explicit Memory(std::vector<store::Entry> entries) : m_entries(std::move(entries)) {
        for (std::size_t i = 0; i < m_entries.size(); ++i) {
            const auto post = [&](const std::string& term) {
                auto& list = m_postings[term];
                if (list.empty() || list.back() != i) {
                    list.push_back(i);
                }
            };
            for (const auto& sentence : m_entries[i].analysis.sentences) {
                std::istringstream words(sentence.tokens);
                for (std::string word; words >> word;) {
                    post(word);
                }
            }
            for (const auto& mention : m_entries[i].analysis.mentions) {
                post(mention.formula);  // as the store does
            }
        }
    }
    Corpus corpus() const override {
        return {.articles = m_entries.size(),
                .rejects = 0,
                .first_year = 2001,
                .last_year = 2020,
                .fingerprint = "c0ffee"};
    }
    std::vector<Seq> postings(std::string_view norm) const override {
        const auto found = m_postings.find(norm);
        return found == m_postings.end() ? std::vector<Seq>() : found->second;
    }
    std::optional<Facts> facts(Seq seq) const override {
        const Article& a = m_entries.at(seq).article;
        return Facts{a.id, a.year, a.retracted};
    }
    std::optional<Analysis> analysis(Seq seq) const override { return m_entries.at(seq).analysis; }
    std::optional<Article> article(Seq seq) const override { return m_entries.at(seq).article; }

 private:
    std::vector<store::Entry> m_entries;
    std::map<std::string, std::vector<Seq>, std::less<>> m_postings;
};

struct Entry {
    std::string text;
    std::uint64_t count;
    bool material;
    std::vector<float> input;
    std::vector<float> output;
};

inline embed::Embedding model(std::vector<Entry> entries, std::vector<std::string> phrases = {}) {
    std::sort(entries.begin(), entries.end(), [](const Entry& l, const Entry& r) {
        return l.count != r.count ? l.count > r.count : l.text < r.text;
    });
    embed::Spec spec;
    spec.dim = 3;
    embed::Provenance provenance;
    provenance.corpus = "c0ffee";
    provenance.program = "lode test";
    provenance.phrases_per_pass = {phrases.size()};
    std::vector<embed::Word> words;
    std::vector<float> input;
    std::vector<float> output;
    for (const auto& e : entries) {
        words.push_back({e.text, e.count, e.material, e.text == "CoLiO2" ? "LiCoO2" : e.text});
        input.insert(input.end(), e.input.begin(), e.input.end());
        output.insert(output.end(), e.output.begin(), e.output.end());
    }
    return embed::Embedding(spec, provenance, {}, std::move(phrases), words, input, output);
}

// Splits at spaces: what a query analyser does with words that are norms already.
inline std::vector<std::string> split(std::string_view text) {
    std::istringstream words{std::string(text)};
    std::vector<std::string> list;
    for (std::string word; words >> word;) {
        list.push_back(word);
    }
    return list;
}

}  // namespace fixture
