// A model of the same settings, trained without some of the articles.
#pragma once

#include <vector>

#include "core/store/store.hpp"
#include "core/text/analyser.hpp"
#include "embed/vectors/embedding.hpp"
#include "tools/context.hpp"

namespace lode::tools {

// Trained with the settings that `model` states, seed and threads too, on all articles of the store
// but `left_out` (ascending). Kept in <workspace>/explain under a key of store, model and the ids
// of the articles left out; taken from there when it is asked for again. Error where `model` comes
// from another state of the store; Interrupted on stop.
embed::Embedding model_without(Context& context, const store::Reader& store,
                               const text::Analyser& analyser, const embed::Embedding& model,
                               const std::vector<store::Seq>& left_out);

}  // namespace lode::tools
