#include "ingest/mine/materials.hpp"

#include <algorithm>
#include <array>

#include "core/base/error.hpp"
#include "core/chem/elements.hpp"
#include "core/chem/formula.hpp"

namespace lode::ingest {
namespace {

std::string canonical_of(std::string_view formula) {
    const auto composition = chem::parse_formula(formula);
    return composition ? chem::canonical(*composition) : std::string();
}

MaterialKind kind_of(std::string_view name) {
    for (const auto kind : {MaterialKind::formula, MaterialKind::name, MaterialKind::abbreviation,
                            MaterialKind::alloy, MaterialKind::polymer, MaterialKind::other}) {
        if (lode::name(kind) == name) {
            return kind;
        }
    }
    throw error("lexicon material_names.tsv: \"{}\" is no kind of material", name);
}

// The hash of its first word in lower case, as Words has it.
std::uint32_t first_hash(std::string_view written) {
    const Words words(written, {0, static_cast<std::uint32_t>(written.size())});
    return words.size() == 0 ? 0 : words[0].hash;
}

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_defined(std::span<const MaterialNames::Local> local, std::string_view written) {
    return std::any_of(local.begin(), local.end(),
                       [&](const auto& item) { return item.short_form == written; });
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

// "AgNWs", "SiNCs": the element's symbol in front of an abbreviated nano-object; "" for others.
std::string_view nano_object(std::string_view written) {
    if (written.ends_with('s')) {
        written.remove_suffix(1);
    }
    if (written.size() < 4 || written.size() > 5) {
        return {};
    }
    const std::string_view object = written.substr(written.size() - 2);
    const std::string_view symbol = written.substr(0, written.size() - 2);
    return one_of(object, {"NW", "NP", "NR", "NT", "NC", "NS", "NF", "QD"}) &&
                   chem::atomic_number(symbol)
               ? symbol
               : std::string_view{};
}

// "lead" and "tin" are taken as metals only beside a word that says so.
bool metal_context(const Words& words, std::size_t i) {
    constexpr std::array<std::string_view, 12> after{"free",  "based",   "halide", "oxide",
                                                     "foil",  "alloy",   "doped",  "ions",
                                                     "atoms", "content", "metal",  "compounds"};
    const std::size_t next = words.is(i + 1, "-") ? i + 2 : i + 1;
    return std::find(after.begin(), after.end(), words.at(next)) != after.end();
}

}  // namespace

MaterialNames::MaterialNames(const LexiconSource& lexicons)
    : m_compounds(lexicons), m_spans(lexicons) {
    for (const auto& row : read_lexicon(lexicons, "material_names.tsv", 3)) {
        const std::string formula = row[1] == "-" ? std::string() : canonical_of(row[1]);
        if (row[1] != "-" && formula.empty()) {
            throw error("lexicon material_names.tsv: \"{}\" is no formula", row[1]);
        }
        const bool small =
            std::none_of(row[0].begin(), row[0].end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (small) {
            add(row[0], formula, kind_of(row[2]));
        } else {
            m_as_written.insert(row[0], first_hash(row[0])) =
                static_cast<std::uint32_t>(m_list.size());
            m_list.push_back({formula, kind_of(row[2])});
        }
    }
    for (const auto& row : read_lexicon(lexicons, "alloys.tsv", 2)) {
        m_alloys.insert(row[0], first_hash(row[0])) = row[1] == "number";
    }
    for (const auto& row : read_lexicon(lexicons, "element_words.tsv", 2)) {
        for (const auto word : split_words(row[1])) {
            if (row[0] == "context") {
                m_context_elements[std::string(word)] = true;
            } else if (row[0] == "gas") {
                m_gases[std::string(word)] = true;
            } else if (row[0] == "symbol") {
                m_symbols.insert(word, first_hash(word)) = true;
            } else {
                throw error("lexicon element_words.tsv: \"{}\" is no class", row[0]);
            }
        }
    }
    m_names.finish();
}

void MaterialNames::join(Vocabulary& vocabulary) {
    m_names.join(vocabulary, k_names);
    m_compounds.join(vocabulary);
    m_as_written.join(vocabulary, k_names_as_written);
    m_symbols.join(vocabulary, k_symbols);
    m_alloys.join(vocabulary, k_alloys);
    for (const std::string_view name : chem::element_names()) {
        vocabulary.add(word_hash(name), k_elements);
    }
}

void MaterialNames::add(std::string_view name, std::string_view formula, MaterialKind kind) {
    const auto index = static_cast<std::uint32_t>(m_list.size());
    m_names.add(name, index);
    if (!name.ends_with('s') && !name.ends_with(')')) {
        m_names.add(std::string(name) + "s", index);
    }
    m_list.push_back({std::string(formula), kind});
}

std::size_t MaterialNames::alloy_at(const Words& words, std::size_t i) const {
    // "steel" and the like behind a grade belong to it.
    const auto with_steel = [&](std::size_t k) {
        const std::size_t steel = words.is(k, "stainless") ? k + 1 : k;
        return words.is(steel, "steel") || words.is(steel, "steels") ? steel + 1 : k;
    };
    if (m_alloys.may_hold(words[i])) {
        const auto* const row = find_alloy(words.written(i, i), words[i].hash);
        if (row != nullptr && !*row) {
            return with_steel(i + 1) - i;
        }
        if (row != nullptr) {
            std::size_t next = words.is(i + 1, "-") ? i + 2 : i + 1;
            if (words.is(next, "<") && words.is(next + 2, ">")) {
                return with_steel(next + 3) - i;  // a masked number
            }
            if (words.is(next, "type")) {
                ++next;
            }
            if (!has_digit(words.at(next))) {
                return 0;
            }
            while (words.glued(next + 1) && words.is_word(next + 1)) {
                ++next;  // 316L
            }
            return with_steel(next + 1) - i;
        }
    }
    // "Ti-6Al-4V", "Al-4.5Cu": element, then weight per cents with elements, all glued.
    if (words[i].capital && words.is(i + 1, "-") && chem::atomic_number(words.written(i, i))) {
        std::size_t k = i;
        while (words.is(k + 1, "-") && words.glued(k + 1) && words.glued(k + 2) &&
               words.is_number(k + 2) && words.glued(k + 3) &&
               chem::atomic_number(words.written(k + 3, k + 3))) {
            k += 3;
        }
        return k > i ? k + 1 - i : 0;
    }
    // "S700MC steel", "304 stainless steel", "42CrMo4 steel"
    if (words[i].has_digit && !words.glued(i)) {
        std::size_t k = i + 1;
        while (k < i + 3 && words.glued(k) && words.is_word(k)) {
            ++k;
        }
        const std::size_t end = with_steel(k);
        if (end > k && (words.is(k, "stainless") || k > i + 1 || words.is_word(i))) {
            return end - i;
        }
    }
    return 0;
}

// As written, or in small letters ("inconel 718").
const bool* MaterialNames::find_alloy(std::string_view written, std::uint32_t hash) const {
    if (const auto* const found = m_alloys.find(written, hash)) {
        return found;
    }
    const bool small =
        written.size() > 4 &&
        std::all_of(written.begin(), written.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!small) {
        return nullptr;
    }
    std::string name(written);
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return m_alloys.find(name, hash);
}

MaterialNames::LocalNames::LocalNames(std::span<const Local> items) : list(items) {
    for (const auto& item : items) {
        if (!item.short_form.empty()) {
            const std::size_t at = bit(item.short_form);
            filter[at / 64] |= std::uint64_t{1} << at % 64;
        }
    }
}

std::pair<std::size_t, const MaterialName*> MaterialNames::name_at(const Words& words,
                                                                   std::size_t i,
                                                                   const LocalNames& local) const {
    const std::string_view written = words.written(i, i);
    if (local.may_hold(written)) {
        for (const auto& item : local.list) {
            if (item.short_form == written) {
                return {item.material ? 1U : 0U, item.material ? &*item.material : nullptr};
            }
        }
    }
    if ((words[i].capital || words.is_number(i)) && m_as_written.may_hold(words[i])) {
        // "PEDOT:PSS", "3Y-TZP", "PIN-PMN-PT": up to five glued words
        std::size_t most = 1;
        while (most < 5 && words.glued(i + most)) {
            ++most;
        }
        for (std::size_t n = most; n >= 1; --n) {
            if (const auto* const found =
                    m_as_written.find(words.written(i, i + n - 1), words[i].hash)) {
                return {n, &m_list[*found]};
            }
        }
    }
    if (const auto match = m_names.match(words, i); match.length > 0) {
        return {match.length, &m_list[match.value]};
    }
    return {0, nullptr};
}

namespace {
// "TiN", "CoPPer": neither lower case, Capitalised nor CAPITALS.
bool has_inner_capital(std::string_view word) {
    bool lower = false;
    bool inner = false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        lower = lower || (word[i] >= 'a' && word[i] <= 'z');
        inner = inner || (i > 0 && word[i] >= 'A' && word[i] <= 'Z');
    }
    return lower && inner;
}
}  // namespace

bool MaterialNames::letter_element(const Words& words, std::size_t i,
                                   const std::vector<FoundMaterial>& found) const {
    const std::string_view written = words.written(i, i);
    if (!one_of(written, {"C", "V", "W", "Y", "K", "B", "P", "U", "In", "As"}) ||
        words.is(i - 1, "°") || (i > 0 && words[i - 1].has_digit) || words.is(i - 1, ">")) {
        return false;
    }
    if (words.is(i + 1, "-") &&
        one_of(words.at(i + 2), {"doped", "codoped", "rich", "containing", "substituted"})) {
        return true;
    }
    const auto joins = [&](std::size_t k) {
        return words.is(k, "/") ||
               ((words.is(k, ",") || words.is(k, "and")) && !words.glued(k + 1));
    };
    const auto element = [&](std::size_t k) {
        return k < words.size() && words[k].capital && m_symbols.may_hold(words[k]) &&
               m_symbols.find(words.written(k, k), words[k].hash) != nullptr;
    };
    // "C / SiC composites", "W – 5 % Re"
    const bool layers = words.is(i + 1, "/") && i + 2 < words.size() && words[i + 2].capital &&
                        !(words.is(i + 3, "+") && words.glued(i + 3));  // no C/C++
    const bool system = one_of(written, {"W", "V", "Y", "U"}) &&
                        (words.is(i + 1, "-") || words.is(i + 1, "–")) &&
                        (element(i + 2) || words.is(i + 2, "<") || words.is_number(i + 2));
    if ((layers && written == "C") || system) {
        return true;
    }
    const bool before = i >= 2 && joins(i - 1) && !found.empty() && found.back().last + 2 == i &&
                        (found.back().element || words.is(i - 1, "/"));
    return before || (joins(i + 1) && element(i + 2));
}

std::optional<FoundMaterial> MaterialNames::short_form(std::string_view text, const Words& words,
                                                       std::size_t i,
                                                       const FoundMaterial& before) const {
    const std::string_view written = words.written(i, i);
    if (!words.is(i - 1, "(") || !words.is(i + 1, ")") || before.last + 2 != i ||
        written.size() < 2 || written.size() > 6) {
        return std::nullopt;
    }
    // Every letter is the first of an element or of a word of the material, in any order.
    const std::size_t begin = words[before.first >= 3 ? before.first - 3 : 0].range.begin;
    const std::string_view long_form = text.substr(begin, before.mention.range.end - begin);
    const bool initials = std::all_of(written.begin(), written.end(), [&](char c) {
        return c >= 'A' && c <= 'Z' && long_form.find(c) != std::string_view::npos;
    });
    if (!initials) {
        return std::nullopt;
    }
    FoundMaterial item;
    item.mention.formula = before.mention.formula;
    item.mention.kind = MaterialKind::abbreviation;
    return item;
}

// "yttria-stabilized zirconia", "Al-doped zinc oxide": what modifies, and the host that ends it.
bool MaterialNames::modified(const Words& words) const {
    for (std::size_t i = 1; i + 1 < words.size(); ++i) {
        if (!one_of(words.at(i), {"doped", "codoped", "stabilized", "stabilised", "substituted"})) {
            continue;
        }
        const std::string_view host = words.written(i + 1, words.size() - 1);
        const std::string_view guest = words.written(0, 0);
        return (chem::looks_like_formula(host) || find(host).has_value()) &&
               (chem::atomic_number(guest) || chem::looks_like_formula(guest) ||
                find(guest).has_value() || m_gases.contains(words.at(0)));
    }
    return false;
}

std::optional<MaterialName> MaterialNames::find(std::string_view written) const {
    const Words words(written, {0, static_cast<std::uint32_t>(written.size())});
    if (words.size() == 0) {
        return std::nullopt;
    }
    if (const auto* const found = m_as_written.find(written, words[0].hash)) {
        return m_list[*found];
    }
    if (words.size() == 1 && has_inner_capital(written)) {
        return std::nullopt;  // TiN is not tin
    }
    if (const auto match = m_names.match(words, 0); match.length == words.size()) {
        return m_list[match.value];
    }
    if (const auto match = m_compounds.match(words, 0); match.length == words.size()) {
        return MaterialName{match.formula, MaterialKind::name};
    }
    if (modified(words)) {
        return MaterialName{{}, MaterialKind::name};
    }
    if (words.size() == 1) {
        if (const auto element = chem::element_by_name(words.at(0))) {
            return MaterialName{std::string(chem::symbol(*element)), MaterialKind::name};
        }
    }
    if (alloy_at(words, 0) == words.size()) {
        return MaterialName{{}, MaterialKind::alloy};
    }
    return std::nullopt;
}

std::vector<Mention> MaterialNames::mentions(std::uint32_t sentence, std::string_view text,
                                             Words& words, std::span<const Token> tokens,
                                             std::span<const Local> local) const {
    const LocalNames names(local);
    std::vector<FoundMaterial> found;
    const auto push = [&](std::size_t first, std::size_t last, Range range, std::string formula,
                          MaterialKind kind) -> FoundMaterial& {
        auto& item = found.emplace_back();
        item.mention = {.sentence = sentence,
                        .range = range,
                        .written = std::string(text.substr(range.begin, range.size())),
                        .formula = std::move(formula),
                        .kind = kind};
        item.first = first;
        item.last = last;
        return item;
    };
    const auto push_words = [&](std::size_t first, std::size_t n, std::string formula,
                                MaterialKind kind) -> FoundMaterial& {
        return push(first, first + n - 1,
                    {words[first].range.begin, words[first + n - 1].range.end}, std::move(formula),
                    kind);
    };
    // Short forms of materials that this sentence introduces without a definition in words.
    std::vector<std::pair<std::string_view, std::string>> introduced;
    std::size_t next_token = 0;
    // The first token from `from` on that is a material and ends behind `offset`.
    const auto next_material = [&](std::size_t from, std::size_t offset) {
        while (from < tokens.size() &&
               (tokens[from].kind != TokenKind::material || tokens[from].range.end <= offset)) {
            ++from;
        }
        return from;
    };
    constexpr std::uint16_t k_any_material =
        k_names | k_names_as_written | k_symbols | k_alloys | k_elements | k_compounds;
    next_token = next_material(0, 0);
    std::size_t i = 0;
    while (i < words.size()) {
        const Range here = words[i].range;
        if (next_token < tokens.size() && tokens[next_token].range.end <= here.begin) {
            next_token = next_material(next_token, here.begin);
        }
        const bool formula_here =
            next_token < tokens.size() && tokens[next_token].range.begin < here.end;
        const std::string_view written(text.data() + here.begin, here.size());
        // Most words: no lexicon knows them, and they look like nothing.
        if (!formula_here && !words[i].capital && !words[i].has_digit &&
            (words[i].lexicons & k_any_material) == 0 && !names.may_hold(written)) {
            ++i;
            continue;
        }
        // Symbols, formulas and abbreviations: two capitals, or one letter alone.
        const bool capitals =
            words[i].capital &&
            (written.size() == 1 || is_upper(written[1]) || written.size() == 2 ||
             is_upper(written.back()) || (written.size() > 2 && is_upper(written[2])));
        if (!formula_here && (words[i].lexicons & k_any_material) == 0 && !words[i].has_digit &&
            !capitals && !(words[i].capital && (words.is(i + 1, "-") || words.is(i - 1, "-"))) &&
            !names.may_hold(written)) {
            ++i;
            continue;
        }
        if (const std::size_t n = alloy_at(words, i); n > 0) {
            push_words(i, n, {}, MaterialKind::alloy);
            i += n;
            continue;
        }
        const auto [n, name] = name_at(words, i, names);
        const bool refused =
            name == nullptr && names.may_hold(written) && is_defined(local, written);
        const auto regular = refused || (words[i].lexicons & k_compounds) == 0
                                 ? CompoundNames::Match{}
                                 : m_compounds.match(words, i);
        if (regular.length > n) {
            push_words(i, regular.length, regular.formula, MaterialKind::name).bare = regular.bare;
            i += regular.length;
            continue;
        }
        if (n > 0 && name != nullptr &&
            (!formula_here || words[i + n - 1].range.end >= tokens[next_token].range.end)) {
            push_words(i, n, name->formula, name->kind);
            i += n;
            continue;
        }
        if (formula_here) {
            const Token& token = tokens[next_token];
            const std::size_t last = std::max(i, words.index_at(token.range.end - 1));
            push(i, last, token.range, token.norm, MaterialKind::formula);
            i = last + 1;
            continue;
        }
        if (words.is_word(i) && !refused) {
            const std::string_view name_here = words.at(i);
            const auto element = (words[i].lexicons & k_elements) != 0
                                     ? chem::element_by_name(name_here)
                                     : std::nullopt;
            if (element && !m_gases.contains(name_here) &&
                (!m_context_elements.contains(name_here) || metal_context(words, i))) {
                push_words(i, 1, std::string(chem::symbol(*element)), MaterialKind::name);
            } else if ((m_symbols.may_hold(words[i]) &&
                        m_symbols.find(written, words[i].hash) != nullptr &&
                        !words.is(i - 1, "et")) ||
                       (written.size() <= 2 && letter_element(words, i, found))) {
                push_words(i, 1, std::string(written), MaterialKind::formula).element = true;
            } else if (capitals && written.size() > 2) {
                const auto known =
                    std::find_if(introduced.begin(), introduced.end(),
                                 [&](const auto& item) { return item.first == written; });
                std::optional<FoundMaterial> item;
                if (known != introduced.end()) {
                    push_words(i, 1, known->second, MaterialKind::abbreviation);
                } else if (!found.empty() && (item = short_form(text, words, i, found.back()))) {
                    introduced.emplace_back(written, item->mention.formula);
                    push_words(i, 1, std::move(item->mention.formula), MaterialKind::abbreviation);
                } else if (const auto object = nano_object(written); !object.empty()) {
                    push_words(i, 1, std::string(object), MaterialKind::abbreviation);
                } else if (m_spans.unknown_abbreviation(words, i)) {
                    push_words(i, 1, {}, MaterialKind::abbreviation);
                } else if (words.is(i - 1, "-") && words.glued(i) &&
                           chem::looks_like_formula(written)) {
                    const auto composition = chem::parse_formula(written);
                    push_words(i, 1, chem::canonical(*composition), MaterialKind::formula);
                }
            }
        }
        ++i;
    }
    // "anatase TiO2": the mineral's name only tells the phase of the formula behind it.
    for (std::size_t k = 0; k + 1 < found.size(); ++k) {
        const Mention& a = found[k].mention;
        const Mention& b = found[k + 1].mention;
        found[k].dropped = a.kind == MaterialKind::name && !a.formula.empty() &&
                           a.formula == b.formula && a.range.end + 1 == b.range.begin;
    }
    std::erase_if(found, [](const FoundMaterial& item) { return item.dropped; });
    m_spans.settle(found, text, words);
    std::vector<Mention> mentions;
    mentions.reserve(found.size());
    std::size_t w = 0;
    for (auto& item : found) {
        const Range range = item.mention.range;
        while (w < words.size() && words[w].range.end <= range.begin) {
            ++w;
        }
        for (; w < words.size() && words[w].range.begin < range.end; ++w) {
            words[w].material = true;
        }
        mentions.push_back(std::move(item.mention));
    }
    return mentions;
}

}  // namespace lode::ingest
