// The tags of a stream of XML, found fast and without judging: no names are checked, no references
// resolved. Knows comments, CDATA sections, processing instructions, DOCTYPE with its internal
// subset, and '>' inside quotes. For encodings in which '<' is always the byte 0x3c.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ingest/source/bytes.hpp"

namespace lode::ingest {

struct XmlToken {
    enum class Kind {
        start,        // <a ...>
        empty,        // <a .../>
        end,          // </a>
        instruction,  // <?a ...?>
        other,        // comment, CDATA, DOCTYPE
        broken,       // a tag without an end within reason
        limit,        // the buffer has grown to its limit
        end_of_data
    };
    Kind kind = Kind::end_of_data;
    std::size_t begin = 0, end = 0;  // in the buffer
    std::string_view name;           // with its prefix; in the buffer
};

class XmlLexer {
 public:
    explicit XmlLexer(ByteSource& source) : m_source(source) {}

    // The next token. Its places and name hold until the next call that is not const. Where the
    // buffer would grow beyond `limit` bytes, `limit` is what comes back; the lexer can go on after
    // discard() or with another limit.
    XmlToken next(std::size_t limit);

    const std::string& buffer() const noexcept { return m_buffer; }
    // All that was not discarded; the lexer is at its end then.
    std::string take_buffer();
    // Forgets the first bytes of the buffer; all places shift.
    void discard(std::size_t size);
    // Forgets all that was looked at; inside a long comment, nearly all of the comment too.
    void discard_seen();
    // The first token of the buffer comes next, though it came before.
    void again() { m_at = m_scan = 0; }
    // Reads all that is left, as long as the buffer holds no more than `limit` bytes. False where
    // it would; next() then goes on as if nothing had been read ahead.
    bool fill_all(std::size_t limit);
    // Is there but one end tag of this name ahead, written without a blank, and behind it nothing
    // but white space? Looks at the buffer alone; true is sure, false says nothing.
    bool ends_with_only(std::string_view name) const;
    // How far next() has looked: the end of the last token, or the beginning of an unfinished one.
    std::size_t at() const noexcept { return m_at; }
    // The line (from 1) in which a place of the buffer is; places must not go back.
    std::uint64_t line_of(std::size_t place);

 private:
    bool fill();
    // Tries to finish the token whose '<' is at m_at; false: needs more bytes.
    bool token(XmlToken& found);
    bool tag(XmlToken& found, XmlToken::Kind kind, std::size_t name_at);
    bool doctype(XmlToken& found);
    bool until(XmlToken& found, std::size_t from, std::string_view mark, XmlToken::Kind kind);
    void text_only(std::size_t place) { m_at = m_scan = place; }

    ByteSource& m_source;
    static constexpr std::size_t k_piece = std::size_t{1} << 18;
    std::unique_ptr<char[]> m_piece = std::make_unique_for_overwrite<char[]>(k_piece);
    std::string m_buffer;
    std::size_t m_at = 0;    // everything before is done with
    std::size_t m_scan = 0;  // where the search for the end of the token at m_at goes on
    bool m_ended = false;
    std::size_t m_counted = 0;  // line ends before are in m_line
    std::uint64_t m_line = 1;
};

}  // namespace lode::ingest
