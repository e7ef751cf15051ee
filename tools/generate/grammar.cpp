#include "tools/generate/grammar.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/error.hpp"
#include "tools/generate/facts.hpp"
#include "tools/generate/numbers.hpp"

namespace lode::generate {
namespace {

constexpr std::pair<std::string_view, Slot> k_slots[] = {
    {"mat", Slot::mat},
    {"other", Slot::other},
    {"concept", Slot::concept_word},
    {"Concept", Slot::concept_capital},
    {"role", Slot::role},
    {"fields", Slot::fields},
    {"fields0", Slot::fields_capital},
    {"devices", Slot::devices},
    {"forms", Slot::forms},
    {"prop", Slot::prop},
    {"Prop", Slot::prop_capital},
    {"var", Slot::var},
    {"strength", Slot::strength},
    {"limit", Slot::limit},
    {"cite", Slot::cite},
    {"fig", Slot::fig},
    {"Fig", Slot::fig_capital},
    {"goodadj", Slot::goodadj},
    {"badadj", Slot::badadj},
    {"better", Slot::better},
    {"improved", Slot::improved},
    {"goodval", Slot::goodval},
    {"badval", Slot::badval},
    {"cval", Slot::cval},
    {"vlow", Slot::vlow},
    {"vhigh", Slot::vhigh},
    {"dopant", Slot::dopant},
    {"Dopant", Slot::dopant_capital},
    {"route", Slot::route},
    {"Route0", Slot::route_capital},
    {"author", Slot::author},
    {"prioryear", Slot::prioryear},
    {"worseother", Slot::worse_other},
    {"betterother", Slot::better_other},
    {"x1", Slot::x1},
    {"x2", Slot::x2},
    {"y1", Slot::y1},
    {"y2", Slot::y2},
    {"xr", Slot::xr},
    {"best", Slot::best},
    {"opt", Slot::opt},
    {"incprop", Slot::incprop},
    {"decprop", Slot::decprop},
    {"panel1", Slot::panel1},
    {"panel2", Slot::panel2},
    {"math", Slot::math},
    {"a", Slot::article},
    {"an", Slot::article},
    {"A", Slot::article_capital},
    {"sub2", Slot::sub2},
    {"sub5", Slot::sub5},
    {"sub6", Slot::sub6},
    {"^-1", Slot::minus1},
    {"^-2", Slot::minus2},
};

// Recursive descent over one template.
class Parser {
 public:
    Parser(std::string_view text, Template& out) : m_text(text), m_out(out) {}

    std::vector<Node> sequence(bool inside) {
        std::vector<Node> nodes;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '{') {
                nodes.push_back(slot());
            } else if (c == '[') {
                nodes.push_back(choice());
            } else if (inside && (c == '|' || c == ']')) {
                return nodes;
            } else if (c == ']' || c == '}') {
                throw wrong("a bracket closes that was not opened");
            } else {
                const auto end = m_text.find_first_of(inside ? "{}[]|" : "{}[]", m_at);
                Node node;
                node.text = m_text.substr(m_at, end - m_at);
                m_at += node.text.size();
                nodes.push_back(std::move(node));
            }
        }
        if (inside) {
            throw wrong("a bracket is not closed");
        }
        return nodes;
    }

 private:
    Error wrong(std::string_view what) const {
        return error("sentence template \"{}\": {}", m_text, what);
    }

    Node slot() {
        const auto end = m_text.find('}', m_at);
        if (end == std::string_view::npos) {
            throw wrong("a brace is not closed");
        }
        const auto word = m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        Node node;
        node.kind = Node::Kind::slot;
        const auto* const found = std::find_if(std::begin(k_slots), std::end(k_slots),
                                               [&](const auto& s) { return s.first == word; });
        if (found != std::end(k_slots)) {
            node.slot = found->second;
        } else if (has_number_slot(word)) {
            node.slot = Slot::number;
            node.text = word;
        } else {
            throw wrong(fmt::format("unknown slot '{}'", word));
        }
        m_out.slots |= std::uint64_t{1} << static_cast<unsigned>(node.slot);
        return node;
    }

    Node choice() {
        Node node;
        node.kind = Node::Kind::choice;
        do {
            ++m_at;  // '[' or '|'
            node.choices.push_back(sequence(true));
        } while (m_at < m_text.size() && m_text[m_at] == '|');
        ++m_at;  // ']'
        return node;
    }

    std::string_view m_text;
    Template& m_out;
    std::size_t m_at = 0;
};

}  // namespace

Template compile_template(std::string_view text) {
    Template out;
    out.nodes = Parser(text, out).sequence(false);
    return out;
}

void expand(std::string& out, const std::vector<Node>& nodes, Rng& rng, const Fill& fill) {
    for (const auto& node : nodes) {
        switch (node.kind) {
            case Node::Kind::text:
                out += node.text;
                break;
            case Node::Kind::slot:
                fill(out, node);
                break;
            case Node::Kind::choice:
                expand(out, node.choices[rng.below(node.choices.size())], rng, fill);
                break;
        }
    }
}

Bank::Bank() {
    struct Entry {
        std::string kind, key;
    };
    std::vector<Entry> entries;
    for (const std::string_view file : {"background.tsv", "methods.tsv", "results.tsv"}) {
        const auto text = builtin(std::string("templates/") += file);
        for (const auto& row : parse_table(file, text, 3)) {
            m_templates.push_back(compile_template(row.cells[2]));
            m_templates.back().id = m_templates.size() - 1;
            entries.push_back({row.cells[0], row.cells[1]});
        }
    }
    // Pointers only after the vector has its final size.
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto& kind = m_kinds[entries[i].kind];
        if (entries[i].key == "*") {
            kind.general.push_back(&m_templates[i]);
        } else {
            kind.by_key[entries[i].key].push_back(&m_templates[i]);
        }
    }
    for (auto& [name, kind] : m_kinds) {
        for (auto& [key, list] : kind.by_key) {
            list.insert(list.end(), kind.general.begin(), kind.general.end());
        }
    }
    const auto equations = builtin("templates/equations.tsv");
    for (const auto& row : parse_table("equations.tsv", equations, 4)) {
        m_equations.push_back(
            {row.cells[0], compile_template(row.cells[1]), row.cells[2], row.cells[3]});
    }
}

const std::vector<const Template*>& Bank::of(std::string_view kind, std::string_view key) const {
    static const std::vector<const Template*> k_none;
    const auto found = m_kinds.find(kind);
    if (found == m_kinds.end()) {
        return k_none;
    }
    const auto special = found->second.by_key.find(key);
    return special == found->second.by_key.end() ? found->second.general : special->second;
}

}  // namespace lode::generate
