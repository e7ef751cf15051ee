#include "query/concept_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/resources.hpp"
#include "core/text/unicode.hpp"

namespace lode::query {
namespace {

constexpr std::string_view k_folder = "concepts/";
constexpr std::string_view k_extension = ".txt";
constexpr std::string_view k_kinds = "seed, minus, studied, title";

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view k_blank = " \t\r";
    const auto from = text.find_first_not_of(k_blank);
    if (from == std::string_view::npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(k_blank) + 1 - from);
}

// One line at a time; the reasons of its faults name file and line.
class Parser {
 public:
    explicit Parser(const std::string& source) { m_file.source = source; }

    void line(std::string_view text) {
        ++m_line;
        if (!text::is_valid_utf8(text)) {
            fault("not UTF-8");
        }
        text = trimmed(text);
        if (text.empty() || text.front() == '#') {
            return;
        }
        const auto colon = text.find(':');
        if (colon == std::string_view::npos) {
            fault(fmt::format("no colon: a line is 'kind: term', the kinds are {}", k_kinds));
        }
        const auto kind = trimmed(text.substr(0, colon));
        auto term = trimmed(text.substr(colon + 1));
        if (kind == "title") {
            if (term.empty() || !m_file.title.empty()) {
                fault(term.empty() ? "an empty title" : "a second title");
            }
            m_file.title = term;
        } else if (kind == "seed" || kind == "minus") {
            const auto weight = cut_weight(term);
            auto& list = kind == "seed" ? m_file.seeds : m_file.minus;
            list.push_back(once(term, m_terms));
            if (weight) {
                m_file.weights.emplace(list.back(), *weight);
            }
        } else if (kind == "studied") {
            m_file.studied.push_back(once(term, m_keywords));
        } else {
            fault(fmt::format("'{}' is no kind of line, those are {}", kind, k_kinds));
        }
    }

    ConceptFile result() {
        if (m_file.seeds.empty()) {
            throw UsageError(fmt::format("{}: no line 'seed: term'", m_file.source));
        }
        return std::move(m_file);
    }

 private:
    [[noreturn]] void fault(const std::string& reason) const {
        throw UsageError(fmt::format("{}:{}: {}", m_file.source, m_line, reason));
    }

    std::string once(std::string_view term, std::set<std::string>& seen) const {
        if (term.empty()) {
            fault("no term behind the colon");
        }
        if (!seen.emplace(term).second) {
            fault(fmt::format("'{}' is there twice", term));
        }
        return std::string(term);
    }

    std::optional<double> cut_weight(std::string_view& term) const {
        const auto at = term.rfind('=');
        if (at == std::string_view::npos) {
            return std::nullopt;
        }
        const auto number = trimmed(term.substr(at + 1));
        double weight = 0;
        const auto read = std::from_chars(number.data(), number.data() + number.size(), weight);
        if (read.ec != std::errc() || read.ptr != number.data() + number.size() ||
            !std::isfinite(weight) || !(weight > 0)) {
            fault(fmt::format("weight '{}' is no number above 0", number));
        }
        term = trimmed(term.substr(0, at));
        return weight;
    }

    ConceptFile m_file;
    std::size_t m_line = 0;
    std::set<std::string> m_terms, m_keywords;
};

}  // namespace

ConceptFile parse_concept(std::string_view utf8, const std::string& source) {
    constexpr std::string_view k_mark = "\xEF\xBB\xBF";
    if (utf8.starts_with(k_mark)) {
        utf8.remove_prefix(k_mark.size());
    }
    Parser parser(source);
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t end = std::min(utf8.find('\n', at), utf8.size());
        parser.line(utf8.substr(at, end - at));
        at = end + 1;
    }
    return parser.result();
}

std::vector<std::string> concept_names() {
    std::vector<std::string> names;
    for (std::string_view name : resource_names()) {
        if (name.starts_with(k_folder) && name.ends_with(k_extension)) {
            name.remove_prefix(k_folder.size());
            name.remove_suffix(k_extension.size());
            names.emplace_back(name);
        }
    }
    return names;
}

ConceptFile read_concept(const std::string& path_or_name) {
    ConceptFile file;
    std::error_code code;
    if (fs::is_regular_file(path_or_name, code)) {
        file = parse_concept(read_file(path_or_name), path_or_name);
        if (file.title.empty()) {
            file.title = fs::path(path_or_name).stem().string();
        }
        return file;
    }
    const auto names = concept_names();
    if (std::find(names.begin(), names.end(), path_or_name) == names.end()) {
        throw UsageError(
            fmt::format("'{}' is neither a file nor a concept of the program", path_or_name),
            fmt::format("concepts: {}", fmt::join(names, ", ")));
    }
    const std::string name = fmt::format("{}{}{}", k_folder, path_or_name, k_extension);
    file = parse_concept(resource(name), name);
    if (file.title.empty()) {
        file.title = path_or_name;
    }
    return file;
}

}  // namespace lode::query
