// Splits: who lands where, and whether the report finds what is planted and nothing else.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/text/analyser.hpp"
#include "query/composition_space.hpp"
#include "query/k_means.hpp"
#include "query/split/export.hpp"
#include "tests/unit/exports/stored.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using namespace lode::query::split;
using Json = nlohmann::json;

namespace {

struct Record {
    std::string article, material, outcome;
    std::int64_t year = 0;
    std::string application = "thermoelectric";
};

// A table from memory.
class MadeTable final : public TableExport {
 public:
    explicit MadeTable(std::vector<Record> records) : m_records(std::move(records)) {}
    const ExportInfo& info() const noexcept override {
        static constexpr ExportInfo k_info{.name = "made",
                                           .version = 1,
                                           .title = "Made",
                                           .formats = k_table_formats,
                                           .reference = "here"};
        return k_info;
    }
    std::span<const Column> columns() const override {
        static constexpr std::array<Column, 5> k_columns{
            {{"article", ColumnType::text, "Article"},
             {"year", ColumnType::integer, "Year"},
             {"application", ColumnType::text, "Application"},
             {"material", ColumnType::text, "Material"},
             {"outcome", ColumnType::text, "Outcome"}}};
        return k_columns;
    }
    const std::vector<Record>& records() const { return m_records; }

 protected:
    void rows(const ExportSource&, const Emit& emit, Progress&, std::stop_token) const override {
        for (const Record& r : m_records) {
            emit(std::vector<Cell>{stated(r.article), r.year == 0 ? Cell{} : Cell{r.year},
                                   stated(r.application), stated(r.material), stated(r.outcome)},
                 true);
        }
    }

 private:
    std::vector<Record> m_records;
};

ExportSource source(const embed::Embedding* model = nullptr) {
    return {.store = stored::reader(), .model = model};
}

// The report of a table whose records say themselves where they belong: "train" or "test" (folds:
// the number), in front of the article's name.
BiasReport report_of(const std::vector<std::pair<std::size_t, Record>>& records,
                     Options options = {}) {
    options.label = "outcome=positive";
    const MadeTable table({});
    Tally tally(table.columns(), options);
    for (const auto& [side, r] : records) {
        tally.add(std::vector<Cell>{stated(r.article), r.year, stated(r.application),
                                    stated(r.material), stated(r.outcome)},
                  side);
    }
    return tally.report("");
}

std::set<std::string> leaks(const Evaluation& evaluation) {
    std::set<std::string> names;
    for (const Leak& leak : evaluation.leaks) {
        names.insert(leak.name);
        CHECK(leak.because.find_first_of("0123456789") != std::string::npos);
    }
    return names;
}

constexpr std::size_t k_train = 0;
constexpr std::size_t k_test = 1;

// Nothing in common: other articles, other elements, half of each side positive.
std::vector<std::pair<std::size_t, Record>> clean() {
    std::vector<std::pair<std::size_t, Record>> records;
    for (int i = 0; i < 20; ++i) {
        const auto n = std::to_string(i);
        records.push_back(
            {k_train,
             {"a" + n, i % 2 == 0 ? "PbTe" : "GaN", i % 2 == 0 ? "positive" : "negative"}});
        records.push_back(
            {k_test, {"b" + n, i % 2 == 0 ? "LiF" : "MgO", i % 2 == 0 ? "positive" : "null"}});
    }
    return records;
}

}  // namespace

TEST_CASE("a clean split has no leak", "[split]") {
    const BiasReport report = report_of(clean());
    REQUIRE(report.evaluations.size() == 1);
    const Evaluation& e = report.evaluations.front();
    CHECK(leaks(e).empty());
    CHECK(e.tested.records == 20);
    CHECK(e.training.records == 20);
    CHECK(e.tested.materials == 2);
    CHECK(e.tested.labels.active == 10);
    CHECK(e.tested.labels.inactive == 10);
    CHECK(e.articles == 20);
    CHECK(e.nearness.value().median == 1);
    CHECK(e.nearness->near == 0);
    REQUIRE(e.ave);
    CHECK(e.ave->bias() == 0);
    CHECK(to_markdown(report).find("No leak was found") != std::string::npos);
    CHECK(summary(report).empty());
}

TEST_CASE("each planted leak is found, and only it", "[split]") {
    auto records = clean();
    SECTION("an article on both sides") {
        records.insert(records.begin() + 1, {k_test, {"a0", "LiF", "positive"}});
        records.push_back({k_test, {"c", "LiF", "negative"}});
        const auto report = report_of(records);
        const auto& e = report.evaluations.front();
        CHECK(leaks(e) == std::set<std::string>{"shared-articles"});
        CHECK(e.shared_articles == 1);
        CHECK(e.articles == 22);
    }
    SECTION("a composition on both sides, written otherwise") {
        records.push_back({k_test, {"c1", "Pb2Te2", "positive"}});
        records.push_back({k_test, {"c2", "Pb2Te2", "negative"}});
        const auto report = report_of(records);
        const auto& e = report.evaluations.front();
        CHECK(leaks(e) == std::set<std::string>{"shared-compositions"});
        CHECK(e.shared_materials == 1);
        CHECK(e.tested.materials == 3);
        CHECK(e.shared_records == 2);
        CHECK(e.named_records == 22);
        CHECK(e.nearness->near == 2);
    }
    SECTION("the same composition in another application is shared, but not near") {
        records.push_back({k_test, {"c1", "PbTe", "positive", 0, "infrared detector"}});
        const auto report = report_of(records);
        const auto& e = report.evaluations.front();
        CHECK(e.shared_materials == 1);
        CHECK(e.nearness->near == 0);
    }
    SECTION("near neighbours: one atom in thirty exchanged") {
        for (int i = 0; i < 6; ++i) {
            // Ga15N15 with one N for an O; half of them positive.
            records.push_back(
                {k_test,
                 {"c" + std::to_string(i), "Ga15N14O", i % 2 == 0 ? "positive" : "negative"}});
        }
        const auto report = report_of(records);
        const auto& e = report.evaluations.front();
        CHECK(leaks(e) == std::set<std::string>{"near-neighbours"});
        CHECK(e.nearness->near == 6);
        CHECK(e.nearness->n == 26);
        CHECK(e.nearness->low == Approx(1.0 / 30));
    }
    SECTION("labels that the nearest neighbour knows") {
        // A fifth exchanged: not near, but always of the neighbour's own label.
        for (int i = 0; i < 20; ++i) {
            records.push_back({k_test,
                               {"c" + std::to_string(i), i % 2 == 0 ? "Pb4Te5I" : "Ga4N5P",
                                i % 2 == 0 ? "positive" : "negative"}});
        }
        const auto report = report_of(records);
        const auto& e = report.evaluations.front();
        CHECK(leaks(e) == std::set<std::string>{"ave-bias"});
        CHECK(e.ave->actives > 0.4);
        CHECK(e.ave->tested_active == 20);
    }
    SECTION("another share of positives") {
        for (int i = 0; i < 40; ++i) {
            records.push_back({k_test, {"c" + std::to_string(i), "LiF", "positive"}});
        }
        const auto report = report_of(records);
        CHECK(leaks(report.evaluations.front()) == std::set<std::string>{"label-shift"});
    }
}

TEST_CASE("AVE bias as its formula says", "[split]") {
    // By hand: every record has its own composition in training with its own label, and the other
    // label shares no element: 100 of the 101 thresholds lie above 0, none above 1.
    std::vector<std::pair<std::size_t, Record>> twins;
    for (const std::size_t side : {k_train, k_test}) {
        twins.push_back({side, {std::to_string(side), "PbTe", "positive"}});
        twins.push_back({side, {std::to_string(side), "GaN", "negative"}});
    }
    CHECK(report_of(twins).evaluations.front().ave->bias() == Approx(200.0 / 101));
    // Labels exchanged in the test set: as bad for a nearest neighbour as it gets.
    for (auto& [side, r] : twins) {
        if (side == k_test) {
            r.outcome = r.outcome == "positive" ? "negative" : "positive";
        }
    }
    CHECK(report_of(twins).evaluations.front().ave->bias() == Approx(-200.0 / 101));

    // Against the formula written out over all pairs.
    std::mt19937 draw(3);
    const std::vector<std::string> pool{"PbTe",   "Bi2Te3", "SnSe",  "Bi2Te2Se", "GaN",    "AlN",
                                        "GaAlN2", "PbSe",   "SnSe2", "InN",      "Ga2InN3"};
    std::vector<std::pair<std::size_t, Record>> records;
    for (int i = 0; i < 200; ++i) {
        records.push_back({draw() % 3 == 0 ? k_test : k_train,
                           {std::to_string(i), pool[draw() % pool.size()],
                            draw() % 3 == 0 ? "negative" : "positive"}});
    }
    const auto h = [&](const std::string& tested, const std::string& training) {
        double sum = 0;
        int n = 0;
        for (const auto& [side, v] : records) {
            if (side != k_test || (v.outcome == "positive") != (tested == "a")) {
                continue;
            }
            double least = 2;
            for (const auto& [other, t] : records) {
                if (other == k_train && (t.outcome == "positive") == (training == "a")) {
                    least = std::min(least, exchange_distance(*element_shares(v.material),
                                                              *element_shares(t.material)));
                }
            }
            for (int d = 0; d <= 100; ++d) {
                sum += least < d / 100.0 ? 1 : 0;
            }
            ++n;
        }
        return sum / (101.0 * n);
    };
    const auto e = report_of(records).evaluations.front();
    REQUIRE(e.ave);
    CHECK(e.ave->actives == Approx(h("a", "a") - h("a", "i")));
    CHECK(e.ave->inactives == Approx(h("i", "i") - h("i", "a")));

    // Without inactive records there is none, and the report says why.
    twins.erase(std::remove_if(twins.begin(), twins.end(),
                               [](const auto& r) { return r.second.outcome == "negative"; }),
                twins.end());
    const auto none = report_of(twins).evaluations.front();
    CHECK_FALSE(none.ave);
    CHECK(none.why_no_ave.find("training 1 and 0") != std::string::npos);
}

TEST_CASE("of folds, each is tested against all others", "[split]") {
    Options options;
    options.folds = 3;
    const auto report = report_of({{0, {"a", "PbTe", "positive"}},
                                   {1, {"b", "GaN", "negative"}},
                                   {2, {"c", "GaN", "negative"}},
                                   {2, {"c", "LiF", "positive"}}},
                                  options);
    REQUIRE(report.evaluations.size() == 3);
    CHECK(report.evaluations[0].training.records == 3);
    CHECK(report.evaluations[0].shared_materials == 0);
    CHECK(report.evaluations[1].shared_materials == 1);
    CHECK(report.evaluations[1].training.materials == 3);
    CHECK(report.evaluations[2].shared_records == 1);
    CHECK(report.evaluations[2].named_records == 2);
}

namespace {

std::vector<Json> dealt(const TableExport& table, const Options& options,
                        BiasReport* report = nullptr, const embed::Embedding* model = nullptr) {
    const auto splitter = Splitter::fit(table, source(model), options, Progress::none(), {});
    const SplitExport made(table, splitter);
    std::ostringstream out;
    made.write(source(model), "jsonl", out, Progress::none(), {});
    std::vector<Json> list;
    std::istringstream in(out.str());
    for (std::string line; std::getline(in, line);) {
        list.push_back(Json::parse(line));
    }
    if (report != nullptr) {
        *report = made.report();
    }
    return list;
}

std::map<std::string, int> counts(const std::vector<Json>& records, const char* column) {
    std::map<std::string, int> n;
    for (const auto& record : records) {
        ++n[record[column].is_string() ? record[column].get<std::string>() : record[column].dump()];
    }
    return n;
}

}  // namespace

TEST_CASE("records are dealt by chance in the shares asked for", "[split]") {
    std::vector<Record> records(4000);
    for (std::size_t i = 0; i < records.size(); ++i) {
        records[i] = {"a" + std::to_string(i / 4), "PbTe", "positive"};
    }
    const MadeTable table(std::move(records));
    Options options;
    options.shares = {0.7, 0.1, 0.2};
    const auto first = dealt(table, options);
    auto n = counts(first, "split");
    CHECK(n["train"] == Approx(2800).margin(120));
    CHECK(n["validation"] == Approx(400).margin(80));
    CHECK(n["test"] == Approx(800).margin(100));
    CHECK(dealt(table, options) == first);
    options.seed = 2;
    CHECK(dealt(table, options) != first);

    options.kind = Kind::group;
    options.shares = {0.8, 0.2};
    BiasReport report;
    const auto grouped = dealt(table, options, &report);
    std::map<std::string, std::set<std::string>> sides_of;
    for (const auto& record : grouped) {
        sides_of[record["article"]].insert(record["split"]);
    }
    CHECK(std::all_of(sides_of.begin(), sides_of.end(),
                      [](const auto& one) { return one.second.size() == 1; }));
    CHECK(counts(grouped, "split")["test"] == Approx(800).margin(160));
    CHECK(report.evaluations.front().shared_articles == 0);
    CHECK(report.options.column == "article");

    options.folds = 5;
    for (const auto& [fold, of] : counts(dealt(table, options), "fold")) {
        CHECK(std::string("12345").find(fold) != std::string::npos);
        CHECK(of == Approx(800).margin(160));
    }
    options.column = "nothing";
    CHECK_THROWS_AS(dealt(table, options), UsageError);
}

TEST_CASE("the past trains and the future tests", "[split]") {
    std::vector<Record> records;
    for (int year = 2001; year <= 2010; ++year) {
        for (int i = 0; i < 10; ++i) {
            records.push_back({"a" + std::to_string(year), "PbTe", "positive", year});
        }
    }
    records.push_back({"undated", "PbTe", "positive", 0});
    const MadeTable table(records);
    Options options;
    options.kind = Kind::year;
    BiasReport report;
    const auto list = dealt(table, options, &report);
    for (const auto& record : list) {
        CHECK((record["year"].is_null()
                   ? record["split"].is_null()
                   : record["split"] == (record["year"] <= 2008 ? "train" : "test")));
    }
    CHECK(report.unassigned == 1);
    CHECK(report.why_unassigned == "no year");
    CHECK(report.options.last_years == std::vector<std::uint16_t>{2008});

    options.shares = {0.05, 0.05, 0.9};  // every side has a year, however small its share
    CHECK(counts(dealt(table, options), "split") ==
          std::map<std::string, int>{{"train", 10}, {"validation", 10}, {"test", 80}, {"null", 1}});
    options.last_years = {2003, 2005};
    CHECK(counts(dealt(table, options), "split") ==
          std::map<std::string, int>{{"train", 30}, {"validation", 20}, {"test", 50}, {"null", 1}});
    options.last_years.clear();
    const MadeTable one_year({{"a", "PbTe", "positive", 2001}, {"b", "PbTe", "positive", 2001}});
    CHECK_THROWS_AS(dealt(one_year, options), NoAnswer);
}

TEST_CASE("a cluster is left out whole", "[split]") {
    const std::vector<std::string> tellurides{"PbTe", "Bi2Te3", "Sb2Te3", "SnTe"};
    const std::vector<std::string> nitrides{"GaN", "AlN", "InN"};
    std::vector<Record> records;
    for (int i = 0; i < 30; ++i) {
        const auto& family = i % 2 == 0 ? tellurides : nitrides;
        records.push_back({"a" + std::to_string(i),
                           family[static_cast<std::size_t>(i / 2) % family.size()], "positive"});
    }
    records.push_back({"b", "Tb-Fe-Co", "positive"});
    const MadeTable table(records);
    Options options;
    options.kind = Kind::cluster;
    options.folds = 2;
    for (const std::uint64_t seed : {1U, 2U, 77U}) {
        options.seed = seed;
        BiasReport report;
        for (const auto& record : dealt(table, options, &report)) {
            const std::string material = record["material"];
            // The family with more materials comes first.
            CHECK(record["fold"].dump() == (material == "Tb-Fe-Co"                     ? "null"
                                            : material.find("Te") != std::string::npos ? "1"
                                                                                       : "2"));
        }
        for (const auto& e : report.evaluations) {
            CHECK(e.shared_materials == 0);
            CHECK(leaks(e).empty());
        }
        CHECK(report.unassigned == 1);
    }
    options.folds = 8;
    CHECK_THROWS_AS(dealt(table, options), NoAnswer);

    // In embedding space PbTe is beside GaN, and the rest of the materials is not known.
    const auto model = fixture::model({{"PbTe", 9, true, {1, 0, 0}, {1, 0, 0}},
                                       {"GaN", 8, true, {2, 0.1F, 0}, {1, 0, 0}},
                                       {"AlN", 7, true, {0, 1, 0}, {1, 0, 0}}});
    options.folds = 2;
    options.space = Space::embedding;
    std::map<std::string, std::string> fold_of;
    for (const auto& record : dealt(table, options, nullptr, &model)) {
        fold_of[record["material"]] = record["fold"].dump();
    }
    CHECK(fold_of["PbTe"] == "1");
    CHECK(fold_of["GaN"] == "1");
    CHECK(fold_of["AlN"] == "2");
    CHECK(fold_of["InN"] == "null");
}

TEST_CASE("k-means finds clouds that lie apart", "[split]") {
    std::mt19937 draw(5);
    std::vector<std::vector<float>> points;
    std::vector<std::uint32_t> wanted;
    const auto noise = [&] { return static_cast<float>(draw() % 100) / 1000.0F; };
    for (std::uint32_t cloud = 0; cloud < 4; ++cloud) {
        for (std::uint32_t i = 0; i < 40 - cloud * 5; ++i) {  // the first is the largest
            points.push_back(
                {static_cast<float>(cloud % 2) + noise(), static_cast<float>(cloud / 2) + noise()});
            wanted.push_back(cloud);
        }
    }
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
        CHECK(k_means(points, 4, seed) == wanted);
    }
    CHECK(k_means({{1}, {1}, {2}}, 2, 1) == std::vector<std::uint32_t>{0, 0, 1});
    CHECK_THROWS_AS(k_means({{1}, {1}}, 2, 1), Error);
    CHECK_THROWS_AS(k_means({}, 1, 1), Error);
}

TEST_CASE("every table dataset can be split, and the report adds up", "[split]") {
    const text::Analyser analyser;
    for (const auto& make : exports::all()) {
        const auto* table = dynamic_cast<const TableExport*>(&make());
        if (table == nullptr) {
            continue;
        }
        INFO(table->info().name);
        const ExportSource from{
            .store = stored::reader(),
            .normalise = [&](std::string_view typed) { return analyser.query_terms(typed); }};
        Options options;
        options.kind = Kind::group;
        options.label = table->info().label;
        const auto splitter = Splitter::fit(*table, from, options, Progress::none(), {});
        const SplitExport made(*table, splitter);
        CHECK(made.columns().size() == table->columns().size() + 1);
        std::ostringstream out;
        const auto n = made.write(from, "csv", out, Progress::none(), {});
        const BiasReport report = made.report();
        CHECK(report.records == n);
        std::uint64_t sum = report.unassigned;
        for (const auto side : report.records_by_side) {
            sum += side;
        }
        CHECK(sum == n);
        REQUIRE(report.evaluations.size() == 1);
        const auto& e = report.evaluations.front();
        if (report.has_articles) {
            CHECK(e.shared_articles == 0);
        } else {
            CHECK(e.shared_materials == 0);
        }
        if (!options.label.empty()) {
            CHECK(e.tested.labels.active > 0);
            CHECK(e.training.labels.active > 0);
        }
        const auto json = Json::parse(to_json(report));
        CHECK(json["evaluations"][0]["n"]["tested"]["records"] == e.tested.records);
        // Another pass counts anew.
        std::ostringstream again;
        made.write(from, "csv", again, Progress::none(), {});
        CHECK(again.str() == out.str());
        CHECK(to_json(made.report()) == to_json(report));
    }
}
