#include "embed/vectors/describe.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/base/error.hpp"

namespace lode::embed {
namespace {

using Json = nlohmann::ordered_json;

Json to_tree(const Spec& s) {
    return {{"trainer", s.trainer},
            {"dim", s.dim},
            {"window", s.window},
            {"negative", s.negative},
            {"epochs", s.epochs},
            {"min_count", s.min_count},
            {"learning_rate", s.learning_rate},
            {"subsample", s.subsample},
            {"seed", s.seed},
            {"threads", s.threads},
            {"until_year", s.until_year},
            {"phrase_passes", s.phrase_passes},
            {"phrase_min_count", s.phrase_min_count},
            {"phrase_threshold", s.phrase_threshold},
            {"extra", s.extra}};
}

Spec spec_from(const Json& j) {
    Spec s;
    j.at("trainer").get_to(s.trainer);
    j.at("dim").get_to(s.dim);
    j.at("window").get_to(s.window);
    j.at("negative").get_to(s.negative);
    j.at("epochs").get_to(s.epochs);
    j.at("min_count").get_to(s.min_count);
    j.at("learning_rate").get_to(s.learning_rate);
    j.at("subsample").get_to(s.subsample);
    j.at("seed").get_to(s.seed);
    j.at("threads").get_to(s.threads);
    j.at("until_year").get_to(s.until_year);
    j.at("phrase_passes").get_to(s.phrase_passes);
    j.at("phrase_min_count").get_to(s.phrase_min_count);
    j.at("phrase_threshold").get_to(s.phrase_threshold);
    j.at("extra").get_to(s.extra);
    return s;
}

Json to_tree(const Provenance& p) {
    return {{"corpus", p.corpus},
            {"articles", p.articles},
            {"articles_without_year", p.articles_without_year},
            {"sentences", p.sentences},
            {"tokens", p.tokens},
            {"first_year", p.first_year},
            {"last_year", p.last_year},
            {"phrases_per_pass", p.phrases_per_pass},
            {"phrase_prunings", p.phrase_prunings},
            {"vocabulary_prunings", p.vocabulary_prunings},
            {"program", p.program}};
}

Provenance provenance_from(const Json& j) {
    Provenance p;
    j.at("corpus").get_to(p.corpus);
    j.at("articles").get_to(p.articles);
    j.at("articles_without_year").get_to(p.articles_without_year);
    j.at("sentences").get_to(p.sentences);
    j.at("tokens").get_to(p.tokens);
    j.at("first_year").get_to(p.first_year);
    j.at("last_year").get_to(p.last_year);
    j.at("phrases_per_pass").get_to(p.phrases_per_pass);
    j.at("phrase_prunings").get_to(p.phrase_prunings);
    j.at("vocabulary_prunings").get_to(p.vocabulary_prunings);
    j.at("program").get_to(p.program);
    return p;
}

Json to_tree(const text::AnalyserSettings& a) {
    return {
        {"version", a.version}, {"numbers_masked", a.numbers_masked}, {"lower_case", a.lower_case}};
}

text::AnalyserSettings analyser_from(const Json& j) {
    text::AnalyserSettings a;
    j.at("version").get_to(a.version);
    j.at("numbers_masked").get_to(a.numbers_masked);
    j.at("lower_case").get_to(a.lower_case);
    return a;
}

Json to_tree(const SelfTest& t) {
    Json samples = Json::array();
    for (const SelfTest::Sample& sample : t.samples) {
        samples.push_back({{"text", sample.text}, {"terms", sample.terms}});
    }
    return {{"samples", std::move(samples)},
            {"query", t.query},
            {"neighbour", t.neighbour},
            {"cosine", t.cosine}};
}

SelfTest self_test_from(const Json& j) {
    SelfTest t;
    for (const Json& sample : j.at("samples")) {
        t.samples.push_back({sample.at("text").get<std::string>(),
                             sample.at("terms").get<std::vector<std::string>>()});
    }
    j.at("query").get_to(t.query);
    j.at("neighbour").get_to(t.neighbour);
    j.at("cosine").get_to(t.cosine);
    return t;
}

// Cuts one field off the front of `rest`.
std::string_view cut(std::string_view& rest, char separator) {
    const std::size_t at = rest.find(separator);
    if (at == std::string_view::npos) {
        throw Error("a line of the word list has too few columns");
    }
    const std::string_view field = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    return field;
}

}  // namespace

std::string to_json(const Description& d) {
    const Json tree = {{"spec", to_tree(d.spec)},
                       {"provenance", to_tree(d.provenance)},
                       {"analyser", to_tree(d.analyser)},
                       {"words", d.words},
                       {"fingerprint", d.fingerprint},
                       {"self_test", to_tree(d.self_test)},
                       {"phrases", d.phrases}};
    // Words come from text that was checked to be UTF-8, but a model must be writable whatever
    // reached it.
    return tree.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Description description_from_json(std::string_view json) {
    try {
        const Json tree = Json::parse(json);
        Description d;
        d.spec = spec_from(tree.at("spec"));
        d.provenance = provenance_from(tree.at("provenance"));
        d.analyser = analyser_from(tree.at("analyser"));
        tree.at("words").get_to(d.words);
        tree.at("fingerprint").get_to(d.fingerprint);
        d.self_test = self_test_from(tree.at("self_test"));
        tree.at("phrases").get_to(d.phrases);
        return d;
    } catch (const Json::exception& problem) {
        throw error("the description is damaged: {}", problem.what());
    }
}

std::string settings_json(const Spec& spec, const text::AnalyserSettings& analyser) {
    const Json tree = {{"spec", to_tree(spec)}, {"analyser", to_tree(analyser)}};
    return tree.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string words_to_lines(const std::vector<Word>& words) {
    std::string lines;
    for (const Word& word : words) {
        lines += word.text;
        lines += '\t';
        lines += fmt::format("{}", word.count);
        lines += word.material ? "\tm\t" : "\t\t";
        lines += word.written;
        lines += '\n';
    }
    return lines;
}

std::vector<Word> words_from_lines(std::string_view lines, std::uint64_t expected) {
    std::vector<Word> words;
    words.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(expected, lines.size() / 5)));
    while (!lines.empty()) {
        std::string_view line = cut(lines, '\n');
        Word word;
        word.text = cut(line, '\t');
        const std::string_view count = cut(line, '\t');
        const auto parsed = std::from_chars(count.data(), count.data() + count.size(), word.count);
        if (parsed.ec != std::errc() || parsed.ptr != count.data() + count.size()) {
            throw error("the count of \"{}\" in the word list is no number", word.text);
        }
        word.material = cut(line, '\t') == "m";
        word.written = line;
        words.push_back(std::move(word));
    }
    if (words.size() != expected) {
        throw error("the word list has {} words instead of {}", words.size(), expected);
    }
    return words;
}

}  // namespace lode::embed
