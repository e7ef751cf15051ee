#include "embed/vectors/search.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"
#include "embed/vectors/length.hpp"
#include "embed/vectors/search_kernels.hpp"

namespace lode::embed {
namespace {

constexpr std::size_t k_padding = 16;  // cells; what every kernel takes in whole vectors
constexpr std::size_t k_block = 32;    // rows whose scores are computed at a time: they stay in L1

}  // namespace

// Zeroed memory, in huge pages where the system gives them.
struct SearchIndex::Memory {
    explicit Memory(std::size_t size) : bytes(std::max<std::size_t>(size, 1)) {
        at = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (at == MAP_FAILED) {
            throw error("not enough memory to search: {} bytes", bytes);
        }
        static_cast<void>(::madvise(at, bytes, MADV_HUGEPAGE));  // advice only
    }
    ~Memory() { ::munmap(at, bytes); }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    float* floats() const { return static_cast<float*>(at); }
    std::uint16_t* halves() const { return static_cast<std::uint16_t*>(at); }

    std::size_t bytes;
    void* at = nullptr;
};

SearchIndex::SearchIndex(std::span<const float> rows, std::size_t dim, Cells cells)
    : m_dim(dim), m_cells(cells) {
    if (dim == 0 || rows.size() % dim != 0) {
        throw error("{} numbers are no rows of {}", rows.size(), dim);
    }
    m_rows = rows.size() / dim;
    m_stride = (dim + k_padding - 1) / k_padding * k_padding;
    m_memory = std::make_unique<Memory>(m_rows * m_stride * (cells == Cells::floats ? 4 : 2));
    std::vector<float> unit(m_stride, 0.0F);
    for (std::size_t i = 0; i < m_rows; ++i) {
        const auto row = rows.subspan(i * dim, dim);
        const double norm = length(row);
        if (!(norm > 0)) {
            m_zero.resize(m_rows, false);
            m_zero[i] = true;
            continue;
        }
        std::transform(row.begin(), row.end(), unit.begin(),
                       [&](float x) { return static_cast<float>(static_cast<double>(x) / norm); });
        if (cells == Cells::floats) {
            std::copy(unit.begin(), unit.end(), m_memory->floats() + i * m_stride);
        } else {
            search_kernels().to_half(unit.data(), m_stride, m_memory->halves() + i * m_stride);
        }
    }
}

SearchIndex::~SearchIndex() = default;
SearchIndex::SearchIndex(SearchIndex&&) noexcept = default;
SearchIndex& SearchIndex::operator=(SearchIndex&&) noexcept = default;

std::size_t SearchIndex::memory_bytes() const noexcept {
    return m_memory->bytes;
}

std::vector<std::vector<Neighbour>> SearchIndex::nearest(std::span<const float> queries,
                                                         std::size_t k) const {
    if (queries.size() % m_dim != 0) {
        throw error("{} numbers are no queries of {} dimensions", queries.size(), m_dim);
    }
    const std::size_t n = queries.size() / m_dim;
    std::vector<float> units(n * m_stride, 0.0F);
    std::vector<bool> asked(n, false);
    for (std::size_t q = 0; q < n; ++q) {
        const auto query = queries.subspan(q * m_dim, m_dim);
        const double norm = length(query);
        asked[q] = norm > 0;
        for (std::size_t i = 0; asked[q] && i < m_dim; ++i) {
            units[q * m_stride + i] = static_cast<float>(static_cast<double>(query[i]) / norm);
        }
    }
    std::vector<BestOf> best(n, BestOf(k));
    std::vector<float> scores(n * k_block);
    const SearchKernels& kernels = search_kernels();
    for (std::size_t begin = 0; k > 0 && begin < m_rows; begin += k_block) {
        const std::size_t rows = std::min(k_block, m_rows - begin);
        if (m_cells == Cells::floats) {
            kernels.scores(m_memory->floats() + begin * m_stride, m_stride, rows, units.data(),
                           m_stride, n, m_stride, scores.data(), k_block);
        } else {
            kernels.half_scores(m_memory->halves() + begin * m_stride, m_stride, rows, units.data(),
                                m_stride, n, m_stride, scores.data(), k_block);
        }
        for (std::size_t q = 0; q < n; ++q) {
            for (std::size_t r = 0; r < rows; ++r) {
                const auto row = static_cast<std::uint32_t>(begin + r);
                const float score = scores[q * k_block + r];
                if (best[q].wants(row, score) && (m_zero.empty() || !m_zero[row])) {
                    best[q].add(row, score);
                }
            }
        }
    }
    std::vector<std::vector<Neighbour>> found(n);
    for (std::size_t q = 0; q < n; ++q) {
        if (asked[q]) {
            found[q] = std::move(best[q]).sorted();
        }
    }
    return found;
}

void BestOf::add(std::uint32_t word, float score) {
    if (!wants(word, score) || m_k == 0) {
        return;
    }
    m_best.push_back({word, score});
    std::push_heap(m_best.begin(), m_best.end(), better);
    if (m_best.size() > m_k) {
        std::pop_heap(m_best.begin(), m_best.end(), better);
        m_best.pop_back();
    }
}

std::vector<Neighbour> BestOf::sorted() && {
    std::sort_heap(m_best.begin(), m_best.end(), better);
    return std::move(m_best);
}

std::vector<Neighbour> nearest(const Embedding& model, std::span<const float> query, std::size_t k,
                               std::span<const std::uint32_t> exclude, bool materials_only) {
    if (query.size() != model.dim()) {
        throw error("a query of {} dimensions does not fit a model of {}", query.size(),
                    model.dim());
    }
    const double norm = length(query);
    if (!(norm > 0) || k == 0 || model.size() == 0) {
        return {};
    }
    std::vector<float> unit(query.begin(), query.end());
    for (float& x : unit) {
        x = static_cast<float>(static_cast<double>(x) / norm);
    }
    std::vector<std::uint32_t> left_out(exclude.begin(), exclude.end());
    std::sort(left_out.begin(), left_out.end());

    BestOf best(std::min(k, model.size()));
    const std::span<const float> inverse = model.inverse_input_norms();
    const std::size_t dim = model.dim();
    std::vector<float> scores(k_block);
    for (std::size_t begin = 0; begin < model.size(); begin += k_block) {
        const std::size_t rows = std::min(k_block, model.size() - begin);
        search_kernels().scores(model.input(static_cast<std::uint32_t>(begin)).data(), dim, rows,
                                unit.data(), dim, 1, dim, scores.data(), k_block);
        for (std::size_t r = 0; r < rows; ++r) {
            const auto word = static_cast<std::uint32_t>(begin + r);
            const float score = scores[r] * inverse[word];
            if (best.wants(word, score) && inverse[word] > 0 &&
                (!materials_only || model.words()[word].material) &&
                !std::binary_search(left_out.begin(), left_out.end(), word)) {
                best.add(word, score);
            }
        }
    }
    return std::move(best).sorted();
}

}  // namespace lode::embed
