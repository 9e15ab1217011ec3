// Who everybody is now: site settings, libraries, folders and memberships in memory, people and assets as they are
// asked for, all kept current by the numbered rows of store/changes.h. Called by every use case that uses rights. What
// changes rights reads store::StoredPlaces inside its own transaction instead. Refuses to decide.
//
// Freshness: the snapshot is good for one second after *sending* the last heartbeat that saw its number in the
// database. When that cannot be shown, now() is unavailable, and nothing is served.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/domain/places.h"
#include "platform/sql/database.h"
#include "state/store/changes.h"

namespace exeat::authority {

/// What rang the bell.
using Bell = std::function<void(const std::vector<store::Change>&)>;

/// Milliseconds of a clock that also counts while the machine sleeps.
using Ticks = std::function<std::int64_t()>;
[[nodiscard]] Ticks boot_clock();

struct AuthorityOptions {
    std::chrono::milliseconds heartbeat{250};
    std::chrono::milliseconds fresh_for{1000};
    std::size_t people_kept = 50'000;
    std::size_t assets_kept = 50'000;
};

class Authority : public domain::Places {
public:
    /// Loads everything and starts the heartbeat. `database` must outlive it. Errors: unavailable.
    static Result<std::unique_ptr<Authority>> open(sql::Database& database, Ticks ticks, AuthorityOptions options = {});
    ~Authority() override;
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    /// Database time as of the last heartbeat plus what has passed since. Errors: unavailable "not-fresh".
    Result<Instant> now() override;
    Result<std::shared_ptr<const domain::SitePolicy>> site() override;
    Result<std::shared_ptr<const domain::Library>> library(LibraryId id) override;
    Result<std::vector<std::shared_ptr<const domain::Folder>>> folder_path(FolderId id) override;
    Result<std::shared_ptr<const domain::Standing>> standing(PersonId id) override;
    Result<std::vector<domain::Membership>> memberships(
        const domain::Standing& person, LibraryId library,
        const std::vector<std::shared_ptr<const domain::Folder>>& folders, std::optional<AssetId> asset) override;

    /// An asset with its rules, from memory where it is kept; null when there is none or it was deleted.
    Result<std::shared_ptr<const domain::Asset>> asset(AssetId id);
    [[nodiscard]] std::vector<std::shared_ptr<const domain::Library>> libraries() const;
    /// All folders of a library, in no order.
    [[nodiscard]] std::vector<std::shared_ptr<const domain::Folder>> folders_of(LibraryId library) const;

    /// Reads the changes that are not seen yet, and rings the bell. A use case calls it after a write that noted one,
    /// so that its caller reads what it wrote.
    Done catch_up();

    /// `bell` is called after changes were taken in, on the thread that took them, until the handle is destroyed.
    [[nodiscard]] std::shared_ptr<void> on_change(Bell bell);

private:
    struct Kept;   // what is loaded at the start
    struct Cache;  // people and assets

    Authority(sql::Database& database, Ticks ticks, AuthorityOptions options);
    Done load();
    Done beat();
    void run();
    Done take_in(const std::vector<store::Change>& changes);
    Done take_in_one(sql::Session& session, const store::Change& change);
    void ring(const std::vector<store::Change>& changes);

    sql::Database& database_;
    Ticks ticks_;
    AuthorityOptions options_;

    mutable std::shared_mutex mutex_;  // of kept_ and cache_
    std::unique_ptr<Kept> kept_;
    std::unique_ptr<Cache> cache_;

    std::mutex catching_up_;  // one at a time; taken before mutex_
    std::int64_t applied_ = 0;

    std::mutex heartbeat_mutex_;
    Instant heard_time_;           // the database's, at the last heartbeat
    std::int64_t heard_sent_ = 0;  // ticks when it was sent

    std::mutex bells_mutex_;
    std::list<std::weak_ptr<Bell>> bells_;

    std::mutex stop_mutex_;
    std::condition_variable stop_changed_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace exeat::authority
