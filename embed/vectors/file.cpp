// The model file, version 1. Numbers are little-endian.
//
//   0   8 bytes  magic "LODEVEC" and a byte 0
//   8   u32      version (1)
//   12  u32      reserved, 0
//   16  u64      size of the whole file
//   24  u64      size of the description (JSON, UTF-8), which begins at 64
//   32  u64      size of the word list, which follows the description
//   40  u64      offset of the input matrix, a multiple of 64
//   48  u64      offset of the output matrix, a multiple of 64
//   56  u64      reserved, 0
//   64           description, word list, zeros, input matrix, zeros, output matrix
//   end 16 bytes XXH3-128 of everything before them: high half, low half
//
// Matrices are float32, row-major, words x dim. History: 1, the first.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "embed/vectors/describe.hpp"
#include "embed/vectors/embedding.hpp"

namespace lode::embed {
namespace {

static_assert(std::endian::native == std::endian::little, "the model file is little-endian");
static_assert(sizeof(float) == 4 && std::numeric_limits<float>::is_iec559);

constexpr std::string_view k_magic{"LODEVEC\0", 8};
constexpr std::uint32_t k_version = 1;
constexpr std::size_t k_trailer = 16;
constexpr const char* k_rebuild = "build the model again: lode embed --force";

struct Head {
    char magic[8] = {};
    std::uint32_t version = 0;
    std::uint32_t reserved = 0;
    std::uint64_t file_size = 0;
    std::uint64_t description = 0;
    std::uint64_t words = 0;
    std::uint64_t input = 0;
    std::uint64_t output = 0;
    std::uint64_t reserved_too = 0;
};
static_assert(sizeof(Head) == 64);

template <class T>
std::string_view bytes_of(const T& value) {
    return {reinterpret_cast<const char*>(&value), sizeof(T)};
}

std::string_view bytes_of(std::span<const float> values) {
    return {reinterpret_cast<const char*>(values.data()), values.size_bytes()};
}

std::uint64_t aligned(std::uint64_t offset) {
    return (offset + 63) / 64 * 64;
}

// Writes and digests in one go.
class Sink {
 public:
    explicit Sink(const fs::path& path) : m_file(path) {}
    void put(std::string_view bytes) {
        // In pieces: AtomicFile buffers what it is given.
        for (std::size_t at = 0; at < bytes.size(); at += k_piece) {
            const std::string_view piece = bytes.substr(at, k_piece);
            m_digest.add(piece);
            m_file.write(piece);
        }
        m_size += bytes.size();
    }
    void pad_to(std::uint64_t offset) {
        put(std::string(static_cast<std::size_t>(offset - m_size), '\0'));
    }
    void commit() {
        const Digest128 digest = m_digest.result();
        m_file.write(bytes_of(digest.high));
        m_file.write(bytes_of(digest.low));
        m_file.commit();
    }

 private:
    static constexpr std::size_t k_piece = std::size_t{1} << 20;
    AtomicFile m_file;
    Digester m_digest;
    std::uint64_t m_size = 0;
};

// Sentences whose reading covers formulas, numbers, case, hyphens and acronyms.
constexpr std::string_view k_samples[] = {
    "LiCoO2 cathodes for lithium-ion batteries",
    "The Seebeck coefficient of Bi2Te3 reached 220 at 300 K.",
    "X-ray diffraction of La0.7Sr0.3MnO3 thin films",
    "Solid oxide fuel cells with a BaZr0.8Y0.2O3 electrolyte",
};

std::vector<std::string> terms(const Embedding& model, const text::Analyser& analyser,
                               std::string_view sample) {
    return model.join_phrases(analyser.query_terms(sample));
}

SelfTest make_self_test(const Embedding& model) {
    SelfTest test;
    const text::Analyser analyser({}, model.analyser());
    for (const std::string_view sample : k_samples) {
        test.samples.push_back({std::string(sample), terms(model, analyser, sample)});
    }
    const auto& words = model.words();
    const auto material =
        std::find_if(words.begin(), words.end(), [](const Word& w) { return w.material; });
    const auto query = static_cast<std::uint32_t>(
        material == words.end() ? 0 : std::distance(words.begin(), material));
    if (model.size() > 1) {
        const auto found = nearest(model, model.input(query), 1, {{query}}, false);
        if (!found.empty()) {
            test.query = words[query].text;
            test.neighbour = words[found[0].word].text;
            test.cosine = static_cast<double>(found[0].score);
        }
    }
    return test;
}

void run_self_test(const Embedding& model, const SelfTest& test) {
    const text::Analyser analyser({}, model.analyser());
    for (const SelfTest::Sample& sample : test.samples) {
        const auto now = terms(model, analyser, sample.text);
        if (now != sample.terms) {
            throw Error(fmt::format("the analyser reads \"{}\" as \"{}\", but the model was "
                                    "trained on \"{}\"",
                                    sample.text, fmt::join(now, " "), fmt::join(sample.terms, " ")),
                        k_rebuild);
        }
    }
    if (test.query.empty()) {
        return;
    }
    const auto query = model.find(test.query);
    const auto neighbour = model.find(test.neighbour);
    if (!query || !neighbour) {
        throw Error("the words of the self-test are not in the vocabulary", k_rebuild);
    }
    // Another compiler may round the last digits differently, so a tie may fall the other way.
    constexpr double k_tolerance = 1e-4;
    const double now = cosine(model.input(*query), model.input(*neighbour));
    const auto best = nearest(model, model.input(*query), 1, {{*query}}, false);
    if (std::abs(now - test.cosine) > k_tolerance || best.empty() ||
        static_cast<double>(best[0].score) > test.cosine + k_tolerance) {
        throw Error(fmt::format("the nearest neighbour of \"{}\" is no longer \"{}\"", test.query,
                                test.neighbour),
                    k_rebuild);
    }
}

// Checks the frame of the file before anything inside it is believed.
Head check_frame(std::string_view bytes) {
    Head head;
    if (bytes.size() < k_magic.size() || bytes.substr(0, k_magic.size()) != k_magic) {
        throw Error("this is not a model of Lode (it does not begin like one)");
    }
    if (bytes.size() < sizeof(Head) + k_trailer) {
        throw error("the file is cut: {} bytes are less than its head", bytes.size());
    }
    std::memcpy(&head, bytes.data(), sizeof(Head));
    if (head.version != k_version) {
        throw Error(fmt::format("the file has version {}, this program reads version {}",
                                head.version, k_version),
                    k_rebuild);
    }
    if (head.file_size != bytes.size()) {
        throw error("the file is cut or grown: {} bytes instead of {}", bytes.size(),
                    head.file_size);
    }
    const std::size_t end = bytes.size() - k_trailer;
    Digest128 stored;
    std::memcpy(&stored.high, bytes.data() + end, 8);
    std::memcpy(&stored.low, bytes.data() + end + 8, 8);
    const Digest128 actual = digest128(bytes.substr(0, end));
    if (stored != actual) {
        throw error("the bytes have changed since the file was written: checksum {} instead of {}",
                    actual.hex(), stored.hex());
    }
    // A sound checksum does not make a sound writer: offsets are still checked before use.
    if (head.description > end - sizeof(Head) ||
        head.words > end - sizeof(Head) - head.description || head.input % 64 != 0 ||
        head.output % 64 != 0 || head.input < sizeof(Head) + head.description + head.words ||
        head.output < head.input || head.output > end) {
        throw Error("the parts of the file do not fit into it");
    }
    return head;
}

}  // namespace

std::string Embedding::compute_fingerprint() const {
    Digester digest;
    const auto add = [&](std::string_view bytes) {
        const std::uint64_t size = bytes.size();
        digest.add(bytes_of(size));
        digest.add(bytes);
    };
    add(settings_json(m_spec, m_analyser));
    for (const std::string& phrase : m_phrases) {
        add(phrase);
    }
    add(words_to_lines(m_words));
    add(bytes_of(m_matrices.input));
    add(bytes_of(m_matrices.output));
    return digest.result().hex();
}

void Embedding::save(const std::filesystem::path& path) const {
    const std::string description = to_json({m_spec, m_provenance, m_analyser, m_phrases, size(),
                                             m_fingerprint, make_self_test(*this)});
    const std::string words = words_to_lines(m_words);
    Head head;
    std::memcpy(head.magic, k_magic.data(), k_magic.size());
    head.version = k_version;
    head.description = description.size();
    head.words = words.size();
    head.input = aligned(sizeof(Head) + description.size() + words.size());
    head.output = aligned(head.input + m_matrices.input.size_bytes());
    head.file_size = head.output + m_matrices.output.size_bytes() + k_trailer;

    Sink sink(path);
    sink.put(bytes_of(head));
    sink.put(description);
    sink.put(words);
    sink.pad_to(head.input);
    sink.put(bytes_of(m_matrices.input));
    sink.pad_to(head.output);
    sink.put(bytes_of(m_matrices.output));
    sink.commit();
}

Embedding Embedding::load(const std::filesystem::path& path) {
    auto file = std::make_shared<const MappedFile>(path);
    const std::string_view bytes = file->bytes();
    try {
        const Head head = check_frame(bytes);
        Description d = description_from_json(bytes.substr(sizeof(Head), head.description));
        const std::uint32_t now = text::AnalyserSettings{}.version;
        if (d.analyser.version != now) {
            throw Error(fmt::format("its text was read by version {} of the analyser, this program "
                                    "has version {}: queries would be read differently",
                                    d.analyser.version, now),
                        k_rebuild);
        }
        std::vector<Word> words =
            words_from_lines(bytes.substr(sizeof(Head) + head.description, head.words), d.words);
        const std::size_t end = bytes.size() - k_trailer;
        const std::size_t cells = words.size() * d.spec.dim;
        if (d.spec.dim == 0 || (head.output - head.input) / 4 < cells ||
            (end - head.output) / 4 != cells) {
            throw Error("the matrices do not have the size that the description states");
        }
        const auto* input = reinterpret_cast<const float*>(bytes.data() + head.input);
        const auto* output = reinterpret_cast<const float*>(bytes.data() + head.output);
        Embedding model(std::move(d.spec), std::move(d.provenance), d.analyser,
                        std::move(d.phrases), std::move(words),
                        Matrices{{input, cells}, {output, cells}, file}, std::move(d.fingerprint));
        run_self_test(model, d.self_test);
        return model;
    } catch (const Error& problem) {
        throw Error(fmt::format("{}: {}", path.string(), problem.what()), problem.hint());
    }
}

}  // namespace lode::embed
