#include "ingest/mine/miner.hpp"

#include <utility>

#include "core/chem/formula.hpp"
#include "ingest/mine/abbreviations.hpp"
#include "ingest/mine/events.hpp"
#include "ingest/mine/figure_refs.hpp"
#include "ingest/mine/materials.hpp"
#include "ingest/mine/quantities.hpp"
#include "ingest/mine/trends.hpp"
#include "ingest/mine/words.hpp"

namespace lode::ingest {

struct Miner::Impl {
    explicit Impl(const LexiconSource& lexicons)
        : analyser(lexicons),
          names(lexicons),
          quantities(lexicons),
          functions(lexicons),
          cues(lexicons),
          events(lexicons) {}

    // What the document's own abbreviations mean.
    struct Context {
        std::vector<MaterialNames::Local> local;
        std::vector<std::string> not_materials;
    };
    Context context(const std::vector<Abbreviation>& abbreviations) const;
    std::optional<MaterialName> material(std::string_view written) const;

    // Reads one sentence of `text` into `analysis`; returns its tokens.
    std::vector<Token> sentence(const Text& text, std::uint32_t block, Range range,
                                const Context& context, Analysis& analysis) const;

    text::Analyser analyser;
    MaterialNames names;
    QuantityFinder quantities;
    FunctionWords functions;
    CueLexicon cues;
    EventFinder events;
};

std::optional<MaterialName> Miner::Impl::material(std::string_view written) const {
    if (auto name = names.find(written)) {
        return name;
    }
    if (chem::looks_like_formula(written, true)) {
        if (const auto composition = chem::parse_formula(written)) {
            return MaterialName{chem::canonical(*composition), MaterialKind::formula};
        }
    }
    return std::nullopt;
}

Miner::Impl::Context Miner::Impl::context(const std::vector<Abbreviation>& abbreviations) const {
    Context result;
    for (const auto& abbreviation : abbreviations) {
        auto meaning = material(abbreviation.long_form);
        if (!meaning) {
            result.not_materials.push_back(abbreviation.short_form);
        } else {
            meaning->kind = MaterialKind::abbreviation;
        }
        result.local.push_back({abbreviation.short_form, std::move(meaning)});
    }
    return result;
}

std::vector<Token> Miner::Impl::sentence(const Text& text, std::uint32_t block, Range range,
                                         const Context& context, Analysis& analysis) const {
    std::vector<Token> tokens = analyser.tokens(text, range, context.not_materials);
    const auto index = static_cast<std::uint32_t>(analysis.sentences.size());
    Words words(text.utf8, range);
    auto mentions = names.mentions(index, text.utf8, words, tokens, context.local);
    auto measurements = quantities.find(text, range);
    Sentence result;
    result.block = block;
    result.range = range;
    result.tokens = text::Analyser::training_text(tokens);
    analysis.sentences.push_back(std::move(result));
    const auto figures = find_figure_pointers(words);
    Grammar grammar(words, functions);
    const auto found_cues = cues.find(grammar);
    if (!found_cues.empty()) {
        const Events found = events.find(grammar, found_cues, measurements);
        for (auto& trend : compose_trends({.text = text.utf8,
                           .sentence = index,
                           .caption = false,
                           .words = words,
                           .events = found,
                           .measurements = measurements,
                           .mentions = mentions,
                           .figures = figures},
                                          grammar, events.properties())) {
            analysis.trends.push_back(std::move(trend));
        }
    }
    for (auto& mention : mentions) {
        analysis.mentions.push_back(std::move(mention));
    }
    for (auto& measurement : measurements) {
        measurement.quantity.sentence = index;
        analysis.quantities.push_back(std::move(measurement.quantity));
    }
    return tokens;
}

Miner::Miner(const LexiconSource& lexicons) : m_impl(std::make_unique<const Impl>(lexicons)) {}
Miner::~Miner() = default;
Miner::Miner(Miner&&) noexcept = default;

const text::Analyser& Miner::analyser() const noexcept {
    return m_impl->analyser;
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
    for (std::size_t b = 0; b < list.size(); ++b) {
        for (const Range range : ranges[b]) {
            m_impl->sentence(*list[b].text, static_cast<std::uint32_t>(b), range, context,
                             analysis);
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
        result.tokens.push_back(m_impl->sentence(text, 0, range, context, result.analysis));
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
    const auto found = m_impl->material(written);
    if (!found) {
        return std::nullopt;
    }
    return Normalised{found->formula, found->kind};
}

}  // namespace lode::ingest
