#include "ingest/content/finish_article.hpp"

#include <map>

namespace lode::ingest {

void finish_article(Article& article, Accounts& accounts, std::uint64_t characters_given) {
    std::uint64_t booked = accounts.taken;
    for (const auto& [reason, count] : accounts.dropped) {
        booked += count;
    }
    if (booked < characters_given) {
        accounts.drop("unaccounted", characters_given - booked);
    } else {
        accounts.drop("counted-twice", booked - characters_given);
    }
    article.dropped = accounts.dropped;
    std::map<std::string, std::uint32_t, std::less<>> mentions;
    const auto count = [&](const Text& text) {
        for (const auto& link : text.figure_links) {
            ++mentions[link.target];
        }
    };
    for (const auto& abstract : article.abstracts) {
        for (const auto& paragraph : abstract.paragraphs) {
            count(paragraph);
        }
    }
    for (const auto& section : article.sections) {
        for (const auto& paragraph : section.paragraphs) {
            count(paragraph);
        }
    }
    for (auto& figure : article.figures) {
        figure.panels = find_panels(figure.caption.utf8);
        const auto found = mentions.find(figure.id);
        figure.mentions = found == mentions.end() ? 0 : found->second;
    }
}

}  // namespace lode::ingest
