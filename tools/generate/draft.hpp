// An article before it takes the form of a dialect, and what was planted in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/generate/plan.hpp"

namespace lode::generate {

// Text fields are rich text (rich.hpp).
struct SectionDraft {
    int level = 1;
    std::string label;  // "2.1"
    std::string title;
    std::vector<std::string> paragraphs;
    std::vector<std::size_t> figures;  // indices, placed behind the paragraphs
    bool table = false;                // the table stands here
};

struct FigureDraft {
    std::string caption;
    bool panels = false;  // (a) and (b)
};

struct TableCell {
    std::string text;
    int columns = 1;
    int rows = 1;
};

struct TableDraft {
    std::string caption;
    std::vector<std::vector<TableCell>> head;
    std::vector<std::vector<TableCell>> body;
    std::string footnote;
};

struct ReferenceDraft {
    Person first;
    Person second;
    std::string title;
    std::string journal;
    int year = 2000;
    int volume = 1;
    int page = 1;
};

struct Draft {
    Plan plan;
    Group group;
    std::vector<Person> authors;  // the first writes, the last leads
    std::string journal;
    int volume = 1;
    std::string title;
    std::vector<std::string> keywords;
    std::vector<std::string> abstract;
    std::vector<SectionDraft> sections;
    std::vector<FigureDraft> figures;
    TableDraft table;
    std::vector<ReferenceDraft> references;
    std::vector<std::pair<std::string, std::string>> math;  // TeX, MathML without prefix
};

struct TruthValue {
    std::string value;
    std::string unit;
};

struct TruthTrend {
    std::string sentence;  // plain text
    std::string section;   // "abstract", "results"
    std::string property;
    std::string variable;
    Shape direction = Shape::increase;  // for an increasing variable
    bool variable_decreasing = false;
    bool extremum_only = false;   // states the best value and where, nothing of the way there
    std::optional<bool> maximum;  // set where an extremum is stated
    TruthValue extremum;
    TruthValue location;
    std::string x_range;
    std::string figure;  // as written
};

struct TruthOutcome {
    std::string sentence;
    std::string section;
    Verdict outcome = Verdict::none;
    std::string_view scope = "own";  // own | prior_work | background
    bool hedged = false;
};

struct Truth {
    std::vector<TruthTrend> trends;
    std::vector<TruthOutcome> outcomes;
};

// The synthetic notice every article carries.
inline constexpr std::string_view k_notice =
    "Synthetic article written by a program (lode-generate). It reports no measurement; do not "
    "cite it.";

}  // namespace lode::generate
