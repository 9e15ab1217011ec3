// exeat backup and exeat restore
#include "usecases/maintenance/backup.h"

#include <filesystem>

#include "app/commands.h"
#include "app/options.h"
#include "app/site.h"
#include "platform/sql/load_postgresql.h"
#include "state/ledger/verify.h"
#include "usecases/maintenance/check.h"
#include "usecases/maintenance/restored.h"

namespace exeat::app {
namespace {

std::string counted(const usecases::BackupReport& report) {
    return std::to_string(report.blobs) + " blobs, " + size_text(report.bytes);
}

std::unexpected<Error> wrong_database(std::string text) {
    return fail(ErrorKind::invalid, "wrong-value", std::move(text));
}

/// The database and the keys of a backup, where a site finds them. Errors: conflict for a folder or a database that is
/// not empty.
Done place_database(const std::string& backup, const ServeOptions& options, sql::Engine engine) {
    std::error_code error;
    std::filesystem::create_directories(options.data, error);
    if (!error && !std::filesystem::is_empty(options.data, error)) {
        return fail(ErrorKind::conflict, "folder-not-empty",
                    "The folder " + options.data + " is not empty. A backup is restored into a new one.");
    }
    std::filesystem::permissions(options.data, std::filesystem::perms::owner_all, error);
    const auto database = backup + "/database";
    switch (engine) {
        case sql::Engine::postgresql:
            if (options.database.empty()) {
                return wrong_database(
                    "This backup is of a site on PostgreSQL: name an empty database with --database postgresql://…");
            }
            EXEAT_TRY(sql::load_postgresql(options.database, database));
            break;
        case sql::Engine::sqlite:
            if (!options.database.empty()) {
                return wrong_database("This backup is of a site on SQLite: leave out --database.");
            }
            std::filesystem::copy_file(database, options.data + "/exeat.db", error);
            break;
    }
    if (!error) {
        std::filesystem::copy(backup + "/keys", options.data + "/keys", std::filesystem::copy_options::recursive,
                              error);
    }
    if (error) return fail(ErrorKind::unavailable, "cannot-write", options.data + ": " + error.message());
    std::filesystem::permissions(options.data + "/keys", std::filesystem::perms::owner_all, error);
    return {};
}

Done verify(usecases::House& house, Console& console) {
    EXEAT_TAKE(const auto report,
               usecases::check_blobs(house, usecases::CheckDepth::every_byte,
                                     [&console](std::int64_t done) { console.progress(done, done, "verified"); }));
    if (report.missing.empty() && report.corrupt.empty()) return {};
    return fail(ErrorKind::unavailable, "backup-incomplete",
                "The backup is not whole: " + std::to_string(report.missing.size()) + " blobs are missing, " +
                    std::to_string(report.corrupt.size()) + " are corrupt.");
}

Done restore(const Call& call, Console& console) {
    EXEAT_TAKE(const auto options, serve_options(call));
    const auto& backup = call.words.front();
    EXEAT_TAKE(const auto facts, usecases::read_backup(backup));
    EXEAT_TRY(place_database(backup, options, facts.engine));
    const auto sink = telemetry::stderr_sink();
    EXEAT_TAKE(const auto site, Site::open(options, *sink));
    auto& house = site->house();
    EXEAT_TAKE(const auto report, usecases::restore_blobs(backup, house.blobs, [&](std::int64_t done, std::int64_t) {
                   console.progress(done, facts.blobs, "blobs");
               }));
    if (report.blobs != facts.blobs) {
        return fail(ErrorKind::unavailable, "backup-incomplete",
                    "The backup has " + std::to_string(report.blobs) + " blobs; backup.json says " +
                        std::to_string(facts.blobs) + ".");
    }
    EXEAT_TRY(usecases::hold_restored(house, operator_caller()));
    if (call.has("verify")) {
        EXEAT_TRY(verify(house, console));
        if (run_audit_verify(house, Call{"audit verify", {}, {}, {}}, console) != k_done) {
            return fail(ErrorKind::unavailable, "ledger-damaged", "The ledger of the backup is not as it was written.");
        }
    }
    console.say("restored " + counted(report) + ", as of " + to_text(facts.made_at));
    console.say("nobody is signed in, API tokens and old links are over, and waiting mails will not be sent");
    console.say("no files leave the site until an administrator signs in, looks at everybody's rights, and confirms");
    return {};
}

}  // namespace

int run_backup(usecases::House& house, const Call& call, Console& console) {
    const auto report = usecases::back_up(house, call.words.front(), [&console](std::int64_t blobs, std::int64_t) {
        console.progress(blobs, blobs, "blobs");
    });
    if (!report) return complain(console, report.error());
    console.say("backed up " + counted(*report) + " to " + call.words.front());
    console.say("it holds the keys of this site: keep it as safe as the data folder");
    return k_done;
}

int run_restore(const Call& call, Console& console) {
    if (auto done = restore(call, console); !done) return complain(console, done.error());
    return k_done;
}

}  // namespace exeat::app
