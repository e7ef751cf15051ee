// Skip-gram with negative sampling by the fastText library (Bojanowski, Grave, Joulin, Mikolov
// 2017), without subwords. The library is driven through its protected members because its own
// train() does three things that spoil small-scale training:
//  * it leaves most rows of the input matrix at zero when there are fewer than ten threads;
//  * it allocates two million rows for subwords even where there are none;
//  * it trains the end of line as a word.
// Differs from word2vec: negatives are drawn by count^0.5, not count^0.75.
#include <fasttext/args.h>
#include <fasttext/densematrix.h>
#include <fasttext/dictionary.h>
#include <fasttext/fasttext.h>
#include <fasttext/loss.h>
#include <fasttext/model.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <exception>
#include <fstream>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <random>
#include <utility>

#include "core/base/error.hpp"
#include "embed/train/trainer.hpp"

namespace lode::embed {
namespace {

// A dictionary made from our vocabulary, in our order, with the end-of-line word behind it. Saves a
// reading of the text, and rows need no mapping back.
class Words : public ::fasttext::Dictionary {
 public:
    Words(std::shared_ptr<::fasttext::Args> args, const TrainInput& input)
        : ::fasttext::Dictionary(std::move(args)) {
        // The library's hash table has 30 million slots; ours stays in the cache for small
        // vocabularies. Load below one half keeps its linear probing short.
        word2int_ = std::vector<std::int32_t>(
            std::max<std::size_t>(1024, 3 * (input.vocabulary.size() + 1)), -1);
        words_.reserve(input.vocabulary.size() + 1);
        for (const Word& word : input.vocabulary) {
            add(word.text);
        }
        add(EOS);
        for (std::size_t i = 0; i < input.vocabulary.size(); ++i) {
            words_[i].count = static_cast<std::int64_t>(input.vocabulary[i].count);
        }
        words_.back().count = 1;  // as rarely as can be a negative
        nwords_ = size_;
        nlabels_ = 0;
        // Line ends are counted by getLine(), so they belong to the length of the text.
        ntokens_ = static_cast<std::int64_t>(input.tokens + input.lines);
        initTableDiscard();
        initNgrams();
        pdiscard_.back() = -1;  // below every random number: never kept
    }
    bool is_in_order(const TrainInput& input) const {
        if (words_.size() != input.vocabulary.size() + 1) {
            return false;
        }
        return std::equal(input.vocabulary.begin(), input.vocabulary.end(), words_.begin(),
                          [](const Word& a, const ::fasttext::entry& b) {
                              return a.text == b.word && b.type == ::fasttext::entry_type::word;
                          });
    }
};

::fasttext::Args arguments(const TrainInput& input, const Spec& spec) {
    ::fasttext::Args args;
    args.input = input.text.string();
    args.model = ::fasttext::model_name::sg;
    args.loss = ::fasttext::loss_name::ns;
    args.dim = static_cast<int>(spec.dim);
    args.ws = static_cast<int>(spec.window);
    args.neg = static_cast<int>(spec.negative);
    args.epoch = static_cast<int>(spec.epochs);
    args.thread = static_cast<int>(spec.threads);
    args.lr = spec.learning_rate;
    // A word is kept with probability sqrt(t/f) + t/f: t = 1 keeps every word.
    args.t = spec.subsample > 0 ? spec.subsample : 1.0;
    args.minCount = 1;
    args.minn = 0;
    args.maxn = 0;
    args.bucket = 0;
    args.wordNgrams = 1;
    args.verbose = 0;
    // A word that begins with the label prefix would not be trained; no word begins with a blank.
    args.label = " ";
    // The generator takes 31 bits; all of the seed's bits take part. Thread numbers are added.
    std::uint64_t mixed = spec.seed + 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    args.seed = static_cast<int>((mixed ^ (mixed >> 31U)) & 0x3fffffffU);
    return args;
}

// A matrix whose memory can be taken away when training is over.
class Rows : public ::fasttext::DenseMatrix {
 public:
    using ::fasttext::DenseMatrix::DenseMatrix;
    std::vector<float> take(std::size_t rows) {
        std::vector<float> cells = std::move(data_);
        cells.resize(rows * static_cast<std::size_t>(n_));
        return cells;
    }
};

// Uniform in +-1/dim as fastText means to do, every row, the same for any number of threads.
std::shared_ptr<Rows> random_matrix(std::int64_t rows, const Spec& spec) {
    auto matrix = std::make_shared<Rows>(rows, static_cast<std::int64_t>(spec.dim));
    std::mt19937_64 generator(spec.seed);
    const double width = 1.0 / spec.dim;
    float* cells = matrix->data();
    for (std::int64_t i = 0; i < rows * static_cast<std::int64_t>(spec.dim); ++i) {
        // 53 random bits in [0, 1): unlike std's distributions the same everywhere.
        const double unit = static_cast<double>(generator() >> 11U) * 0x1p-53;
        cells[i] = static_cast<float>((2 * unit - 1) * width);
    }
    return matrix;
}

class Training : public ::fasttext::FastText {
 public:
    Training(const TrainInput& input, const Spec& spec)
        : m_total(static_cast<std::int64_t>(input.tokens + input.lines) *
                  static_cast<std::int64_t>(spec.epochs)) {
        args_ = std::make_shared<::fasttext::Args>(arguments(input, spec));
        auto words = std::make_shared<Words>(args_, input);
        if (!words->is_in_order(input)) {
            throw Error(
                "the vocabulary holds a word twice or one that cannot be trained (\"</s>\")");
        }
        dict_ = words;
        m_input = random_matrix(dict_->nwords(), spec);
        m_output = std::make_shared<Rows>(dict_->nwords(), static_cast<std::int64_t>(spec.dim));
        m_output->zero();
        input_ = m_input;
        output_ = m_output;
        quant_ = false;
        auto loss = createLoss(output_);
        model_ = std::make_shared<::fasttext::Model>(input_, output_, loss, false);
    }

    void run(Progress& progress, const std::stop_token& stop) {
        // Called by every training thread now and then. Nothing may leave it: an exception would
        // end the process.
        startThreads([&](float, float, double, double, std::int64_t) noexcept {
            try {
                if (stop.stop_requested()) {
                    end_early();
                    return;
                }
                const std::int64_t done = std::min<std::int64_t>(tokenCount_, m_total);
                progress.report({"train",
                                 static_cast<std::uint64_t>(done),
                                 static_cast<std::uint64_t>(m_total),
                                 "words",
                                 0,
                                 {}});
            } catch (...) {
                const std::lock_guard lock(m_mutex);
                if (!m_problem) {
                    m_problem = std::current_exception();
                }
                end_early();
            }
        });
        if (m_problem) {
            std::rethrow_exception(m_problem);
        }
        if (m_ended_early) {
            throw Interrupted("training was stopped; no model was written");
        }
    }

    // Only once, and after run().
    std::vector<float> take_input(std::size_t words) { return m_input->take(words); }
    std::vector<float> take_output(std::size_t words) { return m_output->take(words); }
    double mean_loss() const { return static_cast<double>(loss_.load()); }

 private:
    // The library's abort() writes an exception pointer that other threads read unguarded. Its
    // counter of words is atomic, and a full counter ends all threads just as well.
    void end_early() {
        m_ended_early = true;
        tokenCount_ = m_total;
    }

    const std::int64_t m_total;
    std::shared_ptr<Rows> m_input;
    std::shared_ptr<Rows> m_output;
    std::atomic<bool> m_ended_early{false};
    std::mutex m_mutex;
    std::exception_ptr m_problem;
};

class FastTextTrainer final : public Trainer {
 public:
    const TrainerInfo& info() const noexcept override {
        static constexpr TrainerInfo k_info{
            "fasttext", "fastText skip-gram without subwords; negatives by count^0.5",
            "Bojanowski, Grave, Joulin, Mikolov: Enriching word vectors with subword information, "
            "TACL 5, 135-146, 2017"};
        return k_info;
    }

    std::uint64_t memory_bytes(const TrainInput& input, const Spec& spec) const override {
        check_spec(spec);
        const std::uint64_t words = input.vocabulary.size() + 1;
        // Two matrices; the table of negatives, 10 million numbers that grow by doubling, so that
        // twice 2^23 are in use at the last move; for each word an entry of the
        // dictionary with its list of one subword, three slots of its index and a share of the
        // tables of counts and of subsampling.
        constexpr std::uint64_t k_negatives = 2 * (1U << 23U) * sizeof(std::int32_t);
        constexpr std::uint64_t k_of_a_word = sizeof(::fasttext::entry) + 32 + 3 * 4 + 8 + 4;
        return 2 * words * spec.dim * sizeof(float) + k_negatives + words * k_of_a_word;
    }

    TrainResult train(const TrainInput& input, const Spec& spec, Progress& progress,
                      std::stop_token stop) const override {
        check_spec(spec);
        check_input(input);
        const auto start = std::chrono::steady_clock::now();
        TrainResult result;
        try {
            Training training(input, spec);
            training.run(progress, stop);
            result.input = training.take_input(input.vocabulary.size());
            result.output = training.take_output(input.vocabulary.size());
            result.loss = training.mean_loss();
        } catch (const ::fasttext::DenseMatrix::EncounteredNaNError&) {
            throw diverged(spec);
        } catch (const std::bad_alloc&) {
            throw error("not enough memory for {} words of {} dimensions", input.vocabulary.size(),
                        spec.dim);
        } catch (const std::invalid_argument& problem) {
            throw error("fastText: {}", problem.what());
        }
        const auto finite = [](float x) { return std::isfinite(x); };
        if (!std::all_of(result.input.begin(), result.input.end(), finite) ||
            !std::all_of(result.output.begin(), result.output.end(), finite)) {
            throw diverged(spec);
        }
        progress.finish();
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        result.words_per_second = static_cast<double>(input.tokens) *
                                  static_cast<double>(spec.epochs) /
                                  std::max(seconds.count(), 1e-9);
        return result;
    }

 private:
    static void check_input(const TrainInput& input) {
        // Debian's fastText keeps word numbers in 32 bits.
        constexpr std::size_t k_most_words = std::numeric_limits<std::int32_t>::max() / 4;
        if (input.vocabulary.empty() || input.tokens == 0) {
            throw Error("there is nothing to train on: the vocabulary or the text is empty");
        }
        if (input.vocabulary.size() > k_most_words) {
            throw error("{} words are more than fastText can train", input.vocabulary.size());
        }
        // The library seeks in a stream that failed to open without noticing.
        if (!std::ifstream(input.text)) {
            throw error("{}: cannot open the training text", input.text.string());
        }
    }
    static Error diverged(const Spec& spec) {
        return Error(
            fmt::format("training diverged (a vector became not a number) at learning rate "
                        "{}",
                        spec.learning_rate),
            "use a lower --learning-rate, for instance 0.025");
    }
};

}  // namespace

namespace trainers {
const Trainer& fasttext();
const Trainer& fasttext() {
    static const FastTextTrainer trainer;
    return trainer;
}
}  // namespace trainers

}  // namespace lode::embed
