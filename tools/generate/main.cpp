#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/program_options.hpp>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "tools/generate/generate.hpp"

namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;
using lode::generate::Format;

constexpr std::uint64_t k_progress_from = 10000;  // articles

constexpr const char* k_intro =
    "lode-generate writes a synthetic corpus of materials-science articles with planted truths.\n"
    "\n"
    "usage: lode-generate --articles N --output DIR [--truth FOLDER] [options]\n"
    "\n"
    "Articles are made from tables of true facts (corpora/facts) and sentence templates. Article "
    "i\n"
    "depends on the seed and i alone, so a larger corpus contains the smaller one.\n";

constexpr const char* k_examples =
    "\nexamples:\n"
    "  lode-generate --articles 400 --seed 1 --output corpora/sample --truth corpora/sample-truth\n"
    "  lode-generate --articles 1000000 --container tar --output /tmp/big --truth /tmp/big-truth\n"
    "  lode-generate --articles 5000 --format jsonl --output /tmp/abstracts\n"
    "\nexit codes: 0 done, 1 failed, 2 wrong call\n";

struct Options {
    std::uint64_t articles = 0;
    lode::generate::Settings settings;
    std::string container;
    fs::path output;
    std::optional<fs::path> truth;
    std::optional<fs::path> facts;
    bool force = false;
};

po::options_description describe() {
    po::options_description options("options");
    auto add = options.add_options();
    add("articles", po::value<std::string>(), "number of articles (at least 1)");
    add("output", po::value<std::string>(), "folder for the articles; must be empty or absent");
    add("truth", po::value<std::string>(),
        "folder for truth.jsonl and truth_summary.json (not below --output)");
    add("seed", po::value<std::string>()->default_value("1"), "a whole number");
    add("format", po::value<std::string>()->default_value("mixed"),
        "mixed: four fifths XML, one fifth dated abstracts; xml; jsonl");
    add("container", po::value<std::string>()->default_value("files"),
        "files, or tar: XML in uncompressed archives of 10,000");
    add("facts", po::value<std::string>(), "read the tables from this folder");
    add("force", "write into a folder that is not empty");
    add("help", "this text");
    return options;
}

std::uint64_t whole_number(const std::string& text, const char* option) {
    std::size_t used = 0;
    std::uint64_t value = 0;
    try {
        value = std::stoull(text, &used);
    } catch (const std::exception&) {
        used = 0;
    }
    if (used == 0 || used != text.size() || text.front() == '-') {
        throw lode::UsageError(fmt::format("--{} wants a whole number, not '{}'", option, text));
    }
    return value;
}

bool is_below(const fs::path& inner, const fs::path& outer) {
    const auto relative =
        fs::weakly_canonical(inner).lexically_relative(fs::weakly_canonical(outer));
    return !relative.empty() && *relative.begin() != "..";
}

void refuse_full_folder(const fs::path& folder) {
    if (fs::exists(folder) && !fs::is_directory(folder)) {
        throw lode::UsageError(fmt::format("{} is not a folder", folder.string()));
    }
    if (fs::is_directory(folder) && !fs::is_empty(folder)) {
        throw lode::UsageError(fmt::format("{} is not empty", folder.string()),
                               "choose another folder, or --force");
    }
}

Options read_options(const po::variables_map& values) {
    Options o;
    if (values.count("articles") == 0 || values.count("output") == 0) {
        throw lode::UsageError("--articles and --output are needed", "lode-generate --help");
    }
    o.articles = whole_number(values["articles"].as<std::string>(), "articles");
    if (o.articles == 0) {
        throw lode::UsageError("--articles must be at least 1");
    }
    o.settings.seed = whole_number(values["seed"].as<std::string>(), "seed");
    const auto format = values["format"].as<std::string>();
    if (format == "mixed") {
        o.settings.format = Format::mixed;
    } else if (format == "xml") {
        o.settings.format = Format::xml;
    } else if (format == "jsonl") {
        o.settings.format = Format::jsonl;
    } else {
        throw lode::UsageError(fmt::format("--format is mixed, xml or jsonl, not '{}'", format));
    }
    o.container = values["container"].as<std::string>();
    if (o.container != "files" && o.container != "tar") {
        throw lode::UsageError(fmt::format("--container is files or tar, not '{}'", o.container));
    }
    o.output = values["output"].as<std::string>();
    o.force = values.count("force") > 0;
    if (values.count("facts") > 0) {
        o.facts = values["facts"].as<std::string>();
    }
    if (!o.force) {
        refuse_full_folder(o.output);
    }
    if (values.count("truth") > 0) {
        o.truth = values["truth"].as<std::string>();
        if (is_below(*o.truth, o.output)) {
            // An ingest of the corpus would take the truth for articles.
            throw lode::UsageError("--truth must not lie below --output");
        }
        if (!o.force) {
            refuse_full_folder(*o.truth);
        }
    }
    return o;
}

void print_progress(std::uint64_t done, std::uint64_t total,
                    std::chrono::steady_clock::time_point start) {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const double rate = static_cast<double>(done) / std::max(seconds.count(), 1e-9);
    fmt::print(stderr, "{} of {} articles, {:.0f} articles/s, {:.0f} s left\n", done, total, rate,
               static_cast<double>(total - done) / rate);
}

void run(const Options& o) {
    namespace gen = lode::generate;
    const auto facts = gen::load_facts(o.facts);
    const auto sink = o.container == "tar" ? gen::tar_sink(o.output) : gen::folder_sink(o.output);
    const auto truth = o.truth ? gen::folder_sink(*o.truth) : gen::null_sink();
    const auto start = std::chrono::steady_clock::now();
    const auto step = std::max<std::uint64_t>(k_progress_from, o.articles / 20);
    const auto progress = [&](std::uint64_t done) {
        if (o.articles > k_progress_from && done % step == 0) {
            print_progress(done, o.articles, start);
        }
    };
    const auto summary = gen::generate(facts, o.settings, o.articles, *sink, *truth, progress);
    if (o.truth) {
        lode::write_file_atomically(*o.truth / "truth_summary.json",
                                    gen::summary_json(summary, o.settings));
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const double megabytes = static_cast<double>(summary.bytes) / 1e6;
    fmt::print(stderr,
               "wrote {} articles, {:.1f} MB in {:.1f} s ({:.0f} articles/s, {:.1f} MB/s), peak "
               "memory {:.0f} MB\n",
               summary.articles, megabytes, seconds.count(),
               static_cast<double>(summary.articles) / seconds.count(), megabytes / seconds.count(),
               static_cast<double>(usage.ru_maxrss) / 1024.0);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const auto options = describe();
        po::variables_map values;
        namespace style = po::command_line_style;
        po::store(po::command_line_parser(argc, argv)
                      .options(options)
                      .positional({})
                      .style(style::unix_style & ~style::allow_guessing)
                      .run(),
                  values);
        po::notify(values);
        if (values.count("help") > 0) {
            std::ostringstream text;
            text << options;
            fmt::print("{}\n{}{}", k_intro, text.str(), k_examples);
            return 0;
        }
        run(read_options(values));
        return 0;
    } catch (const lode::UsageError& e) {
        fmt::print(stderr, "lode-generate: {}\n", e.what());
        if (!e.hint().empty()) {
            fmt::print(stderr, "  {}\n", e.hint());
        }
        return 2;
    } catch (const po::error& e) {
        fmt::print(stderr, "lode-generate: {}\n  lode-generate --help\n", e.what());
        return 2;
    } catch (const std::exception& e) {
        fmt::print(stderr, "lode-generate: {}\n", e.what());
        return 1;
    }
}
