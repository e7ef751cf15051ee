// The elements that are open at a place of an XML file, and how far down the path to the records
// of a set they lead.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/source/record_sets.hpp"

namespace lode::ingest {

class OpenElements {
 public:
    std::size_t depth() const { return m_starts.size(); }
    // As written, with prefix; level 0 is the root.
    std::string_view name(std::size_t level) const {
        const std::size_t end = level + 1 < m_starts.size() ? m_starts[level + 1] : m_names.size();
        return std::string_view(m_names).substr(m_starts[level], end - m_starts[level]);
    }
    void push(std::string_view name) {
        m_starts.push_back(m_names.size());
        m_names += name;
    }
    void pop_to(std::size_t level);
    void clear();
    // "</b></a>"
    std::string close_tags() const;

    // From here on the path of this set is followed; its root is about to be pushed.
    void follow(const RecordSet& set);
    // An element of this local name begins: true where it is the next one on the path.
    bool descend(std::string_view local_name);
    // At which depth the records' container has been entered when it is open.
    std::size_t container_depth() const { return m_path.size() + 1; }
    bool in_container() const {
        return m_following && m_matched == container_depth() && depth() == m_matched;
    }

 private:
    // The names, one behind the other, and where each begins.
    std::string m_names;
    std::vector<std::size_t> m_starts;
    bool m_following = false;
    std::vector<std::string_view> m_path;
    std::size_t m_matched = 0;  // elements of root and path that are open
};

}  // namespace lode::ingest
