// Loading, following the change rows, and the heartbeat.
#include <time.h>

#include "state/authority/authority.h"
#include "state/authority/kept.h"
#include "state/store/people.h"
#include "state/store/site.h"

namespace exeat::authority {
namespace {

constexpr int k_changes_at_once = 1000;

template <class SomeId>
Result<SomeId> id_of(const store::Change& change) {
    if (const auto id = SomeId::parse(change.id)) return *id;
    return fail(ErrorKind::internal, "internal", "", "change row with a wrong id: " + change.id);
}

}  // namespace

Ticks boot_clock() {
    return [] {
        timespec time{};
        clock_gettime(CLOCK_BOOTTIME, &time);
        return static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
    };
}

Authority::Authority(sql::Database& database, Ticks ticks, AuthorityOptions options)
    : database_(database),
      ticks_(std::move(ticks)),
      options_(options),
      kept_(std::make_unique<Kept>()),
      cache_(std::make_unique<Cache>()) {}

Authority::~Authority() {
    {
        const std::scoped_lock lock(stop_mutex_);
        stopping_ = true;
    }
    stop_changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

Result<std::unique_ptr<Authority>> Authority::open(sql::Database& database, Ticks ticks, AuthorityOptions options) {
    std::unique_ptr<Authority> authority(new Authority(database, std::move(ticks), options));
    EXEAT_TRY(authority->load());
    EXEAT_TRY(authority->beat());
    authority->thread_ = std::thread([raw = authority.get()] { raw->run(); });
    return authority;
}

Done Authority::load() {
    return database_.read([this](sql::Session& session) -> Done {
        auto kept = std::make_unique<Kept>();
        EXEAT_TAKE(applied_, store::newest_change(session));
        EXEAT_TAKE(auto site, store::read_site(session));
        kept->site = std::make_shared<const domain::SitePolicy>(std::move(site.settings));
        EXEAT_TAKE(auto libraries, store::read_libraries(session));
        for (auto& library : libraries) {
            kept->libraries.emplace(library.id, std::make_shared<const domain::Library>(std::move(library)));
        }
        EXEAT_TAKE(auto folders, store::read_folders(session));
        for (auto& folder : folders) {
            kept->folders.emplace(folder.id, std::make_shared<const domain::Folder>(std::move(folder)));
        }
        EXEAT_TAKE(const auto members, store::read_members(session));
        for (const auto& member : members) kept->put_member(member);
        const std::unique_lock lock(mutex_);
        kept_ = std::move(kept);
        return {};
    });
}

/// Asks the database for its time and for changes; on success everything is fresh as of the moment before asking.
Done Authority::beat() {
    const auto sent = ticks_();
    EXEAT_TAKE(const auto time, database_.now());
    EXEAT_TRY(catch_up());
    const std::scoped_lock lock(heartbeat_mutex_);
    heard_sent_ = sent;
    heard_time_ = std::max(heard_time_, time);
    return {};
}

void Authority::run() {
    std::unique_lock lock(stop_mutex_);
    while (!stop_changed_.wait_for(lock, options_.heartbeat, [this] { return stopping_; })) {
        lock.unlock();
        // A beat that fails leaves the snapshot to grow stale by itself: now() then says so.
        static_cast<void>(beat());
        lock.lock();
    }
}

Done Authority::catch_up() {
    const std::scoped_lock one_at_a_time(catching_up_);
    while (true) {
        EXEAT_TAKE(const auto changes, database_.read([this](sql::Session& session) {
            return store::changes_after(session, applied_, k_changes_at_once);
        }));
        if (changes.empty()) return {};
        EXEAT_TRY(take_in(changes));
        applied_ = changes.back().no;
        ring(changes);
        if (changes.size() < k_changes_at_once) return {};
    }
}

Done Authority::take_in(const std::vector<store::Change>& changes) {
    return database_.read([&](sql::Session& session) -> Done {
        for (const auto& change : changes) EXEAT_TRY(take_in_one(session, change));
        return {};
    });
}

Done Authority::take_in_one(sql::Session& session, const store::Change& change) {
    switch (change.kind) {
        case store::ChangeKind::site: {
            EXEAT_TAKE(auto site, store::read_site(session));
            auto policy = std::make_shared<const domain::SitePolicy>(std::move(site.settings));
            const std::unique_lock lock(mutex_);
            kept_->site = std::move(policy);
            return {};
        }
        case store::ChangeKind::library: {
            EXEAT_TAKE(const auto id, id_of<LibraryId>(change));
            EXEAT_TAKE(auto library, store::read_library(session, id));
            const std::unique_lock lock(mutex_);
            if (library) {
                kept_->libraries[id] = std::make_shared<const domain::Library>(std::move(*library));
            } else {
                kept_->libraries.erase(id);
            }
            return {};
        }
        case store::ChangeKind::folder: {
            EXEAT_TAKE(const auto id, id_of<FolderId>(change));
            EXEAT_TAKE(auto folder, store::read_folder(session, id));
            const std::unique_lock lock(mutex_);
            if (folder) {
                kept_->folders[id] = std::make_shared<const domain::Folder>(std::move(*folder));
            } else {
                kept_->folders.erase(id);
            }
            return {};
        }
        case store::ChangeKind::member: {
            EXEAT_TAKE(const auto member, store::read_member(session, change.id));
            const std::unique_lock lock(mutex_);
            if (member) {
                kept_->put_member(*member);
            } else {
                kept_->drop_member(change.id);
            }
            return {};
        }
        case store::ChangeKind::person: {
            EXEAT_TAKE(const auto id, id_of<PersonId>(change));
            const std::unique_lock lock(mutex_);
            cache_->people.erase(id);
            ++cache_->epoch;
            return {};
        }
        case store::ChangeKind::group:
        case store::ChangeKind::role: {
            const std::unique_lock lock(mutex_);
            cache_->people.clear();
            ++cache_->epoch;
            return {};
        }
        case store::ChangeKind::asset: {
            EXEAT_TAKE(const auto id, id_of<AssetId>(change));
            const std::unique_lock lock(mutex_);
            cache_->assets.erase(id);
            ++cache_->epoch;
            return {};
        }
    }
    return {};
}

std::shared_ptr<void> Authority::on_change(Bell bell) {
    auto handle = std::make_shared<Bell>(std::move(bell));
    const std::scoped_lock lock(bells_mutex_);
    bells_.emplace_back(handle);
    return handle;
}

void Authority::ring(const std::vector<store::Change>& changes) {
    std::vector<std::shared_ptr<Bell>> hearing;
    {
        const std::scoped_lock lock(bells_mutex_);
        for (auto at = bells_.begin(); at != bells_.end();) {
            if (auto bell = at->lock()) {
                hearing.push_back(std::move(bell));
                ++at;
            } else {
                at = bells_.erase(at);
            }
        }
    }
    for (const auto& bell : hearing) (*bell)(changes);
}

}  // namespace exeat::authority
