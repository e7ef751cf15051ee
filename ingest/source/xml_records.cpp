// XML files, those that hold many records cut between records into documents of about 1 MB.
#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/source/leaf.hpp"
#include "ingest/source/open_elements.hpp"
#include "ingest/source/record_sets.hpp"
#include "ingest/source/xml_lexer.hpp"

namespace lode::ingest {
namespace {

using Kind = XmlToken::Kind;

constexpr std::size_t k_piece_bytes = 1 << 20;
constexpr std::size_t k_head_bytes = 64 << 10;       // repeated in front of every piece
constexpr std::size_t k_prologue_bytes = 256 << 10;  // a file with a longer one is not cut
constexpr std::size_t k_skipped_bytes = 4 << 20;     // kept of what nobody will see
constexpr std::size_t k_deepest = 4096;              // open elements

std::string_view local(std::string_view name) {
    return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

// Encodings in which the byte '<' is not always a '<'.
bool is_shifting(std::string_view xml_declaration) {
    std::string lower(xml_declaration);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower.find("iso-2022") != std::string::npos ||
           lower.find("utf-7") != std::string::npos || lower.find("hz-gb") != std::string::npos;
}

class RecordCutter {
 public:
    explicit RecordCutter(const Leaf& leaf) : m_leaf(leaf), m_lexer(leaf.source) {}

    void run() {
        while (!m_leaf.stop.stop_requested() && !m_done) {
            const XmlToken token = m_lexer.next(room());
            if (m_begun && depth() == 0 && !m_text_behind) {
                look_behind(token);
            }
            switch (token.kind) {
                case Kind::start:
                case Kind::empty:
                    start(token);
                    break;
                case Kind::end:
                    end(token);
                    break;
                case Kind::instruction:
                    instruction(token);
                    break;
                case Kind::broken:
                    broken(token);
                    break;
                case Kind::limit:
                    if (!m_skipping) {
                        too_large();
                    }
                    break;
                case Kind::end_of_data:
                    finish();
                    return;
                case Kind::other:
                    if (depth() == 0 && m_begun && tag_text(token).starts_with("<!DOCTYPE")) {
                        next_document(token.begin);
                    }
                    break;
            }
            if (m_skipping) {
                m_lexer.discard_seen();
            }
        }
    }

 private:
    // How far the buffer may grow: complete records that wait in front of the one that is being
    // read do not count against it.
    std::size_t room() const {
        if (m_skipping) {
            return k_skipped_bytes;
        }
        return static_cast<std::size_t>(m_leaf.limits.member_bytes) +
               (m_in_record ? m_record_begin : 0);
    }

    std::size_t depth() const { return m_open.depth(); }
    std::size_t container_depth() const { return m_open.container_depth(); }

    // --- tokens

    void start(const XmlToken& token) {
        std::string_view name = token.name;
        std::string kept;  // beginning a record or reading ahead moves the buffer
        if (depth() == 0) {
            if (m_begun) {
                next_document(token.begin);
                return;  // it comes again as the first token of the next document
            }
            m_set = find_record_set(local(token.name));
            if (m_shifting || (m_set != nullptr && token.begin > k_prologue_bytes)) {
                whole();
                return;
            }
            if (m_set == nullptr && token.kind == Kind::start && m_documents == 0) {
                name = kept = name;
                if (is_sole_document(name)) {
                    whole();
                    return;
                }
            }
            m_begun = true;
            if (m_set != nullptr && token.kind == Kind::start) {
                m_open.follow(*m_set);
            }
            m_prologue_bytes = token.begin;
            m_open_tags = tag_text(token);
        } else if (m_open.in_container()) {
            if (m_set->holds(local(token.name))) {
                const std::size_t size = token.end - token.begin;
                name = kept = name;
                begin_record(token.begin);
                if (token.kind == Kind::empty) {
                    end_record(m_record_begin + size);
                }
            }
        } else if (m_in_record) {
            note_format(local(token.name));
        } else if (token.kind == Kind::start && m_open.descend(local(token.name)) && !m_has_head) {
            m_open_tags += tag_text(token);
        }
        if (token.kind == Kind::start) {
            if (depth() >= k_deepest) {
                if (m_in_record) {
                    m_bad_record = true;  // the parser will say so; its own end tag ends it
                    return;
                }
                lost();
                return;
            }
            m_open.push(name);
        } else {
            note_root_end();
        }
    }

    // The file holds one document that is no set, whatever its tags are like: only an end tag of
    // the root's name can end the root, and the only one is the file's last. Nothing else needs to
    // be known of such a file, and looking at each tag costs as much as a quarter of reading it.
    bool is_sole_document(std::string_view root) {
        return m_lexer.fill_all(m_leaf.limits.member_bytes) && m_lexer.ends_with_only(root);
    }

    // What stands in <metadata> tells which format an OAI-PMH record is in.
    void note_format(std::string_view name) {
        if (m_format.empty() && depth() == container_depth() + 2 &&
            local(m_open.name(depth() - 1)) == "metadata") {
            m_format = name;
        }
    }

    void note_root_end() { m_behind = m_lexer.at(); }

    void end(const XmlToken& token) {
        if (depth() > 0 && m_open.name(depth() - 1) == token.name && !m_bad_record) {
            m_open.pop_to(depth() - 1);
            if (m_in_record && depth() == container_depth()) {
                end_record(token.end);
            }
            note_root_end();
            return;
        }
        if (!m_in_record) {
            lost();
            return;
        }
        // The nesting in a record is wrong. It is cut off from its sound neighbours; it ends at its
        // own end tag or where its container ends.
        const std::size_t level = container_depth();
        m_bad_record = true;
        if (m_open.name(level) == token.name) {
            m_open.pop_to(level);
            end_record(token.end);
        } else if (m_open.name(level - 1) == token.name) {
            m_open.pop_to(level);
            end_record(token.begin);
            if (!m_done) {
                m_open.pop_to(level - 1);
                note_root_end();
            }
        }
    }

    void instruction(const XmlToken& token) {
        if (!token.name.starts_with("xml") || token.name.starts_with("xml-")) {
            return;
        }
        if (depth() == 0 && m_begun) {
            next_document(token.begin);
        } else if (depth() == 0) {
            m_shifting = is_shifting(token.name);
        }
    }

    void broken(const XmlToken& /*token*/) {
        if (m_in_record) {
            m_bad_record = true;
        } else {
            lost();
        }
    }

    // Text between the end of the root and the next token.
    void look_behind(const XmlToken& token) {
        const std::string_view bytes = m_lexer.buffer();
        const std::size_t to =
            token.kind == Kind::end_of_data ? bytes.size() : std::max(token.begin, m_behind);
        const std::size_t from = std::min(m_behind, to);
        m_text_behind =
            bytes.substr(from, to - from).find_first_not_of(std::string_view(" \t\r\n\0", 5)) !=
            std::string_view::npos;
        m_behind = std::max(token.end, to);
    }

    // --- records

    void begin_record(std::size_t place) {
        if (!m_has_head) {
            make_head(place);
            m_lexer.discard(place);
            place = 0;
        }
        m_in_record = true;
        m_bad_record = false;
        m_format.clear();
        m_record_begin = place;
        m_record_line = m_lexer.line_of(place);
        if (!m_has_records) {
            note_first();
        }
    }

    void note_first() {
        m_has_records = true;
        m_first_line = m_record_line;
        m_first_record = m_record;
        m_head_lines = line_ends(m_head) +
                       line_ends(std::string_view(m_lexer.buffer()).substr(0, m_record_begin));
    }

    void end_record(std::size_t place) {
        m_in_record = false;
        ++m_record;
        if (m_skipping) {
            m_skipping = false;
            m_lexer.discard(place);
        } else if (m_bad_record) {
            cut_before_record(place);
            cut(place);
        } else {
            if (!m_format.empty() && !m_piece_format.empty() && m_format != m_piece_format) {
                cut_before_record(place);
            }
            m_piece_format = m_format.empty() ? m_piece_format : m_format;
            if (place >= k_piece_bytes) {
                cut(place);
            }
        }
        m_bad_record = false;
    }

    // Gives the records that wait in front of the one that has just ended at `place`.
    void cut_before_record(std::size_t& place) {
        const std::uint64_t number = m_record - 1;
        if (m_first_record == number) {
            return;
        }
        const std::size_t size = m_record_begin;
        cut(size);
        place -= size;
        m_record_begin = 0;
        const std::uint64_t next = std::exchange(m_record, number);
        note_first();
        m_record = next;
    }

    // `place`: of the first record.
    void make_head(std::size_t place) {
        m_head = m_lexer.buffer().substr(0, place);
        m_has_head = true;
        m_close_tags = m_open.close_tags();
        // Later pieces do without junk in front of the first tag, and without too long a head.
        const std::size_t begin = std::min(m_head.find('<'), m_head.size());
        m_later_head = place - begin <= k_head_bytes
                           ? m_head.substr(begin)
                           : m_head.substr(begin, m_prologue_bytes - begin) + m_open_tags;
    }

    void cut(std::size_t size) {
        Document document = piece();
        document.bytes.reserve(m_head.size() + size + m_close_tags.size());
        document.bytes += m_head;
        document.bytes.append(m_lexer.buffer(), 0, size);
        document.bytes += m_close_tags;
        m_lexer.discard(size);
        give(std::move(document));
    }

    Document piece() const {
        Document document;
        document.first_line = m_first_line;
        document.head_lines = m_head_lines;
        document.first_record = m_first_record;
        return document;
    }

    void give(Document document) {
        ++m_given;
        m_has_records = false;
        m_piece_format.clear();
        m_head = m_later_head;
        m_leaf.give(std::move(document));
    }

    // The buffer is at its limit.
    void too_large() {
        if (!m_in_record) {
            m_leaf.refuse("too-large",
                          m_given == 0 ? "larger than the limit for one document"
                                       : "what stands behind the records is larger than the limit "
                                         "for one document",
                          m_given == 0 ? 0 : m_lexer.line_of(0));
            m_done = true;
            return;
        }
        if (m_first_record < m_record) {
            cut(m_record_begin);
        }
        m_leaf.refuse(
            "too-large",
            "record " + std::to_string(m_record) + " is larger than the limit for one document",
            m_record_line);
        m_has_records = false;
        m_head = m_later_head;
        ++m_given;
        m_skipping = true;
        m_record_begin = 0;
    }

    // --- the end, of one kind or another

    // What cannot be looked into: all of it is one document.
    void whole() {
        m_done = true;
        const std::uint64_t line = m_lexer.line_of(0);
        if (m_documents == 0) {
            read_single(m_leaf, plain(m_lexer.take_buffer()));
            return;
        }
        Document document;
        document.first_line = line;
        document.first_record = m_record;
        rest(std::move(document), "");
    }

    // The nesting cannot be: the rest goes to the parser in one piece.
    void lost() {
        m_done = true;
        if (m_given == 0 && m_documents == 0) {
            read_single(m_leaf, plain(m_head + m_lexer.take_buffer()));
            return;
        }
        if (!m_has_records) {
            m_record_line = m_lexer.line_of(0);
            m_record_begin = 0;
            note_first();
        }
        rest(piece(), m_head);
    }

    void rest(Document document, const std::string& head) {
        document.bytes = head + m_lexer.take_buffer();
        if (!read_whole(m_leaf.source, m_leaf.limits.member_bytes, document.bytes)) {
            m_leaf.refuse("too-large", "the rest is larger than the limit for one document",
                          document.first_line);
            return;
        }
        m_leaf.give(std::move(document));
        tell_problem();
    }

    void finish() {
        if (m_skipping) {
            tell_problem();
            return;
        }
        if (m_given == 0 && m_documents == 0) {
            Document document = m_set != nullptr ? piece() : Document{};
            document.bytes = m_head + m_lexer.take_buffer();
            read_single(m_leaf, std::move(document));
            return;
        }
        end_document(m_lexer.buffer().size());
        tell_problem();
    }

    void tell_problem() const {
        if (!m_leaf.source.problem().empty()) {
            m_leaf.refuse_for(m_leaf.source.problem());
        }
    }

    // Gives what is left before `place`: the last records, as the file has them.
    void end_document(std::size_t place) {
        if (m_set == nullptr) {
            m_first_record = m_record++;
            m_first_line = m_line;
            m_head_lines = 0;
        }
        if (m_has_records || m_given == 0) {
            Document document = piece();
            document.bytes = m_head + m_lexer.buffer().substr(0, place);
            m_lexer.discard(place);
            give(std::move(document));
            return;
        }
        const std::uint64_t line = m_lexer.line_of(place);
        m_lexer.discard(place);
        if (depth() > 0) {
            m_leaf.refuse("truncated-xml",
                          "the file ends before </" + std::string(m_open.name(0)) + ">", line);
        } else if (m_text_behind) {
            m_leaf.refuse("trailing-bytes", "text behind the end of the root element", line);
        }
    }

    // Files are put one behind the other at times (many answers of a server in one file): another
    // document begins at `place`, and the numbers of records go on. A document that is no set is
    // one record.
    void next_document(std::size_t place) {
        end_document(place);
        ++m_documents;
        m_open.clear();
        m_set = nullptr;
        m_begun = m_has_head = m_text_behind = m_shifting = false;
        m_head.clear();
        m_later_head.clear();
        m_given = 0;
        m_line = m_lexer.line_of(0);
        m_lexer.again();
    }

    static Document plain(std::string bytes) {
        Document document;
        document.bytes = std::move(bytes);
        return document;
    }
    static std::uint64_t line_ends(std::string_view text) {
        return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    }
    std::string tag_text(const XmlToken& token) const {
        return m_lexer.buffer().substr(token.begin, token.end - token.begin);
    }

    const Leaf& m_leaf;
    XmlLexer m_lexer;
    bool m_done = false;
    std::uint64_t m_documents = 0;  // that ended before this one in the same file
    std::uint64_t m_line = 1;       // in which this one begins

    OpenElements m_open;
    bool m_begun = false;  // the root has come
    const RecordSet* m_set = nullptr;
    bool m_shifting = false;
    bool m_text_behind = false;
    std::size_t m_behind = 0;  // where to look for it

    bool m_has_head = false;
    std::string m_head;        // of the piece at hand; not in the buffer
    std::string m_later_head;  // of all pieces but the first
    std::string m_close_tags;
    std::string m_open_tags;  // of root and path
    std::size_t m_prologue_bytes = 0;

    std::uint64_t m_given = 0;   // pieces of this document
    std::uint64_t m_record = 1;  // number of the record at hand or to come
    bool m_in_record = false;
    bool m_bad_record = false;
    bool m_skipping = false;  // the record at hand is too large
    std::size_t m_record_begin = 0;
    std::uint64_t m_record_line = 0;
    std::string m_format;  // what stands in its <metadata>
    // Of the piece at hand.
    bool m_has_records = false;
    std::uint64_t m_first_line = 1;
    std::uint64_t m_first_record = 1;
    std::uint64_t m_head_lines = 0;
    std::string m_piece_format;  // of its records, where they have <metadata>
};

}  // namespace

void read_xml(const Leaf& leaf, std::string_view head) {
    // UTF-16 and UTF-32: '<' is more than one byte.
    const bool wide = head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff") ||
                      head.substr(0, 4).find('\0') != std::string_view::npos;
    if (wide) {
        read_single(leaf);
    } else {
        RecordCutter(leaf).run();
    }
}

}  // namespace lode::ingest
