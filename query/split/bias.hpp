// What makes a split easier than the world: records of the test set that training has all but seen.
// Counted while the records pass; memory grows with the different materials times the sides, not
// with the records.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "query/composition_space.hpp"
#include "query/dataset/table.hpp"
#include "query/split/columns.hpp"
#include "query/split/options.hpp"

namespace lode::query::split {

// Where a leak begins; none of these is a natural constant. They stand in every report.
// A test material this near to a training material is all but the same (share of atoms exchanged).
inline constexpr double k_near = 0.05;
// More of the test records than this may not be that near.
inline constexpr double k_most_near = 0.1;
// AVE bias above this: the nearest neighbour alone tells active from inactive.
inline constexpr double k_most_ave = 0.1;
// Difference of the share of active records, where it is also beyond chance (|z| > 1.96).
inline constexpr double k_most_label_shift = 0.1;

// Asymmetric validation embedding bias (Wallach & Heifets 2018, doi:10.1021/acs.jcim.7b00403):
//   B = [H(Va, Ta) - H(Va, Ti)] + [H(Vi, Ti) - H(Vi, Ta)]
//   H(V, T) = mean over v in V and over d in {0, 0.01, ..., 1} of [min over t in T of D(v, t) < d]
// V tested, T training, a active, i inactive records; D is exchange_distance(). -2 to 2; near 0 is
// fair, above it copying the nearest neighbour's label pays.
struct Ave {
    double actives = 0;    // H(Va, Ta) - H(Va, Ti)
    double inactives = 0;  // H(Vi, Ti) - H(Vi, Ta)
    double bias() const noexcept { return actives + inactives; }
    // Records with a readable composition behind each.
    std::uint64_t tested_active = 0, tested_inactive = 0;
    std::uint64_t training_active = 0, training_inactive = 0;
};

struct Labels {
    std::uint64_t active = 0, inactive = 0;
    std::uint64_t n() const noexcept { return active + inactive; }
    double share() const noexcept {
        return n() == 0 ? 0 : static_cast<double>(active) / static_cast<double>(n());
    }
};

struct Part {  // the records that are tested, or those that train
    std::uint64_t records = 0;
    std::uint64_t materials = 0;  // different ones
    Labels labels;
};

struct Nearness {
    std::uint64_t n = 0;                   // tested records with a readable composition
    std::uint64_t near = 0;                // at most k_near from a training record
    double low = 0, median = 0, high = 0;  // 5th, 50th, 95th percentile of the distances
};

struct Leak {
    std::string name;     // a stable word
    std::string because;  // with the numbers
};

// One test set against what trains its model.
struct Evaluation {
    std::size_t side = 0;
    Part tested, training;
    std::uint64_t shared_materials = 0;  // tested ones that training has too
    std::uint64_t named_records = 0;     // tested records that name a material
    std::uint64_t shared_records = 0;    // of them, with a shared one
    std::uint64_t articles = 0, shared_articles = 0;
    // Where no material is known to both, or none is readable: nothing. Materials of different
    // applications are as far apart as can be.
    std::optional<Nearness> nearness;
    std::optional<Ave> ave;
    std::string why_no_ave;
    std::vector<Leak> leaks;
};

struct BiasReport {
    Options options;
    std::string label;  // "" none
    bool has_materials = false, has_articles = false, has_applications = false;
    std::uint64_t records = 0, unassigned = 0;
    std::string why_unassigned;
    std::vector<std::uint64_t> records_by_side;
    std::vector<Evaluation> evaluations;  // one for each side that tests
};

// Takes the records of a table with their sides. Records of one article must follow each other, as
// they do in every dataset of the store. Not thread-safe.
class Tally {
 public:
    // The label of `options`; UsageError where the table has no such column.
    Tally(std::span<const Column> columns, const Options& options);
    void add(std::span<const Cell> cells, std::optional<std::size_t> side);
    // After the last record.
    BiasReport report(const std::string& why_unassigned);

 private:
    enum Class : std::uint8_t { k_active, k_inactive, k_unlabelled, k_classes };
    struct Counts {
        std::vector<std::uint64_t> n;  // side * k_classes + class
    };
    struct Material {
        std::string key;  // canonical composition where it is readable
        std::optional<ElementShares> shares;
    };
    std::uint32_t material(const std::string& written);
    void end_article();
    bool on(const Counts& counts, std::size_t tested, bool training) const;
    std::uint64_t count(const Counts& counts, std::size_t tested, bool training,
                        std::size_t label) const;
    void overlap(Evaluation& evaluation) const;
    void neighbours(Evaluation& evaluation) const;

    Options m_options;
    std::optional<Label> m_label;
    std::optional<std::size_t> m_material_column, m_article_column, m_application_column;
    std::uint64_t m_records = 0, m_unassigned = 0;
    std::vector<Counts> m_all;                       // one: of all records
    std::map<std::string, std::uint32_t> m_numbers;  // of materials as written
    std::map<std::string, std::uint32_t> m_by_key;
    std::vector<Material> m_materials;
    // Application and material.
    std::map<std::pair<std::string, std::uint32_t>, Counts> m_pairs;
    std::string m_article;
    std::vector<bool> m_article_sides;
    std::vector<std::uint64_t> m_articles, m_shared_articles;  // of a tested side
};

// The whole report as JSON (docs/FORMATS.md), and as a section of a datasheet in Markdown.
std::string to_json(const BiasReport& report);
std::string to_markdown(const BiasReport& report);
// "test: 12 of 40 compositions are in training too": one line for each leak; "" where none is
// found.
std::string summary(const BiasReport& report);

}  // namespace lode::query::split
