// The words and descriptions of a package.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "query/dataset/package.hpp"
#include "query/plain_text.hpp"

namespace lode::query {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view type_name(ColumnType type) {
    switch (type) {
        case ColumnType::text:
            return "string";
        case ColumnType::integer:
            return "integer";
        case ColumnType::number:
            return "number";
        case ColumnType::boolean:
            break;
    }
    return "boolean";
}

std::string_view media_type(std::string_view format) {
    return format == "csv"       ? "text/csv"
           : format == "tsv"     ? "text/tab-separated-values"
           : format == "jsonl"   ? "application/jsonlines"
           : format == "parquet" ? "application/x-parquet"
                                 : "application/vnd.sqlite3";
}

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

// Cells of a Markdown table.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : one_line(text)) {
        out += c == '|' ? std::string("\\|") : std::string(1, c);
    }
    return out;
}

std::vector<std::string> licences_of(const Package& package) {
    std::vector<std::string> names;
    for (const auto& [licence, rows] : package.rows_by_licence) {
        if (!licence.empty()) {
            names.push_back(licence);
        }
    }
    return names;
}

const ColumnProfile* profile_of(const Export& dataset, const Package& package,
                                std::string_view name) {
    for (std::size_t i = 0; i < dataset.columns().size(); ++i) {
        if (dataset.columns()[i].name == name) {
            return &package.profiles[i];
        }
    }
    return nullptr;
}

std::uint64_t count(const ColumnProfile& profile, const std::string& value) {
    const auto found = profile.values.find(value);
    return found == profile.values.end() ? 0 : found->second;
}

// What the records lean towards, in numbers.
std::vector<std::string> biases(const Export& dataset, const Package& package) {
    std::vector<std::string> lines;
    if (const auto* outcome = profile_of(dataset, package, "outcome")) {
        const auto positive = count(*outcome, "positive");
        const auto negative = count(*outcome, "negative");
        lines.push_back(fmt::format(
            "Good news prevails: {} records are positive, {} negative, {} null ({}). How much of "
            "that is "
            "the materials and how much is what gets written, these records cannot tell.",
            grouped(positive), grouped(negative), grouped(count(*outcome, "null")),
            negative == 0
                ? std::string("no negative one at all")
                : fmt::format("{:.1f} positive ones for each negative",
                              static_cast<double>(positive) / static_cast<double>(negative))));
    }
    if (const auto* extremum = profile_of(dataset, package, "extremum")) {
        if (const auto* range = profile_of(dataset, package, "x_range")) {
            lines.push_back(fmt::format(
                "Trends come without their ranges: {:.0f} % state the range of the variable, "
                "{:.0f} % "
                "state an extremum.",
                share(range->stated, package.rows), share(extremum->stated, package.rows)));
        }
    }
    if (package.top_ten_share) {
        lines.push_back(fmt::format(
            "Few materials have most of the attention: the ten named most have {:.0f} % of the "
            "records that name one ({} different).",
            100 * *package.top_ten_share, grouped(package.materials)));
    }
    lines.emplace_back(
        "The corpus is what was given to the program, not the literature: what is missing in it "
        "(languages, "
        "publishers, closed journals) is missing here.");
    lines.emplace_back(
        "Records are read by rules and are wrong at a known rate: docs/LANGUAGE.md and "
        "docs/RESULTS.md of the program give "
        "the measured precision and recall.");
    if (package.retracted_rows > 0) {
        lines.push_back(
            fmt::format("{} records come from retracted or withdrawn articles (column retracted).",
                        grouped(package.retracted_rows)));
    }
    return lines;
}

// What the values of the column "split" mean, in Croissant's own words.
Json split_names(const std::vector<std::string>& sides) {
    Json set{{"@type", "cr:RecordSet"},
             {"@id", "splits"},
             {"name", "splits"},
             {"dataType", "cr:Split"},
             {"key", {{"@id", "splits/name"}}}};
    for (const auto& [name, type] : {std::pair{"name", "sc:Text"}, std::pair{"url", "cr:Split"}}) {
        set["field"].push_back({{"@type", "cr:Field"},
                                {"@id", fmt::format("splits/{}", name)},
                                {"name", name},
                                {"dataType", type}});
    }
    for (const auto& side : sides) {
        set["data"].push_back({{"splits/name", side},
                               {"splits/url", side == "train"  ? "cr:TrainingSplit"
                                              : side == "test" ? "cr:TestSplit"
                                                               : "cr:ValidationSplit"}});
    }
    return set;
}

}  // namespace

std::vector<std::string> Publication::missing() const {
    std::vector<std::string> names;
    for (const auto& [value, name] :
         {std::pair{&url, "url"}, std::pair{&date, "datePublished"}, std::pair{&creator, "creator"},
          std::pair{&licence, "license"}}) {
        if (value->empty()) {
            names.emplace_back(name);
        }
    }
    return names;
}

std::string datasheet(const Export& dataset, const Package& package,
                      const PackageOptions& options) {
    const ExportInfo& info = dataset.info();
    std::string out = fmt::format("# {}\n\n{}.\n\n## What it is\n", info.name, info.title);
    out += fmt::format("* {} records", grouped(package.rows));
    if (package.articles > 0) {
        out += fmt::format(" from {} articles of the years {} (`citations.tsv`)",
                           grouped(package.articles), years(package.first_year, package.last_year));
    }
    out += fmt::format(", in {} file{} of format {}\n", package.files.size(),
                       package.files.size() == 1 ? "" : "s", options.format);
    out += fmt::format("* version {} of the dataset's layout, written by {}\n", info.version,
                       options.program);
    out +=
        "\n## How it was made\nFrom articles as their publishers gave them: text and figures' "
        "captions were cut into sentences, "
        "and materials, quantities, trends and outcomes read by rules. Nobody checked the single "
        "records.\n\n";
    for (const auto& [name, value] : options.settings) {
        out += fmt::format("* {}: `{}`\n", name, value);
    }
    out += "\n## Columns\n| column | type | stated | what it holds |\n|---|---|---|---|\n";
    const auto columns = dataset.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out += fmt::format("| {} | {} | {:.1f} % | {}{} |\n", columns[i].name,
                           type_name(columns[i].type),
                           share(package.profiles[i].stated, package.rows), cell(columns[i].title),
                           columns[i].quotes ? " (the article's own words)" : "");
    }
    out += "\n## Values\n";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& profile = package.profiles[i];
        constexpr std::array<std::string_view, 6> k_elsewhere{"licence",     "place",  "section",
                                                              "application", "figure", "figure_id"};
        if (std::find(k_elsewhere.begin(), k_elsewhere.end(), columns[i].name) !=
            k_elsewhere.end()) {
            continue;
        }
        if (!profile.values.empty()) {
            std::vector<std::pair<std::string, std::uint64_t>> list(profile.values.begin(),
                                                                    profile.values.end());
            std::stable_sort(list.begin(), list.end(),
                             [](const auto& a, const auto& b) { return a.second > b.second; });
            out += fmt::format("* {}:", columns[i].name);
            for (std::size_t v = 0; v < std::min<std::size_t>(10, list.size()); ++v) {
                out += fmt::format("{} {} {:.1f} %", v == 0 ? "" : ",", one_line(list[v].first),
                                   share(list[v].second, package.rows));
            }
            out += list.size() > 10 ? fmt::format(", and {} more\n", list.size() - 10) : "\n";
        } else if (profile.least && columns[i].type == ColumnType::number) {
            out +=
                fmt::format("* {}: {} to {}\n", columns[i].name, *profile.least, *profile.greatest);
        }
    }
    out += "\n## Known biases and limits\n";
    for (const auto& line : biases(dataset, package)) {
        out += "* " + line + "\n";
    }
    for (const Addendum& addendum : package.addenda) {
        out += "\n" + addendum.section;
    }
    out += "\n## Licences\nFacts are free; the articles' own words are not. ";
    out += options.licences_allowed.empty()
               ? "All words were written, whatever the licence: do not pass them on before you "
                 "have looked.\n"
               : fmt::format("Words were written only under: {}.\n", options.licences_allowed);
    if (!package.rows_by_licence.empty()) {
        out += "\n| licence | records |\n|---|---|\n";
        for (const auto& [licence, rows] : package.rows_by_licence) {
            out += fmt::format("| {} | {} |\n", licence.empty() ? "not stated" : cell(licence),
                               grouped(rows));
        }
    }
    if (const auto missing = options.publication.missing(); !missing.empty()) {
        out += fmt::format(
            "\n## Before publishing\nNot given, and asked for by Croissant: {} (`lode export "
            "--dataset-url`, `--dataset-date`, `--dataset-creator`, `--dataset-licence`).\n",
            fmt::join(missing, ", "));
    }
    if (package.articles > 0) {
        out +=
            "\n## Back to the source\nA record names its `article` and `doi`, and `place`, "
            "`begin`, `end` lead to its characters in the record of "
            "that article which `lode export articles` writes (a JSON pointer and code point "
            "offsets).\n";
    }
    out +=
        "\n## Checking\n`sha256sum --check SHA256SUMS`; the same store and program give the same "
        "bytes.\n";
    return out;
}

std::string frictionless_json(const Export& dataset, const Package& package,
                              const PackageOptions& options) {
    const bool delimited = options.format == "csv" || options.format == "tsv";
    Json fields = Json::array();
    for (const Column& column : dataset.columns()) {
        fields.push_back({{"name", column.name},
                          {"type", type_name(column.type)},
                          {"description", column.title}});
    }
    Json json{{"profile", delimited ? "tabular-data-package" : "data-package"},
              {"name", fmt::format("lode-{}", dataset.info().name)},
              {"title", dataset.info().title},
              {"version", fmt::format("{}.0.0", dataset.info().version)},
              {"description", "Read out of scientific articles by rules; see README.md."},
              {"licenses", Json::array()},
              {"contributors", Json::array({{{"title", options.program}, {"role", "wrangler"}}})}};
    if (!options.publication.url.empty()) {
        json["homepage"] = options.publication.url;
    }
    if (!options.publication.creator.empty()) {
        json["contributors"].push_back(
            {{"title", options.publication.creator}, {"role", "author"}});
    }
    if (!options.publication.licence.empty()) {
        json["licenses"].push_back(
            {{"path", options.publication.licence}, {"title", "The dataset as a whole"}});
    }
    for (const auto& licence : licences_of(package)) {
        // Names are [A-Za-z0-9._-]; what the articles state is the title.
        std::string name = licence;
        std::replace_if(
            name.begin(), name.end(),
            [](unsigned char c) { return std::isalnum(c) == 0 && c != '.' && c != '_'; }, '-');
        json["licenses"].push_back({{"name", name}, {"title", licence}});
    }
    if (json["licenses"].empty()) {
        json.erase("licenses");
    }
    json["sources"] = Json::array({{{"title", "The articles of citations.tsv"}}});
    json["resources"] = Json::array();
    for (const auto& file : package.files) {
        Json resource{{"name", std::filesystem::path(file.path).stem().string()},
                      {"path", file.path},
                      {"profile", delimited ? "tabular-data-resource" : "data-resource"},
                      {"format", options.format},
                      {"mediatype", media_type(options.format)},
                      {"encoding", "utf-8"},
                      {"bytes", file.bytes},
                      {"hash", "sha256:" + file.sha256}};
        if (delimited) {
            resource["dialect"] = {{"delimiter", options.format == "csv" ? "," : "\t"},
                                   {"doubleQuote", options.format == "csv"},
                                   {"header", true}};
            if (options.format == "tsv") {
                // No quotes, as the reader must know: they would be the default.
                resource["dialect"]["escapeChar"] = "\\";
            }
        }
        resource["schema"] = {{"fields", fields}, {"missingValues", {""}}};
        json["resources"].push_back(std::move(resource));
    }
    return json.dump(1) + "\n";
}

std::string croissant_json(const Export& dataset, const Package& package,
                           const PackageOptions& options) {
    const std::string name(dataset.info().name);
    Json json;
    json["@context"] = {{"@language", "en"},
                        {"@vocab", "https://schema.org/"},
                        {"citeAs", "cr:citeAs"},
                        {"column", "cr:column"},
                        {"conformsTo", "dct:conformsTo"},
                        {"cr", "http://mlcommons.org/croissant/"},
                        {"data", {{"@id", "cr:data"}, {"@type", "@json"}}},
                        {"dataType", {{"@id", "cr:dataType"}, {"@type", "@vocab"}}},
                        {"dct", "http://purl.org/dc/terms/"},
                        {"examples", {{"@id", "cr:examples"}, {"@type", "@json"}}},
                        {"extract", "cr:extract"},
                        {"field", "cr:field"},
                        {"fileObject", "cr:fileObject"},
                        {"fileProperty", "cr:fileProperty"},
                        {"fileSet", "cr:fileSet"},
                        {"format", "cr:format"},
                        {"includes", "cr:includes"},
                        {"isLiveDataset", "cr:isLiveDataset"},
                        {"jsonPath", "cr:jsonPath"},
                        {"key", "cr:key"},
                        {"md5", "cr:md5"},
                        {"parentField", "cr:parentField"},
                        {"path", "cr:path"},
                        {"recordSet", "cr:recordSet"},
                        {"references", "cr:references"},
                        {"regex", "cr:regex"},
                        {"repeated", "cr:repeated"},
                        {"replace", "cr:replace"},
                        {"sc", "https://schema.org/"},
                        {"separator", "cr:separator"},
                        {"source", "cr:source"},
                        {"subField", "cr:subField"},
                        {"transform", "cr:transform"}};
    json["@type"] = "sc:Dataset";
    json["name"] = "lode-" + name;
    json["conformsTo"] = "http://mlcommons.org/croissant/1.0";
    json["version"] = fmt::format("{}.0.0", dataset.info().version);
    json["description"] =
        fmt::format("{}. Read out of scientific articles by rules, by {}; see README.md.",
                    dataset.info().title, options.program);
    const Publication& publication = options.publication;
    if (!publication.creator.empty()) {
        json["creator"] = {{"@type", "sc:Organization"}, {"name", publication.creator}};
    }
    if (!publication.url.empty()) {
        json["url"] = publication.url;
    }
    if (!publication.date.empty()) {
        json["datePublished"] = publication.date;
    }
    if (!publication.licence.empty()) {
        json["license"] = publication.licence;
    } else if (const auto licences = licences_of(package); !licences.empty()) {
        // Of the articles, as they state them.
        for (const auto& licence : licences) {
            json["license"].push_back({{"@type", "sc:CreativeWork"}, {"name", licence}});
        }
    }
    json["distribution"] = Json::array();
    for (const auto& file : package.files) {
        json["distribution"].push_back({{"@type", "cr:FileObject"},
                                        {"@id", file.path},
                                        {"name", file.path},
                                        {"contentUrl", file.path},
                                        {"contentSize", fmt::format("{} B", file.bytes)},
                                        {"encodingFormat", media_type(options.format)},
                                        {"sha256", file.sha256}});
    }
    // One record set a file: the parts have the same fields.
    json["recordSet"] = Json::array();
    if (!options.sides.empty()) {
        json["recordSet"].push_back(split_names(options.sides));
    }
    for (const auto& file : package.files) {
        const std::string id = std::filesystem::path(file.path).stem().string();
        Json fields = Json::array();
        for (const Column& column : dataset.columns()) {
            constexpr std::string_view k_types[] = {"sc:Text", "sc:Integer", "sc:Float",
                                                    "sc:Boolean"};
            Json extract = options.format == "jsonl"
                               ? Json{{"jsonPath", fmt::format("$.{}", column.name)}}
                               : Json{{"column", column.name}};
            fields.push_back(
                {{"@type", "cr:Field"},
                 {"@id", fmt::format("{}/{}", id, column.name)},
                 {"name", column.name},
                 {"description", column.title},
                 {"dataType", k_types[static_cast<std::size_t>(column.type)]},
                 {"source", {{"fileObject", {{"@id", file.path}}}, {"extract", extract}}}});
            if (column.name == "split" && !options.sides.empty()) {
                fields.back()["references"] = {{"@id", "splits/name"}};
            }
        }
        json["recordSet"].push_back(
            {{"@type", "cr:RecordSet"}, {"@id", id}, {"name", id}, {"field", fields}});
    }
    return json.dump(1) + "\n";
}

}  // namespace lode::query
