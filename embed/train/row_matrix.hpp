// The matrices while they are trained.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lode::embed {

// rows x dim floats, zero at first. Every row begins on a cache line of its own (64 bytes) and is
// padded with zeros up to the next; two threads never share a line. Large matrices ask for huge
// pages, which spare the processor most of the look-ups that random rows cost.
class RowMatrix {
 public:
    RowMatrix(std::size_t rows, std::size_t dim);  // Error where there is no memory
    ~RowMatrix();
    RowMatrix(const RowMatrix&) = delete;
    RowMatrix& operator=(const RowMatrix&) = delete;

    float* row(std::size_t i) noexcept { return m_cells + i * m_stride; }
    const float* row(std::size_t i) const noexcept { return m_cells + i * m_stride; }
    std::size_t rows() const noexcept { return m_rows; }
    std::size_t dim() const noexcept { return m_dim; }
    // Floats from row to row: dim rounded up to 16.
    std::size_t stride() const noexcept { return m_stride; }

    // The rows without padding. Memory is given back while it is copied, so that the most in use at
    // a time is one matrix and a few megabytes; the matrix is zero afterwards.
    std::vector<float> take();

    static std::size_t stride_of(std::size_t dim) { return (dim + 15) / 16 * 16; }
    static std::uint64_t memory_bytes(std::uint64_t rows, std::size_t dim);

 private:
    std::size_t m_rows;
    std::size_t m_dim;
    std::size_t m_stride;
    std::size_t m_bytes = 0;  // of the mapping
    float* m_cells = nullptr;
};

}  // namespace lode::embed
