#include "core/base/lexicon.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/resources.hpp"

namespace lode {

std::string LexiconSource::text(std::string_view file) const {
    if (!m_folder.empty()) {
        const auto path = m_folder / file;
        if (fs::exists(path)) {
            return read_file(path);
        }
    }
    return std::string(resource("lexicons/" + std::string(file)));
}

std::vector<std::vector<std::string>> read_lexicon(const LexiconSource& source,
                                                   std::string_view file, std::size_t columns) {
    const std::string text = source.text(file);
    std::vector<std::vector<std::string>> rows;
    std::size_t line_number = 0;
    std::size_t pos = 0;
    while (pos < text.size()) {
        const std::size_t end = std::min(text.find('\n', pos), text.size());
        std::string_view line = std::string_view(text).substr(pos, end - pos);
        pos = end + 1;
        ++line_number;
        while (!line.empty() &&
               (line.back() == ' ' || line.back() == '\r' || line.back() == '\t')) {
            line.remove_suffix(1);
        }
        if (line.empty() || line.front() == '#') {
            continue;
        }
        std::vector<std::string> row;
        std::size_t start = 0;
        for (;;) {
            const std::size_t tab = line.find('\t', start);
            row.emplace_back(line.substr(start, tab - start));
            if (tab == std::string_view::npos) {
                break;
            }
            start = tab + 1;
        }
        if (row.size() < columns) {
            throw error("lexicon {}, line {}: {} columns where {} are needed", file, line_number,
                        row.size(), columns);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

// Stands in a lexicon that nothing is read or trained with.
constexpr std::string_view k_of_questions = "\n# Of questions alone:";

std::string lexicon_digest(const LexiconSource& source) {
    Digester digester;
    constexpr std::string_view k_folder = "lexicons/";
    for (const std::string_view name : resource_names()) {
        if (!name.starts_with(k_folder)) {
            continue;
        }
        // By the file of the program, so that a user's copy without the line counts as it does.
        if (resource(name).find(k_of_questions) != std::string_view::npos) {
            continue;
        }
        const std::string_view file = name.substr(k_folder.size());
        digester.add(file);
        digester.add(source.text(file));
    }
    return digester.result().hex();
}

}  // namespace lode
