#include <algorithm>

#include "core/domain/names.h"
#include "platform/telemetry/log.h"
#include "state/store/assets.h"
#include "state/store/folders.h"
#include "state/store/libraries.h"
#include "state/store/members.h"
#include "state/store/places.h"
#include "usecases/folders/folders.h"
#include "usecases/folders/move_rules.h"
#include "usecases/particulars.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/closing.h"

namespace exeat::usecases {
namespace {

/// One folder that is being changed, in one transaction.
class Changing {
public:
    Changing(sql::Transaction& transaction, const Caller& caller, Instant now)
        : transaction_(transaction), caller_(caller), now_(now), places_(transaction, now) {}

    /// Finds the folder for somebody who can see it. Errors: not_found.
    Done find(FolderId id) {
        EXEAT_TAKE(const auto path, places_.folder_path(id));
        if (path.empty()) {
            EXEAT_TAKE(const auto person, standing_of(places_, caller_));
            return nothing_here();
        }
        folder_ = *path.front();
        EXEAT_TAKE(place_, ask_at(places_, caller_, folder_.library, id, policy::Action::view));
        return must(*place_);
    }
    Done must_may(policy::Action action) const { return must(asked_to(*place_, action)); }

    Done apply(const FolderChange& wanted) {
        if (!wanted.name && wanted.parent.is_absent() && !wanted.access && !wanted.protection) return {};
        if (wanted.name) EXEAT_TRY(rename(*wanted.name));
        if (!wanted.parent.is_absent()) {
            EXEAT_TRY(move(wanted.parent.has_value() ? std::optional(wanted.parent.value()) : std::nullopt));
        }
        if (wanted.access || wanted.protection) EXEAT_TRY(protect(wanted));
        return store::update_folder(transaction_, folder_);
    }
    Done remove() {
        EXEAT_TRY(must_may(policy::Action::organise));
        EXEAT_TAKE(const auto content, store::count_content(transaction_, folder_));
        if (content.folders + content.assets + content.in_bin > 0) return is_not_empty(content);
        EXEAT_TAKE(const auto members,
                   store::read_members_at(transaction_, {folder_.library, folder_.id, std::nullopt}));
        if (!members.empty()) {
            EXEAT_TRY(must_may(policy::Action::protect));
            EXEAT_TRY(store::raise_members_version(transaction_, folder_.library, std::nullopt));
        }
        for (const auto& member : members) EXEAT_TRY(store::delete_member(transaction_, member.id));
        EXEAT_TRY(note("folder_deleted", Particulars().text("name", folder_.name).body()));
        return store::delete_folder(transaction_, folder_.id);
    }
    [[nodiscard]] std::int64_t version() const { return folder_.version; }

private:
    Done note(std::string_view kind, std::string body) {
        return record(transaction_, caller_, now_,
                      {.kind = kind, .library = folder_.library, .folder = folder_.id, .body = std::move(body)});
    }

    Done rename(const std::string& name) {
        EXEAT_TRY(must_may(policy::Action::organise));
        EXEAT_TRY(domain::check_folder_name(name, "/name"));
        EXEAT_TRY(note("folder_renamed", Particulars().text("from", folder_.name).text("to", name).body()));
        folder_.name = name;
        return {};
    }

    Done move(std::optional<FolderId> parent) {
        EXEAT_TRY(must_may(policy::Action::organise));
        EXEAT_TAKE(const auto there, must_arrive(places_, caller_, folder_.library, parent, "/parent"));
        const auto& to = there.facts().folders();
        if (std::ranges::any_of(to, [this](const auto& above) { return above->id == folder_.id; })) {
            return fail(ErrorKind::conflict, "folder-in-itself", "A folder cannot be moved into itself.");
        }
        EXEAT_TAKE(const auto below, store::read_folders_below(transaction_, folder_.id));
        int height = 1;
        for (const auto& one : below) height = std::max(height, one.depth + 1);
        if (to.size() + static_cast<std::size_t>(height) > k_deepest_folder) {
            return fail(ErrorKind::conflict, "folder-too-deep", "Folders nest at most 64 deep.");
        }
        EXEAT_TRY(may_leave_with(below));
        const auto& here = place_->facts().folders();
        const auto library = std::make_shared<const domain::Library>(place_->facts().library());
        const Move move{folder_.access, folder_.protection, library, {here.begin() + 1, here.end()}, library, to};
        EXEAT_TAKE(const auto differs, differs_there(transaction_, move, now_));
        if (differs) EXEAT_TRY(must_may(policy::Action::protect));
        EXEAT_TRY(note("folder_moved", Particulars()
                                           .text("from", folder_.parent ? folder_.parent->text() : "")
                                           .text("to", parent ? parent->text() : "")
                                           .body()));
        folder_.parent = parent;
        return {};
    }

    /// A folder takes along what is locked in it: that, too, asks for `organise`.
    Done may_leave_with(const std::vector<store::FolderBelow>& below) {
        if (place_->facts().role() == policy::Role::owner) return {};
        std::vector<FolderId> folders{folder_.id};
        for (const auto& one : below) folders.push_back(one.id);
        for (const auto& id : folders) {
            EXEAT_TAKE(const auto place, ask_at(places_, caller_, folder_.library, id, policy::Action::organise));
            EXEAT_TRY(must(place));
            EXEAT_TAKE(const auto locked, store::read_locked_assets(transaction_, folder_.library, id));
            for (const auto& asset_id : locked) {
                EXEAT_TAKE(auto asset, store::read_asset(transaction_, asset_id));
                domain::Wish wish;
                wish.action = policy::Action::organise;
                EXEAT_TAKE(const auto leave,
                           ask(places_, caller_, std::make_shared<const domain::Asset>(std::move(*asset)), wish));
                EXEAT_TRY(must(leave));
            }
        }
        return {};
    }

    Done protect(const FolderChange& wanted) {
        EXEAT_TRY(must_may(policy::Action::protect));
        Particulars particulars;
        if (wanted.access) {
            particulars.text("access_from", policy::to_text(folder_.access));
            particulars.text("access_to", policy::to_text(*wanted.access));
            folder_.access = *wanted.access;
        }
        if (wanted.protection) {
            particulars.text("protection_from", policy::to_text(folder_.protection));
            particulars.text("protection_to", policy::to_text(*wanted.protection));
            folder_.protection = *wanted.protection;
        }
        return note("folder_protected", particulars.body());
    }

    static Done is_not_empty(const store::FolderContent& content) {
        const auto counted = [](std::int64_t count, const char* one, const char* many) {
            return std::to_string(count) + " " + (count == 1 ? one : many);
        };
        return fail(ErrorKind::conflict, "folder-not-empty",
                    "This folder is not empty: it holds " + counted(content.folders, "folder", "folders") + " and " +
                        counted(content.assets, "asset", "assets") + ", and " +
                        counted(content.in_bin, "asset", "assets") + " in the bin would come back here.");
    }

    sql::Transaction& transaction_;
    const Caller& caller_;
    Instant now_;
    store::StoredPlaces places_;
    domain::Folder folder_;
    std::optional<Permit> place_;
};

}  // namespace

Result<FolderShown> change_folder(House& house, const Caller& caller, FolderId id, std::int64_t version,
                                  const FolderChange& wanted) {
    EXEAT_TAKE(const auto now, house.database.now());
    EXEAT_TRY(change(house, [&](sql::Transaction& transaction) -> Done {
        Changing changing(transaction, caller, now);
        EXEAT_TRY(changing.find(id));
        if (changing.version() != version) return is_stale();
        return changing.apply(wanted);
    }));
    EXEAT_TAKE(auto folder, read_folder(house, caller, id));
    if (wanted.access || wanted.protection || !wanted.parent.is_absent()) {
        // The folder has changed; what waits for nothing any more is found bit by bit.
        if (auto closed = close_free_requests(house, caller, folder.library); !closed) {
            house.log.failure("close_free_requests", closed.error(), {{"library", folder.library}});
        }
    }
    return folder;
}

Done delete_folder(House& house, const Caller& caller, FolderId id) {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        Changing changing(transaction, caller, now);
        EXEAT_TRY(changing.find(id));
        return changing.remove();
    });
}

}  // namespace exeat::usecases
