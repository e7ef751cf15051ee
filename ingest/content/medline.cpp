#include "ingest/content/medline.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "ingest/content/elements.hpp"
#include "ingest/content/metadata.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

// A publication type of MEDLINE and what we call it, in the words JATS uses. A citation has several
// types; the first row that it has decides, so what tells most stands first.
struct TypeName {
    std::string_view medline, ours;
};
constexpr std::array<TypeName, 15> k_types = {{
    {"Retraction of Publication", "retraction"},
    {"Published Erratum", "correction"},
    {"Expression of Concern", "expression-of-concern"},
    {"Systematic Review", "systematic-review"},
    {"Meta-Analysis", "meta-analysis"},
    {"Review", "review-article"},
    {"Editorial", "editorial"},
    {"Comment", "article-commentary"},
    {"Letter", "letter"},
    {"News", "news"},
    {"Case Reports", "case-report"},
    {"Preprint", "preprint"},
    {"Dataset", "dataset"},
    {"Journal Article", "journal-article"},
    {"Book", "book"},
}};

bool is_same_type(std::string_view a, std::string_view b) {
    const auto small = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == ' ' ? '-' : c;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return small(x) == small(y); });
}

}  // namespace

std::string medline_date(const xml::Tree& tree, NodeId node) {
    std::string_view year;
    std::string_view month;
    std::string_view day;
    for (NodeId c = tree.first_child(node); c != k_no_node; c = tree.next(c)) {
        const NodeId inner = tree.first_child(c);
        const std::string_view value = inner == k_no_node ? std::string_view() : tree.text(inner);
        switch (tree.tag(c)) {
            case Tag::year:
                year = value;
                break;
            case Tag::month:
                month = value;
                break;
            case Tag::day:
                day = value;
                break;
            case Tag::medline_date:
                return iso_date(value);  // "2000 Spring", "1998 Dec-1999 Jan"
            default:
                break;
        }
    }
    return iso_date(year, month, day);
}

void medline_authors(const xml::Tree& tree, NodeId list, std::vector<Author>& authors) {
    for (NodeId c = tree.first_child(list); c != k_no_node; c = tree.next(c)) {
        // "N": a spelling that was corrected; the right one is there too.
        if (tree.tag(c) != Tag::author || tree.attribute(c, "ValidYN") == "N") {
            continue;
        }
        Author made;
        std::string initials;
        for (NodeId p = tree.first_child(c); p != k_no_node; p = tree.next(p)) {
            switch (tree.tag(p)) {
                case Tag::surname:
                case Tag::collective_name:
                    made.family = element_line(tree, p);
                    break;
                case Tag::given_name:
                    made.given = element_line(tree, p);
                    break;
                case Tag::initials:
                    initials = element_line(tree, p);
                    break;
                case Tag::affiliation:  // as it was written until 2013
                    made.affiliations.push_back(element_line(tree, p));
                    break;
                case Tag::affiliation_info:
                    if (const NodeId a = tree.child(p, Tag::affiliation); a != k_no_node) {
                        made.affiliations.push_back(element_line(tree, a));
                    }
                    break;
                default:
                    break;
            }
        }
        if (made.given.empty()) {
            made.given = std::move(initials);
        }
        if (made.family.empty()) {
            std::swap(made.family, made.given);
        }
        if (!made.family.empty()) {
            authors.push_back(std::move(made));
        }
    }
}

void medline_headings(const xml::Tree& tree, NodeId list, std::vector<std::string>& headings) {
    for (NodeId c = tree.first_child(list); c != k_no_node; c = tree.next(c)) {
        const std::string descriptor = element_line(tree, tree.child(c, Tag::descriptor_name));
        if (descriptor.empty()) {
            continue;
        }
        bool qualified = false;
        for (NodeId q = tree.first_child(c); q != k_no_node; q = tree.next(q)) {
            if (tree.tag(q) == Tag::qualifier_name) {
                headings.push_back(descriptor + "/" + element_line(tree, q));
                qualified = true;
            }
        }
        if (!qualified) {
            headings.push_back(descriptor);
        }
    }
}

std::string medline_article_type(const std::vector<std::string>& types) {
    for (const auto& row : k_types) {
        if (std::any_of(types.begin(), types.end(),
                        [&](const std::string& type) { return is_same_type(type, row.medline); })) {
            return std::string(row.ours);
        }
    }
    std::string type = types.empty() ? std::string() : types.front();
    for (char& c : type) {
        c = c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return type;
}

std::string pmcid_of(std::string_view text) {
    const std::size_t at = text.find("PMC");
    if (at == std::string_view::npos) {
        return {};
    }
    std::size_t end = at + 3;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') {
        ++end;
    }
    return end > at + 3 ? std::string(text.substr(at, end - at)) : std::string();
}

bool is_medline_container(Tag tag) {
    switch (tag) {
        case Tag::affiliation_info:
        case Tag::article:
        case Tag::article_date:
        case Tag::article_id_list:
        case Tag::author:
        case Tag::author_list:
        case Tag::book:
        case Tag::book_document:
        case Tag::comments_corrections:
        case Tag::comments_corrections_list:
        case Tag::contribution_date:
        case Tag::date_revised:
        case Tag::delete_citation:
        case Tag::delete_document:
        case Tag::journal:
        case Tag::journal_issue:
        case Tag::keyword_list:
        case Tag::medline_citation:
        case Tag::mesh_heading:
        case Tag::mesh_heading_list:
        case Tag::pub_date:
        case Tag::publication_type_list:
        case Tag::publisher:
        case Tag::pubmed_article:
        case Tag::pubmed_book_article:
        case Tag::pubmed_book_data:
        case Tag::pubmed_data:
        case Tag::reference:
        case Tag::reference_list:
            return true;
        default:
            return false;
    }
}

}  // namespace lode::ingest
