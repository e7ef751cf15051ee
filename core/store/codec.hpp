// Stored form of records: one type byte, one version byte, then fields as varints and
// length-prefixed strings (docs/FORMATS.md). Decoding checks every bound and throws Error on
// damage, never misreads.
#pragma once

#include <string>
#include <string_view>

#include "core/model/analysis.hpp"
#include "core/model/article.hpp"

namespace lode::store {

std::string encode(const Article& article);
std::string encode(const Analysis& analysis);
std::string encode(const Reject& reject);
Article decode_article(std::string_view bytes);
Analysis decode_analysis(std::string_view bytes);
Reject decode_reject(std::string_view bytes);

}  // namespace lode::store
