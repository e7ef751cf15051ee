// So many at a time, so many waiting, and the rest turned away at once.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace lode::tools::serve {

// Thread-safe.
class Turnstile {
 public:
    Turnstile(std::size_t inside, std::size_t waiting, std::chrono::milliseconds patience)
        : m_places(inside), m_queue(waiting), m_patience(patience) {}

    // Holds a place as long as it lives, where it got one.
    class Turn {
     public:
        explicit Turn(Turnstile& at) : m_at(at), m_inside(at.enter()) {}
        ~Turn() {
            if (m_inside) {
                m_at.leave();
            }
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        explicit operator bool() const noexcept { return m_inside; }

     private:
        Turnstile& m_at;
        bool m_inside;
    };

    std::size_t waiting() const {
        const std::lock_guard lock(m_mutex);
        return m_waiting;
    }

 private:
    bool enter() {
        std::unique_lock lock(m_mutex);
        if (m_places == 0 && m_waiting >= m_queue) {
            return false;
        }
        ++m_waiting;
        const bool free = m_free.wait_for(lock, m_patience, [&] { return m_places > 0; });
        --m_waiting;
        m_places -= free ? 1 : 0;
        return free;
    }
    void leave() {
        {
            const std::lock_guard lock(m_mutex);
            ++m_places;
        }
        m_free.notify_one();
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_free;
    std::size_t m_places;
    const std::size_t m_queue;
    std::size_t m_waiting = 0;
    const std::chrono::milliseconds m_patience;
};

}  // namespace lode::tools::serve
