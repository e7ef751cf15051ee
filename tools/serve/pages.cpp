#include "tools/serve/pages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "query/html_parts.hpp"
#include "query/html_text.hpp"
#include "tools/serve/links.hpp"

namespace lode::tools::serve {
namespace {

using Json = nlohmann::ordered_json;
using query::escape_html;

constexpr std::string_view k_style = R"css(
.bar{max-width:1240px;margin:0 auto;padding:14px 28px 0;border:0;font-size:.88rem}
.bar b{font-weight:600}
.said{max-width:1240px;margin:10px auto 0;padding:0 28px}.said p{margin:.4em 0}
form.ask{font-family:system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,sans-serif;background:var(--card);
border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:1.2em 0}
form.ask label{font-size:.86rem;color:var(--soft)}
form.ask input,form.ask select,form.ask button{font:inherit;font-size:1rem;color:var(--ink);background:var(--ground);
border:1px solid var(--soft);border-radius:6px;padding:7px 10px;max-width:100%}
form.ask input[type=checkbox]{width:1.1rem;height:1.1rem;margin:0 .4em 0 0;vertical-align:-.15em}
form.ask button{background:var(--accent);border-color:var(--accent);color:var(--card);font-weight:600;cursor:pointer}
form.ask :focus-visible,.bar a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.line{display:flex;gap:10px;flex-wrap:wrap;align-items:end}.line>div{display:flex;flex-direction:column;gap:3px;min-width:0;
max-width:100%}
.line .grow{flex:1 1 320px}.line .grow input{width:100%}.line.more{margin-top:14px}
.line.more input:not([type=checkbox]){width:11em}
.field{display:grid;grid-template-columns:minmax(190px,280px) 1fr;gap:4px 20px;padding:9px 0;border-bottom:1px solid var(--line)}
.field:last-of-type{border-bottom:0}.field input:not([type=checkbox]),.field select{width:100%}
.field p{margin:0;font-size:.86rem;color:var(--soft)}.field label{color:var(--ink)!important;font-weight:600}
.field .take{min-width:0}fieldset{border:0;margin:0 0 12px;padding:0;min-width:0}legend{font-weight:600;padding:10px 0 2px}
.ways{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr));gap:14px;padding:0;list-style:none}
.ways li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 18px;min-width:0;overflow-wrap:anywhere}
.ways h3 a{text-decoration:none}.ways p{margin:.2em 0}
code{overflow-wrap:anywhere}
@media (max-width:560px){.field{grid-template-columns:1fr}.bar,.said{padding-left:16px;padding-right:16px}}
@media print{.bar{display:none}}
)css";

std::string with_style(std::string page) {
    constexpr std::string_view k_end = "</head>";
    const std::size_t at = page.find(k_end);
    if (at != std::string::npos) {
        page.insert(at, fmt::format("<style>{}</style>\n", k_style));
    }
    return page;
}

std::string page_of(std::string_view title, std::string_view eyebrow, std::string_view heading,
                    std::string_view body) {
    return with_style(
        query::page_begin(title) +
        fmt::format("<nav class=\"bar\" aria-label=\"Lode\"><b><a href=\"/\">Lode</a></b></nav>\n"
                    "<header><p class=\"eyebrow\">{}</p>\n<h1>{}</h1>\n</header>\n<main>\n",
                    escape_html(eyebrow), escape_html(heading)) +
        std::string(body) + "</main>\n<footer class=\"small\"></footer>\n</body>\n</html>\n");
}

std::string option_list(const std::vector<std::string>& choices, const std::string& chosen,
                        const std::string& none) {
    std::string text = fmt::format("<option value=\"\">{}</option>", escape_html(none));
    for (const auto& choice : choices) {
        text += fmt::format("<option{0}>{1}</option>", choice == chosen ? " selected" : "",
                            escape_html(choice));
    }
    return text;
}

// One entry of a form with its label and what it means.
std::string field(const std::string& name, const std::string& control, const std::string& help) {
    return fmt::format(
        "<div class=\"field\"><div class=\"take\"><label for=\"f-{0}\">{0}</label><br>{1}</div>"
        "<p id=\"h-{0}\">{2}</p></div>\n",
        escape_html(name), control, escape_html(help));
}

std::string control_of(const OptionSpec& option, const Parameters& asked) {
    const std::string value = value_of(asked, option.name);
    const std::string common =
        fmt::format("id=\"f-{0}\" name=\"{0}\" aria-describedby=\"h-{0}\"", option.name);
    if (option.value.empty()) {
        return fmt::format("<input type=\"checkbox\" value=\"1\" {}{}>", common,
                           value == "1" ? " checked" : "");
    }
    if (!option.choices.empty() && !option.repeatable) {
        return fmt::format("<select {}>{}</select>", common,
                           option_list(option.choices, value, "as usual"));
    }
    return fmt::format("<input type=\"text\" {} value=\"{}\" placeholder=\"{}\">", common,
                       escape_html(value),
                       escape_html(option.fallback.empty() ? option.value : option.fallback));
}

std::string question_hint(const Command& command) {
    std::vector<std::string> names;
    for (const auto& slot : slots(command)) {
        names.push_back(slot.name + (slot.repeated ? ", ..." : ""));
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

Problem problem_of(int status, std::string error, std::string_view hint) {
    constexpr std::string_view k_example = "example: ";
    Problem problem{.status = status, .error = std::move(error), .hint = {}, .example = {}};
    while (!hint.empty()) {
        const std::size_t end = std::min(hint.find('\n'), hint.size());
        const std::string_view line = hint.substr(0, end);
        if (line.starts_with(k_example)) {
            const std::string_view command = line.substr(k_example.size());
            problem.example = address_of(command).value_or(std::string(command));
        } else {
            problem.hint += (problem.hint.empty() ? "" : "\n") + std::string(line);
        }
        hint.remove_prefix(std::min(end + 1, hint.size()));
    }
    return problem;
}

std::string problem_json(const Problem& problem) {
    const auto text = [](const std::string& value) {
        return value.empty() ? Json(nullptr) : Json(value);
    };
    Json json;
    json["error"] = problem.error;
    json["hint"] = text(problem.hint);
    json["example"] = text(problem.example);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string problem_page(const Problem& problem) {
    std::string body = fmt::format("<p class=\"note\">{}</p>\n", escape_html(problem.error));
    if (!problem.hint.empty()) {
        std::string hint = escape_html(problem.hint);
        for (std::size_t at = 0; (at = hint.find('\n', at)) != std::string::npos;) {
            hint.replace(at, 1, "<br>");
        }
        body += "<p>" + hint + "</p>\n";
    }
    if (problem.example.starts_with('/')) {
        body +=
            fmt::format("<p>Example: <a href=\"{0}\">{0}</a></p>\n", escape_html(problem.example));
    } else if (!problem.example.empty()) {
        body += fmt::format("<p>Example: <code>{}</code></p>\n", escape_html(problem.example));
    }
    body += "<p><a href=\"/\">Another question</a></p>\n";
    return page_of("No answer", fmt::format("Status {}", problem.status),
                   problem.status == 422   ? "This has no answer"
                   : problem.status == 404 ? "There is no such thing here"
                   : problem.status == 503 ? "Busy"
                   : problem.status < 500  ? "This cannot be asked so"
                                           : "That failed",
                   body);
}

std::string start_page(const Facts& facts) {
    std::string commands;
    std::string ways;
    for (const Command* command : served_commands()) {
        const auto& info = command->info();
        if (!slots(*command).empty()) {
            commands +=
                fmt::format("<option value=\"{0}\"{2}>{0}: {1}</option>", info.name,
                            escape_html(info.summary), info.name == "rank" ? " selected" : "");
        }
        ways += fmt::format("<li><h3><a href=\"/{0}?form=1\">{0}</a></h3><p>{1}</p>", info.name,
                            escape_html(info.summary));
        std::string examples;
        for (const auto& example : command->examples()) {
            if (const auto address = address_of(example.command)) {
                examples += fmt::format("<p class=\"small\"><a href=\"{}\">{}</a> {}</p>",
                                        escape_html(*address), escape_html(example.command),
                                        escape_html(example.explanation));
            }
        }
        ways += examples + "</li>\n";
    }
    const std::string body = fmt::format(
        "<p class=\"lead\">{0}. {1}.</p>\n"
        "<form class=\"ask\" action=\"/ask\" method=\"get\"><div class=\"line\">"
        "<div class=\"grow\"><label for=\"q\">Question: a concept or a material; several, "
        "separated "
        "by commas</label><input id=\"q\" name=\"q\" type=\"text\" required autofocus "
        "placeholder=\"thermoelectric\" autocomplete=\"off\" spellcheck=\"false\"></div>"
        "<div><label for=\"command\">What to show</label><select id=\"command\" "
        "name=\"command\">{2}"
        "</select></div><div><button type=\"submit\">Ask</button></div></div>\n"
        "<div class=\"line more\"><div><label for=\"limit\">rows</label><input id=\"limit\" "
        "name=\"limit\" inputmode=\"numeric\" placeholder=\"as usual\"></div>"
        "<div><label for=\"with\">with elements</label><input id=\"with\" name=\"with\" "
        "placeholder=\"Sn,Se\"></div>"
        "<div><label for=\"without\">without elements</label><input id=\"without\" "
        "name=\"without\" placeholder=\"Pb,Te\"></div>"
        "<div><label for=\"min-count\">mentions from</label><input id=\"min-count\" "
        "name=\"min-count\" inputmode=\"numeric\" placeholder=\"as usual\"></div>"
        "<div><label><input type=\"checkbox\" name=\"unstudied\" value=\"1\">unstudied only"
        "</label></div></div></form>\n"
        "<p class=\"small\">explain takes a material, then the concept: <em>Bi2Te3, "
        "thermoelectric</em>; compare two, analogy three. Every other option is on the page of its "
        "command below.</p>\n"
        "<h2>What can be asked</h2>\n<ul class=\"ways\">\n{3}</ul>\n"
        "<h2>For programs</h2>\n<p>Every page is also data: add <code>format=json</code> (or tsv, "
        "csv, jsonl, markdown) to its address, or send <code>Accept: application/json</code>. <a "
        "href=\"/?format=json\">All commands and parameters as JSON</a>.</p>\n"
        "<p class=\"small\">{4}, {5}</p>\n",
        escape_html(facts.corpus), escape_html(facts.model), commands, ways,
        escape_html(facts.program), escape_html(facts.workspace));
    return page_of("Lode", "Lode", "What does the literature say of a material, or of a use?",
                   body);
}

std::string start_json(const Facts& facts) {
    Json json;
    json["program"] = facts.program;
    json["workspace"] = facts.workspace;
    json["corpus"] = facts.corpus;
    json["model"] = facts.model;
    Json commands = Json::array();
    for (const Command* command : served_commands()) {
        Json entry;
        entry["name"] = command->info().name;
        entry["summary"] = command->info().summary;
        Json parameters = Json::array();
        for (const auto& slot : slots(*command)) {
            parameters.push_back({{"name", slot.name},
                                  {"needed", slot.needed},
                                  {"repeated", slot.repeated},
                                  {"value", "TEXT"},
                                  {"default", nullptr},
                                  {"help", nullptr}});
        }
        for (const auto& option : open_options(*command)) {
            parameters.push_back(
                {{"name", option.name},
                 {"needed", false},
                 {"repeated", option.repeatable},
                 {"value", option.value.empty() ? "1" : option.value},
                 {"default", option.fallback.empty() ? Json(nullptr) : Json(option.fallback)},
                 {"help", option.help}});
        }
        entry["parameters"] = std::move(parameters);
        Json examples = Json::array();
        for (const auto& example : command->examples()) {
            if (const auto address = address_of(example.command)) {
                examples.push_back(*address);
            }
        }
        entry["examples"] = std::move(examples);
        commands.push_back(std::move(entry));
    }
    json["commands"] = std::move(commands);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string form_page(const Command& command, const Parameters& asked) {
    std::string fields;
    const auto names = slots(command);
    if (!names.empty()) {
        std::string question = value_of(asked, "q");
        for (const auto& slot : names) {
            for (const auto& [name, value] : asked) {
                if (name == slot.name) {
                    question += (question.empty() ? "" : ", ") + value;
                }
            }
        }
        fields += field("q",
                        fmt::format("<input type=\"text\" id=\"f-q\" name=\"q\" value=\"{}\" "
                                    "aria-describedby=\"h-q\" placeholder=\"{}\"{}>",
                                    escape_html(question), escape_html(question_hint(command)),
                                    names.front().needed ? " required" : ""),
                        "The question: " + question_hint(command) + ".");
    }
    std::string group;
    for (const auto& option : open_options(command)) {
        if (option.group != group) {
            fields += group.empty() ? "" : "</fieldset>\n";
            fields += fmt::format("<fieldset><legend>{}</legend>\n", escape_html(option.group));
            group = option.group;
        }
        fields += field(option.name, control_of(option, asked), option_help(option));
    }
    fields += group.empty() ? "" : "</fieldset>\n";
    const std::string body = fmt::format(
        "<form class=\"ask\" action=\"/{}\" method=\"get\">\n{}<p><button type=\"submit\">Ask"
        "</button></p></form>\n<h2>What it does</h2>\n<p>{}</p>\n",
        command.info().name, fields, escape_html(command.info().description));
    return page_of(fmt::format("lode {}", command.info().name),
                   fmt::format("lode {}", command.info().name), command.info().summary, body);
}

std::string answer_page(std::string page, const Command& command, const Target& asked,
                        const std::vector<std::string>& messages) {
    Target other = asked;
    std::erase_if(other.parameters, [](const auto& given) { return given.first == "format"; });
    const auto address = [&](const std::string& name, const std::string& value) {
        Target target = other;
        target.parameters.emplace_back(name, value);
        return escape_html(written(target));
    };
    std::string bar = fmt::format(
        "<nav class=\"bar\" aria-label=\"Lode\"><b><a href=\"/\">Lode</a></b><a href=\"/\">New "
        "question</a><a href=\"{}\">Other options</a>",
        address("form", "1"));
    for (const auto& option : command.options()) {
        for (const std::string& format : {std::string("json"), std::string("tsv")}) {
            if (option.name == "format" && std::find(option.choices.begin(), option.choices.end(),
                                                     format) != option.choices.end()) {
                bar += fmt::format("<a href=\"{}\">as {}</a>", address("format", format), format);
            }
        }
    }
    bar += "</nav>\n";
    if (!messages.empty()) {
        bar += "<div class=\"said\">";
        for (const auto& message : messages) {
            bar += "<p class=\"note\">" + escape_html(message) + "</p>";
        }
        bar += "</div>\n";
    }
    page = with_links(page, concepts_of(command, asked.parameters));
    constexpr std::string_view k_body = "<body>";
    if (const std::size_t at = page.find(k_body); at != std::string::npos) {
        page.insert(at + k_body.size(), "\n" + bar);
    }
    return with_style(std::move(page));
}

}  // namespace lode::tools::serve
