// One JSON object a result, for line-wise tools.
#include <ostream>

#include "query/format.hpp"
#include "query/report_json.hpp"

namespace lode::query::formats {
namespace {

class JsonLines final : public Format {
 public:
    const FormatInfo& info() const noexcept override {
        static constexpr FormatInfo k_info{.name = "jsonl",
                                           .version = 1,
                                           .title = "One JSON object a result, one a line",
                                           .extension = "jsonl",
                                           .reference = "docs/FORMATS.md; https://jsonlines.org",
                                           .for_machines = true};
        return k_info;
    }

    void write(const Report& report, std::ostream& out) const override {
        out << report_json_lines(report);
    }

    void write(const SimpleTable& table, std::ostream& out) const override {
        out << table_json_lines(table);
    }
};

}  // namespace

const Format& jsonl();
const Format& jsonl() {
    static const JsonLines k_self;
    return k_self;
}

}  // namespace lode::query::formats
