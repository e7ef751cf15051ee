// bzip2 by libbz2, which checks the CRC of every block and of the stream.
#include <bzlib.h>

#include "core/base/error.hpp"
#include "ingest/source/decoder.hpp"

namespace lode::ingest {
namespace {

class Bzip2Decoder final : public Decoder {
 public:
    Bzip2Decoder(ByteSource& compressed, Budget& budget) : Decoder("bzip2", compressed, budget) {}
    Bzip2Decoder(const Bzip2Decoder&) = delete;
    Bzip2Decoder& operator=(const Bzip2Decoder&) = delete;
    ~Bzip2Decoder() override { close(); }

 private:
    void close() noexcept {
        if (m_open) {
            BZ2_bzDecompressEnd(&m_stream);
            m_open = false;
        }
    }

    void begin() override {
        close();
        m_stream = {};
        if (BZ2_bzDecompressInit(&m_stream, 0, 0) != BZ_OK) {
            throw Error("libbz2 cannot be set up: out of memory");
        }
        m_open = true;
    }

    bool is_member(std::string_view magic) const override { return magic.starts_with("BZh"); }

    Step step(Window& window, std::string& why) override {
        m_stream.next_in = const_cast<char*>(window.in);
        m_stream.avail_in = static_cast<unsigned>(window.in_size);
        m_stream.next_out = window.out;
        m_stream.avail_out = static_cast<unsigned>(window.out_size);
        const int code = BZ2_bzDecompress(&m_stream);
        window = {.in = m_stream.next_in,
                  .in_size = m_stream.avail_in,
                  .out = m_stream.next_out,
                  .out_size = m_stream.avail_out};
        switch (code) {
            case BZ_OK:
                return Step::more;
            case BZ_STREAM_END:
                return Step::member_end;
            case BZ_MEM_ERROR:
                throw Error("libbz2: out of memory");
            default:
                why = "a checksum or the structure does not hold";
                return Step::fault;
        }
    }

    bz_stream m_stream{};
    bool m_open = false;
};

}  // namespace

std::unique_ptr<Decoder> make_bzip2_decoder(ByteSource& compressed, Budget& budget) {
    return std::make_unique<Bzip2Decoder>(compressed, budget);
}

}  // namespace lode::ingest
