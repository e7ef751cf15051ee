#include <fmt/format.h>

#include "tools/generate/rich.hpp"
#include "tools/generate/write.hpp"

namespace lode::generate {
namespace {

class ElsevierWriter {
 public:
    explicit ElsevierWriter(const Draft& draft)
        : m_draft(draft), m_full(draft.plan.dialect == Dialect::elsevier) {}

    std::string write() {
        m_out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- ";
        m_out += k_notice;
        m_out += " -->\n";
        if (m_full) {
            m_out +=
                "<full-text-retrieval-response "
                "xmlns=\"http://www.elsevier.com/xml/svapi/article/dtd\" "
                "xmlns:prism=\"http://prismstandard.org/namespaces/basic/2.0/\" "
                "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">";
            coredata();
            m_out += "<originalText>";
        }
        m_out += "<xocs:doc xmlns:xocs=\"http://www.elsevier.com/xml/xocs/dtd\">";
        meta();
        m_out +=
            "<xocs:serial-item><article xmlns=\"http://www.elsevier.com/xml/ja/dtd\" "
            "xmlns:ja=\"http://www.elsevier.com/xml/ja/dtd\" "
            "xmlns:ce=\"http://www.elsevier.com/xml/common/dtd\" "
            "xmlns:sb=\"http://www.elsevier.com/xml/common/struct-bib/dtd\" "
            "xmlns:mml=\"http://www.w3.org/1998/Math/MathML\" "
            "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"5.2\" xml:lang=\"en\" "
            "docsubtype=\"fla\">\n";
        item_info();
        floats();
        head();
        body();
        tail();
        m_out += "</article></xocs:serial-item></xocs:doc>";
        if (m_full) {
            m_out += "</originalText></full-text-retrieval-response>";
        }
        m_out += '\n';
        return std::move(m_out);
    }

 private:
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
    void open(std::string_view tag, std::string_view attributes = {}) {
        m_out += '<';
        m_out += tag;
        if (!attributes.empty()) {
            m_out += ' ';
            m_out += attributes;
        }
        m_out += '>';
    }
    void close(std::string_view tag) {
        m_out += "</";
        m_out += tag;
        m_out += '>';
    }
    std::string pii() const { return fmt::format("S5555{:012}", m_draft.plan.index); }
    std::string date() const {
        return fmt::format("{}-{:02}-{:02}", m_draft.plan.year, m_draft.plan.month,
                           m_draft.plan.day);
    }

    void coredata();
    void meta();
    void item_info();
    void floats();
    void cals_rows(const std::vector<std::vector<TableCell>>& rows);
    void head();
    void body();
    void tail();
    void rich(std::string_view text);
    void citation(std::string_view numbers);
    void math(std::string_view index);

    const Draft& m_draft;
    const bool m_full;
    std::string m_out;
};

void ElsevierWriter::coredata() {
    m_out += "\n<coredata>";
    leaf("prism:url", "https://example.org/content/article/pii/" + pii());
    leaf("dc:identifier", "doi:" + m_draft.plan.doi);
    leaf("prism:doi", m_draft.plan.doi);
    leaf("pii", pii());
    leaf("dc:title", plain(m_draft.title));
    leaf("prism:publicationName", m_draft.journal);
    leaf("prism:volume", fmt::format("{}", m_draft.volume));
    leaf("prism:coverDate", date());
    leaf("prism:publisher", "Lode synthetic corpus");
    leaf("prism:copyright", k_notice);
    for (const auto& a : m_draft.authors) {
        leaf("dc:creator", fmt::format("{}, {}", a.family, a.given));
    }
    m_out += "<dc:description>\n               Abstract\n               ";
    for (const auto& p : m_draft.abstract) {
        append_escaped(m_out, plain(p));
    }
    m_out += "\n            </dc:description>";
    leaf("openaccess", "1");
    leaf("openaccessUserLicense", "https://creativecommons.org/publicdomain/zero/1.0/");
    m_out += "</coredata>\n";
}

void ElsevierWriter::meta() {
    m_out += "<xocs:meta>";
    leaf("xocs:content-type", "JL");
    leaf("xocs:srctitle", m_draft.journal);
    leaf("xocs:doi", m_draft.plan.doi);
    leaf("xocs:pii-unformatted", pii());
    leaf("xocs:year-nav", fmt::format("{}", m_draft.plan.year));
    leaf("xocs:cover-date-start", date());
    leaf("xocs:cover-date-year", fmt::format("{}", m_draft.plan.year));
    leaf("xocs:document-subtype", "fla");
    leaf("xocs:copyright-line", k_notice);
    leaf("xocs:oauserlicense", "https://creativecommons.org/publicdomain/zero/1.0/");
    m_out += "<xocs:item-toc>";
    for (const auto& s : m_draft.sections) {
        m_out += "<xocs:item-toc-entry>";
        leaf("xocs:item-toc-label", s.label);
        leaf("xocs:item-toc-section-title", plain(s.title));
        m_out += "</xocs:item-toc-entry>";
    }
    m_out += "</xocs:item-toc></xocs:meta>\n";
}

void ElsevierWriter::item_info() {
    m_out += "<item-info>";
    leaf("jid", "LODESYN");
    leaf("aid", fmt::format("{}", m_draft.plan.index));
    leaf("ce:pii", pii());
    leaf("ce:doi", m_draft.plan.doi);
    m_out += fmt::format("<ce:copyright type=\"other\" year=\"{}\">", m_draft.plan.year);
    m_out += k_notice;
    m_out += "</ce:copyright></item-info>\n";
}

void ElsevierWriter::cals_rows(const std::vector<std::vector<TableCell>>& rows) {
    std::vector<int> covered(4, 0);  // rows a cell above still reaches into, by column
    for (const auto& row : rows) {
        m_out += "<row xmlns=\"http://www.elsevier.com/xml/common/cals/dtd\">";
        std::size_t column = 0;
        for (const auto& cell : row) {
            while (column < covered.size() && covered[column] > 0) {
                --covered[column++];
            }
            std::string attributes = fmt::format("colname=\"col{}\"", column + 1);
            const auto width = static_cast<std::size_t>(cell.columns);
            if (cell.columns > 1) {
                attributes =
                    fmt::format("namest=\"col{}\" nameend=\"col{}\"", column + 1, column + width);
            }
            if (cell.rows > 1) {
                attributes += fmt::format(" morerows=\"{}\"", cell.rows - 1);
            }
            rich_leaf("entry", cell.text, attributes);
            for (std::size_t i = 0; i < width && column < covered.size(); ++i) {
                covered[column++] = cell.rows - 1;
            }
        }
        m_out += "</row>";
    }
}

void ElsevierWriter::floats() {
    m_out += "<ce:floats>";
    for (std::size_t i = 0; i < m_draft.figures.size(); ++i) {
        m_out += fmt::format("<ce:figure id=\"fig{}\">", i + 1);
        leaf("ce:label", fmt::format("Fig. {}", i + 1));
        m_out += "<ce:caption>";
        rich_leaf("ce:simple-para", m_draft.figures[i].caption);
        m_out += fmt::format("</ce:caption><ce:link locator=\"gr{}\"/></ce:figure>\n", i + 1);
    }
    const auto& t = m_draft.table;
    m_out += "<ce:table id=\"tbl1\" frame=\"topbot\" rowsep=\"0\" colsep=\"0\">";
    leaf("ce:label", "Table 1");
    m_out += "<ce:caption>";
    rich_leaf("ce:simple-para", t.caption);
    m_out +=
        "</ce:caption><tgroup xmlns=\"http://www.elsevier.com/xml/common/cals/dtd\" cols=\"4\">";
    for (int c = 1; c <= 4; ++c) {
        m_out += fmt::format("<colspec colname=\"col{0}\" colnum=\"{0}\"/>", c);
    }
    m_out += "<thead>";
    cals_rows(t.head);
    m_out += "</thead><tbody>";
    cals_rows(t.body);
    m_out += "</tbody></tgroup>";
    m_out += "<ce:table-footnote id=\"tblfn1\">";
    leaf("ce:label", "a");
    leaf("ce:note-para", t.footnote);
    m_out += "</ce:table-footnote></ce:table></ce:floats>\n";
}

void ElsevierWriter::head() {
    m_out += "<head>";
    m_out += "<ce:dochead>";
    leaf("ce:textfn", "Synthetic article");
    m_out += "</ce:dochead>";
    rich_leaf("ce:title", m_draft.title);
    m_out += "<ce:author-group>";
    for (const auto& a : m_draft.authors) {
        m_out += "<ce:author>";
        leaf("ce:given-name", a.given);
        leaf("ce:surname", a.family);
        m_out += "<ce:cross-ref refid=\"aff1\"><ce:sup>a</ce:sup></ce:cross-ref></ce:author>";
    }
    const auto& g = m_draft.group;
    m_out += "<ce:affiliation id=\"aff1\"><ce:label>a</ce:label>";
    leaf("ce:textfn", fmt::format("{}, {}, {}", g.institute, g.city, g.country));
    m_out += "</ce:affiliation></ce:author-group>\n<ce:abstract class=\"author\">";
    leaf("ce:section-title", "Abstract");
    m_out += "<ce:abstract-sec>";
    for (const auto& p : m_draft.abstract) {
        rich_leaf("ce:simple-para", p);
    }
    m_out += "</ce:abstract-sec></ce:abstract>\n<ce:keywords class=\"keyword\">";
    leaf("ce:section-title", "Keywords");
    for (const auto& k : m_draft.keywords) {
        m_out += "<ce:keyword>";
        rich_leaf("ce:text", k);
        m_out += "</ce:keyword>";
    }
    m_out += "</ce:keywords></head>\n";
}

void ElsevierWriter::citation(std::string_view numbers) {
    std::string ids;
    std::size_t begin = 0;
    bool several = false;
    while (true) {
        const auto end = numbers.find(',', begin);
        ids += fmt::format("{}bib{}", ids.empty() ? "" : " ", numbers.substr(begin, end - begin));
        if (end == std::string_view::npos) {
            break;
        }
        several = true;
        begin = end + 1;
    }
    leaf(several ? "ce:cross-refs" : "ce:cross-ref", fmt::format("[{}]", numbers),
         fmt::format("refid=\"{}\"", ids));
}

void ElsevierWriter::math(std::string_view index) {
    std::size_t i = 0;
    for (const char c : index) {
        i = i * 10 + static_cast<std::size_t>(c - '0');
    }
    const auto& mathml = m_draft.math[i].second;
    m_out += "<mml:math altimg=\"si1.gif\">";
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

void ElsevierWriter::rich(std::string_view text) {
    std::vector<std::string_view> stack;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto rest = text.substr(i + 1);
        const auto inner = rest.substr(0, rest.find(k_end));
        switch (text[i]) {
            case k_sub:
                stack.emplace_back("ce:inf");
                open("ce:inf", "loc=\"post\"");
                break;
            case k_sup:
                stack.emplace_back("ce:sup");
                open("ce:sup", "loc=\"post\"");
                break;
            case k_italic:
                stack.emplace_back("ce:italic");
                open("ce:italic");
                break;
            case k_end:
                if (!stack.empty()) {
                    close(stack.back());
                    stack.pop_back();
                }
                break;
            case k_thin:
                m_out += "<ce:hsp sp=\"0.25\"/>";
                break;
            case k_cite:
            case k_cite_sup:
                citation(inner);
                i += inner.size() + 1;
                break;
            case k_math:
                math(inner);
                i += inner.size() + 1;
                break;
            case k_figure:
            case k_table: {
                const auto split = inner.find(k_split);
                leaf("ce:cross-ref", inner.substr(split + 1),
                     fmt::format("refid=\"{}{}\"", text[i] == k_figure ? "fig" : "tbl",
                                 inner.substr(0, split)));
                i += inner.size() + 1;
                break;
            }
            default:
                append_escaped(m_out, text.substr(i, 1));
        }
    }
}

void ElsevierWriter::body() {
    m_out += "<body><ce:sections>";
    int depth = 0;
    std::size_t number = 0;
    std::size_t paragraph = 0;
    for (const auto& s : m_draft.sections) {
        for (; depth >= s.level; --depth) {
            m_out += "</ce:section>";
        }
        ++depth;
        m_out += fmt::format("<ce:section id=\"sec{}\">", ++number);
        leaf("ce:label", s.label);
        rich_leaf("ce:section-title", s.title);
        m_out += '\n';
        for (std::size_t i = 0; i < s.paragraphs.size(); ++i) {
            open("ce:para", fmt::format("id=\"p{:04}\" view=\"all\"", ++paragraph));
            rich(s.paragraphs[i]);
            if (i + 1 == s.paragraphs.size()) {
                for (const auto f : s.figures) {
                    m_out += fmt::format("<ce:float-anchor refid=\"fig{}\"/>", f + 1);
                }
                if (s.table) {
                    m_out += "<ce:float-anchor refid=\"tbl1\"/>";
                }
            }
            close("ce:para");
            m_out += '\n';
        }
    }
    for (; depth > 0; --depth) {
        m_out += "</ce:section>";
    }
    m_out += "</ce:sections></body>\n";
}

void ElsevierWriter::tail() {
    m_out += "<tail><ce:bibliography id=\"bibl1\">";
    leaf("ce:section-title", "References");
    m_out += "<ce:bibliography-sec>";
    for (std::size_t i = 0; i < m_draft.references.size(); ++i) {
        const auto& r = m_draft.references[i];
        m_out += fmt::format("<ce:bib-reference id=\"bib{}\">", i + 1);
        leaf("ce:label", fmt::format("[{}]", i + 1));
        m_out += "<sb:reference><sb:contribution><sb:authors>";
        for (const auto* person : {&r.first, &r.second}) {
            m_out += "<sb:author>";
            leaf("ce:given-name", person->given);
            leaf("ce:surname", person->family);
            m_out += "</sb:author>";
        }
        m_out += "</sb:authors><sb:title>";
        rich_leaf("sb:maintitle", r.title);
        m_out += "</sb:title></sb:contribution><sb:host><sb:issue><sb:series><sb:title>";
        leaf("sb:maintitle", r.journal);
        m_out += "</sb:title>";
        leaf("sb:volume-nr", fmt::format("{}", r.volume));
        m_out += "</sb:series>";
        leaf("sb:date", fmt::format("{}", r.year));
        m_out += "</sb:issue><sb:pages>";
        leaf("sb:first-page", fmt::format("{}", r.page));
        m_out += "</sb:pages></sb:host></sb:reference></ce:bib-reference>\n";
    }
    m_out += "</ce:bibliography-sec></ce:bibliography></tail>\n";
}

}  // namespace

std::string write_elsevier(const Draft& draft) {
    return ElsevierWriter(draft).write();
}

}  // namespace lode::generate
