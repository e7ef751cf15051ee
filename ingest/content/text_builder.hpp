// Builds one block of plain text out of marked-up pieces: white space collapsed once for the whole
// block, sub- and superscripts and figure links kept as ranges.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/article.hpp"

namespace lode::ingest {

// What happened to the characters of a document (code points that are not white space). Every one
// that was read is either `taken` or in `dropped`.
struct Accounts {
    std::uint64_t taken = 0;
    std::map<std::string, std::uint64_t> dropped;
    void drop(std::string_view reason, std::uint64_t characters);
};

class TextBuilder {
 public:
    explicit TextBuilder(Accounts& accounts) : m_accounts(accounts) {}

    // Text of the document. Runs of white space become one blank; soft hyphens, zero-width spaces,
    // byte order marks and the invisible operators of MathML are dropped as "invisible-character".
    void add(std::string_view utf8);
    // Text that the reader puts in (brackets of a fraction, "^"): not counted as taken.
    void insert(std::string_view utf8);
    // The same for closing brackets and punctuation: before a blank that is pending.
    void attach(std::string_view utf8) { m_text.utf8.append(utf8); }
    // A blank, unless there is one or the block is at its beginning.
    void space() { m_pending_space = !m_text.utf8.empty() && !m_join; }
    // No blank before the next character, be it pending or still to come.
    void join() {
        m_pending_space = false;
        m_join = true;
    }
    // Text that stands for other text of the document ("o" above the line for a degree sign).
    void substitute(std::string_view utf8, std::uint64_t characters_replaced);

    // Nested scripts split the outer range: ranges never overlap.
    void begin_script(Script script);
    void end_script();
    bool in_script() const noexcept { return !m_scripts.empty(); }

    // Byte offset the next character gets (a pending blank counted).
    std::uint32_t position() const noexcept;
    void link(std::uint32_t begin, std::string_view target);

    bool empty() const noexcept { return m_text.utf8.empty(); }
    bool space_pending() const noexcept { return m_pending_space; }
    std::string_view utf8() const noexcept { return m_text.utf8; }
    // The last character is above or below the line.
    bool ends_in_script() const noexcept;
    // The last character is a digit on the line: what follows above the line may be its power.
    bool ends_in_number() const noexcept;

    // The finished block in NFC, without blanks at its ends; the builder is empty again.
    Text take();

 private:
    void flush_space();
    void open_range();
    void close_range();

    Accounts& m_accounts;
    Text m_text;
    std::vector<Script> m_scripts;
    std::uint32_t m_range_begin = 0;
    bool m_pending_space = false;
    bool m_join = false;
};

}  // namespace lode::ingest
