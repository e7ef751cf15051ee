#include "ingest/content/json_text.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "ingest/content/metadata.hpp"
#include "ingest/xml/tree.hpp"

namespace lode::ingest {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 12> k_text_names = {
    "text", "value",     "content",    "abstract", "abstracttext", "abstract_text",
    "body", "paragraph", "paragraphs", "sections", "#text",        "_"};
constexpr std::array<std::string_view, 6> k_label_names = {"label",  "heading", "title",
                                                           "header", "section", "name"};
// What is said of the text, and is none.
constexpr std::array<std::string_view, 8> k_about_names = {
    "lang", "language", "type", "format", "id", "kind", "source", "xml:lang"};

std::string small(std::string_view name) {
    std::string low(name);
    for (char& c : low) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return low.starts_with('@') ? low.substr(1) : low;
}

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::uint64_t characters(const Json& value) {
    if (value.is_string()) {
        return xml::count_characters(value.get_ref<const std::string&>());
    }
    std::uint64_t all = 0;
    if (value.is_structured()) {
        for (const auto& item : value) {
            all += characters(item);
        }
    }
    return all;
}

bool is_place(const Json& value) {
    return value.is_number_unsigned();
}

bool is_index(const Json& object) {
    return !object.empty() && std::all_of(object.begin(), object.end(), [](const Json& places) {
        return places.is_array() && !places.empty() &&
               std::all_of(places.begin(), places.end(), is_place);
    });
}

std::string text_of_index(const Json& index) {
    std::vector<std::pair<std::uint64_t, std::string_view>> words;
    for (const auto& word : index.items()) {
        for (const auto& place : word.value()) {
            words.emplace_back(place.get<std::uint64_t>(), word.key());
        }
    }
    std::sort(words.begin(), words.end());
    std::string text;
    for (const auto& [place, word] : words) {
        text += text.empty() ? "" : " ";
        text += word;
    }
    return text;
}

bool is_language(std::string_view name) {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return (name.size() == 2 || name.size() == 3 || (name.size() == 5 && name[2] == '-')) &&
           letter(name[0]) && letter(name[1]);
}

class Reader {
 public:
    explicit Reader(JsonText& made) : m_made(made) {}

    void read(const Json& value) {
        if (value.is_string()) {
            add(value.get<std::string>());
        } else if (value.is_number()) {
            add(value.dump());
        } else if (value.is_array()) {
            for (const auto& item : value) {
                read(item);
            }
        } else if (value.is_object()) {
            object(value);
        }
    }

 private:
    void add(std::string text) {
        if (text.find_first_not_of(" \t\r\n") != std::string::npos) {
            m_made.paragraphs.push_back(std::move(text));
        }
    }

    void object(const Json& value) {
        if (is_index(value)) {
            add(text_of_index(value));
            return;
        }
        // As OpenAlex and its forerunner wrap it.
        for (const char* name : {"InvertedIndex", "abstract_inverted_index"}) {
            if (const auto found = value.find(name);
                found != value.end() && found->is_object() && is_index(*found)) {
                add(text_of_index(*found));
                return;
            }
        }
        if (languages(value)) {
            return;
        }
        labelled(value);
    }

    bool languages(const Json& value) {
        const Json* chosen = nullptr;
        for (const auto& item : value.items()) {
            const std::string name = small(item.key());
            if (!is_language(name)) {
                return false;
            }
            if (chosen == nullptr || name == "en" || name == "eng" || name.starts_with("en-")) {
                chosen = &item.value();
            }
        }
        if (chosen == nullptr) {
            return false;
        }
        m_made.other_language += characters(value) - characters(*chosen);
        read(*chosen);
        return true;
    }

    void labelled(const Json& value) {
        const Json* text = nullptr;
        for (const std::string_view name : k_text_names) {
            for (const auto& item : value.items()) {
                if (text == nullptr && small(item.key()) == name && characters(item.value()) > 0) {
                    text = &item.value();
                }
            }
        }
        std::string label;
        for (const auto& item : value.items()) {
            const std::string name = small(item.key());
            if (&item.value() == text || is_one_of(k_about_names, name)) {
                continue;
            }
            if (text != nullptr && label.empty() && item.value().is_string() &&
                is_one_of(k_label_names, name)) {
                label = one_line(item.value().get<std::string>());
                continue;
            }
            m_made.unknown_shape += characters(item.value());
        }
        if (text == nullptr) {
            return;
        }
        const std::size_t first = m_made.paragraphs.size();
        read(*text);
        if (!label.empty() && small(label) != "abstract" && m_made.paragraphs.size() > first) {
            std::string& paragraph = m_made.paragraphs[first];
            paragraph = label + (label.back() == ':' ? " " : ": ") + paragraph;
        }
    }

    JsonText& m_made;
};

}  // namespace

JsonText json_text(const nlohmann::json& value) {
    JsonText made;
    Reader(made).read(value);
    return made;
}

}  // namespace lode::ingest
