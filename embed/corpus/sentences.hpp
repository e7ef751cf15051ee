// The first reading of the corpus: sentences go from the store into a plain file, which the later
// passes (phrases, vocabulary, training text) read instead of the store.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file.hpp"
#include "core/base/progress.hpp"
#include "embed/corpus/scratch.hpp"
#include "embed/corpus/source.hpp"
#include "embed/corpus/word_counts.hpp"
#include "embed/vectors/embedding.hpp"

namespace lode::embed {

// In the file, and in the words that read_sentences() gives, a material begins with this byte. No
// token can: bytes up to the blank separate tokens.
inline constexpr char k_material_mark = '\x01';

// The form in which a formula is written most. Memory: one entry for each distinct pair of formula
// and written form in the corpus.
class WrittenForms {
 public:
    void add(const std::string& formula, const std::string& written);
    // Ties by text; "" for a formula never seen.
    std::string best(std::string_view formula) const;

 private:
    std::unordered_map<std::string, std::map<std::string, std::uint64_t>, StringHash,
                       std::equal_to<>>
        m_forms;
};

struct Sentences {
    ScratchFile file;  // a sentence a line, an empty line after each block
    WordCounts words;
    WrittenForms written;
    // Of the articles that were taken:
    std::uint64_t articles = 0;
    std::uint64_t articles_without_year = 0;  // not taken because of until_year
    std::uint64_t articles_too_late = 0;      // not taken because of until_year
    std::uint64_t sentences = 0;
    std::uint64_t tokens = 0;
    std::uint16_t first_year = 0;
    std::uint16_t last_year = 0;

    Sentences(const std::filesystem::path& scratch, std::size_t most_words)
        : file(scratch, "sentences"), words(most_words) {}
};

// Fills `sentences` from the articles of a year up to `until_year` (0: from all).
void collect(Sentences& sentences, const ArticleSource& source, std::uint16_t until_year,
             Progress& progress, const std::stop_token& stop);

// Reads the file of a Sentences again. `visit` gets the words of a sentence and may change them; an
// empty vector stands for the end of a block. Throws Interrupted on stop.
void read_sentences(const ScratchFile& file, std::string_view stage, Progress& progress,
                    const std::stop_token& stop,
                    const std::function<void(std::vector<std::string>&)>& visit);

}  // namespace lode::embed
