#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>

#include "query/explain/report.hpp"
#include "query/html_text.hpp"
#include "query/plain_text.hpp"

namespace lode::query::explain {
namespace {

void write_sentence(const Evidence& item, bool direct, std::ostream& out) {
    out << fmt::format("  [{}{}] {}, {}: {}\n", name(item.outcome), direct ? ", names both" : "",
                       item.year == 0 ? std::string("no year") : std::to_string(item.year),
                       one_line(item.section), one_line(item.sentence));
    std::string source = item.doi.empty() ? "article " + item.article : "doi:" + item.doi;
    if (!item.notice.empty()) {
        source +=
            item.notice == "concern" ? " (under an expression of concern)" : " (corrected since)";
    }
    for (const auto& abbreviation : item.abbreviations) {
        source += fmt::format("; {}: {}", abbreviation.short_form, abbreviation.long_form);
    }
    out << "    " << one_line(source) << '\n';
}

void write_words(const Explanation& made, std::ostream& out) {
    out << "\nwords between (used like the concept, and expected around the material)\n";
    if (made.words.empty()) {
        out << "  none: no word of the model has both cosines above 0\n";
        return;
    }
    out << aligned(words_table(made, false));
    if (!made.forms.empty()) {
        out << one_line(fmt::format("left out as forms of the concept's words: {}",
                                    fmt::join(made.forms, ", ")))
            << '\n';
    }
}

void write_chains(const Explanation& made, std::ostream& out) {
    out << '\n' << chain_words(made) << '\n';
    for (const auto& chain : made.chains->chains) {
        out << one_line(fmt::format("  {}", fmt::join(chain.words, " - "))) << '\n';
        for (const auto& item : chain.sentences) {
            write_sentence(item, false, out);
        }
    }
}

}  // namespace

SimpleTable words_table(const Explanation& made, bool subscripts) {
    SimpleTable table;
    table.columns = {"word",     "to concept",    "to material", "product",
                     "mentions", "with material", "with concept"};
    for (const auto& row : made.words) {
        table.rows.push_back(
            {{row.material && subscripts ? formula_text(row.written) : row.written},
             {short_score(row.to_concept), true},
             {short_score(row.to_material), true},
             {short_score(row.product), true},
             {grouped(row.mentions), true},
             {grouped(row.articles_with_material), true},
             {grouped(row.articles_with_concept), true}});
    }
    return table;
}

SimpleTable neighbours_table(const Explanation& made, bool subscripts) {
    SimpleTable table;
    table.columns = {"material", "cosine", "mentions", "rank"};
    for (const auto& near : made.neighbours) {
        table.rows.push_back({{subscripts ? formula_text(near.written) : near.written},
                              {short_score(near.cosine), true},
                              {grouped(near.mentions), true},
                              {near.rank ? grouped(*near.rank) : "-", true}});
    }
    return table;
}

std::string meeting_words(const Explanation& made) {
    const Meeting& met = made.meeting;
    std::string text = fmt::format(
        "{} article{} mention{} it, {} of them speak{} of the concept too, {} in one sentence "
        "with it",
        grouped(met.material_articles), met.material_articles == 1 ? "" : "s",
        met.material_articles == 1 ? "s" : "", grouped(met.articles), met.articles == 1 ? "s" : "",
        grouped(met.articles_in_sentence));
    if (met.retracted > 0) {
        text += fmt::format("; {} retracted left out", met.retracted);
    }
    if (met.negatives > 0) {
        text += fmt::format("; {} negative sentence{}, all shown", met.negatives,
                            met.negatives == 1 ? "" : "s");
    }
    return text;
}

std::string chain_words(const Explanation& made) {
    const ChainSearch& search = *made.chains;
    std::string text;
    if (search.chains.empty()) {
        text =
            fmt::format("no sentence holds both, and no chain of up to three sentences was found");
    } else {
        const std::size_t length = search.chains.front().sentences.size();
        text = fmt::format("no sentence holds both; chains of {} sentences", length);
        if (length == 2) {
            text += fmt::format(", through {} of {} word{}", search.chains.size(),
                                grouped(search.bridges), search.bridges == 1 ? "" : "s");
        }
    }
    text += fmt::format(" ({} articles read", grouped(search.articles_read));
    return text + (search.bounded ? "; the search was cut short at its limits)" : ")");
}

std::string removal_words(const Explanation& made) {
    const Meeting& met = made.meeting;
    const double share = met.material_sentences == 0
                             ? 0
                             : static_cast<double>(met.sentences_there) /
                                   static_cast<double>(met.material_sentences);
    std::string text = fmt::format(
        "{} of its {} articles ({:.{}f} % of its sentences) speak of the "
        "concept.",
        grouped(met.articles), grouped(met.material_articles), 100 * share,
        share > 0 && share < 0.01 ? 1 : 0);
    if (met.both.empty()) {
        return text + " There is nothing to leave out: the score comes from other words alone.";
    }
    if (!has_rank_elsewhere(made)) {
        return text + fmt::format(
                          " Without the {} articles that hold both it has {} mention{} left, and a "
                          "candidate needs {}: it would have no rank.",
                          grouped(met.both.size()), met.mentions_elsewhere,
                          met.mentions_elsewhere == 1 ? "" : "s", made.report.min_count);
    }
    if (!made.removal) {
        return text +
               " What the rank would be without them was not worked out: only training without "
               "them can tell (--without-concept-articles).";
    }
    const Removal& without = *made.removal;
    text += fmt::format(" Trained without the {} articles that hold both ({})",
                        grouped(without.articles), without.trained);
    if (!without.standing) {
        return text + ", it has no rank: " + without.why_not + ".";
    }
    const Standing& now = *without.standing;
    text += fmt::format(
        ", it ranks {} of {} (score {}, percentile {:.1f}, {} mentions) instead of {} of {} (score "
        "{}, percentile {:.1f}, {} mentions).",
        grouped(now.rank), grouped(now.candidates), short_score(now.score), now.percentile,
        grouped(now.mentions), grouped(made.row().rank), grouped(made.report.candidates),
        short_score(made.row().score), made.row().percentile, grouped(made.row().mentions));
    if (without.concept_terms != made.report.concept_terms) {
        text += fmt::format(" That model reads the concept as {}.",
                            fmt::join(without.concept_terms, ", "));
    }
    return text;
}

void write_text(const Explanation& made, std::ostream& out) {
    const Row& row = made.row();
    out << one_line(row.written)
        << (row.written == row.material ? "" : " (" + one_line(row.material) + ")") << '\n';
    for (const auto& line : preamble(made.report)) {
        out << line << '\n';
    }
    out << fmt::format(
        "\nrank {} of {}: score {}, percentile {:.1f}; {:.1f} among the {} mentioned about as "
        "often\n"
        "{} mentions, by which alone it would rank {}\n",
        grouped(row.rank), grouped(made.report.candidates), short_score(row.score), row.percentile,
        row.frequency_percentile, grouped(row.frequency_bin), grouped(row.mentions),
        grouped(row.rank_by_mentions));
    out << meeting_words(made) << fmt::format(" ({})\n", years(row.first_year, row.last_year));
    out << fmt::format(
        "votes {} positive, {} negative, {} null: reported success {}, baseline "
        "{:.0f} %\n",
        row.positive, row.negative, row.null, success(row), 100 * row.success_baseline);
    out << fmt::format("\nflags ({}; chances adjusted over {} rows of the ranking)\n",
                       row.flags.size(), made.adjusted_over);
    for (const auto& flag : row.flags) {
        out << "  " << flag.name << ": " << one_line(flag.because) << '\n';
    }
    write_words(made, out);
    if (!made.evidence.empty()) {
        out << "\nsentences on it, best first, then every negative one\n";
        for (std::size_t i = 0; i < made.evidence.size(); ++i) {
            write_sentence(made.evidence[i], made.meeting.shown[i].names_concept, out);
        }
    }
    if (made.chains) {
        write_chains(made, out);
    }
    out << "\nwithout the articles on both\n  " << one_line(removal_words(made)) << '\n';
    out << "\nneighbours (output vectors)\n";
    out << aligned(neighbours_table(made, false)) << '\n';
    for (const auto& limit : standing_limits(made)) {
        out << "limit: " << limit << '\n';
    }
}

}  // namespace lode::query::explain
