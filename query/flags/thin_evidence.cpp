// Too little text about the material in this application to say much.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "query/flag.hpp"

namespace lode::query::flags {
namespace {

constexpr std::uint64_t k_least_articles = 3;

class ThinEvidence final : public Flag {
 public:
    const FlagInfo& info() const noexcept override {
        static constexpr FlagInfo k_info{
            .name = "thin-evidence",
            .version = 2,
            .title = "Thin evidence",
            .meaning =
                "Fewer than 3 articles hold the material and the concept, or none of them "
                "reports an outcome. Cannot tell whether more would agree: a material without the "
                "flag has more evidence, not good evidence.",
            .source = "Button et al. 2013, doi:10.1038/nrn3475; thresholds: docs/BIAS.md"};
        return k_info;
    }

    std::optional<Finding> judge(const Row& row, const Report& /*report*/) const override {
        Finding finding{.name = std::string(info().name), .strength = 0, .because = {}};
        const auto add = [&](const std::string& reason, double strength) {
            finding.because += (finding.because.empty() ? "" : "; ") + reason;
            finding.strength = std::max(finding.strength, strength);
        };
        if (row.articles_with_concept == 0) {
            add("0 articles hold both the material and the concept: a prediction from text alone",
                1.0);
        } else if (row.articles_with_concept < k_least_articles) {
            add(fmt::format("only {} article{} with the concept (fewer than {})",
                            row.articles_with_concept, row.articles_with_concept == 1 ? "" : "s",
                            k_least_articles),
                0.7);
        }
        if (row.articles_with_concept > 0 && row.voting() == 0) {
            add(fmt::format("0 of {} article{} with the concept report{} an outcome",
                            row.articles_with_concept, row.articles_with_concept == 1 ? "" : "s",
                            row.articles_with_concept == 1 ? "s" : ""),
                0.8);
        }
        if (finding.because.empty()) {
            return std::nullopt;
        }
        return finding;
    }
};

}  // namespace

const Flag& thin_evidence();
const Flag& thin_evidence() {
    static const ThinEvidence k_self;
    return k_self;
}

}  // namespace lode::query::flags
