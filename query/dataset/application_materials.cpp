#include "query/dataset/application_materials.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "core/base/error.hpp"
#include "query/bias/row_facts.hpp"
#include "query/composition_space.hpp"
#include "query/projection.hpp"
#include "query/rank.hpp"
#include "query/report.hpp"
#include "query/survey.hpp"

namespace lode::query {
namespace {

struct Meeting {
    std::map<std::string, std::uint64_t> written;  // forms and how often
    std::uint64_t same_sentence = 0;
    std::uint16_t first_year = 0, last_year = 0;
    MaterialSurvey counts;

    void year(std::uint16_t at) {
        if (at != 0) {
            first_year = first_year == 0 ? at : std::min(first_year, at);
            last_year = std::max(last_year, at);
        }
    }
    // The first of the commonest.
    std::string_view common_form() const {
        return std::max_element(written.begin(), written.end(),
                                [](const auto& a, const auto& b) { return a.second < b.second; })
            ->first;
    }
};
// Materials that only retracted articles mention are in it too, with 0 articles.
using Meetings = std::map<std::string, Meeting>;

// What one article says of the application's materials.
void read_article(const Analysis& analysis, const std::vector<Run>& runs, store::Seq seq,
                  const Literature::Facts& facts, Meetings& meetings) {
    std::vector<bool> names_application(analysis.sentences.size());
    bool any = false;
    for (std::size_t i = 0; i < analysis.sentences.size(); ++i) {
        const auto& tokens = analysis.sentences[i].tokens;
        names_application[i] = std::any_of(runs.begin(), runs.end(),
                                           [&](const Run& run) { return holds(tokens, run); });
        any = any || names_application[i];
    }
    if (!any) {
        return;
    }
    std::map<std::string_view, bool> materials;  // and whether in one sentence with the application
    for (const Mention& mention : analysis.mentions) {
        if (!mention.formula.empty()) {
            materials[mention.formula] |= names_application.at(mention.sentence);
            if (!facts.retracted) {
                ++meetings[mention.formula].written[mention.written];
            }
        }
    }
    for (const auto& [material, same_sentence] : materials) {
        Meeting& meeting = meetings[std::string(material)];
        MaterialSurvey& counts = meeting.counts;
        if (facts.retracted) {
            ++counts.retracted;
            continue;
        }
        const Vote verdict = vote(analysis, std::string(material));
        ++counts.articles;
        meeting.same_sentence += same_sentence ? 1U : 0U;
        counts.positive += verdict.positive ? 1U : 0U;
        counts.negative += verdict.negative ? 1U : 0U;
        counts.null += verdict.null ? 1U : 0U;
        if (verdict.positive || verdict.negative || verdict.null) {
            counts.ballots.push_back({.seq = seq, .year = facts.year, .vote = verdict});
        }
        meeting.year(facts.year);
    }
}

Meetings read_articles(const Literature& literature, const Application& application,
                       const Normalise& normalise, std::stop_token stop) {
    std::vector<Run> runs;
    std::set<store::Seq> articles;
    for (const auto& seed : application.seeds) {
        Run run = normalise(seed);
        if (!run.empty()) {
            for (const store::Seq seq : articles_with_words(literature, {run})) {
                articles.insert(seq);
            }
            runs.push_back(std::move(run));
        }
    }
    Meetings meetings;
    for (const store::Seq seq : articles) {
        if (stop.stop_requested()) {
            throw Interrupted("export stopped; the output is not complete");
        }
        const auto facts = literature.facts(seq);
        const auto analysis = literature.analysis(seq);
        if (!facts || !analysis) {
            throw error("associations: an article of the word lists is missing in the store");
        }
        read_article(*analysis, runs, seq, *facts, meetings);
    }
    for (auto it = meetings.begin(); it != meetings.end();) {
        it = it->second.counts.articles == 0 ? meetings.erase(it) : std::next(it);
    }
    return meetings;
}

// The rows as a report that the flags can judge.
void raise_flags(const Literature& literature, const Meetings& meetings, std::stop_token stop,
                 std::vector<ApplicationMaterial>& materials) {
    Report report;
    std::vector<statistics::Trials> trials;
    for (const auto& [material, meeting] : meetings) {
        report.concept_positive += meeting.counts.positive;
        report.concept_negative += meeting.counts.negative;
        report.concept_null += meeting.counts.null;
        trials.push_back({meeting.counts.positive, meeting.counts.voting()});
    }
    const auto prior = statistics::fit_prior(trials);
    report.baseline_mean = prior.mean;
    report.baseline_size = prior.size;
    report.baseline_fitted = prior.fitted;
    for (const auto& [material, meeting] : meetings) {
        if (stop.stop_requested()) {
            throw Interrupted("export stopped; the output is not complete");
        }
        Row row;
        row.material = material;
        bias::weigh(prior, meeting.counts, row);
        bias::fill_row(literature, prior, meeting.counts, std::nullopt, row);
        report.rows.push_back(std::move(row));
    }
    bias::adjust_rows(report.rows);
    judge(report);
    for (std::size_t i = 0; i < materials.size(); ++i) {
        for (const Finding& finding : report.rows[i].flags) {
            if (std::find(k_flags_of_rankings.begin(), k_flags_of_rankings.end(), finding.name) ==
                k_flags_of_rankings.end()) {
                materials[i].flags.push_back(finding.name);
            }
        }
    }
}

void place_in_space(std::vector<ApplicationMaterial>& materials) {
    std::vector<ElementShares> points;
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < materials.size(); ++i) {
        if (auto shares = element_shares(materials[i].material)) {
            points.push_back(std::move(*shares));
            owners.push_back(i);
        }
    }
    if (points.size() < 2) {
        return;
    }
    const auto plane = principal_plane(dense(points));
    const CompositionIndex index(points);
    for (std::size_t p = 0; p < points.size(); ++p) {
        // The nearest of all is the material itself.
        const auto distances = index.nearest(points[p], k_neighbours + 1);
        materials[owners[p]].plane = plane[p];
        materials[owners[p]].neighbour_distance =
            std::accumulate(distances.begin() + 1, distances.end(), 0.0) /
            static_cast<double>(distances.size() - 1);
    }
}

}  // namespace

std::string_view ApplicationMaterial::verdict() const noexcept {
    const auto most = std::max({positive, negative, null});
    if (most == 0) {
        return "";
    }
    const int leaders =
        (positive == most ? 1 : 0) + (negative == most ? 1 : 0) + (null == most ? 1 : 0);
    return leaders > 1        ? "mixed"
           : positive == most ? "positive"
           : negative == most ? "negative"
                              : "null";
}

std::vector<ApplicationMaterial> application_materials(const Literature& literature,
                                                       const Application& application,
                                                       const Normalise& normalise,
                                                       std::stop_token stop) {
    const Meetings meetings = read_articles(literature, application, normalise, stop);
    std::vector<ApplicationMaterial> materials;
    materials.reserve(meetings.size());
    for (const auto& [material, meeting] : meetings) {
        ApplicationMaterial one;
        one.material = material;
        one.written = meeting.common_form();
        one.articles = meeting.counts.articles;
        one.same_sentence = meeting.same_sentence;
        one.positive = meeting.counts.positive;
        one.negative = meeting.counts.negative;
        one.null = meeting.counts.null;
        one.first_year = meeting.first_year;
        one.last_year = meeting.last_year;
        materials.push_back(std::move(one));
    }
    raise_flags(literature, meetings, stop, materials);
    place_in_space(materials);
    return materials;
}

}  // namespace lode::query
