// Where the training text comes from: the store, or anything that can list analysed articles.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/model/analysis.hpp"
#include "core/store/store.hpp"

namespace lode::embed {

struct SourceArticle {
    std::uint16_t year = 0;  // 0: not known
    const Analysis& analysis;
};

class ArticleSource {
 public:
    ArticleSource() = default;
    ArticleSource(const ArticleSource&) = delete;
    ArticleSource& operator=(const ArticleSource&) = delete;
    virtual ~ArticleSource() = default;
    // Always in the same order. The callback returns false to stop.
    virtual void for_each(const std::function<bool(const SourceArticle&)>& visit) const = 0;
    virtual std::uint64_t articles() const = 0;   // for progress
    virtual std::string fingerprint() const = 0;  // digest of the content
};

class StoreSource final : public ArticleSource {
 public:
    explicit StoreSource(const store::Reader& store) : m_store(store) {}
    void for_each(const std::function<bool(const SourceArticle&)>& visit) const override;
    std::uint64_t articles() const override;
    std::string fingerprint() const override;

 private:
    const store::Reader& m_store;  // outlives this
};

}  // namespace lode::embed
