// What the literature says of a property: the stored figure trends and outcomes of a material,
// property and variable, each with its sentence and where it stands. Nothing is averaged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/analysis.hpp"
#include "query/literature.hpp"
#include "query/property_names.hpp"
#include "query/terms.hpp"

namespace lode::query {

struct TrendQuestion {
    std::string material;    // canonical composition, or a name as written; "": any
    std::string property;    // as typed; "": any
    std::string variable;    // as typed; "": any
    std::vector<Run> about;  // the article must hold each of these runs of norms
    std::uint16_t from_year = 0, until_year = 0;  // 0: no bound; articles without a year pass both
    // Outcome search only: which labels; neutral sentences are never asked for.
    std::vector<OutcomeLabel> outcomes;
    bool other_work = false;  // outcome search: prior work and background too
};

// Where a sentence stands. Offsets count code points of the block's text.
struct Place {
    std::string article, doi;
    std::uint16_t year = 0;
    bool retracted = false;
    std::string section;
    std::string sentence;
    std::uint32_t begin = 0, end = 0;
};

// How it is known which material a record is about.
enum class MaterialFrom : std::uint8_t {
    unknown,   // none is named
    record,    // the trend names it
    sentence,  // the only one of its sentence, or one of them that was asked for
    title,     // the title names one material only, and the sentence none
};
std::string_view name(MaterialFrom from);

struct TrendRecord {
    Place place;
    std::string material;  // canonical composition or name; "" unknown
    std::string written;   // as the sentence or title writes it
    MaterialFrom material_from = MaterialFrom::unknown;
    std::string property_key, variable_key;  // PropertyNames::key(); "" not stated
    Trend trend;
};

struct OutcomeRecord {
    Place place;
    std::string material, written;
    MaterialFrom material_from = MaterialFrom::unknown;
    OutcomeLabel outcome = OutcomeLabel::neutral;
    ClaimScope scope = ClaimScope::own;
    bool hedged = false;
    float score = 0;
};

struct TrendAnswer {
    std::vector<TrendRecord> records;  // by material, property, variable, direction, year, article
    std::vector<TrendRecord> reference;  // the same question without the material
    std::uint64_t searched = 0;          // articles looked at
    std::uint64_t retracted = 0;         // of them left out
};
struct OutcomeAnswer {
    std::vector<OutcomeRecord> records;  // negative first, then null, positive; newest first
    std::uint64_t searched = 0;
    std::uint64_t retracted = 0;
};

// Retracted articles are left out and counted. `normalise` turns typed words into norms of the
// training text, by which articles are found. Time: the articles that hold the property's, else the
// variable's, else the material's words, else the runs of `about`; a question without any of these
// is a UsageError. Memory: the answer.
TrendAnswer find_trends(const Literature& literature, const PropertyNames& names,
                        const Normalise& normalise, const TrendQuestion& question);
OutcomeAnswer find_outcomes(const Literature& literature, const Normalise& normalise,
                            const TrendQuestion& question);

}  // namespace lode::query
