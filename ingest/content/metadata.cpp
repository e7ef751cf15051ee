#include "ingest/content/metadata.hpp"

#include <array>
#include <charconv>
#include <vector>

#include "core/base/lexicon.hpp"

namespace lode::ingest {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

const std::vector<std::vector<std::string>>& licences() {
    static const auto rows = read_lexicon(LexiconSource(), "licences.tsv", 3);
    return rows;
}

// "4.0" at most 20 characters behind `from`.
std::string version_behind(std::string_view text, std::size_t from) {
    for (std::size_t i = from; i + 2 < text.size() && i < from + 20; ++i) {
        if (is_digit(text[i]) && text[i + 1] == '.' && is_digit(text[i + 2])) {
            return std::string(text.substr(i, 3));
        }
    }
    return {};
}

std::string match(std::string_view kind, std::string_view text) {
    for (const auto& row : licences()) {
        if (row[0] != kind) {
            continue;
        }
        const std::size_t at = text.find(row[1]);
        if (at == std::string_view::npos) {
            continue;
        }
        std::string name = row[2];
        std::string version = version_behind(text, at + row[1].size());
        if (name == "CC0" && version.empty()) {
            version = "1.0";  // there is no other
        }
        if (!version.empty() && name.starts_with("CC")) {
            name += " " + version;
        }
        return name;
    }
    return {};
}

unsigned number(std::string_view text) {
    unsigned value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() ? value : 0;
}

unsigned month_number(std::string_view text) {
    static constexpr std::array<std::string_view, 12> k_months = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    if (const unsigned value = number(text); value > 0) {
        return value <= 12 ? value : 0;
    }
    if (text.size() >= 3) {
        for (unsigned i = 0; i < 12; ++i) {
            if (lower(text[0]) == k_months[i][0] && lower(text[1]) == k_months[i][1] &&
                lower(text[2]) == k_months[i][2]) {
                return i + 1;
            }
        }
    }
    return 0;
}

std::string two_digits(unsigned value) {
    return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string line;
    bool space = false;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            space = !line.empty();
        } else {
            if (space) {
                line += ' ';
                space = false;
            }
            line += c;
        }
    }
    return line;
}

std::string licence_of_url(std::string_view address) {
    std::string low(address);
    for (char& c : low) {
        c = lower(c);
    }
    return match("url", low);
}

std::string licence_of_text(std::string_view statement) {
    // An address in the text says most.
    if (std::string found = licence_of_url(statement); !found.empty()) {
        return found;
    }
    std::string low;
    for (const char c : one_line(statement)) {
        low += c == '-' || c == '/' ? ' ' : lower(c);
    }
    return match("text", low);
}

std::string iso_date(std::string_view year, std::string_view month, std::string_view day) {
    const std::string y = one_line(year);
    const unsigned yy = number(y);
    if (y.size() != 4 || yy < 1000) {
        return {};
    }
    std::string date = y;
    const unsigned mm = month_number(one_line(month));
    if (mm == 0) {
        return date;
    }
    date += "-" + two_digits(mm);
    const unsigned dd = number(one_line(day));
    if (dd >= 1 && dd <= 31) {
        date += "-" + two_digits(dd);
    }
    return date;
}

std::string iso_date(std::string_view text) {
    const std::string line = one_line(text);
    // Words and numbers, in any order: four digits are the year, a name is the month.
    std::vector<std::string_view> parts;
    const std::string_view all(line);
    for (std::size_t i = 0; i < all.size();) {
        const auto alnum = [](char c) {
            return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
        };
        if (!alnum(all[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < all.size() && alnum(all[end])) {
            ++end;
        }
        parts.push_back(all.substr(i, end - i));
        i = end;
    }
    if (parts.empty()) {
        return {};
    }
    if (parts.size() == 1 && parts[0].size() == 8) {
        return iso_date(parts[0].substr(0, 4), parts[0].substr(4, 2), parts[0].substr(6, 2));
    }
    if (parts[0].size() == 4 && is_digit(parts[0][0])) {
        const std::string_view day = parts.size() > 2 ? parts[2].substr(0, parts[2].find('T')) : "";
        return iso_date(parts[0], parts.size() > 1 ? parts[1] : "", day);
    }
    std::string_view year;
    std::string_view month;
    std::string_view day;
    for (const auto part : parts) {
        if (part.size() == 4 && is_digit(part[0]) && year.empty()) {
            year = part;
        } else if (!is_digit(part[0]) && month.empty()) {
            month = part;
        } else if (part.size() <= 2 && day.empty()) {
            day = part;
        }
    }
    return iso_date(year, month, day);
}

std::string earlier_date(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty()) {
        return a.empty() ? b : a;
    }
    if (a.starts_with(b)) {
        return a;
    }
    if (b.starts_with(a)) {
        return b;
    }
    return a < b ? a : b;
}

unsigned year_of(std::string_view iso_date) {
    return number(iso_date.substr(0, 4));
}

}  // namespace lode::ingest
