#include "ingest/content/rewrite.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/error.hpp"
#include "ingest/content/body.hpp"
#include "ingest/content/finish_article.hpp"
#include "ingest/content/metadata.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

Rules::Rules(std::initializer_list<Rule> rules) : m_rules(rules) {
    std::sort(m_rules.begin(), m_rules.end(),
              [](const Rule& a, const Rule& b) { return a.theirs < b.theirs; });
    for (std::size_t i = 1; i < m_rules.size(); ++i) {
        if (m_rules[i].theirs == m_rules[i - 1].theirs) {
            throw error("two rules for the element <{}>", m_rules[i].theirs);
        }
    }
}

const Rule* Rules::find(std::string_view theirs) const noexcept {
    const auto found = std::lower_bound(
        m_rules.begin(), m_rules.end(), theirs,
        [](const Rule& rule, std::string_view wanted) { return rule.theirs < wanted; });
    return found != m_rules.end() && found->theirs == theirs ? &*found : nullptr;
}

std::string trailing_number(std::string_view id) {
    std::size_t begin = id.size();
    while (begin > 0 && id[begin - 1] >= '0' && id[begin - 1] <= '9') {
        --begin;
    }
    while (begin + 1 < id.size() && id[begin] == '0') {
        ++begin;
    }
    return std::string(id.substr(begin));
}

Rewriter::Rewriter(const xml::Tree& tree, const Rules& rules, Article& article)
    : m_tree(tree), m_article(article), m_rules(rules) {
    article.article_type = "";
    open("article");
}

// ---- the source

std::string_view Rewriter::name(NodeId node) const {
    return node == k_no_node || m_tree.is_text(node) ? std::string_view() : m_tree.text(node);
}

std::string_view Rewriter::attribute(NodeId node, std::string_view what) const {
    return node == k_no_node ? std::string_view() : m_tree.attribute(node, what);
}

std::string Rewriter::line(NodeId node) const {
    return one_line(m_tree.all_text(node));
}

NodeId Rewriter::child(NodeId node, std::string_view wanted) const {
    if (node == k_no_node) {
        return k_no_node;
    }
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (name(c) == wanted) {
            return c;
        }
    }
    return k_no_node;
}

NodeId Rewriter::below(NodeId node, std::string_view wanted) const {
    if (node == k_no_node) {
        return k_no_node;
    }
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (name(c) == wanted) {
            return c;
        }
        if (const NodeId found = below(c, wanted); found != k_no_node) {
            return found;
        }
    }
    return k_no_node;
}

NodeId Rewriter::above(NodeId node, std::string_view wanted) const {
    for (NodeId n = m_tree.parent(node); n != k_no_node; n = m_tree.parent(n)) {
        if (name(n) == wanted) {
            return n;
        }
    }
    return k_no_node;
}

std::vector<NodeId> Rewriter::children_of(NodeId node, std::string_view wanted) const {
    std::vector<NodeId> list;
    if (node == k_no_node) {
        return list;
    }
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (name(c) == wanted) {
            list.push_back(c);
        }
    }
    return list;
}

std::vector<NodeId> Rewriter::all_below(NodeId node, std::string_view wanted) const {
    std::vector<NodeId> list;
    if (node == k_no_node) {
        return list;
    }
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (name(c) == wanted) {
            list.push_back(c);
        }
        const auto more = all_below(c, wanted);
        list.insert(list.end(), more.begin(), more.end());
    }
    return list;
}

std::string Rewriter::joined(NodeId node, std::initializer_list<std::string_view> without) const {
    std::string all;
    if (node == k_no_node) {
        return all;
    }
    bool behind_element = false;
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        if (std::find(without.begin(), without.end(), name(c)) != without.end()) {
            continue;
        }
        const bool element = !m_tree.is_text(c);
        const std::string piece = element ? joined(c, without) : line(c);
        if (piece.empty()) {
            continue;
        }
        const bool punctuated = all.empty() || piece.front() == ',' || piece.front() == ';' ||
                                all.back() == ',' || all.back() == ';';
        // Running text with marked-up pieces has its own punctuation.
        const bool fields = element && behind_element;
        all += punctuated ? (all.empty() || piece.front() == ',' || piece.front() == ';' ? "" : " ")
                          : (fields ? ", " : " ");
        all += piece;
        behind_element = element;
    }
    while (!all.empty() && (all.back() == ',' || all.back() == ' ' || all.back() == ';')) {
        all.pop_back();
    }
    return all;
}

// ---- parts

void Rewriter::part(NodeId node, std::string_view name) {
    if (node == k_no_node) {
        return;
    }
    m_given += m_tree.characters(node);
    open(name);
    children(node);
    close();
}

void Rewriter::abstract(NodeId node, std::string_view kind) {
    if (node == k_no_node) {
        return;
    }
    m_given += m_tree.characters(node);
    open("abstract", {{"kind", {}, kind}});
    children(node);
    close();
}

void Rewriter::keyword(NodeId node) {
    if (node == k_no_node) {
        return;
    }
    // Not one of the parts whose characters are answered for: what it drops is no news.
    const Accounts before = m_accounts;
    const std::uint64_t given = m_given;
    open("kwd");
    children(node);
    close();
    m_accounts = before;
    m_given = given;
}

void Rewriter::element(NodeId node) {
    m_given += m_tree.characters(node);
    this->node(node);
}

void Rewriter::leave_out(NodeId node, std::string_view reason) {
    m_given += m_tree.characters(node);
    drop(node, reason);
}

// ---- writing

void Rewriter::children(NodeId node) {
    NodeId last = k_no_node;
    NodeId last_but_one = k_no_node;
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        m_before = last;
        m_before_that = last_but_one;
        this->node(c);
        last_but_one = std::exchange(last, c);
    }
}

void Rewriter::node(NodeId node) {
    if (m_tree.is_text(node)) {
        m_out.add_text(m_tree.text(node));
        return;
    }
    if (special(node)) {
        return;
    }
    if (m_tree.tag(node) == Tag::math) {
        copy(node);
        return;
    }
    const Rule* rule = m_rules.find(m_tree.text(node));
    if (rule == nullptr && is_html_table(node)) {
        renamed(node, m_tree.text(node));  // the same in every vocabulary
    } else if (rule == nullptr || rule->act == Rule::Act::through) {
        children(node);
    } else if (rule->act == Rule::Act::drop) {
        drop(node, rule->word);
    } else {
        renamed(node, rule->word);
    }
}

// Rows and cells of HTML, and a table of them.
bool Rewriter::is_html_table(NodeId node) const {
    const std::string_view what = m_tree.text(node);
    return what == "tr" || what == "td" || what == "th" ||
           ((what == "table" || what == "thead" || what == "tbody" || what == "tfoot") &&
            below(node, "tr") != k_no_node);
}

void Rewriter::open(std::string_view name, std::initializer_list<xml::Attribute> attributes) {
    m_out.open(name, attributes);
}

void Rewriter::open_like(NodeId node, std::string_view name) {
    static constexpr std::array<std::string_view, 11> k_kept = {
        "id",       "colname", "colnum",  "namest", "nameend", "spanname",
        "morerows", "colspan", "rowspan", "open",   "close"};
    std::vector<xml::Attribute> attributes;
    for (const auto& kept : k_kept) {
        if (const auto value = m_tree.attribute(node, kept); !value.empty()) {
            attributes.push_back({kept, {}, value});
        }
    }
    if (const auto value = m_tree.attribute(node, "ID"); !value.empty()) {
        attributes.push_back({"id", {}, value});
    }
    m_out.open(name, attributes);
}

void Rewriter::renamed(NodeId node, std::string_view name) {
    open_like(node, name);
    children(node);
    close();
}

void Rewriter::drop(NodeId node, std::string_view reason) {
    m_accounts.drop(reason, m_tree.characters(node));
}

void Rewriter::copy(NodeId node) {
    if (m_tree.is_text(node)) {
        m_out.add_text(m_tree.text(node));
        return;
    }
    open_like(node, m_tree.text(node));
    for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
        copy(c);
    }
    close();
}

void Rewriter::insert(std::string_view text) {
    m_given += xml::count_characters(text);
    m_out.add_text(text);
}

// ---- facts

void Rewriter::add_places(Author& author, std::string_view ids, const Places& places) {
    for (std::size_t i = 0; i < ids.size();) {
        const std::size_t end = std::min(ids.find(' ', i), ids.size());
        const auto found = places.find(ids.substr(i, end - i));
        if (found != places.end() && !found->second.empty()) {
            author.affiliations.push_back(found->second);
        }
        i = end + 1;
    }
}

void Rewriter::published(const std::string& iso) {
    m_published = earlier_date(m_published, iso);
}

void Rewriter::dated(const std::string& iso) {
    m_dated = earlier_date(m_dated, iso);
}

void Rewriter::licence(std::string_view address_or_statement) {
    if (m_article.licence.empty()) {
        m_article.licence = licence_of_text(address_or_statement);
    }
}

void Rewriter::cited(Reference reference) {
    ++m_article.references;
    if (!reference.id.empty() || !reference.doi.empty() || !reference.pmid.empty() ||
        reference.year != 0) {
        m_article.reference_list.push_back(std::move(reference));
    }
}

void Rewriter::set(std::string& field, std::string value) const {
    if (field.empty()) {
        field = std::move(value);
    }
}

void Rewriter::finish() {
    close();
    read_parts();
    m_article.date = m_published.empty() ? m_dated : m_published;
    m_article.year = static_cast<std::uint16_t>(year_of(m_article.date));
    const std::string& title = m_article.title.utf8;
    m_article.retracted =
        m_article.retracted || title.starts_with("RETRACTED") || title.starts_with("Retracted:");
    for (const auto& relation : m_article.relations) {
        m_article.retracted = m_article.retracted || relation.kind == "retracted-by";
    }
}

void Rewriter::read_parts() {
    const InlineContext context = survey(m_out, m_out.root());
    BodyReader body(m_out, context, m_accounts, m_article);
    const InlineReader& reader = body.inline_reader();
    TextBuilder title(m_accounts);
    for (NodeId c = m_out.first_child(m_out.root()); c != k_no_node; c = m_out.next(c)) {
        switch (m_out.tag(c)) {
            case Tag::article_title:
                reader.children(c, title);
                break;
            case Tag::subtitle:
                if (!title.empty() && title.utf8().back() != ':') {
                    title.attach(":");
                }
                title.space();
                reader.children(c, title);
                break;
            case Tag::abstract:
                body.abstract(c, std::string(m_out.attribute(c, "kind")));
                break;
            case Tag::kwd: {
                Accounts scratch;
                std::string word = InlineReader(m_out, context, scratch).text(c).utf8;
                if (!word.empty()) {
                    m_article.keywords.push_back(std::move(word));
                }
                break;
            }
            default:
                body.content(c);
        }
    }
    m_article.title = title.take();
    finish_article(m_article, m_accounts, m_given);
}

}  // namespace lode::ingest
