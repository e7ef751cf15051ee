#include "query/bias/outcome_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "core/base/error.hpp"
#include "core/text/unicode.hpp"

namespace lode::query::bias {
namespace {

constexpr std::array<std::string_view, 5> k_columns{"material", "outcome", "application", "group",
                                                    "year"};
using Cells = std::array<std::string, k_columns.size()>;

std::string_view trimmed(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

// What is wrong with the row; nothing where it was taken.
std::optional<std::string> take(const Cells& cells, std::vector<Observation>& observations) {
    Observation seen;
    seen.material = cells[0];
    if (seen.material.empty()) {
        return "no material";
    }
    const std::string word = text::to_lower(cells[1]);
    bool known = false;
    for (const auto label : {OutcomeLabel::positive, OutcomeLabel::negative, OutcomeLabel::null}) {
        if (name(label) == word) {
            seen.outcome = label;
            known = true;
        }
    }
    if (!known) {
        return cells[1].empty()
                   ? std::string("no outcome")
                   : fmt::format("outcome '{}' is none of positive, negative, null", cells[1]);
    }
    seen.application = cells[2];
    seen.group = cells[3];
    if (const std::string& year = cells[4]; !year.empty()) {
        unsigned value = 0;
        const auto parsed = std::from_chars(year.data(), year.data() + year.size(), value);
        if (parsed.ec != std::errc() || parsed.ptr != year.data() + year.size() || value < 1000 ||
            value > 2999) {
            return fmt::format("year '{}' is none from 1000 to 2999", year);
        }
        seen.year = static_cast<std::uint16_t>(value);
    }
    observations.push_back(std::move(seen));
    return std::nullopt;
}

// Reads one row of fields and moves past it; `fault` says what is wrong with its quotes.
class Rows {
 public:
    Rows(std::string_view text, char delimiter) : m_text(text), m_delimiter(delimiter) {}

    bool next(std::vector<std::string>& fields, std::string& fault) {
        fields.clear();
        fault.clear();
        if (m_at >= m_text.size()) {
            return false;
        }
        m_begin = m_line;
        bool more = true;
        while (more) {
            fields.push_back(field(fault));
            more = m_at < m_text.size() && m_text[m_at] == m_delimiter;
            m_at += more ? 1 : 0;
        }
        if (m_at < m_text.size()) {
            ++m_at;  // the line end
            ++m_line;
        }
        return true;
    }
    std::uint64_t line() const { return m_begin; }

 private:
    std::string field(std::string& fault) {
        std::size_t at = m_at;
        while (at < m_text.size() && m_text[at] == ' ') {
            ++at;
        }
        if (at >= m_text.size() || m_text[at] != '"') {
            const auto end = std::min(
                m_text.find_first_of(std::array{m_delimiter, '\n'}.data(), m_at, 2), m_text.size());
            std::string value(trimmed(m_text.substr(m_at, end - m_at)));
            m_at = end;
            return value;
        }
        std::string value;
        const std::uint64_t opened = m_line;
        bool closed = false;
        for (m_at = at + 1; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c != '"') {
                m_line += c == '\n' ? 1 : 0;
                value += c;
            } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '"') {
                value += c;
                ++m_at;
            } else {
                ++m_at;
                closed = true;
                break;
            }
        }
        const auto end = std::min(
            m_text.find_first_of(std::array{m_delimiter, '\n'}.data(), m_at, 2), m_text.size());
        const bool followed = !trimmed(m_text.substr(m_at, end - m_at)).empty();
        if (!closed || (followed && m_line > opened)) {
            // Neither the rest of the file nor the next rows are lost to a stray quote: reading
            // goes on in the next line.
            fault = fmt::format("the quote opened in line {} is not closed in its cell", opened);
            m_line = opened;
            m_at = std::min(m_text.find('\n', at), m_text.size());
            return value;
        }
        if (followed) {
            fault = "text behind a closing quote";
        }
        m_at = end;
        return std::string(trimmed(value));
    }

    std::string_view m_text;
    char m_delimiter;
    std::size_t m_at = 0;
    std::uint64_t m_line = 1;
    std::uint64_t m_begin = 1;
};

char delimiter_of(std::string_view head) {
    for (const char delimiter : {'\t', ';'}) {
        if (head.find(delimiter) != std::string_view::npos) {
            return delimiter;
        }
    }
    return ',';
}

bool all_empty(const std::vector<std::string>& fields) {
    return std::all_of(fields.begin(), fields.end(), [](const auto& f) { return f.empty(); });
}

OutcomeTable read_delimited(std::string_view text, const std::string& source) {
    Rows rows(text, delimiter_of(text.substr(0, text.find('\n'))));
    OutcomeTable table;
    std::vector<std::string> fields;
    std::string fault;
    if (!rows.next(fields, fault)) {
        throw error("{}: an empty file: a head row with the columns material and outcome is needed",
                    source);
    }
    constexpr std::size_t k_none = SIZE_MAX;
    std::array<std::size_t, k_columns.size()> place{};
    place.fill(k_none);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string wanted = text::to_lower(fields[i]);
        const auto* const found = std::find(k_columns.begin(), k_columns.end(), wanted);
        if (found == k_columns.end()) {
            table.ignored_columns.push_back(fields[i]);
            continue;
        }
        auto& index = place.at(static_cast<std::size_t>(found - k_columns.begin()));
        if (index != k_none) {
            throw error("{}: two columns are called {}", source, wanted);
        }
        index = i;
    }
    if (place[0] == k_none || place[1] == k_none) {
        throw error("{}: the head row names no column {}; it holds: {}", source,
                    place[0] == k_none ? "material" : "outcome", fmt::join(fields, ", "));
    }
    const std::size_t width = fields.size();
    while (rows.next(fields, fault)) {
        if (fault.empty() && all_empty(fields)) {
            continue;
        }
        std::optional<std::string> reason;
        if (!fault.empty()) {
            reason = fault;
        } else if (fields.size() != width) {
            reason = fmt::format("{} cell{}, the head row has {}", fields.size(),
                                 fields.size() == 1 ? "" : "s", width);
        } else {
            Cells cells;
            for (std::size_t i = 0; i < cells.size(); ++i) {
                if (place.at(i) != k_none) {
                    cells.at(i) = fields[place.at(i)];
                }
            }
            reason = take(cells, table.observations);
        }
        if (reason) {
            table.bad.push_back({rows.line(), *reason});
        }
    }
    return table;
}

OutcomeTable read_json_lines(std::string_view text) {
    OutcomeTable table;
    std::set<std::string> ignored;
    std::uint64_t number = 0;
    while (!text.empty()) {
        ++number;
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) {
            continue;
        }
        const auto json = nlohmann::json::parse(line, nullptr, false);
        if (!json.is_object()) {
            table.bad.push_back({number, "no JSON object"});
            continue;
        }
        Cells cells;
        std::optional<std::string> reason;
        for (const auto& [key, value] : json.items()) {
            const auto* const found =
                std::find(k_columns.begin(), k_columns.end(), text::to_lower(key));
            if (found == k_columns.end()) {
                ignored.insert(key);
                continue;
            }
            auto& cell = cells.at(static_cast<std::size_t>(found - k_columns.begin()));
            if (value.is_string()) {
                cell = trimmed(value.get_ref<const std::string&>());
            } else if (value.is_number_integer()) {
                cell = value.dump();
            } else if (!value.is_null() || *found == "outcome") {
                // A bare null is no outcome: it may as well mean that none was written down.
                reason = fmt::format("{} is neither text nor a whole number", *found);
            }
        }
        if (!reason) {
            reason = take(cells, table.observations);
        }
        if (reason) {
            table.bad.push_back({number, *reason});
        }
    }
    table.ignored_columns.assign(ignored.begin(), ignored.end());
    return table;
}

}  // namespace

OutcomeTable read_outcome_table(std::string_view text, const std::string& source) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    return trimmed(text.substr(0, std::min(text.find('\n'), text.size()))).starts_with('{')
               ? read_json_lines(text)
               : read_delimited(text, source);
}

}  // namespace lode::query::bias
