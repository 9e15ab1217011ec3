// A library with an owner, an editor and somebody who does not see it, and bulk changes in it that are worked on by
// hand. Called by the tests of usecases/bulk; nothing that is shipped includes it.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "usecases/bulk/bulk.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases::testing {

class BulkFixture : public ::testing::TestWithParam<sql::Engine> {
protected:
    void SetUp() override {
        owner_member_ = fixture_.add_member(library_, owner_, policy::Role::owner);
        fixture_.add_member(library_, editor_, policy::Role::editor);
        // They came with no session that could end.
        for (auto* caller : {&owner_, &editor_, &stranger_}) caller->session.reset();
    }
    House& house() { return fixture_.house(); }

    std::vector<AssetId> add_assets(int count, std::optional<FolderId> folder = std::nullopt) {
        std::vector<AssetId> ids;
        for (int i = 0; i < count; ++i) {
            ids.push_back(fixture_.add_asset(library_, "stone " + std::to_string(i) + ".png", folder).id);
        }
        return ids;
    }
    BulkChangeWanted lock() const {
        BulkChangeWanted wanted;
        wanted.library = library_;
        wanted.change.access = policy::Access::locked;
        return wanted;
    }
    BulkChangeShown run(const Caller& caller, const BulkChangeWanted& wanted) {
        return to_its_end(must_have(make_bulk_change(house(), caller, wanted)));
    }
    BulkChangeShown to_its_end(const BulkChangeShown& made) {
        while (must_have(advance_bulk_changes(house())) == Remaining::something) {
        }
        return must_have(read_bulk_change(house(), owner_, made.id));
    }
    /// Assets that are not there, after all that are.
    std::vector<AssetId> absent(int count) const {
        std::vector<AssetId> ids;
        for (int i = 0; i < count; ++i) ids.push_back(AssetId::make(Instant{4'102'444'800'000 + i}));
        return ids;
    }
    /// One of as many assets that are not there, as if it had been made then.
    BulkChangeId queued(const Caller& caller, int count, std::int64_t made_at) {
        auto wanted = lock();
        wanted.ids = absent(count);
        const auto made = must_have(make_bulk_change(house(), caller, wanted));
        fixture_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change("update bulk_changes set created_at = $2 where id = $1", {made.id, made_at}));
            return {};
        });
        return made.id;
    }
    std::int64_t visited(const Caller& caller, BulkChangeId id) {
        return must_have(read_bulk_change(house(), caller, id)).visited;
    }
    /// Nothing was made that waits.
    void expect_refused(const Caller& caller, const BulkChangeWanted& wanted) {
        const auto made = make_bulk_change(house(), caller, wanted);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().kind, ErrorKind::forbidden);
        EXPECT_TRUE(must_have(list_bulk_changes(house(), caller)).empty());
        EXPECT_EQ(must_have(advance_bulk_changes(house())), Remaining::nothing);
    }
    BulkChangeWanted edit() const {
        BulkChangeWanted wanted;
        wanted.library = library_;
        wanted.change.attributes.emplace();
        return wanted;
    }
    policy::Access access_of(AssetId id) { return must_have(house().authority.asset(id))->rules.access; }

    PlacesFixture fixture_{GetParam()};
    Caller owner_ = fixture_.add_person("owner", policy::Level::manager);
    Caller editor_ = fixture_.add_person("editor", policy::Level::producer);
    Caller stranger_ = fixture_.add_person("stranger", policy::Level::producer);
    LibraryId library_ = fixture_.add_library("Press");
    std::string owner_member_;
};

}  // namespace exeat::usecases::testing
