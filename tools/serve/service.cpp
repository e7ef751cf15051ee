#include "tools/serve/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <new>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "core/base/error.hpp"
#include "query/html_script.hpp"
#include "query/plain_text.hpp"
#include "tools/program.hpp"
#include "tools/run_log.hpp"
#include "tools/version.hpp"

namespace lode::tools::serve {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

constexpr const char* k_html = "text/html; charset=utf-8";
constexpr const char* k_json = "application/json";
constexpr auto k_patience = 30s;  // of a request that waits for its turn

std::string type_of(std::string_view format) {
    static constexpr std::array<std::pair<std::string_view, const char*>, 7> k_types{
        {{"html", k_html},
         {"json", k_json},
         {"jsonl", "application/x-ndjson"},
         {"csv", "text/csv; charset=utf-8"},
         {"tsv", "text/tab-separated-values; charset=utf-8"},
         {"markdown", "text/markdown; charset=utf-8"},
         {"svg", "image/svg+xml"}}};
    const auto known = std::find_if(k_types.begin(), k_types.end(),
                                    [&](const auto& type) { return type.first == format; });
    return known == k_types.end() ? "text/plain; charset=utf-8" : known->second;
}

// Browsers name text/html, programs rarely do.
bool wants_page(const Parameters& parameters, const std::string& accept) {
    const std::string format = value_of(parameters, "format");
    return format.empty() ? accept.find("text/html") != std::string::npos : format == "html";
}

// The lines of standard error without the program's name before them.
std::vector<std::string> messages_of(const std::string& err, std::string_view command) {
    std::vector<std::string> messages;
    std::istringstream lines(err);
    for (std::string line; std::getline(lines, line);) {
        for (const std::string& name : {fmt::format("lode {}: ", command), std::string("lode: ")}) {
            if (line.starts_with(name)) {
                line.erase(0, name.size());
            }
        }
        if (!line.empty()) {
            messages.push_back(std::move(line));
        }
    }
    return messages;
}

http::Reply problem_reply(const Problem& problem, bool page) {
    http::Reply reply{.status = problem.status,
                      .type = page ? k_html : k_json,
                      .body = page ? problem_page(problem) : problem_json(problem)};
    if (problem.status == 503) {
        reply.headers.emplace_back("Retry-After", "1");
    }
    return reply;
}

http::Reply moved_to(const Target& target) {
    return {.status = 303,
            .type = "text/plain; charset=utf-8",
            .body = "see the address in Location\n",
            .headers = {{"Location", written(target)}}};
}

// Of an exception that is being handled.
Problem current_problem() {
    try {
        throw;
    } catch (const UsageError& problem) {
        return problem_of(400, problem.what(), problem.hint());
    } catch (const NotFound& problem) {
        return problem_of(404, problem.what(), problem.hint());
    } catch (const NoAnswer& problem) {
        return problem_of(422, problem.what(), problem.hint());
    } catch (const Interrupted&) {
        return problem_of(503, "the server is stopping", {});
    } catch (const Error& problem) {
        return problem_of(500, problem.what(), problem.hint());
    } catch (const std::bad_alloc&) {
        return problem_of(500, "out of memory", {});
    } catch (const std::exception& problem) {
        return problem_of(500, problem.what(), {});
    }
}

int status_of_exit(int code) {
    constexpr int k_no_answer = 4;
    return code == 0 ? 200 : code == k_no_answer ? 422 : 500;
}

}  // namespace

Service::Service(Context& context, Load load)
    : m_context(context),
      m_turnstile(load.threads, load.waiting, k_patience),
      m_kept(open_all(context)),
      m_stamp(state_stamp(context)) {}

std::vector<std::pair<std::string, std::string>> Service::headers() {
    return {{"Content-Security-Policy",
             fmt::format("default-src 'none'; script-src 'sha256-{}'; style-src 'unsafe-inline'; "
                         "img-src data:; form-action 'self'; "
                         "base-uri 'none'; frame-ancestors 'none'",
                         query::k_page_script_digest)},
            {"X-Content-Type-Options", "nosniff"},
            {"Cross-Origin-Resource-Policy", "same-origin"},
            {"Referrer-Policy", "no-referrer"},
            {"Cache-Control", "no-cache"}};
}

Facts Service::facts() {
    const auto kept = current();
    const auto& counters = kept->store->counters();
    Facts facts;
    facts.workspace = m_context.workspace().string();
    facts.program = program_version();
    facts.corpus = fmt::format(
        "{} articles{}", query::grouped(counters.articles),
        counters.first_year == 0
            ? std::string()
            : fmt::format(", {}", query::years(counters.first_year, counters.last_year)));
    facts.model = kept->model
                      ? fmt::format("{} words in the model", query::grouped(kept->model->size()))
                      : std::string("No model yet: lode embed makes one");
    return facts;
}

std::shared_ptr<const Kept> Service::current() {
    const std::string stamp = state_stamp(m_context);
    {
        const std::lock_guard lock(m_mutex);
        if (stamp == m_stamp || m_opening) {
            return m_kept;
        }
        m_opening = true;
    }
    std::shared_ptr<const Kept> fresh;
    try {
        fresh = open_all(m_context);
        tell("lode serve: the workspace has changed and was opened again");
    } catch (const std::exception& problem) {
        tell(
            fmt::format("lode serve: warning: the workspace has changed and cannot be opened; the "
                        "state before goes on answering: {}",
                        problem.what()));
    }
    const std::lock_guard lock(m_mutex);
    m_opening = false;
    m_stamp = stamp;
    if (fresh) {
        m_kept = std::move(fresh);
    }
    return m_kept;
}

void Service::tell(const std::string& line) {
    const std::lock_guard lock(m_voice);
    m_context.say(line);
}

void Service::log(const http::Served& served) {
    log_run_request({.method = served.method,
                     .target = served.target,
                     .status = served.status,
                     .bytes = served.bytes,
                     .seconds = served.seconds});
    if (!m_context.arguments().flag("quiet")) {
        const std::lock_guard lock(m_voice);
        m_context.err() << fmt::format("{} {} {} {} bytes {:.3f} s\n", served.method,
                                       query::one_line(served.target), served.status, served.bytes,
                                       served.seconds)
                        << std::flush;
    }
}

http::Reply Service::answer(const http::Request& request) noexcept {
    bool page = wants_page({}, request.accept);
    try {
        const Target target = read_target(request.target);
        page = wants_page(target.parameters, request.accept);
        return reply(target, page);
    } catch (...) {
        return problem_reply(current_problem(), page);
    }
}

http::Reply Service::refuse(const http::Request& request, int status) const {
    Problem problem;
    switch (status) {
        case 403:
            problem =
                problem_of(status, "this server is not asked by that name",
                           "a name beside localhost and addresses in numbers must be allowed: "
                           "lode serve --allow-host NAME");
            break;
        case 405:
            problem = problem_of(status, "only GET and HEAD are answered", {});
            break;
        case 413:
        case 414:
            problem = problem_of(status, "the request is too long", {});
            break;
        default:
            problem = problem_of(status, status < 500 ? "this is no request" : "failed", {});
    }
    auto reply = problem_reply(problem, wants_page({}, request.accept));
    if (status == 405) {
        reply.headers.emplace_back("Allow", "GET, HEAD");
    }
    return reply;
}

http::Reply Service::reply(const Target& target, bool page) {
    const std::string name = target.path.substr(1);
    if (name.empty()) {
        return {.status = 200,
                .type = page ? k_html : k_json,
                .body = page ? start_page(facts()) : start_json(facts())};
    }
    if (name == "health") {
        return {.status = 200, .type = k_json, .body = "{\"ok\": true}\n"};
    }
    Target asked = target;
    if (name == "ask") {  // the form of the start page: the command is one of its fields
        const std::string command = value_of(target.parameters, "command");
        if (served_command(command) == nullptr) {
            throw UsageError(fmt::format("there is no command '{}' to ask", command));
        }
        asked.path = "/" + command;
        std::erase_if(asked.parameters, [](const auto& given) {
            return given.first == "command" || given.second.empty();
        });
        return moved_to(asked);
    }
    const Command* command = served_command(name);
    if (command == nullptr) {
        std::vector<std::string> names;
        for (const Command* served : served_commands()) {
            names.emplace_back(served->info().name);
        }
        const auto near = nearest_name(name, names);
        throw NotFound(
            fmt::format("there is nothing at /{}", name),
            near ? fmt::format("did you mean /{}?", *near) : "what can be asked is listed at /");
    }
    const bool form = !value_of(target.parameters, "form").empty();
    std::erase_if(asked.parameters, [](const auto& given) { return given.first == "form"; });
    if (page && (form || asked.parameters.empty())) {
        return {.status = 200, .type = k_html, .body = form_page(*command, asked.parameters)};
    }
    return run(*command, asked, page);
}

// What the server itself was told stands for every request, and nothing is written.
std::vector<std::string> Service::words(const Command& command, const Target& target,
                                        bool page) const {
    const Arguments& own = m_context.arguments();
    std::string format = value_of(target.parameters, "format");
    if (format.empty()) {
        format = page ? "html" : "json";
    }
    std::vector<std::string> words{"--workspace=" + m_context.workspace().string(),
                                   "--progress=never", "--output=-", "--format=" + format};
    if (own.flag("no-config")) {
        words.emplace_back("--no-config");
    } else if (const std::string file = own.text("config-file"); !file.empty()) {
        words.push_back("--config-file=" + file);
    }
    const auto options = command.options();
    const bool reads = std::any_of(options.begin(), options.end(), [](const OptionSpec& option) {
        return option.name == "lexicons";
    });
    if (const std::string folder = own.text("lexicons"); reads && !folder.empty()) {
        words.push_back("--lexicons=" + folder);
    }
    for (auto& word : command_line(command, target.parameters)) {
        words.push_back(std::move(word));
    }
    return words;
}

http::Reply Service::run(const Command& command, const Target& target, bool page) {
    const auto line = words(command, target, page);
    const Turnstile::Turn turn(m_turnstile);
    if (!turn) {
        return problem_reply(
            problem_of(503, "too many questions at a time", "ask again in a second"), page);
    }
    std::ostringstream out;
    std::ostringstream err;
    std::istringstream nothing;
    Environment environment;
    environment.out = &out;
    environment.err = &err;
    environment.in = &nothing;
    environment.lookup = m_context.environment().lookup;
    environment.stop = m_context.stop();
    environment.kept = current();
    const std::string name(command.info().name);
    Context context(name, line, read_arguments(command, line, environment), environment);
    const int status = status_of_exit(command.run(context));
    const auto messages = messages_of(std::move(err).str(), name);
    if (status != 200) {
        return problem_reply(
            problem_of(status, messages.empty() ? "no answer" : messages.back(), {}), page);
    }
    http::Reply reply{.status = 200,
                      .type = type_of(context.arguments().text("format")),
                      .body = std::move(out).str()};
    if (page) {
        reply.body = answer_page(std::move(reply.body), command, target, messages);
    } else if (!messages.empty()) {
        // Pure ASCII, as a header must be.
        reply.headers.emplace_back(
            "Lode-Messages", Json(messages).dump(-1, ' ', true, Json::error_handler_t::replace));
    }
    return reply;
}

}  // namespace lode::tools::serve
