#include "ingest/content/markup_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string>

#include "ingest/content/inline.hpp"
#include "ingest/xml/bytes.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {

using xml::k_no_node;
using xml::NodeId;
using xml::Tag;

namespace {

constexpr std::size_t k_deepest = 64;  // tags nested deeper are dropped, their text is kept

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The text of the reference "&name;" or "&#n;" at the front of `s`, and how long that is.
struct Resolved {
    std::string text;
    std::size_t size = 0;  // 0: none
};

Resolved reference_at(std::string_view s) {
    const std::size_t end = s.substr(0, 34).find(';');
    if (end == std::string_view::npos || end < 2) {
        return {};
    }
    const std::string_view name = s.substr(1, end - 1);
    Resolved found;
    if (name.front() == '#') {
        const bool hexadecimal = name.size() > 1 && lower(name[1]) == 'x';
        const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
        std::uint32_t code = 0;
        const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), code,
                                            hexadecimal ? 16 : 10);
        const bool good = parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
        if (!good || code < 0x20 || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff) {
            return code == 9 || code == 10 || code == 13 ? Resolved{" ", end + 1} : Resolved{};
        }
        xml::append_utf8(found.text, static_cast<char32_t>(code));
    } else if (name == "lt") {
        found.text = "<";
    } else if (name == "gt") {
        found.text = ">";
    } else if (name == "amp") {
        found.text = "&";
    } else if (name == "quot") {
        found.text = "\"";
    } else if (name == "apos") {
        found.text = "'";
    } else {
        found.text = xml::named_entity(name);
        if (found.text.empty()) {
            return {};
        }
    }
    found.size = end + 1;
    return found;
}

std::string resolve_once(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size();) {
        const std::size_t amp = std::min(raw.find('&', i), raw.size());
        out.append(raw.substr(i, amp - i));
        i = amp;
        if (i == raw.size()) {
            break;
        }
        const Resolved found = reference_at(raw.substr(i));
        out += found.size == 0 ? "&" : found.text;
        i += std::max<std::size_t>(found.size, 1);
    }
    return out;
}

// Elements that mean something here. Local names; all MathML too.
bool is_known_element(std::string_view local, std::string_view prefix) {
    static constexpr std::array<std::string_view, 27> k_names = {
        "abstract", "b",      "bold", "br",  "div",   "em", "i",   "inf",     "italic",
        "li",       "list",   "math", "ol",  "p",     "sc", "sec", "section", "small",
        "span",     "strong", "sub",  "sup", "title", "u",  "ul",  "break",   "underline"};
    return prefix == "mml" || prefix == "m" ||
           std::find(k_names.begin(), k_names.end(), local) != k_names.end() ||
           (local.size() > 1 && local.front() == 'm' && xml::tag_of(local) != Tag::unknown);
}

struct Piece {
    std::size_t size = 0;  // of the tag in the text; 0: no tag
    std::string local;     // lower case
    bool closes = false;
    bool empty = false;  // <br/>
};

// "<name a="b">", "</name>", "<name/>" at the front of `s`.
Piece tag_at(std::string_view s) {
    Piece piece;
    std::size_t i = 1;
    if (i < s.size() && s[i] == '/') {
        piece.closes = true;
        ++i;
    }
    std::string name;
    while (i < s.size() && (is_letter(s[i]) || s[i] == ':' || (s[i] >= '0' && s[i] <= '9'))) {
        name += lower(s[i++]);
    }
    const std::size_t colon = name.find(':');
    piece.local = colon == std::string::npos ? name : name.substr(colon + 1);
    const std::string prefix = colon == std::string::npos ? std::string() : name.substr(0, colon);
    if (piece.local.empty() || !is_known_element(piece.local, prefix)) {
        return {};
    }
    // Attributes must look like attributes: "a <b and c> d" is no tag.
    for (;;) {
        const std::size_t before = i;
        while (i < s.size() && is_blank(s[i])) {
            ++i;
        }
        if (i >= s.size()) {
            return {};
        }
        if (s[i] == '>') {
            piece.size = i + 1;
            return piece;
        }
        if (s.substr(i).starts_with("/>")) {
            piece.empty = true;
            piece.size = i + 2;
            return piece;
        }
        if (i == before || piece.closes) {
            return {};
        }
        while (i < s.size() && (is_letter(s[i]) || s[i] == ':' || s[i] == '-' || s[i] == '_')) {
            ++i;
        }
        if (i + 1 >= s.size() || s[i] != '=' || (s[i + 1] != '"' && s[i + 1] != '\'')) {
            return {};
        }
        const std::size_t quote = s.find(s[i + 1], i + 2);
        if (quote == std::string_view::npos || quote - i > 2000) {
            return {};
        }
        i = quote + 1;
    }
}

class TreeMaker {
 public:
    explicit TreeMaker(std::string_view text) : m_text(text) { find_closing(); }

    void make(xml::Tree& tree) {
        tree.open("root", {});
        std::size_t text_begin = 0;
        for (std::size_t i = m_text.find('<'); i != std::string_view::npos;
             i = m_text.find('<', i)) {
            const Piece piece = tag_at(m_text.substr(i));
            const bool single = piece.empty || piece.local == "br" || piece.local == "break";
            if (piece.size == 0 || (!piece.closes && !single && !closed_later(piece.local, i))) {
                ++i;
                continue;
            }
            tree.add_text(m_text.substr(text_begin, i - text_begin));
            i += piece.size;
            text_begin = i;
            if (piece.closes) {
                close(tree, piece.local);
            } else if (single || m_open.size() < k_deepest) {
                tree.open(piece.local, {});
                m_open.push_back(piece.local);
                if (single) {
                    close(tree, piece.local);
                }
            }
        }
        tree.add_text(m_text.substr(text_begin));
    }

 private:
    // Where each element is closed for the last time.
    void find_closing() {
        for (std::size_t i = m_text.find("</"); i != std::string_view::npos;
             i = m_text.find("</", i + 2)) {
            if (const Piece piece = tag_at(m_text.substr(i)); piece.size > 0) {
                m_last_close[piece.local] = i;
            }
        }
    }

    bool closed_later(const std::string& local, std::size_t at) const {
        const auto found = m_last_close.find(local);
        return found != m_last_close.end() && found->second > at;
    }

    // Closes what is open inside too; an end tag without start tag is dropped.
    void close(xml::Tree& tree, const std::string& local) {
        const auto found = std::find(m_open.rbegin(), m_open.rend(), local);
        if (found == m_open.rend()) {
            return;
        }
        for (auto left = m_open.rend() - found; std::ssize(m_open) >= left;) {
            tree.close();
            m_open.pop_back();
        }
    }

    std::string_view m_text;
    std::vector<std::string> m_open;
    std::map<std::string, std::size_t, std::less<>> m_last_close;
};

class MarkupReader {
 public:
    MarkupReader(const xml::Tree& tree, Accounts& accounts, bool one_block)
        : m_tree(tree),
          m_accounts(accounts),
          m_inline(tree, m_context, accounts),
          m_builder(accounts),
          m_one_block(one_block) {}

    std::vector<Text> read() {
        children(m_tree.root());
        flush();
        return std::move(m_blocks);
    }

 private:
    void flush() {
        if (Text text = m_builder.take(); !text.utf8.empty()) {
            m_blocks.push_back(std::move(text));
        }
    }

    void border() { m_one_block ? m_builder.space() : flush(); }

    void children(NodeId node) {
        for (NodeId c = m_tree.first_child(node); c != k_no_node; c = m_tree.next(c)) {
            if (m_tree.is_text(c)) {
                // TeX is resolved in text; its own markup is counted there.
                read_tex(m_tree.text(c), false, m_builder, m_accounts);
                continue;
            }
            switch (m_tree.tag(c)) {
                case Tag::sub:
                case Tag::inf:
                case Tag::sup:
                case Tag::math:
                case Tag::br:
                case Tag::break_:
                    m_inline.node(c, m_builder);
                    break;
                case Tag::title:
                    if (m_one_block) {
                        children(c);
                    } else {
                        flush();
                        m_inline.drop(c, "abstract-heading");
                    }
                    break;
                default:
                    if (is_block(m_tree.text(c))) {
                        border();
                        children(c);
                        border();
                    } else {
                        children(c);
                    }
            }
        }
    }

    static bool is_block(std::string_view name) {
        return name == "p" || name == "div" || name == "sec" || name == "section" || name == "li" ||
               name == "ul" || name == "ol" || name == "list" || name == "abstract";
    }

    const xml::Tree& m_tree;
    Accounts& m_accounts;
    InlineContext m_context;
    InlineReader m_inline;
    TextBuilder m_builder;
    std::vector<Text> m_blocks;
    bool m_one_block;
};

std::vector<Text> read(std::string_view raw, Accounts& accounts, bool one_block) {
    std::string resolved;
    std::string_view text = raw;
    if (raw.find('&') != std::string_view::npos) {
        resolved = resolve_references(raw);
        text = resolved;
    }
    if (text.find('<') == std::string_view::npos) {
        accounts.drop("markup", xml::count_characters(raw) - xml::count_characters(text));
        TextBuilder builder(accounts);
        read_tex(text, false, builder, accounts);
        std::vector<Text> blocks;
        if (Text block = builder.take(); !block.utf8.empty()) {
            blocks.push_back(std::move(block));
        }
        return blocks;
    }
    xml::Tree tree;
    TreeMaker(text).make(tree);
    accounts.drop("markup", xml::count_characters(raw) - tree.characters(tree.root()));
    return MarkupReader(tree, accounts, one_block).read();
}

}  // namespace

std::string resolve_references(std::string_view raw) {
    std::string once = resolve_once(raw);
    // "&amp;lt;": escaped once by the text's author and once by the export.
    if (raw.find("&amp;") != std::string_view::npos ||
        raw.find("&#38;") != std::string_view::npos) {
        return resolve_once(once);
    }
    return once;
}

std::vector<Text> read_markup_text(std::string_view raw, Accounts& accounts) {
    return read(raw, accounts, false);
}

Text read_markup_line(std::string_view raw, Accounts& accounts) {
    auto blocks = read(raw, accounts, true);
    return blocks.empty() ? Text() : std::move(blocks.front());
}

}  // namespace lode::ingest
