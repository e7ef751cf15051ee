#include "embed/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/string_map.hpp"
#include "core/chem/formula.hpp"
#include "embed/corpus/phrase_finder.hpp"
#include "embed/corpus/sentences.hpp"
#include "embed/corpus/training_text.hpp"

namespace lode::embed {
namespace {

using Places =
    std::unordered_map<std::string, std::size_t, StringHash, std::equal_to<>>;  // word -> row

Places places(const std::vector<std::string>& words) {
    Places map;
    map.reserve(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        map.emplace(words[i], i);
    }
    return map;
}

bool is_phrase(std::string_view word) {
    const std::size_t at = word.find('_', 1);
    return at != std::string_view::npos && at + 1 < word.size() && word.front() != '_' &&
           word.back() != '_';
}

// "" where the word does not look like a formula.
std::string canonical_form(const std::string& word) {
    if (!chem::looks_like_formula(word)) {
        return {};
    }
    const auto composition = chem::parse_formula(word);
    return composition ? chem::canonical(*composition) : std::string();
}

// The words of the file as a model has them, still in the order of the file.
std::vector<Word> model_words(const VectorFile& file, std::uint64_t& renamed) {
    std::vector<Word> words;
    words.reserve(file.words.size());
    StringSet taken(file.words.begin(), file.words.end());
    for (std::size_t i = 0; i < file.words.size(); ++i) {
        Word word{file.words[i], file.counts.empty() ? 0 : file.counts[i], false, file.words[i]};
        const std::string formula = canonical_form(word.text);
        word.material = formula == word.text;
        if (!formula.empty() && !word.material && taken.insert(formula).second) {
            word.text = formula;
            word.material = true;
            ++renamed;
        }
        words.push_back(std::move(word));
    }
    return words;
}

// Two equal passes: the second joins what the first has joined ("fuel_cell" + "stack").
Phrases model_phrases(const std::vector<Word>& words) {
    std::vector<std::string> list;
    for (const Word& word : words) {
        if (is_phrase(word.text)) {
            list.push_back(word.text);
        }
    }
    std::sort(list.begin(), list.end());
    Phrases phrases;
    for (int pass = 0; pass < 2 && !list.empty(); ++pass) {
        phrases.table.add_pass(list);
        phrases.passes.push_back(list);
    }
    return phrases;
}

std::uint64_t count_in_corpus(const ArticleSource& corpus, const Phrases& phrases,
                              const std::filesystem::path& scratch, std::vector<Word>& words,
                              Provenance& provenance, Progress& progress,
                              const std::stop_token& stop) {
    Sentences sentences(scratch, WordCounts::k_default_limit);
    collect(sentences, corpus, 0, progress, stop);
    VocabularyOptions every;
    every.min_count = 1;
    every.material_min_count = 1;
    const Vocabulary found = choose_vocabulary(sentences, phrases, every, progress, stop);
    std::unordered_map<std::string_view, const Word*> index;
    for (const Word& word : found.words) {
        index.emplace(word.text, &word);
    }
    std::uint64_t known = 0;
    for (Word& word : words) {
        const auto seen = index.find(word.text);
        word.count = 0;
        if (seen == index.end()) {
            continue;
        }
        ++known;
        word.count = seen->second->count;
        word.material = seen->second->material;
        word.written = seen->second->written;
    }
    provenance.articles = sentences.articles;
    provenance.sentences = sentences.sentences;
    provenance.tokens = sentences.tokens;
    provenance.first_year = sentences.first_year;
    provenance.last_year = sentences.last_year;
    provenance.vocabulary_prunings = found.prunings;
    return known;
}

// Output vectors in the order of the words of `file`.
std::vector<float> output_rows(const VectorFile& file, const VectorFile& output,
                               std::uint64_t& missing) {
    if (output.dim != file.dim) {
        throw error("the output vectors have {} dimensions, the input vectors {}", output.dim,
                    file.dim);
    }
    const Places rows = places(output.words);
    std::vector<float> cells(file.words.size() * file.dim, 0.0F);
    for (std::size_t i = 0; i < file.words.size(); ++i) {
        const auto row = rows.find(file.words[i]);
        if (row == rows.end()) {
            ++missing;
            continue;
        }
        std::copy_n(output.input.begin() + static_cast<std::ptrdiff_t>(row->second * file.dim),
                    file.dim, cells.begin() + static_cast<std::ptrdiff_t>(i * file.dim));
    }
    if (missing == file.words.size()) {
        throw Error("the file of output vectors has none of the words of the input vectors");
    }
    return cells;
}

std::vector<float> in_order(const std::vector<float>& rows, const std::vector<std::size_t>& order,
                            std::size_t dim) {
    std::vector<float> cells;
    cells.reserve(rows.size());
    for (const std::size_t i : order) {
        const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(i * dim);
        cells.insert(cells.end(), begin, begin + static_cast<std::ptrdiff_t>(dim));
    }
    return cells;
}

std::uint64_t reachable_words(const Embedding& model, const text::Analyser& analyser) {
    std::uint64_t reached = 0;
    for (const Word& word : model.words()) {
        std::string typed = word.text;
        if (is_phrase(typed)) {
            std::replace(typed.begin(), typed.end(), '_', ' ');
        }
        const auto terms = model.join_phrases(analyser.query_terms(typed));
        reached += terms.size() == 1 && terms.front() == word.text ? 1U : 0U;
    }
    return reached;
}

}  // namespace

Import import_vectors(VectorFile file, std::optional<VectorFile> output,
                      const text::Analyser& analyser, const ArticleSource* corpus,
                      const ImportOptions& options, Progress& progress, std::stop_token stop) {
    std::uint64_t renamed = 0;
    std::uint64_t missing = 0;
    std::uint64_t known = 0;
    std::vector<Word> words = model_words(file, renamed);
    const Phrases phrases = model_phrases(words);

    Provenance provenance;
    provenance.program = "lode " LODE_VERSION;
    for (const auto& pass : phrases.passes) {
        provenance.phrases_per_pass.push_back(pass.size());
    }
    if (corpus != nullptr) {
        known =
            count_in_corpus(*corpus, phrases, options.scratch, words, provenance, progress, stop);
    }

    Spec spec;
    spec.trainer = "imported";
    spec.dim = file.dim;
    spec.window = spec.negative = spec.epochs = spec.min_count = spec.threads = 0;
    spec.learning_rate = spec.subsample = spec.phrase_threshold = 0;
    spec.seed = 0;
    spec.phrase_passes = spec.phrase_min_count = 0;
    spec.extra["imported"] = fmt::format("{} ({})", options.name, file.format);
    if (output) {
        file.output = output_rows(file, *output, missing);
    }
    spec.extra["output_vectors"] = file.output.empty() ? "input" : "file";
    if (file.output.empty()) {
        file.output = file.input;
    }

    std::vector<std::size_t> order(words.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return words[a].count != words[b].count ? words[a].count > words[b].count
                                                : words[a].text < words[b].text;
    });
    std::vector<Word> sorted;
    sorted.reserve(words.size());
    for (const std::size_t i : order) {
        sorted.push_back(std::move(words[i]));
    }
    std::vector<std::string> all_phrases;
    for (const auto& pass : phrases.passes) {
        all_phrases.insert(all_phrases.end(), pass.begin(), pass.end());
    }
    Embedding model(std::move(spec), std::move(provenance), analyser.settings(),
                    std::move(all_phrases), std::move(sorted),
                    in_order(file.input, order, file.dim), in_order(file.output, order, file.dim));
    const std::uint64_t reachable = reachable_words(model, analyser);
    return {std::move(model), std::move(file.left_out), renamed, missing, known, reachable};
}

}  // namespace lode::embed
