// Versions of one article, and stores of them in any order.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "store_fixture.hpp"

namespace lode::test {

using store::Entry;
using store::Notice;
using store::Reader;
using store::Seq;
using store::Writer;

inline std::string words(const std::string& seed, unsigned n) {
    std::string text;
    for (unsigned i = 0; i < n; ++i) {
        text += seed + std::to_string(i) + " ";
    }
    return text;
}

struct Names {
    std::string doi = {};
    std::string pmid = {};
    std::string local = {};
    std::string pmcid = {};
};

// A version of an article: what it is called, how much of it there is, and where it was read.
inline Entry version(const Names& names, unsigned completeness, const std::string& source,
                     const std::string& seed = "word", unsigned length = 100) {
    Entry e;
    Article& a = e.article;
    a.doi = names.doi;
    a.pmid = names.pmid;
    a.pmcid = names.pmcid;
    a.local_id = names.local;
    a.source = source;
    a.dialect = "jats";
    a.year = static_cast<std::uint16_t>(2000 + completeness);
    a.title.utf8 = "On " + seed;
    if (completeness >= 1) {
        a.abstracts.push_back({.kind = "main", .paragraphs = {Text{words(seed, length), {}, {}}}});
    }
    if (completeness >= 2) {
        Section section;
        section.paragraphs.push_back(Text{words(seed + "b", length), {}, {}});
        a.sections.push_back(section);
    }
    a.id = article_id(a);
    Sentence s;
    s.range = {0, static_cast<std::uint32_t>(a.title.utf8.size())};
    s.tokens = "on " + seed + " v" + std::to_string(completeness);
    e.analysis.sentences.push_back(s);
    return e;
}

// All that can be read, without numbers: the same whatever the order of writing.
inline std::vector<std::string> contents(const Reader& reader) {
    std::vector<std::string> list;
    reader.for_each_article([&](Seq seq, const Article& article) {
        const auto facts = reader.facts(seq);
        REQUIRE(facts);
        std::string line = article.source + " " + article.id + " " + article.doi + "|" +
                           article.pmid + "|" + article.pmcid + (facts->retracted ? " R" : "") +
                           (facts->concern ? " C" : "");
        for (const Relation& r : article.relations) {
            line += " " + r.kind + "=" + r.doi + r.pmid;
        }
        for (const Notice& notice : facts->notices) {
            line += " " + notice.kind + "<" + notice.by;
        }
        list.push_back(line);
        return true;
    });
    std::sort(list.begin(), list.end());
    return list;
}

inline std::vector<std::string> store_in_order(const std::vector<Entry>& entries,
                                               const std::filesystem::path& folder,
                                               std::uint64_t commit_every) {
    {
        Writer writer(folder, k_properties, {.articles = commit_every});
        unsigned n = 0;
        for (const Entry& e : entries) {
            writer.add(e);
            writer.finish_source(source(e.article.source, "d" + std::to_string(n++), 1));
        }
        writer.publish();
        CHECK(writer.counters().articles + writer.counters().duplicates == entries.size());
    }
    const Reader reader(folder);
    reader.verify();
    return contents(reader);
}

// In every order of reading, what is said of the articles.
inline std::vector<std::string> in_every_order(const std::vector<Entry>& entries) {
    std::vector<std::size_t> order(entries.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::vector<std::string> expected;
    do {
        const TemporaryFolder folder;
        std::vector<Entry> shuffled;
        for (const std::size_t i : order) {
            shuffled.push_back(entries[i]);
        }
        const auto got = store_in_order(shuffled, folder.path(), 2);
        if (expected.empty()) {
            expected = got;
        }
        REQUIRE(got == expected);
    } while (std::next_permutation(order.begin(), order.end()));
    return expected;
}

}  // namespace lode::test
