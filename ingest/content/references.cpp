#include "ingest/content/references.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "ingest/content/metadata.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

// "1998", "1998a"
std::uint16_t year_in(std::string_view text) {
    const std::string line = one_line(text);
    std::uint16_t year = 0;
    const auto parsed =
        std::from_chars(line.data(), line.data() + std::min<std::size_t>(line.size(), 4), year);
    return parsed.ec == std::errc() && parsed.ptr - line.data() == 4 && year >= 1000
               ? year
               : std::uint16_t{0};
}

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void set(std::string& field, std::string value) {
    if (field.empty()) {
        field = std::move(value);
    }
}

void read_names(const xml::Tree& tree, NodeId node, Reference& made) {
    for (NodeId c = tree.first_child(node); c != k_no_node; c = tree.next(c)) {
        switch (tree.tag(c)) {
            case Tag::text_node:
                continue;
            case Tag::pub_id:
            case Tag::object_id: {
                const std::string_view type = tree.attribute(c, "pub-id-type");
                if (type == "doi") {
                    set(made.doi, normalise_doi(tree.all_text(c)));
                } else if (type == "pmid") {
                    const std::string number = one_line(tree.all_text(c));
                    set(made.pmid, is_number(number) ? number : std::string());
                }
                continue;
            }
            case Tag::ext_link:
            case Tag::uri:
            case Tag::inter_ref: {
                const std::string_view type = tree.attribute(c, "ext-link-type");
                if (type == "pmid" || type == "pubmed") {
                    const std::string number = one_line(tree.attribute(c, "href"));
                    set(made.pmid, is_number(number) ? number : std::string());
                } else {
                    set(made.doi, normalise_doi(tree.attribute(c, "href")));
                    set(made.doi, normalise_doi(tree.all_text(c)));
                }
                continue;
            }
            case Tag::doi:
                set(made.doi, normalise_doi(tree.all_text(c)));
                continue;
            case Tag::year:
            case Tag::date:
                if (made.year == 0) {
                    made.year = year_in(tree.all_text(c));
                }
                continue;
            default:
                read_names(tree, c, made);
        }
    }
}

bool is_citation(Tag tag) {
    return tag == Tag::element_citation || tag == Tag::mixed_citation || tag == Tag::nlm_citation ||
           tag == Tag::citation || tag == Tag::sb_reference || tag == Tag::reference ||
           tag == Tag::other_ref;
}

void keep(const xml::Tree& tree, NodeId node, std::string_view id, Article& article) {
    Reference made;
    made.id = id;
    read_names(tree, node, made);
    if (!made.id.empty() || !made.doi.empty() || !made.pmid.empty() || made.year != 0) {
        article.reference_list.push_back(std::move(made));
    }
}

void read_reference(const xml::Tree& tree, NodeId node, Article& article) {
    ++article.references;
    const std::string_view id = tree.attribute(node, "id");
    // Several works may stand under one number.
    bool any = false;
    const auto visit = [&](NodeId parent) {
        for (NodeId c = tree.first_child(parent); c != k_no_node; c = tree.next(c)) {
            if (is_citation(tree.tag(c))) {
                keep(tree, c, id, article);
                any = true;
            }
        }
    };
    visit(node);
    if (const NodeId alternatives = tree.child(node, Tag::alternatives);
        !any && alternatives != k_no_node) {
        keep(tree, tree.first_child(alternatives), id, article);  // one work, written twice
        any = true;
    }
    if (!any) {
        keep(tree, node, id, article);
    }
}

}  // namespace

void read_references(const xml::Tree& tree, NodeId node, Article& article) {
    for (NodeId c = tree.first_child(node); c != k_no_node; c = tree.next(c)) {
        const Tag tag = tree.tag(c);
        if (tag == Tag::ref || tag == Tag::bib_reference) {
            read_reference(tree, c, article);
        } else if (tag != Tag::text_node && tag != Tag::p && tag != Tag::sub_article &&
                   tag != Tag::response) {
            read_references(tree, c, article);
        }
    }
}

std::string_view relation_kind(std::string_view link_type, std::string_view article_type) {
    struct Kind {
        std::string_view name, kind;
    };
    // JATS 1.3 suggested values, JATS4R, PMC tagging guidelines, Crossref update types.
    static constexpr auto k_kinds = std::to_array<Kind>({
        {"retracted-article", "retracts"},
        {"retraction", "retracts"},
        {"removal", "retracts"},
        {"withdrawal", "retracts"},
        {"retraction-forward", "retracted-by"},
        {"corrected-article", "corrects"},
        {"partially-retracted-article", "corrects"},
        {"partial_retraction", "corrects"},
        {"correction", "corrects"},
        {"corrigendum", "corrects"},
        {"erratum", "corrects"},
        {"correction-forward", "corrected-by"},
        {"object-of-concern", "concern-about"},
        {"expression-of-concern", "concern-about"},
        {"expression_of_concern", "concern-about"},
        {"concern", "concern-about"},
        {"object-of-concern-forward", "concern-by"},
        {"expression-of-concern-forward", "concern-by"},
        {"concern-forward", "concern-by"},
    });
    for (const std::string_view name : {link_type, article_type}) {
        for (const Kind& kind : k_kinds) {
            if (kind.name == name) {
                return kind.kind;
            }
        }
        // A link of another stated kind (a commentary, a companion) says what it is.
        if (!name.empty() && name != "related-article" && name != "article-reference") {
            break;
        }
    }
    return "related";
}

void read_related_articles(const xml::Tree& tree, NodeId root, Article& article) {
    for (NodeId c = tree.first_child(root); c != k_no_node; c = tree.next(c)) {
        const Tag tag = tree.tag(c);
        if (tag == Tag::text_node || tag == Tag::sub_article || tag == Tag::response ||
            tag == Tag::ref_list) {
            continue;
        }
        if (tag != Tag::related_article) {
            read_related_articles(tree, c, article);
            continue;
        }
        Relation made;
        made.kind = relation_kind(tree.attribute(c, "related-article-type"), article.article_type);
        const std::string_view link = tree.attribute(c, "ext-link-type");
        const std::string target = one_line(tree.attribute(c, "href"));
        made.doi = normalise_doi(target);
        if (made.doi.empty() && (link == "pubmed" || link == "pmid") && is_number(target)) {
            made.pmid = target;
        }
        made.note = one_line(tree.all_text(c));
        if (made.note.empty() && made.doi.empty() && made.pmid.empty()) {
            for (const std::string_view part : {"journal-id", "vol", "page"}) {
                const std::string value = one_line(tree.attribute(c, part));
                made.note += value.empty() ? "" : (made.note.empty() ? "" : ", ") + value;
            }
        }
        if (std::find(article.relations.begin(), article.relations.end(), made) ==
            article.relations.end()) {
            article.relations.push_back(std::move(made));
        }
    }
}

bool speaks_of_another(const Article& article) {
    static constexpr auto k_types = std::to_array<std::string_view>(
        {"retraction", "correction", "expression-of-concern", "erratum", "corrigendum", "addendum",
         "partial-retraction", "decision-letter", "reply", "reviewer-report", "referee-report",
         "author-comment", "editor-report", "peer-review"});
    return std::find(k_types.begin(), k_types.end(), article.article_type) != k_types.end() ||
           std::any_of(article.relations.begin(), article.relations.end(),
                       [](const Relation& r) { return r.kind == "part-of"; });
}

}  // namespace lode::ingest
