#include <nlohmann/json.hpp>
#include <ostream>

#include "query/explain/report.hpp"
#include "query/json_parts.hpp"

namespace lode::query::explain {
namespace {

using Json = nlohmann::ordered_json;

Json words_json(const Explanation& made) {
    Json list = Json::array();
    for (const auto& row : made.words) {
        list.push_back({{"word", row.word},
                        {"written", row.written},
                        {"kind", row.material ? "material" : "word"},
                        {"to_concept", row.to_concept},
                        {"to_material", row.to_material},
                        {"product", row.product},
                        {"mentions", row.mentions},
                        {"articles_with_material", row.articles_with_material},
                        {"articles_with_concept", row.articles_with_concept}});
    }
    return list;
}

Json articles_json(const Meeting& met) {
    return {{"with_material", met.material_articles},
            {"with_both", met.articles},
            {"with_both_in_one_sentence", met.articles_in_sentence},
            {"sentences_with_material", met.material_sentences},
            {"sentences_with_material_in_articles_with_both", met.sentences_there},
            {"mentions_outside_articles_with_both", met.mentions_elsewhere},
            {"negative_sentences", met.negatives},
            {"retracted", met.retracted}};
}

Json chains_json(const std::optional<ChainSearch>& search) {
    if (!search) {
        return nullptr;
    }
    Json list = Json::array();
    for (const auto& chain : search->chains) {
        Json sentences = Json::array();
        for (const auto& item : chain.sentences) {
            sentences.push_back(evidence_json(item));
        }
        list.push_back({{"words", chain.words}, {"sentences", sentences}});
    }
    return {{"articles_read", search->articles_read},
            {"bridging_words", search->bridges},
            {"cut_short", search->bounded},
            {"chains", list}};
}

Json removal_json(const std::optional<Removal>& removal) {
    if (!removal) {
        return nullptr;
    }
    Json json = {{"articles", removal->articles},
                 {"model", removal->model_fingerprint},
                 {"trained", removal->trained},
                 {"concept", removal->concept_terms}};
    if (const auto& place = removal->standing) {
        json["rank"] = place->rank;
        json["candidates"] = place->candidates;
        json["score"] = place->score;
        json["percentile"] = place->percentile;
        json["frequency_percentile"] = place->frequency_percentile;
        json["mentions"] = place->mentions;
    } else {
        json["rank"] = nullptr;
        json["why"] = removal->why_not;
    }
    return json;
}

}  // namespace

void write_json(const Explanation& made, std::ostream& out) {
    Json json = head_json(made.report);
    Json place = row_json(made.row());
    place.erase("evidence");
    place.erase("map");
    json["result"] = std::move(place);
    json["chances_adjusted_over"] = made.adjusted_over;
    json["words_between"] = words_json(made);
    json["forms_of_the_concept"] = made.forms;
    json["articles"] = articles_json(made.meeting);
    json["evidence"] = Json::array();
    for (std::size_t i = 0; i < made.evidence.size(); ++i) {
        Json item = evidence_json(made.evidence[i]);
        item["names_both"] = made.meeting.shown[i].names_concept;
        json["evidence"].push_back(std::move(item));
    }
    json["linked"] = chains_json(made.chains);
    json["without_articles_on_both"] = removal_json(made.removal);
    json["neighbours"] = Json::array();
    for (const auto& near : made.neighbours) {
        json["neighbours"].push_back({{"material", near.material},
                                      {"written", near.written},
                                      {"cosine", near.cosine},
                                      {"mentions", near.mentions},
                                      {"rank", near.rank ? Json(*near.rank) : Json(nullptr)}});
    }
    json["limits"] = standing_limits(made);
    add_origin(made.report, json);
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace lode::query::explain
