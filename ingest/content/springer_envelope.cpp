#include "ingest/content/springer_envelope.hpp"

#include <utility>
#include <vector>

#include "ingest/content/metadata.hpp"
#include "ingest/xml/bytes.hpp"

namespace lode::ingest {
namespace {

// The envelope of each article, by the article's ID. A pass of its own: trees begin at the
// articles.
class EnvelopeHandler : public xml::Handler {
 public:
    void start_element(std::string_view local, std::string_view, std::string_view,
                       const std::vector<xml::Attribute>& attributes) override {
        if (m_inside > 0 || local == "Article" || local == "Chapter") {
            if (m_inside++ == 0) {
                for (const auto& a : attributes) {
                    if (a.name == "ID") {
                        m_envelopes.emplace(a.value, m_current);
                    }
                }
            }
            return;
        }
        if (local == "IssueInfo") {
            m_current.issued.clear();
            m_current.cover.clear();
        }
        m_path.emplace_back(local);
        m_text.clear();
    }

    void end_element(std::string_view local, std::string_view) override {
        if (m_inside > 0) {
            --m_inside;
            return;
        }
        const std::string value = one_line(m_text);
        m_text.clear();
        if (!m_path.empty()) {
            m_path.pop_back();
        }
        const std::string_view parent = m_path.empty() ? std::string_view() : m_path.back();
        if (local == "PublisherName" && parent == "PublisherInfo") {
            m_current.publisher = value;
        } else if ((local == "JournalTitle" && parent == "JournalInfo") ||
                   (local == "BookTitle" && parent == "BookInfo")) {
            m_current.title = value;
        } else if (local == "JournalID" && parent == "JournalInfo") {
            m_current.journal_id = value;
        } else if (local == "Year") {
            m_year = value;
        } else if (local == "Month") {
            m_month = value;
        } else if (local == "Day") {
            m_day = value;
        } else if (local == "OnlineDate" || local == "PrintDate" || local == "CoverDate") {
            const std::string date = iso_date(m_year, m_month, m_day);
            if (parent == "IssueHistory" && local == "CoverDate") {
                m_current.cover = date;
            } else if (parent == "IssueHistory") {
                m_current.issued = earlier_date(m_current.issued, date);
            }
            m_year.clear();
            m_month.clear();
            m_day.clear();
        }
    }

    void characters(std::string_view utf8) override {
        if (m_inside == 0) {
            m_text += utf8;
        }
    }

    std::map<std::string, SpringerEnvelope, std::less<>> take() { return std::move(m_envelopes); }

 private:
    std::map<std::string, SpringerEnvelope, std::less<>> m_envelopes;
    SpringerEnvelope m_current;
    std::vector<std::string> m_path;
    std::string m_text;
    std::string m_year;
    std::string m_month;
    std::string m_day;
    std::size_t m_inside = 0;  // open elements from the article on
};

}  // namespace

std::map<std::string, SpringerEnvelope, std::less<>> springer_envelopes(std::string_view bytes,
                                                                        const xml::Limits& limits) {
    EnvelopeHandler around;
    const xml::Prepared prepared = xml::prepare(bytes);
    if (prepared.reason.empty()) {
        xml::parse(prepared.bytes, around, limits, prepared.utf8);
    }
    return around.take();
}

}  // namespace lode::ingest
