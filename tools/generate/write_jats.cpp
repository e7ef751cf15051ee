#include <fmt/format.h>

#include "tools/generate/rich.hpp"
#include "tools/generate/write.hpp"

namespace lode::generate {
namespace {

class JatsWriter {
 public:
    explicit JatsWriter(const Draft& draft)
        : m_draft(draft),
          m_dialect(draft.plan.dialect),
          m_p(m_dialect == Dialect::jats_prefixed ? "jats:" : "") {}

    std::string write() {
        head();
        front();
        body();
        back();
        close("article");
        m_out += '\n';
        return std::move(m_out);
    }

 private:
    void open(std::string_view tag, std::string_view attributes = {}) {
        m_out += '<';
        m_out += m_p;
        m_out += tag;
        if (!attributes.empty()) {
            m_out += ' ';
            m_out += attributes;
        }
        m_out += '>';
    }
    void close(std::string_view tag) {
        m_out += "</";
        m_out += m_p;
        m_out += tag;
        m_out += '>';
    }
    void leaf(std::string_view tag, std::string_view text, std::string_view attributes = {}) {
        open(tag, attributes);
        append_escaped(m_out, text);
        close(tag);
    }
    void rich_leaf(std::string_view tag, std::string_view text, std::string_view attributes = {}) {
        open(tag, attributes);
        rich(text);
        close(tag);
    }
    void line() { m_out += '\n'; }

    void head();
    void front();
    void contributors();
    void dates();
    void permissions();
    void body();
    void rich(std::string_view text);
    void citation(std::string_view numbers);
    void math(std::string_view index);
    void figure(std::size_t index);
    void table();
    void table_rows(const std::vector<std::vector<TableCell>>& rows, std::string_view tag);
    void back();

    const Draft& m_draft;
    const Dialect m_dialect;
    const std::string m_p;
    std::string m_out;
};

void JatsWriter::head() {
    m_out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    if (m_dialect == Dialect::jats) {
        m_out +=
            "<!DOCTYPE article PUBLIC \"-//NLM//DTD JATS (Z39.96) Journal Archiving and "
            "Interchange "
            "DTD v1.2 20190208//EN\" \"JATS-archivearticle1.dtd\">\n";
    } else if (m_dialect == Dialect::nlm) {
        m_out +=
            "<!DOCTYPE article PUBLIC \"-//NLM//DTD Journal Publishing DTD v3.0 20080202//EN\" "
            "\"journalpublishing3.dtd\">\n";
    }
    m_out += "<!-- ";
    m_out += k_notice;
    m_out += " -->\n";
    std::string attributes =
        "article-type=\"research-article\" xml:lang=\"en\" "
        "xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        "xmlns:mml=\"http://www.w3.org/1998/Math/MathML\"";
    if (m_dialect == Dialect::jats) {
        attributes += " dtd-version=\"1.2\"";
    } else if (m_dialect == Dialect::jats_default) {
        attributes += " dtd-version=\"1.3\" xmlns=\"https://jats.nlm.nih.gov/ns/archiving/1.3/\"";
    } else if (m_dialect == Dialect::jats_prefixed) {
        attributes += " xmlns:jats=\"http://www.ncbi.nlm.nih.gov/JATS1\"";
    } else {
        attributes += " dtd-version=\"3.0\"";
    }
    open("article", attributes);
    line();
}

void JatsWriter::contributors() {
    open("contrib-group");
    for (std::size_t i = 0; i < m_draft.authors.size(); ++i) {
        const auto& person = m_draft.authors[i];
        open("contrib", "contrib-type=\"author\"");
        open("name");
        leaf("surname", person.family);
        leaf("given-names", person.given);
        close("name");
        if (m_dialect == Dialect::nlm) {
            leaf("xref", "1", "ref-type=\"aff\" rid=\"A1\"");
        } else {
            open("xref", "ref-type=\"aff\" rid=\"aff1\"");
            leaf("sup", "1");
            close("xref");
        }
        close("contrib");
    }
    close("contrib-group");
    const auto& g = m_draft.group;
    if (m_dialect == Dialect::jats_prefixed) {
        open("aff", "id=\"aff1\"");
        leaf("institution", g.institute);
        m_out += ", ";
        leaf("addr-line", g.city);
        m_out += ", ";
        leaf("country", g.country);
        close("aff");
    } else {
        open("aff", m_dialect == Dialect::nlm ? "id=\"A1\"" : "id=\"aff1\"");
        leaf("label", "1");
        append_escaped(m_out, fmt::format("{}, {}, {}", g.institute, g.city, g.country));
        close("aff");
    }
    line();
}

void JatsWriter::dates() {
    const auto& plan = m_draft.plan;
    if (m_dialect == Dialect::nlm) {
        open("pub-date", "pub-type=\"ppub\"");
        leaf("year", fmt::format("{}", plan.year));
        close("pub-date");
    } else {
        open("pub-date", m_dialect == Dialect::jats
                             ? "pub-type=\"epub\""
                             : "date-type=\"pub\" publication-format=\"electronic\"");
        leaf("day", fmt::format("{:02}", plan.day));
        leaf("month", fmt::format("{:02}", plan.month));
        leaf("year", fmt::format("{}", plan.year));
        close("pub-date");
    }
    leaf("volume", fmt::format("{}", m_draft.volume));
    leaf("elocation-id", fmt::format("e{:07}", plan.index));
    line();
}

void JatsWriter::permissions() {
    open("permissions");
    leaf("copyright-statement", k_notice);
    if (m_dialect == Dialect::nlm) {
        open("license", "license-type=\"open-access\"");
    } else {
        open("license", "xlink:href=\"https://creativecommons.org/publicdomain/zero/1.0/\"");
    }
    leaf("license-p", "CC0 1.0: no rights reserved.");
    close("license");
    close("permissions");
    line();
}

void JatsWriter::front() {
    open("front");
    open("journal-meta");
    leaf("journal-id", "lode-synthetic", "journal-id-type=\"publisher-id\"");
    open("journal-title-group");
    leaf("journal-title", m_draft.journal);
    close("journal-title-group");
    open("publisher");
    leaf("publisher-name", "Lode synthetic corpus");
    close("publisher");
    close("journal-meta");
    line();
    open("article-meta");
    leaf("article-id", m_draft.plan.doi, "pub-id-type=\"doi\"");
    leaf("article-id", fmt::format("lode-{:07}", m_draft.plan.index),
         "pub-id-type=\"publisher-id\"");
    open("article-categories");
    open("subj-group", "subj-group-type=\"heading\"");
    leaf("subject", "Synthetic article");
    close("subj-group");
    close("article-categories");
    open("title-group");
    rich_leaf("article-title", m_draft.title);
    close("title-group");
    line();
    contributors();
    dates();
    permissions();
    open("abstract");
    if (m_dialect == Dialect::nlm) {
        leaf("title", "Abstract");
    }
    for (const auto& p : m_draft.abstract) {
        rich_leaf("p", p);
    }
    close("abstract");
    line();
    open("kwd-group", "kwd-group-type=\"author\"");
    for (const auto& k : m_draft.keywords) {
        rich_leaf("kwd", k);
    }
    close("kwd-group");
    open("custom-meta-group");
    open("custom-meta");
    leaf("meta-name", "synthetic");
    leaf("meta-value", "true");
    close("custom-meta");
    close("custom-meta-group");
    close("article-meta");
    close("front");
    line();
}

void JatsWriter::citation(std::string_view numbers) {
    std::size_t begin = 0;
    while (true) {
        const auto end = numbers.find(',', begin);
        const auto one = numbers.substr(begin, end - begin);
        leaf("xref", one, fmt::format("ref-type=\"bibr\" rid=\"R{}\"", one));
        if (end == std::string_view::npos) {
            return;
        }
        m_out += ',';
        begin = end + 1;
    }
}

void JatsWriter::math(std::string_view index) {
    std::size_t i = 0;
    for (const char c : index) {
        i = i * 10 + static_cast<std::size_t>(c - '0');
    }
    const auto& [tex, mathml] = m_draft.math[i];
    const bool both = m_dialect == Dialect::jats || m_dialect == Dialect::jats_default;
    open("inline-formula");
    if (both) {
        open("alternatives");
    }
    if (m_dialect != Dialect::nlm) {
        open("tex-math", fmt::format("id=\"M{}\"", i + 1));
        m_out += "<![CDATA[\\documentclass[12pt]{minimal}\\usepackage{amsmath}\\begin{document}$";
        m_out += tex;
        m_out += "$\\end{document}]]>";
        close("tex-math");
    }
    if (m_dialect != Dialect::jats_prefixed) {
        m_out += "<mml:math>";
        for (std::size_t at = 0; at < mathml.size(); ++at) {
            m_out += mathml[at];
            if (mathml[at] == '<') {
                if (mathml[at + 1] == '/') {
                    m_out += mathml[++at];
                }
                m_out += "mml:";
            }
        }
        m_out += "</mml:math>";
    }
    if (both) {
        close("alternatives");
    }
    close("inline-formula");
}

void JatsWriter::rich(std::string_view text) {
    std::vector<std::string_view> stack;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto rest = text.substr(i + 1);
        const auto inner = rest.substr(0, rest.find(k_end));
        switch (text[i]) {
            case k_sub:
                stack.emplace_back("sub");
                open("sub");
                break;
            case k_sup:
                stack.emplace_back("sup");
                open("sup");
                break;
            case k_italic:
                stack.emplace_back("italic");
                open("italic");
                break;
            case k_end:
                if (!stack.empty()) {
                    close(stack.back());
                    stack.pop_back();
                }
                break;
            case k_thin:
                m_out += m_dialect == Dialect::jats_prefixed ? "\u00a0" : " ";
                break;
            case k_cite:
                m_out += '[';
                citation(inner);
                m_out += ']';
                i += inner.size() + 1;
                break;
            case k_cite_sup:
                open("sup");
                citation(inner);
                close("sup");
                i += inner.size() + 1;
                break;
            case k_math:
                math(inner);
                i += inner.size() + 1;
                break;
            case k_figure:
            case k_table: {
                const auto split = inner.find(k_split);
                auto label = inner.substr(split + 1);
                std::string_view panel;
                if (m_dialect == Dialect::jats_default && label.back() >= 'a' &&
                    label.back() <= 'z') {
                    panel = label.substr(label.size() - 1);
                    label.remove_suffix(1);
                }
                const bool is_figure = text[i] == k_figure;
                leaf("xref", label,
                     fmt::format("ref-type=\"{}\" rid=\"{}{}\"", is_figure ? "fig" : "table",
                                 is_figure ? "f" : "t", inner.substr(0, split)));
                m_out += panel;
                i += inner.size() + 1;
                break;
            }
            default:
                append_escaped(m_out, text.substr(i, 1));
        }
    }
}

void JatsWriter::figure(std::size_t index) {
    const auto& f = m_draft.figures[index];
    open("fig", fmt::format("id=\"f{}\" position=\"float\"", index + 1));
    leaf("label", fmt::format("Figure {}", index + 1));
    open("caption");
    rich_leaf("p", f.caption);
    close("caption");
    m_out += fmt::format("<{}graphic xlink:href=\"f{}\"/>", m_p, index + 1);
    close("fig");
    line();
}

void JatsWriter::table_rows(const std::vector<std::vector<TableCell>>& rows, std::string_view tag) {
    for (const auto& row : rows) {
        open("tr");
        for (const auto& cell : row) {
            std::string attributes;
            if (cell.columns > 1) {
                attributes += fmt::format("colspan=\"{}\"", cell.columns);
            }
            if (cell.rows > 1) {
                attributes +=
                    fmt::format("{}rowspan=\"{}\"", attributes.empty() ? "" : " ", cell.rows);
            }
            rich_leaf(tag, cell.text, attributes);
        }
        close("tr");
    }
}

void JatsWriter::table() {
    const auto& t = m_draft.table;
    open("table-wrap", "id=\"t1\" position=\"float\"");
    leaf("label", "Table 1");
    open("caption");
    rich_leaf("p", t.caption);
    close("caption");
    open("table");
    open("thead");
    table_rows(t.head, "th");
    close("thead");
    open("tbody");
    table_rows(t.body, "td");
    close("tbody");
    close("table");
    open("table-wrap-foot");
    open("fn", "id=\"tfn1\"");
    leaf("p", t.footnote);
    close("fn");
    close("table-wrap-foot");
    close("table-wrap");
    line();
}

void JatsWriter::body() {
    const bool floats_last = m_dialect == Dialect::nlm;
    open("body");
    int depth = 0;
    std::size_t number = 0;
    for (const auto& s : m_draft.sections) {
        for (; depth >= s.level; --depth) {
            close("sec");
        }
        ++depth;
        open("sec", fmt::format("id=\"s{}\"", ++number));
        leaf("label", s.label);
        rich_leaf("title", s.title);
        line();
        for (const auto& p : s.paragraphs) {
            rich_leaf("p", p);
            line();
        }
        if (!floats_last) {
            for (const auto f : s.figures) {
                figure(f);
            }
            if (s.table) {
                table();
            }
        }
    }
    for (; depth > 0; --depth) {
        close("sec");
    }
    close("body");
    line();
}

void JatsWriter::back() {
    open("back");
    open("ref-list");
    leaf("title", "References");
    for (std::size_t i = 0; i < m_draft.references.size(); ++i) {
        const auto& r = m_draft.references[i];
        open("ref", fmt::format("id=\"R{}\"", i + 1));
        leaf("label", fmt::format("{}", i + 1));
        const bool mixed = m_dialect != Dialect::jats_default;
        const std::string_view tag = mixed ? "mixed-citation" : "element-citation";
        open(tag, "publication-type=\"journal\"");
        const auto blank = [&](std::string_view text) {
            if (mixed) {
                m_out += text;
            }
        };
        open("person-group", "person-group-type=\"author\"");
        for (const auto* person : {&r.first, &r.second}) {
            open("name");
            leaf("surname", person->family);
            leaf("given-names", person->given.substr(0, 1));
            close("name");
        }
        close("person-group");
        blank(". ");
        rich_leaf("article-title", r.title);
        blank(". ");
        leaf("source", r.journal);
        blank(" ");
        leaf("volume", fmt::format("{}", r.volume));
        blank(", ");
        leaf("fpage", fmt::format("{}", r.page));
        blank(" (");
        leaf("year", fmt::format("{}", r.year));
        blank(")");
        close(tag);
        close("ref");
        line();
    }
    close("ref-list");
    close("back");
    line();
    if (m_dialect == Dialect::nlm) {
        open("floats-group");
        for (std::size_t i = 0; i < m_draft.figures.size(); ++i) {
            figure(i);
        }
        table();
        close("floats-group");
    }
}

}  // namespace

std::string write_jats(const Draft& draft) {
    return JatsWriter(draft).write();
}

}  // namespace lode::generate
