#include "ingest/content/vocabulary.hpp"

#include <algorithm>
#include <utility>

#include "ingest/content/xml_articles.hpp"

namespace lode::ingest {
namespace {

bool holds_one_of(std::string_view text, const std::vector<std::string_view>& parts) {
    return std::any_of(parts.begin(), parts.end(), [text](std::string_view part) {
        return text.find(part) != std::string_view::npos;
    });
}

}  // namespace

Vocabulary::Vocabulary(const DialectInfo& info, VocabularyMarks marks, Read reader)
    : m_info(info), m_marks(std::move(marks)), m_read(reader) {}

int Vocabulary::sniff(const DocumentHead& head) const {
    // Above the vocabularies whose root may have the same name and no mark.
    constexpr int k_certain = 30;
    if (head.kind != m_info.kind || head.root != m_marks.root) {
        return 0;
    }
    const bool inside =
        std::any_of(m_marks.inner.begin(), m_marks.inner.end(),
                    [&head](std::string_view element) { return head.has_inner(element); });
    return inside || holds_one_of(head.public_id, m_marks.public_id) ||
                   holds_one_of(head.system_id, m_marks.system_id) ||
                   holds_one_of(head.name_space, m_marks.name_space)
               ? k_certain
               : 0;
}

void Vocabulary::read(const Document& document, const ReadOptions& options,
                      ReadResult& result) const {
    const XmlArticleReader reader{[this](std::string_view local) { return local == m_marks.root; },
                                  m_read};
    read_xml_articles(document, options, m_info, reader, result);
}

}  // namespace lode::ingest
