// A store that the tests of the datasets share, made once.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include "core/base/error.hpp"
#include "core/store/store.hpp"
#include "ingest/ingest.hpp"
#include "ingest/mine/miner.hpp"
#include "query/export.hpp"

namespace stored {

using namespace lode;
namespace fs = std::filesystem;

// One article of every dialect, and the JATS folder of the sample corpus, read once.
inline const store::Reader& reader() {
    struct Stored {
        fs::path folder;
        std::unique_ptr<store::Reader> reader;
        Stored() {
            std::string name = (fs::temp_directory_path() / "lode-test-XXXXXX").string();
            if (::mkdtemp(name.data()) == nullptr) {
                throw Error("cannot create a temporary folder");
            }
            folder = name;
            ingest::IngestOptions options;
            options.paths = {fs::path(LODE_SOURCE_DIR) / "tests/golden/dialects",
                             fs::path(LODE_SOURCE_DIR) / "corpora/sample/jats"};
            {
                store::Writer writer(folder / "store", {});
                ingest::ingest(options, ingest::Miner(), writer, Progress::none(), {});
            }
            reader = std::make_unique<store::Reader>(folder / "store");
        }
        ~Stored() {
            reader.reset();
            std::error_code ignored;
            fs::remove_all(folder, ignored);
        }
    };
    static const Stored k_stored;
    return *k_stored.reader;
}

inline const query::Export& dataset(std::string_view name) {
    for (const auto& make : query::exports::all()) {
        if (make().info().name == name) {
            return make();
        }
    }
    throw Error("no such dataset");
}

}  // namespace stored
