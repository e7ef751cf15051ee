#include <nlohmann/json.hpp>

#include "core/model/json.hpp"

namespace lode {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json paragraphs(const std::vector<Text>& texts) {
    Json list = Json::array();
    for (const auto& text : texts) {
        list.push_back(text.utf8);
    }
    return list;
}

}  // namespace

std::string to_json(const Article& article) {
    Json out;
    out["id"] = article.id;
    out["source"] = article.source;
    out["dialect"] = article.dialect;
    out["doi"] = or_null(article.doi);
    out["pmid"] = or_null(article.pmid);
    out["pmcid"] = or_null(article.pmcid);
    out["title"] = article.title.utf8;
    out["article_type"] = article.article_type;
    out["retracted"] = article.retracted;
    out["year"] = article.year == 0 ? Json(nullptr) : Json(article.year);
    out["journal"] = article.journal;
    out["date"] = or_null(article.date);
    out["local_id"] = or_null(article.local_id);
    out["publisher"] = article.publisher;
    out["licence"] = article.licence;
    out["authors"] = Json::array();
    for (const auto& author : article.authors) {
        out["authors"].push_back({{"family", author.family},
                                  {"given", author.given},
                                  {"affiliations", author.affiliations}});
    }
    out["keywords"] = article.keywords;
    out["abstracts"] = Json::array();
    for (const auto& abstract : article.abstracts) {
        std::string text;
        for (const auto& paragraph : abstract.paragraphs) {
            text += (text.empty() ? "" : "\n") + paragraph.utf8;
        }
        out["abstracts"].push_back({{"kind", abstract.kind}, {"text", text}});
    }
    out["sections"] = Json::array();
    for (const auto& section : article.sections) {
        out["sections"].push_back({{"level", section.level},
                                   {"label", section.label},
                                   {"title", section.title.utf8},
                                   {"paragraphs", paragraphs(section.paragraphs)}});
    }
    out["figures"] = Json::array();
    for (const auto& figure : article.figures) {
        out["figures"].push_back({{"id", figure.id},
                                  {"label", figure.label},
                                  {"caption", figure.caption.utf8},
                                  {"panels", figure.panels},
                                  {"mentions", figure.mentions}});
    }
    out["tables"] = Json::array();
    for (const auto& table : article.tables) {
        out["tables"].push_back({{"id", table.id},
                                 {"label", table.label},
                                 {"caption", table.caption.utf8},
                                 {"header_rows", table.header_rows},
                                 {"rows", table.rows},
                                 {"footnotes", table.footnotes}});
    }
    out["references"] = article.references;
    out["reference_list"] = Json::array();
    for (const auto& reference : article.reference_list) {
        out["reference_list"].push_back(
            {{"id", reference.id},
             {"doi", or_null(reference.doi)},
             {"pmid", or_null(reference.pmid)},
             {"year", reference.year == 0 ? Json(nullptr) : Json(reference.year)}});
    }
    out["footnotes"] = paragraphs(article.footnotes);
    out["supplements"] = Json::array();
    for (const auto& supplement : article.supplements) {
        out["supplements"].push_back({{"id", supplement.id},
                                      {"label", supplement.label},
                                      {"caption", supplement.caption},
                                      {"href", supplement.href}});
    }
    out["relations"] = Json::array();
    for (const auto& relation : article.relations) {
        out["relations"].push_back({{"kind", relation.kind},
                                    {"doi", or_null(relation.doi)},
                                    {"pmid", or_null(relation.pmid)},
                                    {"note", relation.note}});
    }
    out["language"] = or_null(article.language);
    out["revised"] = or_null(article.revised);
    out["repairs"] = article.repairs;
    out["dropped"] = Json::object();
    for (const auto& [reason, count] : article.dropped) {
        out["dropped"][reason] = count;
    }
    // Text is valid UTF-8 by contract; a byte that is not must not cost the whole export.
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace lode
