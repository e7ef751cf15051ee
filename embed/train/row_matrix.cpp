#include "embed/train/row_matrix.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/error.hpp"

namespace lode::embed {
namespace {

constexpr std::size_t k_page = 4096;
constexpr std::size_t k_huge_page = std::size_t{2} << 20U;

void unmap(void* at, std::size_t bytes) {
    if (bytes > 0) {
        ::munmap(at, bytes);
    }
}

}  // namespace

RowMatrix::RowMatrix(std::size_t rows, std::size_t dim)
    : m_rows(rows), m_dim(dim), m_stride(stride_of(dim)) {
    m_bytes = std::max<std::size_t>(
        (static_cast<std::size_t>(memory_bytes(rows, dim)) + k_page - 1) / k_page * k_page, k_page);
    // Room to begin at a multiple of a huge page; what is over is given back at once.
    const std::size_t room = m_bytes + k_huge_page;
    void* const mapping =
        ::mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED) {
        throw Error(fmt::format("not enough memory for {} words of {} dimensions: {}", rows, dim,
                                std::strerror(errno)),
                    "use a smaller --dim or a larger --min-count");
    }
    auto* const begin = static_cast<char*>(mapping);
    const auto address = reinterpret_cast<std::uintptr_t>(begin);
    const std::size_t before = (k_huge_page - address % k_huge_page) % k_huge_page;
    unmap(begin, before);
    unmap(begin + before + m_bytes, room - before - m_bytes);
    m_cells = reinterpret_cast<float*>(begin + before);
    // Advice only: where the kernel has no huge pages, small ones do.
    static_cast<void>(::madvise(m_cells, m_bytes, MADV_HUGEPAGE));
}

RowMatrix::~RowMatrix() {
    unmap(m_cells, m_bytes);
}

std::vector<float> RowMatrix::take() {
    std::vector<float> result;
    result.reserve(m_rows * m_dim);  // not resize: that would touch all of it at once
    char* given_back = reinterpret_cast<char*>(m_cells);
    for (std::size_t i = 0; i < m_rows; ++i) {
        const float* const from = row(i);
        result.insert(result.end(), from, from + m_dim);
        const char* const end = reinterpret_cast<const char*>(from + m_stride);
        while (end - given_back >= static_cast<std::ptrdiff_t>(k_huge_page)) {
            static_cast<void>(::madvise(given_back, k_huge_page, MADV_DONTNEED));
            given_back += k_huge_page;
        }
    }
    const char* const end = reinterpret_cast<const char*>(row(m_rows));
    std::memset(given_back, 0, static_cast<std::size_t>(end - given_back));
    return result;
}

std::uint64_t RowMatrix::memory_bytes(std::uint64_t rows, std::size_t dim) {
    return rows * stride_of(dim) * sizeof(float);
}

}  // namespace lode::embed
