#include "core/store/codec.hpp"

#include <utility>

#include "core/store/wire.hpp"

namespace lode::store {
namespace {

constexpr std::uint8_t k_article_version = 2;
constexpr std::uint8_t k_reject_version = 1;

void put(Encoder& out, const Text& text) {
    out.string(text.utf8);
    std::uint32_t previous = 0;
    encode_list(out, text.scripts, [&](const ScriptSpan& span) {
        out.range(span.range, previous);
        out.byte(static_cast<std::uint8_t>(span.script));
    });
    previous = 0;
    encode_list(out, text.figure_links, [&](const FigureReference& link) {
        out.range(link.range, previous);
        out.string(link.target);
    });
}

Text get_text(Decoder& in) {
    Text text;
    text.utf8 = in.string();
    std::uint32_t previous = 0;
    text.scripts = decode_list<ScriptSpan>(in, [&] {
        ScriptSpan span;
        span.range = in.range(previous);
        span.script = in.enumerated(Script::sub, Script::sup);
        return span;
    });
    previous = 0;
    text.figure_links = decode_list<FigureReference>(in, [&] {
        FigureReference link;
        link.range = in.range(previous);
        link.target = in.string();
        return link;
    });
    return text;
}

void put(Encoder& out, const std::vector<Text>& paragraphs) {
    encode_list(out, paragraphs, [&](const Text& text) { put(out, text); });
}

std::vector<Text> get_texts(Decoder& in) {
    return decode_list<Text>(in, [&] { return get_text(in); });
}

void put(Encoder& out, const Table& table) {
    out.string(table.id);
    out.string(table.label);
    put(out, table.caption);
    out.varint(table.header_rows);
    encode_list(out, table.rows,
                [&](const std::vector<std::string>& row) { encode_strings(out, row); });
    encode_strings(out, table.footnotes);
}

Table get_table(Decoder& in) {
    Table table;
    table.id = in.string();
    table.label = in.string();
    table.caption = get_text(in);
    table.header_rows = in.varint32();
    table.rows = decode_list<std::vector<std::string>>(in, [&] { return decode_strings(in); });
    table.footnotes = decode_strings(in);
    return table;
}

void put(Encoder& out, const Figure& figure) {
    out.string(figure.id);
    out.string(figure.label);
    put(out, figure.caption);
    encode_strings(out, figure.panels);
    out.varint(figure.mentions);
}

Figure get_figure(Decoder& in) {
    Figure figure;
    figure.id = in.string();
    figure.label = in.string();
    figure.caption = get_text(in);
    figure.panels = decode_strings(in);
    figure.mentions = in.varint32();
    return figure;
}

void put_content(Encoder& out, const Article& article) {
    encode_list(out, article.abstracts, [&](const Abstract& abstract) {
        out.string(abstract.kind);
        put(out, abstract.paragraphs);
    });
    encode_list(out, article.sections, [&](const Section& section) {
        out.varint(section.level);
        out.string(section.label);
        put(out, section.title);
        put(out, section.paragraphs);
    });
    encode_list(out, article.figures, [&](const Figure& figure) { put(out, figure); });
    encode_list(out, article.tables, [&](const Table& table) { put(out, table); });
}

void get_content(Decoder& in, Article& article) {
    article.abstracts = decode_list<Abstract>(in, [&] {
        Abstract abstract;
        abstract.kind = in.string();
        abstract.paragraphs = get_texts(in);
        return abstract;
    });
    article.sections = decode_list<Section>(in, [&] {
        Section section;
        section.level = in.varint32();
        section.label = in.string();
        section.title = get_text(in);
        section.paragraphs = get_texts(in);
        return section;
    });
    article.figures = decode_list<Figure>(in, [&] { return get_figure(in); });
    article.tables = decode_list<Table>(in, [&] { return get_table(in); });
}

}  // namespace

std::string encode(const Article& article) {
    Encoder out(RecordType::article, k_article_version);
    for (const std::string* field : {&article.id, &article.source, &article.dialect, &article.doi,
                                     &article.pmid, &article.pmcid, &article.local_id}) {
        out.string(*field);
    }
    put(out, article.title);
    out.string(article.article_type);
    out.boolean(article.retracted);
    encode_list(out, article.relations, [&](const Relation& relation) {
        out.string(relation.kind);
        out.string(relation.doi);
        out.string(relation.pmid);
        out.string(relation.note);
    });
    out.string(article.language);
    out.string(article.revised);
    out.varint(article.year);
    for (const std::string* field :
         {&article.date, &article.journal, &article.publisher, &article.licence}) {
        out.string(*field);
    }
    encode_list(out, article.authors, [&](const Author& author) {
        out.string(author.family);
        out.string(author.given);
        encode_strings(out, author.affiliations);
    });
    encode_strings(out, article.keywords);
    put_content(out, article);
    put(out, article.footnotes);
    encode_list(out, article.supplements, [&](const Supplement& supplement) {
        out.string(supplement.id);
        out.string(supplement.label);
        out.string(supplement.caption);
        out.string(supplement.href);
    });
    out.varint(article.references);
    encode_list(out, article.reference_list, [&](const Reference& reference) {
        out.string(reference.id);
        out.string(reference.doi);
        out.string(reference.pmid);
        out.varint(reference.year);
    });
    encode_strings(out, article.repairs);
    out.varint(article.dropped.size());
    for (const auto& [reason, characters] : article.dropped) {
        out.string(reason);
        out.varint(characters);
    }
    return std::move(out).take();
}

Article decode_article(std::string_view bytes) {
    Decoder in(bytes, "article", RecordType::article, k_article_version);
    Article article;
    for (std::string* field : {&article.id, &article.source, &article.dialect, &article.doi,
                               &article.pmid, &article.pmcid, &article.local_id}) {
        *field = in.string();
    }
    article.title = get_text(in);
    article.article_type = in.string();
    article.retracted = in.boolean();
    article.relations = decode_list<Relation>(in, [&] {
        Relation relation;
        relation.kind = in.string();
        relation.doi = in.string();
        relation.pmid = in.string();
        relation.note = in.string();
        return relation;
    });
    article.language = in.string();
    article.revised = in.string();
    article.year = in.varint16();
    for (std::string* field :
         {&article.date, &article.journal, &article.publisher, &article.licence}) {
        *field = in.string();
    }
    article.authors = decode_list<Author>(in, [&] {
        Author author;
        author.family = in.string();
        author.given = in.string();
        author.affiliations = decode_strings(in);
        return author;
    });
    article.keywords = decode_strings(in);
    get_content(in, article);
    article.footnotes = get_texts(in);
    article.supplements = decode_list<Supplement>(in, [&] {
        Supplement supplement;
        supplement.id = in.string();
        supplement.label = in.string();
        supplement.caption = in.string();
        supplement.href = in.string();
        return supplement;
    });
    article.references = in.varint32();
    article.reference_list = decode_list<Reference>(in, [&] {
        Reference reference;
        reference.id = in.string();
        reference.doi = in.string();
        reference.pmid = in.string();
        reference.year = in.varint16();
        return reference;
    });
    article.repairs = decode_strings(in);
    const std::size_t reasons = in.count();
    for (std::size_t i = 0; i < reasons; ++i) {
        std::string reason = in.string();
        const std::uint64_t characters = in.varint();
        if (!article.dropped.emplace(std::move(reason), characters).second) {
            in.damaged("a reason that stands twice");
        }
    }
    in.finish();
    return article;
}

std::string encode(const Reject& reject) {
    Encoder out(RecordType::reject, k_reject_version);
    out.string(reject.source);
    out.varint(reject.line);
    out.varint(reject.column);
    out.string(reject.reason);
    out.string(reject.detail);
    return std::move(out).take();
}

Reject decode_reject(std::string_view bytes) {
    Decoder in(bytes, "reject", RecordType::reject, k_reject_version);
    Reject reject;
    reject.source = in.string();
    reject.line = in.varint32();
    reject.column = in.varint32();
    reject.reason = in.string();
    reject.detail = in.string();
    in.finish();
    return reject;
}

}  // namespace lode::store
