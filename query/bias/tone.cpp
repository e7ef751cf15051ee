#include "query/bias/tone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "query/bias/adjust.hpp"
#include "query/bias/association.hpp"
#include "query/bias/periods.hpp"
#include "query/plain_text.hpp"
#include "query/statistics.hpp"

namespace lode::query::bias {
namespace {

using statistics::Trials;
using Count = std::uint64_t ArticleTone::*;

// `text` begins with these words, each whole.
bool begins_with(std::string_view text, const std::vector<std::string>& words) {
    for (const auto& word : words) {
        if (!text.starts_with(word)) {
            return false;
        }
        text.remove_prefix(word.size());
        if (!text.empty() && text.front() != ' ') {
            return false;
        }
        text.remove_prefix(std::min<std::size_t>(1, text.size()));
    }
    return true;
}

// The covariates beside the year, each about its mean; a constant one is left out, since it could
// not be told from the intercept.
std::vector<std::vector<double>> lengths(const std::vector<ArticleTone>& articles) {
    std::vector<std::vector<double>> rows(articles.size());
    const auto add = [&](const auto& value) {
        double mean = 0;
        for (const auto& article : articles) {
            mean += value(article) / static_cast<double>(articles.size());
        }
        double spread = 0;
        for (const auto& article : articles) {
            spread = std::max(spread, std::fabs(value(article) - mean));
        }
        constexpr double k_constant = 1e-9;
        for (std::size_t i = 0; spread > k_constant && i < articles.size(); ++i) {
            rows[i].push_back(value(articles[i]) - mean);
        }
    };
    add([](const ArticleTone& a) {
        return std::log(static_cast<double>(std::max<std::uint64_t>(1, a.words)) /
                        static_cast<double>(a.sentences));
    });
    add([](const ArticleTone& a) { return std::log(static_cast<double>(a.sentences)); });
    return rows;
}

struct Fitted {
    double slope = 0, error = 0, p = 1;
    double reach = 0;  // half the 90 % interval
};

// Of the first covariate. Where only `carriers` of the clusters make it differ from nought, the
// robust variance knows no more than they do: its factor and the degrees of freedom are theirs.
std::optional<Fitted> fit(const std::vector<std::vector<double>>& rows,
                          const std::vector<Trials>& trials,
                          const std::vector<std::size_t>& clusters, std::size_t carriers) {
    const auto found = logistic(rows, trials, clusters);
    if (!found || found->clusters < 10 || !(found->errors[1] > 0)) {
        return std::nullopt;
    }
    const auto all = static_cast<double>(found->clusters);
    const auto few = static_cast<double>(carriers);
    const double degrees = few - 1;
    Fitted made{.slope = found->coefficients[1],
                .error = found->errors[1] * std::sqrt(few / degrees * (all - 1) / all)};
    made.p = 2 * student_upper_tail(std::fabs(made.slope / made.error), degrees);
    made.reach = student_quantile_95(degrees) * made.error;
    return made;
}

// Of a share of the sentences of some articles: Jeffreys, with as many sentences as independent
// ones would say as much (Korn & Graubard 1998); where all or none are marked, one an article.
Interval clustered_interval(const std::vector<ArticleTone>& articles, Count marked) {
    double n = 0;
    double k = 0;
    for (const auto& article : articles) {
        n += static_cast<double>(article.sentences);
        k += static_cast<double>(article.*marked);
    }
    const double share = k / n;
    const auto count = static_cast<double>(articles.size());
    double effective = count;
    if (k > 0 && k < n && count > 1) {
        double squares = 0;
        for (const auto& article : articles) {
            const double rest = static_cast<double>(article.*marked) -
                                share * static_cast<double>(article.sentences);
            squares += rest * rest;
        }
        const double variance = squares * count / (count - 1) / (n * n);
        effective = variance > 0 ? std::min(n, share * (1 - share) / variance) : n;
    }
    const double a = share * effective + 0.5;
    const double b = (1 - share) * effective + 0.5;
    return {k > 0 ? statistics::beta_quantile(0.05, a, b) : 0,
            k < n ? statistics::beta_quantile(0.95, a, b) : 1};
}

std::vector<TonePeriod> periods_of(const std::vector<ArticleTone>& articles, Count marked) {
    std::vector<TonePeriod> made;
    if (articles.empty()) {
        return made;
    }
    const unsigned width = period_width(articles.front().year, articles.back().year);
    for (auto from = articles.begin(); from != articles.end();) {
        const unsigned number = from->year / width;
        const auto to = std::find_if(from, articles.end(), [&](const ArticleTone& article) {
            return article.year / width != number;
        });
        const std::vector<ArticleTone> own(from, to);
        TonePeriod period;
        std::tie(period.from, period.to) =
            period_years(number, width, articles.front().year, articles.back().year);
        for (const auto& article : own) {
            ++period.articles;
            period.sentences += article.sentences;
            period.marked += article.*marked;
        }
        period.interval = clustered_interval(own, marked);
        made.push_back(period);
        from = to;
    }
    return made;
}

ToneTrend trend_of(const std::vector<ArticleTone>& articles, Count marked) {
    ToneTrend made;
    double mean = 0;
    std::vector<Trials> trials;
    std::vector<std::size_t> clusters;
    for (const auto& article : articles) {
        ++made.articles;
        made.sentences += article.sentences;
        made.marked += article.*marked;
        mean += static_cast<double>(article.year) / static_cast<double>(articles.size());
        trials.push_back({article.*marked, article.sentences});
        clusters.push_back(clusters.size());
    }
    made.periods = periods_of(articles, marked);
    constexpr std::uint64_t k_least = 10;
    if (made.marked < k_least || made.sentences - made.marked < k_least ||
        made.periods.size() < 2) {
        return made;
    }
    auto rows = lengths(articles);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].insert(rows[i].begin(), (static_cast<double>(articles[i].year) - mean) / 10);
    }
    if (const auto slope = fit(rows, trials, clusters, clusters.size())) {
        made.slope_per_decade = slope->slope;
        made.slope_interval = {slope->slope - slope->reach, slope->slope + slope->reach};
        made.p = slope->p;
    }
    // Of two periods either is all that the other is not: the slope has said it.
    for (auto& period : made.periods) {
        if (made.periods.size() < 3 || period.marked < k_least ||
            period.sentences - period.marked < k_least || period.articles < 5 ||
            articles.size() - period.articles < 5) {
            continue;
        }
        const auto inside_count = static_cast<std::size_t>(period.articles);
        const std::size_t carriers = std::min(inside_count, articles.size() - inside_count);
        auto with = rows;
        for (std::size_t i = 0; i < with.size(); ++i) {
            const bool inside = articles[i].year >= period.from && articles[i].year <= period.to;
            with[i].insert(with[i].begin(), inside ? 1.0 : 0.0);
        }
        if (const auto off = fit(with, trials, clusters, carriers)) {
            period.p = off->p;
            period.above = off->slope > 0;
        }
    }
    return made;
}

}  // namespace

ToneReader::ToneReader(const LexiconSource& lexicons) {
    for (const auto& row : read_lexicon(lexicons, "boosters.txt", 1)) {
        const auto words = words_of(row[0]);
        if (!words.empty()) {
            m_by_first[std::string(words.front())].emplace_back(words.begin(), words.end());
        }
    }
}

bool ToneReader::boosted(std::string_view tokens) const {
    for (std::size_t at = 0; at < tokens.size();) {
        const std::size_t end = std::min(tokens.find(' ', at), tokens.size());
        const auto found = m_by_first.find(tokens.substr(at, end - at));
        if (found != m_by_first.end() &&
            std::any_of(found->second.begin(), found->second.end(), [&](const auto& phrase) {
                return begins_with(tokens.substr(at), phrase);
            })) {
            return true;
        }
        at = end + 1;
    }
    return false;
}

ArticleTone ToneReader::read(const Analysis& analysis, std::uint16_t year) const {
    ArticleTone made{.year = year};
    for (const auto& sentence : analysis.sentences) {
        if (sentence.scope != ClaimScope::own || sentence.tokens.empty()) {
            continue;
        }
        ++made.sentences;
        made.words += 1 + static_cast<std::uint64_t>(
                              std::count(sentence.tokens.begin(), sentence.tokens.end(), ' '));
        made.boosted += boosted(sentence.tokens) ? 1U : 0U;
        made.hedged += sentence.hedged ? 1U : 0U;
    }
    return made;
}

Tone tone(std::vector<ArticleTone> articles) {
    Tone made;
    std::erase_if(articles, [](const ArticleTone& article) { return article.sentences == 0; });
    made.undated = std::erase_if(articles, [](const ArticleTone& a) { return a.year == 0; });
    std::sort(articles.begin(), articles.end(), [](const ArticleTone& l, const ArticleTone& r) {
        return std::tie(l.year, l.sentences, l.words, l.boosted, l.hedged) <
               std::tie(r.year, r.sentences, r.words, r.boosted, r.hedged);
    });
    made.boosted = trend_of(articles, &ArticleTone::boosted);
    made.hedged = trend_of(articles, &ArticleTone::hedged);
    std::vector<std::pair<const std::optional<double>*, std::optional<double>*>> looks;
    for (auto* trend : {&made.boosted, &made.hedged}) {
        looks.emplace_back(&trend->p, &trend->adjusted);
        for (auto& period : trend->periods) {
            looks.emplace_back(&period.p, &period.adjusted);
        }
    }
    std::erase_if(looks, [](const auto& look) { return !look.first->has_value(); });
    std::vector<double> plain;
    for (const auto& [p, adjusted] : looks) {
        plain.push_back(**p);
    }
    const auto all = holm(plain);
    for (std::size_t i = 0; i < looks.size(); ++i) {
        *looks[i].second = all[i];
    }
    made.looks = looks.size();
    return made;
}

std::string tone_words(const ToneTrend& trend, std::size_t looks) {
    std::string words =
        fmt::format("{:.1f} % of {} sentences", 100 * trend.share(), grouped(trend.sentences));
    if (!trend.slope_per_decade) {
        return words + fmt::format(" in {} articles; too few for a test", grouped(trend.articles));
    }
    words += fmt::format(
        "; {:+.2f} in log odds a decade (90 % interval {:.2f} to {:.2f}), p {:.2g}, {:.2g} "
        "adjusted "
        "for {} looks, n = {} articles",
        *trend.slope_per_decade, trend.slope_interval->low, trend.slope_interval->high, *trend.p,
        trend.adjusted.value_or(1), looks, grouped(trend.articles));
    std::string off;
    for (const auto& period : trend.periods) {
        if (period.adjusted && *period.adjusted < 0.05) {
            off += fmt::format("{}{} {} (p {:.2g} adjusted)", off.empty() ? "" : ", ",
                               years(period.from, period.to), period.above ? "above" : "below",
                               *period.adjusted);
        }
    }
    return words + (off.empty() ? "" : "; off this line: " + off);
}

}  // namespace lode::query::bias
