#include "query/bias/groups.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "core/text/unicode.hpp"
#include "query/bias/predictive.hpp"

namespace lode::query::bias {
namespace {

class Union {
 public:
    explicit Union(std::size_t size) : m_parent(size) {
        std::iota(m_parent.begin(), m_parent.end(), std::size_t{0});
    }
    std::size_t root(std::size_t i) {
        while (m_parent[i] != i) {
            m_parent[i] = m_parent[m_parent[i]];
            i = m_parent[i];
        }
        return i;
    }
    void join(std::size_t a, std::size_t b) {
        a = root(a);
        b = root(b);
        m_parent[std::max(a, b)] = std::min(a, b);
    }

 private:
    std::vector<std::size_t> m_parent;
};

// The first character of a UTF-8 text.
std::string_view initial(std::string_view text) {
    std::size_t end = text.empty() ? 0 : 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        ++end;
    }
    return text.substr(0, end);
}

std::string key(const Author& author) {
    if (author.family.empty()) {
        return {};
    }
    return text::to_lower(author.family + "," + std::string(initial(author.given)));
}

}  // namespace

std::vector<std::size_t> author_groups(std::span<const std::vector<Author>> articles) {
    Union joined(articles.size());
    std::map<std::string, std::size_t> last;
    std::map<std::string, std::size_t> numbers;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> pairs;
    for (std::size_t i = 0; i < articles.size(); ++i) {
        std::vector<std::size_t> names;
        for (const auto& author : articles[i]) {
            if (const auto name = key(author); !name.empty()) {
                names.push_back(numbers.try_emplace(name, numbers.size()).first->second);
            }
        }
        if (!articles[i].empty()) {
            if (const auto name = key(articles[i].back()); !name.empty()) {
                joined.join(last.try_emplace(name, i).first->second, i);
            }
        }
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        // Collaborations of hundreds would make ten thousands of pairs: their first hundred names
        // are enough to find a shared pair, the numbers being those of first appearance.
        names.resize(std::min<std::size_t>(names.size(), 100));
        for (std::size_t a = 0; a < names.size(); ++a) {
            for (std::size_t b = a + 1; b < names.size(); ++b) {
                joined.join(pairs.try_emplace({names[a], names[b]}, i).first->second, i);
            }
        }
    }
    std::map<std::size_t, std::size_t> order;
    std::vector<std::size_t> groups;
    for (std::size_t i = 0; i < articles.size(); ++i) {
        groups.push_back(order.try_emplace(joined.root(i), order.size()).first->second);
    }
    return groups;
}

std::optional<GroupShare> group_share(const statistics::BetaPrior& prior, double baseline,
                                      std::span<const statistics::Trials> groups) {
    GroupShare result;
    statistics::Trials all;
    double pairs = 0;
    std::uint64_t most = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto& group = groups[i];
        if (group.n == 0) {
            continue;
        }
        ++result.groups;
        all.n += group.n;
        all.successes += group.successes;
        pairs += static_cast<double>(group.n) * static_cast<double>(group.n - 1);
        if (group.n > most) {
            most = group.n;
            result.largest_group = i;
        }
    }
    if (all.n == 0) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(all.n);
    result.reports = all.n;
    result.largest = static_cast<double>(most) / n;
    // Of few reports 1/D is more than the groups there are (reports 1, 1, 2: six): it guesses at
    // groups that were not drawn. What is printed speaks of these reports.
    const auto seen = static_cast<double>(result.groups);
    result.effective = pairs > 0 ? std::min(seen, n * (n - 1) / pairs) : seen;
    const auto is_above = [&](const statistics::Trials& trials) {
        return not_above(prior, trials, baseline) < 1 - k_above;
    };
    result.above = is_above(all);
    if (result.above) {
        // The group whose loss weakens the verdict most is named.
        double weakest = 1 - k_above;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const statistics::Trials rest{all.successes - groups[i].successes, all.n - groups[i].n};
            const double doubt = not_above(prior, rest, baseline);
            if (groups[i].n > 0 && doubt >= weakest) {
                weakest = doubt;
                result.decisive_group = i;
            }
        }
    }
    return result;
}

}  // namespace lode::query::bias
