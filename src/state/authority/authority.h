// Who everybody is now: site settings, libraries, folders and memberships in memory, people and assets as they are
// asked for, all kept current by the numbered rows of store/changes.h. Called by every use case that uses rights. What
// changes rights reads store::StoredPlaces inside its own transaction instead. Refuses to decide.
//
// Freshness: the snapshot is good for one second after *sending* the last heartbeat that saw its number in the
// database. When that cannot be shown, now() is unavailable, and nothing is served.
//
// One number: everything that is answered was true together in the database at the number of the last change taken in.
// People and assets that are read later are taken only if the database is at that same number, so that no answer mixes
// a newer row with older ones around it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "core/domain/places.h"
#include "core/policy/scope.h"
#include "platform/sql/database.h"
#include "state/store/changes.h"

namespace exeat::authority {

/// Hears what changed. It does not write, does not call catch_up(), and is quick: whoever wrote waits for it.
using Bell = std::function<void(const std::vector<store::Change>&)>;

/// Milliseconds of a clock that also counts while the machine sleeps.
using Ticks = std::function<std::int64_t()>;
[[nodiscard]] Ticks boot_clock();

struct AuthorityOptions {
    std::chrono::milliseconds heartbeat{250};
    std::chrono::milliseconds fresh_for{1000};
    std::size_t people_kept = 50'000;
    std::size_t assets_kept = 50'000;
    std::size_t holders_kept = 50'000;  // of requests: people and groups
    int held_whole = 1'000;             // whoever holds more is kept asset by asset
    std::size_t pieces_kept = 50'000;   // of those
};

/// The folders of one library as policy::scope() counts them. Never changed: a change makes another one.
struct Tree {
    std::vector<std::shared_ptr<const domain::Folder>> folders;
    std::vector<policy::ScopeFolder> parents;  // the same order; no roles
    std::unordered_map<FolderId, std::uint32_t> numbers;
};

class Authority : public domain::Places {
public:
    /// Loads everything and starts the heartbeat. `database` must outlive it. Errors: unavailable.
    static Result<std::unique_ptr<Authority>> open(sql::Database& database, Ticks ticks, AuthorityOptions options = {});
    ~Authority() override;
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    /// Database time as of the last heartbeat plus what has passed since; it never goes back. Errors: unavailable
    /// "not-fresh".
    Result<Instant> now() override;
    Result<std::shared_ptr<const domain::SitePolicy>> site() override;
    Result<std::shared_ptr<const domain::Library>> library(LibraryId id) override;
    Result<std::vector<std::shared_ptr<const domain::Folder>>> folder_path(FolderId id) override;
    /// Errors besides: busy "changing", when changes come faster than rows can be read.
    Result<std::shared_ptr<const domain::Standing>> standing(PersonId id) override;
    Result<std::vector<domain::Membership>> memberships(
        const domain::Standing& person, LibraryId library,
        const std::vector<std::shared_ptr<const domain::Folder>>& folders, std::optional<AssetId> asset) override;

    /// From memory where those of the person and of their groups are kept. Errors: as standing().
    Result<domain::HeldRequests> requests(const domain::Standing& person, AssetId asset) override;

    /// As of the last change of a membership, a person or a group.
    Result<std::shared_ptr<const std::vector<std::string>>> owner_names(LibraryId library) override;

    /// Every membership, ended or not, of that person or one of their groups, wherever it is.
    [[nodiscard]] std::vector<domain::Membership> memberships_of(const domain::Standing& person) const;

    /// An asset with its rules, from memory where it is kept; null when there is none or it was deleted. Errors: as
    /// standing().
    Result<std::shared_ptr<const domain::Asset>> asset(AssetId id);
    /// Whether all is in memory that standing(), asset() and requests() answer: they need no database then, unless a
    /// change comes in between.
    [[nodiscard]] bool keeps(PersonId person, AssetId asset) const;
    /// The same for many, in the order asked for.
    Result<std::vector<std::shared_ptr<const domain::Asset>>> assets(std::span<const AssetId> ids);
    /// In the order of their names.
    [[nodiscard]] std::vector<std::shared_ptr<const domain::Library>> libraries() const;
    /// The folders of a library; empty when there is no such library.
    [[nodiscard]] std::shared_ptr<const Tree> tree(LibraryId library) const;

    /// The number of the last change taken in: what was asked between two equal ones was asked of the same state.
    [[nodiscard]] std::int64_t number() const;

    /// Reads the changes that are not seen yet, and rings the bell. A use case calls it after a write that noted one,
    /// so that its caller reads what it wrote.
    Done catch_up();
    /// Asks the database for its time and for changes, as the heartbeat does: what is kept is then fresh as of the
    /// moment before asking.
    Done beat();

    /// `bell` is called after changes were taken in, on the thread that took them, until the handle is destroyed;
    /// destroying it waits for a call that is under way.
    [[nodiscard]] std::shared_ptr<void> on_change(Bell bell);

private:
    struct Kept;   // what is loaded at the start
    struct Cache;  // people and assets
    struct News;   // what changes made of it
    struct Hearer;
    struct Held;  // requests of one holder
    struct Holding;
    [[nodiscard]] Holding held_at_hand(const domain::Standing& person, AssetId asset);

    Authority(sql::Database& database, Ticks ticks, AuthorityOptions options);
    Done load();
    void run();
    void take_in(News& news);
    void ring(const std::vector<store::Change>& changes);
    template <class Keep>
    Done at_one_number(const std::function<Done(sql::Session&)>& read, Keep keep);

    sql::Database& database_;
    Ticks ticks_;
    AuthorityOptions options_;

    mutable std::shared_mutex mutex_;  // of kept_, cache_ and applied_
    std::unique_ptr<Kept> kept_;
    std::unique_ptr<Cache> cache_;
    std::int64_t applied_ = 0;  // the number of the last change taken in

    std::mutex catching_up_;  // one at a time; taken before mutex_

    std::mutex heartbeat_mutex_;
    Instant heard_time_;           // the database's, at the last heartbeat
    std::int64_t heard_sent_ = 0;  // ticks when it was sent
    Instant told_;                 // the last time that now() answered

    std::mutex bells_mutex_;
    std::list<std::weak_ptr<Hearer>> bells_;

    std::mutex stop_mutex_;
    std::condition_variable stop_changed_;
    bool stopping_ = false;
    bool woken_ = false;               // another node noted a change
    std::shared_ptr<void> listening_;  // for that
    std::thread thread_;
};

}  // namespace exeat::authority
