#include "query/dataset/documents.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "core/base/error.hpp"
#include "core/text/unicode.hpp"
#include "query/evidence.hpp"

namespace lode::query {

LicenceRule::LicenceRule(const std::vector<std::string>& allowed) {
    for (const auto& name : allowed) {
        m_allowed.push_back(text::to_lower(name));
    }
}

bool LicenceRule::allows(std::string_view licence) const {
    if (m_allowed.empty()) {
        return true;
    }
    const std::string lower = text::to_lower(licence);
    for (const auto& name : m_allowed) {
        if (lower.starts_with(name) && (lower.size() == name.size() || lower[name.size()] == ' ')) {
            return true;
        }
    }
    return false;
}

DocumentView::DocumentView(const Article& article, const Analysis& analysis, bool quotable)
    : m_article(article),
      m_analysis(analysis),
      m_quotable(quotable),
      m_blocks(lode::blocks(article)) {
    std::unordered_map<const Text*, Address> known;
    known[&article.title] = {"/title", 0};
    for (std::size_t a = 0; a < article.abstracts.size(); ++a) {
        // The paragraphs of an abstract are one text in the JSON, a line end between them.
        std::uint32_t offset = 0;
        for (const Text& paragraph : article.abstracts[a].paragraphs) {
            offset += offset > 0 ? 1U : 0U;
            known[&paragraph] = {fmt::format("/abstracts/{}/text", a), offset};
            offset += text::code_points(paragraph.utf8);
        }
    }
    for (std::size_t s = 0; s < article.sections.size(); ++s) {
        for (std::size_t p = 0; p < article.sections[s].paragraphs.size(); ++p) {
            known[&article.sections[s].paragraphs[p]] = {
                fmt::format("/sections/{}/paragraphs/{}", s, p), 0};
        }
    }
    for (std::size_t f = 0; f < article.figures.size(); ++f) {
        known[&article.figures[f].caption] = {fmt::format("/figures/{}/caption", f), 0};
    }
    for (std::size_t t = 0; t < article.tables.size(); ++t) {
        known[&article.tables[t].caption] = {fmt::format("/tables/{}/caption", t), 0};
    }
    for (const Block& block : m_blocks) {
        m_addresses.push_back(known.at(block.text));
    }
}

const Block& DocumentView::block(const Sentence& sentence, Range range) const {
    if (sentence.block >= m_blocks.size() || range.begin > range.end ||
        range.end > m_blocks[sentence.block].text->utf8.size()) {
        throw error("{}: a record points outside the article's text", m_article.id);
    }
    return m_blocks[sentence.block];
}

std::string_view DocumentView::text(const Sentence& sentence) const {
    const std::string_view whole = block(sentence, sentence.range).text->utf8;
    return whole.substr(sentence.range.begin, sentence.range.size());
}

TextPlace DocumentView::place(const Sentence& sentence, Range range) const {
    const Block& here = block(sentence, range);
    const std::string_view whole = here.text->utf8;
    const Address& address = m_addresses[sentence.block];
    TextPlace result;
    result.pointer = address.pointer;
    result.section = section_label(m_article, here);
    result.begin = address.offset + text::code_points(whole.substr(0, range.begin));
    result.end =
        result.begin + text::code_points(whole.substr(range.begin, range.end - range.begin));
    return result;
}

void for_each_document(const store::Reader& store, const LicenceRule& licences, Progress& progress,
                       std::stop_token stop,
                       const std::function<void(const DocumentView&)>& visit) {
    const std::uint64_t total = store.counters().articles;
    std::uint64_t done = 0;
    store.for_each_article([&](store::Seq seq, const Article& article) {
        if (stop.stop_requested()) {
            return false;
        }
        const auto analysis = store.analysis(seq);
        if (!analysis) {
            throw error("{}: what was read out of the article is missing in the store", article.id);
        }
        visit(DocumentView(article, *analysis, licences.allows(article.licence)));
        ++done;
        progress.report(
            {.stage = "export", .done = done, .total = total, .unit = "articles", .note = {}});
        return true;
    });
    progress.finish();
    if (stop.stop_requested()) {
        throw Interrupted("export stopped; the output is not complete");
    }
}

}  // namespace lode::query
