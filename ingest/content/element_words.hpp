// What single elements of running text stand for, by their tags alone.
#pragma once

#include <string_view>

#include "ingest/xml/tags.hpp"

namespace lode::ingest {

// The reason under which the text of an element that is no running text is counted; "" for others.
std::string_view reason_not_read(xml::Tag tag);

// The character of a <ce:glyph name="...">; "" where it is not known.
std::string_view glyph_text(std::string_view name);

}  // namespace lode::ingest
