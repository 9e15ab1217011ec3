// Short ways to people, places and assets in tests of what is done with them. Called by the tests of this module and of
// those above it; nothing that is shipped includes it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "state/store/assets.h"
#include "state/store/credentials.h"
#include "state/store/group_rows.h"
#include "state/store/members.h"
#include "state/store/people_rows.h"
#include "usecases/folders/folders.h"
#include "usecases/libraries/libraries.h"
#include "usecases/permit.h"
#include "usecases/testing/house_fixture.h"

namespace exeat::usecases::testing {

inline constexpr auto k_all_flags = policy::Flags::from_bits(0xFF);

/// A house with rows put into it without asking anybody, so that tests begin where they want to.
class PlacesFixture {
public:
    explicit PlacesFixture(sql::Engine engine = sql::Engine::sqlite) : site(engine) {
        administrator = add_person("admin", policy::Level::administrator);
    }

    [[nodiscard]] House& house() { return site.house(); }
    [[nodiscard]] Instant now() { return must_have(site.database().now()); }

    template <class Work>
    auto write(Work work) {
        return must_have(change(house(), std::move(work)));
    }

    Caller add_person(const std::string& name, policy::Level level, policy::Flags flags = k_all_flags) {
        store::PersonRow person;
        person.id = PersonId::make(now());
        person.name = name;
        person.email = person.email_key = name + "@example.org";
        person.level = level;
        person.created_at = now();
        store::RoleRow role;
        role.id = RoleId::make(now());
        role.name = role.id.text();
        role.flags = flags;
        write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(store::insert_person(transaction, person));
            EXEAT_TRY(store::write_password(transaction, person.id, "of no password"));
            EXEAT_TRY(store::insert_role(transaction, role));
            return store::write_roles_of(transaction, person.id, {role.id});
        });
        return HouseFixture::as(person.id);
    }
    GroupId add_group(const std::string& name, const std::vector<Caller>& people = {}) {
        store::GroupRow group;
        group.id = GroupId::make(now());
        group.name = name;
        std::vector<PersonId> ids;
        for (const auto& caller : people) ids.push_back(*caller.person);
        write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(store::insert_group(transaction, group));
            return store::write_people_of_group(transaction, group.id, group.version, ids);
        });
        return group.id;
    }

    LibraryId add_library(const std::string& name, const domain::LibrarySettings& settings = {}) {
        const auto library = must_have(create_library(house(), administrator, {name, domain::LibraryKind::media}));
        must_have(write_usage_settings(house(), administrator, library.id, library.version, settings));
        return library.id;
    }
    FolderId add_folder(LibraryId library, const std::string& name, std::optional<FolderId> parent = std::nullopt) {
        return must_have(create_folder(house(), administrator, {library, parent, name})).id;
    }

    std::string add_member(const domain::Membership& membership) {
        const store::Member member{to_text(new_id_bits(now())), membership};
        write([&](sql::Transaction& transaction) { return store::insert_member(transaction, member, now()); });
        return member.id;
    }
    std::string add_member(LibraryId library, const Caller& person, policy::Role role,
                           std::optional<FolderId> folder = std::nullopt, std::optional<AssetId> asset = std::nullopt) {
        domain::Membership membership;
        membership.library = library;
        membership.folder = folder;
        membership.asset = asset;
        membership.person = person.person;
        membership.role = role;
        return add_member(membership);
    }

    /// An asset whose bytes nobody asks for.
    domain::Asset add_asset(domain::Asset asset) {
        asset.id = AssetId::make(now());
        asset.created_at = now();
        asset.media_type = "image/png";
        asset.no = write([&](sql::Transaction& transaction) -> Result<std::int64_t> {
            EXEAT_TRY(store::keep_blob(transaction, {asset.digest, asset.size, 0, {}}, now()));
            return store::insert_asset(transaction, asset);
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

    std::int64_t ledger_entries(std::string_view kind) {
        return must_have(site.database().read([&](sql::Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one("select count(*) from ledger_entries where kind = $1", {kind}));
            return row->get<std::int64_t>(0);
        }));
    }

    HouseFixture site;
    Caller administrator;
};

}  // namespace exeat::usecases::testing
