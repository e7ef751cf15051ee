#include "ingest/pipeline.hpp"

namespace lode::ingest::pipeline {

bool Exchange::wait_for_room(std::unique_lock<std::mutex>& lock, std::optional<std::size_t> bytes) {
    const auto document_fits = [&] {
        return m_documents_in_flight == 0 ||
               (m_documents_in_flight < m_document_limit && *bytes <= m_byte_limit &&
                m_bytes_in_flight <= m_byte_limit - *bytes);
    };
    m_room.wait(lock, [&] {
        return m_aborted ||
               (m_submitted - m_delivered < m_item_limit && (!bytes || document_fits()));
    });
    return !m_aborted;
}

bool Exchange::submit(Document document) {
    std::unique_lock lock(m_mutex);
    const std::size_t bytes = document.bytes.size();
    if (!wait_for_room(lock, bytes)) {
        return false;
    }
    m_bytes_in_flight += bytes;
    m_sizes.emplace(m_submitted, bytes);
    m_jobs.push_back({.number = m_submitted++, .document = std::move(document)});
    ++m_documents_in_flight;
    m_work.notify_one();
    return true;
}

bool Exchange::submit(Item item) {
    std::unique_lock lock(m_mutex);
    if (!wait_for_room(lock, std::nullopt)) {
        return false;
    }
    m_results.emplace(m_submitted++, Result{.item = std::move(item), .document = false});
    m_result.notify_one();
    return true;
}

void Exchange::close() {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_work.notify_all();
    m_result.notify_all();
}

std::optional<Exchange::Job> Exchange::take() {
    std::unique_lock lock(m_mutex);
    m_work.wait(lock, [&] { return m_aborted || m_closed || !m_jobs.empty(); });
    if (m_aborted || m_jobs.empty()) {
        return std::nullopt;
    }
    std::optional<Job> job(std::move(m_jobs.front()));
    m_jobs.pop_front();
    return job;
}

void Exchange::give(std::uint64_t number, Item item) {
    const std::lock_guard lock(m_mutex);
    m_results.emplace(number, Result{.item = std::move(item), .document = true});
    if (number == m_delivered) {
        m_result.notify_one();
    }
}

std::optional<Item> Exchange::next() {
    std::unique_lock lock(m_mutex);
    const auto is_there = [&] {
        return !m_results.empty() && m_results.begin()->first == m_delivered;
    };
    m_result.wait(
        lock, [&] { return m_aborted || is_there() || (m_closed && m_delivered == m_submitted); });
    if (m_aborted || !is_there()) {
        return std::nullopt;
    }
    auto node = m_results.extract(m_results.begin());
    if (node.mapped().document) {
        --m_documents_in_flight;
        const auto size = m_sizes.find(m_delivered);
        m_bytes_in_flight -= size->second;
        m_sizes.erase(size);
    }
    ++m_delivered;
    m_room.notify_one();
    return std::move(node.mapped().item);
}

void Exchange::abort() {
    const std::lock_guard lock(m_mutex);
    m_aborted = true;
    m_room.notify_all();
    m_work.notify_all();
    m_result.notify_all();
}

}  // namespace lode::ingest::pipeline
