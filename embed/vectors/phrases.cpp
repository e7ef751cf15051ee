#include "embed/vectors/phrases.hpp"

#include <algorithm>
#include <utility>

namespace lode::embed {

void PhraseTable::add_pass(const std::vector<std::string>& phrases) {
    Pass pass;
    pass.phrases.reserve(phrases.size());
    for (const std::string& phrase : phrases) {
        pass.phrases.insert(phrase);
        for (std::size_t at = phrase.find('_', 1); at != std::string::npos;
             at = phrase.find('_', at + 1)) {
            pass.heads.emplace(phrase, 0, at);
        }
    }
    m_passes.push_back(std::move(pass));
}

void PhraseTable::join(std::vector<std::string>& words) const {
    for (const Pass& pass : m_passes) {
        if (!pass.phrases.empty()) {
            join(pass, words);
        }
    }
}

void PhraseTable::join(const Pass& pass, std::vector<std::string>& words) {
    std::string candidate;
    std::size_t out = 0;
    std::size_t i = 0;
    while (i < words.size()) {
        std::size_t used = 1;
        if (pass.heads.find(words[i]) != pass.heads.end()) {
            candidate = words[i];
            const std::size_t end = std::min(words.size(), i + k_longest);
            for (std::size_t j = i + 1; j < end; ++j) {
                candidate += '_';
                candidate += words[j];
                if (pass.phrases.find(candidate) != pass.phrases.end()) {
                    used = j + 1 - i;
                    break;
                }
            }
        }
        if (used > 1) {
            words[out] = candidate;
        } else if (out != i) {
            words[out] = std::move(words[i]);
        }
        ++out;
        i += used;
    }
    words.resize(out);
}

}  // namespace lode::embed
