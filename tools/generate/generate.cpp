#include "tools/generate/generate.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tools/generate/write.hpp"

namespace lode::generate {
namespace {

constexpr std::uint64_t k_files_per_folder = 1000;
// Of 10,000 articles in the mixed format about 2,000 are abstracts; with jsonl all of them.
constexpr std::uint64_t k_articles_per_shard = 10000;

Rendered render(const Draft& draft, const Truth& truth) {
    const auto& plan = draft.plan;
    Rendered out;
    switch (plan.dialect) {
        case Dialect::abstract_only:
            out.path =
                fmt::format("abstracts/abstracts-{:05}.jsonl", plan.index / k_articles_per_shard);
            out.bytes = write_abstract(draft);
            out.is_line = true;
            break;
        case Dialect::elsevier:
        case Dialect::elsevier_xocs:
            out.bytes = write_elsevier(draft);
            break;
        default:
            out.bytes = write_jats(draft);
    }
    if (!out.is_line) {
        out.path = fmt::format("{}/{:05}/{:07}.xml", name(plan.dialect),
                               plan.index / k_files_per_folder, plan.index);
    }
    out.truth = write_truth(draft, truth, out.path);
    return out;
}

}  // namespace

Rendered render(const Bank& bank, const Facts& facts, const Settings& settings,
                std::uint64_t index) {
    const auto [draft, truth] = compose(bank, facts, settings, index);
    return render(draft, truth);
}

Summary generate(const Facts& facts, const Settings& settings, std::uint64_t articles, Sink& sink,
                 Sink& truth_sink, const std::function<void(std::uint64_t)>& progress) {
    const Bank bank;
    Summary summary;
    for (std::uint64_t i = 0; i < articles; ++i) {
        const auto [draft, truth] = compose(bank, facts, settings, i);
        const auto out = render(draft, truth);
        if (out.is_line) {
            sink.line(out.path, out.bytes);
        } else {
            sink.file(out.path, out.bytes);
        }
        truth_sink.line("truth.jsonl", out.truth);
        const auto& plan = draft.plan;
        ++summary.articles;
        summary.bytes += out.bytes.size() + (out.is_line ? 1 : 0);
        summary.trends += truth.trends.size();
        summary.outcomes += truth.outcomes.size();
        ++summary.dialects[std::string(name(plan.dialect))];
        auto& pair = summary.pairs[{plan.application->key, plan.pair->material->formula}];
        ++pair.articles;
        pair.successes += plan.success ? 1 : 0;
        pair.positive += plan.reported == Verdict::positive ? 1 : 0;
        pair.negative += plan.reported == Verdict::negative ? 1 : 0;
        pair.null += plan.reported == Verdict::null ? 1 : 0;
        if (plan.pair->plant != Plant::none) {
            pair.plant = name(plan.pair->plant);
        }
        if (progress) {
            progress(i + 1);
        }
    }
    sink.finish();
    truth_sink.finish();
    return summary;
}

std::string summary_json(const Summary& summary, const Settings& settings) {
    nlohmann::ordered_json j;
    j["generator"] = "lode-generate";
    j["seed"] = settings.seed;
    j["articles"] = summary.articles;
    j["bytes"] = summary.bytes;
    j["trends"] = summary.trends;
    j["outcomes"] = summary.outcomes;
    j["dialects"] = summary.dialects;
    // In every article as crucible, substrate, tube or milling ball, whatever it is about.
    j["popular_unrelated"] = {"SiO2", "Al2O3"};
    j["pairs"] = nlohmann::ordered_json::array();
    for (const auto& [key, count] : summary.pairs) {
        nlohmann::ordered_json p;
        p["application"] = key.first;
        p["material"] = key.second;
        p["articles"] = count.articles;
        p["successes"] = count.successes;
        p["positive"] = count.positive;
        p["negative"] = count.negative;
        p["null"] = count.null;
        p["plant"] =
            count.plant.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(count.plant);
        j["pairs"].push_back(std::move(p));
    }
    return j.dump(1) + "\n";
}

}  // namespace lode::generate
