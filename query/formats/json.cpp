// The whole report as one JSON object.
#include <ostream>

#include "query/format.hpp"
#include "query/report_json.hpp"

namespace lode::query::formats {
namespace {

class Json final : public Format {
 public:
    const FormatInfo& info() const noexcept override {
        static constexpr FormatInfo k_info{.name = "json",
                                           .version = 1,
                                           .title = "One JSON object",
                                           .extension = "json",
                                           .reference = "docs/FORMATS.md; RFC 8259",
                                           .for_machines = true};
        return k_info;
    }

    void write(const Report& report, std::ostream& out) const override {
        out << report_json(report, 2) << '\n';
    }

    void write(const SimpleTable& table, std::ostream& out) const override {
        out << table_json(table, 2) << '\n';
    }
};

}  // namespace

const Format& json();
const Format& json() {
    static const Json k_self;
    return k_self;
}

}  // namespace lode::query::formats
