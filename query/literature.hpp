// What a ranking reads of the stored literature, behind an interface: a ranking can be computed
// over any collection of analysed articles, and is tested without a store on disk.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"
#include "core/model/article.hpp"
#include "core/store/store.hpp"

namespace lode::query {

class Literature {
 public:
    using Seq = store::Seq;
    using Facts = store::Reader::Facts;
    struct Corpus {
        std::uint64_t articles = 0;
        std::uint64_t rejects = 0;
        std::uint16_t first_year = 0;  // 0: none known
        std::uint16_t last_year = 0;
        std::string fingerprint;
    };

    Literature() = default;
    Literature(const Literature&) = delete;
    Literature& operator=(const Literature&) = delete;
    virtual ~Literature() = default;

    virtual Corpus corpus() const = 0;
    // Articles whose training text holds the norm, ascending.
    virtual std::vector<Seq> postings(std::string_view norm) const = 0;
    virtual std::optional<Facts> facts(Seq seq) const = 0;
    virtual std::optional<Analysis> analysis(Seq seq) const = 0;
    virtual std::optional<Article> article(Seq seq) const = 0;
};

// Articles that hold every word of all the runs, in any order, ascending. Whether the words of a
// run stand side by side is for their sentences to say (holds(), query/terms.hpp).
std::vector<store::Seq> articles_with_words(const Literature& literature,
                                            const std::vector<std::vector<std::string>>& runs);

// The literature of a store. Keeps a reference: the reader must outlive it.
class StoreLiterature final : public Literature {
 public:
    explicit StoreLiterature(const store::Reader& reader) : m_reader(reader) {}
    Corpus corpus() const override;
    std::vector<Seq> postings(std::string_view norm) const override;
    std::optional<Facts> facts(Seq seq) const override;
    std::optional<Analysis> analysis(Seq seq) const override;
    std::optional<Article> article(Seq seq) const override;

 private:
    const store::Reader& m_reader;
};

}  // namespace lode::query
