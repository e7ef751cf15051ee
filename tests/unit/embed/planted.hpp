// A made-up corpus with known truths: three topics with their own words and materials.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "embed/corpus/source.hpp"

namespace planted {

using namespace lode;

struct Topic {
    std::string concept_word;
    std::vector<std::string> words;
    std::vector<std::string> materials;
};

inline const std::vector<Topic>& topics() {
    static const std::vector<Topic> k_topics{
        {"thermoelectric", {"seebeck", "thermopower", "zt", "phonon"}, {"Bi2Te3", "PbTe", "SeSn"}},
        {"battery",
         {"cathode", "capacity", "cycling", "lithium"},
         {"CoLiO2", "FeLiO4P", "LiMn2O4"}},
        {"superconductor", {"tc", "meissner", "pairing", "vortex"}, {"B2Mg", "Nb3Sn", "NNb"}},
    };
    return k_topics;
}

struct MemoryArticle {
    std::uint16_t year = 0;
    Analysis analysis;
};

class MemorySource final : public embed::ArticleSource {
 public:
    MemorySource() = default;
    MemorySource(MemorySource&& other) noexcept : list(std::move(other.list)) {}
    std::vector<MemoryArticle> list;
    void for_each(const std::function<bool(const embed::SourceArticle&)>& visit) const override {
        for (const MemoryArticle& article : list) {
            if (!visit({article.year, article.analysis})) {
                return;
            }
        }
    }
    std::uint64_t articles() const override { return list.size(); }
    std::string fingerprint() const override { return "made-up"; }
};

// Adds a sentence; words of `materials` count as formulas written as "written <formula>".
inline void add_sentence(Analysis& analysis, const std::string& tokens, std::uint32_t block,
                         const std::vector<std::string>& materials = {}) {
    const auto number = static_cast<std::uint32_t>(analysis.sentences.size());
    Sentence sentence;
    sentence.block = block;
    sentence.tokens = tokens;
    analysis.sentences.push_back(sentence);
    for (const std::string& formula : materials) {
        Mention mention;
        mention.sentence = number;
        mention.formula = formula;
        mention.written = formula;
        mention.kind = MaterialKind::formula;
        analysis.mentions.push_back(mention);
    }
}

inline const std::string& pick(const std::vector<std::string>& list, std::mt19937& random) {
    return list[random() % list.size()];
}

// Every article keeps to one topic; the filler words are the same for all.
inline MemorySource corpus(std::size_t articles, std::uint32_t seed = 7) {
    static const std::vector<std::string> k_filler{
        "the",    "of",     "a",     "we",    "show",  "sample", "measured", "high",  "low",
        "film",   "growth", "value", "study", "bulk",  "phase",  "method",   "found", "results",
        "<nUm>",  "at",     "with",  ",",     "model", "effect", "strong",   "new",   "recent",
        "system", "data",   "order", "two",   "large", "small",  "field",    "type",  "range"};
    std::mt19937 random(seed);
    MemorySource source;
    for (std::size_t i = 0; i < articles; ++i) {
        const Topic& topic = topics()[i % topics().size()];
        MemoryArticle article;
        article.year = static_cast<std::uint16_t>(2000 + i % 20);
        for (std::uint32_t s = 0; s < 5; ++s) {
            const std::string& material = pick(topic.materials, random);
            std::vector<std::string> words{material, topic.concept_word, pick(topic.words, random),
                                           pick(topic.words, random)};
            for (int k = 0; k < 6; ++k) {
                words.push_back(pick(k_filler, random));
            }
            for (std::size_t k = words.size(); k > 1; --k) {
                std::swap(words[k - 1], words[random() % k]);
            }
            std::string tokens;
            for (const std::string& word : words) {
                tokens += word + ' ';
            }
            add_sentence(article.analysis, tokens + '.', s / 3, {material});
        }
        source.list.push_back(std::move(article));
    }
    return source;
}

// A folder of its own for a test, removed at the end.
class Folder {
 public:
    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "lode-test-embed-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("cannot make " + name);
        }
        m_path = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::filesystem::path operator/(std::string_view name) const { return m_path / name; }
    const std::filesystem::path& path() const { return m_path; }
    bool empty() const { return std::filesystem::is_empty(m_path); }

 private:
    std::filesystem::path m_path;
};

}  // namespace planted
