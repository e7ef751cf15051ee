#include "ingest/mine/miner.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/string_map.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"
#include "ingest/mine/abbreviations.hpp"
#include "ingest/mine/events.hpp"
#include "ingest/mine/figure_refs.hpp"
#include "ingest/mine/materials.hpp"
#include "ingest/mine/outcomes.hpp"
#include "ingest/mine/quantities.hpp"
#include "ingest/mine/trends.hpp"
#include "ingest/mine/words.hpp"

namespace lode::ingest {
namespace {

// Words. A longer "sentence" is a list or a table run together: it states no single trend, and the
// search for subjects and variables is more than linear in the words.
constexpr std::size_t k_longest_claim = 400;

Zone zone_of(const Block& block) {
    switch (block.kind) {
        case BlockKind::title:
            return Zone::title;
        case BlockKind::abstract:
            return Zone::abstract;
        case BlockKind::figure_caption:
        case BlockKind::table_caption:
            return Zone::caption;
        case BlockKind::paragraph:
            break;
    }
    return block.section == nullptr ? Zone::unknown : zone_of_section(block.section->title.utf8);
}

}  // namespace

struct Miner::Impl {
    explicit Impl(const LexiconSource& lexicons)
        : analyser(lexicons),
          names(lexicons),
          quantities(lexicons),
          functions(lexicons),
          cues(lexicons),
          events(lexicons),
          outcomes(lexicons),
          conditions(lexicons),
          scores(lexicons) {
        names.join(vocabulary);
        functions.join(vocabulary);
        cues.join(vocabulary);
        outcomes.join(vocabulary);
        vocabulary.finish();
    }

    // What the document's own abbreviations mean.
    struct Context {
        std::vector<MaterialNames::Local> local;
        std::vector<std::string> not_materials;
        // What training text says in place of a short form: the words of its long form, or the
        // composition where it has one.
        struct Expansion {
            std::string long_form;
            std::string words;
        };
        StringMap<Expansion> expansions;
        // First two bytes and longest size of the short forms: nearly every token fails here.
        std::array<bool, 256> begins{};
        std::size_t longest = 0;
        static std::size_t begin_of(std::string_view word) {
            return (static_cast<unsigned char>(word[0]) +
                    37U * static_cast<unsigned char>(word[1])) &
                   255U;
        }
    };
    Context context(const std::vector<Abbreviation>& abbreviations) const;
    std::optional<MaterialName> material(std::string_view written) const;
    std::optional<MaterialName> meant(const Abbreviation& abbreviation) const;
    // `ranges`: the sentences of each block.
    std::vector<FigureNames> figure_names(const Article& article, const std::vector<Block>& list,
                                          const std::vector<std::vector<Range>>& ranges) const;

    // Where a sentence stands.
    struct Place {
        const Text* text = nullptr;
        std::uint32_t block = 0;
        Zone zone = Zone::unknown;
        const std::vector<FigureNames>* figures = nullptr;  // of the article; null: none
    };
    // The training text of a sentence; offsets and tokens stay those of the text as written.
    static std::string training_text(std::string_view text, Range range,
                                     const std::vector<Token>& tokens, const Context& context);
    // Reads one sentence into `analysis`; returns its tokens.
    std::vector<Token> sentence(const Place& place, Range range, const Context& context,
                                Analysis& analysis) const;

    text::Analyser analyser;
    MaterialNames names;
    QuantityFinder quantities;
    FunctionWords functions;
    CueLexicon cues;
    EventFinder events;
    OutcomeJudge outcomes;
    ConditionFinder conditions;
    TrendScores scores;
    Vocabulary vocabulary;  // of the lexicons above
};

std::optional<MaterialName> Miner::Impl::material(std::string_view written) const {
    if (auto name = names.find(written)) {
        return name;
    }
    // Capitals without a digit are a formula only where they are known ones: NSW is no material.
    if (chem::looks_like_formula(written, false) ||
        (chem::atomic_number(written).has_value() && chem::looks_like_formula(written, true))) {
        if (const auto composition = chem::parse_formula(written)) {
            return MaterialName{chem::canonical(*composition), MaterialKind::formula};
        }
    }
    return std::nullopt;
}

// Does an abbreviation stand for a material? Its long form is one, or ends with one, or names an
// object made of one ("silver nanowires").
std::optional<MaterialName> Miner::Impl::meant(const Abbreviation& abbreviation) const {
    if (auto name = material(abbreviation.long_form)) {
        return name;
    }
    const Text text{.utf8 = abbreviation.long_form, .scripts = {}, .figure_links = {}};
    const Range all{0, static_cast<std::uint32_t>(text.utf8.size())};
    Words words(text.utf8, all, &vocabulary);
    const auto mentions = names.mentions(0, text.utf8, words, analyser.tokens(text, all, {}), {});
    if (mentions.empty()) {
        return std::nullopt;
    }
    // What stands behind the last material may only tell its shape.
    for (std::size_t i = words.index_at(mentions.back().range.end); i < words.size(); ++i) {
        const std::string_view word = words.at(i);
        if (!word.starts_with("nano") && word != "quantum" && word != "dots" && word != "-") {
            return std::nullopt;
        }
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (const std::string_view joint : {"of", "on", "in", "for", "with", "by", "at", "from"}) {
            if (words.is(i, joint)) {
                return std::nullopt;
            }
        }
    }
    return MaterialName{mentions.size() == 1 ? mentions.front().formula : std::string(),
                        MaterialKind::abbreviation};
}

Miner::Impl::Context Miner::Impl::context(const std::vector<Abbreviation>& abbreviations) const {
    Context result;
    for (const auto& abbreviation : abbreviations) {
        auto meaning = meant(abbreviation);
        // One letter is a symbol of too many things.
        if (abbreviation.short_form.size() > 1) {
            std::string words = meaning ? meaning->formula : std::string();
            if (words.empty()) {
                Text text;
                text.utf8 = abbreviation.long_form;
                words = text::Analyser::training_text(analyser.tokens(
                    text, {0, static_cast<std::uint32_t>(abbreviation.long_form.size())}));
            }
            result.expansions.try_emplace(
                abbreviation.short_form,
                Context::Expansion{abbreviation.long_form, std::move(words)});
            result.begins[Context::begin_of(abbreviation.short_form)] = true;
            result.longest = std::max(result.longest, abbreviation.short_form.size() + 1);
        }
        if (!meaning) {
            result.not_materials.push_back(abbreviation.short_form);
        } else if (meaning->kind != MaterialKind::polymer) {
            meaning->kind = MaterialKind::abbreviation;
        }
        result.local.push_back({abbreviation.short_form, std::move(meaning)});
    }
    // The plural means what the singular means, and the other way round.
    const std::size_t defined = result.local.size();
    for (std::size_t i = 0; i < defined; ++i) {
        std::string other = result.local[i].short_form;
        if (other.size() > 2 && other.back() == 's') {
            other.pop_back();
        } else if (other.size() >= 2 && other.back() >= 'A' && other.back() <= 'Z') {
            other += 's';
        } else {
            continue;
        }
        const bool known = std::any_of(result.local.begin(), result.local.end(),
                                       [&](const auto& item) { return item.short_form == other; });
        if (!known) {
            if (!result.local[i].material) {
                result.not_materials.push_back(other);
            }
            result.local.push_back({std::move(other), result.local[i].material});
        }
    }
    return result;
}

std::string Miner::Impl::training_text(std::string_view text, Range range,
                                       const std::vector<Token>& tokens, const Context& context) {
    const auto expansion = [&](const Token& token) -> const Context::Expansion* {
        const std::string_view written = text.substr(token.range.begin, token.range.size());
        if (token.kind == TokenKind::punctuation || token.kind == TokenKind::number) {
            return nullptr;
        }
        auto found = context.expansions.find(written);
        if (found == context.expansions.end() && written.size() > 3 && written.ends_with('s')) {
            found = context.expansions.find(written.substr(0, written.size() - 1));
        }
        if (found == context.expansions.end()) {
            return nullptr;
        }
        // Where it is defined both stand already: the document stays to be found by either.
        const std::string_view sentence = text.substr(range.begin, range.size());
        return sentence.find(found->second.long_form) == std::string_view::npos ? &found->second
                                                                                : nullptr;
    };
    if (context.expansions.empty()) {
        return text::Analyser::training_text(tokens);
    }
    std::string out;
    out.reserve(range.size() + 64);
    for (const Token& token : tokens) {
        const char* const written = text.data() + token.range.begin;
        const std::size_t size = token.range.size();
        const auto* const found = size >= 2 && size <= context.longest &&
                                          context.begins[Context::begin_of({written, size})]
                                      ? expansion(token)
                                      : nullptr;
        if (found == nullptr && text::is_left_out(token)) {
            continue;
        }
        if (!out.empty()) {
            out += ' ';
        }
        out += found != nullptr ? found->words : token.norm;
    }
    return out;
}

std::vector<Token> Miner::Impl::sentence(const Place& place, Range range, const Context& context,
                                         Analysis& analysis) const {
    const Text& text = *place.text;
    std::vector<Token> tokens = analyser.tokens(text, range, context.not_materials);
    const auto index = static_cast<std::uint32_t>(analysis.sentences.size());
    Words words(text.utf8, range, &vocabulary);
    auto mentions = names.mentions(index, text.utf8, words, tokens, context.local);
    const auto measurements = quantities.find(text, range);
    const auto pointers = find_figure_pointers(words);
    Grammar grammar(words, functions);
    Events found;
    if (words.size() <= k_longest_claim) {
        // Without a word of change there is no event, and variables alone say nothing.
        if (const auto list = cues.find(grammar); !list.empty()) {
            found = events.find(grammar, list, measurements);
        }
    }
    const Outcome outcome =
        outcomes.judge({.text = text.utf8, .zone = place.zone, .words = words, .events = found},
                       grammar, events.properties());

    Sentence result;
    result.block = place.block;
    result.range = range;
    result.outcome = outcome.label;
    result.outcome_score = outcome.score;
    result.hedged = outcome.hedged;
    result.scope = outcome.scope;
    if (place.figures != nullptr) {
        result.figures = resolve_figures(text, range, pointers, *place.figures);
    }
    result.tokens = training_text(text.utf8, range, tokens, context);

    const auto stated =
        found.events.empty() ? std::vector<Condition>() : conditions.find(grammar, measurements);
    auto trends = compose_trends({.text = text.utf8,
                                  .sentence = index,
                                  .caption = place.zone == Zone::caption,
                                  .words = words,
                                  .events = found,
                                  .measurements = measurements,
                                  .mentions = mentions,
                                  .figures = pointers,
                                  .conditions = stated,
                                  .scores = scores},
                                 grammar, events.properties());
    for (auto& trend : trends) {
        if (place.figures != nullptr) {
            trend.figure_index = resolve_figure(trend.figure, *place.figures);
            if (trend.figure_index < 0 && result.figures.size() == 1) {
                trend.figure_index = static_cast<std::int32_t>(result.figures.front());
            }
            if (trend.figure_index >= 0) {
                complete_from_caption(
                    trend, (*place.figures)[static_cast<std::size_t>(trend.figure_index)].parts);
            }
        }
        analysis.trends.push_back(std::move(trend));
    }
    analysis.sentences.push_back(std::move(result));
    for (auto& mention : mentions) {
        analysis.mentions.push_back(std::move(mention));
    }
    for (auto& quantity : quantities.complete(text, words, measurements)) {
        quantity.sentence = index;
        analysis.quantities.push_back(std::move(quantity));
    }
    return tokens;
}

// Numbers and axes of an article's figures.
std::vector<FigureNames> Miner::Impl::figure_names(
    const Article& article, const std::vector<Block>& list,
    const std::vector<std::vector<Range>>& ranges) const {
    std::vector<FigureNames> names_of(article.figures.size());
    for (std::size_t f = 0; f < names_of.size(); ++f) {
        names_of[f].id = article.figures[f].id;
        names_of[f].number = figure_number(article.figures[f].label);
    }
    for (std::size_t b = 0; b < list.size(); ++b) {
        if (list[b].kind != BlockKind::figure_caption || list[b].figure < 0) {
            continue;
        }
        for (const Range range : ranges[b]) {
            const Words words(list[b].text->utf8, range, &vocabulary);
            if (!may_name_axes(words)) {
                continue;
            }
            const Grammar grammar(words, functions);
            const auto measurements = quantities.find(*list[b].text, range);
            auto& parts = names_of[static_cast<std::size_t>(list[b].figure)].parts;
            for (auto& part :
                 read_axes(grammar, measurements, conditions.find(grammar, measurements))) {
                parts.push_back(std::move(part));
            }
        }
    }
    return names_of;
}

Miner::Miner(const LexiconSource& lexicons) : m_impl(std::make_unique<const Impl>(lexicons)) {}
Miner::~Miner() = default;
Miner::Miner(Miner&&) noexcept = default;

const text::Analyser& Miner::analyser() const noexcept {
    return m_impl->analyser;
}

const UnitTable& Miner::units() const noexcept {
    return m_impl->quantities.units();
}

Analysis Miner::analyse(const Article& article) const {
    Analysis analysis;
    const auto list = blocks(article);
    std::vector<std::vector<Range>> ranges;
    ranges.reserve(list.size());
    for (const auto& block : list) {
        ranges.push_back(m_impl->analyser.sentences(block.text->utf8));
        find_abbreviations(block.text->utf8, ranges.back(), analysis.abbreviations);
    }
    const auto context = m_impl->context(analysis.abbreviations);
    const auto figures = m_impl->figure_names(article, list, ranges);
    for (std::size_t b = 0; b < list.size(); ++b) {
        Impl::Place place{.text = list[b].text,
                          .block = static_cast<std::uint32_t>(b),
                          .zone = zone_of(list[b]),
                          .figures = &figures};
        for (const Range range : ranges[b]) {
            const std::size_t before = analysis.trends.size();
            m_impl->sentence(place, range, context, analysis);
            if (list[b].figure >= 0) {  // a caption speaks of its own figure
                analysis.sentences.back().figures = {static_cast<std::uint32_t>(list[b].figure)};
                for (std::size_t t = before; t < analysis.trends.size(); ++t) {
                    analysis.trends[t].figure_index = list[b].figure;
                }
            }
        }
    }
    return analysis;
}

Miner::Annotation Miner::annotate(const Text& text, bool one_sentence) const {
    Annotation result;
    std::vector<Range> ranges;
    if (one_sentence) {
        if (!text.utf8.empty()) {
            ranges.push_back({0, static_cast<std::uint32_t>(text.utf8.size())});
        }
    } else {
        ranges = m_impl->analyser.sentences(text.utf8);
    }
    find_abbreviations(text.utf8, ranges, result.analysis.abbreviations);
    const auto context = m_impl->context(result.analysis.abbreviations);
    for (const Range range : ranges) {
        result.tokens.push_back(
            m_impl->sentence({.text = &text, .block = 0, .zone = Zone::unknown, .figures = nullptr},
                             range, context, result.analysis));
    }
    return result;
}

std::optional<Miner::Normalised> Miner::normalise(std::string_view written) const {
    while (!written.empty() && (written.front() == ' ' || written.front() == '\t')) {
        written.remove_prefix(1);
    }
    while (!written.empty() &&
           (written.back() == ' ' || written.back() == '\t' || written.back() == '\r')) {
        written.remove_suffix(1);
    }
    if (const auto found = m_impl->material(written)) {
        return Normalised{found->formula, found->kind, true};
    }
    // Capitals only, no digit (NSW, WSN): thousands of abbreviations for one formula, and the known
    // formulas among them have been found above.
    if (std::all_of(written.begin(), written.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
        return std::nullopt;
    }
    if (const auto composition = chem::parse_formula(written)) {
        return Normalised{chem::canonical(*composition), MaterialKind::other, false};
    }
    // With its polytype, phase or face, as tables print it ("1T-CrTe2").
    const auto terms = analyser().query_terms(written);
    if (terms.size() == 1 && terms.front() != written && chem::parse_formula(terms.front())) {
        return Normalised{terms.front(), MaterialKind::formula, true};
    }
    return std::nullopt;
}

}  // namespace lode::ingest
