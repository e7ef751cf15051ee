// xz by liblzma, which checks what the stream carries: CRC-32, CRC-64 or SHA-256, and the index.
#include <lzma.h>

#include "core/base/error.hpp"
#include "ingest/source/decoder.hpp"

namespace lode::ingest {
namespace {

// xz -9 wants 65 MB; more than this is asked for by odd settings or by hostile headers only.
constexpr std::uint64_t k_memory_limit = std::uint64_t{256} << 20;

class XzDecoder final : public Decoder {
 public:
    XzDecoder(ByteSource& compressed, Budget& budget) : Decoder("xz", compressed, budget) {}
    XzDecoder(const XzDecoder&) = delete;
    XzDecoder& operator=(const XzDecoder&) = delete;
    ~XzDecoder() override { lzma_end(&m_stream); }

 private:
    void begin() override {
        if (lzma_stream_decoder(&m_stream, k_memory_limit, LZMA_TELL_UNSUPPORTED_CHECK) !=
            LZMA_OK) {
            throw Error("liblzma cannot be set up: out of memory");
        }
    }

    bool is_member(std::string_view magic) const override {
        return magic.starts_with(
            std::string_view("\xfd"
                             "7zXZ\0",
                             6));
    }

    Step step(Window& window, std::string& why) override {
        m_stream.next_in = reinterpret_cast<const std::uint8_t*>(window.in);
        m_stream.avail_in = window.in_size;
        m_stream.next_out = reinterpret_cast<std::uint8_t*>(window.out);
        m_stream.avail_out = window.out_size;
        const lzma_ret code = lzma_code(&m_stream, LZMA_RUN);
        window = {.in = reinterpret_cast<const char*>(m_stream.next_in),
                  .in_size = m_stream.avail_in,
                  .out = reinterpret_cast<char*>(m_stream.next_out),
                  .out_size = m_stream.avail_out};
        switch (code) {
            case LZMA_OK:
            case LZMA_BUF_ERROR:  // no progress: the frame around this knows the end of the input
                return Step::more;
            case LZMA_STREAM_END:
                return Step::member_end;
            case LZMA_MEM_ERROR:
                throw Error("liblzma: out of memory");
            case LZMA_MEMLIMIT_ERROR:
                why = "window-too-large: the xz data need more than 256 MB of memory";
                break;
            case LZMA_UNSUPPORTED_CHECK:
                why = "unsupported-method: a kind of check that liblzma does not know";
                break;
            case LZMA_OPTIONS_ERROR:
                why = "unsupported-method: a filter or setting that liblzma does not know";
                break;
            default:
                why = "a checksum or the structure does not hold";
                break;
        }
        return Step::fault;
    }

    lzma_stream m_stream = LZMA_STREAM_INIT;
};

}  // namespace

std::unique_ptr<Decoder> make_xz_decoder(ByteSource& compressed, Budget& budget) {
    return std::make_unique<XzDecoder>(compressed, budget);
}

}  // namespace lode::ingest
