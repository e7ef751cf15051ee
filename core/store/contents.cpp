#include "core/store/contents.hpp"

#include "core/base/digest.hpp"
#include "core/store/codec.hpp"
#include "core/store/complete.hpp"
#include "core/store/layout.hpp"

namespace lode::store {

std::optional<State> load_state(const Database& database) {
    const auto schema = database.get(Family::small, small_key(Prefix::meta, k_meta_schema));
    const auto bytes = database.get(Family::small, small_key(Prefix::meta, k_meta_state));
    if (!schema && !bytes) {
        return std::nullopt;
    }
    if (schema.value_or("") != std::to_string(k_schema_version)) {
        throw_other_schema(database.path(), schema.value_or("unknown"));
    }
    if (!bytes) {
        throw damaged_store(database.path(), "its counters are missing");
    }
    try {
        return decode_state(*bytes);
    } catch (const Error& e) {
        throw damaged_store(database.path(), e.what());
    }
}

Properties load_properties(const Database& database) {
    Properties properties;
    database.scan(Family::small, small_key(Prefix::property, ""),
                  [&](std::string_view key, std::string_view value) {
                      properties.emplace(key.substr(1), value);
                      return true;
                  });
    return properties;
}

std::string differences(const Properties& stored, const Properties& asked, std::string_view has,
                        std::string_view asks) {
    const auto quoted = [](const Properties& properties, const std::string& name) {
        const auto found = properties.find(name);
        return found == properties.end() ? "nothing" : "\"" + found->second + "\"";
    };
    Properties names = stored;
    names.insert(asked.begin(), asked.end());
    std::string list;
    for (const auto& [name, unused] : names) {
        const std::string was = quoted(stored, name);
        const std::string wish = quoted(asked, name);
        if (was != wish) {
            list += fmt::format("{}{}: {} {}, {} {}", list.empty() ? "" : "; ", name, has, was,
                                asks, wish);
        }
    }
    return list;
}

std::optional<std::vector<Batch>> load_batches(const Database& database) {
    const auto bytes = database.get(Family::small, small_key(Prefix::meta, k_meta_history));
    return bytes ? std::optional(decode_batches(*bytes)) : std::nullopt;
}

std::optional<Seq> resolve(const Database& database, std::string_view name) {
    return resolve(name, [&](const std::string& key) { return database.get(Family::small, key); });
}

Article read_article(const Database& database, Seq seq, std::string_view bytes) {
    try {
        return decode_article(bytes);
    } catch (const Error& e) {
        throw damaged_store(database.path(), fmt::format("article {}: {}", seq, e.what()));
    }
}

Analysis read_analysis(const Database& database, Seq seq, std::string_view bytes) {
    try {
        return decode_analysis(bytes);
    } catch (const Error& e) {
        throw damaged_store(database.path(), fmt::format("analysis {}: {}", seq, e.what()));
    }
}

void verify_newest(const Database& database, const State& state) {
    if (state.next_seq < state.counters.articles) {
        throw damaged_store(database.path(),
                            fmt::format("{} articles are counted, but {} were numbered",
                                        state.counters.articles, state.next_seq));
    }
    if (state.next_seq == 0) {
        return;
    }
    const Seq last = state.next_seq - 1;
    const auto article = database.get(Family::article, seq_key(last));
    const auto analysis = database.get(Family::analysis, seq_key(last));
    const bool gave_way = database.get(Family::small, small_key(Prefix::forward, last)).has_value();
    if (!gave_way && (!article || !analysis)) {
        throw damaged_store(
            database.path(),
            fmt::format("{} {} is missing", article ? "the analysis of article" : "article", last));
    }
    if (!gave_way) {
        read_article(database, last, *article);
        read_analysis(database, last, *analysis);
    }
    if (database.get(Family::posting, k_posting_mark) != seq_key(state.next_seq)) {
        throw damaged_store(database.path(), "the newest posting lists are missing");
    }
}

std::uint64_t content_digest(std::string_view id, std::string_view article,
                             std::string_view analysis) {
    std::string bytes;
    append_number(bytes, digest64(article));
    append_number(bytes, digest64(analysis));
    bytes.append(id);
    return digest64(bytes);
}

}  // namespace lode::store
