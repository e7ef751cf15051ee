// What article number i is about: decided before a sentence is written, from (seed, i) alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/generate/facts.hpp"
#include "tools/generate/rng.hpp"

namespace lode::generate {

enum class Dialect : std::uint8_t {
    jats,           // JATS 1.2 with DOCTYPE
    jats_default,   // JATS 1.3 in a default namespace, no DOCTYPE
    jats_prefixed,  // jats: prefix
    nlm,            // NLM 3.0 with DOCTYPE, floats at the end, superscript citations
    elsevier,       // full-text-retrieval-response
    elsevier_xocs,  // xocs:doc
    abstract_only,  // JSON lines
};
inline constexpr Dialect k_dialects[] = {
    Dialect::jats,     Dialect::jats_default,  Dialect::jats_prefixed, Dialect::nlm,
    Dialect::elsevier, Dialect::elsevier_xocs, Dialect::abstract_only};
std::string_view name(Dialect dialect);  // also the folder

enum class Verdict : std::uint8_t { none, positive, negative, null };
std::string_view name(Verdict verdict);

struct Person {
    std::string family;
    std::string given;
};

struct Group {
    std::string id;  // "thermoelectric-07"
    std::string institute;
    std::string city;
    std::string country;
    std::vector<Person> people;  // the first leads
};

struct Plan {
    std::uint64_t index = 0;
    std::string doi;
    Dialect dialect = Dialect::jats;
    const Application* application = nullptr;
    const Pair* pair = nullptr;
    const Pair* other = nullptr;  // for comparison, same application, not the same material
    std::uint32_t group = 0;      // number within the application
    int year = 2000;
    int month = 1;
    int day = 1;
    bool success = true;
    bool null_result = false;
    Verdict reported = Verdict::none;
    Shape conflict = Shape::increase;  // which side this group takes, for Plant::conflict
};

enum class Format : std::uint8_t { mixed, xml, jsonl };

struct Settings {
    std::uint64_t seed = 1;
    Format format = Format::mixed;
};

Plan make_plan(const Facts& facts, const Settings& settings, std::uint64_t index);

// Groups are a function of application and number, the same in every corpus.
Group make_group(const Facts& facts, const Application& application, std::uint32_t number);

}  // namespace lode::generate
