// Loading, following the change rows, the heartbeat, and the bell.
#include <ctime>

#include <algorithm>
#include <map>
#include <set>

#include "state/authority/authority.h"
#include "state/authority/kept.h"
#include "state/store/folders.h"
#include "state/store/libraries.h"
#include "state/store/site.h"

namespace exeat::authority {
namespace {

constexpr int k_changes_at_once = 1000;

template <class SomeId>
Result<SomeId> id_of(const store::Change& change) {
    if (const auto id = SomeId::parse(change.id)) return *id;
    return fail(ErrorKind::internal, "internal", "", "change row with a wrong id: " + change.id);
}

template <class T>
std::shared_ptr<const T> shared_or_null(std::optional<T> read) {
    return read ? std::make_shared<const T>(std::move(*read)) : nullptr;
}

}  // namespace

Ticks boot_clock() {
    return [] {
        timespec time{};
        clock_gettime(CLOCK_BOOTTIME, &time);
        return static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
    };
}

/// What changed, as it is in the database at number `number`. Read in one snapshot, taken in under one lock.
struct Authority::News {
    std::int64_t number = 0;
    std::vector<store::Change> changes;
    std::shared_ptr<const domain::SitePolicy> site;                         // null: as it was
    std::map<LibraryId, std::shared_ptr<const domain::Library>> libraries;  // null: gone
    std::map<FolderId, std::shared_ptr<const domain::Folder>> folders;
    std::map<std::string, std::optional<store::Member>> members;
    std::set<PersonId> people;
    std::set<AssetId> assets;
    std::set<HolderId> holders;
    bool every_person = false;
    bool every_asset = false;
    bool has_gap = false;  // changes were forgotten before they were seen here

    Done read_since(sql::Session& session, std::int64_t last) {
        *this = News{};
        number = last;
        EXEAT_TAKE(const auto oldest, store::oldest_change(session));
        has_gap = oldest > last + 1;
        while (true) {
            EXEAT_TAKE(auto some, store::changes_after(session, number, k_changes_at_once));
            for (auto& change : some) {
                EXEAT_TRY(read_one(session, change));
                number = change.no;
                changes.push_back(std::move(change));
            }
            if (some.size() < k_changes_at_once) return {};
        }
    }

private:
    Done read_one(sql::Session& session, const store::Change& change) {
        switch (change.kind) {
            case store::ChangeKind::site: {
                EXEAT_TAKE(auto row, store::read_site(session));
                site = std::make_shared<const domain::SitePolicy>(std::move(row.settings));
                return {};
            }
            case store::ChangeKind::library: {
                EXEAT_TAKE(const auto id, id_of<LibraryId>(change));
                EXEAT_TAKE(auto library, store::read_library(session, id));
                libraries[id] = shared_or_null(std::move(library));
                return {};
            }
            case store::ChangeKind::folder: {
                EXEAT_TAKE(const auto id, id_of<FolderId>(change));
                EXEAT_TAKE(auto folder, store::read_folder(session, id));
                folders[id] = shared_or_null(std::move(folder));
                return {};
            }
            case store::ChangeKind::member: {
                EXEAT_TAKE(members[change.id], store::read_member(session, change.id));
                return {};
            }
            case store::ChangeKind::person: {
                EXEAT_TAKE(const auto id, id_of<PersonId>(change));
                people.insert(id);
                return {};
            }
            case store::ChangeKind::group:
            case store::ChangeKind::role:
                every_person = true;
                return {};
            case store::ChangeKind::asset: {
                EXEAT_TAKE(const auto id, id_of<AssetId>(change));
                assets.insert(id);
                return {};
            }
            case store::ChangeKind::request: {
                EXEAT_TAKE(const auto id, id_of<HolderId>(change));
                holders.insert(id);
                return {};
            }
            case store::ChangeKind::attribute:
            case store::ChangeKind::terms:
                every_asset = true;
                return {};
            case store::ChangeKind::notice:
                return {};  // no right hangs on it
        }
        return {};
    }
};

/// Whoever hears the bell. Its owner holds a handle; ringing and letting go of the handle exclude each other.
struct Authority::Hearer {
    explicit Hearer(Bell to_call) : bell(std::move(to_call)) {}
    std::recursive_mutex mutex;
    bool gone = false;
    Bell bell;
};

Authority::Authority(sql::Database& database, Ticks ticks, AuthorityOptions options)
    : database_(database),
      ticks_(std::move(ticks)),
      options_(options),
      kept_(std::make_unique<Kept>()),
      cache_(std::make_unique<Cache>(options)) {}

Authority::~Authority() {
    listening_.reset();
    {
        const std::scoped_lock lock(stop_mutex_);
        stopping_ = true;
    }
    stop_changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

Result<std::unique_ptr<Authority>> Authority::open(sql::Database& database, Ticks ticks, AuthorityOptions options) {
    std::unique_ptr<Authority> authority(new Authority(database, std::move(ticks), options));
    auto* raw = authority.get();
    // Listening first: what is noted while everything is loaded is then heard.
    authority->listening_ = database.listen(store::k_changes_channel, [raw](std::string_view) {
        {
            const std::scoped_lock lock(raw->stop_mutex_);
            raw->woken_ = true;
        }
        raw->stop_changed_.notify_all();
    });
    EXEAT_TRY(authority->load());
    EXEAT_TRY(authority->beat());
    authority->thread_ = std::thread([raw] { raw->run(); });
    return authority;
}

Done Authority::load() {
    return database_.read([this](sql::Session& session) -> Done {
        auto kept = std::make_unique<Kept>();
        EXEAT_TAKE(const auto number, store::newest_change(session));
        EXEAT_TAKE(auto site, store::read_site(session));
        kept->site = std::make_shared<const domain::SitePolicy>(std::move(site.settings));
        EXEAT_TAKE(auto libraries, store::read_libraries(session));
        for (auto& library : libraries) {
            const auto id = library.id;
            kept->libraries.emplace(id, std::make_shared<const domain::Library>(std::move(library)));
        }
        EXEAT_TAKE(auto folders, store::read_folders(session));
        for (auto& folder : folders) {
            kept->put_folder(std::make_shared<const domain::Folder>(std::move(folder)));
        }
        EXEAT_TAKE(const auto members, store::read_members(session));
        for (const auto& member : members) kept->put_member(member);
        const std::unique_lock lock(mutex_);
        kept_ = std::move(kept);
        cache_ = std::make_unique<Cache>(options_);
        applied_ = number;
        return {};
    });
}

Done Authority::beat() {
    const auto sent = ticks_();
    EXEAT_TAKE(const auto time, database_.now());
    EXEAT_TRY(catch_up());
    const std::scoped_lock lock(heartbeat_mutex_);
    heard_sent_ = std::max(heard_sent_, sent);
    heard_time_ = std::max(heard_time_, time);
    return {};
}

void Authority::run() {
    std::unique_lock lock(stop_mutex_);
    while (!stopping_) {
        stop_changed_.wait_for(lock, options_.heartbeat, [this] { return stopping_ || woken_; });
        if (stopping_) return;
        woken_ = false;
        lock.unlock();
        // A beat that fails leaves the snapshot to grow stale by itself: now() then says so.
        static_cast<void>(beat());
        lock.lock();
    }
}

Done Authority::catch_up() {
    const std::scoped_lock one_at_a_time(catching_up_);
    std::int64_t last = 0;
    {
        const std::shared_lock lock(mutex_);
        last = applied_;
    }
    News news;
    EXEAT_TRY(database_.read([&](sql::Session& session) { return news.read_since(session, last); }));
    if (news.changes.empty()) return {};
    if (news.has_gap) {
        EXEAT_TRY(load());
    } else {
        take_in(news);
    }
    ring(news.changes);
    return {};
}

void Authority::take_in(News& news) {
    const std::unique_lock lock(mutex_);
    if (news.site) kept_->site = std::move(news.site);
    for (auto& [id, library] : news.libraries) {
        if (library) {
            kept_->libraries[id] = std::move(library);
        } else {
            kept_->libraries.erase(id);
        }
    }
    for (const auto& [id, folder] : news.folders) {
        if (folder) {
            kept_->put_folder(folder);
        } else {
            kept_->drop_folder(id);
        }
    }
    for (const auto& [id, member] : news.members) {
        if (member) {
            kept_->put_member(*member);
        } else {
            kept_->drop_member(id);
        }
    }
    if (news.every_person || !news.people.empty() || !news.members.empty()) cache_->owner_names.clear();
    if (news.every_person) cache_->people.clear();
    if (news.every_asset) cache_->assets.clear();
    for (const auto& id : news.people) cache_->people.erase(id);
    for (const auto& id : news.assets) cache_->assets.erase(id);
    for (const auto& id : news.holders) cache_->requests.erase(id);
    applied_ = news.number;
}

std::shared_ptr<void> Authority::on_change(Bell bell) {
    auto hearer = std::make_shared<Hearer>(std::move(bell));
    {
        const std::scoped_lock lock(bells_mutex_);
        bells_.emplace_back(hearer);
    }
    auto* raw = hearer.get();
    return {raw, [hearer = std::move(hearer)](void*) {
                const std::scoped_lock lock(hearer->mutex);
                hearer->gone = true;
            }};
}

void Authority::ring(const std::vector<store::Change>& changes) {
    std::vector<std::shared_ptr<Hearer>> hearing;
    {
        const std::scoped_lock lock(bells_mutex_);
        for (auto at = bells_.begin(); at != bells_.end();) {
            if (auto hearer = at->lock()) {
                hearing.push_back(std::move(hearer));
                ++at;
            } else {
                at = bells_.erase(at);
            }
        }
    }
    for (const auto& hearer : hearing) {
        const std::scoped_lock lock(hearer->mutex);
        if (!hearer->gone) hearer->bell(changes);
    }
}

}  // namespace exeat::authority
