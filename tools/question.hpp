// What a command is asked about: words of the command line, an application's seed terms, concept
// files. One way for every command that takes a CONCEPT.
#pragma once

#include <algorithm>
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
// The same with the seeds of --application; UsageError with this example where nothing is asked.
Question require_question(const Context& context, const std::vector<std::string>& typed,
                          const std::string& example);

// Those of the question's seeds that the model knows as one word or phrase; the others go to
// `unknown`.
std::vector<std::string> known_seeds(const embed::Embedding& model, const text::Analyser& analyser,
                                     const Question& question, std::vector<std::string>& unknown);

// Seeds that the model knows as one word or phrase join the concepts; the others are told and left
// out ("surface states" read as two words would mean less). NoAnswer where nothing is left.
void settle(Context& context, const embed::Embedding& model, const text::Analyser& analyser,
            Question& question);

// Puts the question into a request (query::RankRequest, explain::Request, explain::CompareRequest);
// the request's own minus terms stay.
template <class Request>
void ask(const Question& question, Request& request) {
    request.concepts = question.concepts;
    for (const auto& term : question.minus) {
        if (std::find(request.minus.begin(), request.minus.end(), term) == request.minus.end()) {
            request.minus.push_back(term);
        }
    }
    request.weights = question.weights;
    request.keywords = question.keywords;
}

}  // namespace lode::tools
