#include <algorithm>
#include <utility>

#include "core/base/digest.hpp"
#include "ingest/content/references.hpp"
#include "ingest/mine/miner.hpp"
#include "ingest/pipeline.hpp"

namespace lode::ingest::pipeline {
namespace {

// Nothing a document holds may vanish: what its reader neither gave nor rejected is rejected here.
void account(const Document& document, std::uint64_t records, Parsed& parsed) {
    std::uint64_t told = parsed.articles.size() + parsed.rejects.size();
    if (document.kind == DocumentKind::xml && parsed.notices.empty() &&
        parsed.without_record.empty()) {
        records = std::max<std::uint64_t>(records, 1);
    }
    for (; told < records; ++told) {
        parsed.rejects.push_back({.source = document.source,
                                  .reason = "no-article",
                                  .detail = "the reader found no article in it"});
    }
}

// "pmid:7", where the article is read from the record that a registry keeps of it.
std::string registered_name(const Article& article) {
    for (const auto& dialect : dialects::all()) {
        const DialectInfo& info = dialect().info();
        if (info.name != article.dialect || info.registers_by.empty()) {
            continue;
        }
        const std::string& value = info.registers_by == "pmid:" ? article.pmid : article.local_id;
        return value.empty() ? std::string() : std::string(info.registers_by) + value;
    }
    return {};
}

}  // namespace

Parsed parse(const Document& document, const ReadOptions& options, const Miner& miner) {
    ReadResult read = read_document(document, options);
    Parsed parsed;
    parsed.bytes = document.bytes.size();
    parsed.rejects = std::move(read.rejects);
    parsed.notices = std::move(read.notices);
    parsed.without_record = std::move(read.without_record);
    parsed.articles.reserve(read.articles.size());
    for (Article& article : read.articles) {
        store::Entry entry{.article = std::move(article), .analysis = {}};
        entry.analysis = miner.analyse(entry.article);
        if (speaks_of_another(entry.article)) {
            for (Sentence& sentence : entry.analysis.sentences) {
                sentence.scope = ClaimScope::background;
            }
        }
        store::Prepared prepared = store::prepare(entry);
        prepared.registered = registered_name(entry.article);
        parsed.articles.push_back({.prepared = std::move(prepared),
                                   .dialect = std::move(entry.article.dialect),
                                   .repairs = std::move(entry.article.repairs)});
    }
    account(document, read.records, parsed);
    return parsed;
}

std::string source_key(const ContainerSummary& summary, const ReadOptions& options) {
    std::string settings = options.dialect;
    for (const auto& [ours, theirs] : options.field_map) {
        settings += '\n' + ours + '=' + theirs;
    }
    return settings.empty() ? summary.digest.hex()
                            : digest128(summary.digest.hex() + '\n' + settings).hex();
}

std::string strict_key(const std::string& key) {
    return digest128(key + "\nstrict").hex();
}

}  // namespace lode::ingest::pipeline
