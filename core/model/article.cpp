#include "core/model/article.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"

namespace lode {

std::vector<Block> blocks(const Article& article) {
    std::vector<Block> list;
    if (!article.title.utf8.empty()) {
        list.push_back({.kind = BlockKind::title, .text = &article.title});
    }
    for (const auto& abstract : article.abstracts) {
        if (abstract.kind == "translated") {
            continue;
        }
        for (const auto& paragraph : abstract.paragraphs) {
            list.push_back({.kind = BlockKind::abstract, .text = &paragraph});
        }
    }
    for (const auto& section : article.sections) {
        for (const auto& paragraph : section.paragraphs) {
            list.push_back({.kind = BlockKind::paragraph, .text = &paragraph, .section = &section});
        }
    }
    for (std::size_t i = 0; i < article.figures.size(); ++i) {
        if (!article.figures[i].caption.utf8.empty()) {
            list.push_back({.kind = BlockKind::figure_caption,
                            .text = &article.figures[i].caption,
                            .figure = static_cast<std::int32_t>(i)});
        }
    }
    for (const auto& table : article.tables) {
        if (!table.caption.utf8.empty()) {
            list.push_back({.kind = BlockKind::table_caption, .text = &table.caption});
        }
    }
    return list;
}

namespace {
// ASCII letters in lower case and digits; 0 for all other bytes.
constexpr std::array<char, 256> k_folded = [] {
    std::array<char, 256> table{};
    for (std::size_t c = 0; c < 26; ++c) {
        table['a' + c] = table['A' + c] = static_cast<char>('a' + c);
    }
    for (std::size_t c = '0'; c <= '9'; ++c) {
        table[c] = static_cast<char>(c);
    }
    return table;
}();
}  // namespace

TextIdentity text_identity(const Article& article) {
    constexpr std::uint64_t k_least = 400;
    TextIdentity identity;
    Digester digester;
    std::string folded;
    const auto add = [&](const Text& text) {
        // Every byte is written; what does not count is written over by the next.
        folded.resize(text.utf8.size());
        char* to = folded.data();
        for (const char c : text.utf8) {
            const char kept = k_folded[static_cast<unsigned char>(c)];
            *to = kept;
            to += kept != '\0' ? 1 : 0;
        }
        folded.resize(static_cast<std::size_t>(to - folded.data()));
        identity.characters += folded.size();
        digester.add(folded);
    };
    add(article.title);
    for (const auto& abstract : article.abstracts) {
        for (const auto& paragraph : abstract.paragraphs) {
            add(paragraph);
        }
    }
    for (const auto& section : article.sections) {
        for (const auto& paragraph : section.paragraphs) {
            add(paragraph);
        }
    }
    if (identity.characters >= k_least) {
        identity.digest = digest64(digester.result().hex());
    }
    return identity;
}

std::string article_id(const Article& article) {
    // The prefix keeps, say, a PMID and a local number of the same digits apart.
    std::string identity;
    if (!article.doi.empty()) {
        identity = "doi:" + article.doi;
    } else if (!article.pmid.empty()) {
        identity = "pmid:" + article.pmid;
    } else if (!article.pmcid.empty()) {
        identity = "pmcid:" + article.pmcid;
    } else if (!article.local_id.empty()) {
        identity = "local:" + article.local_id;
    } else {
        identity = "text:" + article.title.utf8;
        for (const auto& block : blocks(article)) {
            identity += '\n';
            identity += block.text->utf8;
        }
        if (identity.find_first_not_of(" \n", 5) == std::string::npos) {
            throw Error("an article without identifier, title and text has no identity");
        }
    }
    return hex64(digest64(identity));
}

std::string normalise_doi(std::string_view raw) {
    std::string doi;
    for (const char c : raw) {
        if (static_cast<unsigned char>(c) > ' ') {
            doi += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    for (const std::string_view prefix :
         {"https://", "http://", "dx.doi.org/", "www.doi.org/", "doi.org/", "doi:"}) {
        if (doi.starts_with(prefix)) {
            doi.erase(0, prefix.size());
        }
    }
    while (!doi.empty() && (doi.back() == '.' || doi.back() == ',' || doi.back() == ';')) {
        doi.pop_back();
    }
    // ANSI/NISO Z39.84: directory indicator 10, a registrant, a slash, a suffix.
    const std::size_t slash = doi.find('/');
    if (!doi.starts_with("10.") || slash == std::string::npos || slash < 4 ||
        slash + 1 == doi.size()) {
        return {};
    }
    return doi;
}

}  // namespace lode
