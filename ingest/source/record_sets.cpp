#include "ingest/source/record_sets.hpp"

#include <algorithm>
#include <array>

namespace lode::ingest {

bool RecordSet::holds(std::string_view local_name) const {
    if (records.empty()) {
        return true;
    }
    for (std::string_view list = records; !list.empty();) {
        const std::size_t end = std::min(list.find(' '), list.size());
        if (list.substr(0, end) == local_name) {
            return true;
        }
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

std::span<const RecordSet> record_sets() {
    static constexpr std::array k_sets = {
        // PubMed and PubMed Central
        RecordSet{"PubmedArticleSet", "", ""},
        RecordSet{"PubmedBookArticleSet", "", ""},
        RecordSet{"MedlineCitationSet", "", ""},
        RecordSet{"ArticleSet", "", "Article"},
        RecordSet{"pmc-articleset", "", ""},
        RecordSet{"articles", "", ""},
        RecordSet{"records", "", ""},
        // OAI-PMH 2.0; the resumption token behind the records is none
        RecordSet{"OAI-PMH", "ListRecords", "record"},
        RecordSet{"ListRecords", "", "record"},
        // BioC; source, date and key stand before the documents. MARC 21 has records in its
        // collection.
        RecordSet{"collection", "", "document record"},
        // Crossref: what its query service gives, and what publishers deposit
        RecordSet{"crossref_result", "query_result/body", "query"},
        RecordSet{"doi_batch", "body", ""},
        // arXiv
        RecordSet{"feed", "", "entry"},
        // Springer Nature and Europe PMC
        RecordSet{"response", "records", ""},
        RecordSet{"responseWrapper", "resultList", "result"},
    };
    return k_sets;
}

const RecordSet* find_record_set(std::string_view local_root) {
    for (const RecordSet& set : record_sets()) {
        if (set.root == local_root) {
            return &set;
        }
    }
    return nullptr;
}

}  // namespace lode::ingest
