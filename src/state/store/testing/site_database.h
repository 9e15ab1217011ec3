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
#include "state/store/libraries.h"
#include "state/store/members.h"
#include "state/store/migrations.h"

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

    PersonId add_person(const std::string& email, int level, std::vector<policy::Flag> flags = {}) {
        const auto id = PersonId::make(k_day);
        write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(
                transaction.change("insert into people (id, email, email_key, name, name_key, level, active, "
                                   "created_at, version) values ($1, $2, $2, $2, $2, $3, 1, $4, 1)",
                                   {id, email, level, k_day}));
            if (flags.empty()) return note_change(transaction, ChangeKind::person, id.text());
            std::string words;
            for (const auto flag : flags) {
                words += (words.empty() ? "[\"" : ",\"") + std::string(policy::to_text(flag)) + "\"";
            }
            const auto role = RoleId::make(k_day);
            EXEAT_TRY(
                transaction.change("insert into roles (id, name, name_key, flags, version) "
                                   "values ($1, $1, $1, $2, 1)",
                                   {role, words + "]"}));
            EXEAT_TRY(transaction.change("insert into role_people (role, person) values ($1, $2)", {role, id}));
            return note_change(transaction, ChangeKind::person, id.text());
        });
        return id;
    }

    GroupId add_group(const std::string& name, const std::vector<PersonId>& people = {}) {
        const auto id = GroupId::make(k_day);
        write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change("insert into groups (id, name, name_key, version) values ($1, $2, $3, 1)",
                                         {id, name, name_key(name)}));
            for (const auto& person : people) {
                EXEAT_TRY(
                    transaction.change("insert into group_people (group_id, person) values ($1, $2)", {id, person}));
            }
            return note_change(transaction, ChangeKind::group, id.text());
        });
        return id;
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

    std::string add_member(domain::Membership membership) {
        Member member{GroupId::make(k_day).text(), std::move(membership)};
        write([&](sql::Transaction& transaction) { return insert_member(transaction, member, k_day); });
        return member.id;
    }
    std::string add_member(LibraryId library, PersonId person, policy::Role role) {
        domain::Membership membership;
        membership.library = library;
        membership.person = person;
        membership.role = role;
        return add_member(std::move(membership));
    }

private:
    sql::testing::TestDatabase place_;
    std::unique_ptr<sql::Database> database_;
};

}  // namespace exeat::store::testing
