#include "app/site.h"

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <vector>

#include "service/media/type_finder.h"
#include "state/authority/authority.h"
#include "state/blobs/blobs.h"
#include "state/ledger/schema.h"
#include "state/store/migrations.h"
#include "usecases/deliveries/attend.h"
#include "usecases/deliveries/transfers.h"
#include "usecases/keys.h"
#include "usecases/people/passwords.h"
#include "usecases/pictures/known_pictures.h"
#include "usecases/uploads/resumable.h"

namespace exeat::app {

Instant WallClock::now() const {
    using namespace std::chrono;
    return Instant{duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

/// In the order in which they are made: what comes later uses what came before, and goes first.
struct Site::Parts {
    explicit Parts(FolderLock taken) : lock(std::move(taken)) {}

    FolderLock lock;
    std::string folder;
    WallClock clock;
    std::unique_ptr<telemetry::Log> log;
    std::unique_ptr<sql::Database> database;
    std::unique_ptr<blobs::Blobs> blobs;
    std::unique_ptr<media::TypeFinder> types;
    std::unique_ptr<usecases::Keys> keys;
    std::unique_ptr<usecases::Passwords> passwords;
    usecases::OpenUploads uploads;
    usecases::KnownPictures known_pictures;
    std::unique_ptr<authority::Authority> authority;
    std::unique_ptr<usecases::Transfers> transfers;
    std::unique_ptr<usecases::House> house;

    ~Parts() {
        transfers.reset();  // asks the house until it is gone
        house.reset();
    }
};

namespace {

Result<std::unique_ptr<sql::Database>> open_database(const ServeOptions& options, const std::string& folder) {
    if (!options.database.empty()) return sql::open_postgresql({.url = options.database});
    return sql::open_sqlite({.file = folder + "/exeat.db"});
}

Done migrate(sql::Database& database) {
    auto migrations = store::migrations();
    migrations.push_back(ledger::migration());
    return database.migrate(migrations);
}

Result<std::string> absolute(const std::string& folder) {
    std::error_code error;
    auto path = std::filesystem::absolute(folder, error);
    if (error) return fail(ErrorKind::unavailable, "no-data-folder", folder + ": " + error.message());
    auto text = path.lexically_normal().string();
    while (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text;
}

}  // namespace

Site::Site(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Site::~Site() = default;
usecases::House& Site::house() {
    return *parts_->house;
}
const std::string& Site::folder() const {
    return parts_->folder;
}
telemetry::Log& Site::log() {
    return *parts_->log;
}

Result<std::unique_ptr<Site>> Site::open(const ServeOptions& options, telemetry::LogSink& sink) {
    EXEAT_TAKE(const auto folder, absolute(options.data));
    EXEAT_TAKE(auto lock, FolderLock::take(folder));
    auto parts = std::make_unique<Parts>(std::move(lock));
    parts->folder = folder;
    parts->log = std::make_unique<telemetry::Log>(sink, parts->clock, telemetry::LogSettings{});
    EXEAT_TAKE(parts->database, open_database(options, folder));
    EXEAT_TRY(migrate(*parts->database));
    EXEAT_TAKE(parts->blobs, blobs::open_local({.folder = folder}));
    EXEAT_TAKE(parts->types, media::TypeFinder::open());
    EXEAT_TAKE(parts->keys, usecases::Keys::open(folder));
    parts->passwords = std::make_unique<usecases::Passwords>();
    EXEAT_TAKE(parts->authority, authority::Authority::open(*parts->database, authority::boot_clock()));

    auto* raw = parts.get();
    parts->transfers = std::make_unique<usecases::Transfers>(
        *parts->database, *parts->authority,
        [raw](const usecases::ReadyDelivery& delivery, std::size_t file, Instant began) {
            return usecases::may_still_leave(*raw->house, delivery, file, began).has_value();
        });
    parts->house = std::make_unique<usecases::House>(
        usecases::House{*parts->database, *parts->authority, *parts->blobs, *parts->log, *parts->keys,
                        *parts->passwords, parts->uploads, *parts->transfers, *parts->types, parts->known_pictures,
                        usecases::HouseOptions{.public_url = options.public_url,
                                               .own_url = own_url(options.address, options.port),
                                               .data_folder = folder}});
    return std::unique_ptr<Site>(new Site(std::move(parts)));
}

}  // namespace exeat::app
