// Where readers of corpora/lexicons/*.tsv get their text: compiled in, or from a folder of the
// user's
// (--lexicons DIR), file by file: a file missing there is taken from the program.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lode {

class LexiconSource {
 public:
    LexiconSource() = default;  // compiled in
    explicit LexiconSource(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    // file: "units.tsv"
    std::string text(std::string_view file) const;

 private:
    std::filesystem::path m_folder;
};

// The rows of a lexicon: tab-separated, UTF-8; empty lines and lines beginning with '#' are
// skipped, so is trailing white space. `columns` is the least number of columns a row needs; a
// shorter row is an Error naming file and line.
std::vector<std::vector<std::string>> read_lexicon(const LexiconSource& source,
                                                   std::string_view file, std::size_t columns);

// Digest over the text of every lexicon that articles are read with: part of what shaped a store. A
// lexicon with a line "# Of questions alone: ..." is not among them; it may change under a store.
std::string lexicon_digest(const LexiconSource& source);

}  // namespace lode
