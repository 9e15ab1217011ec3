// An empty site on a fresh database of either engine, with short ways to put rows into it, for the suites of this
// module and of those above it. Nothing that is shipped includes it.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/records.h"
#include "platform/sql/testing/both_engines.h"
#include "state/store/assets.h"
#include "state/store/changes.h"
#include "state/store/folders.h"
#include "state/store/group_rows.h"
#include "state/store/libraries.h"
#include "state/store/members.h"
#include "state/store/migrations.h"
#include "state/store/people_rows.h"

namespace exeat::store::testing {

/// A day on which nothing happened.
inline constexpr Instant k_day{1'795'262'400'000};

class SiteDatabase {
public:
    explicit SiteDatabase(sql::Engine engine) : place_(engine), database_(place_.open()) {
        auto migrated = database_->migrate(store::migrations());
        if (!migrated) throw std::runtime_error(migrated.error().text + " " + migrated.error().detail);
    }

    [[nodiscard]] sql::Database& database() { return *database_; }
    [[nodiscard]] sql::testing::TestDatabase& place() { return place_; }

    /// Runs a write that has to succeed, and answers what it answers.
    template <class Work>
    auto write(Work work) {
        auto answer = database_->write(std::move(work));
        if (!answer) throw std::runtime_error(answer.error().code + ": " + answer.error().text + answer.error().detail);
        if constexpr (!std::is_void_v<typename decltype(answer)::value_type>) return std::move(*answer);
    }
    /// Runs a read that has to succeed.
    template <class Work>
    auto read(Work work) {
        auto answer = database_->read(std::move(work));
        if (!answer) throw std::runtime_error(answer.error().code + ": " + answer.error().text + answer.error().detail);
        return std::move(*answer);
    }

    PersonId add_person(const std::string& email, policy::Level level, policy::Flags flags = {}) {
        PersonRow person;
        person.id = PersonId::make(k_day);
        person.email = person.email_key = person.name = email;
        person.level = level;
        person.created_at = k_day;
        RoleRow role;
        role.id = RoleId::make(k_day);
        role.name = role.id.text();
        role.flags = flags;
        write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(insert_person(transaction, person));
            if (flags.empty()) return {};
            EXEAT_TRY(insert_role(transaction, role));
            return write_roles_of(transaction, person.id, {role.id});
        });
        return person.id;
    }

    GroupId add_group(const std::string& name, const std::vector<PersonId>& people = {}) {
        GroupRow group;
        group.id = GroupId::make(k_day);
        group.name = name;
        write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(insert_group(transaction, group));
            return write_people_of_group(transaction, group.id, group.version, people);
        });
        return group.id;
    }

    domain::Library add_library(const std::string& name, domain::LibrarySettings settings = {}) {
        domain::Library library;
        library.id = LibraryId::make(k_day);
        library.name = name;
        library.created_at = k_day;
        library.policy = std::make_shared<const domain::LibraryPolicy>(std::move(settings));
        write([&](sql::Transaction& transaction) { return insert_library(transaction, library); });
        return library;
    }

    domain::Folder add_folder(LibraryId library, const std::string& name,
                              std::optional<FolderId> parent = std::nullopt) {
        domain::Folder folder;
        folder.id = FolderId::make(k_day);
        folder.library = library;
        folder.parent = parent;
        folder.name = name;
        folder.created_at = k_day;
        write([&](sql::Transaction& transaction) { return insert_folder(transaction, folder); });
        return folder;
    }

    /// Puts an asset as it is told; its id, bytes and time are given here where they are not told.
    domain::Asset add_asset(domain::Asset asset) {
        if (asset.id == AssetId{}) asset.id = AssetId::make(k_day);
        if (asset.created_at == Instant{}) asset.created_at = k_day;
        if (asset.media_type.empty()) asset.media_type = "image/png";
        asset.no = write([&](sql::Transaction& transaction) -> Result<std::int64_t> {
            EXEAT_TRY(keep_blob(transaction, {asset.digest, asset.size, 0, {}}, k_day));
            return insert_asset(transaction, asset);
        });
        return asset;
    }
    domain::Asset add_asset(LibraryId library, const std::string& name, std::optional<FolderId> folder = std::nullopt) {
        domain::Asset asset;
        asset.library = library;
        asset.folder = folder;
        asset.name = name;
        return add_asset(std::move(asset));
    }

    std::string add_member(const domain::Membership& membership) {
        Member member{GroupId::make(k_day).text(), membership};
        write([&](sql::Transaction& transaction) { return insert_member(transaction, member, k_day); });
        return member.id;
    }
    std::string add_member(LibraryId library, PersonId person, policy::Role role) {
        domain::Membership membership;
        membership.library = library;
        membership.person = person;
        membership.role = role;
        return add_member(membership);
    }

private:
    sql::testing::TestDatabase place_;
    std::unique_ptr<sql::Database> database_;
};

}  // namespace exeat::store::testing
