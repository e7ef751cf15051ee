// Named entities are replaced in the bytes before parsing: documents' DTDs are never loaded, and
// libxml2 copies only the first byte of a replacement inside attributes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lode::ingest::xml {

struct EntityPass {
    bool changed = false;  // else `bytes` is empty and the input stands
    std::string bytes;
    std::string reason;  // "entity-expansion": refuse the document
    std::string detail;
    std::uint32_t line = 0;            // of the reference at fault
    std::vector<std::string> repairs;  // "unknown-entities", "external-entity"
};

// Replaces &name; outside CDATA, comments and processing instructions: simple internal entities
// that the document declares (at most 4 kB, no '<', no '&'), then the names of entities.tsv. The
// five of XML and numeric references are left to the parser; unknown and external ones become
// literal text
// "&name;". The internal DTD subset is blanked. Output is limited to 4 times the input plus 1 MB.
EntityPass resolve_entities(std::string_view input);

}  // namespace lode::ingest::xml
