// Every article as it was read, one JSON object a line.
#include <ostream>

#include "core/base/error.hpp"
#include "core/model/json.hpp"
#include "query/export.hpp"

namespace lode::query::exports {
namespace {

class Articles final : public Export {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "articles",
            .version = 1,
            .title = "Articles as they were read: metadata, text, figures, tables",
            .formats = "jsonl",
            .reference = "docs/FORMATS.md",
            .options = ""};
        return k_info;
    }

    std::uint64_t write(const ExportSource& source, std::string_view format, std::ostream& out,
                        Progress& progress, std::stop_token stop) const override {
        if (!format.empty() && format != "jsonl") {
            throw UsageError(fmt::format("articles cannot be written as \"{}\"", format),
                             "formats: jsonl");
        }
        std::uint64_t written = 0;
        const std::uint64_t total = source.store.counters().articles;
        source.store.for_each_article([&](store::Seq /*seq*/, const Article& article) {
            if (stop.stop_requested()) {
                return false;
            }
            out << to_json(article) << '\n';
            if (!out) {
                throw error("articles: writing failed after {} records", written);
            }
            ++written;
            progress.report({.stage = "export",
                             .done = written,
                             .total = total,
                             .unit = "articles",
                             .note = {}});
            return true;
        });
        progress.finish();
        if (stop.stop_requested()) {
            throw Interrupted("export stopped; the output is not complete");
        }
        return written;
    }
};

}  // namespace

const Export& articles();
const Export& articles() {
    static const Articles k_self;
    return k_self;
}

}  // namespace lode::query::exports
