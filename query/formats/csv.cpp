// Comma-separated values as RFC 4180 has them: CRLF, quotes where needed, quotes doubled.
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "query/format.hpp"
#include "query/plain_text.hpp"

namespace lode::query::formats {
namespace {

void write_line(const std::vector<std::string>& cells, std::ostream& out) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += i == 0 ? "" : ",";
        append_csv_cell(line, cells[i]);
    }
    out << line << "\r\n";
}

class Csv final : public Format {
 public:
    const FormatInfo& info() const noexcept override {
        static constexpr FormatInfo k_info{.name = "csv",
                                           .version = 1,
                                           .title = "Comma-separated values",
                                           .extension = "csv",
                                           .reference = "RFC 4180",
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

const Format& csv();
const Format& csv() {
    static const Csv k_self;
    return k_self;
}

}  // namespace lode::query::formats
