// Tab-separated values: one record a line whatever the cells hold.
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "query/format.hpp"
#include "query/plain_text.hpp"

namespace lode::query::formats {
namespace {

std::string escaped(std::string_view text) {
    std::string cell;
    for (const char c : text) {
        switch (c) {
            case '\t':
                cell += "\\t";
                break;
            case '\n':
                cell += "\\n";
                break;
            case '\r':
                cell += "\\r";
                break;
            case '\\':
                cell += "\\\\";
                break;
            default:
                cell += c;
        }
    }
    return cell;
}

void write_line(const std::vector<std::string>& cells, std::ostream& out) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        out << (i == 0 ? "" : "\t") << escaped(cells[i]);
    }
    out << "\n";
}

class Tsv final : public Format {
 public:
    const FormatInfo& info() const noexcept override {
        static constexpr FormatInfo k_info{
            .name = "tsv",
            .version = 1,
            .title = "Tab-separated values",
            .extension = "tsv",
            .reference =
                "docs/FORMATS.md; tab, line ends and backslash are written \\t, \\n, \\r, \\\\",
            .for_machines = true};
        return k_info;
    }

    void write(const Report& report, std::ostream& out) const override {
        write_line(machine_columns(), out);
        for (const auto& row : report.rows) {
            write_line(machine_cells(row), out);
        }
    }

    void write(const SimpleTable& table, std::ostream& out) const override {
        write_line(table.columns, out);
        for (const auto& row : table.rows) {
            std::vector<std::string> cells(table.columns.size());
            for (std::size_t i = 0; i < cells.size() && i < row.size(); ++i) {
                cells[i] = row[i].text;
            }
            write_line(cells, out);
        }
    }
};

}  // namespace

const Format& tsv();
const Format& tsv() {
    static const Tsv k_self;
    return k_self;
}

}  // namespace lode::query::formats
