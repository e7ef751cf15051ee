// Exact search for the nearest rows of a matrix by cosine. One pass over the matrix however many
// rows are wanted; what one query costs is the reading of the matrix from memory, so halves instead
// of floats take half of the time, and queries asked together share it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "embed/vectors/embedding.hpp"

namespace lode::embed {

// How the cells are kept. Halves round each cell to 11 bits: cosines are off by less than 1e-3, and
// of the 20 nearest of 500,000 random rows more than 99 % are found (tests/bench/search_speed).
enum class Cells : std::uint8_t { floats, halves };

// A copy of the rows at unit length. Thread-safe for const calls.
class SearchIndex {
 public:
    // rows.size() must be a multiple of dim > 0, else Error. Memory: rows x dim rounded up to 16 x
    // 4 bytes (2 for halves).
    SearchIndex(std::span<const float> rows, std::size_t dim, Cells cells = Cells::floats);
    ~SearchIndex();
    SearchIndex(SearchIndex&&) noexcept;
    SearchIndex& operator=(SearchIndex&&) noexcept;

    std::size_t size() const noexcept { return m_rows; }
    std::size_t memory_bytes() const noexcept;

    // For each of the queries (row after row) the k rows with the highest cosine, best first, ties
    // by row number. Rows and queries of zeros have no direction: such rows are never found, such
    // queries find nothing. Error where `queries` is no multiple of dim.
    std::vector<std::vector<Neighbour>> nearest(std::span<const float> queries,
                                                std::size_t k) const;

 private:
    struct Memory;
    std::size_t m_rows = 0, m_dim = 0, m_stride = 0;
    Cells m_cells = Cells::floats;
    std::unique_ptr<Memory> m_memory;
    std::vector<bool> m_zero;  // empty where no row is zero
};

// The best k of what add() is given: highest score first, ties by word number.
class BestOf {
 public:
    explicit BestOf(std::size_t k) : m_k(k) {}
    // Would add() keep it? Cheap: for the loop over all rows.
    bool wants(std::uint32_t word, float score) const {
        return m_best.size() < m_k || better({word, score}, m_best.front());
    }
    void add(std::uint32_t word, float score);
    std::vector<Neighbour> sorted() &&;

 private:
    static bool better(const Neighbour& a, const Neighbour& b) {
        return a.score != b.score ? a.score > b.score : a.word < b.word;
    }
    std::size_t m_k;
    std::vector<Neighbour> m_best;  // a heap, the worst on top
};

}  // namespace lode::embed
