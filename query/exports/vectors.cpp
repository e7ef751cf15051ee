// The word vectors of the model, in the text format of word2vec that gensim and fastText load.
#include <ostream>

#include "core/base/error.hpp"
#include "query/export.hpp"

namespace lode::query::exports {
namespace {

class Vectors final : public Export {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "vectors",
            .version = 1,
            .title = "Word vectors: input (vec), or output (vec-output), as word2vec text",
            .formats = "vec vec-output",
            .reference = "docs/FORMATS.md",
            .needs_model = true};
        return k_info;
    }

    std::uint64_t write(const ExportSource& source, std::string_view format, std::ostream& out,
                        Progress& progress, std::stop_token stop) const override {
        const embed::Embedding& model = *source.model;
        std::uint64_t written = 0;
        model.write_vec(
            [&](std::string_view piece) {
                if (stop.stop_requested()) {
                    throw Interrupted("export stopped; the output is not complete");
                }
                out << piece;
                if (!out) {
                    throw error("vectors: writing failed after {} lines", written);
                }
                ++written;
                progress.report({.stage = "export",
                                 .done = written,
                                 .total = model.size() + 1,
                                 .unit = "lines",
                                 .note = {}});
            },
            format == "vec-output");
        progress.finish();
        return model.size();
    }
};

}  // namespace

const Export& vectors();
const Export& vectors() {
    static const Vectors k_self;
    return k_self;
}

}  // namespace lode::query::exports
