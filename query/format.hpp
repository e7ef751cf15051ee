// An output format for reports. One file in query/formats each; see docs/EXTENDING.md.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "query/report.hpp"

namespace lode::query {

struct FormatInfo {
    std::string_view name;
    std::uint32_t version;
    std::string_view title;
    std::string_view extension;
    std::string_view reference;  // where the format is defined
    bool for_machines;           // full precision, stable
};

// A plain table for the commands that answer with one (similar, status, ...).
struct TableCell {
    std::string text;
    bool number = false;  // right-aligned; unquoted in JSON
};
struct SimpleTable {
    std::vector<std::string> columns;
    std::vector<std::vector<TableCell>> rows;
};

class Format {
 public:
    Format() = default;
    Format(const Format&) = delete;
    Format& operator=(const Format&) = delete;
    virtual ~Format() = default;
    virtual const FormatInfo& info() const noexcept = 0;
    virtual void write(const Report& report, std::ostream& out) const = 0;
    virtual void write(const SimpleTable& table, std::ostream& out) const = 0;
};

namespace formats {
std::span<const Format& (*const)()> all();
}
const Format& format(std::string_view name);  // UsageError listing the names where there is none

}  // namespace lode::query
