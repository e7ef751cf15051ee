#include "corpus_fixture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/digest.hpp"
#include "core/model/json.hpp"
#include "core/store/codec.hpp"

namespace lode::test {

TemporaryFolder::TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "lode-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw Error("cannot create a temporary folder");
    }
    m_path = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

void write(const fs::path& path, const std::string& bytes) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string abstracts(unsigned first, unsigned count) {
    static const std::vector<std::string> k_materials = {"Bi2Te3", "LiCoO2", "PbTe", "SrTiO3"};
    static const std::vector<std::string> k_endings = {
        "shows a high figure of merit", "failed to improve the conductivity",
        "has no effect on the band gap", "was studied at 300 K"};
    std::string lines;
    for (unsigned n = first; n < first + count; ++n) {
        lines += fmt::format(
            "{{\"id\": \"test/{}\", \"title\": \"Study {} of {}\", \"abstract\": \"We report that "
            "{} {}. The resistivity of sample {} decreases with temperature.\", \"date\": "
            "\"{}-03-01\"}}\n",
            n, n, k_materials[n % 4], k_materials[n % 4], k_endings[n / 4 % 4], n, 1995 + n % 25);
    }
    return lines;
}

std::string jats(unsigned number) {
    return fmt::format(
        "<?xml version=\"1.0\"?>\n<article article-type=\"research-article\"><front><article-meta>"
        "<article-id pub-id-type=\"doi\">10.1000/jats.{0}</article-id><title-group><article-title>"
        "Oxide {0}</article-title></title-group><pub-date><year>2011</year></pub-date><abstract>"
        "<p>The LiFePO<sub>4</sub> cathode number {0} is stable.</p></abstract></article-meta>"
        "</front><body><sec><title>Results</title><p>Figure 1 shows that capacity increases with "
        "temperature.</p></sec></body></article>",
        number);
}

namespace {

// A citation set in which records are met again, revised, and one retracts another.
std::string citations() {
    std::string set = "<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n";
    const auto citation = [&](unsigned pmid, unsigned revised, const std::string& link) {
        set += fmt::format(
            "<PubmedArticle><MedlineCitation><PMID>{0}</PMID><DateRevised><Year>{1}</Year><Month>1"
            "</Month><Day>2</Day></DateRevised><Article><Journal><JournalIssue><PubDate><Year>2003"
            "</Year></PubDate></JournalIssue></Journal><ArticleTitle>Record {0} of {1}"
            "</ArticleTitle><Abstract><AbstractText>PbTe number {0} conducts well in {1}."
            "</AbstractText></Abstract></Article>{2}</MedlineCitation></PubmedArticle>\n",
            pmid, revised, link);
    };
    for (unsigned n = 0; n < 9; ++n) {
        citation(9000 + n, 2004, "");
    }
    citation(9001, 2009, "");  // better than the one above
    citation(9002, 2001, "");  // worse
    citation(9010, 2010,
             "<CommentsCorrectionsList><CommentsCorrections RefType=\"RetractionOf\"><PMID>9003"
             "</PMID></CommentsCorrections></CommentsCorrectionsList>");
    return set + "<DeleteCitation><PMID>9004</PMID></DeleteCitation>\n</PubmedArticleSet>\n";
}

}  // namespace

CorpusFacts write_corpus(const fs::path& folder) {
    CorpusFacts facts;
    write(folder / "a.jsonl", abstracts(0, 40));
    write(folder / "b.jsonl", abstracts(30, 30) + "{ this is no json }\n" + abstracts(60, 5));
    write(folder / "c/copy-of-a.jsonl", abstracts(0, 40));
    for (unsigned n = 0; n < 12; ++n) {
        write(folder / fmt::format("c/{:02}.xml", n), jats(n));
    }
    write(folder / "c/03-again.xml", jats(3) + "\n<!-- other bytes, same article -->\n");
    write(folder / "c/broken.xml", jats(50).substr(0, 90));
    write(folder / "c/other.xml", "<?xml version=\"1.0\"?><shopping-list><item/></shopping-list>");
    write(folder / "c/empty.xml", "");
    write(folder / "c/picture.png", "not an input");
    write(folder / "d/citations.xml", citations());
    // The article of a citation above, whole: takes its place.
    write(folder / "e/full.xml",
          "<article><front><article-meta><article-id pub-id-type=\"pmid\">9005</article-id>"
          "<title-group><article-title>Whole</article-title></title-group></article-meta></front>"
          "<body><p>The band gap of PbTe decreases with pressure.</p></body></article>");
    facts.files = 21;
    facts.same_bytes = 1;
    facts.articles = 65 + 12 + 10;
    facts.duplicates = 10 + 1 + 2 + 1;
    facts.refused = 1 + 3;
    return facts;
}

std::string everything(const fs::path& store) {
    const store::Reader reader(store);
    reader.verify();
    std::string text = reader.fingerprint() + "\n";
    const store::Counters& c = reader.counters();
    text += fmt::format("{} {} {} {} {} {} {} {} {} {} {}\n", c.articles, c.sentences, c.tokens,
                        c.mentions, c.trends, c.rejects, c.duplicates, c.sources, c.first_year,
                        c.last_year, c.content);
    reader.for_each_article([&](store::Seq seq, const Article& article) {
        text += fmt::format("{} {}\n", seq, to_json(article));
        return true;
    });
    std::set<std::string> terms;
    reader.for_each_analysis([&](store::Seq seq, const Analysis& analysis) {
        text += fmt::format("{} {}\n", seq, digest128(store::encode(analysis)).hex());
        for (const Sentence& sentence : analysis.sentences) {
            std::size_t pos = 0;
            while (pos < sentence.tokens.size()) {
                const std::size_t end =
                    std::min(sentence.tokens.find(' ', pos), sentence.tokens.size());
                terms.insert(sentence.tokens.substr(pos, end - pos));
                pos = end + 1;
            }
        }
        return true;
    });
    for (const std::string& term : terms) {
        text += term;
        for (const store::Seq seq : reader.postings(term)) {
            text += fmt::format(" {}", seq);
        }
        text += "\n";
    }
    reader.for_each_reject([&](const Reject& reject) {
        text += fmt::format("{}:{}:{} {} {}\n", reject.source, reject.line, reject.column,
                            reject.reason, reject.detail);
        return true;
    });
    reader.for_each_notice([&](std::string_view target, const store::Notice& notice) {
        text += fmt::format("{} {} {}\n", target, notice.kind, notice.by);
        return true;
    });
    reader.for_each_source([&](const store::SourceRecord& s) {
        text += fmt::format("{} {} {} {} {} {} {} {} {}\n", s.name, s.digest, s.bytes, s.members,
                            s.articles, s.duplicates, s.rejected, s.unreadable, s.problem);
        return true;
    });
    return text;
}

const ingest::Miner& miner() {
    static const ingest::Miner g_miner;
    return g_miner;
}

ingest::IngestReport run(const fs::path& corpus, const fs::path& store, std::size_t threads,
                         store::CommitLimits limits, std::uint64_t publish_every) {
    store::Writer writer(store, k_properties, limits);
    ingest::IngestOptions options;
    options.paths = {corpus};
    options.threads = threads;
    options.publish_every = publish_every;
    return ingest::ingest(options, miner(), writer, Progress::none(), {});
}

}  // namespace lode::test
