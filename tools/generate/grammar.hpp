// Sentence templates: "[a|b]" chooses, "{slot}" fills in. Compiled once; an unknown slot or a
// missing bracket is an Error at load time, not a broken sentence in a corpus.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/generate/rng.hpp"

namespace lode::generate {

enum class Slot : std::uint8_t {
    mat,
    other,
    concept_word,
    concept_capital,
    role,
    fields,
    fields_capital,
    devices,
    forms,
    prop,
    prop_capital,
    var,
    strength,
    limit,
    cite,
    fig,
    fig_capital,
    goodadj,
    badadj,
    better,
    improved,
    goodval,
    badval,
    cval,
    vlow,
    vhigh,
    dopant,
    dopant_capital,
    route,
    route_capital,
    author,
    prioryear,
    worse_other,
    better_other,
    x1,
    x2,
    y1,
    y2,
    xr,
    best,
    opt,
    incprop,
    decprop,
    panel1,
    panel2,
    math,
    article,
    article_capital,
    sub2,
    sub5,
    sub6,
    minus1,
    minus2,
    number,
    count_
};

struct Node {
    enum class Kind : std::uint8_t { text, slot, choice };
    Kind kind = Kind::text;
    std::string text;  // of text; for Slot::number the name of the range
    Slot slot = Slot::mat;
    std::vector<std::vector<Node>> choices;
};

struct Template {
    std::size_t id = 0;  // position in the bank
    std::vector<Node> nodes;
    std::uint64_t slots = 0;  // bit set of Slot values used
    bool uses(Slot slot) const { return (slots >> static_cast<unsigned>(slot)) & 1U; }
};
static_assert(static_cast<unsigned>(Slot::count_) <= 64);

Template compile_template(std::string_view text);

// Appends the expansion. `fill` appends what stands for a slot; for Slot::number the node's text
// names the range.
using Fill = std::function<void(std::string& out, const Node& node)>;
void expand(std::string& out, const std::vector<Node>& nodes, Rng& rng, const Fill& fill);

struct Equation {
    std::string application;  // "*": any
    Template sentence;
    std::string tex;
    std::string mathml;  // presentation MathML without prefix
};

class Bank {
 public:
    Bank();
    // Templates of a kind for a key (application or class) together with those for any. Empty
    // where there are none.
    const std::vector<const Template*>& of(std::string_view kind, std::string_view key) const;
    const std::vector<Equation>& equations() const { return m_equations; }
    std::size_t size() const { return m_templates.size(); }

 private:
    struct Kind {
        std::vector<const Template*> general;
        std::map<std::string, std::vector<const Template*>, std::less<>> by_key;
    };
    std::vector<Template> m_templates;
    std::vector<Equation> m_equations;
    std::map<std::string, Kind, std::less<>> m_kinds;
};

}  // namespace lode::generate
