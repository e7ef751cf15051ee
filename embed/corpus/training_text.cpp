#include "embed/corpus/training_text.hpp"

#include <algorithm>
#include <utility>

namespace lode::embed {
namespace {

void sort_by_count(std::vector<Word>& words) {
    std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
        return a.count != b.count ? a.count > b.count : a.text < b.text;
    });
}

std::string_view without_mark(std::string_view word) {
    if (!word.empty() && word.front() == k_material_mark) {
        word.remove_prefix(1);
    }
    return word;
}

}  // namespace

Vocabulary choose_vocabulary(const Sentences& corpus, const Phrases& phrases,
                             const VocabularyOptions& options, Progress& progress,
                             const std::stop_token& stop) {
    WordCounts counts(options.most_words);
    read_sentences(corpus.file, "count words", progress, stop,
                   [&](std::vector<std::string>& words) {
                       phrases.table.join(words);
                       for (const std::string& word : words) {
                           const std::string_view text = without_mark(word);
                           counts.add(text, text.size() < word.size());
                       }
                   });
    Vocabulary result;
    result.prunings = corpus.words.prunings() + counts.prunings();
    for (const auto& [text, count] : counts.words()) {
        const bool material = 2 * count.as_material >= count.count;
        const std::uint32_t least =
            material ? std::min(options.material_min_count, options.min_count) : options.min_count;
        // "</s>" is how fastText writes the end of a line.
        if (count.count < least || text == "</s>") {
            continue;
        }
        Word word{text, count.count, material, {}};
        if (material) {
            word.written = corpus.written.best(text);
        }
        if (word.written.empty()) {
            word.written = text;
        }
        result.words.push_back(std::move(word));
    }
    sort_by_count(result.words);
    return result;
}

TrainInput write_training_text(const Sentences& corpus, const Phrases& phrases,
                               std::vector<Word> vocabulary, Line line, ScratchFile& file,
                               Progress& progress, const std::stop_token& stop) {
    TrainInput result;
    result.text = file.path();
    std::unordered_map<std::string_view, std::size_t> index;
    index.reserve(vocabulary.size());
    for (std::size_t i = 0; i < vocabulary.size(); ++i) {
        vocabulary[i].count = 0;
        index.emplace(vocabulary[i].text, i);
    }
    std::size_t on_line = 0;
    std::string text;
    const auto end_line = [&] {
        if (on_line > 0) {
            text += '\n';
            ++result.lines;
            on_line = 0;
        }
    };
    read_sentences(corpus.file, "write text", progress, stop, [&](std::vector<std::string>& words) {
        if (words.empty() || line == Line::sentence) {
            end_line();
        }
        phrases.table.join(words);
        for (const std::string& word : words) {
            const auto found = index.find(without_mark(word));
            if (found == index.end()) {
                continue;
            }
            if (on_line == k_longest_line) {
                end_line();
            }
            text += on_line > 0 ? " " : "";
            text += found->first;
            ++vocabulary[found->second].count;
            ++on_line;
            ++result.tokens;
        }
        file.write(text);
        text.clear();
    });
    end_line();
    file.write(text);
    file.close();
    index.clear();  // views into the words that are sorted now
    sort_by_count(vocabulary);
    result.vocabulary = std::move(vocabulary);
    return result;
}

}  // namespace lode::embed
