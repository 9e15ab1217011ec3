#include "usecases/maintenance/backup.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "platform/json/read.h"
#include "platform/json/write.h"
#include "usecases/durable_file.h"

namespace exeat::usecases {

namespace {

namespace fs = std::filesystem;

constexpr int k_format = 1;
constexpr std::size_t k_piece = 1 << 20;

struct Manifest {
    int format = k_format;
    std::string engine;
    Instant made_at;
    std::int64_t blobs = 0;
    std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(Manifest, (), (format, engine, made_at, blobs, bytes))

Result<std::int64_t> copy_blob(House& house, const Digest& digest, const fs::path& to) {
    EXEAT_TAKE(const auto blob, house.blobs.open(digest));
    NewFile file(to.string());
    std::vector<std::byte> piece(k_piece);
    for (std::int64_t at = 0; at < blob->size();) {
        EXEAT_TAKE(const auto got, blob->read(at, piece));
        EXEAT_TRY(file.write(std::span(piece).first(got)));
        at += static_cast<std::int64_t>(got);
    }
    EXEAT_TRY(file.close());
    return blob->size();
}

Done copy_keys(const std::string& from, const fs::path& to) {
    EXEAT_TRY(make_private_folder(to.string()));
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(from, error)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream key(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(key)), std::istreambuf_iterator<char>());
        NewFile file((to / entry.path().filename()).string());
        EXEAT_TRY(file.write(std::as_bytes(std::span(bytes))));
        EXEAT_TRY(file.close());
    }
    return sync_folder(to.string());
}

Result<BackupReport> copy_blobs(House& house, const fs::path& to, const BlobProgress& progress) {
    EXEAT_TRY(make_private_folder(to.string()));
    BackupReport report;
    std::string last;
    blobs::ListVisitor visitor;
    visitor.blob = [&](const blobs::BlobEntry& entry) -> Done {
        const auto name = to_text(entry.digest);
        const auto folder = to / name.substr(0, 2);
        if (name.substr(0, 2) != last) {
            if (!last.empty()) EXEAT_TRY(sync_folder((to / last).string()));
            EXEAT_TRY(make_private_folder(folder.string()));
            last = name.substr(0, 2);
        }
        // One that went meanwhile was an orphan: the rows of this backup were read before.
        auto copied = copy_blob(house, entry.digest, folder / name.substr(2));
        if (!copied && copied.error().code == "blob-missing") return {};
        if (!copied) return std::unexpected(std::move(copied.error()));
        ++report.blobs;
        report.bytes += *copied;
        progress(report.blobs, report.bytes);
        return {};
    };
    visitor.stranger = [](std::string_view) -> Done { return {}; };
    EXEAT_TRY(house.blobs.list(visitor));
    if (!last.empty()) EXEAT_TRY(sync_folder((to / last).string()));
    EXEAT_TRY(sync_folder(to.string()));
    return report;
}

Result<std::int64_t> restore_blob(const fs::path& path, const Digest& digest, blobs::Blobs& blobs) {
    std::ifstream file(path, std::ios::binary);
    EXEAT_TAKE(const auto incoming, blobs.begin());
    std::vector<std::byte> piece(k_piece);
    while (file) {
        file.read(reinterpret_cast<char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
        EXEAT_TRY(incoming->append(std::span(piece).first(static_cast<std::size_t>(file.gcount()))));
    }
    const auto size = incoming->size();
    EXEAT_TAKE(const auto stored, incoming->finish());
    if (file.bad() || stored.facts.digest != digest) {
        return fail(ErrorKind::unavailable, "blob-corrupt",
                    "The backup is damaged: " + path.string() + " does not hold what its name says.");
    }
    return size;
}

}  // namespace

Result<BackupReport> back_up(House& house, const std::string& folder, const BlobProgress& progress) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return cannot_write(folder, error.value());
    if (!fs::is_empty(folder, error)) {
        return fail(ErrorKind::conflict, "folder-not-empty",
                    "The folder " + folder + " is not empty. Name a new one; backups are not mixed.");
    }
    ::chmod(folder.c_str(), 0700);
    const fs::path to(folder);
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(house.database.copy_to((to / "database").string()));
    EXEAT_TRY(copy_keys(house.options.data_folder + "/keys", to / "keys"));
    EXEAT_TAKE(const auto report, copy_blobs(house, to / "blobs", progress));
    const Manifest manifest{k_format, house.database.engine() == sql::Engine::sqlite ? "sqlite" : "postgresql", now,
                            report.blobs, report.bytes};
    EXEAT_TRY(sync_folder(to.string()));
    const auto text = json::to_text(manifest) + "\n";
    NewFile file((to / "backup.json").string());
    EXEAT_TRY(file.write(std::as_bytes(std::span(text))));
    EXEAT_TRY(file.close());
    EXEAT_TRY(sync_folder(to.string()));
    return report;
}

Result<BackupFacts> read_backup(const std::string& folder) {
    std::ifstream file(folder + "/backup.json", std::ios::binary);
    if (!file) {
        return fail(ErrorKind::not_found, "no-backup",
                    "There is no whole backup in " + folder + ": backup.json is missing.");
    }
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXEAT_TAKE(const auto manifest, json::from_text<Manifest>(text));
    if (manifest.format != k_format) {
        return fail(ErrorKind::unsupported, "other-format", "This backup is of another version of exeat.");
    }
    return BackupFacts{manifest.engine == "postgresql" ? sql::Engine::postgresql : sql::Engine::sqlite,
                       manifest.made_at, manifest.blobs, manifest.bytes};
}

Result<BackupReport> restore_blobs(const std::string& folder, blobs::Blobs& blobs, const BlobProgress& progress) {
    BackupReport report;
    std::error_code error;
    for (const auto& part : fs::directory_iterator(folder + "/blobs", error)) {
        for (const auto& entry : fs::directory_iterator(part.path(), error)) {
            const auto digest = parse_digest(part.path().filename().string() + entry.path().filename().string());
            if (!digest) continue;
            EXEAT_TAKE(const auto size, restore_blob(entry.path(), *digest, blobs));
            ++report.blobs;
            report.bytes += size;
            progress(report.blobs, report.bytes);
        }
    }
    if (error) return fail(ErrorKind::unavailable, "backup-unreadable", folder + ": " + error.message());
    return report;
}

}  // namespace exeat::usecases
