#include "ingest/reread.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.hpp"
#include "ingest/pipeline.hpp"
#include "ingest/source/source.hpp"
#include "ingest/xml/sax.hpp"

namespace lode::ingest {

void reread(const store::SourceRecord& source, const ReadOptions& options, const Miner& miner,
            const std::function<void(store::Prepared&&)>& give, const std::stop_token& stop) {
    xml::prepare();
    const InputFile file{.path = source.name,
                         .name = source.name,
                         .bytes = source.bytes,
                         .any_fields = !options.field_map.empty()};
    const ContainerSummary summary = verify_file(file, stop);
    const std::string key = pipeline::source_key(summary, options);
    const bool strict = pipeline::strict_key(key) == source.digest;
    if (key != source.digest && !strict) {
        throw Error("the file is not the one that was read, or was read with other options");
    }
    read_file_documents(
        file, summary, ContainerLimits{},
        [&](const Document& document) {
            if (strict && document.damaged_container) {
                return;  // was held back then, too
            }
            for (auto& article : pipeline::parse(document, options, miner).articles) {
                give(std::move(article.prepared));
            }
        },
        [](const Reject&) {}, stop);
    if (stop.stop_requested()) {
        throw Interrupted("stopped");
    }
}

}  // namespace lode::ingest
