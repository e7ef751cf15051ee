#include <cstddef>
#include <utility>
#include <vector>

#include "query/flag.hpp"
#include "query/rank.hpp"

namespace lode::query {

void judge(Report& report) {
    // Flags see the report as it was before any of them spoke.
    std::vector<std::vector<Finding>> findings(report.rows.size());
    for (const auto& make : flags::all()) {
        const Flag& flag = make();
        for (std::size_t i = 0; i < report.rows.size(); ++i) {
            if (auto finding = flag.judge(report.rows[i], report)) {
                finding->name = flag.info().name;
                findings[i].push_back(std::move(*finding));
            }
        }
    }
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        report.rows[i].flags = std::move(findings[i]);
    }
}

}  // namespace lode::query
