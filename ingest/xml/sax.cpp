#include "ingest/xml/sax.hpp"

#include <libxml/SAX2.h>
#include <libxml/entities.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlversion.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <utility>

#include "core/base/error.hpp"
#include "ingest/xml/bytes.hpp"

namespace lode::ingest::xml {
namespace {

struct ContextFree {
    void operator()(xmlParserCtxt* context) const noexcept {
        // libxml2 makes a document of its own to hold entities declared in the internal subset,
        // even where all events come here, and leaves it to the caller.
        xmlFreeDoc(context->myDoc);
        context->myDoc = nullptr;
        xmlFreeParserCtxt(context);
    }
};

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// What the callbacks get as user data. It must not be NULL: libxml2 would fall back to its own
// entity table then and expand what the document declares.
struct Session {
    Session(Handler& to, const Limits& bounds) : handler(to), limits(bounds) {}

    Handler& handler;
    const Limits& limits;
    xmlParserCtxt* context = nullptr;
    std::vector<Attribute> attributes;
    std::size_t depth = 0;
    std::size_t elements = 0;
    std::size_t run = 0;    // bytes of text since the last tag
    std::size_t given = 0;  // the same as the handler has got it
    std::exception_ptr exception;
    Outcome outcome;
    bool stopped = false;
    // libxml2's memory parser goes on behind a fault and even gives text from there.
    bool stops_at_fault = false;

    // Of a second parse of the same bytes: what the handler has got already is not given again.
    std::size_t tags = 0;
    std::size_t tags_known = 0;
    std::size_t text_known = 0;  // bytes behind the last known tag
    bool doctype_known = false;

    // Counts a start or end tag; false where the handler knows it.
    bool is_new_tag() { return ++tags > tags_known; }

    // Runs `work`; an exception is kept for parse() and stops the parser.
    template <class Work>
    void guarded(const Work& work) noexcept {
        if (stopped) {
            return;
        }
        try {
            work();
        } catch (...) {
            exception = std::current_exception();
            stop();
        }
    }

    void stop() noexcept {
        stopped = true;
        xmlStopParser(context);
    }

    void limit(const char* reason, std::string detail) {
        outcome.limit_hit = true;
        outcome.reason = reason;
        outcome.detail = std::move(detail);
        outcome.line = static_cast<std::uint32_t>(xmlSAX2GetLineNumber(context));
        outcome.column = static_cast<std::uint32_t>(xmlSAX2GetColumnNumber(context));
        stop();
    }

    void text(const xmlChar* bytes, int length) {
        run += static_cast<std::size_t>(length);
        if (run > limits.text_node_bytes) {
            limit("text-too-long", "a text node larger than the limit");
            return;
        }
        give({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)});
    }

    void give(std::string_view text) {
        if (tags < tags_known) {
            return;
        }
        if (tags == tags_known && text_known > 0) {
            const std::size_t known = std::min(text_known, text.size());
            text_known -= known;
            text.remove_prefix(known);
            if (text.empty()) {
                return;
            }
        }
        given += text.size();
        handler.characters(text);
    }
};

Session& session(void* user) {
    return *static_cast<Session*>(user);
}

void on_start(void* user, const xmlChar* local, const xmlChar* prefix, const xmlChar* uri, int,
              const xmlChar**, int count, int, const xmlChar** raw) {
    Session& s = session(user);
    s.guarded([&] {
        s.run = 0;
        if (++s.depth > s.limits.depth) {
            s.limit("too-deep", "elements nested deeper than the limit");
            return;
        }
        if (++s.elements > s.limits.elements) {
            s.limit("too-many-elements", "more elements than the limit");
            return;
        }
        if (!s.is_new_tag()) {
            return;
        }
        s.given = 0;
        s.attributes.clear();
        for (int i = 0; i < count; ++i) {
            // libxml2 gives (local, prefix, URI, begin, end) for each.
            const xmlChar** a = raw + static_cast<std::ptrdiff_t>(i) * 5;
            s.attributes.push_back(
                {view(a[0]),
                 view(a[1]),
                 {reinterpret_cast<const char*>(a[3]), static_cast<std::size_t>(a[4] - a[3])}});
        }
        s.handler.line = static_cast<std::uint32_t>(xmlSAX2GetLineNumber(s.context));
        s.handler.start_element(view(local), view(prefix), view(uri), s.attributes);
    });
}

void on_end(void* user, const xmlChar* local, const xmlChar* prefix, const xmlChar*) {
    Session& s = session(user);
    s.guarded([&] {
        s.run = 0;
        --s.depth;
        if (s.is_new_tag()) {
            s.given = 0;
            s.handler.end_element(view(local), view(prefix));
        }
    });
}

void on_text(void* user, const xmlChar* bytes, int length) {
    Session& s = session(user);
    s.guarded([&] { s.text(bytes, length); });
}

// A reference that is left (only in documents whose encoding libxml2 decodes): literal text.
void on_reference(void* user, const xmlChar* name) {
    Session& s = session(user);
    s.guarded([&] {
        const std::string literal = "&" + std::string(view(name)) + ";";
        s.give(literal);
    });
}

xmlEntity* on_get_entity(void*, const xmlChar* name) {
    return xmlGetPredefinedEntity(name);
}

void on_doctype(void* user, const xmlChar* name, const xmlChar* public_id,
                const xmlChar* system_id) {
    Session& s = session(user);
    s.guarded([&] {
        if (!std::exchange(s.doctype_known, true)) {
            s.handler.doctype(view(name), view(public_id), view(system_id));
        }
    });
}

std::string_view reason_of(int code) {
    switch (code) {
        case XML_ERR_DOCUMENT_END:
        case XML_ERR_TAG_NOT_FINISHED:
        case XML_ERR_COMMENT_NOT_FINISHED:
        case XML_ERR_CDATA_NOT_FINISHED:
        case XML_ERR_PI_NOT_FINISHED:
        case XML_ERR_GT_REQUIRED:
            return "truncated";
        case XML_ERR_DOCUMENT_EMPTY:
            return "empty-document";
        case XML_ERR_ATTRIBUTE_REDEFINED:
            return "duplicate-attribute";
        case XML_ERR_UNSUPPORTED_ENCODING:
        case XML_ERR_UNKNOWN_ENCODING:
            return "unknown-encoding";
        case XML_ERR_NO_MEMORY:
            return "out-of-memory";
        default:
            return "malformed-xml";
    }
}

void on_error(void* user, xmlError* problem) {
    Session& s = session(user);
    if (problem == nullptr || problem->level != XML_ERR_FATAL || !s.outcome.reason.empty()) {
        return;
    }
    try {
        s.outcome.reason = reason_of(problem->code);
        if (s.stops_at_fault) {
            s.stop();
            return;
        }
        s.outcome.detail = problem->message == nullptr ? "" : problem->message;
        while (!s.outcome.detail.empty() && s.outcome.detail.back() == '\n') {
            s.outcome.detail.pop_back();
        }
        s.outcome.line = problem->line > 0 ? static_cast<std::uint32_t>(problem->line) : 0;
        s.outcome.column = problem->int2 > 0 ? static_cast<std::uint32_t>(problem->int2) : 0;
        // libxml2 quotes input here, possibly cut inside a character.
        if (!valid_utf8(s.outcome.detail)) {
            s.outcome.detail = "not well-formed";
        }
    } catch (...) {
        s.exception = std::current_exception();
        s.stop();
    }
}

xmlParserInput* refuse_external(const char*, const char*, xmlParserCtxt*) {
    return nullptr;
}

// A few faults of libxml2's input layer are printed by its default handler and not told to the
// parser's own; what comes of them (the document ends too early) is.
void say_nothing(void*, const char*, ...) {}

xmlSAXHandler callbacks() {
    xmlSAXHandler sax;
    std::memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;
    sax.reference = on_reference;
    sax.getEntity = on_get_entity;
    sax.internalSubset = on_doctype;
    sax.serror = on_error;
    return sax;
}

using Context = std::unique_ptr<xmlParserCtxt, ContextFree>;

void set_up(Session& s, const Context& context, bool utf8) {
    if (!context) {
        throw Error("libxml2 cannot be set up: out of memory");
    }
    s.context = context.get();
    int options = XML_PARSE_NONET;
    if (utf8) {
        options |= XML_PARSE_IGNORE_ENC;
    }
    xmlCtxtUseOptions(s.context, options);
}

// The quick way: libxml2's parser over a whole buffer, of which it makes a copy. True where the
// document is sound and within all limits; else nothing is said about what is wrong.
bool parse_at_once(std::string_view bytes, Session& s, bool utf8) {
    const Context context(xmlCreateMemoryParserCtxt(bytes.data(), static_cast<int>(bytes.size())));
    set_up(s, context, utf8);
    *s.context->sax = callbacks();
    s.context->userData = &s;
    xmlParseDocument(s.context);
    if (s.exception) {
        std::rethrow_exception(s.exception);
    }
    return !s.stopped && s.context->wellFormed == 1 && s.outcome.reason.empty();
}

// Fed by pieces, so that the parser never holds a second copy of the document.
void parse_by_pieces(std::string_view bytes, Session& s, bool utf8) {
    xmlSAXHandler sax = callbacks();
    constexpr std::size_t k_piece = 256 << 10;
    const std::size_t first = std::min<std::size_t>(4, bytes.size());
    const Context context(
        xmlCreatePushParserCtxt(&sax, &s, bytes.data(), static_cast<int>(first), nullptr));
    set_up(s, context, utf8);
    std::size_t fed = first;
    int code = 0;
    do {
        const std::size_t piece = std::min(k_piece, bytes.size() - fed);
        const bool last = fed + piece == bytes.size();
        code = xmlParseChunk(s.context, bytes.data() + fed, static_cast<int>(piece), last ? 1 : 0);
        fed += piece;
    } while (fed < bytes.size() && code == 0 && !s.stopped);
    if (s.exception) {
        std::rethrow_exception(s.exception);
    }
    // After xmlStopParser() the context still says well-formed: our own flag decides.
    s.outcome.well_formed = !s.stopped && s.context->wellFormed == 1 && s.outcome.reason.empty();
    if (!s.outcome.well_formed && s.outcome.reason.empty()) {
        s.outcome.reason = "malformed-xml";
        s.outcome.detail = "not well-formed";
    }
    // The push parser reports an early end as content behind the root element, and both by the
    // code of an early end.
    if (!s.outcome.well_formed && !s.outcome.limit_hit &&
        s.outcome.detail.starts_with("Extra content")) {
        s.outcome.reason = s.depth > 0 ? "truncated" : "trailing-bytes";
        s.outcome.detail = s.depth > 0 ? "the document ends inside an element"
                                       : "content behind the end of the root element";
    }
}

}  // namespace

void prepare() {
    static std::once_flag once;
    std::call_once(once, [] {
        xmlInitParser();
        xmlSetExternalEntityLoader(refuse_external);
    });
}

Outcome parse(std::string_view bytes, Handler& handler, const Limits& limits, bool utf8) {
    prepare();
    [[maybe_unused]] thread_local const bool quiet =
        (xmlSetGenericErrorFunc(nullptr, say_nothing), true);  // it is kept for each thread
    Session s(handler, limits);
    if (bytes.size() > limits.document_bytes || bytes.size() > INT_MAX) {
        s.outcome.limit_hit = true;
        s.outcome.reason = "too-large";
        s.outcome.detail = "larger than the limit for one document";
        return s.outcome;
    }
    if (const std::size_t at = find_long_start_tag(bytes, limits.start_tag_bytes);
        at != std::string_view::npos) {
        s.outcome.limit_hit = true;
        s.outcome.reason = "start-tag-too-long";
        s.outcome.detail = "a start tag larger than the limit";
        s.outcome.line =
            1 + static_cast<std::uint32_t>(std::count(
                    bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
        return s.outcome;
    }
    if (bytes.empty()) {
        s.outcome.reason = "empty-document";
        s.outcome.detail = "no bytes";
        return s.outcome;
    }
    // The push parser knows the same limits for every size and depth and says best where a fault
    // lies, but costs half as much again: it has the word where the quick way finds anything amiss.
    constexpr std::size_t k_at_once = std::size_t{4} << 20;
    if (utf8 && bytes.size() <= k_at_once) {
        Session quick(handler, limits);
        quick.stops_at_fault = true;
        if (parse_at_once(bytes, quick, utf8)) {
            quick.outcome.well_formed = true;
            return quick.outcome;
        }
        s.tags_known = quick.tags;
        s.text_known = quick.given;
        s.doctype_known = quick.doctype_known;
    }
    parse_by_pieces(bytes, s, utf8);
    return s.outcome;
}

Outcome parse(std::string_view bytes, Handler& handler, const Limits& limits) {
    const Prepared prepared = prepare(bytes);
    Outcome outcome;
    if (!prepared.reason.empty()) {
        outcome.limit_hit = true;
        outcome.reason = prepared.reason;
        outcome.detail = prepared.detail;
        outcome.line = prepared.line;
    } else {
        outcome = parse(prepared.bytes, handler, limits, prepared.utf8);
    }
    outcome.repairs = prepared.repairs;
    return outcome;
}

std::string libxml2_version() {
    return LIBXML_DOTTED_VERSION;
}

}  // namespace lode::ingest::xml
