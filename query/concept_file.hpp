// A concept as a text file that is read and edited by hand: what to rank for, and which words mean
// that a material has been studied for it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lode::query {

struct ConceptFile {
    std::string title;                      // as stated; else the name the file was asked for by
    std::string source;                     // "thermoelectric.txt", for messages
    std::vector<std::string> seeds;         // words and phrases, at least one
    std::vector<std::string> minus;         // to rank away from
    std::map<std::string, double> weights;  // of seeds and minus terms that state one; > 0
    std::vector<std::string> studied;       // may be empty: then the seeds say what is studied
};

// Lines of `kind: term`: seed, minus, studied, title. A seed or minus term may end in `= weight`, a
// number above 0. Empty lines and lines that begin with '#' are skipped. Throws UsageError
// "source:line: reason" for the first line that is none of this, for bytes that are not UTF-8, for
// a term that is there twice, and where there is no seed.
ConceptFile parse_concept(std::string_view utf8, const std::string& source);

// The concepts that come with the program, by name, sorted.
std::vector<std::string> concept_names();

// A path of a file, else the name of a concept of the program. UsageError that lists the names
// where it is neither; Error where the file cannot be read.
ConceptFile read_concept(const std::string& path_or_name);

}  // namespace lode::query
