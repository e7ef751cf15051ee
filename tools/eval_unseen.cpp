#include "tools/eval_unseen.hpp"

#include <fmt/format.h>

#include <ostream>

#include "query/format.hpp"
#include "query/unseen/measure.hpp"
#include "tools/progress_bar.hpp"
#include "tools/stages.hpp"

namespace lode::tools {

int eval_unseen(Context& context) {
    const query::Format& format = query::format(chosen_format(context));
    const embed::Embedding model = load_model(context);
    const query::CompositionModel fitted(model);
    context.say(fmt::format("eval: {} materials; penalty {:g} for input, {:g} for output vectors",
                            with_commas(fitted.materials().size()),
                            fitted.penalty(query::Side::input),
                            fitted.penalty(query::Side::output)));
    query::SimpleTable table;
    table.columns = {"left out",       "vectors",     "rule",      "materials",      "mean cosine",
                     "centred cosine", "median rank", "in top 10", "above averaging"};
    for (const auto& score :
         query::measure_unseen(model, fitted, context.progress(), context.stop())) {
        const auto number = [](double value) {
            return query::TableCell{fmt::format("{:.3f}", value), true};
        };
        table.rows.push_back(
            {{score.left_out == query::LeftOut::systems ? "chemical systems" : "formulas"},
             {score.side == query::Side::input ? "input" : "output"},
             {std::string(score.rule)},
             {std::to_string(score.materials), true},
             number(score.mean_cosine),
             number(score.centred_cosine),
             {fmt::format("{:.1f}", score.median_rank), true},
             number(score.in_top_10),
             number(score.above_averaging)});
    }
    Output output(context);
    format.write(table, output.stream());
    output.finish();
    return 0;
}

}  // namespace lode::tools
