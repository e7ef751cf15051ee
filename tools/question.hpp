// What a command is asked about: words of the command line, an application's seed terms, concept
// files. One way for every command that takes a CONCEPT.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/text/analyser.hpp"
#include "embed/vectors/embedding.hpp"
#include "query/rank.hpp"
#include "tools/option_groups.hpp"

namespace lode::tools {

OptionGroup concept_options();      // --concept-file
OptionGroup application_options();  // --application

struct Question {
    std::vector<std::string> concepts;  // as typed
    std::vector<std::string> seeds;  // of files and applications: used where the model knows them
    std::vector<std::string> minus;
    std::map<std::string, double> weights;
    std::vector<std::string> keywords;  // "already studied"; empty: the concepts
    bool empty() const noexcept { return concepts.empty() && seeds.empty(); }
};

// Reads --concept-file. UsageError for a file that cannot be understood.
Question read_question(const Context& context, const std::vector<std::string>& typed);
// Adds the seeds of --application.
void add_applications(const Context& context, Question& question);

// Seeds that the model knows as one word or phrase join the concepts; the others are told and left
// out ("surface states" read as two words would mean less). NoAnswer where nothing is left.
void settle(Context& context, const embed::Embedding& model, const text::Analyser& analyser,
            Question& question);

// Puts the question into a request; the request's own minus terms stay.
void ask(const Question& question, query::RankRequest& request);

}  // namespace lode::tools
