#include "query/annotation_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "query/html_text.hpp"

namespace lode::query {
namespace {

// Colours differ in lightness too, and every kind has its own underline: nothing rests on hue
// alone.
constexpr std::string_view k_style = R"css(
:root{--ground:#fbfaf7;--ink:#1d2126;--soft:#5c6470;--line:#dfdcd4;--material:#bfe3d6;--quantity:#fbe3a6;
--property:#d5d3f5;--variable:#f6cfdc;--good:#1f6f43;--bad:#a3262a}
@media (prefers-color-scheme:dark){:root{--ground:#14171b;--ink:#e6e4de;--soft:#9aa3ae;--line:#333a43;
--material:#1d5a48;--quantity:#5d4a12;--property:#3d3a73;--variable:#6b2f45;--good:#7ccb9b;--bad:#f08b8b}}
body{margin:0 auto;max-width:60em;padding:24px;background:var(--ground);color:var(--ink);
font:17px/1.9 "Iowan Old Style",Palatino,Georgia,serif}
h1{font-size:1.5rem;margin:.2em 0}h2{font:600 .85rem system-ui,sans-serif;color:var(--soft);
border-top:1px solid var(--line);padding-top:14px;margin:28px 0 4px}
label,.key,.notes,.chip,footer{font:13px/1.6 system-ui,sans-serif}label{margin-right:1.1em;white-space:nowrap}
.key{position:sticky;top:0;background:var(--ground);border-bottom:1px solid var(--line);padding:8px 0;color:var(--soft)}
p{margin:0 0 6px}.m,.q,.p,.v{border-radius:3px;padding:1px 0;color:var(--ink)}
#m:checked~main .m,.key .m{background:var(--material);border-bottom:2px solid var(--good)}
#q:checked~main .q,.key .q{background:var(--quantity);border-bottom:2px dotted var(--ink)}
#p:checked~main .p,.key .p{background:var(--property);border-bottom:2px dashed var(--ink)}
#p:checked~main .v,.key .v{background:var(--variable);border-bottom:3px double var(--ink)}
#t:checked~main .b{box-shadow:-1px 0 0 0 var(--soft);margin-left:2px}
.chip{border:1px solid currentColor;border-radius:9px;padding:0 7px;margin:0 4px;color:var(--soft);white-space:nowrap}
.positive{color:var(--good)}.negative,.null{color:var(--bad)}
.notes{margin:0 0 8px;padding-left:1.2em;color:var(--soft)}footer{margin-top:30px;color:var(--soft)}
)css";

struct Mark {
    Range range;
    char kind;  // its class in the style sheet: m, q, p, v
    std::string title;
};

std::string number(double value) {
    return fmt::format("{:g}", value);
}

std::string describe(const Quantity& quantity) {
    std::string out = std::string(name(quantity.kind)) + ":";
    if (quantity.modifier != QuantityModifier::none) {
        out += " " + std::string(name(quantity.modifier));
    }
    if (quantity.value) {
        out += " " + number(*quantity.value);
    }
    if (quantity.low || quantity.high) {
        out += fmt::format(" {} to {}", quantity.low ? number(*quantity.low) : "?",
                           quantity.high ? number(*quantity.high) : "?");
    }
    if (quantity.tolerance) {
        out += " ± " + number(*quantity.tolerance);
    }
    for (const double value : quantity.values) {
        out += " " + number(value);
    }
    return quantity.unit.empty() ? out : out + " " + quantity.unit;
}

std::string describe(const Mention& mention) {
    return fmt::format("{}{}{}", name(mention.kind), mention.formula.empty() ? "" : ": ",
                       mention.formula);
}

// A trend names its parts by what is written: the first place in the sentence where it stands.
void mark_part(std::string_view text, Range sentence, const std::string& part, char kind,
               std::string title, std::vector<Mark>& marks) {
    if (part.empty()) {
        return;
    }
    const auto found = text.substr(sentence.begin, sentence.size()).find(part);
    if (found == std::string_view::npos) {
        return;
    }
    const auto begin = sentence.begin + static_cast<std::uint32_t>(found);
    marks.push_back(
        {{begin, begin + static_cast<std::uint32_t>(part.size())}, kind, std::move(title)});
}

std::string trend_line(const Trend& trend) {
    std::string out =
        fmt::format("trend: {} | {} | {}{}", trend.property.empty() ? "?" : trend.property,
                    trend.variable.empty() ? "?" : trend.variable, name(trend.direction),
                    trend.variable_decreasing ? " (the text speaks of a falling variable)" : "");
    if (trend.extremum != Extremum::none) {
        out +=
            fmt::format(" | {} {} {}", trend.extremum == Extremum::maximum ? "maximum" : "minimum",
                        trend.extremum_value.value, trend.extremum_value.unit);
    }
    if (!trend.location.value.empty()) {
        out += fmt::format(" at {} {}", trend.location.value, trend.location.unit);
    }
    for (const std::string* part : {&trend.material, &trend.x_range, &trend.figure}) {
        if (!part->empty()) {
            out += " | " + *part;
        }
    }
    return out + fmt::format(" | score {:.2f}", trend.score);
}

bool fits(Range range, Range sentence) {
    return range.begin < range.end && range.begin >= sentence.begin && range.end <= sentence.end;
}

// The sentence cut wherever a mark or a token begins or ends, so that marks may overlap freely.
void write_sentence(std::ostream& out, std::string_view text, Range sentence,
                    const std::vector<Mark>& marks, const std::vector<Token>& tokens) {
    std::vector<std::uint32_t> cuts = {sentence.begin, sentence.end};
    for (const auto& mark : marks) {
        cuts.push_back(mark.range.begin);
        cuts.push_back(mark.range.end);
    }
    for (const auto& token : tokens) {
        if (fits(token.range, sentence)) {
            cuts.push_back(token.range.begin);
            cuts.push_back(token.range.end);
        }
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    auto token = tokens.begin();
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const std::uint32_t begin = cuts[i];
        while (token != tokens.end() && token->range.end <= begin) {
            ++token;
        }
        const bool in_token = token != tokens.end() && token->range.begin <= begin;
        std::string classes;
        std::string title;
        for (const auto& mark : marks) {
            if (mark.range.begin <= begin && begin < mark.range.end) {
                classes += classes.empty() ? "" : " ";
                classes += mark.kind;
                title += (title.empty() ? "" : "\n") + mark.title;
            }
        }
        if (in_token) {
            if (token->range.begin == begin) {
                classes += classes.empty() ? "b" : " b";
            }
            title += fmt::format("{}token {} ({})", title.empty() ? "" : "\n", token->norm,
                                 name(token->kind));
        }
        const std::string piece = escape_html(text.substr(begin, cuts[i + 1] - begin));
        if (classes.empty() && title.empty()) {
            out << piece;
        } else {
            out << "<span class=\"" << classes << "\" title=\"" << escape_html(title) << "\">"
                << piece << "</span>";
        }
    }
}

}  // namespace

AnnotationPage::AnnotationPage(std::ostream& out) : m_out(out) {
    m_out << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
             "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
             "<title>What Lode reads</title><style>"
          << k_style
          << "</style></head><body>\n<h1>What Lode reads</h1>\n"
             "<input type=\"checkbox\" id=\"m\" checked><label for=\"m\">materials</label>"
             "<input type=\"checkbox\" id=\"q\" checked><label for=\"q\">quantities</label>"
             "<input type=\"checkbox\" id=\"p\" checked><label for=\"p\">trends</label>"
             "<input type=\"checkbox\" id=\"t\"><label for=\"t\">tokens</label>\n"
             "<p class=\"key\"><span class=\"m\">material</span> "
             "<span class=\"q\">quantity</span> <span class=\"p\">property of a trend</span> "
             "<span class=\"v\">its variable</span>. Point at a word to see how it was read.</p>\n"
             "<main>\n";
}

void AnnotationPage::add(std::string_view id, std::string_view text, const Analysis& analysis,
                         const std::vector<std::vector<Token>>& tokens) {
    static const std::vector<Token> k_none;
    ++m_texts;
    m_out << "<h2>" << escape_html(id.empty() ? "(no id)" : id) << "</h2>\n";
    std::uint32_t done = 0;
    for (std::size_t i = 0; i < analysis.sentences.size(); ++i) {
        const Sentence& sentence = analysis.sentences[i];
        if (sentence.range.end > text.size() || sentence.range.begin < done) {
            continue;
        }
        // What stands between sentences is white space, or text that belongs to none.
        m_out << escape_html(text.substr(done, sentence.range.begin - done));
        done = sentence.range.end;
        std::vector<Mark> marks;
        for (const auto& mention : analysis.mentions) {
            if (mention.sentence == i && fits(mention.range, sentence.range)) {
                marks.push_back({mention.range, 'm', describe(mention)});
                ++m_materials;
            }
        }
        for (const auto& quantity : analysis.quantities) {
            if (quantity.sentence == i && fits(quantity.range, sentence.range)) {
                marks.push_back({quantity.range, 'q', describe(quantity)});
                ++m_quantities;
            }
        }
        std::string notes;
        for (const auto& trend : analysis.trends) {
            if (trend.sentence == i) {
                mark_part(text, sentence.range, trend.property, 'p', "property of a trend", marks);
                mark_part(text, sentence.range, trend.variable, 'v', "variable of a trend", marks);
                notes += "<li>" + escape_html(trend_line(trend)) + "</li>";
                ++m_trends;
            }
        }
        m_out << "<p>";
        write_sentence(m_out, text, sentence.range, marks, i < tokens.size() ? tokens[i] : k_none);
        if (sentence.outcome != OutcomeLabel::neutral) {
            m_out << "<span class=\"chip " << name(sentence.outcome) << "\" title=\"score "
                  << fmt::format("{:.2f}", sentence.outcome_score) << "\">"
                  << name(sentence.outcome) << (sentence.hedged ? ", hedged" : "") << "</span>";
        }
        m_out << "</p>\n";
        if (!notes.empty()) {
            m_out << "<ul class=\"notes\">" << notes << "</ul>\n";
        }
        ++m_sentences;
    }
    m_out << escape_html(text.substr(std::min<std::size_t>(done, text.size())));
    if (!analysis.abbreviations.empty()) {
        m_out << "<p class=\"notes\">abbreviations: ";
        for (std::size_t i = 0; i < analysis.abbreviations.size(); ++i) {
            m_out << (i > 0 ? "; " : "") << escape_html(analysis.abbreviations[i].short_form)
                  << " = " << escape_html(analysis.abbreviations[i].long_form);
        }
        m_out << "</p>\n";
    }
}

void AnnotationPage::finish() {
    m_out << fmt::format(
        "</main>\n<footer>{} text{}, {} sentences: {} materials, {} quantities, {} trends. Read by "
        "rules, without a reader's judgement: expect misses and false finds (docs/LANGUAGE.md "
        "lists "
        "the known kinds).</footer>\n</body></html>\n",
        m_texts, m_texts == 1 ? "" : "s", m_sentences, m_materials, m_quantities, m_trends);
}

}  // namespace lode::query
