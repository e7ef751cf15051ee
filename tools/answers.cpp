#include "tools/answers.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "core/base/error.hpp"

namespace lode::tools {

OptionGroup page_options() {
    return output_options({"table", "json", "html"}, "table");
}

std::string page_format(Context& context) {
    return chosen_format(context, {"table", "json", "html"}, "table");
}

query::explain::Canonical canonical_by(const ingest::Miner& miner) {
    return [&miner](std::string_view typed) -> std::optional<std::string> {
        const auto read = miner.normalise(typed);
        if (read && !read->formula.empty()) {
            return read->formula;
        }
        return std::nullopt;
    };
}

void warn_of_age(Context& context, const embed::Embedding& model, const store::Reader& store) {
    if (model.spec().trainer != "imported" && model.provenance().corpus != store.fingerprint()) {
        context.say(
            "lode: warning: the model was trained on another state of the store "
            "(bring it up to date: lode embed)");
    }
}

}  // namespace lode::tools
