#include "embed/train/worker.hpp"

#include <algorithm>
#include <cmath>

namespace lode::embed {
namespace {

constexpr std::uint64_t k_loss_every = 128;  // steps; a loss costs as much as the step itself
constexpr std::size_t k_lines_of_floats = 16;

std::size_t group_size(Negatives negatives) {
    return negatives == Negatives::per_group ? k_group : 1;
}

std::size_t most_contexts(std::uint32_t window, Negatives negatives) {
    return std::min<std::size_t>(2 * std::size_t{window} + group_size(negatives), k_longest_line);
}

std::size_t most_targets(std::uint32_t negative, Negatives negatives) {
    return std::size_t{negative} + group_size(negatives);
}

// Where `word` is in `list`, appended if need be. The lists are a window long.
std::size_t slot(std::vector<std::uint32_t>& list, std::size_t begin, std::uint32_t word) {
    for (std::size_t i = begin; i < list.size(); ++i) {
        if (list[i] == word) {
            return i;
        }
    }
    list.push_back(word);
    return list.size() - 1;
}

// -log(sigmoid(x)), without overflow.
double softplus_of_minus(double x) {
    return x > 0 ? std::log1p(std::exp(-x)) : std::log1p(std::exp(x)) - x;
}

void prefetch_row(const float* row, std::size_t width) {
    for (std::size_t at = 0; at < width; at += k_lines_of_floats) {
        __builtin_prefetch(row + at, 1, 2);
    }
}

}  // namespace

Diverged::Diverged(double learning_rate)
    : Error(fmt::format("training diverged (a vector became not a number) at learning rate {}",
                        learning_rate),
            "use a lower learning rate, for instance half of it") {}

float rate_at(const TrainState& state, std::uint64_t words_done) {
    const double total = static_cast<double>(state.words) * state.epochs;
    const double left = 1 - static_cast<double>(words_done) / total;
    return static_cast<float>(state.learning_rate * std::max(1e-4, left));
}

Worker::Worker(const TrainState& state)
    : m_state(state),
      m_width((state.input->dim() + state.kernels->lanes - 1) / state.kernels->lanes *
              state.kernels->lanes),
      m_before(most_contexts(state.window, state.negatives), state.input->dim()),
      m_scores(most_contexts(state.window, state.negatives),
               most_targets(state.negative, state.negatives)),
      m_weights(m_scores.rows(), m_scores.dim()) {}

LossSum Worker::run(const TokenFile::Chunk& chunk, std::uint64_t chunk_number, std::uint64_t epoch,
                    const std::function<bool()>& stopped) {
    m_random = Random::at(m_state.seed, epoch, chunk_number);
    m_stopped = &stopped;
    m_at = chunk.begin;
    m_end = chunk.end;
    m_words_done = epoch * m_state.words + chunk.words_before;
    m_line.clear();
    m_centre = 0;
    m_steps = 0;
    m_loss = {};
    const bool pairs = m_state.negatives == Negatives::per_pair;
    bool more = prepare(m_now);
    while (more) {
        more = prepare(m_next);
        m_sample_loss = m_steps++ % k_loss_every == 0;
        m_prefetched = 0;
        const Step* const next = more ? &m_next : nullptr;
        if (pairs) {
            update_pairs(m_now, next);
        } else {
            update_group(m_now, next);
        }
        std::swap(m_now, m_next);
    }
    if (!std::isfinite(m_loss.loss)) {
        throw Diverged(m_state.learning_rate);
    }
    return m_loss;
}

// Reads lines until one has two words left.
bool Worker::next_line() {
    while (m_at < m_end) {
        if ((*m_stopped)()) {
            return false;
        }
        m_line.clear();
        m_centre = 0;
        m_rate = rate_at(m_state, m_words_done);
        for (; m_state.ids[m_at] != TokenFile::k_line_end; ++m_at) {
            const auto word = static_cast<std::uint32_t>(m_state.ids[m_at]);
            const float keep = m_state.keep[word];
            if (keep >= 1 || m_random.unit() < keep) {
                m_line.push_back(word);
            }
            ++m_words_done;
        }
        ++m_at;
        if (m_line.size() >= 2) {
            return true;
        }
    }
    return false;
}

bool Worker::prepare(Step& step) {
    const bool new_line = m_centre >= m_line.size();
    if (new_line && !next_line()) {
        return false;
    }
    const std::size_t begin = m_centre;
    const std::size_t end = std::min(begin + group_size(m_state.negatives), m_line.size());
    m_centre = end;
    step.rate = m_rate;
    step.contexts.clear();
    step.counts.clear();
    step.targets.clear();
    step.ends.clear();
    step.times.clear();
    step.ahead.clear();
    step.pairs = 0;
    m_widths.clear();
    std::size_t first = begin;
    std::size_t last = begin;
    for (std::size_t p = begin; p < end; ++p) {
        const std::size_t width = 1 + m_random.below(m_state.window);
        m_widths.push_back(width);
        first = std::min(first, p - std::min(p, width));
        last = std::max(last, std::min(m_line.size() - 1, p + width));
    }
    if (m_state.negatives == Negatives::per_pair) {
        prepare_pairs(step, begin, first, last);
    } else {
        prepare_group(step, begin, end);
    }
    for (const std::uint32_t word : step.targets) {
        step.ahead.push_back(m_state.output->row(word));
    }
    // Of the contexts, those that no window before this one can have held.
    const std::size_t known = new_line ? 0 : begin + m_state.window;
    for (std::size_t p = known; p < std::min(end + m_state.window, m_line.size()); ++p) {
        step.ahead.push_back(m_state.input->row(m_line[p]));
    }
    return true;
}

void Worker::prepare_pairs(Step& step, std::size_t centre, std::size_t first, std::size_t last) {
    for (std::size_t q = first; q <= last; ++q) {
        if (q == centre) {
            continue;
        }
        step.contexts.push_back(m_line[q]);
        step.targets.push_back(m_line[centre]);
        for (std::uint32_t k = 0; k < m_state.negative; ++k) {
            const std::uint32_t word = m_state.sampler->draw(m_random);
            if (word != m_line[centre]) {
                step.targets.push_back(word);
            }
        }
        step.ends.push_back(step.targets.size());
        ++step.pairs;
    }
}

void Worker::prepare_group(Step& step, std::size_t begin, std::size_t end) {
    for (std::size_t p = begin; p < end; ++p) {
        slot(step.targets, 0, m_line[p]);
    }
    step.centres = step.targets.size();
    step.times.assign(step.centres, 0);
    step.weights.clear();
    for (std::size_t p = begin; p < end; ++p) {
        const std::size_t width = m_widths[p - begin];
        const std::size_t centre = slot(step.targets, 0, m_line[p]);
        for (std::size_t q = p - std::min(p, width); q <= std::min(m_line.size() - 1, p + width);
             ++q) {
            if (q == p) {
                continue;
            }
            const std::size_t context = slot(step.contexts, 0, m_line[q]);
            if (context == step.counts.size()) {
                step.counts.push_back(0);
                step.weights.resize(step.weights.size() + step.centres, 0);
            }
            step.counts[context] += 1;
            step.weights[context * step.centres + centre] += 1;
            ++step.pairs;
        }
    }
    for (std::uint32_t k = 0; k < m_state.negative; ++k) {
        const std::size_t at = slot(step.targets, 0, m_state.sampler->draw(m_random));
        if (at >= step.centres) {
            step.times.resize(step.targets.size(), 0);
            step.times[at] += 1;
        }
    }
}

// Spreads the requests for the next step's rows over the work of this one: a burst of hundreds
// would wait for one another.
void Worker::prefetch(const Step* step, std::size_t until_row) {
    if (step == nullptr) {
        return;
    }
    for (; m_prefetched < std::min(until_row, step->ahead.size()); ++m_prefetched) {
        prefetch_row(step->ahead[m_prefetched], m_width);
    }
}

void Worker::update_pairs(const Step& step, const Step* next) {
    const Kernels& kernels = *m_state.kernels;
    float* const sums = m_before.row(0);
    float* const scores = m_scores.row(0);
    std::size_t begin = 0;
    for (std::size_t i = 0; i < step.contexts.size(); ++i) {
        if (next != nullptr) {
            prefetch(next, (i + 1) * next->ahead.size() / step.contexts.size());
        }
        const std::size_t end = step.ends[i];
        m_target_rows.clear();
        for (std::size_t t = begin; t < end; ++t) {
            m_target_rows.push_back(m_state.output->row(step.targets[t]));
        }
        kernels.pair(m_state.input->row(step.contexts[i]), m_target_rows.data(), end - begin,
                     m_width, step.rate, sums, scores);
        if (m_sample_loss) {
            for (std::size_t t = 0; t < end - begin; ++t) {
                const auto score = static_cast<double>(scores[t]);
                m_loss.loss += softplus_of_minus(t == 0 ? score : -score);
            }
            ++m_loss.pairs;
        }
        begin = end;
    }
}

void Worker::add_loss_of_group(const Step& step, std::size_t stride) {
    for (std::size_t c = 0; c < step.contexts.size(); ++c) {
        for (std::size_t t = 0; t < step.targets.size(); ++t) {
            const auto score = static_cast<double>(m_scores.row(0)[c * stride + t]);
            const auto weight = static_cast<double>(m_weights.row(0)[c * stride + t]);
            if (weight > 0 || !std::isfinite(score)) {
                m_loss.loss += weight * softplus_of_minus(t < step.centres ? score : -score);
            }
        }
    }
    m_loss.pairs += step.pairs;
}

// The gradient of all pairs of the step at the vectors as they were before it:
// contexts += G targets, targets += G^T contexts, with G = rate * (pairs - weight * sigmoid).
void Worker::update_group(const Step& step, const Step* next) {
    const Kernels& kernels = *m_state.kernels;
    const std::size_t n_contexts = step.contexts.size();
    const std::size_t n_targets = step.targets.size();
    const std::size_t stride = m_scores.stride();
    float* const scores = m_scores.row(0);
    float* const weights = m_weights.row(0);

    m_context_rows.clear();
    m_context_copies.clear();
    m_target_rows.clear();
    for (std::size_t c = 0; c < n_contexts; ++c) {
        float* const row = m_state.input->row(step.contexts[c]);
        float* const copy = m_before.row(c);
        kernels.copy(copy, row, m_width);
        m_context_rows.push_back(row);
        m_context_copies.push_back(copy);
        float* const weight = weights + c * stride;
        for (std::size_t t = 0; t < step.centres; ++t) {
            weight[t] = step.weights[c * step.centres + t];
        }
        for (std::size_t t = step.centres; t < n_targets; ++t) {
            weight[t] = step.times[t] * step.counts[c];
        }
    }
    for (const std::uint32_t word : step.targets) {
        m_target_rows.push_back(m_state.output->row(word));
    }
    while (m_target_rows.size() % 4 != 0) {
        m_target_rows.push_back(m_target_rows.front());
    }

    // The three products in pieces of a few rows, with requests for the next step in between.
    const std::size_t pieces = (n_contexts + 2) / 3 + (n_contexts + 1) / 2 + (n_targets + 1) / 2;
    std::size_t piece = 0;
    const auto ahead = [&] {
        ++piece;
        if (next != nullptr) {
            prefetch(next, piece * next->ahead.size() / pieces);
        }
    };
    for (std::size_t c = 0; c < n_contexts; c += 3) {
        kernels.dots(m_context_copies.data() + c, std::min<std::size_t>(3, n_contexts - c),
                     m_target_rows.data(), n_targets, m_width, scores + c * stride, stride);
        ahead();
    }
    if (m_sample_loss) {
        add_loss_of_group(step, stride);
    }
    kernels.gradients(scores, weights, n_contexts, n_targets, stride, step.rate);
    for (std::size_t c = 0; c < n_contexts; ++c) {
        for (std::size_t t = 0; t < step.centres; ++t) {
            scores[c * stride + t] += step.rate * weights[c * stride + t];
        }
    }
    for (std::size_t c = 0; c < n_contexts; c += 2) {
        kernels.accumulate(m_context_rows.data() + c, std::min<std::size_t>(2, n_contexts - c),
                           m_target_rows.data(), n_targets, scores + c * stride, stride, 1,
                           m_width);
        ahead();
    }
    for (std::size_t t = 0; t < n_targets; t += 2) {
        kernels.accumulate(m_target_rows.data() + t, std::min<std::size_t>(2, n_targets - t),
                           m_context_copies.data(), n_contexts, scores + t, 1, stride, m_width);
        ahead();
    }
}

std::uint64_t Worker::memory_bytes(std::size_t dim, std::uint32_t window, std::uint32_t negative,
                                   Negatives negatives) {
    const std::size_t contexts = most_contexts(window, negatives);
    const std::size_t targets = most_targets(negative, negatives);
    return RowMatrix::memory_bytes(contexts, dim) + 2 * RowMatrix::memory_bytes(contexts, targets);
}

}  // namespace lode::embed
