// One self-contained web page: no network, no script needed to read it.
#include <cstddef>
#include <ostream>
#include <string>

#include "query/format.hpp"
#include "query/html_page.hpp"
#include "query/html_text.hpp"

namespace lode::query::formats {
namespace {

class Html final : public Format {
 public:
    const FormatInfo& info() const noexcept override {
        static constexpr FormatInfo k_info{.name = "html",
                                           .version = 1,
                                           .title = "One self-contained web page",
                                           .extension = "html",
                                           .reference = "docs/FORMATS.md",
                                           .for_machines = false};
        return k_info;
    }

    void write(const Report& report, std::ostream& out) const override { write_page(report, out); }

    void write(const SimpleTable& table, std::ostream& out) const override {
        out << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta "
               "charset=\"utf-8\"><title>lode</title>"
               "<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem}"
               "td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #8886}"
               ".n{text-align:right}</style></head><body><table>\n<tr>";
        for (const auto& column : table.columns) {
            out << "<th scope=\"col\">" << escape_html(column) << "</th>";
        }
        out << "</tr>\n";
        for (const auto& row : table.rows) {
            out << "<tr>";
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                const bool number = i < row.size() && row[i].number;
                out << (number ? "<td class=\"n\">" : "<td>")
                    << (i < row.size() ? escape_html(row[i].text) : std::string()) << "</td>";
            }
            out << "</tr>\n";
        }
        out << "</table></body></html>\n";
    }
};

}  // namespace

const Format& html();
const Format& html() {
    static const Html k_self;
    return k_self;
}

}  // namespace lode::query::formats
