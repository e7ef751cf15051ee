// Lode's own trainer: skip-gram with negative sampling as word2vec defines it (Mikolov, Sutskever,
// Chen, Corrado, Dean: Distributed representations of words and phrases and their compositionality,
// NIPS 2013). All pairs of a window share their negative samples, so that a row is loaded once and
// used many times (Ji, Satish, Li, Dubey: Parallelizing word2vec in shared and distributed memory,
// 2016); --share-negatives none is word2vec to the letter. docs/TRAINING.md has the formulas.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <new>

#include "core/base/error.hpp"
#include "embed/train/skip_gram.hpp"

namespace lode::embed {
namespace {

class NativeTrainer final : public Trainer {
 public:
    const TrainerInfo& info() const noexcept override {
        static constexpr TrainerInfo k_info{
            "native",
            "Lode's own skip-gram; negatives by count^0.75, shared by the pairs of a window",
            "Mikolov, Sutskever, Chen, Corrado, Dean: Distributed representations of words and "
            "phrases and their compositionality, NIPS 2013"};
        return k_info;
    }

    std::uint64_t memory_bytes(const TrainInput& input, const Spec& spec) const override {
        check_spec(spec);
        return SkipGram::memory_bytes(input.vocabulary.size(), input.tokens, input.lines, spec);
    }

    TrainResult train(const TrainInput& input, const Spec& spec, Progress& progress,
                      std::stop_token stop) const override {
        check_spec(spec);
        if (input.vocabulary.empty() || input.tokens == 0) {
            throw Error("there is nothing to train on: the vocabulary or the text is empty");
        }
        if (input.vocabulary.size() > std::numeric_limits<std::int32_t>::max()) {
            throw error("{} words are more than can be trained", input.vocabulary.size());
        }
        TrainResult result;
        try {
            const TokenFile text(input, progress, stop);
            SkipGram model(input.vocabulary, spec);
            const auto start = std::chrono::steady_clock::now();
            result.loss = model.train(text, progress, stop);
            const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
            result.words_per_second = static_cast<double>(input.tokens) *
                                      static_cast<double>(spec.epochs) /
                                      std::max(seconds.count(), 1e-9);
            result.input = model.input().take();
            result.output = model.output().take();
        } catch (const std::bad_alloc&) {
            throw error("not enough memory for {} words of {} dimensions", input.vocabulary.size(),
                        spec.dim);
        }
        const auto finite = [](float x) { return std::isfinite(x); };
        if (!std::all_of(result.input.begin(), result.input.end(), finite) ||
            !std::all_of(result.output.begin(), result.output.end(), finite)) {
            throw Error(fmt::format("training diverged (a vector became not a number) at learning "
                                    "rate {}",
                                    spec.learning_rate),
                        "use a lower learning rate, for instance half of it");
        }
        progress.finish();
        return result;
    }
};

}  // namespace

namespace trainers {
const Trainer& native();
const Trainer& native() {
    static const NativeTrainer trainer;
    return trainer;
}
}  // namespace trainers

}  // namespace lode::embed
