// The word vectors of the model, in the formats that other programs load.
#include <ostream>

#include "core/base/error.hpp"
#include "embed/vectors/interchange.hpp"
#include "query/export.hpp"

namespace lode::query::exports {
namespace {

class Vectors final : public Export {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "vectors",
            .version = 2,
            .title =
                "Word vectors: word2vec text (vec) and binary (word2vec), NumPy (npy, words), "
                "fastText",
            .formats = "vec vec-output word2vec npy words fasttext",
            .reference = "docs/FORMATS.md",
            .needs_model = true,
            .binary_formats = "word2vec npy fasttext",
            .options = "side"};
        return k_info;
    }

    std::string_view companion(std::string_view format) const noexcept override {
        return format == "npy" ? "words" : "";
    }

    std::uint64_t write(const ExportSource& source, std::string_view format, std::ostream& out,
                        Progress& progress, std::stop_token stop) const override {
        const embed::Embedding& model = *source.model;
        const auto side = chosen_side(source.side, format);
        std::uint64_t bytes = 0;
        const embed::WritePiece write = [&](std::string_view piece) {
            if (stop.stop_requested()) {
                throw Interrupted("export stopped; the output is not complete");
            }
            out << piece;
            if (!out) {
                throw error("vectors: writing failed after {} bytes", bytes);
            }
            bytes += piece.size();
            progress.report(
                {.stage = "export", .done = bytes, .total = 0, .unit = "bytes", .note = {}});
        };
        if (format == "word2vec") {
            embed::write_word2vec_binary(model, side, write);
        } else if (format == "npy") {
            embed::write_npy(model, side, write);
        } else if (format == "words") {
            embed::write_words(model, write);
        } else if (format == "fasttext") {
            embed::write_fasttext(model, write);
        } else {
            model.write_vec(write, side == embed::Side::output);
        }
        progress.finish();
        return model.size();
    }

 private:
    static embed::Side chosen_side(std::string_view asked, std::string_view format) {
        if (!asked.empty() && asked != "input" && asked != "output") {
            throw UsageError(fmt::format("--side is input or output, not '{}'", asked));
        }
        if (!asked.empty() && (format == "words" || format == "fasttext")) {
            throw UsageError(fmt::format("--side does not go with --format {}", format),
                             "a fastText file holds both sides, the words belong to both");
        }
        if (format == "vec-output" && asked == "input") {
            throw UsageError("--side input contradicts --format vec-output");
        }
        return asked == "output" || format == "vec-output" ? embed::Side::output
                                                           : embed::Side::input;
    }
};

}  // namespace

const Export& vectors();
const Export& vectors() {
    static const Vectors k_self;
    return k_self;
}

}  // namespace lode::query::exports
