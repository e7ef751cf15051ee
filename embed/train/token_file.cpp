#include "embed/train/token_file.hpp"

#include <string_view>
#include <unordered_map>

#include "core/base/error.hpp"

namespace lode::embed {
namespace {

using Index = std::unordered_map<std::string_view, std::int32_t>;

Index index_of(const std::vector<Word>& vocabulary) {
    Index index;
    index.reserve(vocabulary.size());
    for (const Word& word : vocabulary) {
        if (!index.emplace(word.text, static_cast<std::int32_t>(index.size())).second) {
            throw error("the vocabulary holds the word \"{}\" twice", word.text);
        }
    }
    return index;
}

std::string_view bytes_of(const std::vector<std::int32_t>& ids) {
    return {reinterpret_cast<const char*>(ids.data()), ids.size() * sizeof(std::int32_t)};
}

}  // namespace

TokenFile::TokenFile(const TrainInput& input, Progress& progress, const std::stop_token& stop)
    : m_text(input.text),
      m_file(input.text.parent_path().empty() ? "." : input.text.parent_path(), "ids") {
    const Index index = index_of(input.vocabulary);
    const std::string_view bytes = m_text.bytes();

    constexpr std::size_t k_batch = std::size_t{1} << 16U;
    std::vector<std::int32_t> batch;
    batch.reserve(k_batch + 1);
    Chunk chunk;
    std::uint64_t written = 0;  // numbers, line ends among them
    std::uint64_t words = 0;
    std::size_t on_line = 0;
    const auto put = [&](std::int32_t id) {
        batch.push_back(id);
        ++written;
        if (batch.size() >= k_batch) {
            m_file.write(bytes_of(batch));
            batch.clear();
        }
    };
    const auto end_line = [&](bool last) {
        if (on_line > 0) {
            put(k_line_end);
            on_line = 0;
        }
        const std::uint64_t in_chunk = words - chunk.words_before;
        if (in_chunk >= k_chunk_words || (last && in_chunk > 0)) {
            chunk.end = written;
            chunk.words = in_chunk;
            m_chunks.push_back(chunk);
            chunk = {written, written, words, 0};
        }
    };

    std::size_t at = 0;
    std::size_t next_report = 0;
    while (at < bytes.size()) {
        if (at >= next_report) {
            if (stop.stop_requested()) {
                throw Interrupted("training was stopped; no model was written");
            }
            progress.report({"encode", at, bytes.size(), "bytes", 0, {}});
            next_report = at + (std::size_t{1} << 20U);
        }
        if (bytes[at] == '\n' || bytes[at] == ' ') {
            if (bytes[at] == '\n') {
                end_line(false);
            }
            ++at;
            continue;
        }
        const std::size_t end = std::min(bytes.find_first_of(" \n", at), bytes.size());
        const std::string_view word = bytes.substr(at, end - at);
        const auto found = index.find(word);
        if (found == index.end()) {
            throw error("{}: the word \"{}\" at byte {} is not in the vocabulary",
                        input.text.string(), word.substr(0, 100), at);
        }
        if (on_line == k_longest_line) {
            end_line(false);
        }
        put(found->second);
        ++on_line;
        ++words;
        at = end;
    }
    end_line(true);
    if (words != input.tokens) {
        throw error("{}: the training text holds {} words instead of {}: it was cut or changed",
                    input.text.string(), words, input.tokens);
    }
    m_file.write(bytes_of(batch));
    m_file.close();
    m_text = MappedFile();
    m_mapping = MappedFile(m_file.path());
    const std::string_view mapped = m_mapping.bytes();
    if (mapped.size() != written * sizeof(std::int32_t)) {
        throw error("{}: {} bytes were written but {} are there", m_file.path().string(),
                    written * sizeof(std::int32_t), mapped.size());
    }
    // A mapping begins at a page, so its numbers are aligned.
    m_ids = {reinterpret_cast<const std::int32_t*>(mapped.data()),
             static_cast<std::size_t>(written)};
    progress.finish();
}

}  // namespace lode::embed
