// A small corpus on disk with everything a pipeline meets, and what a store says about it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/store/store.hpp"
#include "ingest/ingest.hpp"

namespace lode::test {

namespace fs = std::filesystem;

class TemporaryFolder {
 public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const fs::path& path() const noexcept { return m_path; }

 private:
    fs::path m_path;
};

void write(const fs::path& path, const std::string& bytes);
// `count` abstracts, numbered from `first`. Two files that share numbers share articles.
std::string abstracts(unsigned first, unsigned count);
std::string jats(unsigned number);

// What is in the folder after write_corpus().
struct CorpusFacts {
    std::uint64_t files = 0;
    std::uint64_t same_bytes = 0;  // files that repeat the bytes of another
    std::uint64_t articles = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t refused = 0;  // rejected or unreadable
};
CorpusFacts write_corpus(const fs::path& folder);

// Everything a reader can tell, as text: two stores of equal text are equal to their users.
std::string everything(const fs::path& store);

const ingest::Miner& miner();
inline const store::Properties k_properties = {{"analyser", "1"}};

ingest::IngestReport run(const fs::path& corpus, const fs::path& store, std::size_t threads = 2,
                         store::CommitLimits limits = {}, std::uint64_t publish_every = 50'000);

}  // namespace lode::test
