#include "ingest/content/xml_articles.hpp"

#include <algorithm>
#include <iterator>

#include "core/base/error.hpp"
#include "ingest/content/record_cut.hpp"
#include "ingest/content/xml_collector.hpp"
#include "ingest/xml/bytes.hpp"

namespace lode::ingest {
namespace {

bool has_text(const Article& article) {
    return !article.title.utf8.empty() || !article.abstracts.empty() || !article.sections.empty() ||
           !article.figures.empty() || !article.tables.empty();
}

// Up to the fault the document was sound. A repeated attribute is none of the faults of transport
// that cut a document off: what made it cannot be trusted.
bool is_partly_readable(const xml::Outcome& outcome) {
    return !outcome.well_formed && !outcome.limit_hit && outcome.reason != "duplicate-attribute";
}

bool is_utf16(std::string_view bytes) {
    return bytes.size() >= 2 && (bytes[0] == '\0' || bytes[1] == '\0' ||
                                 bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"));
}

class Reading {
 public:
    Reading(const Document& document, const ReadOptions& options, const DialectInfo& dialect,
            const XmlArticleReader& reader, ReadResult& result)
        : m_document(document),
          m_options(options),
          m_dialect(dialect),
          m_reader(reader),
          m_result(result) {}

    void read() {
        const xml::Prepared prepared = xml::prepare(m_document.bytes);
        if (!prepared.reason.empty()) {
            xml::Outcome outcome;
            outcome.reason = prepared.reason;
            outcome.detail = prepared.detail;
            outcome.line = prepared.line;
            refuse(m_document.source, outcome);
            return;
        }
        Collector whole(m_reader);
        const xml::Outcome outcome =
            xml::parse(prepared.bytes, whole, m_options.limits, prepared.utf8);
        const bool numbered = m_document.first_record > 0;
        if (outcome.well_formed && !(numbered && !prepared.repairs.empty())) {
            keep_all(whole, outcome, prepared.repairs, false);
            return;
        }
        const bool set = numbered || whole.is_set();
        if (!outcome.limit_hit && !numbered && read_repaired(prepared, whole, outcome, !set)) {
            return;
        }
        if (outcome.reason == "too-large" || !set || !read_records(prepared, outcome)) {
            refuse(m_document.source, outcome);
        }
    }

 private:
    // Lines of the document as lines of the file.
    std::uint32_t file_line(std::uint64_t line) const {
        if (line == 0) {
            return 0;
        }
        const std::uint64_t behind_head =
            line > m_document.head_lines ? line - m_document.head_lines : 1;
        return static_cast<std::uint32_t>(m_document.first_line + behind_head - 1);
    }

    void refuse(std::string source, const xml::Outcome& outcome) {
        ++m_result.records;
        m_result.rejects.push_back({.source = std::move(source),
                                    .line = file_line(outcome.line),
                                    .column = outcome.column,
                                    .reason = outcome.reason,
                                    .detail = outcome.detail});
    }

    // "<source>#<number>", `index` counts from 0.
    std::string source_of(std::size_t index, bool several) const {
        if (m_document.first_record > 0) {
            return m_document.source + "#" + std::to_string(m_document.first_record + index);
        }
        return several ? m_document.source + "#" + std::to_string(index + 1) : m_document.source;
    }

    // `line`: of the file; 0 where it is not known.
    void keep(Article article, std::string source, std::uint32_t line,
              std::vector<std::string> repairs) {
        ++m_result.records;
        article.source = std::move(source);
        article.dialect = m_dialect.name;
        // What its reader did comes behind what was done to the bytes.
        repairs.insert(repairs.end(), std::make_move_iterator(article.repairs.begin()),
                       std::make_move_iterator(article.repairs.end()));
        article.repairs = std::move(repairs);
        if (!has_text(article)) {
            m_result.rejects.push_back({.source = article.source,
                                        .line = line,
                                        .reason = "no-text",
                                        .detail = "an article without title and text"});
            return;
        }
        try {
            article.id = article_id(article);
        } catch (const Error& problem) {
            m_result.rejects.push_back({.source = article.source,
                                        .line = line,
                                        .reason = "unreadable-record",
                                        .detail = problem.what()});
            return;
        }
        m_result.articles.push_back(std::move(article));
    }

    // An article, and those that are printed inside it.
    void keep_with_parts(Collector& collector, std::size_t i, const std::string& source,
                         std::uint32_t line, const std::vector<std::string>& repairs) {
        if (const auto why = collector.without_record.find(i);
            why != collector.without_record.end()) {
            ++m_result.without_record[why->second];
            return;
        }
        keep(std::move(collector.articles[i]), source, line, repairs);
        for (Article& part : collector.parts[i]) {
            std::string part_source = source + part.source;
            keep(std::move(part), std::move(part_source), line, repairs);
        }
    }

    // The notices that stand behind so many articles of the collector, in their place.
    void keep_notices(Collector& collector, std::size_t articles) {
        const auto [begin, end] = std::equal_range(collector.notice_places.begin(),
                                                   collector.notice_places.end(), articles);
        for (auto place = begin; place != end; ++place) {
            Notice& notice =
                collector
                    .notices[static_cast<std::size_t>(place - collector.notice_places.begin())];
            notice.source = m_document.source;
            notice.articles_before = m_result.articles.size();
            m_result.notices.push_back(std::move(notice));
        }
    }

    // `line`: of the file, for a line of what the collector read.
    template <class FileLine>
    void refuse_unread(Collector& collector, std::size_t index, bool several,
                       const FileLine& line) {
        for (auto& unread : collector.unread) {
            ++m_result.records;
            m_result.rejects.push_back({.source = source_of(index + unread.place.index, several),
                                        .line = line(unread.place.line),
                                        .reason = std::move(unread.reason),
                                        .detail = std::move(unread.detail)});
        }
    }

    std::vector<std::string> with_container(std::vector<std::string> repairs) const {
        if (m_document.damaged_container) {
            repairs.emplace_back("damaged-container");
        }
        return repairs;
    }

    // What the collector holds. `unfinished`: its last article is one that the document broke off
    // in.
    void keep_all(Collector& collector, const xml::Outcome& outcome,
                  const std::vector<std::string>& repairs, bool unfinished) {
        keep_notices(collector, 0);
        const bool several = collector.articles.size() + collector.unread.size() > 1;
        const auto line = [&](std::uint32_t at) { return file_line(at); };
        refuse_unread(collector, 0, several, line);
        if (outcome.well_formed && collector.articles.empty()) {
            if (collector.notices.empty() && collector.unread.empty()) {
                xml::Outcome none;
                none.line = 1;
                none.reason = "no-article";
                none.detail = "no article element in the document";
                refuse(m_document.source, none);
            }
            return;
        }
        for (std::size_t i = 0; i < collector.articles.size(); ++i) {
            std::vector<std::string> all = with_container(repairs);
            if (unfinished && i + 1 == collector.articles.size()) {
                all.push_back("damaged:" + outcome.reason);
            }
            const Collector::Place& place = collector.places[i];
            keep_with_parts(collector, i, source_of(place.index, several), line(place.line), all);
            keep_notices(collector, i + 1);
        }
    }

    // The second try: the document with its markup repaired. `keep_damaged`: what is complete of it
    // is kept in any case. False: nothing was kept.
    bool read_repaired(const xml::Prepared& prepared, Collector& first,
                       const xml::Outcome& first_outcome, bool keep_damaged) {
        std::string repaired;
        const auto made = xml::repair_markup(prepared.bytes, repaired);
        std::vector<std::string> repairs = prepared.repairs;
        repairs.insert(repairs.end(), made.begin(), made.end());
        Collector second(m_reader);
        xml::Outcome outcome = first_outcome;
        if (!made.empty()) {
            outcome = xml::parse(repaired, second, m_options.limits, prepared.utf8);
        }
        Collector& last = made.empty() ? first : second;
        if (outcome.well_formed) {
            keep_all(last, outcome, repairs, false);
            return true;
        }
        if (!keep_damaged) {
            return false;
        }
        const bool unfinished = is_partly_readable(outcome) && last.keep_unfinished();
        if (outcome.limit_hit || !unfinished) {
            refuse(m_document.source, outcome);
        }
        if (!outcome.limit_hit) {
            keep_all(last, outcome, repairs, unfinished);
        }
        return true;
    }

    // The last try for a set: each record alone, so that a bad one takes no other with it. False:
    // there are none.
    bool read_records(const xml::Prepared& prepared, const xml::Outcome& whole) {
        // Records are cut from the bytes as they came, so that each has its own repairs.
        const bool wide = is_utf16(m_document.bytes);
        const std::string_view bytes = wide ? prepared.bytes : std::string_view(m_document.bytes);
        const std::string_view prologue = wide ? std::string_view() : prologue_of(bytes);
        const std::vector<RecordBytes> records = cut_records(bytes, [&](std::string_view local) {
            return m_reader.is_article(local) || local == "Reply";
        });
        if (records.empty()) {
            return false;
        }
        bool explained = whole.well_formed;  // the fault of the whole was met in a record
        std::size_t index = 0;
        for (const RecordBytes& record : records) {
            std::string alone(prologue);
            alone += prologue.empty() ? "" : "\n";
            const auto lines_before =
                static_cast<std::uint64_t>(std::count(alone.begin(), alone.end(), '\n'));
            alone += record.bytes;
            const auto place = [&](xml::Outcome& outcome) {
                if (outcome.line == 0) {
                    return;
                }
                const std::uint64_t line =
                    outcome.line > lines_before ? outcome.line - lines_before : 1;
                if (line == 1) {
                    const auto begin = static_cast<std::size_t>(record.bytes.data() - bytes.data());
                    const std::size_t line_end = bytes.substr(0, begin).rfind('\n');
                    outcome.column += static_cast<std::uint32_t>(
                        line_end == std::string_view::npos ? begin : begin - line_end - 1);
                }
                outcome.line = static_cast<std::uint32_t>(record.lines + line);
            };
            const std::string source = source_of(index, records.size() > 1);
            explained =
                read_record(alone, source, wide ? prepared.repairs : Repairs(), place, index) ||
                explained;
        }
        if (!explained) {
            // The records are sound; something between or around them is not.
            refuse(m_document.source, whole);
        }
        return true;
    }

    using Repairs = std::vector<std::string>;

    // One record that stands alone; `index` goes up unless it is a notice. True where it was not
    // sound.
    bool read_record(std::string_view bytes, const std::string& source, Repairs repairs,
                     const std::function<void(xml::Outcome&)>& place, std::size_t& index) {
        const xml::Prepared prepared = xml::prepare(bytes);
        xml::Outcome outcome;
        const auto line_of = [&](std::uint32_t at) {
            xml::Outcome here;
            here.line = at;
            place(here);
            return file_line(here.line);
        };
        if (!prepared.reason.empty()) {
            outcome.reason = prepared.reason;
            outcome.detail = prepared.detail;
            outcome.line = prepared.line;
            place(outcome);
            outcome.column = 0;
            refuse(source, outcome);
            ++index;
            return true;
        }
        repairs.insert(repairs.end(), prepared.repairs.begin(), prepared.repairs.end());
        Collector strict(m_reader);
        Collector second(m_reader);
        Collector* last = &strict;
        outcome = xml::parse(prepared.bytes, strict, m_options.limits, prepared.utf8);
        bool faulty = !outcome.well_formed;
        if (!outcome.well_formed && !outcome.limit_hit) {
            std::string repaired;
            const auto made = xml::repair_markup(prepared.bytes, repaired);
            if (!made.empty()) {
                last = &second;
                outcome = xml::parse(repaired, second, m_options.limits, prepared.utf8);
                repairs.insert(repairs.end(), made.begin(), made.end());
            }
        }
        repairs = with_container(std::move(repairs));
        if (!outcome.well_formed) {
            ++index;
            if (m_reader.keep_damaged_records && is_partly_readable(outcome) &&
                last->keep_unfinished()) {
                repairs.push_back("damaged:" + outcome.reason);
                keep_with_parts(*last, last->articles.size() - 1, source, line_of(1), repairs);
            } else {
                place(outcome);
                refuse(source, outcome);
            }
            return true;
        }
        keep_notices(*last, 0);
        refuse_unread(*last, index, true, line_of);
        index += last->unread.size();
        for (std::size_t i = 0; i < last->articles.size(); ++i) {
            ++index;
            keep_with_parts(*last, i, source, line_of(last->places[i].line), repairs);
            keep_notices(*last, i + 1);
        }
        return faulty;
    }

    const Document& m_document;
    const ReadOptions& m_options;
    const DialectInfo& m_dialect;
    const XmlArticleReader& m_reader;
    ReadResult& m_result;
};

}  // namespace

void read_xml_articles(const Document& document, const ReadOptions& options,
                       const DialectInfo& dialect, const XmlArticleReader& reader,
                       ReadResult& result) {
    Reading(document, options, dialect, reader, result).read();
}

}  // namespace lode::ingest
