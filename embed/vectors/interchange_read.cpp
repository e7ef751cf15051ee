#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/string_map.hpp"
#include "core/text/unicode.hpp"
#include "embed/vectors/fasttext_layout.hpp"
#include "embed/vectors/interchange.hpp"

namespace lode::embed {
namespace {

static_assert(std::endian::native == std::endian::little, "the formats are little-endian");

constexpr std::uint64_t k_most_dimensions = 65536;
constexpr std::int32_t k_longest_subword = 64;  // fastText's own is 6
constexpr const char* k_known = "read are word2vec text and binary, and fastText's .bin";

// Gathers rows; what is true of every format is checked here.
class Rows {
 public:
    Rows(VectorFile& file, std::string_view what) : m_file(file), m_what(what) {}

    // `place` counts words or lines, from 1. False where the word is left out.
    bool add(std::string_view word, std::uint64_t place) {
        if (word.empty()) {
            ++m_file.left_out["empty"];
            return false;
        }
        if (!text::is_valid_utf8(word)) {
            ++m_file.left_out["not UTF-8"];
            return false;
        }
        if (std::any_of(word.begin(), word.end(),
                        [](char c) { return static_cast<unsigned char>(c) <= 0x20; })) {
            ++m_file.left_out["holds a blank or control character"];
            return false;
        }
        const auto [known, fresh] = m_places.emplace(word, place);
        if (!fresh) {
            throw error("{} {}: the word \"{}\" is there twice, first in {} {}", m_what, place,
                        word, m_what, known->second);
        }
        m_file.words.emplace_back(word);
        return true;
    }
    void numbers(std::span<const float> row, std::uint64_t place, std::vector<float>& to) const {
        const auto bad =
            std::find_if(row.begin(), row.end(), [](float x) { return !std::isfinite(x); });
        if (bad != row.end()) {
            throw error("{} {}: number {} is not finite", m_what, place, bad - row.begin() + 1);
        }
        to.insert(to.end(), row.begin(), row.end());
    }

 private:
    VectorFile& m_file;
    std::string_view m_what;
    std::unordered_map<std::string, std::uint64_t, StringHash, std::equal_to<>> m_places;
};

template <class T>
std::optional<T> parsed(std::string_view text) {
    T value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

// Cuts off the front what stands before the separator; the separator goes too.
std::string_view cut(std::string_view& rest, char separator) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

struct Head {
    std::uint64_t words = 0;
    std::uint64_t dim = 0;
};

// "words dim" of word2vec; nothing where the line is no such thing.
std::optional<Head> read_head(std::string_view line) {
    while (line.ends_with('\r') || line.ends_with(' ')) {
        line.remove_suffix(1);
    }
    const auto words = parsed<std::uint64_t>(cut(line, ' '));
    const auto dim = parsed<std::uint64_t>(line);
    if (!words || !dim) {
        return std::nullopt;
    }
    return Head{*words, *dim};
}

// The numbers of one line of text, behind the word.
void read_line(std::string_view rest, std::uint64_t line, std::vector<float>& row) {
    std::size_t column = 0;
    while (column < row.size()) {
        if (rest.empty()) {
            throw error("line {}: {} numbers instead of {}", line, column, row.size());
        }
        const std::string_view field = cut(rest, ' ');
        const auto value = parsed<float>(field);
        if (!value) {
            throw error("line {}: \"{}\" (number {}) is no number", line, field.substr(0, 40),
                        column + 1);
        }
        row[column++] = *value;
    }
    if (!rest.empty()) {
        throw error("line {}: more than {} numbers, or a word with a blank in it", line,
                    row.size());
    }
}

void read_text(std::string_view rest, const Head& head, VectorFile& file) {
    file.format = "word2vec text";
    Rows rows(file, "line");
    std::vector<float> row(file.dim);
    std::uint64_t line = 1;
    while (!rest.empty()) {
        ++line;
        if (rest.find('\n') == std::string_view::npos) {
            throw error("line {}: the file is cut: the line has no end", line);
        }
        std::string_view text = cut(rest, '\n');
        while (text.ends_with('\r') || text.ends_with(' ')) {
            text.remove_suffix(1);
        }
        if (line - 1 > head.words) {
            throw error("line {}: the first line promises {} words, here is one more", line,
                        head.words);
        }
        const std::string_view word = cut(text, ' ');
        read_line(text, line, row);
        if (rows.add(word, line)) {
            rows.numbers(row, line, file.input);
        }
    }
    if (line - 1 != head.words) {
        throw error("the file is cut: {} words instead of the {} that the first line promises",
                    line - 1, head.words);
    }
}

void read_binary(std::string_view rest, const Head& head, VectorFile& file) {
    file.format = "word2vec binary";
    Rows rows(file, "word");
    std::vector<float> row(file.dim);
    const std::size_t row_bytes = row.size() * sizeof(float);
    for (std::uint64_t i = 1; i <= head.words; ++i) {
        // word2vec.c ends a row with a line end, others do not.
        if (rest.starts_with('\n')) {
            rest.remove_prefix(1);
        }
        const std::size_t blank = rest.find(' ');
        if (blank == std::string_view::npos || rest.size() - blank - 1 < row_bytes) {
            throw error("word {}: the file is cut: the first line promises {} words", i,
                        head.words);
        }
        const std::string_view word = rest.substr(0, blank);
        std::memcpy(row.data(), rest.data() + blank + 1, row_bytes);
        rest.remove_prefix(blank + 1 + row_bytes);
        if (rows.add(word, i)) {
            rows.numbers(row, i, file.input);
        }
    }
    if (!rest.empty() && rest != "\n") {
        throw error("{} bytes follow the last of the {} words", rest.size(), head.words);
    }
}

// Is what follows the first line text? As many bytes as a binary row would take decide: floats are
// all but certain to hold control characters or bytes that are not UTF-8.
bool is_text(std::string_view rest, std::size_t dim) {
    const std::size_t word = std::min(rest.find(' '), rest.size());
    std::string_view sample = rest.substr(0, word + 1 + dim * sizeof(float));
    if (std::any_of(sample.begin(), sample.end(), [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t';
        })) {
        return false;
    }
    // Behind the word; the sample may end inside a character of a later word.
    sample.remove_prefix(std::min(word, sample.size()));
    const std::size_t end = sample.find_last_of(" \n");
    return end == std::string_view::npos || text::is_valid_utf8(sample.substr(0, end));
}

void read_word2vec(std::string_view bytes, VectorFile& file) {
    std::string_view rest = bytes;
    const std::string_view first = rest.substr(0, std::min<std::size_t>(rest.find('\n'), 64));
    const auto head = read_head(first);
    if (!head || rest.find('\n') > 64) {
        throw Error("byte 0: this begins like no file of vectors", k_known);
    }
    if (head->dim == 0 || head->dim > k_most_dimensions) {
        throw error("line 1: vectors of {} dimensions are not read (1 to {})", head->dim,
                    k_most_dimensions);
    }
    cut(rest, '\n');
    file.dim = static_cast<std::uint32_t>(head->dim);
    // The promise is not believed before the bytes are there.
    const std::uint64_t room = rest.size() / (2 * head->dim);  // a digit and a blank at least
    file.words.reserve(std::min(head->words, room));
    file.input.reserve(std::min(head->words, room) * head->dim);
    if (is_text(rest, head->dim)) {
        read_text(rest, *head, file);
    } else {
        read_binary(rest, *head, file);
    }
}

// Reads a fastText model from front to back.
class FastTextReader {
 public:
    FastTextReader(std::string_view bytes, VectorFile& file) : m_bytes(bytes), m_file(file) {}

    void read() {
        m_file.format = "fastText";
        read_settings();
        read_dictionary();
        const auto input = matrix(
            static_cast<std::uint64_t>(m_words) + static_cast<std::uint64_t>(m_bucket), "input");
        std::string_view output;
        if (m_loss == fasttext_layout::k_negative_sampling) {
            output = matrix(static_cast<std::uint64_t>(m_words), "output");
        }
        gather(input, output);
    }

 private:
    template <class T>
    T take(const char* what) {
        T value;
        if (m_bytes.size() - m_at < sizeof(T)) {
            throw error("byte {}: the file is cut in its {}", m_at, what);
        }
        std::memcpy(&value, m_bytes.data() + m_at, sizeof(T));
        m_at += sizeof(T);
        return value;
    }

    void read_settings() {
        m_at = 4;
        const auto version = take<std::int32_t>("head");
        if (version != fasttext_layout::k_version && version != 11) {
            throw error("byte 4: version {} of fastText's format is not read (11, 12)", version);
        }
        const auto dim = take<std::int32_t>("settings");
        for (int i = 0; i < 5; ++i) {
            take<std::int32_t>("settings");  // window, epochs, min count, negatives, word n-grams
        }
        m_loss = take<std::int32_t>("settings");
        const auto model = take<std::int32_t>("settings");
        m_bucket = take<std::int32_t>("settings");
        m_minn = take<std::int32_t>("settings");
        m_maxn = take<std::int32_t>("settings");
        take<std::int32_t>("settings");
        take<double>("settings");
        if (dim < 1 || dim > static_cast<std::int32_t>(k_most_dimensions) || m_bucket < 0 ||
            m_minn < 0 || m_maxn < 0 || m_maxn > k_longest_subword) {
            throw error("byte 8: settings that cannot be ({} dimensions, {} buckets)", dim,
                        m_bucket);
        }
        if (model == fasttext_layout::k_supervised) {
            throw Error(
                "byte 36: this is a classifier of fastText, whose vectors are not those of "
                "words in text");
        }
        m_file.dim = static_cast<std::uint32_t>(dim);
    }

    void read_dictionary() {
        const std::size_t begin = m_at;
        const auto size = take<std::int32_t>("dictionary");
        m_words = take<std::int32_t>("dictionary");
        const auto labels = take<std::int32_t>("dictionary");
        take<std::int64_t>("dictionary");
        const auto pruned = take<std::int64_t>("dictionary");
        if (size < 0 || m_words < 0 || labels != 0 || m_words != size || pruned > 0) {
            throw error(
                "byte {}: a dictionary of {} entries with {} words, {} labels and {} "
                "pruned subwords is not read",
                begin, size, m_words, labels, pruned);
        }
        Rows rows(m_file, "word");
        for (std::int32_t i = 0; i < size; ++i) {
            const std::size_t end = m_bytes.find('\0', m_at);
            if (end == std::string_view::npos) {
                throw error("byte {}: the file is cut in its dictionary (word {} of {})", m_at,
                            i + 1, size);
            }
            const std::string_view word = m_bytes.substr(m_at, end - m_at);
            m_at = end + 1;
            const auto count = take<std::int64_t>("dictionary");
            take<std::int8_t>("dictionary");
            if (count < 0) {
                throw error("byte {}: the count of word {} is negative", m_at - 9, i + 1);
            }
            m_kept.push_back(rows.add(word, static_cast<std::uint64_t>(i) + 1));
            if (m_kept.back()) {
                m_file.counts.push_back(static_cast<std::uint64_t>(count));
            }
        }
    }

    // The cells of a matrix; checks its size against what the dictionary calls for.
    std::string_view matrix(std::uint64_t rows, const char* what) {
        const std::size_t begin = m_at;
        if (take<std::uint8_t>(what) != 0) {
            throw error("byte {}: the {} vectors are quantised (.ftz), which is not read", begin,
                        what);
        }
        const auto m = take<std::int64_t>(what);
        const auto n = take<std::int64_t>(what);
        if (m < 0 || static_cast<std::uint64_t>(m) != rows || n != m_file.dim) {
            throw error("byte {}: the {} matrix is {} x {} instead of {} x {}", begin, what, m, n,
                        rows, m_file.dim);
        }
        const std::uint64_t row_bytes = std::uint64_t{m_file.dim} * sizeof(float);
        if (rows > (m_bytes.size() - m_at) / row_bytes) {
            throw error(
                "byte {}: the file is cut in its {} vectors: {} bytes are left for {} rows "
                "of {}",
                m_at, what, m_bytes.size() - m_at, rows, m_file.dim);
        }
        const std::string_view cells = m_bytes.substr(m_at, rows * row_bytes);
        m_at += cells.size();
        return cells;
    }

    void row(std::string_view cells, std::uint64_t index, std::vector<float>& to) const {
        std::memcpy(to.data(), cells.data() + index * to.size() * sizeof(float),
                    to.size() * sizeof(float));
    }

    // fastText's rows of subwords: character n-grams of "<word>", by their FNV-1a hash
    // (dictionary.cc; bytes enter the hash with their sign).
    std::vector<std::uint64_t> subwords(const std::string& word) const {
        std::vector<std::uint64_t> found;
        if (word == "</s>" || m_bucket == 0) {
            return found;
        }
        const std::string text = "<" + word + ">";
        const auto begins = [&](std::size_t i) {
            return (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        };
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (!begins(i)) {
                continue;
            }
            std::uint32_t hash = 2166136261U;
            std::size_t j = i;
            for (std::int32_t n = 1; j < text.size() && n <= m_maxn; ++n) {
                do {
                    hash ^= static_cast<std::uint32_t>(static_cast<std::int8_t>(text[j]));
                    hash *= 16777619U;
                    ++j;
                } while (j < text.size() && !begins(j));
                if (n >= m_minn && !(n == 1 && (i == 0 || j == text.size()))) {
                    found.push_back(static_cast<std::uint64_t>(m_words) +
                                    hash % static_cast<std::uint32_t>(m_bucket));
                }
            }
        }
        return found;
    }

    void gather(std::string_view input, std::string_view output) {
        const Rows rows(m_file, "word");
        std::vector<float> own(m_file.dim);
        std::vector<float> part(m_file.dim);
        std::size_t next = 0;  // in m_file.words
        for (std::uint64_t i = 0; i < m_kept.size(); ++i) {
            if (!m_kept[i]) {
                continue;
            }
            row(input, i, own);
            const auto more = subwords(m_file.words[next++]);
            for (const std::uint64_t index : more) {
                row(input, index, part);
                std::transform(own.begin(), own.end(), part.begin(), own.begin(), std::plus<>());
            }
            const float share = 1.0F / static_cast<float>(more.size() + 1);
            std::transform(own.begin(), own.end(), own.begin(), [&](float x) { return x * share; });
            rows.numbers(own, i + 1, m_file.input);
            if (!output.empty()) {
                row(output, i, own);
                rows.numbers(own, i + 1, m_file.output);
            }
        }
    }

    std::string_view m_bytes;
    VectorFile& m_file;
    std::size_t m_at = 0;
    std::int32_t m_loss = 0, m_bucket = 0, m_minn = 0, m_maxn = 0, m_words = 0;
    std::vector<bool> m_kept;  // by word of the dictionary
};

}  // namespace

VectorFile read_vector_file(const std::filesystem::path& path) {
    const MappedFile mapped(path);
    const std::string_view bytes = mapped.bytes();
    VectorFile file;
    try {
        std::int32_t magic = 0;
        if (bytes.size() >= sizeof(magic)) {
            std::memcpy(&magic, bytes.data(), sizeof(magic));
        }
        if (magic == fasttext_layout::k_magic) {
            FastTextReader(bytes, file).read();
        } else {
            read_word2vec(bytes, file);
        }
        if (file.words.empty()) {
            throw Error("there is no word in it");
        }
    } catch (const Error& problem) {
        throw Error(fmt::format("{}: {}", path.string(), problem.what()), problem.hint());
    }
    return file;
}

}  // namespace lode::embed
