// A novelty search for people and for programs. Pure: the same report gives the same bytes.
#pragma once

#include <iosfwd>

#include "query/format.hpp"
#include "query/novelty/novelty.hpp"

namespace lode::query {

// The object of lode rank --format json, with "novelty" in each result and about the search.
void write_novelty_json(const NoveltyReport& report, std::ostream& out);
SimpleTable novelty_table(
    const NoveltyReport& report);  // one row a chosen material, full precision
void write_novelty_text(const NoveltyReport& report, std::ostream& out);
// One self-contained page: no script, no network (novelty_page.cpp).
void write_novelty_page(const NoveltyReport& report, std::ostream& out);

}  // namespace lode::query
