// What is inside a file: layer by layer, down to the documents.
#include <utility>

#include "core/base/error.hpp"
#include "ingest/source/archive.hpp"
#include "ingest/source/bytes.hpp"
#include "ingest/source/decoder.hpp"
#include "ingest/source/leaf.hpp"
#include "ingest/source/record_file.hpp"
#include "ingest/source/sniff.hpp"
#include "ingest/source/source.hpp"
#include "ingest/source/table.hpp"
#include "ingest/source/utf16.hpp"

namespace lode::ingest {
namespace {

constexpr int k_deepest = 3;  // containers inside each other: a.tar.gz with b.xml.gz in it

// One walk through the layers of a file. It is made twice, first to verify, then to read, and both
// walks see the same layers in the same order: what the first finds wrong with a layer is known
// when the second enters it. What is in memory as a whole (small members of archives) is verified
// on its own just before it is read, and takes no part in the first walk.
class Walk {
 public:
    enum class Aim { verify, read };

    Walk(Aim aim, std::vector<std::string> known, const ContainerLimits& limits, Budget& budget,
         const std::function<void(Document)>& document, const std::function<void(Reject)>& reject,
         const std::stop_token& stop, bool any_fields = false)
        : m_aim(aim),
          m_layers(std::move(known)),
          m_any_fields(any_fields),
          m_limits(limits),
          m_budget(budget),
          m_document(document),
          m_reject([this, &reject](Reject refused) {
              for (Telling& telling : m_telling) {
                  telling.told = telling.told || (refused.source == telling.name &&
                                                  (refused.reason == telling.word() ||
                                                   refused.detail.starts_with(telling.problem)));
              }
              reject(std::move(refused));
          }),
          m_stop(stop) {}

    // Verifying: what is wrong with each layer.
    std::vector<std::string> layers() && { return std::move(m_layers); }
    std::uint64_t members() const noexcept { return m_members; }

    // `depth`: how many containers are around these bytes. False: passed over, since it is a member
    // that turned out to be no input.
    bool walk(ByteSource& raw, const std::string& name, int depth) {
        PeekSource source(raw);
        const Content content = sniff(source.peek(k_sniff_bytes));
        if (is_compressed(content.kind)) {
            return !allowed(name, depth) || enter_compressed(content.kind, source, name, depth);
        }
        if (content.kind == ContentKind::tar) {
            if (allowed(name, depth)) {
                enter_archive(content.kind, source, name, depth);
            }
            return true;
        }
        if (content.kind == ContentKind::zip) {
            if (allowed(name, depth)) {
                enter_zip(raw, source, name, depth);
            }
            return true;
        }
        if (m_aim == Aim::verify) {
            verify_leaf(content.kind, source, depth);
            return true;
        }
        return read_leaf(content, source, name);
    }

 private:
    // Remembers what verifying found, or looks it up.
    class Layer {
     public:
        explicit Layer(Walk& walk) : m_walk(walk), m_number(walk.m_next_layer++) {
            m_walk.m_layers.resize(std::max(m_walk.m_layers.size(), m_number + 1));
            m_before = m_walk.m_damaged;
            m_walk.m_damaged = m_before || !m_walk.m_layers[m_number].empty();
        }
        Layer(const Layer&) = delete;
        Layer& operator=(const Layer&) = delete;
        ~Layer() { m_walk.m_damaged = m_before; }
        void found(const std::string& problem) {
            if (m_walk.m_aim == Aim::verify && m_walk.m_layers[m_number].empty()) {
                m_walk.m_layers[m_number] = problem;
            }
        }

        // Reading: what verifying found.
        std::string problem() const {
            return m_walk.m_aim == Aim::read ? m_walk.m_layers[m_number] : std::string();
        }

     private:
        Walk& m_walk;
        std::size_t m_number;
        bool m_before = false;
    };

    // The damage of a layer that is being read: whether a reject has told it already.
    struct Telling {
        std::string name;
        std::string problem;  // "stable-word: explanation"
        bool told = false;
        std::string word() const { return problem.substr(0, problem.find(": ")); }
    };

    Leaf leaf(ByteSource& source, const std::string& name) const {
        return {.source = source,
                .name = name,
                .damaged = m_damaged,
                .limits = m_limits,
                .document = m_document,
                .reject = m_reject,
                .stop = m_stop};
    }

    bool allowed(const std::string& name, int depth) const {
        if (depth < k_deepest) {
            return true;
        }
        m_reject({.source = name,
                  .reason = "nested-archive",
                  .detail = "more than three containers inside each other"});
        return false;
    }

    bool enter_compressed(ContentKind kind, ByteSource& source, const std::string& name,
                          int depth) {
        Layer layer(*this);
        const auto decoder = make_decoder(kind, source, m_budget);
        m_telling.push_back({.name = name, .problem = layer.problem()});
        const bool taken = walk(*decoder, name, depth + 1);
        layer.found(decoder->problem());
        const Telling telling = std::move(m_telling.back());
        m_telling.pop_back();
        if (!telling.problem.empty() && !telling.told && !m_stop.stop_requested()) {
            leaf(*decoder, name).refuse_for(telling.problem);
        }
        if (depth == 0) {
            m_members = decoder->members();
        }
        return taken;
    }

    void enter_zip(ByteSource& raw, ByteSource& source, const std::string& name, int depth) {
        if (SeekableSource* seekable = raw.seekable()) {
            seekable->seek(0);
            enter_archive(ContentKind::zip, *seekable, name, depth);
            return;
        }
        if (m_aim == Aim::verify) {
            drain(source);
            return;
        }
        // A zip archive inside something else: its directory stands at its end.
        std::string bytes;
        if (!read_whole(source, m_limits.member_bytes, bytes)) {
            leaf(source, name)
                .refuse("too-large",
                        "larger than the limit for a zip archive inside "
                        "another container");
            return;
        }
        in_memory(std::move(bytes), name, depth);
    }

    void enter_archive(ContentKind kind, ByteSource& source, const std::string& name, int depth) {
        Layer layer(*this);
        const bool before = std::exchange(m_in_archive, true);
        const MemberHandler handler{.whole =
                                        [&](const std::string& member, std::string bytes) {
                                            return m_aim == Aim::verify ||
                                                   in_memory(std::move(bytes), member, depth + 1);
                                        },
                                    .stream =
                                        [&](const std::string& member, ByteSource& bytes) {
                                            Layer inner(*this);
                                            const bool taken = walk(bytes, member, depth + 1);
                                            inner.found(bytes.problem());
                                            return taken;
                                        },
                                    .reject = m_reject,
                                    .large_only = m_aim == Aim::verify};
        layer.found(read_archive(kind, source, name, m_limits, m_budget, handler, m_stop));
        m_in_archive = before;
        if (m_aim == Aim::verify && !m_budget.exhausted() && !m_stop.stop_requested()) {
            drain(source);  // what stands behind the archive's end bears on the layers around it
        }
    }

    // Bytes that are here as a whole: verified, where there is anything to verify, and read.
    bool in_memory(std::string bytes, const std::string& name, int depth) {
        MemorySource memory(bytes);
        const ContentKind kind = sniff(std::string_view(bytes).substr(0, k_sniff_bytes)).kind;
        std::vector<std::string> known;
        if (is_compressed(kind) || kind == ContentKind::zip || kind == ContentKind::tar) {
            Budget budget = m_budget;
            const std::function<void(Document)> no_document = [](const Document&) {};
            const std::function<void(Reject)> no_reject = [](const Reject&) {};
            Walk check(Aim::verify, {}, m_limits, budget, no_document, no_reject, m_stop);
            check.walk(memory, name, depth);
            known = std::move(check).layers();
            memory.seek(0);
        }
        m_layers.swap(known);
        const std::size_t next = std::exchange(m_next_layer, 0);
        const bool taken = walk(memory, name, depth);
        m_layers.swap(known);
        m_next_layer = next;
        return taken;
    }

    // Reads to the end what will be read to the end, for the sake of the layers around it.
    void verify_leaf(ContentKind kind, ByteSource& source, int depth) const {
        const bool text = kind == ContentKind::xml || kind == ContentKind::json_lines ||
                          kind == ContentKind::json_array || kind == ContentKind::text;
        if (depth > 0 && text) {
            std::vector<char> piece(1 << 18);
            while (!m_stop.stop_requested() && source.read(piece.data(), piece.size()) > 0) {
            }
        }
    }

    bool read_leaf(const Content& content, PeekSource& source, const std::string& name) const {
        // The reader of XML knows UTF-16 by itself.
        if (content.utf16 && (content.kind != ContentKind::xml || !content.at_start)) {
            Utf16Source decoded(source);
            PeekSource text(decoded);
            Content inside = content;
            inside.utf16 = false;
            return read_leaf(inside, text, name);
        }
        if (m_in_archive && !m_any_fields && !record_extension(name).empty() &&
            !no_articles(name, source.peek(k_table_head_bytes)).empty()) {
            return false;  // like such a file of a folder
        }
        const Leaf leaf = this->leaf(source, name);
        // Text that is none of the other kinds; the mark of one may stand in its first rows.
        if (content.kind == ContentKind::text ||
            (content.kind == ContentKind::xml && !content.at_start)) {
            const bool named = is_table_by_name(name);
            const bool table =
                is_table_of_abstracts(source.peek(named ? k_table_head_bytes : k_sniff_bytes));
            if (named || table) {
                read_table(leaf);
                return true;
            }
        }
        switch (content.kind) {
            case ContentKind::xml:
                read_xml(leaf, source.peek(k_sniff_bytes));
                return true;
            case ContentKind::json_lines:
                if (is_spread_json(source.peek(k_sniff_bytes))) {
                    read_json_values(leaf);
                } else {
                    read_json_lines(leaf);
                }
                return true;
            case ContentKind::json_array:
                read_json_values(leaf);
                return true;
            case ContentKind::empty:
                if (!source.problem().empty()) {
                    leaf.refuse_for(source.problem());
                } else {
                    leaf.refuse("empty-file", content.name);
                }
                return true;
            case ContentKind::html:
                leaf.refuse("html-page", "an HTML page where an article is expected");
                return true;
            case ContentKind::archive:
                leaf.refuse("unsupported-container", content.name + " is not read");
                return true;
            case ContentKind::text:
                leaf.refuse("plain-text", content.name);
                return true;
            default:
                leaf.refuse("not-text", content.name);
                return true;
        }
    }

    const Aim m_aim;
    std::vector<std::string> m_layers;
    std::size_t m_next_layer = 0;
    bool m_damaged = false;
    bool m_in_archive = false;
    const bool m_any_fields;
    std::uint64_t m_members = 1;
    const ContainerLimits& m_limits;
    Budget& m_budget;
    const std::function<void(Document)>& m_document;
    const std::function<void(Reject)> m_reject;
    const std::stop_token& m_stop;
    std::vector<Telling> m_telling;
};

}  // namespace

ContainerSummary verify_file(const InputFile& file, std::stop_token stop,
                             const ContainerLimits& limits) {
    FileSource raw(file.path);
    DigestingSource digesting(raw);
    PeekSource source(digesting);
    Budget budget(limits, raw.size());
    const std::function<void(Document)> no_document = [](const Document&) {};
    const std::function<void(Reject)> no_reject = [](const Reject&) {};
    Walk walk(Walk::Aim::verify, {}, limits, budget, no_document, no_reject, stop);
    const bool zip = sniff(source.peek(k_sniff_bytes)).kind == ContentKind::zip;
    if (!zip) {
        walk.walk(source, file.name, 0);
    }
    // What was left unread still belongs to the digest.
    std::vector<char> piece(1 << 18);
    while (!stop.stop_requested() && source.read(piece.data(), piece.size()) > 0) {
    }
    ContainerSummary summary;
    summary.digest = digesting.digest();
    summary.bytes = digesting.bytes();
    if (zip && !stop.stop_requested()) {
        raw.seek(0);
        walk.walk(raw, file.name, 0);
    }
    summary.members = walk.members();
    summary.layers = std::move(walk).layers();
    for (const std::string& problem : summary.layers) {
        if (summary.problem.empty()) {
            summary.problem = problem;
        }
    }
    summary.unreadable = summary.problem.empty() ? 0 : 1;
    return summary;
}

void read_file_documents(const InputFile& file, const ContainerSummary& verified,
                         const ContainerLimits& limits,
                         const std::function<void(Document)>& document,
                         const std::function<void(Reject)>& reject, std::stop_token stop) {
    FileSource raw(file.path);
    Budget budget(limits, raw.size());
    Walk(Walk::Aim::read, verified.layers, limits, budget, document, reject, stop, file.any_fields)
        .walk(raw, file.name, 0);
}

}  // namespace lode::ingest
