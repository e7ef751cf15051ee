// The joining and dropping of one sentence's materials. Private to ingest/mine.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ingest/mine/material_spans.hpp"

namespace lode::ingest {

bool is_dash(const Words& words, std::size_t i);

class MaterialSpans::Work {
 public:
    Work(std::vector<FoundMaterial>& found, std::string_view text, const Words& words,
         const MaterialSpans& lexicon)
        : m_found(found), m_text(text), m_words(words), m_lexicon(lexicon) {}

    void run();

 private:
    // A member of a system: a found material, or an element's symbol that was not safe alone.
    struct Unit {
        std::size_t last = 0;
        bool element = false;
        bool name = false;    // one word: "titania", "nickel"
        bool amount = false;  // an amount stood in front of it
    };

    std::string_view between(const FoundMaterial& a, const FoundMaterial& b) const;
    // Index of the found material that begins at word w; m_found.size() where none.
    std::size_t material_at(std::size_t w) const;
    // Lets item k reach from word `first` to `last`, swallowing what it covers. Returns where the
    // item stands afterwards.
    std::size_t stretch(std::size_t k, std::size_t first, std::size_t last);
    std::string_view written(std::size_t w) const { return m_words.written(w, w); }
    bool is_element(std::size_t w) const;
    // Behind the bracket that opens at word w: the word that closes it; 0 where none is near.
    std::size_t closing(std::size_t w) const;

    // span_joins.cpp
    void spaced_formulas();
    void groups();
    void hydrates();
    void dopants();
    void systems();
    void prefixes_and_faces();
    std::size_t dopant_end(std::size_t w) const;
    std::optional<Unit> unit_at(std::size_t w) const;
    std::size_t system_begin(std::size_t k) const;
    void join_system(std::size_t k, std::size_t begin, std::size_t end, bool elements, bool names);

    // material_spans.cpp
    void heads();
    void values();
    void element_lists();
    bool element_at(std::size_t w) const;
    void generic_formula(std::size_t open, std::size_t close);
    bool list_of_values(std::size_t w, bool variables) const;
    bool ratio_of(const FoundMaterial& item) const;
    void drop();

    std::vector<FoundMaterial>& m_found;
    std::string_view m_text;
    const Words& m_words;
    const MaterialSpans& m_lexicon;
};

}  // namespace lode::ingest
