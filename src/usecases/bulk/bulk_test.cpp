#include "usecases/bulk/bulk.h"

#include <gmock/gmock.h>

#include "state/store/changes.h"
#include "state/store/session_rows.h"
#include "usecases/testing/bulk_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::engine_name;
using testing::must_have;

class BulkChanges : public testing::BulkFixture {};
INSTANTIATE_TEST_SUITE_P(Engines, BulkChanges, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         engine_name);

TEST_P(BulkChanges, ChangeAllThatASearchFindsInSeveralPieces) {
    const auto folder = fixture_.add_folder(library_, "Quarry");
    const auto meant = add_assets(230, folder);
    const auto other = add_assets(1).front();
    auto wanted = lock();
    wanted.folder = json::Change<FolderId>::to(folder);
    wanted.text = "STONE";
    wanted.except_for = std::vector{meant[7]};
    const auto made = must_have(make_bulk_change(house(), owner_, wanted));
    EXPECT_EQ(made.total, 229);
    EXPECT_EQ(made.state, domain::BulkState::changing);
    EXPECT_FALSE(made.undo_until);
    const auto came_later = add_assets(1, folder).front();

    const auto shown = to_its_end(made);
    EXPECT_EQ(shown.state, domain::BulkState::changed);
    EXPECT_EQ(shown.changed, 229);
    EXPECT_EQ(shown.left_alone, 0);
    EXPECT_TRUE(shown.undo_until);
    EXPECT_EQ(access_of(meant.front()), policy::Access::locked);
    EXPECT_EQ(access_of(meant.back()), policy::Access::locked);
    EXPECT_EQ(access_of(meant[7]), policy::Access::inherit);
    EXPECT_EQ(access_of(other), policy::Access::inherit);
    EXPECT_EQ(access_of(came_later), policy::Access::inherit);
    EXPECT_EQ(fixture_.ledger_entries("asset_protected"), 229);
    EXPECT_EQ(fixture_.ledger_entries("bulk_change_made"), 1);
}

TEST_P(BulkChanges, AreTakenBackButForWhatSomebodyChangedSince) {
    const auto assets = add_assets(3);
    must_have(change_asset(house(), owner_, assets[1], 1, [] {
        AssetChange before;
        before.access = policy::Access::unlocked;
        return before;
    }()));
    auto wanted = lock();
    wanted.ids = assets;
    const auto done = run(owner_, wanted);
    EXPECT_EQ(done.changed, 3);
    AssetChange since;
    since.status = policy::AssetStatus::draft;
    must_have(change_asset(house(), owner_, assets[2], 2, since));

    must_have(undo_bulk_change(house(), owner_, done.id));
    const auto undone = to_its_end(done);
    EXPECT_EQ(undone.state, domain::BulkState::undone);
    EXPECT_EQ(undone.undone, 2);
    EXPECT_EQ(undone.left_alone, 1);
    EXPECT_EQ(access_of(assets[0]), policy::Access::inherit);
    EXPECT_EQ(access_of(assets[1]), policy::Access::unlocked);
    EXPECT_EQ(access_of(assets[2]), policy::Access::locked);
    const auto left = must_have(list_left_assets(house(), owner_, done.id, std::nullopt));
    ASSERT_EQ(left.assets.size(), 1);
    EXPECT_EQ(left.assets[0].asset, assets[2]);
    EXPECT_EQ(left.assets[0].code, "changed-since");
    EXPECT_EQ(code_of(undo_bulk_change(house(), owner_, done.id)), "cannot-undo");
}

TEST_P(BulkChanges, CanBeTakenBackForADay) {
    auto wanted = lock();
    wanted.ids = add_assets(2);
    const auto as_if_earlier = [&](const BulkChangeShown& done, std::int64_t ms) {
        fixture_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change("update bulk_changes set ended_at = ended_at - $1 where id = $2",
                                         {ms, done.id.text()}));
            return {};
        });
    };
    const auto kept = run(owner_, wanted);
    as_if_earlier(kept, domain::k_bulk_undo_ms - 60'000);
    EXPECT_TRUE(must_have(read_bulk_change(house(), owner_, kept.id)).undo_until);
    as_if_earlier(kept, 60'000);
    EXPECT_FALSE(must_have(read_bulk_change(house(), owner_, kept.id)).undo_until);
    EXPECT_EQ(code_of(undo_bulk_change(house(), owner_, kept.id)), "cannot-undo");
    EXPECT_EQ(access_of(wanted.ids->front()), policy::Access::locked);
}

TEST_P(BulkChanges, LeaveWhatTheirMakerMayNotChange) {
    const auto assets = add_assets(2);
    for (const auto asset : assets) must_have(change_asset(house(), owner_, asset, 1, lock().change));
    auto wanted = edit();
    wanted.ids = {assets[0], assets[1], AssetId::make(fixture_.now())};
    const auto made = must_have(make_bulk_change(house(), editor_, wanted));
    while (must_have(advance_bulk_changes(house())) == Remaining::something) {
    }
    const auto shown = must_have(read_bulk_change(house(), editor_, made.id));
    EXPECT_EQ(shown.changed, 0);
    EXPECT_EQ(shown.left_alone, 3);
    const auto left = must_have(list_left_assets(house(), editor_, made.id, std::nullopt));
    ASSERT_EQ(left.assets.size(), 3);
    int absent = 0;
    for (const auto& asset : left.assets) {
        if (asset.code == "not-found") ++absent;
        EXPECT_EQ(asset.code == "not-found", !asset.name) << asset.code;
    }
    EXPECT_EQ(absent, 1);
}

TEST_P(BulkChanges, AreTheirMakersAlone) {
    add_assets(1);
    const auto made = run(owner_, lock());
    EXPECT_EQ(code_of(read_bulk_change(house(), editor_, made.id)), "not-found");
    EXPECT_EQ(code_of(undo_bulk_change(house(), fixture_.administrator, made.id)), "not-found");
    EXPECT_EQ(code_of(list_left_assets(house(), stranger_, made.id, std::nullopt)), "not-found");
    EXPECT_TRUE(must_have(list_bulk_changes(house(), editor_)).empty());
    EXPECT_EQ(code_of(make_bulk_change(house(), stranger_, lock())), "not-found") << "a library that they cannot see";
}

TEST_P(BulkChanges, SayWhatIsWrong) {
    const auto assets = add_assets(1);
    auto wanted = lock();
    wanted.change.name = "one name for all.png";
    EXPECT_EQ(code_of(make_bulk_change(house(), owner_, wanted)), "wrong-change");
    wanted = lock();
    wanted.change = {};
    EXPECT_EQ(code_of(make_bulk_change(house(), owner_, wanted)), "nothing-to-change");
    wanted = lock();
    wanted.ids = std::vector<AssetId>(k_most_chosen + 1, assets[0]);
    EXPECT_EQ(code_of(make_bulk_change(house(), owner_, wanted)), "too-many-assets");
    wanted.ids = std::vector<AssetId>{};
    EXPECT_EQ(code_of(make_bulk_change(house(), owner_, wanted)), "nothing-chosen");
    for (std::int64_t i = 0; i < k_most_open_bulk_changes; ++i) must_have(make_bulk_change(house(), owner_, lock()));
    EXPECT_EQ(code_of(make_bulk_change(house(), owner_, lock())), "too-many-bulk-changes");
}

TEST_P(BulkChanges, EndForWhoeverLeftTheLibrary) {
    add_assets(150);
    const auto made = must_have(make_bulk_change(house(), owner_, lock()));
    EXPECT_EQ(must_have(advance_bulk_changes(house())), Remaining::something);
    fixture_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(transaction.change("update people set active = $2 where id = $1", {*owner_.person, false}));
        return store::note_change(transaction, store::ChangeKind::person, owner_.person->text());
    });
    while (must_have(advance_bulk_changes(house())) == Remaining::something) {
    }
    const auto row = must_have(house().database.read([&](sql::Session& session) {
        return session.one("select state, changed from bulk_changes where id = $1", {made.id});
    }));
    EXPECT_EQ(row->get<std::string>(0), "changed");
    EXPECT_EQ(row->get<std::int64_t>(1), 100);
    EXPECT_EQ(fixture_.ledger_entries("bulk_change_stopped"), 1);
}

TEST_P(BulkChanges, EndWithTheTokenThatMadeThem) {
    add_assets(150);
    store::TokenRow token;
    token.id = TokenId::make(fixture_.now());
    token.person = *owner_.person;
    token.name = "bulk";
    token.created_at = fixture_.now();
    fixture_.write([&](sql::Transaction& transaction) { return store::insert_token(transaction, token); });
    auto program = owner_;
    program.token = token.id;
    const auto made = must_have(make_bulk_change(house(), program, lock()));
    EXPECT_EQ(must_have(advance_bulk_changes(house())), Remaining::something);
    fixture_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::delete_token(transaction, token.person, token.id));
        return {};
    });
    const auto shown = to_its_end(made);
    EXPECT_EQ(shown.state, domain::BulkState::changed);
    EXPECT_EQ(shown.stopped, domain::BulkStop::signed_out);
    EXPECT_EQ(shown.changed, 100);
    // Its maker takes it back as whoever they are now.
    must_have(undo_bulk_change(house(), owner_, made.id));
    const auto undone = to_its_end(made);
    EXPECT_EQ(undone.undone, 100);
    EXPECT_FALSE(undone.stopped);
}

TEST_P(BulkChanges, EndForWhoeverSeesTheLibraryNoLonger) {
    add_assets(150);
    const auto made = must_have(make_bulk_change(house(), owner_, lock()));
    EXPECT_EQ(must_have(advance_bulk_changes(house())), Remaining::something);
    fixture_.write([&](sql::Transaction& transaction) { return store::delete_member(transaction, owner_member_); });
    const auto shown = to_its_end(made);
    EXPECT_EQ(shown.stopped, domain::BulkStop::not_allowed);
    EXPECT_EQ(shown.changed, 100);
}

TEST_P(BulkChanges, AreCancelledByTheirMaker) {
    add_assets(150);
    const auto made = must_have(make_bulk_change(house(), owner_, lock()));
    EXPECT_EQ(must_have(advance_bulk_changes(house())), Remaining::something);
    EXPECT_EQ(code_of(cancel_bulk_change(house(), editor_, made.id)), "not-found");
    EXPECT_EQ(must_have(cancel_bulk_change(house(), owner_, made.id)).stopped, domain::BulkStop::cancelled);
    EXPECT_EQ(code_of(cancel_bulk_change(house(), owner_, made.id)), "cannot-cancel");
    const auto shown = to_its_end(made);
    EXPECT_EQ(shown.changed, 100);
    EXPECT_EQ(shown.visited, 100);
    EXPECT_TRUE(shown.undo_until);
    EXPECT_EQ(fixture_.ledger_entries("bulk_change_cancelled"), 1);
}

}  // namespace
}  // namespace exeat::usecases
