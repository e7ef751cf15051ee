#pragma once

namespace lode::query {

struct Interval {
    double low = 0;
    double high = 0;
};

// A chance under "nothing to see here", and adjusted for the number of those tested (Benjamini &
// Hochberg 1995).
struct Chance {
    double plain = 1;
    double adjusted = 1;
};

}  // namespace lode::query
