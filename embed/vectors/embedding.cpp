#include "embed/vectors/embedding.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "embed/vectors/describe.hpp"
#include "embed/vectors/length.hpp"

namespace lode::embed {
namespace {

bool has_blank(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
}

void check_words(const std::vector<Word>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Word& word = words[i];
        if (word.text.empty() || has_blank(word.text)) {
            throw error("word {} of the vocabulary is empty or holds a blank: \"{}\"", i,
                        word.text);
        }
        if (word.written.find_first_of("\t\n\r") != std::string::npos) {
            throw error("the written form of \"{}\" holds a tab or line break", word.text);
        }
        if (i > 0) {
            const Word& before = words[i - 1];
            if (before.count < word.count ||
                (before.count == word.count && before.text >= word.text)) {
                throw error("the vocabulary is not in order at word {} (\"{}\")", i, word.text);
            }
        }
    }
}

}  // namespace

Embedding::Matrices Embedding::own(std::vector<float> input, std::vector<float> output) {
    struct Owner {
        std::vector<float> input;
        std::vector<float> output;
    };
    auto owner = std::make_shared<const Owner>(Owner{std::move(input), std::move(output)});
    return {owner->input, owner->output, owner};
}

Embedding::Embedding(Spec spec, Provenance provenance, text::AnalyserSettings analyser,
                     std::vector<std::string> phrases, std::vector<Word> words,
                     std::vector<float> input, std::vector<float> output)
    : Embedding(std::move(spec), std::move(provenance), analyser, std::move(phrases),
                std::move(words), own(std::move(input), std::move(output)), std::string()) {}

Embedding::Embedding(Spec spec, Provenance provenance, text::AnalyserSettings analyser,
                     std::vector<std::string> phrases, std::vector<Word> words, Matrices matrices,
                     std::string fingerprint)
    : m_spec(std::move(spec)),
      m_provenance(std::move(provenance)),
      m_analyser(analyser),
      m_phrases(std::move(phrases)),
      m_words(std::move(words)),
      m_matrices(std::move(matrices)),
      m_fingerprint(std::move(fingerprint)) {
    const std::size_t cells = m_words.size() * dim();
    if (m_matrices.input.size() != cells || m_matrices.output.size() != cells) {
        throw error("{} words of {} dimensions need {} numbers a matrix, but there are {} and {}",
                    m_words.size(), dim(), cells, m_matrices.input.size(),
                    m_matrices.output.size());
    }
    check_words(m_words);
    m_index.reserve(m_words.size());
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        if (!m_index.emplace(m_words[i].text, static_cast<std::uint32_t>(i)).second) {
            throw error("the word \"{}\" is in the vocabulary twice", m_words[i].text);
        }
    }
    std::size_t next = 0;
    for (const std::uint64_t count : m_provenance.phrases_per_pass) {
        if (count > m_phrases.size() - next) {
            throw error("the passes claim more phrases than the {} there are", m_phrases.size());
        }
        const auto begin = m_phrases.begin() + static_cast<std::ptrdiff_t>(next);
        m_phrase_table.add_pass({begin, begin + static_cast<std::ptrdiff_t>(count)});
        next += count;
    }
    if (next != m_phrases.size()) {
        throw error("{} of {} phrases belong to no pass", m_phrases.size() - next,
                    m_phrases.size());
    }
    m_inverse_norms.reserve(m_words.size());
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        const double norm = length(input(static_cast<std::uint32_t>(i)));
        m_inverse_norms.push_back(norm > 0 ? static_cast<float>(1.0 / norm) : 0.0F);
    }
    if (m_fingerprint.empty()) {
        m_fingerprint = compute_fingerprint();
    }
}

std::optional<std::uint32_t> Embedding::find(std::string_view word) const {
    const auto found = m_index.find(word);
    return found == m_index.end() ? std::nullopt : std::optional(found->second);
}

std::span<const float> Embedding::input(std::uint32_t word) const {
    return m_matrices.input.subspan(std::size_t{word} * dim(), dim());
}

std::span<const float> Embedding::output(std::uint32_t word) const {
    return m_matrices.output.subspan(std::size_t{word} * dim(), dim());
}

std::vector<std::string> Embedding::join_phrases(const std::vector<std::string>& norms) const {
    std::vector<std::string> joined = norms;
    m_phrase_table.join(joined);
    return joined;
}

void Embedding::write_vec(const std::filesystem::path& path, bool output) const {
    AtomicFile file(path);
    write_vec([&](std::string_view piece) { file.write(piece); }, output);
    file.commit();
}

void Embedding::write_vec(const std::function<void(std::string_view)>& write, bool output) const {
    write(fmt::format("{} {}\n", size(), dim()));
    std::string line;
    std::array<char, 32> digits{};
    for (std::uint32_t i = 0; i < size(); ++i) {
        line = m_words[i].text;
        for (const float x : output ? this->output(i) : input(i)) {
            line += ' ';
            // Without a precision to_chars gives the shortest text that reads back as the same
            // float.
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), x);
            line.append(digits.data(), end.ptr);
        }
        line += '\n';
        write(line);
    }
}

double cosine(std::span<const float> a, std::span<const float> b) {
    if (a.size() != b.size()) {
        throw error("vectors of {} and {} dimensions have no cosine", a.size(), b.size());
    }
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    const double norms = length(a) * length(b);
    return norms > 0 ? sum / norms : 0;
}

}  // namespace lode::embed
