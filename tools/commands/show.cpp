// lode show: any stored record, for people or as JSON.
#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <ostream>

#include "core/base/error.hpp"
#include "core/model/json.hpp"
#include "core/store/store.hpp"
#include "ingest/dialect.hpp"
#include "query/article_page.hpp"
#include "query/format.hpp"
#include "tools/command.hpp"
#include "tools/kept.hpp"
#include "tools/option_groups.hpp"
#include "tools/version.hpp"

namespace lode::tools::commands {
namespace {

void show_article(std::ostream& out, const Article& article, const Analysis& analysis) {
    const auto field = [&](std::string_view label, const std::string& value) {
        if (!value.empty()) {
            fmt::print(out, "{:<11} {}\n", label, value);
        }
    };
    fmt::print(out, "{}\n\n", article.title.utf8.empty() ? "(no title)" : article.title.utf8);
    field("id", article.id);
    field("doi", article.doi);
    field("pmid", article.pmid);
    field("pmcid", article.pmcid);
    field("local id", article.local_id);
    field("source", fmt::format("{} ({})", article.source, article.dialect));
    field("journal", article.journal);
    field("date", article.date);
    field("type", article.article_type + (article.retracted ? " RETRACTED" : ""));
    field("language", article.language);
    field("licence", article.licence);
    for (const auto& relation : article.relations) {
        const std::string other = !relation.doi.empty()    ? relation.doi
                                  : !relation.pmid.empty() ? "pmid " + relation.pmid
                                                           : relation.note;
        field(relation.kind, other.empty() ? "(not stated by what)" : other);
    }
    field("repairs", fmt::format("{}", fmt::join(article.repairs, ", ")));
    std::string dropped;
    for (const auto& [reason, count] : article.dropped) {
        dropped += fmt::format("{}{}: {} characters", dropped.empty() ? "" : ", ", reason, count);
    }
    field("dropped", dropped);
    field("content",
          fmt::format("{} sections, {} figures, {} tables, {} footnotes, {} supplements, "
                      "{} references, {} sentences, {} materials mentioned, {} trends",
                      article.sections.size(), article.figures.size(), article.tables.size(),
                      article.footnotes.size(), article.supplements.size(), article.references,
                      analysis.sentences.size(), analysis.mentions.size(), analysis.trends.size()));
    const std::vector<Block> parts = blocks(article);
    std::size_t next_mention = 0;
    const Section* section = nullptr;
    std::int64_t block = -1;
    for (std::size_t i = 0; i < analysis.sentences.size(); ++i) {
        const Sentence& sentence = analysis.sentences[i];
        const Block& part = parts.at(sentence.block);
        if (block != static_cast<std::int64_t>(sentence.block)) {
            block = sentence.block;
            if (part.kind == BlockKind::paragraph && part.section != section) {
                section = part.section;
                fmt::print(out, "\n== {} {}\n", section->label, section->title.utf8);
            } else {
                fmt::print(out, "\n-- {}\n", name(part.kind));
            }
        }
        std::string marks;
        if (sentence.outcome != OutcomeLabel::neutral) {
            marks += fmt::format(
                " [{}{}]", name(sentence.outcome),
                sentence.scope == ClaimScope::own ? "" : fmt::format(", {}", name(sentence.scope)));
        }
        for (; next_mention < analysis.mentions.size() &&
               analysis.mentions[next_mention].sentence <= i;
             ++next_mention) {
            const Mention& mention = analysis.mentions[next_mention];
            if (mention.sentence == i) {
                marks += fmt::format(" {{{}}}",
                                     mention.formula.empty() ? mention.written : mention.formula);
            }
        }
        fmt::print(out, "{}{}\n",
                   part.text->utf8.substr(sentence.range.begin, sentence.range.size()), marks);
        for (const auto& trend : analysis.trends) {
            if (trend.sentence == i) {
                fmt::print(
                    out, "    trend: {} | {} | {}{}{}{}\n", trend.property,
                    trend.variable.empty() ? "?" : trend.variable, name(trend.direction),
                    trend.extremum == Extremum::none
                        ? ""
                        : fmt::format(" | extremum {} {}", trend.extremum_value.value,
                                      trend.extremum_value.unit),
                    trend.location.value.empty()
                        ? ""
                        : fmt::format(" at {} {}", trend.location.value, trend.location.unit),
                    trend.figure.empty() ? "" : fmt::format(" | {}", trend.figure));
            }
        }
    }
}

void show_dialects(Context& context, const std::string& format) {
    query::SimpleTable table{{"dialect", "reads", "defined by"}, {}};
    for (const auto& dialect : ingest::dialects::all()) {
        const auto& info = dialect().info();
        table.rows.push_back({{std::string(info.name), false},
                              {std::string(info.title), false},
                              {std::string(info.reference), false}});
    }
    Output output(context);
    query::format(format).write(table, output.stream());
    output.finish();
}

class Show final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "show",
            .group = "Look",
            .summary = "One stored article with what was read out of it; rejects; sources; notices",
            .synopsis = "show KEY | rejects | sources | notices | dialects [options]",
            .description =
                "KEY is an id, a DOI, a PMCID, a PMID or the file's own identifier. Shows the "
                "article's facts and every sentence with its outcome, materials and trends; "
                "--format json prints the article as lode export articles does, html as a page. "
                "`rejects` lists "
                "what could not be read, with place and reason; `sources` the files read; "
                "`notices` every retraction, correction, expression of concern and withdrawal, and "
                "whether the article it is about is in the store. `dialects` lists the kinds of "
                "document that can be read.",
            .memory = "one article",
            .served = true,
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode show 10.1038/nature06381", "An article by its DOI."},
                {"lode show rejects --format tsv", "Everything that could not be read."},
                {"lode show notices", "What was retracted, and by whom."}};
    }
    std::vector<PositionalSpec> positionals() const override {
        return {{"KEY", "What to show.", 1, 1, {"rejects", "sources", "notices", "dialects"}}};
    }
    std::vector<OptionSpec> options() const override { return output_options(); }

    int run(Context& context) const override {
        const std::string& key = context.arguments().positional().front();
        const std::string format = chosen_format(context);
        if (key == "dialects") {
            show_dialects(context, format);
            return 0;
        }
        const auto store = open_store(context);
        Output output(context);
        if (key == "rejects") {
            query::SimpleTable table{{"source", "line", "column", "reason", "detail"}, {}};
            store->for_each_reject([&](const Reject& reject) {
                table.rows.push_back({{reject.source, false},
                                      {fmt::format("{}", reject.line), true},
                                      {fmt::format("{}", reject.column), true},
                                      {reject.reason, false},
                                      {reject.detail, false}});
                return true;
            });
            query::format(format).write(table, output.stream());
        } else if (key == "notices") {
            query::SimpleTable table{{"article", "kind", "by", "in the store"}, {}};
            store->for_each_notice([&](std::string_view target, const store::Notice& notice) {
                // "doi:10.1000/x", "id:...": find_any() takes what stands behind the colon.
                const bool here = store->find_any(target.substr(target.find(':') + 1)).has_value();
                table.rows.push_back({{std::string(target), false},
                                      {notice.kind, false},
                                      {notice.by != target          ? notice.by
                                       : notice.kind == "withdrawn" ? "its registry"
                                                                    : "itself",
                                       false},
                                      {here ? "yes" : "no", false}});
                return true;
            });
            query::format(format).write(table, output.stream());
        } else if (key == "sources") {
            query::SimpleTable table{{"source", "bytes", "members", "articles", "duplicates",
                                      "rejected", "unreadable", "problem", "digest"},
                                     {}};
            store->for_each_source([&](const store::SourceRecord& source) {
                table.rows.push_back({{source.name, false},
                                      {fmt::format("{}", source.bytes), true},
                                      {fmt::format("{}", source.members), true},
                                      {fmt::format("{}", source.articles), true},
                                      {fmt::format("{}", source.duplicates), true},
                                      {fmt::format("{}", source.rejected), true},
                                      {fmt::format("{}", source.unreadable), true},
                                      {source.problem, false},
                                      {source.digest, false}});
                return true;
            });
            query::format(format).write(table, output.stream());
        } else {
            const auto seq = store->find_any(key);
            if (!seq) {
                throw NotFound(fmt::format("no article is known as '{}'", key),
                               "an id, DOI, PMCID, PMID or the file's own identifier; "
                               "all of them: lode export articles");
            }
            const auto article = store->article(*seq);
            const auto analysis = store->analysis(*seq);
            if (!article || !analysis) {
                throw error("article {} is in the index but not in the store", key);
            }
            const bool asked =
                context.arguments().given("format") || context.arguments().given("output");
            if (asked && (format == "json" || format == "jsonl")) {
                output.stream() << to_json(*article) << '\n';
            } else if (asked && format == "html") {
                query::write_article_page(*article, *analysis, program_version(), output.stream());
            } else if (asked && format != "table") {
                throw UsageError(
                    fmt::format("an article is shown as table, json or html, not as {}", format));
            } else {
                show_article(output.stream(), *article, *analysis);
            }
        }
        output.finish();
        return 0;
    }
};

}  // namespace

const Command& show() {
    static const Show k_self;
    return k_self;
}
}  // namespace lode::tools::commands
