#include "tools/split_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "query/split/columns.hpp"

namespace lode::tools {
namespace {

using query::split::Kind;
using query::split::Options;
using query::split::Space;

constexpr std::uint32_t k_usual_clusters = 5;
// The report counts every material by fold and compares every fold with all others.
constexpr std::uint32_t k_most_folds = 100;

std::vector<std::uint16_t> read_years(std::string_view list) {
    std::vector<std::uint16_t> years;
    while (true) {
        const auto comma = std::min(list.find(','), list.size());
        std::uint16_t year = 0;
        const auto [end, failed] = std::from_chars(list.data(), list.data() + comma, year);
        if (failed != std::errc() || end != list.data() + comma || year < 1000 || year > 2999 ||
            (!years.empty() && year <= years.back())) {
            throw UsageError(
                fmt::format("--split year: '{}' is no last year of training (and of validation)",
                            list),
                "example: --split year:2015,2018");
        }
        years.push_back(year);
        if (comma == list.size()) {
            break;
        }
        list.remove_prefix(comma + 1);
    }
    if (years.size() > 2) {
        throw UsageError("--split year: more than two years",
                         "the last year of training, and that of validation");
    }
    return years;
}

void read_kind(const std::string& asked, Options& options) {
    const auto colon = asked.find(':');
    const std::string kind = asked.substr(0, colon);
    const std::string detail = colon == std::string::npos ? "" : asked.substr(colon + 1);
    const bool empty_detail = colon != std::string::npos && detail.empty();
    if (kind == "random" && colon == std::string::npos) {
        options.kind = Kind::random;
    } else if (kind == "year" && !empty_detail) {
        options.kind = Kind::year;
        if (!detail.empty()) {
            options.last_years = read_years(detail);
        }
    } else if (kind == "group" && !empty_detail) {
        options.kind = Kind::group;
        options.column = detail;
    } else if (kind == "cluster" &&
               (colon == std::string::npos || detail == "composition" || detail == "embedding")) {
        options.kind = Kind::cluster;
        options.space = detail == "embedding" ? Space::embedding : Space::composition;
    } else {
        throw UsageError(fmt::format("there is no split '{}'", asked),
                         "random, year, year:2015, group, group:COLUMN, cluster, "
                         "cluster:composition, cluster:embedding");
    }
}

std::vector<double> read_shares(const Context& context) {
    std::vector<double> shares;
    for (const auto& part : context.arguments().comma_list("split-shares")) {
        double share = 0;
        const auto [end, failed] = std::from_chars(part.data(), part.data() + part.size(), share);
        if (failed != std::errc() || end != part.data() + part.size() || !(share > 0) ||
            share > 1e9) {
            throw UsageError(fmt::format("--split-shares: '{}' is no share", part),
                             "example: --split-shares 80,10,10");
        }
        shares.push_back(share);
    }
    if (shares.size() != 2 && shares.size() != 3) {
        throw UsageError("--split-shares: two or three numbers",
                         "training, perhaps validation, and test: 80,20 or 80,10,10");
    }
    constexpr double k_whole = 100;
    constexpr double k_rounding = 1e-6;  // 33.3333,33.3333,33.3334
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (std::abs(sum - k_whole) > k_rounding) {
        throw UsageError(fmt::format("--split-shares: the shares add up to {:g}, not to 100", sum),
                         "example: --split-shares 80,10,10");
    }
    for (double& share : shares) {
        share /= sum;
    }
    return shares;
}

void refuse(const Arguments& arguments, const std::string& option, const std::string& because) {
    if (arguments.given(option)) {
        throw UsageError(
            fmt::format("--{} does not go with --split {}", option, arguments.text("split")),
            because);
    }
}

}  // namespace

OptionGroup split_options() {
    return {
        {"split", "KIND", "",
         "Add a column that says what a record is for. random: each by itself; year[:LAST]: the "
         "past trains; group[:COLUMN]: records of one article (or one value) stay together; "
         "cluster[:composition|:embedding]: leave one cluster of materials out.",
         "Split"},
        {"split-shares", "LIST", "80,20",
         "Shares of training, perhaps validation, and test, in percent.", "Split"},
        {"split-folds", "N", "",
         "Folds that test each other instead of shares, in the column fold, 2 to 100; cluster "
         "makes 5.",
         "Split"},
        {"split-seed", "N", "1", "Another seed deals the records otherwise.", "Split"},
        {"split-label", "COLUMN=VALUE", "",
         "Which records are active, for label balance and AVE bias; without it the dataset's "
         "own label (outcome=positive).",
         "Split"},
        {"split-report", "FILE", "",
         "Write the report on the split's bias as JSON; a package has it as split.json.", "Split"}};
}

std::optional<Options> read_split_options(const Context& context, const query::Export& dataset) {
    const Arguments& arguments = context.arguments();
    const std::string asked = arguments.text("split");
    if (asked.empty()) {
        return std::nullopt;
    }
    if (dataset.columns().empty()) {
        throw UsageError(fmt::format("{} is no table: it cannot be split", dataset.info().name),
                         "lode export lists the datasets");
    }
    Options options;
    read_kind(asked, options);
    options.shares = read_shares(context);
    if (arguments.given("split-folds")) {
        options.folds =
            static_cast<std::uint32_t>(arguments.number("split-folds", 2, k_most_folds));
    }
    options.seed = arguments.number("split-seed", 0, UINT64_MAX);
    options.label = arguments.text("split-label");
    if (options.label.empty()) {
        options.label = dataset.info().label;
    }
    if (options.kind == Kind::year) {
        refuse(arguments, "split-folds", "the future does not train a model of the past");
        refuse(arguments, "split-seed", "nothing is drawn");
        if (!options.last_years.empty()) {
            refuse(arguments, "split-shares", "the years are given");
        }
    }
    if (options.kind == Kind::cluster) {
        refuse(arguments, "split-shares", "every cluster is a fold; --split-folds says how many");
        options.folds = options.folds == 0 ? k_usual_clusters : options.folds;
    }
    if (options.folds > 0) {
        refuse(arguments, "split-shares", "folds are alike");
    }
    query::split::find_label(dataset.columns(), options.label);
    if (!options.column.empty()) {
        query::split::need_column(dataset.columns(), options.column);
    }
    return options;
}

}  // namespace lode::tools
