// What a store that can be merged keeps beside its articles: what it was told, in order.
#include <algorithm>

#include "core/store/contents.hpp"
#include "core/store/writer_impl.hpp"

namespace lode::store {

void Writer::Impl::put_event(const Event& event) {
    put(Family::small, small_key(Prefix::event, state.counters.sources, events_of_source++),
        encode(event));
}

void Writer::Impl::put_batches() {
    put(Family::small, small_key(Prefix::meta, k_meta_history), encode(*batches));
    history_unshown = true;
}

// A run that goes on with a walk that was interrupted belongs to its batch; a run that finds
// nothing new behind a walk that ended begins none.
void Writer::Impl::place_source(std::uint64_t place) {
    if (next_share || batches->empty()) {
        batches->push_back({.share = next_share.value_or(Share{}), .ended = false});
        next_share.reset();
        put_batches();
    }
    const SourceOrder order{.batch = batches->size() - 1, .place = place};
    put(Family::small, small_key(Prefix::order, state.counters.sources), encode(order));
}

void Writer::begin_share(const Share& share) {
    Impl& impl = *m_impl;
    impl.next_share.reset();
    if (!impl.batches) {
        return;
    }
    if (impl.batches->empty()) {
        // At once: a share without files is a share, too.
        impl.batches->push_back({.share = share, .ended = false});
        impl.put_batches();
    } else if (impl.batches->back().ended || impl.batches->back().share != share) {
        impl.next_share = share;
    }
}

void Writer::end_share() {
    Impl& impl = *m_impl;
    if (!impl.batches || impl.next_share || impl.batches->empty() || impl.batches->back().ended) {
        return;
    }
    impl.batches->back().ended = true;
    impl.put_batches();
}

void Writer::count(const Added& added, SourceRecord& source) {
    // What gave way and came from this very file is one of its duplicates.
    source.duplicates += added.replaced_in_source;
    source.articles -= std::min(source.articles, added.replaced_in_source);
    ++(added == Added::duplicate ? source.duplicates : source.articles);
}

}  // namespace lode::store
