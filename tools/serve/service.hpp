// Requests answered by the commands themselves: an address becomes a command line, the command runs
// on what is kept open, and what it writes is the body.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "tools/http/server.hpp"
#include "tools/kept.hpp"
#include "tools/serve/pages.hpp"
#include "tools/serve/turnstile.hpp"

namespace lode::tools::serve {

struct Load {
    std::size_t threads = 1;   // commands at work at a time
    std::size_t waiting = 32;  // requests that may wait for one; the rest gets 503
};

// Thread-safe. Reads the workspace and writes nothing. `context` is that of lode serve; it must
// outlive the service.
class Service {
 public:
    // Opens the workspace. Error where that cannot be done.
    Service(Context& context, Load load);

    // Never throws. Before an answer the workspace is looked at: what was published or trained
    // since is opened first; where that fails, the old state goes on answering and a warning is
    // told once.
    http::Reply answer(const http::Request& request) noexcept;
    http::Reply refuse(const http::Request& request, int status) const;
    void log(const http::Served& served);
    Facts facts();

    // For every reply: no foreign page, script or frame gets at it.
    static std::vector<std::pair<std::string, std::string>> headers();

 private:
    std::shared_ptr<const Kept> current();
    http::Reply reply(const Target& target, bool page);
    http::Reply run(const Command& command, const Target& target, bool page);
    std::vector<std::string> words(const Command& command, const Target& target, bool page) const;
    void tell(const std::string& line);

    Context& m_context;
    Turnstile m_turnstile;
    std::mutex m_mutex;  // of what follows
    std::shared_ptr<const Kept> m_kept;
    std::string m_stamp;
    bool m_opening = false;
    std::mutex m_voice;
};

}  // namespace lode::tools::serve
