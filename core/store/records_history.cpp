// The records of a store that keeps its history.
#include <utility>

#include "core/store/records.hpp"
#include "core/store/wire.hpp"

namespace lode::store {
namespace {

constexpr std::uint8_t k_event_version = 1;
constexpr std::uint8_t k_order_version = 1;
constexpr std::uint8_t k_history_version = 1;

}  // namespace

std::string encode(const Event& event) {
    Encoder out(RecordType::event, k_event_version);
    out.byte(static_cast<std::uint8_t>(event.kind));
    switch (event.kind) {
        case Event::Kind::stored:
            out.varint(event.seq);
            out.string(event.registered);
            break;
        case Event::Kind::gave_way:
            out.string(event.article);
            out.string(event.analysis);
            out.string(event.registered);
            break;
        case Event::Kind::notice:
            out.string(event.notice.target);
            out.string(event.notice.notice.kind);
            out.string(event.notice.notice.by);
            break;
    }
    return std::move(out).take();
}

Event decode_event(std::string_view bytes) {
    Decoder in(bytes, "event of the history", RecordType::event, k_event_version);
    Event event;
    event.kind = in.enumerated(Event::Kind::stored, Event::Kind::notice);
    switch (event.kind) {
        case Event::Kind::stored:
            event.seq = in.varint();
            event.registered = in.string();
            break;
        case Event::Kind::gave_way:
            event.article = in.string();
            event.analysis = in.string();
            event.registered = in.string();
            break;
        case Event::Kind::notice:
            event.notice.target = in.string();
            event.notice.notice.kind = in.string();
            event.notice.notice.by = in.string();
            break;
    }
    in.finish();
    return event;
}

std::string encode(const SourceOrder& order) {
    Encoder out(RecordType::order, k_order_version);
    out.varint(order.batch);
    out.varint(order.place);
    return std::move(out).take();
}

SourceOrder decode_order(std::string_view bytes) {
    Decoder in(bytes, "order of a source", RecordType::order, k_order_version);
    SourceOrder order;
    order.batch = in.varint();
    order.place = in.varint();
    in.finish();
    return order;
}

std::string encode(const std::vector<Batch>& batches) {
    Encoder out(RecordType::history, k_history_version);
    encode_list(out, batches, [&](const Batch& batch) {
        out.string(batch.share.walk);
        out.varint(batch.share.number);
        out.varint(batch.share.of);
        out.boolean(batch.ended);
    });
    return std::move(out).take();
}

std::vector<Batch> decode_batches(std::string_view bytes) {
    Decoder in(bytes, "history", RecordType::history, k_history_version);
    std::vector<Batch> batches = decode_list<Batch>(in, [&] {
        Batch batch;
        batch.share.walk = in.string();
        batch.share.number = in.varint();
        batch.share.of = in.varint();
        batch.ended = in.boolean();
        return batch;
    });
    in.finish();
    return batches;
}

}  // namespace lode::store
