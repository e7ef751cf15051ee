// lode embed: the store into a model.
#include "tools/command.hpp"
#include "tools/import_stage.hpp"
#include "tools/stages.hpp"

namespace lode::tools::commands {
namespace {

class Embed final : public Command {
 public:
    const CommandInfo& info() const noexcept override {
        static constexpr CommandInfo k_info{
            .name = "embed",
            .group = "Work",
            .summary = "Train word vectors on the store",
            .synopsis = "embed [options]",
            .description =
                "Streams the training text out of the store, joins phrases, and trains input and "
                "output vectors for words and materials. The model file holds the vectors, the "
                "settings, the phrases and the analyser that queries must use. Where neither "
                "--epochs nor --dim is given, small corpora get more passes and shorter vectors; "
                "the values used are in the model (lode status). Nothing is done where the model "
                "is what would come out. With one thread the same store gives the same bytes. "
                "--import makes a model of a published file of vectors instead of training one. "
                "lode "
                "similar, analogy and eval ask it as it is; rankings need articles, and mentions "
                "counted in them: lode ingest first, then --import into the same workspace.\n\n"
                "A training that was stopped (Ctrl-C, SIGTERM) or killed goes on from its last "
                "checkpoint with the same command, to the same bytes with one thread: the native "
                "trainer keeps one each minute and when it is stopped. lode status shows it. "
                "--seeds N trains N models that differ in their seeds alone, one after the other "
                "on the same encoded text; they take N times the training and N model files.",
            .memory =
                "phrase counts (bounded), the vocabulary, and 8 bytes x words x dimensions, "
                "for any number of seeds",
        };
        return k_info;
    }
    std::vector<Example> examples() const override {
        return {
            {"lode embed", "Train where something changed."},
            {"lode embed --seeds 5", "Five models: how far does the order depend on chance?"},
            {"lode embed --until 2008 --workspace work", "Learn only from articles up to 2008."},
            {"lode embed --import vectors.bin --workspace published",
             "Published vectors, word2vec or fastText, for lode similar, analogy and eval."}};
    }
    std::vector<OptionSpec> options() const override {
        return join({embed_options(EmbedNames::plain), seeds_option(), import_options(),
                     lexicon_options()});
    }
    bool has_safe_points(const Arguments& arguments) const override {
        return !arguments.given("import");
    }
    std::vector<Modes> modes(const Arguments& arguments) const override {
        auto training = names_of(join({embed_options(EmbedNames::plain), seeds_option()}));
        return {{{{"embed", std::move(training)}, {"embed --import", {"import-output", "force"}}},
                 arguments.given("import") ? std::size_t{1} : std::size_t{0}}};
    }
    int run(Context& context) const override {
        if (!import_stage(context)) {
            embed_stage(context, EmbedNames::plain);
        }
        return 0;
    }
};

}  // namespace

const Command& embed() {
    static const Embed k_self;
    return k_self;
}
}  // namespace lode::tools::commands
