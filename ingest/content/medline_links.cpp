#include "ingest/content/medline_links.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "ingest/content/elements.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

// CommentsCorrections/@RefType and what this article is to the other one.
struct RelationName {
    std::string_view ref_type, kind;
};
constexpr std::array<RelationName, 12> k_relations = {{
    {"RetractionOf", "retracts"},
    {"RetractionIn", "retracted-by"},
    {"PartialRetractionOf", "corrects"},
    {"PartialRetractionIn", "corrected-by"},
    {"RetractedandRepublishedIn", "retracted-by"},
    {"CorrectedandRepublishedIn", "corrected-by"},
    {"CorrectedandRepublishedFrom", "corrects"},
    {"ErratumFor", "corrects"},
    {"ErratumIn", "corrected-by"},
    {"ExpressionOfConcernFor", "concern-about"},
    {"ExpressionOfConcernIn", "concern-by"},
    {"Cites", ""},  // the list of references as it was written until 2018
}};

// "" for "Cites".
std::string_view relation_kind(std::string_view ref_type) {
    for (const auto& row : k_relations) {
        if (row.ref_type == ref_type) {
            return row.kind;
        }
    }
    return "related";
}

}  // namespace

void MedlineLinks::references(NodeId list) {
    for (NodeId c = m_tree.first_child(list); c != k_no_node; c = m_tree.next(c)) {
        if (m_tree.tag(c) == Tag::reference_list) {
            references(c);
        } else if (m_tree.tag(c) == Tag::reference) {
            ++m_article.references;
            Reference cited;
            const NodeId ids = m_tree.child(c, Tag::article_id_list);
            for (NodeId i = ids == k_no_node ? ids : m_tree.first_child(ids); i != k_no_node;
                 i = m_tree.next(i)) {
                const std::string_view type = m_tree.attribute(i, "IdType");
                if (type == "doi") {
                    cited.doi = normalise_doi(m_tree.all_text(i));
                } else if (type == "pubmed") {
                    cited.pmid = element_line(m_tree, i);
                }
            }
            if (!cited.doi.empty() || !cited.pmid.empty()) {
                m_article.reference_list.push_back(std::move(cited));
            }
        }
    }
}

void MedlineLinks::relations(NodeId list) {
    for (NodeId c = m_tree.first_child(list); c != k_no_node; c = m_tree.next(c)) {
        if (m_tree.tag(c) != Tag::comments_corrections) {
            continue;
        }
        const std::string_view type = m_tree.attribute(c, "RefType");
        const std::string_view kind = relation_kind(type);
        Relation relation;
        relation.pmid = element_line(m_tree, m_tree.child(c, Tag::pmid));
        if (kind.empty()) {
            ++m_cites;
            if (!relation.pmid.empty()) {
                m_cited.push_back({.id = {}, .doi = {}, .pmid = std::move(relation.pmid)});
            }
            continue;
        }
        relation.kind = kind;
        const std::string source = element_line(m_tree, m_tree.child(c, Tag::ref_source));
        if (const std::size_t at = source.find("doi:"); at != std::string::npos) {
            const std::size_t begin = source.find_first_not_of(' ', at + 4);
            if (begin != std::string::npos) {
                relation.doi = normalise_doi(
                    std::string_view(source).substr(begin, source.find(' ', begin) - begin));
            }
        }
        relation.note = std::string(type) + (source.empty() ? "" : ": ") + source;
        m_article.retracted = m_article.retracted || relation.kind == "retracted-by";
        m_article.relations.push_back(std::move(relation));
    }
}

void MedlineLinks::finish() {
    if (m_article.reference_list.empty() && m_article.references == 0) {
        m_article.references = m_cites;
        m_article.reference_list = std::move(m_cited);
    }
}

}  // namespace lode::ingest
