// The three ways a job can end badly, as exceptions. A malformed article is none of them: it is
// data (ingest::Reject). Only tools/ catches these and turns them into exit codes.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace lode {

// The work failed: input/output, store, model. Exit code 1. The message names the thing, the place
// and the reason; an optional hint says the way out.
class Error : public std::runtime_error {
 public:
    explicit Error(const std::string& what, std::string hint = {})
        : std::runtime_error(what), m_hint(std::move(hint)) {}
    const std::string& hint() const noexcept { return m_hint; }

 private:
    std::string m_hint;
};

// The call was wrong; nothing was touched. Exit code 2.
class UsageError : public Error {
 public:
    using Error::Error;
};

// The question has no answer (unknown word, no candidate left). Exit code 4.
class NoAnswer : public Error {
 public:
    using Error::Error;
};

// Stopped on request at a safe point; stored work is intact and resumable. Exit code 130.
class Interrupted : public Error {
 public:
    using Error::Error;
};

// throw error("{}: cannot open: {}", path, reason);
template <class... Args>
Error error(fmt::format_string<Args...> format, Args&&... args) {
    return Error(fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace lode
