#include "query/dataset/package.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "core/base/error.hpp"
#include "core/base/file.hpp"
#include "core/base/leftovers.hpp"
#include "core/base/sha256.hpp"
#include "query/dataset/table_export.hpp"
#include "query/plain_text.hpp"

namespace lode::query {
namespace {

namespace fs = std::filesystem;

// A stream into a file that counts and digests what goes through it.
class DigestedFile final : public std::streambuf {
 public:
    explicit DigestedFile(const fs::path& path) : m_file(path) {}
    PackagedFile finish(std::string path) {
        m_file.commit();
        return {std::move(path), m_bytes, 0, m_digest.hex()};
    }

 protected:
    std::streamsize xsputn(const char* bytes, std::streamsize size) override {
        const std::string_view piece(bytes, static_cast<std::size_t>(size));
        m_file.write(piece);
        m_digest.add(piece);
        m_bytes += piece.size();
        return size;
    }
    int_type overflow(int_type c) override {
        const char byte = traits_type::to_char_type(c);
        xsputn(&byte, 1);
        return c;
    }

 private:
    AtomicFile m_file;
    Sha256 m_digest;
    std::uint64_t m_bytes = 0;
};

// One data file being written.
class DataFile {
 public:
    DataFile(const fs::path& folder, std::string path, const Export& dataset,
             const std::string& format)
        : m_path(std::move(path)),
          m_buffer(folder / m_path),
          m_stream(&m_buffer),
          m_writer(make_row_writer(format, dataset.info().name, dataset.columns(), m_stream)) {
        m_stream.exceptions(std::ios::badbit);
    }
    void row(std::span<const Cell> cells) {
        m_writer->row(cells);
        ++m_rows;
    }
    std::uint64_t rows() const noexcept { return m_rows; }
    PackagedFile finish() {
        m_writer->finish();
        PackagedFile file = m_buffer.finish(m_path);
        file.rows = m_rows;
        return file;
    }

 private:
    std::string m_path;
    DigestedFile m_buffer;
    std::ostream m_stream;
    std::unique_ptr<RowWriter> m_writer;
    std::uint64_t m_rows = 0;
};

void add_to(ColumnProfile& profile, const Cell& cell) {
    if (std::holds_alternative<std::monostate>(cell)) {
        return;
    }
    ++profile.stated;
    const auto number = [&](double value) {
        profile.least = std::min(profile.least.value_or(value), value);
        profile.greatest = std::max(profile.greatest.value_or(value), value);
    };
    if (const auto* whole_number = std::get_if<std::int64_t>(&cell)) {
        number(static_cast<double>(*whole_number));
    } else if (const auto* real = std::get_if<double>(&cell)) {
        number(*real);
    } else if (const auto* truth = std::get_if<bool>(&cell)) {
        ++profile.values[*truth ? "true" : "false"];
    } else if (const auto* text = std::get_if<std::string_view>(&cell);
               text != nullptr && !profile.many_values) {
        ++profile.values[std::string(*text)];
        if (profile.values.size() > k_most_values) {
            profile.values.clear();
            profile.many_values = true;
        }
    }
}

// Where the columns are that the package itself looks at; the number of columns where there is
// none.
struct Known {
    explicit Known(std::span<const Column> columns)
        : article(at(columns, "article")),
          year(at(columns, "year")),
          retracted(at(columns, "retracted")),
          licence(at(columns, "licence")),
          material(at(columns, "material")) {}
    static std::size_t at(std::span<const Column> columns, std::string_view name) {
        return static_cast<std::size_t>(
            std::find_if(columns.begin(), columns.end(),
                         [&](const Column& column) { return column.name == name; }) -
            columns.begin());
    }
    std::size_t article, year, retracted, licence, material;
};

// The articles in the order of the records, which follow each other.
class Citations {
 public:
    Citations(const store::Reader& store, const fs::path& file) : m_store(store), m_file(file) {
        m_file.write("article\trecords\tdoi\tyear\tjournal\tlicence\ttitle\n");
    }
    void add(std::string_view article) {
        if (article != m_article) {
            write();
            m_article = article;
        }
        ++m_records;
    }
    std::uint64_t finish() {
        write();
        m_file.commit();
        return m_articles;
    }

 private:
    void write() {
        if (m_records == 0) {
            return;
        }
        const auto seq = m_store.find(m_article);
        const auto article = seq ? m_store.article(*seq) : std::nullopt;
        if (!article) {
            throw error("article {} of a record is missing in the store", m_article);
        }
        m_file.write(fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", m_article, m_records, article->doi,
                                 article->year == 0 ? "" : std::to_string(article->year),
                                 one_line(article->journal), one_line(article->licence),
                                 one_line(article->title.utf8)));
        ++m_articles;
        m_records = 0;
    }
    const store::Reader& m_store;
    AtomicFile m_file;
    std::string m_article;
    std::uint64_t m_records = 0, m_articles = 0;
};

// Removed unless kept.
class FolderInWork {
 public:
    explicit FolderInWork(const fs::path& target) : m_target(target) {
        if (fs::exists(target) && (!fs::is_directory(target) || !fs::is_empty(target))) {
            throw UsageError(fmt::format("{} holds something already", target.string()),
                             "name a folder that does not exist yet");
        }
        m_path = target;
        if (m_path.filename().empty()) {
            m_path = m_path.parent_path();  // "folder/"
        }
        m_path += fmt::format(".{}.partial", ::getpid());
        const auto held = leftovers::hold();
        leftovers::add(m_path);
        fs::create_directories(m_path / "data");
    }
    ~FolderInWork() {
        if (!m_kept) {
            std::error_code ignored;
            fs::remove_all(m_path, ignored);
            leftovers::forget(m_path);
        }
    }
    FolderInWork(const FolderInWork&) = delete;
    FolderInWork& operator=(const FolderInWork&) = delete;
    const fs::path& path() const noexcept { return m_path; }
    void keep() {
        const auto held = leftovers::hold();
        std::error_code ignored;
        fs::remove(m_target, ignored);  // an empty folder
        fs::rename(m_path, m_target);
        leftovers::forget(m_path);
        m_kept = true;
    }

 private:
    fs::path m_target, m_path;
    bool m_kept = false;
};

PackagedFile small_file(const fs::path& folder, std::string name, const std::string& text) {
    write_file_atomically(folder / name, text);
    Sha256 digest;
    digest.add(text);
    return {std::move(name), text.size(), 0, digest.hex()};
}

std::string digest_of(const fs::path& path) {
    Sha256 digest;
    std::ifstream in(path, std::ios::binary);
    std::string piece(std::size_t{1} << 16, '\0');
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        digest.add({piece.data(), static_cast<std::size_t>(in.gcount())});
    }
    if (!in.eof()) {
        throw error("{}: cannot be read back", path.string());
    }
    return digest.hex();
}

}  // namespace

Package write_package(const Export& dataset, const ExportSource& source,
                      const PackageOptions& options, Progress& progress, std::stop_token stop) {
    const auto* table = dynamic_cast<const TableExport*>(&dataset);
    if (table == nullptr) {
        throw UsageError(fmt::format("{} is no table: it cannot be packaged", dataset.info().name));
    }
    FolderInWork folder(options.folder);
    const auto columns = dataset.columns();
    const Known known(columns);
    Package package;
    package.profiles.resize(columns.size());
    std::map<std::string, std::uint64_t> materials;
    std::optional<Citations> citations;
    if (known.article < columns.size()) {
        citations.emplace(source.store, folder.path() / "citations.tsv");
    }
    std::optional<DataFile> file;
    const auto open = [&] {
        file.emplace(folder.path(),
                     fmt::format("data/{}-{:05}.{}", dataset.info().name, package.files.size() + 1,
                                 options.format),
                     dataset, options.format);
    };
    open();
    table->for_each_row(
        source,
        [&](std::span<const Cell> cells) {
            if (file->rows() == options.rows_per_file) {
                package.files.push_back(file->finish());
                open();
            }
            file->row(cells);
            ++package.rows;
            for (std::size_t i = 0; i < cells.size(); ++i) {
                add_to(package.profiles[i], cells[i]);
            }
            if (citations) {
                citations->add(std::get<std::string_view>(cells[known.article]));
            }
            if (known.licence < columns.size()) {
                const auto* licence = std::get_if<std::string_view>(&cells[known.licence]);
                ++package.rows_by_licence[licence == nullptr ? "" : std::string(*licence)];
            }
            if (known.retracted < columns.size() && std::get<bool>(cells[known.retracted])) {
                ++package.retracted_rows;
            }
            if (known.material < columns.size()) {
                if (const auto* material = std::get_if<std::string_view>(&cells[known.material])) {
                    ++materials[std::string(*material)];
                }
            }
        },
        progress, stop);
    package.files.push_back(file->finish());
    package.articles = citations ? citations->finish() : 0;
    if (known.year < columns.size() && package.profiles[known.year].least) {
        package.first_year = static_cast<std::uint16_t>(*package.profiles[known.year].least);
        package.last_year = static_cast<std::uint16_t>(*package.profiles[known.year].greatest);
    }
    if (!materials.empty()) {
        std::vector<std::uint64_t> counts;
        std::uint64_t all = 0;
        for (const auto& [name, count] : materials) {
            counts.push_back(count);
            all += count;
        }
        std::sort(counts.begin(), counts.end(), std::greater<>());
        std::uint64_t top = 0;
        for (std::size_t i = 0; i < std::min<std::size_t>(10, counts.size()); ++i) {
            top += counts[i];
        }
        package.materials = materials.size();
        package.top_ten_share = static_cast<double>(top) / static_cast<double>(all);
    }

    if (options.addenda) {
        package.addenda = options.addenda();
    }
    std::vector<PackagedFile> all = package.files;
    all.push_back(small_file(folder.path(), "README.md", datasheet(dataset, package, options)));
    all.push_back(small_file(folder.path(), "datapackage.json",
                             frictionless_json(dataset, package, options)));
    all.push_back(
        small_file(folder.path(), "croissant.json", croissant_json(dataset, package, options)));
    for (const Addendum& addendum : package.addenda) {
        all.push_back(small_file(folder.path(), addendum.path, addendum.bytes));
    }
    if (citations) {
        all.push_back({"citations.tsv", 0, 0, digest_of(folder.path() / "citations.tsv")});
    }
    std::string sums;
    for (const auto& one : all) {
        sums += one.sha256 + "  " + one.path + "\n";
    }
    write_file_atomically(folder.path() / "SHA256SUMS", sums);
    folder.keep();
    return package;
}

}  // namespace lode::query
