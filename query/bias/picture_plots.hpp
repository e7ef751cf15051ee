// The pictures of the bias page, as SVG text: no script, colours from the page's style sheet
// (query/html_style.hpp), every mark with a <title>. Empty where there is nothing to draw.
#pragma once

#include <string>

#include "query/bias/picture.hpp"
#include "query/bias/tone.hpp"

namespace lode::query::bias {

// True share against how readily failures are reported (r, logarithmic), with its interval.
std::string sensitivity_svg(const Summary& summary);
// Share of the reports held by the most reported share of the materials (Lorenz, from the top).
std::string concentration_svg(const Picture& picture);
// Reported success against the number of reports (logarithmic); judged materials as marks.
std::string popularity_svg(const Picture& picture);
// Share of positive reports by period with 90 % intervals.
std::string periods_svg(const Summary& summary);
// Share of boosted (circles) and hedged (diamonds) sentences by period with 90 % intervals.
std::string tone_svg(const Tone& tone);

}  // namespace lode::query::bias
