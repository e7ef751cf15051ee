// What the tests of the miner share: one miner (it is costly to build) and plain text.
#pragma once

#include <string>

#include "ingest/mine/miner.hpp"

namespace lode::test {

inline const ingest::Miner& miner() {
    static const ingest::Miner instance;
    return instance;
}

inline ingest::Miner::Annotation annotate(std::string text, bool one_sentence = true) {
    Text input;
    input.utf8 = std::move(text);
    return miner().annotate(input, one_sentence);
}

}  // namespace lode::test
