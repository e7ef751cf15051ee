// The bias picture as JSON (DESIGN section 5; docs/FORMATS.md), as plain tables, and as text for a
// terminal. Pure: the same picture gives the same bytes.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/bias/nearby.hpp"
#include "query/bias/outcome_table.hpp"
#include "query/bias/picture.hpp"
#include "query/bias/thresholds.hpp"
#include "query/bias/tone.hpp"
#include "query/format.hpp"

namespace lode::query::bias {

// A picture with where it came from.
struct PictureReport {
    Picture picture;
    std::string subject;              // "thermoelectric", "notebook.csv": for headings
    bool from_text = false;           // votes of articles, not rows of a table
    std::vector<BadRow> bad;          // rows of a table that were not used
    std::vector<std::string> limits;  // what these numbers cannot tell, for people
    std::vector<std::pair<std::string, std::string>> made_by;  // settings, in order
    std::optional<Tone> tone;                                  // from text only
    std::optional<Thresholds> thresholds;                      // from text only
    std::vector<Surroundings> nearby;  // from text only: what was never tried beside the concept
    // Materials shown in texts for people, those with flags always; 0: all. JSON and tables hold
    // all.
    std::size_t shown = 0;
};

// What every picture must say of itself.
std::vector<std::string> standing_limits(const Picture& picture, bool from_text);

void write_picture_json(const PictureReport& report, std::ostream& out);
SimpleTable picture_table(const PictureReport& report);  // one row a material, full precision
void write_picture_text(const PictureReport& report, std::ostream& out);
// One self-contained page with plots: no script, no network (picture_page.cpp).
void write_picture_page(const PictureReport& report, std::ostream& out);

// The indices of the materials that texts for people show.
std::vector<std::size_t> shown_materials(const PictureReport& report);

// "+0.40 in log odds a decade (90 % interval 0.10 to 0.70), p 0.03, n = 812 in 40 clusters".
std::string trend_words(const YearTrend& trend);

}  // namespace lode::query::bias
