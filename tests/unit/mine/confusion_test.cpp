// The measured errors of the classifier of outcomes: the shipped table fits the program.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.hpp"
#include "core/model/outcome_confusion.hpp"
#include "tests/unit/mine/helpers.hpp"

using namespace lode;
namespace fs = std::filesystem;

namespace {

constexpr std::array k_labels{OutcomeLabel::positive, OutcomeLabel::negative, OutcomeLabel::null,
                              OutcomeLabel::neutral};

// A folder of lexicons with this table alone; the others come from the program.
class EditedTable {
 public:
    explicit EditedTable(const std::string& text)
        : m_folder(fs::temp_directory_path() / ("lode-confusion-" + std::to_string(::getpid()))) {
        fs::create_directories(m_folder);
        std::ofstream(m_folder / "outcome_confusion.tsv") << text;
    }
    ~EditedTable() { fs::remove_all(m_folder); }
    EditedTable(const EditedTable&) = delete;
    EditedTable& operator=(const EditedTable&) = delete;
    std::vector<OutcomeConfusion> read() const {
        return outcome_confusions(LexiconSource(m_folder));
    }

 private:
    fs::path m_folder;
};

const std::string k_set = "rules\t3\nset\ta\tunread\t2020-01-01\tdata\tcommand\n";
const std::string k_rows =
    "counts\ta\tpositive\t5\t1\t0\t2\ncounts\ta\tnegative\t0\t7\t1\t0\n"
    "counts\ta\tnull\t0\t0\t3\t0\ncounts\ta\tneutral\t1\t2\t0\t9\n";

}  // namespace

TEST_CASE("a table of errors is read with what it was measured on") {
    const auto sets = EditedTable(k_set + k_rows).read();
    REQUIRE(sets.size() == 1);
    CHECK(sets[0].rules == 3);
    CHECK(sets[0].set == "a");
    CHECK_FALSE(sets[0].in_sight);
    CHECK(sets[0].date == "2020-01-01");
    CHECK(sets[0].count(OutcomeLabel::positive, OutcomeLabel::neutral) == 2);
    CHECK(sets[0].count(OutcomeLabel::neutral, OutcomeLabel::negative) == 2);
    CHECK(sets[0].count(OutcomeLabel::negative, OutcomeLabel::null) == 1);
    CHECK(sets[0].truly(OutcomeLabel::negative) == 8);
    CHECK(sets[0].n() == 31);
}

TEST_CASE("a damaged table of errors is refused by name") {
    for (const std::string& text :
         {k_rows, "set\ta\tunread\td\td\tc\n" + k_rows, k_set + "counts\ta\tpositive\t5\t1\t0\t2\n",
          k_set + k_rows + "counts\ta\tnull\t0\t0\t3\t0\n", k_set + "counts\tb\tnull\t0\t0\t3\t0\n",
          k_set + "counts\ta\tgood\t0\t0\t3\t0\n", k_set + "counts\ta\tnull\t0\t-1\t3\t0\n",
          k_set + "counts\ta\tnull\t0\t1\n", k_set + "total\t5\n", std::string("rules\tx\n"),
          std::string("rules\t1\nset\ta\tnew\td\td\tc\n")}) {
        INFO(text);
        CHECK_THROWS_WITH(EditedTable(text).read(), Catch::Contains("outcome_confusion.tsv"));
    }
}

TEST_CASE("the shipped table of errors was measured with these rules") {
    const auto sets = outcome_confusions();
    REQUIRE_FALSE(sets.empty());
    bool unread = false;
    for (const auto& set : sets) {
        INFO(set.set);
        // Measure again (each set's command) where the rules of trends and outcomes changed.
        CHECK(set.rules == k_claims_version);
        CHECK(set.n() > 0);
        CHECK_FALSE(set.command.empty());
        unread = unread || !set.in_sight;
    }
    CHECK(unread);
}

TEST_CASE("counting the labelled sentences again gives the shipped table of errors") {
    const fs::path gold = fs::path(LODE_SOURCE_DIR) / "../shared/gold/trends/dev_outcomes.jsonl";
    if (!fs::exists(gold)) {
        WARN("skipped: the labelled sentences are not here");
        return;
    }
    const auto sets = outcome_confusions();
    const auto shipped = std::find_if(sets.begin(), sets.end(),
                                      [](const auto& set) { return set.set == "development"; });
    REQUIRE(shipped != sets.end());
    OutcomeConfusion counted;
    std::ifstream in(gold);
    for (std::string line; std::getline(in, line);) {
        const auto row = nlohmann::json::parse(line);
        const auto truth = *std::find_if(k_labels.begin(), k_labels.end(), [&](OutcomeLabel l) {
            return name(l) == row.at("outcome").get<std::string>();
        });
        const auto found =
            test::annotate(row.at("text").get<std::string>()).analysis.sentences.at(0).outcome;
        ++counted.counts.at(static_cast<std::size_t>(truth)).at(static_cast<std::size_t>(found));
    }
    for (const auto truth : k_labels) {
        for (const auto found : k_labels) {
            INFO("true " << name(truth) << ", found " << name(found));
            CHECK(counted.count(truth, found) == shipped->count(truth, found));
        }
    }
}
