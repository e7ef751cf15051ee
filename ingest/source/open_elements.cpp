#include "ingest/source/open_elements.hpp"

#include <algorithm>

namespace lode::ingest {

void OpenElements::pop_to(std::size_t level) {
    m_names.resize(m_starts[level]);
    m_starts.resize(level);
    m_matched = std::min(m_matched, level);
}

void OpenElements::clear() {
    m_names.clear();
    m_starts.clear();
    m_path.clear();
    m_following = false;
    m_matched = 0;
}

std::string OpenElements::close_tags() const {
    std::string tags;
    for (std::size_t level = depth(); level-- > 0;) {
        tags += "</";
        tags += name(level);
        tags += '>';
    }
    return tags;
}

void OpenElements::follow(const RecordSet& set) {
    m_following = true;
    m_matched = 1;
    m_path.clear();
    for (std::string_view path = set.path; !path.empty();) {
        const std::size_t end = std::min(path.find('/'), path.size());
        m_path.push_back(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
}

bool OpenElements::descend(std::string_view local_name) {
    if (!m_following || depth() != m_matched || m_matched >= container_depth() ||
        m_path[m_matched - 1] != local_name) {
        return false;
    }
    ++m_matched;
    return true;
}

}  // namespace lode::ingest
