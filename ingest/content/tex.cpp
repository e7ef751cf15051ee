#include <algorithm>

#include "ingest/content/inline.hpp"
#include "ingest/content/tex_commands.hpp"
#include "ingest/xml/bytes.hpp"

namespace lode::ingest {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Reads one string. Characters of markup (braces, commands, dollar signs) are counted as dropped
// under "tex-markup", the rest is taken.
class TexReader {
 public:
    TexReader(std::string_view tex, TextBuilder& out, Accounts& accounts)
        : m_tex(tex), m_out(out), m_accounts(accounts) {}

    void read(bool math, std::size_t end, int depth) {
        while (m_at < end) {
            const char c = m_tex[m_at];
            if (c == '\\') {
                command(math, end, depth);
            } else if (c == '$') {
                dollars(math, end, depth);
            } else if ((c == '^' || c == '_') && math) {
                script(c == '^', end, depth);
            } else if (c == '{') {
                brace(math, end, depth);
            } else if (c == '}') {
                // Without partner: a slip of the author where it is text.
                math ? markup(1) : literal(1);
            } else if (c == '~' && !math) {
                markup(1);
                m_out.space();
            } else if (c == '-' && !math && starts("--")) {
                const bool em = starts("---");
                m_out.substitute(em ? "\xe2\x80\x94" : "\xe2\x80\x93", em ? 3 : 2);
                m_at += em ? 3 : 2;
            } else if (c == '`' && starts("``")) {
                m_out.substitute("\xe2\x80\x9c", 2);
                m_at += 2;
            } else if (c == '\'' && math) {
                m_out.substitute("\xe2\x80\xb2", 1);
                ++m_at;
            } else if (c == '\'' && starts("''")) {
                m_out.substitute("\xe2\x80\x9d", 2);
                m_at += 2;
            } else if (is_blank(c) && math && !m_keep_blanks) {
                ++m_at;
            } else if (c == '-' && math) {
                m_out.substitute("\xe2\x88\x92", 1);
                ++m_at;
            } else if ((c == '=' || c == '<' || c == '>') && math && !m_out.in_script()) {
                m_out.space();
                literal(1);
                m_out.space();
            } else {
                plain(math, end);
            }
        }
    }

 private:
    static constexpr int k_deepest = 64;

    bool starts(std::string_view what) const { return m_tex.substr(m_at).starts_with(what); }
    void literal(std::size_t size) {
        m_out.add(m_tex.substr(m_at, size));
        m_at += size;
    }
    void markup(std::size_t size) {
        m_accounts.drop("tex-markup", xml::count_characters(m_tex.substr(m_at, size)));
        m_at += size;
    }

    void plain(bool math, std::size_t end) {
        static constexpr std::string_view k_text_stops = "\\${}~-`'";
        static constexpr std::string_view k_math_stops = "\\${}^_~-`'=<> \n\t\r";
        std::size_t stop = m_tex.find_first_of(
            math && !m_keep_blanks ? k_math_stops : (math ? "\\${}^_" : k_text_stops), m_at + 1);
        stop = std::min(stop, end);
        literal(stop - m_at);
    }

    // The matching brace of the one at `open`, npos where there is none before `end`.
    std::size_t matching(std::size_t open, std::size_t end) const {
        int level = 0;
        for (std::size_t i = open; i < end; ++i) {
            if (m_tex[i] == '\\') {
                ++i;
            } else if (m_tex[i] == '{') {
                ++level;
            } else if (m_tex[i] == '}' && --level == 0) {
                return i;
            }
        }
        return std::string_view::npos;
    }

    void brace(bool math, std::size_t end, int depth) {
        const std::size_t close = matching(m_at, end);
        if (close == std::string_view::npos || depth >= k_deepest ||
            (!math && m_tex[m_at + 1] != '\\')) {
            math ? markup(1) : literal(1);
            return;
        }
        markup(1);
        read(math, close, depth + 1);
        m_at = close;
        markup(1);
    }

    void dollars(bool math, std::size_t end, int depth) {
        if (math) {
            markup(1);
            return;
        }
        const std::size_t width = starts("$$") ? 2 : 1;
        const std::size_t close = m_tex.find(m_tex.substr(m_at, width), m_at + width);
        // "$5 and $10" is money: mathematics does not end in a blank.
        if (close == std::string_view::npos || close >= end || close == m_at + width ||
            close - m_at > 2000 || (is_blank(m_tex[close - 1]) && m_tex[m_at + width] != ' ')) {
            literal(1);
            return;
        }
        markup(width);
        read(true, close, depth + 1);
        m_at = close;
        markup(width);
    }

    void argument(bool math, std::size_t end, int depth) {
        while (m_at < end && is_blank(m_tex[m_at])) {
            ++m_at;
        }
        if (m_at >= end) {
            return;
        }
        if (m_tex[m_at] == '{') {
            const std::size_t close = matching(m_at, end);
            if (close == std::string_view::npos || depth >= k_deepest) {
                markup(1);
                return;
            }
            markup(1);
            read(math, close, depth + 1);
            m_at = close;
            markup(1);
        } else if (m_tex[m_at] == '\\') {
            command(math, end, depth + 1);
        } else {
            std::size_t size = 1;
            while (m_at + size < end &&
                   (static_cast<unsigned char>(m_tex[m_at + size]) & 0xc0) == 0x80) {
                ++size;
            }
            if (m_tex[m_at] == '-') {
                m_out.substitute("\xe2\x88\x92", 1);
                ++m_at;
            } else {
                literal(size);
            }
        }
    }

    // The argument's source without braces, to judge it before it is read.
    std::string_view peek_argument(std::size_t end) const {
        std::size_t i = m_at;
        while (i < end && is_blank(m_tex[i])) {
            ++i;
        }
        if (i < end && m_tex[i] == '{') {
            const std::size_t close = matching(i, end);
            return close == std::string_view::npos ? std::string_view()
                                                   : m_tex.substr(i + 1, close - i - 1);
        }
        return i < end ? m_tex.substr(i, 1) : std::string_view();
    }

    void script(bool above, std::size_t end, int depth) {
        markup(1);
        std::string_view content = peek_argument(end);
        for (const std::string_view font : {"\\rm ", "\\mathrm{", "\\text{", "\\textrm{"}) {
            if (content.starts_with(font)) {
                content.remove_prefix(font.size());
                if (content.ends_with("}")) {
                    content.remove_suffix(1);
                }
            }
        }
        if (above && (content == "\\circ" || content == "\\degree") && !m_out.in_script()) {
            m_out.substitute("\xc2\xb0", 0);
            skip_argument(end);
            return;
        }
        if (above && m_out.ends_in_number() && !m_out.in_script() && is_exponent(content)) {
            m_out.insert("^");
        } else if (above && !m_out.in_script() && !m_out.empty() && !m_out.space_pending() &&
                   content.size() > 1 && is_letter(content[0]) && m_out.utf8().back() == 'e') {
            m_out.insert("^");
        } else if (!above && content.size() >= 3 && !m_out.in_script() && !m_out.empty() &&
                   !m_out.space_pending() &&
                   std::all_of(content.begin(), content.end(),
                               [](char c) { return c >= 'a' && c <= 'z'; })) {
            m_out.insert("_");
        }
        m_out.begin_script(above ? Script::sup : Script::sub);
        argument(true, end, depth + 1);
        m_out.end_script();
    }

    void skip_argument(std::size_t end) {
        while (m_at < end && is_blank(m_tex[m_at])) {
            ++m_at;
        }
        if (m_at < end && m_tex[m_at] == '{') {
            const std::size_t close = matching(m_at, end);
            markup(close == std::string_view::npos ? 1 : close + 1 - m_at);
        } else if (m_at < end && m_tex[m_at] == '\\') {
            std::size_t i = m_at + 1;
            while (i < end && is_letter(m_tex[i])) {
                ++i;
            }
            markup(std::max<std::size_t>(i - m_at, 2));
        } else if (m_at < end) {
            markup(1);
        }
    }

    void command(bool math, std::size_t end, int depth) {
        std::size_t i = m_at + 1;
        if (i >= end) {
            literal(1);
            return;
        }
        if (!is_letter(m_tex[i])) {
            symbol(math, end, depth);
            return;
        }
        while (i < end && is_letter(m_tex[i])) {
            ++i;
        }
        const std::string_view name = m_tex.substr(m_at + 1, i - m_at - 1);
        if (depth >= k_deepest) {
            literal(i - m_at);
            return;
        }
        // An accent needs its letter: "\c" is one, the end of the text is not.
        if (const std::string_view mark = tex_accent(name);
            !mark.empty() && i < end && (math || name.size() == 1)) {
            markup(i - m_at);
            argument(math, end, depth + 1);
            m_out.insert(mark);
            return;
        }
        if (name == "frac" || name == "tfrac" || name == "dfrac") {
            markup(i - m_at);
            fraction_part(end, depth);
            m_out.insert("/");
            fraction_part(end, depth);
            return;
        }
        if (name == "sqrt") {
            markup(i - m_at);
            m_out.insert("\xe2\x88\x9a");
            fraction_part(end, depth);
            return;
        }
        if (name == "cite" || name == "citep" || name == "citet" || name == "ref" ||
            name == "label" || name == "hspace" || name == "vspace" || name == "textcolor") {
            m_at = i;
            m_accounts.drop("tex-markup", name.size() + 1);
            skip_argument(end);
            return;
        }
        if (name == "textsubscript" || name == "textsuperscript") {
            markup(i - m_at);
            if (name == "textsuperscript" && m_out.ends_in_number() &&
                is_exponent(peek_argument(end))) {
                m_out.insert("^");
            }
            m_out.begin_script(name == "textsubscript" ? Script::sub : Script::sup);
            argument(math, end, depth + 1);
            m_out.end_script();
            return;
        }
        if (is_tex_function(name)) {
            markup(1);
            literal(name.size());
            return;
        }
        if (const TexCommand* known = find_tex_command(name)) {
            known_command(*known, i, math, end, depth);
            return;
        }
        if (const std::string_view text = xml::named_entity(name); !text.empty()) {
            const bool relation = !m_out.in_script() && math && name != "prime" &&
                                  text.size() == 3 && text[0] == '\xe2' &&
                                  (text[1] == '\x89' || text[1] == '\x86' || text[1] == '\x88');
            if (relation) {
                m_out.space();
            }
            m_out.substitute(text, xml::count_characters(m_tex.substr(m_at, i - m_at)));
            m_at = i;
            if (relation) {
                m_out.space();
            }
            swallow_blank(math, end);
            return;
        }
        literal(i - m_at);  // a macro of the author's: its name is all there is
    }

    void known_command(const TexCommand& known, std::size_t behind, bool math, std::size_t end,
                       int depth) {
        const bool words = known.name.starts_with("text") || known.name == "mbox" ||
                           known.name == "hbox" || known.name == "emph";
        if (known.text.empty()) {
            markup(behind - m_at);
            if (m_at < end && is_blank(m_tex[m_at]) && !math) {
                ++m_at;
            }
            if (m_at < end && m_tex[m_at] == '{' && matching(m_at, end) != std::string_view::npos) {
                const bool kept = m_keep_blanks;
                m_keep_blanks = math && words;
                argument(math, end, depth + 1);
                m_keep_blanks = kept;
            }
            return;
        }
        const auto replaced = xml::count_characters(m_tex.substr(m_at, behind - m_at));
        m_at = behind;
        if (known.text == " ") {
            m_accounts.drop("tex-markup", replaced);
            m_out.space();
            return;
        }
        m_out.substitute(known.text, replaced);
        swallow_blank(math, end);
    }

    // TeX swallows blanks behind a command word. In running text "\AA thick" is rare against
    // "\alpha particles" of careless authors, so there the blank stays.
    void swallow_blank(bool math, std::size_t end) {
        while (math && m_at < end && is_blank(m_tex[m_at])) {
            ++m_at;
        }
    }

    void fraction_part(std::size_t end, int depth) {
        const std::string_view content = peek_argument(end);
        const bool simple =
            content.size() <= 1 || std::all_of(content.begin(), content.end(), [](char c) {
                return is_letter(c) || (c >= '0' && c <= '9') || c == '\\';
            });
        m_out.insert(simple ? "" : "(");
        argument(true, end, depth + 1);
        m_out.insert(simple ? "" : ")");
    }

    void symbol(bool math, std::size_t end, int depth) {
        const char c = m_tex[m_at + 1];
        if (const std::string_view mark = tex_accent(m_tex.substr(m_at + 1, 1));
            !mark.empty() && !math) {
            markup(2);
            argument(false, end, depth + 1);
            m_out.insert(mark);
            return;
        }
        switch (c) {
            case '%':
            case '&':
            case '$':
            case '#':
            case '_':
            case '{':
            case '}':
                markup(1);
                literal(1);
                return;
            case ',':
            case ';':
            case ':':
            case ' ':
            case '\\':
                markup(2);
                if (!m_out.in_script()) {
                    m_out.space();
                }
                return;
            case '!':
            case '(':
            case ')':
            case '[':
            case ']':
            case '/':
            case '-':
                markup(2);
                return;
            default:
                literal(1);
        }
    }

    std::string_view m_tex;
    TextBuilder& m_out;
    Accounts& m_accounts;
    std::size_t m_at = 0;
    bool m_keep_blanks = false;
};

}  // namespace

void read_tex(std::string_view tex, bool math, TextBuilder& out, Accounts& accounts) {
    if (math) {
        // A whole document around one formula: \documentclass ... \begin{document}$x$\end{document}
        static constexpr std::string_view k_begin = "\\begin{document}";
        static constexpr std::string_view k_end = "\\end{document}";
        if (const std::size_t begin = tex.find(k_begin); begin != std::string_view::npos) {
            const std::size_t start = begin + k_begin.size();
            const std::size_t end = std::min(tex.find(k_end, start), tex.size());
            accounts.drop("tex-preamble", xml::count_characters(tex.substr(0, start)) +
                                              xml::count_characters(tex.substr(end)));
            tex = tex.substr(start, end - start);
        }
    } else if (tex.find_first_of("\\${~`'-") == std::string_view::npos) {
        out.add(tex);
        return;
    }
    TexReader(tex, out, accounts).read(math, tex.size(), 0);
}

}  // namespace lode::ingest
