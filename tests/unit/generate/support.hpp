// What the generator's tests share.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tools/generate/facts.hpp"
#include "tools/generate/generate.hpp"

namespace lode::generate::test {

inline const Facts& facts() {
    static const Facts all = load_facts();
    return all;
}

inline const Bank& bank() {
    static const Bank all;
    return all;
}

// A folder that goes away.
class Folder {
 public:
    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "lode-generate-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        m_path = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

 private:
    std::filesystem::path m_path;
};

// Keeps everything: for tests on small corpora.
class MemorySink : public Sink {
 public:
    void file(std::string_view path, std::string_view bytes) override {
        files[std::string(path)] = bytes;
    }
    void line(std::string_view path, std::string_view text) override {
        (files[std::string(path)] += text) += '\n';
    }
    void finish() override { ++finished; }
    std::map<std::string, std::string> files;
    int finished = 0;
};

}  // namespace lode::generate::test
