#include "core/store/complete.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/file.hpp"
#include "core/store/rocks.hpp"

namespace lode::store {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* k_format = "lode store";

// Names and places of the numbers of a State, for both directions.
template <class S, class F>
void for_each_number(S& state, F&& visit) {
    auto& c = state.counters;
    visit("articles", c.articles);
    visit("sentences", c.sentences);
    visit("tokens", c.tokens);
    visit("mentions", c.mentions);
    visit("trends", c.trends);
    visit("rejects", c.rejects);
    visit("duplicates", c.duplicates);
    visit("sources", c.sources);
    visit("first_year", c.first_year);
    visit("last_year", c.last_year);
    visit("next_seq", state.next_seq);
    visit("finished_rejects", state.finished_rejects);
    visit("arrivals", state.arrivals);
    visit("finished_arrivals", state.finished_arrivals);
}

std::uint64_t from_hex(const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (problem != std::errc{} || end != text.data() + text.size() || text.size() != 16) {
        throw Error("\"content\" is not 16 hex digits");
    }
    return value;
}

}  // namespace

fs::path complete_path(const fs::path& folder) {
    return folder / "COMPLETE.json";
}

fs::path snapshots_path(const fs::path& folder) {
    return folder / "snapshots";
}

std::string snapshot_name(std::uint64_t number) {
    return fmt::format("{:08}", number);
}

void throw_other_schema(const fs::path& path, const std::string& found) {
    throw Error(fmt::format("{}: the store has layout version {}, this program reads version {}",
                            path.string(), found, k_schema_version),
                "use the version of lode that wrote it, or ingest into a new workspace");
}

std::optional<Complete> read_complete(const fs::path& folder) {
    const fs::path path = complete_path(folder);
    if (!fs::exists(path)) {
        return std::nullopt;
    }
    const std::string text = read_file(path, std::size_t{1} << 20);
    Complete complete;
    std::uint64_t schema = 0;
    try {
        const Json json = Json::parse(text);
        if (json.at("format").get<std::string>() != k_format) {
            throw Error("it is not the record of a lode store");
        }
        schema = json.at("schema").get<std::uint64_t>();
        if (schema == k_schema_version) {
            complete.snapshot = json.at("snapshot").get<std::uint64_t>();
            for_each_number(complete.state,
                            [&](const char* name, auto& number) { json.at(name).get_to(number); });
            for (const auto& [year, articles] : json.at("years").items()) {
                complete.state.years[static_cast<std::uint16_t>(std::stoul(year))] =
                    articles.get<std::uint64_t>();
            }
            complete.state.counters.content = from_hex(json.at("content").get<std::string>());
        }
    } catch (const std::logic_error& e) {  // of std::stoul
        throw damaged_store(path, e.what());
    } catch (const Json::exception& e) {
        throw damaged_store(path, e.what());
    } catch (const Error& e) {
        throw damaged_store(path, e.what());
    }
    if (schema != k_schema_version) {
        throw_other_schema(path, std::to_string(schema));
    }
    return complete;
}

void write_complete(const fs::path& folder, const Complete& complete) {
    Json json;
    json["format"] = k_format;
    json["schema"] = k_schema_version;
    json["snapshot"] = complete.snapshot;
    for_each_number(complete.state,
                    [&](const char* name, const auto& number) { json[name] = number; });
    json["years"] = Json::object();
    for (const auto& [year, articles] : complete.state.years) {
        json["years"][std::to_string(year)] = articles;
    }
    json["content"] = hex64(complete.state.counters.content);
    write_file_atomically(complete_path(folder), json.dump(2) + "\n");
}

}  // namespace lode::store
