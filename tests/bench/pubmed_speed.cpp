// PubMed records a second from bytes to Article, one thread: a made-up set of records of about
// 9 kB in pieces of about 1 MB, as the splitter of record sets hands them on.
// Usage: bench_pubmed_speed [RECORDS]; 30,000 without it.
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>

#include "ingest/dialect.hpp"

namespace {

using namespace lode::ingest;

constexpr std::size_t k_piece_bytes = 1 << 20;

// A small generator of its own: the same set on every machine.
class Random {
 public:
    std::uint32_t below(std::uint32_t limit) {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::uint32_t>(m_state >> 33) % limit;
    }

 private:
    std::uint64_t m_state = 42;
};

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

std::string sentence(Random& random) {
    static constexpr const char* k_sentences[] = {
        "Thin films of Bi<sub>2</sub>Te<sub>3</sub> were grown on glass at 450 °C and annealed. ",
        "The Seebeck coefficient reaches &#8722;180 μV K<sup>-1</sup> near room temperature. ",
        "We find no change of the conductivity after 200 cycles (<i>p</i> &lt; 0.05). ",
        "A capacity of 120 mAh g<sup>-1</sup> was kept by the coated electrode. ",
        "The results suggest that oxygen vacancies lower the barrier for diffusion. ",
        "Samples without dopant failed within two days of storage in humid air. "};
    return k_sentences[random.below(6)];
}

std::string date(std::string_view name, std::string_view attributes, std::uint32_t year) {
    std::string xml = "<" + std::string(name) + std::string(attributes) + ">\n";
    xml += "          <Year>" + number(year) + "</Year>\n          <Month>07</Month>\n";
    return xml + "          <Day>21</Day>\n        </" + std::string(name) + ">\n";
}

std::string record(std::uint64_t n, Random& random) {
    const std::uint32_t year = 1990 + random.below(30);
    std::string xml = "  <PubmedArticle>\n    <MedlineCitation Status=\"MEDLINE\" Owner=\"NLM\">\n";
    xml += "      <PMID Version=\"1\">" + number(10'000'000 + n) + "</PMID>\n      ";
    xml += date("DateCompleted", "", year) + "      " + date("DateRevised", "", year + 2);
    xml +=
        "      <Article PubModel=\"Print-Electronic\">\n        <Journal>\n          "
        "<ISSN IssnType=\"Electronic\">0000-0000</ISSN>\n          <JournalIssue "
        "CitedMedium=\"Internet\">\n            <Volume>12</Volume>\n            <Issue>3"
        "</Issue>\n            ";
    xml += date("PubDate", "", year);
    xml +=
        "          </JournalIssue>\n          <Title>Journal of invented materials</Title>\n"
        "          <ISOAbbreviation>J Invent Mater</ISOAbbreviation>\n        </Journal>\n"
        "        <ArticleTitle>";
    xml += sentence(random) +
           "</ArticleTitle>\n        <Pagination>\n          <MedlinePgn>1-9"
           "</MedlinePgn>\n        </Pagination>\n        <ELocationID "
           "EIdType=\"doi\" ValidYN=\"Y\">10.5555/invented.";
    xml += number(n) + "</ELocationID>\n        <Abstract>\n";
    for (const char* label : {"BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS"}) {
        xml += "          <AbstractText Label=\"" + std::string(label) + "\" NlmCategory=\"" +
               label + "\">";
        for (int i = 0; i < 4; ++i) {
            xml += sentence(random);
        }
        xml += "</AbstractText>\n";
    }
    xml += "        </Abstract>\n        <AuthorList CompleteYN=\"Y\">\n";
    for (int i = 0; i < 5; ++i) {
        xml +=
            "          <Author ValidYN=\"Y\">\n            <LastName>Beispiel</LastName>\n"
            "            <ForeName>Anna M</ForeName>\n            <Initials>AM</Initials>\n"
            "            <AffiliationInfo>\n              <Affiliation>Institute of Invented "
            "Materials, University of Nowhere, 12345 Nowhere.</Affiliation>\n            "
            "</AffiliationInfo>\n          </Author>\n";
    }
    xml +=
        "        </AuthorList>\n        <Language>eng</Language>\n        "
        "<PublicationTypeList>\n          <PublicationType UI=\"D016428\">Journal Article"
        "</PublicationType>\n        </PublicationTypeList>\n        ";
    xml += date("ArticleDate", " DateType=\"Electronic\"", year);
    xml +=
        "      </Article>\n      <MedlineJournalInfo>\n        <Country>Nowhere</Country>\n"
        "        <MedlineTA>J Invent Mater</MedlineTA>\n        <NlmUniqueID>0000000"
        "</NlmUniqueID>\n      </MedlineJournalInfo>\n      <MeshHeadingList>\n";
    for (std::uint32_t i = 0; i < 10; ++i) {
        xml += "        <MeshHeading>\n          <DescriptorName UI=\"D00000" + number(i) +
               "\" MajorTopicYN=\"N\">Invented Heading " + number(random.below(900)) +
               "</DescriptorName>\n          <QualifierName UI=\"Q000737\" MajorTopicYN=\"Y\">"
               "chemistry</QualifierName>\n        </MeshHeading>\n";
    }
    xml += "      </MeshHeadingList>\n    </MedlineCitation>\n    <PubmedData>\n      <History>\n";
    for (const char* status : {"received", "accepted", "entrez", "pubmed", "medline"}) {
        xml +=
            "        " + date("PubMedPubDate", " PubStatus=\"" + std::string(status) + "\"", year);
    }
    xml +=
        "      </History>\n      <PublicationStatus>ppublish</PublicationStatus>\n"
        "      <ArticleIdList>\n        <ArticleId IdType=\"pubmed\">";
    xml += number(10'000'000 + n) +
           "</ArticleId>\n      </ArticleIdList>\n      "
           "<ReferenceList>\n";
    for (std::uint32_t i = 0; i < 5; ++i) {
        xml +=
            "        <Reference>\n          <Citation>J Invent Mater. 1999 Jan 1;4(2):11-19."
            "</Citation>\n          <ArticleIdList>\n            <ArticleId IdType=\"pubmed\">" +
            number(random.below(9'000'000)) +
            "</ArticleId>\n          </ArticleIdList>\n        </Reference>\n";
    }
    return xml + "      </ReferenceList>\n    </PubmedData>\n  </PubmedArticle>\n";
}

// The yardstick: XML parsed and nothing done with it.
class Nothing : public xml::Handler {
    void start_element(std::string_view, std::string_view, std::string_view,
                       const std::vector<xml::Attribute>&) override {}
    void end_element(std::string_view, std::string_view) override {}
    void characters(std::string_view) override {}
};

}  // namespace

int main(int argc, char** argv) {
    const std::uint64_t records = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 30'000;
    Random random;
    std::uint64_t bytes = 0;
    std::uint64_t articles = 0;
    std::uint64_t failures = 0;
    // Processor time of this thread: other work does not count.
    std::clock_t spent = 0;
    std::clock_t parsing = 0;
    for (std::uint64_t n = 1; n <= records;) {
        Document document;
        document.source = "made-up.xml";
        document.first_record = n;
        document.bytes =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "
            "\"-//NLM//DTD PubMedArticle, 1st January 2025//EN\" "
            "\"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd\">\n<PubmedArticleSet>\n";
        for (; n <= records && document.bytes.size() < k_piece_bytes; ++n) {
            document.bytes += record(n, random);
        }
        document.bytes += "</PubmedArticleSet>\n";
        const std::clock_t start = std::clock();
        const ReadResult result = read_document(document);
        const std::clock_t end = std::clock();
        spent += end - start;
        Nothing nothing;
        xml::parse(document.bytes, nothing, {});
        parsing += std::clock() - end;
        bytes += document.bytes.size();
        articles += result.articles.size();
        failures += result.rejects.size();
    }
    const double seconds = static_cast<double>(spent) / CLOCKS_PER_SEC;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::cout << articles << " articles, " << failures << " rejects, "
              << static_cast<double>(bytes) / 1e6 << " MB, " << seconds << " s\n"
              << static_cast<double>(articles) / seconds << " records/s\n"
              << static_cast<double>(bytes) / 1e6 / seconds << " MB/s\n"
              << "XML parser alone "
              << static_cast<double>(bytes) * CLOCKS_PER_SEC / 1e6 / static_cast<double>(parsing)
              << " MB/s\n"
              << "peak " << static_cast<double>(usage.ru_maxrss) / 1024 << " MB\n";
    return articles == records ? EXIT_SUCCESS : EXIT_FAILURE;
}
