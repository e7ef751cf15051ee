#include "ingest/content/named_record.hpp"

#include <algorithm>

#include "ingest/content/language.hpp"
#include "ingest/content/markup_text.hpp"
#include "ingest/content/medline.hpp"
#include "ingest/content/metadata.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {
namespace {

std::string lower_ascii(std::string_view text) {
    std::string low(text);
    for (char& c : low) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return low;
}

std::string without_parentheses(std::string_view text) {
    std::string out;
    int depth = 0;
    for (const char c : text) {
        if (c == '(') {
            ++depth;
        } else if (c == ')' && depth > 0) {
            --depth;
        } else if (depth == 0) {
            out += c;
        }
    }
    return depth == 0 ? out : std::string(text);
}

std::vector<std::string> split_at(std::string_view text, std::string_view mark) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i <= text.size();) {
        const std::size_t end = std::min(text.find(mark, i), text.size());
        if (std::string part = one_line(text.substr(i, end - i)); !part.empty()) {
            parts.push_back(std::move(part));
        }
        i = end + mark.size();
    }
    return parts;
}

bool are_initials(std::string_view word) {
    return !word.empty() && word.size() <= 3 &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

Author author_of(const std::string& written) {
    Author author;
    if (const std::size_t comma = written.find(','); comma != std::string::npos) {
        author.family = one_line(std::string_view(written).substr(0, comma));
        author.given = one_line(std::string_view(written).substr(comma + 1));
    } else if (const std::size_t blank = written.rfind(' '); blank != std::string::npos) {
        const std::string first = written.substr(0, blank);
        const std::string last = written.substr(blank + 1);
        const bool family_first = are_initials(last);
        author.family = family_first ? first : last;
        author.given = family_first ? last : first;
    } else {
        author.family = written;
    }
    if (author.family.empty()) {
        std::swap(author.family, author.given);
    }
    return author;
}

// What exports call by other names than MEDLINE.
std::string article_type_of(std::vector<std::string> types) {
    static constexpr std::pair<std::string_view, std::string_view> k_other_names[] = {
        {"retraction", "Retraction of Publication"},
        {"retraction notice", "Retraction of Publication"},
        {"correction", "Published Erratum"},
        {"corrigendum", "Published Erratum"},
        {"erratum", "Published Erratum"},
        {"review article", "Review"},
        {"review-article", "Review"},
        {"editorial material", "Editorial"},
        {"news item", "News"},
    };
    for (std::string& type : types) {
        const std::string low = lower_ascii(type);
        for (const auto& [theirs, medline] : k_other_names) {
            if (low == theirs) {
                type = medline;
            }
        }
    }
    return medline_article_type(types);
}

bool says_retracted(const std::string& type) {
    const std::string low = lower_ascii(type);
    return low == "retracted" || low == "retracted publication" || low == "retracted-publication" ||
           low == "retracted article";
}

}  // namespace

std::vector<std::string> split_list(std::string_view list) {
    for (const std::string_view mark : {";", "|"}) {
        if (list.find(mark) != std::string_view::npos) {
            return split_at(list, mark);
        }
    }
    return split_at(list, ",");
}

std::vector<Author> split_authors(std::string_view names) {
    const std::string all = one_line(without_parentheses(names));
    std::vector<std::string> parts;
    if (all.find(';') != std::string::npos || all.find('|') != std::string::npos) {
        parts = split_list(all);
    } else {
        parts = split_at(all, " and ");
        const auto commas = [](const std::string& part) {
            return std::count(part.begin(), part.end(), ',');
        };
        // "Bee, Anna and Dee, C." names families first; "Bee, Anna" is one person.
        const bool families_first =
            !parts.empty() &&
            std::all_of(parts.begin(), parts.end(), [&](const auto& p) { return commas(p) == 1; });
        const bool one = parts.size() == 1 && families_first && [&] {
            const auto halves = split_at(all, ",");
            return halves.size() == 2 && halves[0].find(' ') == std::string::npos &&
                   halves[0].find('.') == std::string::npos;
        }();
        if (!(families_first && parts.size() > 1) && !one) {
            std::vector<std::string> finer;
            for (const auto& part : parts) {
                for (auto& piece : split_at(part, ",")) {
                    finer.push_back(std::move(piece));
                }
            }
            parts = std::move(finer);
        }
    }
    std::vector<Author> authors;
    for (auto& part : parts) {
        while (!part.empty() && part.ends_with(" and")) {
            part.resize(part.size() - 4);
        }
        if (part.starts_with("and ")) {
            part.erase(0, 4);
        }
        // "Dee C." at the end of a list of PubMed.
        if (part.size() > 3 && part.find('.') == part.size() - 1 &&
            part.find(',') == std::string::npos && part.find(' ') != std::string::npos &&
            are_initials(part.substr(part.rfind(' ') + 1, part.size() - part.rfind(' ') - 2))) {
            part.pop_back();
        }
        Author author = author_of(part);
        if (!author.family.empty()) {
            authors.push_back(std::move(author));
        }
    }
    return authors;
}

bool fill_article(const NamedRecord& record, Article& article) {
    const auto get = [&](std::string_view field) -> std::string_view {
        const auto found = record.find(field);
        return found == record.end() ? std::string_view() : std::string_view(found->second);
    };
    const auto line = [&](std::string_view field) {
        return one_line(resolve_references(get(field)));
    };
    Accounts accounts;
    article.title = read_markup_line(get("title"), accounts);
    // What exports write where there is none.
    const std::string raw_abstract = one_line(get("abstract"));
    if (raw_abstract == "[No abstract available]" || raw_abstract == "[Abstract not available]") {
        accounts.drop("placeholder-abstract", xml::count_characters(raw_abstract));
    } else {
        Abstract abstract;
        abstract.paragraphs = read_markup_text(get("abstract"), accounts);
        if (!abstract.paragraphs.empty()) {
            article.abstracts.push_back(std::move(abstract));
        }
    }
    for (const auto& [reason, characters] : accounts.dropped) {
        article.dropped[reason] += characters;
    }
    article.doi = normalise_doi(get("doi"));
    article.pmid = line("pmid");
    article.pmcid = pmcid_of(get("pmcid"));
    article.local_id = line("id");
    article.journal = line("journal");
    article.publisher = line("publisher");
    article.date = iso_date(get("date"));
    if (article.date.empty()) {
        article.date = iso_date(get("year"));
    }
    article.year = static_cast<std::uint16_t>(year_of(article.date));
    article.language = language_code(get("language"));
    // "Review; Early Access": the one that tells most.
    const std::vector<std::string> types = split_list(line("type"));
    article.article_type = types.empty() ? "abstract" : article_type_of(types);
    article.retracted = std::any_of(types.begin(), types.end(), says_retracted) ||
                        article.title.utf8.starts_with("RETRACTED:");
    const std::string licence = line("licence");
    article.licence = licence_of_text(licence);
    if (article.licence.empty()) {
        article.licence = licence;
    }
    article.keywords = split_list(resolve_references(get("keywords")));
    // arXiv sets blanks between its categories.
    std::string categories(get("categories"));
    std::replace(categories.begin(), categories.end(), ' ', ';');
    for (auto& category : split_list(categories)) {
        article.keywords.push_back(std::move(category));
    }
    if (article.authors.empty()) {
        article.authors = split_authors(resolve_references(get("authors")));
    }
    return !article.title.utf8.empty() || !article.abstracts.empty();
}

}  // namespace lode::ingest
