// The training text as `lode embed` starts from it: one sentence a line, norms with a blank
// between.
#include <ostream>

#include "core/base/error.hpp"
#include "query/export.hpp"

namespace lode::query::exports {
namespace {

class TrainingText final : public Export {
 public:
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{
            .name = "text",
            .version = 1,
            .title = "Training text: one sentence a line, before phrases are joined",
            .formats = "txt",
            .reference = "docs/FORMATS.md"};
        return k_info;
    }

    std::uint64_t write(const ExportSource& source, std::string_view format, std::ostream& out,
                        Progress& progress, std::stop_token stop) const override {
        if (!format.empty() && format != "txt") {
            throw UsageError(fmt::format("text cannot be written as \"{}\"", format),
                             "formats: txt");
        }
        std::uint64_t written = 0;
        for_each_document(source.store, source.licences, progress, stop,
                          [&](const DocumentView& document) {
                              if (!document.quotable()) {
                                  return;
                              }
                              for (const Sentence& sentence : document.analysis().sentences) {
                                  if (!sentence.tokens.empty()) {
                                      out << sentence.tokens << '\n';
                                      ++written;
                                  }
                              }
                              if (!out) {
                                  throw error("text: writing failed after {} lines", written);
                              }
                          });
        return written;
    }
};

}  // namespace

const Export& text();
const Export& text() {
    static const TrainingText k_self;
    return k_self;
}

}  // namespace lode::query::exports
