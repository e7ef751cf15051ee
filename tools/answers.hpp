// What the commands that answer about single materials share.
#pragma once

#include <string>

#include "core/store/store.hpp"
#include "embed/vectors/embedding.hpp"
#include "ingest/mine/miner.hpp"
#include "query/explain/vectors.hpp"
#include "tools/context.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools {

// The formats of an answer that is no table: table (of plain text; also in a pipe), json, html.
OptionGroup page_options();
// The one asked for; UsageError for any other.
std::string page_format(Context& context);

// `Answer` has write_text(), write_json() and write_page() beside it.
template <class Answer>
void write_answer(Context& context, const std::string& format, const Answer& answer) {
    Output output(context);
    if (format == "json") {
        write_json(answer, output.stream());
    } else if (format == "html") {
        write_page(answer, output.stream());
    } else {
        write_text(answer, output.stream());
    }
    output.finish();
}

// Reads names and formulas as `lode normalize` does. The miner must outlive it.
query::explain::Canonical canonical_by(const ingest::Miner& miner);

// Says on stderr that the model is older than the store, where it is.
void warn_of_age(Context& context, const embed::Embedding& model, const store::Reader& store);

}  // namespace lode::tools
