#include "ingest/content/language.hpp"

#include <algorithm>
#include <array>

#include "ingest/content/metadata.hpp"

namespace lode::ingest {
namespace {

struct Language {
    std::string_view two;
    std::string_view three;       // ISO 639-2/B, as library catalogues use it
    std::string_view three_term;  // ISO 639-2/T where it differs
    std::string_view name;
};

constexpr std::array<Language, 62> k_languages = {{
    {"en", "eng", "", "english"},       {"zh", "chi", "zho", "chinese"},
    {"de", "ger", "deu", "german"},     {"fr", "fre", "fra", "french"},
    {"ja", "jpn", "", "japanese"},      {"ru", "rus", "", "russian"},
    {"es", "spa", "", "spanish"},       {"it", "ita", "", "italian"},
    {"pt", "por", "", "portuguese"},    {"ko", "kor", "", "korean"},
    {"pl", "pol", "", "polish"},        {"nl", "dut", "nld", "dutch"},
    {"sv", "swe", "", "swedish"},       {"da", "dan", "", "danish"},
    {"no", "nor", "", "norwegian"},     {"fi", "fin", "", "finnish"},
    {"cs", "cze", "ces", "czech"},      {"sk", "slo", "slk", "slovak"},
    {"hu", "hun", "", "hungarian"},     {"ro", "rum", "ron", "romanian"},
    {"bg", "bul", "", "bulgarian"},     {"uk", "ukr", "", "ukrainian"},
    {"tr", "tur", "", "turkish"},       {"el", "gre", "ell", "greek"},
    {"he", "heb", "", "hebrew"},        {"ar", "ara", "", "arabic"},
    {"fa", "per", "fas", "persian"},    {"hr", "hrv", "scr", "croatian"},
    {"sr", "srp", "scc", "serbian"},    {"sl", "slv", "", "slovenian"},
    {"lt", "lit", "", "lithuanian"},    {"lv", "lav", "", "latvian"},
    {"et", "est", "", "estonian"},      {"is", "ice", "isl", "icelandic"},
    {"ga", "gle", "", "irish"},         {"cy", "wel", "cym", "welsh"},
    {"ca", "cat", "", "catalan"},       {"eu", "baq", "eus", "basque"},
    {"gl", "glg", "", "galician"},      {"la", "lat", "", "latin"},
    {"mk", "mac", "mkd", "macedonian"}, {"sq", "alb", "sqi", "albanian"},
    {"bs", "bos", "", "bosnian"},       {"be", "bel", "", "belarusian"},
    {"hy", "arm", "hye", "armenian"},   {"ka", "geo", "kat", "georgian"},
    {"az", "aze", "", "azerbaijani"},   {"kk", "kaz", "", "kazakh"},
    {"uz", "uzb", "", "uzbek"},         {"ky", "kir", "", "kyrgyz"},
    {"mn", "mon", "", "mongolian"},     {"hi", "hin", "", "hindi"},
    {"bn", "ben", "", "bengali"},       {"ur", "urd", "", "urdu"},
    {"ta", "tam", "", "tamil"},         {"th", "tha", "", "thai"},
    {"vi", "vie", "", "vietnamese"},    {"id", "ind", "", "indonesian"},
    {"ms", "may", "msa", "malay"},      {"af", "afr", "", "afrikaans"},
    {"sw", "swa", "", "swahili"},       {"eo", "epo", "", "esperanto"},
}};

}  // namespace

std::string language_code(std::string_view stated) {
    std::string low = one_line(stated);
    for (char& c : low) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    for (const auto& language : k_languages) {
        if (low == language.two || low == language.three || low == language.name ||
            (!low.empty() && low == language.three_term)) {
            return std::string(language.two);
        }
    }
    // "en-US", "pt_BR", "zh-hans"
    if (const std::size_t border = low.find_first_of("-_"); border == 2 || border == 3) {
        return language_code(std::string_view(low).substr(0, border));
    }
    const bool code =
        (low.size() == 2 || low.size() == 3) &&
        std::all_of(low.begin(), low.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!code || low == "und" || low == "mul" || low == "zxx" || low == "mis") {
        return {};
    }
    return low;
}

}  // namespace lode::ingest
