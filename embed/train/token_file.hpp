// The training text as numbers of words, in a file that is mapped.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/file.hpp"
#include "core/base/progress.hpp"
#include "embed/corpus/scratch.hpp"
#include "embed/train/trainer.hpp"

namespace lode::embed {

// Reads the text once; each pass of training then reads 4 bytes a word instead of looking words up.
// The file lies beside the text and is removed with this object. Blanks and line ends may repeat
// and the last line may lack its end; empty lines vanish, lines beyond k_longest_line words are cut
// there. Error where a word is not in the
// vocabulary, where a word is in the vocabulary twice, or where the number of words is not
// input.tokens (a text that was cut or changed).
class TokenFile {
 public:
    TokenFile(const TrainInput& input, Progress& progress, const std::stop_token& stop);

    // A run of whole lines, the unit that threads take: k_chunk_words words, or one longer line.
    struct Chunk {
        std::uint64_t begin = 0;         // in ids()
        std::uint64_t end = 0;           // ids()[end - 1] is k_line_end
        std::uint64_t words_before = 0;  // words of the text before it
        std::uint64_t words = 0;
    };
    static constexpr std::int32_t k_line_end = -1;
    static constexpr std::uint64_t k_chunk_words = 16'384;

    std::span<const std::int32_t> ids() const noexcept { return m_ids; }
    const std::vector<Chunk>& chunks() const noexcept { return m_chunks; }

    static std::uint64_t memory_bytes(std::uint64_t words, std::uint64_t lines) {
        return (words + lines) * sizeof(std::int32_t);
    }

 private:
    MappedFile m_text;  // opened first: without a text no file is made
    ScratchFile m_file;
    MappedFile m_mapping;
    std::span<const std::int32_t> m_ids;
    std::vector<Chunk> m_chunks;
};

}  // namespace lode::embed
