#include "query/bias/concentration.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "query/bias/random.hpp"

namespace lode::query::bias {
namespace {

struct Bucket {  // units with the same number of reports
    double reports = 0;
    double units = 0;
};

// Buckets ascending by reports, some may be empty.
double gini(const std::vector<Bucket>& buckets, double units) {
    double before = 0;
    double weighted = 0;
    double total = 0;
    for (const auto& bucket : buckets) {
        // Sum of (2 i - n - 1) over the ranks i of the bucket.
        weighted += bucket.reports * bucket.units * (2 * before + bucket.units - units);
        before += bucket.units;
        total += bucket.reports * bucket.units;
    }
    return weighted / (units * total) * units / (units - 1);
}

double top_share(const std::vector<Bucket>& buckets, double top_units) {
    double left = top_units;
    double held = 0;
    double total = 0;
    for (auto bucket = buckets.rbegin(); bucket != buckets.rend(); ++bucket) {
        const double taken = std::min(left, bucket->units);
        held += taken * bucket->reports;
        left -= taken;
        total += bucket->units * bucket->reports;
    }
    return held / total;
}

}  // namespace

std::optional<Concentration> concentration(std::span<const std::uint64_t> reports) {
    std::vector<double> values;
    for (const auto count : reports) {
        if (count > 0) {
            values.push_back(static_cast<double>(count));
        }
    }
    if (values.size() < 2) {
        return std::nullopt;
    }
    std::sort(values.begin(), values.end());
    std::vector<Bucket> buckets;
    std::vector<std::size_t> bucket_of;
    double entropy = 0;
    double total = 0;
    for (const double value : values) {
        total += value;
    }
    for (const double value : values) {
        if (buckets.empty() || buckets.back().reports != value) {
            buckets.push_back({value, 0});
        }
        buckets.back().units += 1;
        bucket_of.push_back(buckets.size() - 1);
        entropy -= value / total * std::log(value / total);
    }
    const auto units = static_cast<double>(values.size());
    Concentration result;
    result.units = values.size();
    result.reports = static_cast<std::uint64_t>(total);
    result.gini = gini(buckets, units);
    result.evenness = std::min(1.0, entropy / std::log(units));
    const double top = std::max(1.0, std::round(k_top_fraction * units));
    result.top_units = static_cast<std::size_t>(top);
    result.top_share = top_share(buckets, top);

    Draws draws(k_seed);
    std::vector<double> ginis;
    std::vector<double> tops;
    for (std::size_t i = 0; i < k_bootstrap_draws; ++i) {
        for (auto& bucket : buckets) {
            bucket.units = 0;
        }
        for (std::size_t unit = 0; unit < values.size(); ++unit) {
            buckets[bucket_of[draws.below(values.size())]].units += 1;
        }
        ginis.push_back(gini(buckets, units));
        tops.push_back(top_share(buckets, top));
    }
    result.gini_interval = {quantile(ginis, 0.05), quantile(ginis, 0.95)};
    result.top_share_interval = {quantile(tops, 0.05), quantile(tops, 0.95)};
    return result;
}

}  // namespace lode::query::bias
