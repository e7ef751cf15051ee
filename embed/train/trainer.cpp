#include "embed/train/trainer.hpp"

#include <cmath>

#include "core/base/error.hpp"
#include "embed/train/skip_gram.hpp"

namespace lode::embed {
namespace {

void require(bool holds, std::string_view setting, std::string_view rule, double value) {
    if (!holds) {
        throw UsageError(fmt::format("{} must be {}, not {}", setting, rule, value));
    }
}

void require_range(std::string_view setting, std::uint32_t value, std::uint32_t most) {
    require(value >= 1 && value <= most, setting, fmt::format("between 1 and {}", most), value);
}

}  // namespace

// The upper ends are far beyond any use; they keep products of settings inside their types.
void check_spec(const Spec& spec) {
    require_range("dim", spec.dim, 4096);
    require_range("window", spec.window, 1000);
    require_range("negative", spec.negative, 1000);
    require_range("epochs", spec.epochs, 100'000);
    require_range("threads", spec.threads, 1024);
    require(spec.min_count >= 1, "min_count", "at least 1", spec.min_count);
    require(std::isfinite(spec.learning_rate) && spec.learning_rate > 0 && spec.learning_rate <= 1,
            "learning_rate", "above 0 and at most 1", spec.learning_rate);
    require(spec.subsample >= 0 && spec.subsample <= 1, "subsample", "between 0 (none) and 1",
            spec.subsample);
    require(spec.phrase_passes <= 8, "phrase_passes", "at most 8", spec.phrase_passes);
    require(spec.phrase_min_count >= 1, "phrase_min_count", "at least 1", spec.phrase_min_count);
    require(std::isfinite(spec.phrase_threshold) && spec.phrase_threshold > 0, "phrase_threshold",
            "above 0", spec.phrase_threshold);
    static_cast<void>(negatives_of(spec));
}

const Trainer& trainer(std::string_view name) {
    std::string names;
    for (const auto& entry : trainers::all()) {
        const Trainer& one = entry();
        if (one.info().name == name) {
            return one;
        }
        names += names.empty() ? "" : ", ";
        names += one.info().name;
    }
    throw UsageError(fmt::format("there is no trainer \"{}\"; there are: {}", name, names));
}

}  // namespace lode::embed
