#include "ingest/content/xml_collector.hpp"

#include <utility>

#include "ingest/content/metadata.hpp"

namespace lode::ingest {

void Collector::start_element(std::string_view local, std::string_view, std::string_view,
                              const std::vector<xml::Attribute>& attributes) {
    if (m_ignored > 0) {
        ++m_ignored;
        return;
    }
    if (m_tree.depth() == 0 && !m_reader.is_article(local)) {
        m_is_set = true;
        outside(local, attributes);
        return;
    }
    if (m_tree.depth() == 0) {
        m_article_line = line;
    }
    const xml::Tag tag = xml::tag_of(local);
    if (m_reader.is_container) {
        if (tag == xml::Tag::unknown && in_container()) {
            m_ignored = 1;
            return;
        }
        m_containers.push_back(m_reader.is_container(tag));
    }
    m_tree.open(tag, local, attributes);
}

void Collector::end_element(std::string_view local, std::string_view) {
    if (m_ignored > 0) {
        --m_ignored;
        return;
    }
    if (m_tree.depth() == 0) {
        end_outside(local);
        return;
    }
    m_tree.close();
    if (!m_containers.empty()) {
        m_containers.pop_back();
    }
    if (m_tree.depth() == 0) {
        convert();
    }
}

void Collector::characters(std::string_view utf8) {
    if (m_in_identifier) {
        m_record.identifier += utf8;
    }
    if (m_ignored == 0 && !in_container()) {
        m_tree.add_text(utf8);
    }
}

bool Collector::keep_unfinished() {
    if (m_tree.empty()) {
        return false;
    }
    const std::size_t before = articles.size();
    convert();
    if (articles.size() == before) {
        return false;
    }
    const Article& article = articles.back();
    const bool useful =
        !article.title.utf8.empty() || !article.abstracts.empty() || !article.sections.empty();
    if (!useful) {
        articles.pop_back();
        parts.pop_back();
        places.pop_back();
    }
    return useful;
}

void Collector::outside(std::string_view local, const std::vector<xml::Attribute>& attributes) {
    const auto attribute = [&](std::string_view name) {
        for (const auto& a : attributes) {
            if (a.name == name) {
                return std::string(a.value);
            }
        }
        return std::string();
    };
    if (local == "record") {
        m_record = {};
        m_record.open = true;
        m_record.line = line;
        m_record.before = told();
    } else if (m_record.open && m_record.in_metadata) {
        m_record.format = local;
        m_record.in_metadata = false;
    } else if (m_record.open && local == "header") {
        m_record.deleted = attribute("status") == "deleted";
    } else if (m_record.open && local == "identifier" && m_record.format.empty()) {
        m_in_identifier = true;
    } else if (m_record.open && local == "metadata") {
        m_record.in_metadata = m_record.format.empty();
    } else if (const std::string error = attribute("error"); !error.empty()) {
        // What PubMed Central answers for an article that it does not give.
        std::string id = attribute("Id");
        for (const std::string_view name : {"id", "ID"}) {
            id = id.empty() ? attribute(name) : id;
        }
        refuse(line, "not-delivered", (id.empty() ? "" : id + ": ") + error);
    }
}

void Collector::end_outside(std::string_view local) {
    if (local == "identifier") {
        m_in_identifier = false;
    } else if (local == "metadata") {
        m_record.in_metadata = false;
    } else if (local == "record" && m_record.open) {
        m_record.open = false;
        if (told() == m_record.before && !m_record.deleted) {
            refuse(m_record.line, "no-article",
                   "record " + one_line(m_record.identifier) +
                       (m_record.format.empty() ? " has no metadata"
                                                : " holds <" + m_record.format + ">"));
        }
    }
}

void Collector::refuse(std::uint32_t at, std::string reason, std::string detail) {
    unread.push_back({{articles.size() + unread.size(), at}, std::move(reason), std::move(detail)});
}

void Collector::convert() {
    if (m_reader.notice && m_reader.notice(m_tree, notices)) {
        // Word of an article, none itself.
        notice_places.resize(notices.size(), articles.size());
    } else if (const std::string_view why =
                   m_reader.without_record ? m_reader.without_record(m_tree) : std::string_view();
               !why.empty()) {
        without_record.emplace(articles.size(), why);
        articles.emplace_back();
        parts.emplace_back();
        place_articles();
    } else if (m_reader.convert_all) {
        m_reader.convert_all(m_tree, articles);
        parts.resize(articles.size());
        place_articles();
    } else {
        m_reader.convert(m_tree, articles.emplace_back());
        parts.emplace_back();
        place_articles();
        if (m_reader.parts) {
            m_reader.parts(m_tree, articles.back(), parts.back());
        }
    }
    m_tree.clear();
    m_containers.clear();
}

void Collector::place_articles() {
    while (places.size() < articles.size()) {
        places.push_back({places.size() + unread.size(), m_article_line});
    }
}

}  // namespace lode::ingest
