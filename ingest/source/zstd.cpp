// zstd by libzstd, which checks the XXH64 of every frame that carries one.
#include <zstd.h>

#include "core/base/error.hpp"
#include "ingest/source/decoder.hpp"

namespace lode::ingest {
namespace {

// 2^27 bytes: what the zstd program itself accepts without being told.
constexpr int k_window_log = 27;

struct ContextCloser {
    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

class ZstdDecoder final : public Decoder {
 public:
    ZstdDecoder(ByteSource& compressed, Budget& budget)
        : Decoder("zstd", compressed, budget), m_context(ZSTD_createDCtx()) {
        if (!m_context || ZSTD_isError(ZSTD_DCtx_setParameter(m_context.get(), ZSTD_d_windowLogMax,
                                                              k_window_log)) != 0) {
            throw Error("libzstd cannot be set up: out of memory");
        }
    }

 private:
    void begin() override { ZSTD_DCtx_reset(m_context.get(), ZSTD_reset_session_only); }

    // A frame, or a skippable one (indices, padding), which decompresses to nothing.
    bool is_member(std::string_view magic) const override {
        return magic.starts_with("\x28\xb5\x2f\xfd") ||
               (magic.size() >= 4 && (static_cast<unsigned char>(magic[0]) & 0xf0U) == 0x50 &&
                magic.substr(1, 3) == "\x2a\x4d\x18");
    }

    Step step(Window& window, std::string& why) override {
        ZSTD_inBuffer in{.src = window.in, .size = window.in_size, .pos = 0};
        ZSTD_outBuffer out{.dst = window.out, .size = window.out_size, .pos = 0};
        const std::size_t code = ZSTD_decompressStream(m_context.get(), &out, &in);
        window.in += in.pos;
        window.in_size -= in.pos;
        window.out += out.pos;
        window.out_size -= out.pos;
        if (ZSTD_isError(code) == 0) {
            return code == 0 ? Step::member_end : Step::more;
        }
        why = ZSTD_getErrorName(code);
        if (why.find("too much memory") != std::string::npos) {
            why = "window-too-large: the zstd data need more than 128 MB of memory";
        }
        return Step::fault;
    }

    std::unique_ptr<ZSTD_DCtx, ContextCloser> m_context;
};

}  // namespace

std::unique_ptr<Decoder> make_zstd_decoder(ByteSource& compressed, Budget& budget) {
    return std::make_unique<ZstdDecoder>(compressed, budget);
}

}  // namespace lode::ingest
