#include "ingest/ingest.hpp"

#include <algorithm>
#include <thread>
#include <utility>
#include <variant>

#include "core/base/digest.hpp"
#include "core/base/error.hpp"
#include "ingest/pipeline.hpp"
#include "ingest/pipeline_record.hpp"
#include "ingest/source/source.hpp"
#include "ingest/xml/sax.hpp"

namespace lode::ingest {
namespace {

using pipeline::Exchange;
using pipeline::FileBegin;
using pipeline::FileEnd;
using pipeline::Item;

// Documents of this many bytes a thread may be in flight, beside one that is larger.
constexpr std::size_t k_bytes_in_flight = std::size_t{16} << 20;

// Equal for all shards of one ingest: what is walked, and how it is read.
std::string walk_digest(const IngestOptions& options) {
    std::string text =
        fmt::format("{}\n{}\n{}\n", options.strict, options.paths.size(), options.read.dialect);
    for (const auto* list : {&options.paths, &options.listed}) {
        for (const auto& path : *list) {
            text += path.lexically_normal().generic_string();
            text += '\0';
        }
    }
    for (const auto& [ours, theirs] : options.read.field_map) {
        text += ours + '=' + theirs + '\0';
    }
    return digest128(text).hex();
}

struct Feeder {
    const IngestOptions& options;
    const store::Writer& writer;
    Exchange& exchange;
    InputWalker walker;
    std::uint64_t files_other_shard = 0;
    std::uint64_t place = 0;  // of the file in the walk
    bool reached_end = false;

    bool is_mine(const InputFile& file) const {
        return digest64(file.name) % options.shards == options.shard - 1;
    }

    // False when there is to be no next file.
    bool feed(const InputFile& file, const std::stop_token& stop) {
        FileBegin begin{.file = file, .summary = {}};
        begin.place = place;
        FileEnd end{.unreadable = file.problem};
        if (end.unreadable.empty()) {
            try {
                begin.summary = verify_file(file, stop);
            } catch (const UnreadableFile& problem) {
                end.unreadable = problem.what();
            }
        }
        if (stop.stop_requested()) {
            return false;  // the digest is of a part only
        }
        const bool readable = end.unreadable.empty();
        if (readable) {
            begin.key = pipeline::source_key(begin.summary, options.read);
            begin.strict_key = options.strict ? pipeline::strict_key(begin.key) : std::string();
            begin.read_before = pipeline::is_finished(writer, begin);
        }
        const bool wanted = readable && !begin.read_before;
        const ContainerSummary summary = begin.summary;
        if (!exchange.submit(Item(std::move(begin)))) {
            return false;
        }
        if (wanted) {
            try {
                read_file_documents(
                    file, summary, ContainerLimits{},
                    [&](Document document) {
                        if (options.strict && document.damaged_container) {
                            ++end.held_back;
                        } else {
                            exchange.submit(std::move(document));
                        }
                    },
                    [&](Reject reject) { exchange.submit(Item(std::move(reject))); }, stop);
            } catch (const UnreadableFile& problem) {
                end.unreadable = problem.what();
            }
        }
        return !stop.stop_requested() && exchange.submit(Item(std::move(end)));
    }

    void run(const std::stop_token& stop) {
        try {
            for (;;) {
                const auto file = walker.next();
                if (!file) {
                    reached_end = true;
                    break;
                }
                ++place;
                if (!is_mine(*file)) {
                    ++files_other_shard;
                } else if (stop.stop_requested() || !feed(*file, stop)) {
                    break;
                }
            }
        } catch (...) {
            // In its place among the results: everything before it is written first.
            exchange.submit(Item(std::current_exception()));
        }
        exchange.close();
    }
};

void work(Exchange& exchange, const ReadOptions& options, const Miner& miner) {
    while (auto job = exchange.take()) {
        Item item;
        try {
            item = pipeline::parse(job->document, options, miner);
        } catch (...) {
            item = std::current_exception();
        }
        exchange.give(job->number, std::move(item));
    }
}

void validate(const IngestOptions& options) {
    if (options.shards == 0 || options.shard == 0 || options.shard > options.shards) {
        throw UsageError(fmt::format("shard {}/{}: the first number goes from 1 to the second",
                                     options.shard, options.shards));
    }
    if (options.publish_every == 0) {
        throw UsageError("articles between two snapshots: at least 1");
    }
}

}  // namespace

IngestReport ingest(const IngestOptions& options, const Miner& miner, store::Writer& writer,
                    Progress& progress, std::stop_token stop) {
    validate(options);
    xml::prepare();
    const std::size_t threads = options.threads != 0
                                    ? options.threads
                                    : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
    Exchange exchange(4 * threads, 64 * threads, k_bytes_in_flight * threads);
    Feeder feeder{
        .options = options,
        .writer = writer,
        .exchange = exchange,
        .walker = InputWalker(options.paths, options.listed, !options.read.field_map.empty())};
    pipeline::Recorder recorder(options, writer, progress);
    if (writer.keeps_history()) {
        writer.begin_share(
            {.walk = walk_digest(options), .number = options.shard, .of = options.shards});
    }

    // The feeder stops on request of the caller and when this function is left.
    std::stop_source feeder_stop;
    const std::stop_callback forward(stop, [&] { feeder_stop.request_stop(); });
    std::exception_ptr failure;
    {
        std::vector<std::jthread> crew;
        // Leaves before the crew is joined, however this block ends.
        struct Release {
            Exchange& exchange;
            std::stop_source& stop;
            ~Release() {
                stop.request_stop();
                exchange.abort();
            }
        } const release{exchange, feeder_stop};
        crew.reserve(threads + 1);
        crew.emplace_back([&] { feeder.run(feeder_stop.get_token()); });
        for (std::size_t i = 0; i < threads; ++i) {
            crew.emplace_back([&] { work(exchange, options.read, miner); });
        }
        while (auto item = exchange.next()) {
            if (auto* problem = std::get_if<std::exception_ptr>(&*item)) {
                failure = *problem;
                break;
            }
            std::visit(
                [&](auto&& value) {
                    if constexpr (!std::is_same_v<std::decay_t<decltype(value)>,
                                                  std::exception_ptr>) {
                        recorder.take(std::forward<decltype(value)>(value));
                    }
                },
                std::move(*item));
        }
    }
    if (failure) {
        writer.commit();
        std::rethrow_exception(failure);
    }
    if (feeder.reached_end) {
        writer.end_share();
    }
    writer.publish();
    IngestReport report = recorder.report();
    report.files_other_shard = feeder.files_other_shard;
    report.not_inputs = feeder.walker.skipped();
    report.interrupted = !feeder.reached_end;
    progress.finish();
    return report;
}

}  // namespace lode::ingest
