// A small web server: connections, limits, and who may ask. The one door to cpp-httplib. What is
// answered is the caller's.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace lode::http {

struct Request {
    std::string method;  // "GET" or "HEAD" where an answer is asked for
    std::string target;  // as sent: "/rank?concept=x"
    std::string accept;  // the header, "" where it is missing
    std::string host;    // the header
};

struct Reply {
    int status = 200;
    std::string type;  // of the body, with its charset
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers = {};
};

struct Settings {
    std::string host = "127.0.0.1";  // a name or address to listen at
    int port = 0;                    // 0: any that is free
    std::vector<std::string> names;  // Host headers that are allowed beside numbers and localhost
    std::size_t connections = 16;    // served at a time; the others wait in the system's queue
    std::vector<std::pair<std::string, std::string>> headers = {};  // of every reply
};

// What is told of each request that was answered or refused.
struct Served {
    std::string method, target;
    int status = 0;
    std::size_t bytes = 0;
    double seconds = 0;
};

// Limits that hold: a target and each header line up to 8 KiB, a body up to 1 KiB (none is used), 5
// seconds between two reads, 10 between two writes, 2 seconds and 100 requests a kept connection.
class Server {
 public:
    // All three are called from many threads at a time. `answer` gets GET and HEAD only and may
    // throw nothing; `refuse` makes the reply to what never gets there: 400, 403 (foreign Host),
    // 405, 413, 414.
    struct Calls {
        std::function<Reply(const Request&)> answer;
        std::function<Reply(const Request&, int status)> refuse;
        std::function<void(const Served&)> log;
    };
    // Listens from here on. Error where the address cannot be had.
    Server(Settings settings, Calls calls);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    int port() const noexcept;
    std::string address() const;  // "http://127.0.0.1:8080/"
    // Serves until stop is requested and what is being answered is done. Error where the system
    // ends it otherwise.
    void run(const std::stop_token& stop);

 private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace lode::http
