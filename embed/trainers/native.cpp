// Lode's own trainer: skip-gram with negative sampling as word2vec defines it (Mikolov, Sutskever,
// Chen, Corrado, Dean: Distributed representations of words and phrases and their compositionality,
// NIPS 2013). All pairs of a window share their negative samples, so that a row is loaded once and
// used many times (Ji, Satish, Li, Dubey: Parallelizing word2vec in shared and distributed memory,
// 2016); --share-negatives none is word2vec to the letter. docs/TRAINING.md has the formulas.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <new>
#include <system_error>

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
            "phrases and their compositionality, NIPS 2013",
            true};
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
            const std::shared_ptr<const TokenFile> text =
                input.encoded ? input.encoded
                              : std::make_shared<const TokenFile>(input, progress, stop);
            SkipGram model(input.vocabulary, spec);
            const auto start = std::chrono::steady_clock::now();
            result.loss = model.train(*text, progress, stop, input.checkpoint);
            const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
            result.words_per_second =
                static_cast<double>(model.words_trained()) / std::max(seconds.count(), 1e-9);
            result.input = model.input().take();
            result.output = model.output().take();
            require_numbers(result, spec);
        } catch (const Diverged&) {
            if (!input.checkpoint.file.empty()) {
                // Going on from there would end in the same way.
                std::error_code ignored;
                std::filesystem::remove(input.checkpoint.file, ignored);
            }
            throw;
        } catch (const std::bad_alloc&) {
            throw error("not enough memory for {} words of {} dimensions", input.vocabulary.size(),
                        spec.dim);
        }
        progress.finish();
        return result;
    }

 private:
    static void require_numbers(const TrainResult& result, const Spec& spec) {
        const auto finite = [](float x) { return std::isfinite(x); };
        if (!std::all_of(result.input.begin(), result.input.end(), finite) ||
            !std::all_of(result.output.begin(), result.output.end(), finite)) {
            throw Diverged(spec.learning_rate);
        }
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
