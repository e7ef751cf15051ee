#include "ingest/content/element_words.hpp"

#include <array>

namespace lode::ingest {

using xml::Tag;

std::string_view reason_not_read(Tag tag) {
    switch (tag) {
        case Tag::fn:
        case Tag::footnote:
        case Tag::note:
        case Tag::table_footnote:
            return "footnote";
        case Tag::annotation:
            return "tex-duplicate-of-mathml";
        case Tag::object_id:
        case Tag::alt_text:
        case Tag::long_desc:
            return "alternative-text";
        case Tag::attrib:
        case Tag::source:
            return "attribution";
        case Tag::permissions:
        case Tag::copyright:
            return "permissions";
        case Tag::supplementary_material:
        case Tag::media:
        case Tag::e_component:
            return "supplementary";
        case Tag::index_term:
            return "index-term";
        case Tag::glyph_data:
            return "glyph-data";
        case Tag::ref_list:
        case Tag::bibliography:
        case Tag::further_reading:
            return "reference-list";
        case Tag::processing_meta:
        case Tag::sec_meta:
        case Tag::treatment_meta:
            return "processing-metadata";
        default:
            return {};
    }
}

std::string_view glyph_text(std::string_view name) {
    struct Glyph {
        std::string_view name, text;
    };
    static constexpr std::array<Glyph, 6> k_glyphs = {{{"dbnd", "="},
                                                       {"sbnd", "\xe2\x80\x93"},
                                                       {"tbnd", "\xe2\x89\xa1"},
                                                       {"rad", "\xe2\x80\xa2"},
                                                       {"hbar", "\xe2\x84\x8f"},
                                                       {"fflig", "ff"}}};
    for (const auto& glyph : k_glyphs) {
        if (glyph.name == name) {
            return glyph.text;
        }
    }
    return {};
}

}  // namespace lode::ingest
