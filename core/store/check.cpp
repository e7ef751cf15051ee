#include "core/store/check.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "core/base/error.hpp"
#include "core/store/complete.hpp"
#include "core/store/contents.hpp"
#include "core/store/layout.hpp"
#include "core/store/lock.hpp"
#include "core/store/rocks.hpp"
#include "core/store/store.hpp"

namespace lode::store {
namespace {

class Finder {
 public:
    Finder(CheckReport& report, std::size_t most) : m_report(report), m_most(most) {}

    void tell(std::string place, std::string what) {
        ++m_report.found;
        if (m_report.damage.size() < m_most) {
            m_report.damage.push_back({.place = std::move(place), .what = std::move(what)});
        }
    }
    // False: it threw, and was told.
    template <class Work>
    bool attempt(const std::string& place, Work&& work) {
        try {
            work();
            return true;
        } catch (const Error& e) {
            tell(place, e.what());
            return false;
        }
    }

 private:
    CheckReport& m_report;
    const std::size_t m_most;
};

void look_at_articles(const Reader& reader, Seq end, Finder& finder) {
    for (Seq seq = 0; seq < end; ++seq) {
        std::string place = fmt::format("article {}", seq);
        std::optional<Reader::Facts> facts;
        if (!finder.attempt(place + ", facts", [&] { facts = reader.facts(seq); })) {
            continue;
        }
        if (!facts) {
            continue;  // gave way; that one which did not is missing shows in the sums
        }
        place = fmt::format("article {} (id {})", seq, facts->id);
        finder.attempt(place, [&] {
            if (!reader.article(seq)) {
                throw Error("its record is missing");
            }
        });
        finder.attempt(place + ", what was mined from it", [&] {
            if (!reader.analysis(seq)) {
                throw Error("the record is missing");
            }
        });
    }
}

// What the next writer opens. It shares its table files with the snapshot; list, log and counters
// are its own. Not looked at while a writer is at work, who would change it meanwhile.
void look_at_database(const std::filesystem::path& folder, const std::optional<Complete>& complete,
                      Finder& finder) {
    const auto lock = FileLock::try_lock(folder / "WRITER.lock", FileLock::Kind::shared);
    if (!lock || !complete) {
        return;
    }
    finder.attempt("database", [&] {
        const Database database = Database::open_for_checking(folder / "db");
        const auto state = load_state(database);
        const State& shown = complete->state;
        if (!state || state->next_seq < shown.next_seq || state->arrivals < shown.arrivals ||
            state->counters.sources < shown.counters.sources) {
            throw damaged_store(
                database.path(),
                fmt::format("COMPLETE.json records {} articles of {} sources, the database holds "
                            "{} of {}",
                            shown.counters.articles, shown.counters.sources,
                            state ? state->counters.articles : 0,
                            state ? state->counters.sources : 0));
        }
        verify_newest(database, *state);
        if (*state != shown) {  // else its table files are those of the snapshot
            check(database.db().VerifyChecksum(), database.path(), "verify");
        }
    });
}

}  // namespace

CheckReport check_store(const std::filesystem::path& folder, std::size_t most) {
    CheckReport report;
    Finder finder(report, most);
    if (!std::filesystem::exists(folder)) {
        throw Error(folder.string() + ": there is no store here", "lode ingest PATH... makes one");
    }
    std::optional<Complete> complete;
    std::optional<Reader> reader;
    if (!finder.attempt("store", [&] {
            complete = read_complete(folder);
            reader.emplace(folder);
        })) {
        look_at_database(folder, complete, finder);
        return report;
    }
    look_at_database(folder, complete, finder);
    report.articles = reader->counters().articles;
    if (finder.attempt("store", [&] { reader->verify(); })) {
        return report;
    }
    look_at_articles(*reader, complete->state.next_seq, finder);
    finder.attempt("rejects", [&] { reader->for_each_reject([](const Reject&) { return true; }); });
    finder.attempt("sources",
                   [&] { reader->for_each_source([](const SourceRecord&) { return true; }); });
    finder.attempt("notices", [&] {
        reader->for_each_notice([](std::string_view, const Notice&) { return true; });
    });
    return report;
}

}  // namespace lode::store
