// Any bytes as an input file: containers inside containers, damaged, bombs. Nothing is written to
// disk; every document has a name and a size within the limits.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/error.hpp"
#include "ingest/source/source.hpp"

using namespace lode;
using namespace lode::ingest;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const int fd = ::memfd_create("fuzz", 0);
    if (fd < 0 || ::write(fd, data, size) != static_cast<ssize_t>(size)) {
        std::abort();
    }
    InputFile file;
    file.path = "/proc/self/fd/" + std::to_string(fd);
    file.name = "fuzz";
    file.bytes = size;
    ContainerLimits limits;
    limits.member_bytes = 1 << 20;
    limits.total_bytes = 16 << 20;
    std::uint64_t bytes = 0;
    const ContainerSummary summary = verify_file(file);
    read_file_documents(
        file, summary, limits,
        [&](const Document& document) {
            bytes += document.bytes.size();
            if (document.source.empty() || bytes > (std::uint64_t{64} << 20)) {
                std::abort();
            }
        },
        [&](const Reject& reject) {
            if (reject.source.empty() || reject.reason.empty()) {
                std::abort();
            }
        });
    ::close(fd);
    return 0;
}
