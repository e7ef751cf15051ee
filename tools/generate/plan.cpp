#include "tools/generate/plan.hpp"

#include <fmt/format.h>

#include <array>

namespace lode::generate {
namespace {

constexpr std::uint32_t k_groups = 40;  // of each application, sharing its materials
constexpr std::uint32_t k_solo =
    k_groups;  // the group that alone works on the single-group material
constexpr std::uint32_t k_people = 7;
constexpr int k_last_year = 2024;

constexpr std::string_view k_given[] = {
    "Ada",    "Akira", "Alma",   "Amir",  "Anna",  "Arjun", "Astrid", "Bao",   "Bela",  "Carla",
    "Chen",   "Clara", "Daniel", "Dario", "Elena", "Emeka", "Emil",   "Erik",  "Farid", "Felix",
    "Freya",  "Grace", "Hana",   "Hiro",  "Ines",  "Ivan",  "Jana",   "Jonas", "Julia", "Kai",
    "Karim",  "Kofi",  "Lars",   "Leila", "Lin",   "Lucas", "Maria",  "Marta", "Mei",   "Mikael",
    "Mina",   "Nadia", "Nils",   "Noor",  "Olga",  "Oscar", "Paula",  "Pedro", "Priya", "Rafael",
    "Rin",    "Rosa",  "Samir",  "Sara",  "Sofia", "Sven",  "Tariq",  "Tomas", "Uma",   "Vera",
    "Viktor", "Wei",   "Yuki",   "Zora"};
constexpr std::string_view k_family[] = {
    "Abara",     "Achterberg", "Adelmann", "Aikawa",    "Almeida",   "Anand",     "Arslan",
    "Bachmeier", "Baranov",    "Belmonte", "Bergqvist", "Bianchi",   "Brandt",    "Castellan",
    "Chaudhary", "Cheng",      "Costa",    "Dahl",      "Deschamps", "Diallo",    "Dimitrov",
    "Dubois",    "Eklund",     "Eriksen",  "Falk",      "Fernandes", "Fontaine",  "Fujimori",
    "García",    "Geiger",     "Gupta",    "Haddad",    "Hallberg",  "Hartmann",  "Hoang",
    "Horvath",   "Ibrahim",    "Ishikawa", "Ivanova",   "Jansen",    "Jensen",    "Kaplan",
    "Karlsson",  "Kaur",       "Keller",   "Khatri",    "Kimura",    "Kowalczyk", "Kraus",
    "Kumar",     "Lambert",    "Larsen",   "Lefevre",   "Lindqvist", "Lopes",     "Maeda",
    "Mancini",   "Marek",      "Mbeki",    "Meyer",     "Moreau",    "Müller",    "Nakagawa",
    "Navarro",   "Nguyen",     "Nowak",    "Nyström",   "Okafor",    "Oliveira",  "Orlov",
    "Osei",      "Papadakis",  "Pereira",  "Petrov",    "Quiroga",   "Rahman",    "Reinhardt",
    "Rossi",     "Sandberg",   "Sato",     "Schreiber", "Sharma",    "Silva",     "Søndergaard",
    "Suzuki",    "Takahara",   "Tanaka",   "Thorne",    "Torres",    "Ueda",      "Vasquez",
    "Volkov",    "Weiss",      "Yamane",   "Zielinski", "Zhao"};
static_assert(std::size(k_given) == 64 && std::size(k_family) == 96);

struct Place {
    std::string_view city;
    std::string_view country;
};
constexpr Place k_places[] = {{"Northhaven", "Examplia"},   {"Eastbridge", "Examplia"},
                              {"Lakewick", "Specimenia"},   {"Oldmarket", "Specimenia"},
                              {"Silverton", "Placeholdia"}, {"Highmoor", "Placeholdia"},
                              {"Westport", "Samplonia"},    {"Ambervale", "Samplonia"},
                              {"Stonefield", "Testland"},   {"Rivermouth", "Testland"}};
constexpr std::string_view k_institutes[] = {
    "Institute of Invented Materials", "Department of Fictitious Physics",
    "Laboratory of Imaginary Chemistry", "School of Hypothetical Engineering",
    "Center for Synthetic Text"};

template <class List, class Weight>
const auto& weighted(const List& list, std::uint32_t total, Rng& rng, Weight weight) {
    auto left = static_cast<std::uint32_t>(rng.below(total));
    for (const auto& item : list) {
        if (left < weight(item)) {
            return item;
        }
        left -= weight(item);
    }
    return list.back();
}

std::size_t position(const Facts& facts, const Application& application) {
    return static_cast<std::size_t>(&application - facts.applications.data());
}

Dialect pick_dialect(const Settings& settings, Rng& rng) {
    const double u = rng.unit();
    if (settings.format == Format::jsonl) {
        return Dialect::abstract_only;
    }
    if (settings.format == Format::mixed && u < 0.2) {
        return Dialect::abstract_only;
    }
    constexpr std::array<Dialect, 8> k_xml = {
        Dialect::jats, Dialect::jats, Dialect::jats_default, Dialect::jats_prefixed,
        Dialect::nlm,  Dialect::nlm,  Dialect::elsevier,     Dialect::elsevier_xocs};
    return k_xml[rng.below(k_xml.size())];
}

}  // namespace

std::string_view name(Dialect dialect) {
    switch (dialect) {
        case Dialect::jats:
            return "jats";
        case Dialect::jats_default:
            return "jats-namespace";
        case Dialect::jats_prefixed:
            return "jats-prefixed";
        case Dialect::nlm:
            return "nlm";
        case Dialect::elsevier:
            return "elsevier";
        case Dialect::elsevier_xocs:
            return "elsevier-xocs";
        case Dialect::abstract_only:
            break;
    }
    return "abstracts";
}

std::string_view name(Verdict verdict) {
    switch (verdict) {
        case Verdict::positive:
            return "positive";
        case Verdict::negative:
            return "negative";
        case Verdict::null:
            return "null";
        case Verdict::none:
            break;
    }
    return "none";
}

Plan make_plan(const Facts& facts, const Settings& settings, std::uint64_t index) {
    Rng rng(settings.seed, 2 * index);  // odd streams belong to the sentences
    Plan plan;
    plan.index = index;
    plan.doi = fmt::format("10.5555/lode.{}.{:07}", settings.seed, index);
    plan.dialect = pick_dialect(settings, rng);
    plan.application = &weighted(facts.applications, facts.application_weight, rng,
                                 [](const Application& a) { return a.weight; });
    const auto& application = *plan.application;
    const auto pair_weight = [](const Pair& p) { return p.weight; };
    plan.pair = &weighted(application.pairs, application.pair_weight, rng, pair_weight);
    do {
        plan.other = &weighted(application.pairs, application.pair_weight, rng, pair_weight);
    } while (plan.other->material == plan.pair->material);
    // Publication grows with time: the later of two even draws.
    const int span = k_last_year - plan.pair->first_year + 1;
    const int first = rng.between(0, span - 1);
    const int second = rng.between(0, span - 1);
    plan.year = plan.pair->first_year + (first > second ? first : second);
    plan.month = rng.between(1, 12);
    plan.day = rng.between(1, 28);
    if (plan.pair->plant == Plant::single_group) {
        plan.group = k_solo;
    } else {
        const double u = rng.unit();
        plan.group = static_cast<std::uint32_t>(u * u * k_groups);  // few groups publish much
    }
    plan.success = rng.chance(plan.pair->success);
    plan.null_result = !plan.success && rng.chance(0.2);
    if (plan.success) {
        plan.reported = Verdict::positive;
    } else if (plan.pair->plant != Plant::zero_negative && rng.chance(application.report_failure)) {
        plan.reported = plan.null_result ? Verdict::null : Verdict::negative;
    }
    plan.conflict = plan.group % 2 == 0 ? Shape::increase : Shape::decrease;
    return plan;
}

Group make_group(const Facts& facts, const Application& application, std::uint32_t number) {
    const auto base = position(facts, application) * (k_groups + 1) + number;
    Group group;
    group.id = fmt::format("{}-{:02}", application.key, number);
    const auto& place = k_places[mix(base) % std::size(k_places)];
    group.institute = k_institutes[mix(base + 7) % std::size(k_institutes)];
    group.city = place.city;
    group.country = place.country;
    constexpr std::size_t k_names = std::size(k_given) * std::size(k_family);
    for (std::size_t i = 0; i < k_people; ++i) {
        // An odd multiplier that 3 does not divide makes this a permutation: while there are fewer
        // people than names, nobody belongs to two groups.
        const auto person = (base * k_people + i) * 2467 % k_names;
        group.people.push_back({std::string(k_family[person % std::size(k_family)]),
                                std::string(k_given[person / std::size(k_family)])});
    }
    return group;
}

}  // namespace lode::generate
