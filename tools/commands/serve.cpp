// lode serve: a workspace as web pages and JSON for this machine.
#include <fmt/format.h>

#include <ostream>

#include "core/base/error.hpp"
#include "tools/command.hpp"
#include "tools/http/host.hpp"
#include "tools/http/server.hpp"
#include "tools/option_groups.hpp"
#include "tools/serve/service.hpp"

namespace lode::tools::commands {
namespace {

class Serve final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "serve",
            .group = "Ask",
            .summary = "Answer questions as web pages and JSON, on this machine",
            .synopsis = "serve [--port N] [options]",
            .description =
                "Opens the workspace once and answers every question of the group Ask, and lode "
                "show, over HTTP: /rank?concept=thermoelectric&limit=5 is lode rank "
                "thermoelectric --limit 5, as a page for a browser and as JSON for a program "
                "(format=NAME: any format of the command). The page at / asks; / as JSON lists all "
                "commands and parameters. Requests change nothing and name no file. What lode "
                "ingest and lode embed publish meanwhile is opened before the next answer. Only "
                "this machine can ask unless --host says otherwise: there are no passwords and no "
                "encryption. docs/SERVE.md has the details.",
            .memory = "the model and what the questions at work need, each as its command says",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {{"lode serve", "Then open http://127.0.0.1:8321/."},
                {"lode serve --port 0 --quiet", "Any free port; the address is on standard error."},
                {"curl 'http://127.0.0.1:8321/rank?concept=thermoelectric&without=Pb,Te'",
                 "The JSON of lode rank thermoelectric --without Pb,Te."}};
    }
    std::vector<OptionSpec> options() const override {
        constexpr const char* k_server = "Server";
        return join(
            {{{"host", "ADDRESS", "127.0.0.1",
               "Where to listen. Anything but this machine's own address lets others ask, "
               "too.",
               k_server},
              {"port", "N", "8321", "0 takes any that is free.", k_server},
              {"allow-host", "NAME", "",
               "Also answer where this name is asked for (a proxy's). Without it only "
               "localhost and addresses in numbers are, against pages of other sites.",
               k_server, 0, true},
              {"threads", "N", "0", "Questions at work at a time; 0 takes one a core.", k_server},
              {"waiting", "N", "32",
               "Requests that may wait for their turn; the rest is told to come again "
               "(503).",
               k_server}},
             lexicon_options()});
    }

    bool has_safe_points(const Arguments&) const override { return true; }

    int run(Context& context) const override {
        const Arguments& arguments = context.arguments();
        http::Settings settings;
        settings.host = arguments.text("host");
        settings.port = static_cast<int>(arguments.number("port", 0, 65535));
        for (const auto& name : arguments.list("allow-host")) {
            settings.names.push_back(http::host_name(name));
            if (settings.names.back().empty()) {
                throw UsageError(fmt::format("--allow-host: '{}' is no name of a host", name));
            }
        }
        const serve::Load load{.threads = context.threads(),
                               .waiting = arguments.number("waiting", 0, 10'000)};
        // So that there is a thread left to say that all are taken.
        constexpr std::size_t k_spare = 8;
        settings.connections = load.threads + load.waiting + k_spare;
        settings.headers = serve::Service::headers();

        serve::Service service(context, load);
        http::Server server(
            settings,
            {.answer = [&](const http::Request& request) { return service.answer(request); },
             .refuse = [&](const http::Request& request,
                           int status) { return service.refuse(request, status); },
             .log = [&](const http::Served& served) { service.log(served); }});
        const auto facts = service.facts();
        // The address is what this command answers, so --quiet does not hide it.
        context.err() << fmt::format("lode serve: {} ({}; {}); Ctrl-C ends it\n", server.address(),
                                     facts.corpus, facts.model)
                      << std::flush;
        if (!http::is_loopback(settings.host)) {
            context.err() << "lode serve: warning: everybody who reaches this machine over the "
                             "network can ask, and read what is stored; there is no password\n"
                          << std::flush;
        }
        server.run(context.stop());
        context.say("lode serve: ended");
        return 0;
    }
};

}  // namespace

const Command& serve();
const Command& serve() {
    static const Serve k_self;
    return k_self;
}
}  // namespace lode::tools::commands
