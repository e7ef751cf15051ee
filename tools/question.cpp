#include "tools/question.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "query/applications.hpp"
#include "query/concept_file.hpp"
#include "query/terms.hpp"

namespace lode::tools {
namespace {

void add_once(std::vector<std::string>& list, const std::vector<std::string>& more) {
    for (const auto& item : more) {
        if (std::find(list.begin(), list.end(), item) == list.end()) {
            list.push_back(item);
        }
    }
}

void drop_typed(Question& question) {
    std::erase_if(question.seeds, [&](const std::string& seed) {
        return std::find(question.concepts.begin(), question.concepts.end(), seed) !=
               question.concepts.end();
    });
}

bool known_whole(const embed::Embedding& model, const text::Analyser& analyser,
                 const std::string& seed) {
    try {
        const query::Terms terms = query::understand(
            model, [&](std::string_view typed) { return analyser.query_terms(typed); }, {seed}, {});
        return terms.ignored.empty() && terms.plus.size() == 1 &&
               terms.plus.front().words.size() == 1;
    } catch (const NoAnswer&) {
        return false;
    }
}

}  // namespace

OptionGroup concept_options() {
    return {{"concept-file", "FILE", "",
             "A concept as a text file: seed terms with weights, minus terms, and words that mean "
             "\"already studied\" (docs/FORMATS.md); or the name of one that comes with Lode "
             "(thermoelectric, ...).",
             "Question", 0, true}};
}

OptionGroup application_options() {
    return {{"application", "NAME", "",
             "Rank for the seed terms of this application, with those given.", "Question", 0,
             true}};
}

Question read_question(const Context& context, const std::vector<std::string>& typed) {
    const Arguments& arguments = context.arguments();
    Question question;
    question.concepts = typed;
    for (const auto& name : arguments.list("concept-file")) {
        const auto file = query::read_concept(name);
        add_once(question.seeds, file.seeds);
        add_once(question.minus, file.minus);
        add_once(question.keywords, file.studied);
        question.weights.insert(file.weights.begin(), file.weights.end());
    }
    drop_typed(question);
    return question;
}

Question require_question(const Context& context, const std::vector<std::string>& typed,
                          const std::string& example) {
    Question question = read_question(context, typed);
    for (const auto& name : context.arguments().list("application")) {
        add_once(question.seeds, query::application(name, read_lexicon_options(context)).seeds);
    }
    drop_typed(question);
    if (question.empty()) {
        throw UsageError("name a CONCEPT, an --application or a --concept-file",
                         "example: " + example);
    }
    return question;
}

std::vector<std::string> known_seeds(const embed::Embedding& model, const text::Analyser& analyser,
                                     const Question& question, std::vector<std::string>& unknown) {
    std::vector<std::string> known;
    for (const auto& seed : question.seeds) {
        (known_whole(model, analyser, seed) ? known : unknown).push_back(seed);
    }
    return known;
}

void settle(Context& context, const embed::Embedding& model, const text::Analyser& analyser,
            Question& question) {
    std::vector<std::string> unknown;
    add_once(question.concepts, known_seeds(model, analyser, question, unknown));
    question.seeds.clear();
    if (!unknown.empty()) {
        context.say(
            fmt::format("lode: seed terms that the model does not know as one word or phrase: {}",
                        fmt::join(unknown, ", ")));
    }
    if (question.concepts.empty()) {
        throw NoAnswer("the model knows none of the seed terms",
                       "a larger corpus, or other seed terms (--lexicons, --concept-file), may do");
    }
}

}  // namespace lode::tools
