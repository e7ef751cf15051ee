// The whole corpus: articles 0..N-1 to a sink, their truth line by line to another.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "tools/generate/compose.hpp"
#include "tools/generate/sink.hpp"

namespace lode::generate {

struct Rendered {
    std::string path;  // in the output
    std::string bytes;
    bool is_line = false;  // a line of a JSON-lines file
    std::string truth;
};

// Article `index` as it stands in the output. The shard of a JSON-lines file depends on the index
// alone, so that any article can be made without those before it.
Rendered render(const Bank& bank, const Facts& facts, const Settings& settings,
                std::uint64_t index);

struct PairCount {
    std::uint64_t articles = 0;
    std::uint64_t successes = 0;  // true, reported or not
    std::uint64_t positive = 0;   // reported
    std::uint64_t negative = 0;
    std::uint64_t null = 0;
    std::string plant;
};

struct Summary {
    std::uint64_t articles = 0;
    std::uint64_t bytes = 0;
    std::uint64_t trends = 0;
    std::uint64_t outcomes = 0;
    std::map<std::string, std::uint64_t> dialects;
    // application, material: bounded by the tables, not by the number of articles.
    std::map<std::pair<std::string, std::string>, PairCount> pairs;
};

// `progress` is called after each article with the number written so far. Truth lines go to
// `truth` as truth.jsonl.
Summary generate(const Facts& facts, const Settings& settings, std::uint64_t articles, Sink& sink,
                 Sink& truth, const std::function<void(std::uint64_t)>& progress = {});

// Small JSON of what was planted; `settings` make it reproducible.
std::string summary_json(const Summary& summary, const Settings& settings);

}  // namespace lode::generate
