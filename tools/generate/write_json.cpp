#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tools/generate/rich.hpp"
#include "tools/generate/write.hpp"

namespace lode::generate {
namespace {

using Json = nlohmann::ordered_json;

// As authors type it on preprint servers: Bi$_2$Te$_3$, cm$^{-1}$.
std::string latex(std::string_view rich) {
    std::string out;
    for (std::size_t i = 0; i < rich.size(); ++i) {
        if (rich[i] == k_sub || rich[i] == k_sup) {
            const auto rest = rich.substr(i + 1);
            const auto inner = rest.substr(0, rest.find(k_end));
            constexpr std::string_view k_minus = "−";
            const bool negative = inner.starts_with(k_minus);
            const auto digits = negative ? inner.substr(k_minus.size()) : inner;
            const bool braces = negative || digits.size() != 1;
            out += rich[i] == k_sub ? "$_" : "$^";
            out += fmt::format("{}{}{}{}$", braces ? "{" : "", negative ? "-" : "", digits,
                               braces ? "}" : "");
            i += inner.size() + 1;
        } else if (rich[i] == '%') {
            out += "\\%";
        } else {
            out += rich[i] == k_thin ? ' ' : rich[i];
        }
    }
    return out;
}

Json value(const TruthValue& v) {
    return Json{{"value", v.value}, {"unit", v.unit}};
}

Json trend(const TruthTrend& t, const std::string& material) {
    Json j;
    j["sentence"] = t.sentence;
    j["section"] = t.section;
    j["material"] = material;
    j["property"] = t.property;
    j["variable"] = t.variable;
    j["direction"] = name(t.direction);
    j["variable_direction"] = t.variable_decreasing ? "decreasing" : "increasing";
    j["extremum_only"] = t.extremum_only;
    j["extremum"] = nullptr;
    if (t.maximum) {
        j["extremum"] = Json{{"type", *t.maximum ? "max" : "min"},
                             {"value", t.extremum.value},
                             {"unit", t.extremum.unit}};
    }
    j["location"] = t.location.value.empty() ? Json() : value(t.location);
    j["x_range"] = t.x_range.empty() ? Json() : Json(t.x_range);
    j["figure"] = t.figure.empty() ? Json() : Json(t.figure);
    return j;
}

}  // namespace

std::string write_abstract(const Draft& draft) {
    const bool tex = mix(draft.plan.index) % 10 < 3;
    const auto text = [&](std::string_view rich) { return tex ? latex(rich) : plain(rich); };
    Json j;
    j["id"] = fmt::format("lode-{:07}", draft.plan.index);
    j["doi"] = draft.plan.doi;
    j["date"] = fmt::format("{}-{:02}-{:02}", draft.plan.year, draft.plan.month, draft.plan.day);
    j["title"] = text(draft.title);
    j["abstract"] = text(draft.abstract.front());
    j["authors"] = Json::array();
    for (const auto& a : draft.authors) {
        j["authors"].push_back(fmt::format("{}, {}", a.family, a.given));
    }
    j["journal"] = draft.journal;
    j["license"] = "CC0 1.0";
    j["note"] = k_notice;
    return j.dump();
}

std::string write_truth(const Draft& draft, const Truth& truth, std::string_view file) {
    const auto& plan = draft.plan;
    const auto& formula = plan.pair->material->formula;
    Json j;
    j["doi"] = plan.doi;
    j["file"] = file;
    j["dialect"] = name(plan.dialect);
    j["year"] = plan.year;
    j["application"] = plan.application->key;
    j["material"] = formula;
    j["other_material"] = plan.other->material->formula;
    j["group"] = draft.group.id;
    j["success"] = plan.success;
    j["reported"] = name(plan.reported);
    j["plant"] = plan.pair->plant == Plant::none ? Json() : Json(name(plan.pair->plant));
    j["trends"] = Json::array();
    for (const auto& t : truth.trends) {
        j["trends"].push_back(trend(t, formula));
    }
    j["outcomes"] = Json::array();
    for (const auto& o : truth.outcomes) {
        Json one;
        one["sentence"] = o.sentence;
        one["section"] = o.section;
        one["outcome"] = name(o.outcome);
        one["scope"] = o.scope;
        one["hedged"] = o.hedged;
        j["outcomes"].push_back(std::move(one));
    }
    return j.dump();
}

}  // namespace lode::generate
