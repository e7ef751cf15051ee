// One self-contained web page: no network, no script needed to read it.
#include <cstddef>
#include <ostream>
#include <string>

#include "query/format.hpp"
#include "query/html_page.hpp"
#include "query/html_parts.hpp"

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
        out << page_begin("Lode") << "<header><h1>Lode</h1></header>\n<main>\n"
            << table_html(table) << "</main>\n</body>\n</html>\n";
    }
};

}  // namespace

const Format& html();
const Format& html() {
    static const Html k_self;
    return k_self;
}

}  // namespace lode::query::formats
