#include <algorithm>

#include "ingest/content/metadata.hpp"
#include "ingest/content/rewrite.hpp"
#include "ingest/content/vocabulary.hpp"

namespace lode::ingest::dialects {
const Dialect& bmc();
namespace {

using xml::k_no_node;
using xml::NodeId;
using Act = Rule::Act;

const Rules& rules() {
    static const Rules k_rules = {
        {"b", Act::rename, "bold"},
        {"br", Act::rename, "break"},
        {"display-formula", Act::rename, "disp-formula"},
        {"file", Act::drop, "supplementary"},
        {"fn", Act::rename, "fn"},
        {"graphic", Act::drop, "alternative-text"},
        {"inline-formula", Act::rename, "inline-formula"},
        {"it", Act::rename, "italic"},
        {"li", Act::rename, "list-item"},
        {"p", Act::rename, "p"},
        {"quote", Act::rename, "disp-quote"},
        {"refgrp", Act::drop, "reference-list"},
        {"sec", Act::rename, "sec"},
        {"st", Act::rename, "title"},
        {"sub", Act::rename, "sub"},
        {"sup", Act::rename, "sup"},
        {"title", Act::rename, "title"},
        {"ul", Act::rename, "underline"},
    };
    return k_rules;
}

// "Bee et al.; licensee Somebody Ltd." -> "Somebody Ltd": the publisher stands nowhere else.
std::string licensee(std::string_view holder) {
    constexpr std::string_view k_word = "licensee ";
    const std::size_t at = holder.find(k_word);
    if (at == std::string_view::npos) {
        return {};
    }
    holder.remove_prefix(at + k_word.size());
    while (holder.ends_with('.') || holder.ends_with(' ')) {
        holder.remove_suffix(1);
    }
    return std::string(holder);
}

class ArticleReader : public Rewriter {
 public:
    ArticleReader(const xml::Tree& tree, Article& article) : Rewriter(tree, rules(), article) {}

    void read() {
        const NodeId root = m_tree.root();
        m_article.local_id = line(child(root, "ui"));
        m_article.language = language_code(attribute(root, "lang"));
        front(child(root, "fm"));
        body(child(root, "bdy"));
        if (const NodeId back = child(root, "bm"); back != k_no_node) {
            for (const NodeId list : all_below(back, "refgrp")) {
                for (const NodeId work : children_of(list, "bibl")) {
                    reference_of(work);
                }
            }
            body(back);
        }
        finish();
    }

 private:
    void front(NodeId node) {
        const NodeId bibl = child(node, "bibl");
        m_article.article_type = line(child(node, "dochead"));
        title(child(bibl, "title"));
        set(m_article.journal, line(child(bibl, "source")));
        m_article.doi = normalise_doi(identifier(bibl, "doi"));
        m_article.pmid = identifier(bibl, "pmpid");
        authors(bibl);
        const NodeId out = child(below(child(node, "history"), "pub"), "date");
        published(
            iso_date(line(child(out, "year")), line(child(out, "month")), line(child(out, "day"))));
        published(iso_date(line(child(bibl, "pubdate"))));
        const NodeId rights = child(node, "cpyrt");
        dated(iso_date(line(child(rights, "year")), "", ""));
        m_article.publisher = licensee(line(child(rights, "collab")));
        for (const NodeId link : all_below(rights, "url")) {
            licence(line(link));
        }
        licence(line(rights));
        for (const NodeId group : all_below(node, "kwdg")) {
            for (const NodeId word : children_of(group, "kwd")) {
                keyword(word);
            }
        }
        for (const NodeId a : children_of(node, "abs")) {
            const std::string language = language_code(attribute(a, "lang"));
            const bool foreign =
                !language.empty() && !m_article.language.empty() && language != m_article.language;
            abstract(a, foreign ? "translated" : "main");
        }
    }

    // The value of <pubid idtype="...">.
    std::string identifier(NodeId node, std::string_view type) const {
        for (const NodeId id : all_below(node, "pubid")) {
            if (attribute(id, "idtype") == type) {
                return line(id);
            }
        }
        return {};
    }

    void authors(NodeId bibl) {
        Places places;
        for (const NodeId place : children_of(child(bibl, "insg"), "ins")) {
            places.emplace(attribute(place, "id"), joined(place));
        }
        for (const NodeId c : children_of(child(bibl, "aug"), "au")) {
            Author made;
            made.family = line(child(c, "snm"));
            for (const std::string_view part : {"fnm", "mi", "mnm"}) {
                const std::string piece = line(child(c, part));
                made.given += (made.given.empty() || piece.empty() ? "" : " ") + piece;
            }
            set(made.family, line(child(c, "cnm")));
            if (made.family.empty()) {
                continue;
            }
            for (const NodeId mark : children_of(c, "insr")) {
                add_places(made, attribute(mark, "iid"), places);
            }
            m_article.authors.push_back(std::move(made));
        }
    }

    void reference_of(NodeId work) {
        Reference made;
        made.id = attribute(work, "id");
        made.doi = normalise_doi(identifier(work, "doi"));
        made.pmid = identifier(work, "pmpid");
        made.year = static_cast<std::uint16_t>(year_of(iso_date(line(child(work, "pubdate")))));
        cited(std::move(made));
    }

    // ---- content

    bool special(NodeId node) override {
        const std::string_view what = name(node);
        if (what == "abbr") {
            reference(node, "bibr", attribute(node, "bid"));
        } else if (what == "ack") {
            // A shell around a section, as a rule.
            below(node, "st") == k_no_node ? renamed(node, "ack") : children(node);
        } else if (what == "abbrgrp") {
            citations(node);
        } else if (what == "figr") {
            reference(node, "fig", attribute(node, "fid"));
        } else if (what == "tblr") {
            reference(node, "table", attribute(node, "tid"));
        } else if (what == "fnr") {
            reference(node, "fn", attribute(node, "fid"));
        } else if (what == "st" && parent_name(node) != "sec" && parent_name(node) != "ack") {
            renamed(node, "p");
        } else if (what == "fig") {
            open_like(node, "fig");
            legend(node);
            close();
        } else if (what == "tbl") {
            open_like(node, "table-wrap");
            legend(node);
            close();
        } else if (what == "tblbdy") {
            grid(node);
        } else if (what == "tblfn") {
            renamed(node, "table-wrap-foot");
        } else if (what == "suppl") {
            supplement(node);
        } else if (what == "l" || what == "ol" || what == "list") {
            renamed(node, "list");
        } else {
            return false;
        }
        return true;
    }

    // The brackets and commas of citations are left to the page that is made of them.
    void citations(NodeId node) {
        const std::string_view text =
            before() != k_no_node && m_tree.is_text(before()) ? m_tree.text(before()) : "";
        const bool bracketed = !text.empty() && (text.back() == '[' || text.back() == '(');
        const bool raised = above(node, "sup") != k_no_node;
        const bool own = !bracketed && !raised && !line(node).starts_with("[");
        insert(own ? " [" : "");
        bool behind = false;  // a citation came last
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.is_text(c) && m_tree.characters(c) == 0) {
                continue;
            }
            insert(behind && name(c) == "abbr" ? "," : "");
            behind = name(c) == "abbr";
            this->node(c);
        }
        insert(own ? "]" : "");
    }

    // Title is the number, caption the heading, text the legend, which often begins with the
    // heading once more.
    void legend(NodeId node) {
        const NodeId heading = child(node, "caption");
        const NodeId words = child(node, "text");
        const std::string short_form = line(heading);
        const std::string long_form = line(words);
        const bool repeated = !short_form.empty() && long_form.starts_with(short_form);
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (name(c) == "title") {
                renamed(c, "label");
            } else if (c == heading) {
                repeated ? drop(c, "repeated-title") : caption(c);
            } else if (name(c) == "text") {
                caption(c);
            } else {
                this->node(c);
            }
        }
    }

    // Rows that hold a rule only part the heading from the rest.
    void grid(NodeId node) {
        const auto rule = [&](NodeId row) {
            return name(row) == "r" && below(row, "hr") != k_no_node && m_tree.characters(row) == 0;
        };
        bool parted = false;  // a rule has rows above and below it
        std::size_t stage = 0;
        for (const NodeId r : children_of(node, "r")) {
            stage = rule(r) ? (stage == 1 ? 2 : stage) : (stage == 0 ? 1 : stage == 2 ? 3 : stage);
            parted = stage == 3;
        }
        open("table");
        open(parted ? "thead" : "tbody");
        bool begun = false;
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (rule(c)) {
                if (parted && begun) {  // a rule above the first row parts nothing
                    close();
                    open("tbody");
                    parted = false;
                }
            } else if (name(c) == "r") {
                row(c);
                begun = true;
            } else {
                this->node(c);
            }
        }
        close();
        close();
    }

    void row(NodeId node) {
        open("tr");
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (name(c) == "c") {
                open("td", {{"colspan", {}, attribute(c, "cspan")},
                            {"rowspan", {}, attribute(c, "rspan")}});
                children(c);
                close();
            } else {
                this->node(c);
            }
        }
        close();
    }

    void supplement(NodeId node) {
        std::string caption = line(child(node, "caption"));
        const std::string words = line(child(node, "text"));
        caption = words.starts_with(caption) ? words : caption + " " + words;
        m_article.supplements.push_back(
            {.id = std::string(attribute(node, "id")),
             .label = line(child(node, "title")),
             .caption = one_line(caption),
             .href = std::string(attribute(child(node, "file"), "name"))});
        drop(node, "supplementary");
    }
};

}  // namespace

const Dialect& bmc() {
    static const Vocabulary dialect(
        {"bmc", 2, "BioMed Central article XML",
         "BioMed Central article DTD (http://www.biomedcentral.com/xml/article.dtd)",
         DocumentKind::xml},
        {.root = "art", .inner = {"ui", "fm"}, .system_id = {"biomedcentral"}},
        read_with<ArticleReader>);
    return dialect;
}

}  // namespace lode::ingest::dialects
