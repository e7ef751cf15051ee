// The checkpoint, version 1. Numbers are little-endian.
//
//   0   8 bytes  magic "LODECKP" and a byte 0
//   8   u32      version (1)
//   12  u32      dim
//   16  u64      size of the whole file
//   24  u64      size of the identity, which begins at 96: a line "name=value" each
//   32  u64      words of the vocabulary
//   40  u64      pieces trained on
//   48  u64      words of text trained on
//   56  u64      words of text in all
//   64  f64      sum of losses
//   72  u64      pairs in it
//   80  16 bytes zero
//   96           identity, input matrix, output matrix (float32, row-major, words x dim)
//   end 16 bytes XXH3-128 of everything before them: high half, low half
#include "embed/train/checkpoint.hpp"

#include <bit>
#include <cstring>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/log.hpp"

namespace lode::embed {
namespace {

static_assert(std::endian::native == std::endian::little, "the checkpoint is little-endian");

constexpr std::string_view k_magic{"LODECKP\0", 8};
constexpr std::uint32_t k_version = 1;
constexpr std::size_t k_trailer = 16;
constexpr const char* k_kernels = "kernels";

struct Head {
    char magic[8] = {};
    std::uint32_t version = 0;
    std::uint32_t dim = 0;
    std::uint64_t file_size = 0;
    std::uint64_t identity = 0;
    std::uint64_t rows = 0;
    std::uint64_t pieces = 0;
    std::uint64_t words = 0;
    std::uint64_t words_total = 0;
    double loss = 0;
    std::uint64_t loss_pairs = 0;
    std::uint64_t reserved[2] = {};
};
static_assert(sizeof(Head) == 96);

template <class T>
std::string_view bytes_of(const T& value) {
    return {reinterpret_cast<const char*>(&value), sizeof(T)};
}

std::string to_lines(const TrainingIdentity& identity) {
    std::string lines;
    for (const auto& [name, value] : identity) {
        lines += fmt::format("{}={}\n", name, value);
    }
    return lines;
}

TrainingIdentity from_lines(std::string_view lines) {
    TrainingIdentity identity;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        const std::size_t equals = std::min(line.find('='), line.size());
        identity.emplace(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
    }
    return identity;
}

// What is wrong with the file as far as sizes tell; fills head and identity where nothing is.
std::string read_head(std::string_view bytes, Head& head, TrainingIdentity& identity) {
    if (bytes.size() < sizeof(Head) + k_trailer || bytes.substr(0, k_magic.size()) != k_magic) {
        return "it is no checkpoint, or it was cut";
    }
    std::memcpy(&head, bytes.data(), sizeof(Head));
    if (head.version != k_version) {
        return fmt::format("it has version {} of the format instead of {}", head.version,
                           k_version);
    }
    if (head.file_size != bytes.size() || head.identity > bytes.size() - sizeof(Head)) {
        return "it was cut or changed";
    }
    identity = from_lines(bytes.substr(sizeof(Head), head.identity));
    return {};
}

// "dim is 100 instead of 200", for every name whose values differ.
std::string difference(const TrainingIdentity& now, TrainingIdentity then) {
    std::string list;
    then.erase(k_kernels);
    const auto add = [&](const std::string& what) { list += (list.empty() ? "" : ", ") + what; };
    for (const auto& [name, value] : now) {
        const auto found = then.find(name);
        const std::string before = found == then.end() ? "not set" : found->second;
        if (before == value) {
            continue;
        }
        if (name == "text") {
            add("the training text has changed");
        } else {
            add(fmt::format("{} is {} instead of {}", name, value, before));
        }
    }
    for (const auto& [name, value] : then) {
        if (!now.contains(name)) {
            add(fmt::format("{} is not set instead of {}", name, value));
        }
    }
    return list;
}

void put_rows(AtomicFile& file, Digester& digest, const RowMatrix& matrix) {
    for (std::size_t i = 0; i < matrix.rows(); ++i) {
        const std::string_view row{reinterpret_cast<const char*>(matrix.row(i)),
                                   matrix.dim() * sizeof(float)};
        digest.add(row);
        file.write(row);
    }
}

const char* take_rows(const char* from, RowMatrix& matrix) {
    const std::size_t row = matrix.dim() * sizeof(float);
    for (std::size_t i = 0; i < matrix.rows(); ++i, from += row) {
        std::memcpy(matrix.row(i), from, row);
    }
    return from;
}

}  // namespace

TrainingIdentity training_identity(const Spec& spec, const std::string& text) {
    TrainingIdentity identity{{"program", LODE_VERSION},
                              {"text", text},
                              {"trainer", spec.trainer},
                              {"training", fmt::format("{}", k_training_version)},
                              {"dim", fmt::format("{}", spec.dim)},
                              {"window", fmt::format("{}", spec.window)},
                              {"negative", fmt::format("{}", spec.negative)},
                              {"epochs", fmt::format("{}", spec.epochs)},
                              {"learning_rate", fmt::format("{}", spec.learning_rate)},
                              {"subsample", fmt::format("{}", spec.subsample)},
                              {"seed", fmt::format("{}", spec.seed)},
                              {"threads", fmt::format("{}", spec.threads)}};
    if (const auto found = spec.extra.find("share_negatives"); found != spec.extra.end()) {
        identity.insert(*found);
    }
    return identity;
}

std::optional<CheckpointSummary> read_checkpoint_summary(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) {
        return std::nullopt;
    }
    const MappedFile mapping(file);
    Head head;
    CheckpointSummary summary;
    const std::string problem = read_head(mapping.bytes(), head, summary.identity);
    if (!problem.empty()) {
        throw Error(fmt::format("{}: {}", file.string(), problem),
                    "remove it; training then begins from the start");
    }
    summary.point = {head.pieces, head.words, head.loss, head.loss_pairs};
    summary.words_total = head.words_total;
    return summary;
}

Checkpoint::Checkpoint(const Checkpointing& settings, TrainingIdentity identity,
                       std::uint64_t words_total, std::string kernels)
    : m_file(settings.file),
      m_identity(std::move(identity)),
      m_words_total(words_total),
      m_kernels(std::move(kernels)) {}

std::optional<TrainingPoint> Checkpoint::load(RowMatrix& input, RowMatrix& output) const {
    if (!std::filesystem::exists(m_file)) {
        return std::nullopt;
    }
    try {
        return load_checked(input, output);
    } catch (const Error& problem) {
        log_warning("training begins from the start, not from the checkpoint {}: {}",
                    m_file.string(), problem.what());
        return std::nullopt;
    }
}

std::optional<TrainingPoint> Checkpoint::load_checked(RowMatrix& input, RowMatrix& output) const {
    const MappedFile mapping(m_file);
    const std::string_view bytes = mapping.bytes();
    Head head;
    TrainingIdentity then;
    if (const std::string problem = read_head(bytes, head, then); !problem.empty()) {
        throw Error(problem);
    }
    if (const std::string other = difference(m_identity, then); !other.empty()) {
        throw Error(other);
    }
    const std::uint64_t matrix = std::uint64_t{input.rows()} * input.dim() * sizeof(float);
    if (head.rows != input.rows() || head.dim != input.dim() ||
        bytes.size() != sizeof(Head) + head.identity + 2 * matrix + k_trailer) {
        throw Error("it holds another number of words");
    }
    const Digest128 digest = digest128(bytes.substr(0, bytes.size() - k_trailer));
    Digest128 stored;
    std::memcpy(&stored.high, bytes.data() + bytes.size() - k_trailer, sizeof(stored.high));
    std::memcpy(&stored.low, bytes.data() + bytes.size() - k_trailer / 2, sizeof(stored.low));
    if (!(digest == stored)) {
        throw Error("its bytes have changed");
    }
    if (then[k_kernels] != m_kernels) {
        log_warning(
            "the training was begun with {} and goes on with {}: its vectors agree with those of "
            "an undisturbed training to rounding, not to the bit",
            then[k_kernels], m_kernels);
    }
    const char* at = bytes.data() + sizeof(Head) + head.identity;
    at = take_rows(at, input);
    take_rows(at, output);
    return TrainingPoint{head.pieces, head.words, head.loss, head.loss_pairs};
}

void Checkpoint::save(const TrainingPoint& point, const RowMatrix& input,
                      const RowMatrix& output) const {
    TrainingIdentity identity = m_identity;
    identity.emplace(k_kernels, m_kernels);
    const std::string lines = to_lines(identity);
    Head head;
    std::memcpy(head.magic, k_magic.data(), k_magic.size());
    head.version = k_version;
    head.dim = static_cast<std::uint32_t>(input.dim());
    head.identity = lines.size();
    head.rows = input.rows();
    head.file_size = sizeof(Head) + lines.size() +
                     2 * std::uint64_t{input.rows()} * input.dim() * sizeof(float) + k_trailer;
    head.pieces = point.pieces;
    head.words = point.words;
    head.words_total = m_words_total;
    head.loss = point.loss;
    head.loss_pairs = point.loss_pairs;

    AtomicFile file(m_file);
    Digester digest;
    for (const std::string_view part : {bytes_of(head), std::string_view(lines)}) {
        digest.add(part);
        file.write(part);
    }
    put_rows(file, digest, input);
    put_rows(file, digest, output);
    const Digest128 trailer = digest.result();
    file.write(bytes_of(trailer.high));
    file.write(bytes_of(trailer.low));
    file.commit();
}

}  // namespace lode::embed
