// Sentence outcomes: was a favourable, an unfavourable or a null result reported, or none; and
// whose claim it is. A transparent sum of cue weights: change of a property times its valence,
// evaluating words with negation, null phrases, damped by words of method and aim.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/analysis.hpp"
#include "ingest/mine/events.hpp"

namespace lode::ingest {

// Where a sentence stands in its article.
enum class Zone : std::uint8_t {
    unknown,
    title,
    abstract,
    introduction,
    methods,
    results,
    conclusion,
    caption
};

// From a section's title ("2. Experimental section").
Zone zone_of_section(std::string_view title);

struct OutcomeInput {
    std::string_view text;
    Zone zone = Zone::unknown;
    const Words& words;
    const Events& events;
};

struct Outcome {
    OutcomeLabel label = OutcomeLabel::neutral;
    ClaimScope scope = ClaimScope::own;
    bool hedged = false;
    float score = 0;  // 0..1: how far the label leads
};

class OutcomeJudge {
 public:
    explicit OutcomeJudge(const LexiconSource& lexicons);
    Outcome judge(const OutcomeInput& input, const Grammar& grammar,
                  const PropertyLexicon& properties) const;
    void join(Vocabulary& vocabulary);

 private:
    struct Evidence {
        float positive = 0;
        float negative = 0;
        float null = 0;
        float neutral = 0;
    };
    // `weights`: how much each word counts by its clause.
    void read_words(const OutcomeInput& input, const Grammar& grammar,
                    const std::vector<float>& weights, Evidence& evidence) const;
    static void read_events(const OutcomeInput& input, const std::vector<float>& weights,
                            const PropertyLexicon& properties, Evidence& evidence);
    static void read_comparisons(const OutcomeInput& input, const std::vector<float>& weights,
                                 const PropertyLexicon& properties, Evidence& evidence);
    ClaimScope scope(const OutcomeInput& input) const;
    // +1 or -1 by the negations before word i.
    float sign_at(const Grammar& grammar, std::size_t i) const;

    struct Cue {
        OutcomeLabel label = OutcomeLabel::neutral;
        float weight = 0;
        // Bad things that may be no more than what the sentence is about.
        enum Topic : std::uint8_t { none, topic, damage } is = none;
        // Words beside which the cue counts for nothing.
        std::vector<std::string> unless;
    };
    static bool excused(const Cue& cue, const Words& words);
    // Does the sentence report the thing in words first..last, or only speak of it?
    bool reported(const Cue& cue, const Grammar& grammar, std::size_t first,
                  std::size_t last) const;
    std::vector<Cue> m_cues;
    PhraseTable m_phrases;
    // "was", "severe"; "led to"; "was observed". In no vocabulary: asked for only beside a topic.
    PhraseTable m_stated, m_leads, m_occurrences;
    PhraseTable m_hedges;
    PhraseTable m_scope;
    WordTable<std::size_t> m_negations;  // word -> reach
};

}  // namespace lode::ingest
