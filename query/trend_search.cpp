#include "query/trend_search.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <tuple>

#include "core/base/error.hpp"
#include "core/text/unicode.hpp"
#include "query/evidence.hpp"

namespace lode::query {
namespace {

using Seqs = std::vector<store::Seq>;

Seqs both(const Seqs& a, const Seqs& b) {
    Seqs out;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

Seqs either(const Seqs& a, const Seqs& b) {
    Seqs out;
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

// Articles that hold the word, in the singular or the plural.
Seqs holding(const Literature& literature, const std::string& norm) {
    Seqs found = literature.postings(norm);
    found = either(found, literature.postings(norm + "s"));
    if (norm.size() > 3 && norm.ends_with('y')) {
        found = either(found, literature.postings(norm.substr(0, norm.size() - 1) + "ies"));
    }
    return found;
}

// Articles that hold every word of at least one of the spellings.
Seqs holding_any(const Literature& literature, const Normalise& normalise,
                 const std::vector<std::string>& spellings) {
    Seqs found;
    for (const auto& spelling : spellings) {
        std::optional<Seqs> all;
        for (const auto& word : folded_words(spelling)) {
            for (const auto& norm : normalise(word)) {
                const Seqs some = holding(literature, norm);
                all = all ? both(*all, some) : some;
            }
        }
        if (all) {
            found = either(found, *all);
        }
    }
    return found;
}

// Articles that may hold an answer, by the rarest kind of word the question names.
Seqs candidates(const Literature& literature, const PropertyNames& names,
                const Normalise& normalise, const TrendQuestion& question) {
    for (const std::string* typed : {&question.property, &question.variable}) {
        if (!typed->empty()) {
            // By the words typed too: "conductivity" is part of many names.
            auto spellings = names.spellings(names.key(*typed));
            spellings.push_back(*typed);
            return holding_any(literature, normalise, spellings);
        }
    }
    if (!question.material.empty()) {
        // A material without composition is found by the words of its name.
        return either(literature.postings(question.material),
                      holding_any(literature, normalise, {question.material}));
    }
    std::optional<Seqs> found;
    for (const Run& run : question.about) {
        for (const auto& norm : run) {
            const Seqs some = literature.postings(norm);
            found = found ? both(*found, some) : some;
        }
    }
    if (!found) {
        throw UsageError("name a material, a property or a variable to look for");
    }
    return *found;
}

bool holds_all(const Analysis& analysis, const std::vector<Run>& runs) {
    return std::all_of(runs.begin(), runs.end(), [&](const Run& run) {
        return std::any_of(analysis.sentences.begin(), analysis.sentences.end(),
                           [&](const Sentence& s) { return holds(s.tokens, run); });
    });
}

const std::string& identity(const Mention& mention) {
    return mention.formula.empty() ? mention.written : mention.formula;
}

// The materials a sentence mentions, each once, in order, as first written.
std::vector<const Mention*> materials_of(const Analysis& analysis, std::uint32_t sentence) {
    std::vector<const Mention*> list;
    const auto first = std::lower_bound(
        analysis.mentions.begin(), analysis.mentions.end(), sentence,
        [](const Mention& mention, std::uint32_t s) { return mention.sentence < s; });
    for (auto mention = first; mention != analysis.mentions.end() && mention->sentence == sentence;
         ++mention) {
        if (std::none_of(list.begin(), list.end(), [&](const Mention* known) {
                return identity(*known) == identity(*mention);
            })) {
            list.push_back(&*mention);
        }
    }
    return list;
}

struct About {
    std::string material, written;
    MaterialFrom from = MaterialFrom::unknown;
};
About about_mention(const Mention& mention, MaterialFrom from) {
    return {identity(mention), mention.written, from};
}

// The one material of the title, which a sentence without any is then about.
const Mention* title_material(const Article& article, const Analysis& analysis) {
    const auto parts = blocks(article);
    const Mention* found = nullptr;
    for (const auto& mention : analysis.mentions) {
        const auto block = analysis.sentences.at(mention.sentence).block;
        if (block >= parts.size() || parts[block].kind != BlockKind::title) {
            continue;
        }
        if (found != nullptr && identity(*found) != identity(mention)) {
            return nullptr;
        }
        found = &mention;
    }
    return found;
}

About about(const Article& article, const Analysis& analysis, std::uint32_t sentence,
            const std::string& named, const std::string& asked) {
    const auto list = materials_of(analysis, sentence);
    if (!named.empty()) {
        for (const Mention* mention : list) {
            if (named.find(mention->written) != std::string::npos) {
                return about_mention(*mention, MaterialFrom::record);
            }
        }
        return {named, named, MaterialFrom::record};
    }
    for (const Mention* mention : list) {
        if (identity(*mention) == asked) {
            return about_mention(*mention, MaterialFrom::sentence);
        }
    }
    if (list.size() == 1) {
        return about_mention(*list.front(), MaterialFrom::sentence);
    }
    if (list.empty()) {
        if (const Mention* mention = title_material(article, analysis)) {
            return about_mention(*mention, MaterialFrom::title);
        }
    }
    return {};
}

Place place_of(const Article& article, const Sentence& sentence) {
    const auto parts = blocks(article);
    if (sentence.block >= parts.size() || sentence.range.begin > sentence.range.end ||
        sentence.range.end > parts[sentence.block].text->utf8.size()) {
        throw error("article {}: a stored sentence lies outside its text", article.id);
    }
    const std::string_view text = parts[sentence.block].text->utf8;
    Place place;
    place.article = article.id;
    place.doi = article.doi;
    place.year = article.year;
    place.retracted = article.retracted;
    place.section = section_label(article, parts[sentence.block]);
    place.sentence = std::string(text.substr(sentence.range.begin, sentence.range.size()));
    place.begin = text::code_points(text.substr(0, sentence.range.begin));
    place.end = place.begin + text::code_points(place.sentence);
    return place;
}

bool in_years(const TrendQuestion& question, std::uint16_t year) {
    return year == 0 || ((question.from_year == 0 || year >= question.from_year) &&
                         (question.until_year == 0 || year <= question.until_year));
}

// Calls `visit(article, analysis)` for every article of the question; `wanted` says from the
// analysis alone whether the article needs to be decoded.
template <class Wanted, class Visit>
void each_article(const Literature& literature, const Seqs& found, const TrendQuestion& question,
                  std::uint64_t& searched, std::uint64_t& retracted, Wanted&& wanted,
                  Visit&& visit) {
    for (const store::Seq seq : found) {
        const auto facts = literature.facts(seq);
        if (!facts || !in_years(question, facts->year)) {
            continue;
        }
        ++searched;
        if (facts->retracted) {
            ++retracted;
            continue;
        }
        const auto analysis = literature.analysis(seq);
        if (!analysis || !wanted(*analysis) || !holds_all(*analysis, question.about)) {
            continue;
        }
        if (const auto article = literature.article(seq)) {
            visit(*article, *analysis);
        }
    }
}

}  // namespace

std::string_view name(MaterialFrom from) {
    static constexpr std::array<std::string_view, 4> k_names = {"unknown", "record", "sentence",
                                                                "title"};
    return k_names.at(static_cast<std::size_t>(from));
}

TrendAnswer find_trends(const Literature& literature, const PropertyNames& names,
                        const Normalise& normalise, const TrendQuestion& question) {
    TrendAnswer answer;
    const auto fits = [&](const Trend& trend) {
        return (question.property.empty() || names.matches(trend.property, question.property)) &&
               (question.variable.empty() || names.matches(trend.variable, question.variable));
    };
    each_article(
        literature, candidates(literature, names, normalise, question), question, answer.searched,
        answer.retracted,
        [&](const Analysis& analysis) {
            return std::any_of(analysis.trends.begin(), analysis.trends.end(), fits);
        },
        [&](const Article& article, const Analysis& analysis) {
            for (const auto& trend : analysis.trends) {
                if (!fits(trend) || trend.sentence >= analysis.sentences.size()) {
                    continue;
                }
                const About subject =
                    about(article, analysis, trend.sentence, trend.material, question.material);
                TrendRecord record;
                record.place = place_of(article, analysis.sentences[trend.sentence]);
                record.material = subject.material;
                record.written = subject.written;
                record.material_from = subject.from;
                record.property_key = names.key(trend.property);
                record.variable_key = names.key(trend.variable);
                record.trend = trend;
                if (question.material.empty() || record.material == question.material) {
                    answer.records.push_back(record);
                }
                answer.reference.push_back(std::move(record));
            }
        });
    const auto order = [](const TrendRecord& r) {
        return std::tie(r.material, r.property_key, r.variable_key, r.trend.direction, r.place.year,
                        r.place.article, r.place.begin);
    };
    const auto before = [&](const TrendRecord& a, const TrendRecord& b) {
        return order(a) < order(b);
    };
    std::stable_sort(answer.records.begin(), answer.records.end(), before);
    return answer;
}

OutcomeAnswer find_outcomes(const Literature& literature, const Normalise& normalise,
                            const TrendQuestion& question) {
    OutcomeAnswer answer;
    const auto fits = [&](const Sentence& sentence) {
        return sentence.outcome != OutcomeLabel::neutral &&
               (question.other_work || sentence.scope == ClaimScope::own) &&
               std::find(question.outcomes.begin(), question.outcomes.end(), sentence.outcome) !=
                   question.outcomes.end();
    };
    each_article(
        literature, candidates(literature, PropertyNames(), normalise, question), question,
        answer.searched, answer.retracted,
        [&](const Analysis& analysis) {
            return std::any_of(analysis.sentences.begin(), analysis.sentences.end(), fits);
        },
        [&](const Article& article, const Analysis& analysis) {
            for (std::uint32_t s = 0; s < analysis.sentences.size(); ++s) {
                const Sentence& sentence = analysis.sentences[s];
                if (!fits(sentence)) {
                    continue;
                }
                const About subject = about(article, analysis, s, {}, question.material);
                if (!question.material.empty() && subject.material != question.material) {
                    continue;
                }
                OutcomeRecord record;
                record.place = place_of(article, sentence);
                if (!question.property.empty()) {
                    const auto have = folded_words(record.place.sentence);
                    const auto want = folded_words(question.property);
                    const bool all = std::all_of(want.begin(), want.end(), [&](const auto& word) {
                        return std::find(have.begin(), have.end(), word) != have.end();
                    });
                    if (!all) {
                        continue;
                    }
                }
                record.material = subject.material;
                record.written = subject.written;
                record.material_from = subject.from;
                record.outcome = sentence.outcome;
                record.scope = sentence.scope;
                record.hedged = sentence.hedged;
                record.score = sentence.outcome_score;
                answer.records.push_back(std::move(record));
            }
        });
    const auto rank = [](OutcomeLabel label) {
        return label == OutcomeLabel::negative ? 0 : label == OutcomeLabel::null ? 1 : 2;
    };
    std::stable_sort(
        answer.records.begin(), answer.records.end(), [&](const auto& a, const auto& b) {
            return std::tuple(rank(a.outcome), -int(a.place.year), a.place.article, a.place.begin) <
                   std::tuple(rank(b.outcome), -int(b.place.year), b.place.article, b.place.begin);
        });
    return answer;
}

}  // namespace lode::query
