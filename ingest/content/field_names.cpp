#include "ingest/content/field_names.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/base/lexicon.hpp"

namespace lode::ingest {
namespace {

// Lower case, separators as one blank, none at the ends.
std::string folded(std::string_view name) {
    std::string out;
    bool blank = false;
    for (const char c : name) {
        if (c == ' ' || c == '_' || c == '-' || c == '.' || c == '\t' || c == '\r' || c == '\n') {
            blank = !out.empty();
            continue;
        }
        if (blank) {
            out += ' ';
            blank = false;
        }
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

struct KnownName {
    std::string field;
    std::string name;
    bool web_of_science = false;
};

const std::vector<KnownName>& known_names() {
    static const std::vector<KnownName> list = [] {
        std::vector<KnownName> made;
        for (const auto& row : read_lexicon(LexiconSource(), "field_names.tsv", 2)) {
            made.push_back({row[0], folded(row[1]), row.size() > 2 && row[2] == "wos"});
        }
        return made;
    }();
    return list;
}

}  // namespace

bool is_record_field(std::string_view field) {
    return std::find(k_record_fields.begin(), k_record_fields.end(), field) !=
           k_record_fields.end();
}

std::string record_field_names() {
    std::string names;
    for (const auto field : k_record_fields) {
        names += (names.empty() ? "" : ", ") + std::string(field);
    }
    return names;
}

FieldPlaces find_fields(const std::vector<std::string>& names,
                        const std::map<std::string, std::string>& map) {
    FieldPlaces found;
    std::unordered_map<std::string, std::size_t> at;  // the first of equal names
    for (std::size_t i = 0; i < names.size(); ++i) {
        at.emplace(folded(names[i]), i);
    }
    const bool web_of_science = at.contains("ti") && at.contains("so");
    for (const auto& [field, name] : map) {
        const auto exact = std::find(names.begin(), names.end(), name);
        const auto place = at.find(folded(name));
        if (exact != names.end()) {
            found.places[field] = {static_cast<std::size_t>(exact - names.begin())};
        } else if (place != at.end()) {
            found.places[field] = {place->second};
        } else {
            found.missing.push_back(name);
        }
    }
    std::vector<bool> wos_taken(names.size(), false);
    for (const bool wos : {true, false}) {
        for (const KnownName& known : known_names()) {
            if (known.web_of_science != wos || (wos && !web_of_science) ||
                map.contains(known.field)) {
                continue;
            }
            const auto place = at.find(known.name);
            if (place == at.end() || (!wos && wos_taken[place->second])) {
                continue;
            }
            wos_taken[place->second] = wos_taken[place->second] || wos;
            found.places[known.field].push_back(place->second);
        }
    }
    return found;
}

}  // namespace lode::ingest
