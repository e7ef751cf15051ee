// How near do vectors predicted from compositions come to those that training gave?
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "query/linear/unseen_scores.hpp"
#include "query/measure.hpp"

namespace lode::query::measures {
namespace {

class Unseen final : public Measure {
 public:
    const MeasureInfo& info() const noexcept override {
        static constexpr MeasureInfo k_info{
            .name = "unseen",
            .version = 1,
            .title = "How near vectors predicted from compositions come to the trained ones",
            .meaning =
                "For formulas and for whole chemical systems left out, beside the mean of the "
                "element vectors and the mean of all materials: cosine, rank of the true vector "
                "among all materials, share in the first ten. Most of a plain cosine is what all "
                "materials share. The figures have no intervals.",
            .source = "Hoerl & Kennard 1970, doi:10.1080/00401706.1970.10488634"};
        return k_info;
    }

    MeasureResult measure(const MeasureInput& input) const override {
        if (trained_materials(*input.model).size() < CompositionModel::k_least) {
            throw NoAnswer(fmt::format("the model knows fewer than {} materials of two elements or "
                                       "more",
                                       CompositionModel::k_least),
                           "train on more articles");
        }
        const CompositionModel fitted(*input.model);
        MeasureResult result;
        result.notes.push_back(fmt::format(
            "{} materials; penalty {:g} for input, {:g} for output "
            "vectors",
            fitted.materials().size(), fitted.penalty(Side::input), fitted.penalty(Side::output)));
        result.table.columns = {"left out",    "vectors",     "rule",
                                "materials",   "mean cosine", "centred cosine",
                                "median rank", "in top 10",   "above averaging"};
        for (const auto& score :
             measure_unseen(*input.model, fitted, *input.progress, input.stop)) {
            result.table.rows.push_back(
                {text_cell(score.left_out == LeftOut::systems ? "chemical systems" : "formulas"),
                 text_cell(score.side == Side::input ? "input" : "output"),
                 text_cell(std::string(score.rule)),
                 count_cell(score.materials),
                 figure(score.mean_cosine),
                 figure(score.centred_cosine),
                 {fmt::format("{:.1f}", score.median_rank), true},
                 figure(score.in_top_10),
                 figure(score.above_averaging)});
        }
        return result;
    }
};

}  // namespace

const Measure& unseen();
const Measure& unseen() {
    static const Unseen k_self;
    return k_self;
}

}  // namespace lode::query::measures
