// Where the processor time of an ingest goes, stage by stage, in one thread and without a disk.
// Usage: bench_mine_speed [--repeats N] PATH...
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/store/store.hpp"
#include "ingest/dialect.hpp"
#include "ingest/mine/miner.hpp"
#include "ingest/xml/sax.hpp"
#include "tests/bench/measure.hpp"

namespace {

using namespace lode;
using namespace lode::ingest;

enum Stage : std::size_t { k_read, k_sentences, k_tokens, k_mine, k_prepare, k_stages };

void measure(const std::string& path, std::size_t repeats, const Miner& miner) {
    const auto documents = bench::load_documents(path);
    std::vector<double> seconds[k_stages];
    std::size_t articles = 0;
    std::size_t text = 0;
    std::uint64_t tokens = 0;
    std::uint64_t sentences = 0;
    std::uint64_t digest = 0;
    for (std::size_t r = 0; r <= repeats; ++r) {
        double spent[k_stages] = {};
        articles = text = 0;
        tokens = sentences = digest = 0;
        for (const Document& document : documents.list) {
            ReadResult read;
            spent[k_read] += bench::seconds_of([&] { read = read_document(document); });
            for (Article& article : read.articles) {
                ++articles;
                store::Entry entry;
                entry.article = std::move(article);
                const auto list = blocks(entry.article);
                std::vector<std::vector<Range>> ranges;
                spent[k_sentences] += bench::seconds_of([&] {
                    for (const auto& block : list) {
                        ranges.push_back(miner.analyser().sentences(block.text->utf8));
                    }
                });
                spent[k_tokens] += bench::seconds_of([&] {
                    for (std::size_t b = 0; b < list.size(); ++b) {
                        for (const Range range : ranges[b]) {
                            tokens += miner.analyser().tokens(*list[b].text, range).size();
                        }
                    }
                });
                for (const auto& block : list) {
                    text += block.text->utf8.size();
                }
                spent[k_mine] +=
                    bench::seconds_of([&] { entry.analysis = miner.analyse(entry.article); });
                sentences += entry.analysis.sentences.size();
                spent[k_prepare] +=
                    bench::seconds_of([&] { digest += store::prepare(entry).content; });
            }
        }
        if (r > 0) {  // the first pass warms up
            for (std::size_t s = 0; s < k_stages; ++s) {
                seconds[s].push_back(spent[s]);
            }
        }
    }
    const double megabytes = static_cast<double>(documents.bytes) / 1e6;
    std::printf(
        "%s: %.1f MB of XML, %zu articles, %.1f MB of text, %llu sentences, %llu tokens, digest "
        "%016llx\n",
        path.c_str(), megabytes, articles, static_cast<double>(text) / 1e6,
        static_cast<unsigned long long>(sentences), static_cast<unsigned long long>(tokens),
        static_cast<unsigned long long>(digest));
    const auto line = [&](const char* name, std::vector<double> values) {
        const auto s = bench::spread(std::move(values));
        std::printf("  %-30s %6.1f MB/s of XML (%.1f-%.1f)  %.3f s\n", name, megabytes / s.median,
                    megabytes / s.high, megabytes / s.low, s.median);
    };
    std::vector<double> rest;
    std::vector<double> whole;
    for (std::size_t r = 0; r < repeats; ++r) {
        rest.push_back(seconds[k_mine][r] - seconds[k_sentences][r] - seconds[k_tokens][r]);
        whole.push_back(seconds[k_read][r] + seconds[k_mine][r] + seconds[k_prepare][r]);
    }
    line("read_document()", seconds[k_read]);
    line("sentences", seconds[k_sentences]);
    line("tokens", seconds[k_tokens]);
    line("mentions, trends, outcomes", rest);
    line("encoding for the store", seconds[k_prepare]);
    line("all of these", whole);
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t repeats = 5;
    std::vector<std::string> paths;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--repeats" && i + 1 < argc) {
            repeats = std::max<std::size_t>(std::strtoul(argv[++i], nullptr, 10), 1);
        } else {
            paths.emplace_back(argv[i]);
        }
    }
    if (paths.empty()) {
        std::fputs("usage: bench_mine_speed [--repeats N] PATH...\n", stderr);
        return 2;
    }
    try {
        xml::prepare();
        const Miner miner;
        for (const auto& path : paths) {
            measure(path, repeats, miner);
        }
    } catch (const Error& problem) {
        std::fprintf(stderr, "%s\n", problem.what());
        return 1;
    }
    return 0;
}
