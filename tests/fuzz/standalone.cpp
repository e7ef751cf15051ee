// Runs a fuzz target over files, one after the other: its seeds as an ordinary test, without a
// fuzzer.
//   seeds_NAME FILE-OR-FOLDER...
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void run(const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

// The file itself, cut short in places, and with single bytes changed: what a fuzzer tries first.
std::size_t run_variants(const std::string& bytes) {
    std::size_t runs = 1;
    run(bytes);
    for (std::size_t part = 1; part < 16; ++part, ++runs) {
        run(bytes.substr(0, bytes.size() * part / 16));
    }
    for (std::size_t i = 0; i < 64 && !bytes.empty(); ++i, ++runs) {
        std::string changed = bytes;
        const std::size_t at = i * 2654435761U % changed.size();
        changed[at] = static_cast<char>(changed[at] ^ (1 << i % 8));
        run(changed);
    }
    return runs;
}

}  // namespace

int main(int count, char** arguments) {
    std::size_t files = 0;
    std::size_t runs = 0;
    for (int i = 1; i < count; ++i) {
        std::vector<fs::path> list;
        if (fs::is_directory(arguments[i])) {
            for (const auto& entry : fs::recursive_directory_iterator(arguments[i])) {
                if (entry.is_regular_file()) {
                    list.push_back(entry.path());
                }
            }
        } else {
            list.emplace_back(arguments[i]);
        }
        for (const fs::path& path : list) {
            std::ifstream file(path, std::ios::binary);
            const std::string bytes((std::istreambuf_iterator<char>(file)), {});
            runs += run_variants(bytes);
            ++files;
        }
    }
    std::printf("%zu seeds, %zu runs\n", files, runs);
    return files == 0 ? 1 : 0;
}
