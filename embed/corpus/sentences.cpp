#include "embed/corpus/sentences.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"

namespace lode::embed {
namespace {

bool is_separator(char c) {
    return static_cast<unsigned char>(c) <= 0x20;
}

// Calls f(word) for every run of bytes above the blank. fastText would take other control bytes as
// separators too, so they separate here.
template <class F>
void for_each_word(std::string_view text, F&& f) {
    std::size_t i = 0;
    while (i < text.size()) {
        while (i < text.size() && is_separator(text[i])) {
            ++i;
        }
        const std::size_t begin = i;
        while (i < text.size() && !is_separator(text[i])) {
            ++i;
        }
        if (i > begin) {
            f(text.substr(begin, i - begin));
        }
    }
}

// A name ("barium titanate") or abbreviation has a composition, but the text has no token of it.
bool stands_as_formula(const Mention& mention) {
    return !mention.formula.empty() &&
           (mention.kind == MaterialKind::formula || mention.kind == MaterialKind::alloy);
}

using Formulas = std::vector<std::pair<std::uint32_t, std::string_view>>;  // sentence, formula

void collect_article(Sentences& out, const Analysis& analysis) {
    Formulas formulas;
    for (const Mention& mention : analysis.mentions) {
        if (stands_as_formula(mention)) {
            formulas.emplace_back(mention.sentence, mention.formula);
            out.written.add(mention.formula, mention.written);
        }
    }
    std::sort(formulas.begin(), formulas.end());

    std::string line;
    for (std::uint32_t i = 0; i < analysis.sentences.size(); ++i) {
        const Sentence& sentence = analysis.sentences[i];
        line.clear();
        for_each_word(sentence.tokens, [&](std::string_view word) {
            const bool material =
                std::binary_search(formulas.begin(), formulas.end(), std::pair(i, word));
            out.words.add(word, material);
            ++out.tokens;
            if (!line.empty()) {
                line += ' ';
            }
            if (material) {
                line += k_material_mark;
            }
            line += word;
        });
        if (!line.empty()) {
            ++out.sentences;
            line += '\n';
        }
        const bool block_ends =
            i + 1 == analysis.sentences.size() || analysis.sentences[i + 1].block != sentence.block;
        if (block_ends) {
            line += '\n';
        }
        out.file.write(line);
    }
}

void check_stop(const std::stop_token& stop) {
    if (stop.stop_requested()) {
        throw Interrupted("stopped while the training text was made; no model was written");
    }
}

}  // namespace

void WrittenForms::add(const std::string& formula, const std::string& written) {
    std::string form = written;
    std::replace_if(form.begin(), form.end(), is_separator, ' ');
    ++m_forms[formula][form];
}

std::string WrittenForms::best(std::string_view formula) const {
    const auto found = m_forms.find(formula);
    if (found == m_forms.end()) {
        return {};
    }
    // The first of the greatest: maps are in text order.
    const auto& forms = found->second;
    return std::max_element(forms.begin(), forms.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

void collect(Sentences& out, const ArticleSource& source, std::uint16_t until_year,
             Progress& progress, const std::stop_token& stop) {
    const std::uint64_t total = source.articles();
    std::uint64_t seen = 0;
    source.for_each([&](const SourceArticle& article) {
        check_stop(stop);
        ++seen;
        if (until_year != 0 && article.year == 0) {
            ++out.articles_without_year;
        } else if (until_year != 0 && article.year > until_year) {
            ++out.articles_too_late;
        } else {
            ++out.articles;
            if (article.year != 0) {
                out.first_year =
                    out.first_year == 0 ? article.year : std::min(out.first_year, article.year);
                out.last_year = std::max(out.last_year, article.year);
            }
            collect_article(out, article.analysis);
        }
        progress.report({"read text", seen, total, "articles", 0, {}});
        return true;
    });
    out.file.close();
    progress.finish();
}

void read_sentences(const ScratchFile& file, std::string_view stage, Progress& progress,
                    const std::stop_token& stop,
                    const std::function<void(std::vector<std::string>&)>& visit) {
    const MappedFile mapped(file.path());
    const std::string_view text = mapped.bytes();
    std::vector<std::string> words;
    std::size_t lines = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view line = text.substr(begin, end - begin);
        std::size_t n = 0;
        for (std::size_t i = 0; i < line.size();) {
            const std::size_t next = std::min(line.find(' ', i), line.size());
            if (n == words.size()) {
                words.emplace_back();
            }
            words[n++].assign(line.substr(i, next - i));
            i = next + 1;
        }
        words.resize(n);
        visit(words);
        begin = end + 1;
        if (++lines % 1024 == 0) {
            check_stop(stop);
            progress.report({stage, begin, text.size(), "bytes", 0, {}});
        }
    }
    check_stop(stop);
    progress.finish();
}

}  // namespace lode::embed
