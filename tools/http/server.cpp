#include "tools/http/server.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

#include "core/base/error.hpp"
#include "tools/http/host.hpp"

namespace lode::http {
namespace {

using Clock = std::chrono::steady_clock;

// A connection each thread. Where all are taken, accepting waits: the library's own pool would
// queue without end.
class Connections final : public httplib::TaskQueue {
 public:
    explicit Connections(std::size_t threads) {
        for (std::size_t i = 0; i < threads; ++i) {
            m_threads.emplace_back([this] { work(); });
        }
    }

    void enqueue(std::function<void()> serve) override {
        std::unique_lock lock(m_mutex);
        m_room.wait(lock, [&] { return m_waiting.size() < m_threads.size(); });
        m_waiting.push_back(std::move(serve));
        m_work.notify_one();
    }

    void shutdown() override {
        {
            const std::lock_guard lock(m_mutex);
            m_end = true;
        }
        m_work.notify_all();
        for (auto& thread : m_threads) {
            thread.join();
        }
    }

 private:
    void work() {
        for (;;) {
            std::function<void()> serve;
            {
                std::unique_lock lock(m_mutex);
                m_work.wait(lock, [&] { return m_end || !m_waiting.empty(); });
                if (m_waiting.empty()) {
                    return;
                }
                serve = std::move(m_waiting.front());
                m_waiting.pop_front();
                m_room.notify_one();
            }
            serve();
        }
    }

    std::mutex m_mutex;
    std::condition_variable m_work, m_room;
    std::deque<std::function<void()>> m_waiting;
    bool m_end = false;
    std::vector<std::thread> m_threads;
};

// A request is served in one thread from its first line to its log line.
Clock::time_point& begin_of_request() {
    static thread_local Clock::time_point g_begin = Clock::now();
    return g_begin;
}

Request request_of(const httplib::Request& from) {
    return {.method = from.method,
            .target = from.target,
            .accept = from.get_header_value("Accept"),
            .host = from.get_header_value("Host")};
}

// By a provider, because the library would compress a body with a method that takes seconds.
void put(Reply reply, httplib::Response& response) {
    response.status = reply.status;
    for (const auto& [name, value] : reply.headers) {
        response.set_header(name, value);
    }
    if (reply.body.empty()) {
        return;
    }
    const auto body = std::make_shared<const std::string>(std::move(reply.body));
    response.set_content_provider(body->size(), reply.type,
                                  [body](std::size_t at, std::size_t length, auto& sink) {
                                      return sink.write(body->data() + at, length);
                                  });
}

}  // namespace

struct Server::Impl {
    Impl(Settings wanted, Calls given) : settings(std::move(wanted)), calls(std::move(given)) {}

    bool asks(const httplib::Request& request) const {
        return request.method == "GET" || request.method == "HEAD";
    }

    void refuse(const httplib::Request& request, httplib::Response& response, int status) const {
        put(calls.refuse(request_of(request), status), response);
    }

    httplib::Server server;
    Settings settings;
    Calls calls;
    int port = 0;
};

Server::Server(Settings settings, Calls calls)
    : m_impl(std::make_unique<Impl>(std::move(settings), std::move(calls))) {
    Impl& self = *m_impl;
    httplib::Server& server = self.server;
    server.new_task_queue = [&self] { return new Connections(self.settings.connections); };
    // The library's own choice lets two servers share a port, each getting some of the requests.
    server.set_socket_options([](socket_t socket) {
        const int yes = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server.set_tcp_nodelay(true);
    server.set_keep_alive_max_count(100);
    server.set_keep_alive_timeout(2);
    server.set_read_timeout(5);
    server.set_write_timeout(10);
    server.set_payload_max_length(1024);
    httplib::Headers headers;
    for (const auto& [name, value] : self.settings.headers) {
        headers.emplace(name, value);
    }
    server.set_default_headers(std::move(headers));
    server.set_pre_routing_handler([&self](const httplib::Request& request,
                                           httplib::Response& response) {
        begin_of_request() = Clock::now();
        if (!self.asks(request)) {
            return httplib::Server::HandlerResponse::Unhandled;  // its body is read, then refused
        }
        if (request.get_header_value_count("Host") != 1) {
            self.refuse(request, response, 400);
        } else if (!is_allowed_host(request.get_header_value("Host"), self.settings.names)) {
            self.refuse(request, response, 403);
        } else {
            put(self.calls.answer(request_of(request)), response);
        }
        return httplib::Server::HandlerResponse::Handled;
    });
    const httplib::Server::Handler repair = [&self](const httplib::Request& request,
                                                    httplib::Response& response) {
        if (response.content_length_ == 0 && response.body.empty()) {  // none of our own
            const bool method = !request.method.empty() && !self.asks(request);
            self.refuse(request, response,
                        method && response.status == 404 ? 405 : response.status);
        }
    };
    server.set_error_handler(repair);
    server.set_logger([&self](const httplib::Request& request, const httplib::Response& response) {
        self.calls.log(
            {.method = request.method,
             .target = request.target,
             .status = response.status,
             .bytes = response.content_length_ + response.body.size(),
             .seconds = std::chrono::duration<double>(Clock::now() - begin_of_request()).count()});
        begin_of_request() = Clock::now();
    });
    errno = 0;
    if (self.settings.port == 0) {
        self.port = server.bind_to_any_port(self.settings.host);
    } else if (server.bind_to_port(self.settings.host, self.settings.port)) {
        self.port = self.settings.port;
    }
    if (self.port <= 0) {
        const std::string why =
            errno == 0 ? "no such address" : std::generic_category().message(errno);
        throw Error(fmt::format("cannot listen at {}, port {}: {}", self.settings.host,
                                self.settings.port, why),
                    "--port 0 takes any that is free");
    }
}

Server::~Server() = default;

int Server::port() const noexcept {
    return m_impl->port;
}

std::string Server::address() const {
    const std::string& host = m_impl->settings.host;
    return host.find(':') == std::string::npos ? fmt::format("http://{}:{}/", host, m_impl->port)
                                               : fmt::format("http://[{}]:{}/", host, m_impl->port);
}

void Server::run(const std::stop_token& stop) {
    httplib::Server& server = m_impl->server;
    std::mutex mutex;
    std::condition_variable_any changed;
    bool ended = false;
    // The library can be stopped only once it runs, which it says and does not tell.
    std::thread watcher([&] {
        std::unique_lock lock(mutex);
        changed.wait(lock, stop, [&] { return ended; });
        while (!ended && !server.is_running()) {
            changed.wait_for(lock, std::chrono::milliseconds(5), [&] { return ended; });
        }
        if (!ended) {
            server.stop();
        }
    });
    const bool orderly = server.listen_after_bind();
    {
        const std::lock_guard lock(mutex);
        ended = true;
    }
    changed.notify_all();
    watcher.join();
    if (!orderly && !stop.stop_requested()) {
        throw Error("the system ended the server");
    }
}

}  // namespace lode::http
