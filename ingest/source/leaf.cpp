#include "ingest/source/leaf.hpp"

#include <algorithm>
#include <utility>

namespace lode::ingest {

void Leaf::give(Document given) const {
    if (stop.stop_requested()) {
        return;
    }
    given.source = name;
    given.damaged_container = damaged || !source.problem().empty();
    document(std::move(given));
}

void Leaf::refuse(std::string reason, std::string detail, std::uint64_t line) const {
    reject({.source = name,
            .line = static_cast<std::uint32_t>(std::min<std::uint64_t>(line, UINT32_MAX)),
            .reason = std::move(reason),
            .detail = std::move(detail)});
}

void Leaf::refuse_for(const std::string& problem) const {
    const std::size_t colon = std::min(problem.find(": "), problem.size());
    refuse(problem.substr(0, colon), problem.substr(std::min(colon + 2, problem.size())));
}

void read_single(const Leaf& leaf, Document document) {
    if (!read_whole(leaf.source, leaf.limits.member_bytes, document.bytes)) {
        leaf.refuse("too-large", "larger than the limit for one document");
        return;
    }
    // A truncated document goes to the parser, which keeps what is complete in it. A member whose
    // archive disowns it, and what is too much, do not.
    const std::string problem = leaf.source.problem();
    if (problem.starts_with("inflation-ratio") || problem.starts_with("too-large") ||
        problem.starts_with("damaged-member") || problem.starts_with("unsupported-method")) {
        leaf.refuse_for(problem);
        return;
    }
    leaf.give(std::move(document));
}

}  // namespace lode::ingest
