#include "usecases/bulk/bulk.h"

#include <gmock/gmock.h>

#include <iterator>

#include "state/store/changes.h"
#include "state/store/request_rows.h"
#include "state/store/session_rows.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::engine_name;
using testing::must_have;
using testing::PlacesFixture;

class BulkChanges : public ::testing::TestWithParam<sql::Engine> {
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

TEST_P(BulkChanges, AreRefusedAtOnceToWhoeverCouldChangeNothing) {
    add_assets(2);
    auto viewer = fixture_.add_person("viewer", policy::Level::producer);
    viewer.session.reset();
    fixture_.add_member(library_, viewer, policy::Role::viewer);
    auto draft = edit();
    draft.change.attributes.reset();
    draft.change.status = policy::AssetStatus::draft;
    expect_refused(viewer, draft);
    expect_refused(viewer, edit());
    expect_refused(viewer, lock());
    expect_refused(editor_, lock());
    auto both = draft;
    both.change.access = policy::Access::locked;
    expect_refused(editor_, both);
    auto weak = fixture_.add_person("weak", policy::Level::consumer);
    fixture_.add_member(library_, weak, policy::Role::owner);
    expect_refused(weak, edit());
    EXPECT_EQ(code_of(make_bulk_change(house(), stranger_, draft)), "not-found");

    EXPECT_TRUE(make_bulk_change(house(), editor_, draft));
    EXPECT_TRUE(make_bulk_change(house(), editor_, edit())) << "some asset may be unlocked";
}

TEST_P(BulkChanges, AreMadeByWhoeverMayChangeAnythingThere) {
    const auto asset = add_assets(1).front();
    auto of_folder = fixture_.add_person("folder", policy::Level::producer);
    fixture_.add_member(library_, of_folder, policy::Role::editor, fixture_.add_folder(library_, "Quarry"));
    EXPECT_TRUE(make_bulk_change(house(), of_folder, edit()));

    auto guest = fixture_.add_person("guest", policy::Level::consumer);
    fixture_.add_member(library_, guest, policy::Role::viewer);
    store::AskRow ask;
    ask.id = AskId::make(fixture_.now());
    ask.library = library_;
    ask.person = *guest.person;
    ask.created_at = fixture_.now();
    domain::Request pass;
    pass.id = RequestId::make(fixture_.now());
    pass.ask = ask.id;
    pass.asset = asset;
    pass.library = library_;
    pass.person = guest.person;
    pass.kind = policy::RequestKind::access;
    pass.status = policy::RequestStatus::approved;
    pass.phase = domain::RequestPhase::approved;
    pass.wanted_actions = pass.actions = {policy::Action::edit};
    pass.created_at = fixture_.now();
    fixture_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(store::insert_ask(transaction, ask));
        return store::insert_request(transaction, pass);
    });
    EXPECT_TRUE(make_bulk_change(house(), guest, edit())) << "by a pass";
    auto moved = edit();
    moved.change.attributes.reset();
    moved.change.folder = json::Change<FolderId>::to_null();
    EXPECT_FALSE(make_bulk_change(house(), guest, moved)) << "the pass is for editing alone";
    const auto set_end = [&](Instant end) {
        fixture_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(transaction.change("update requests set valid_until = $1", {end}));
            return {};
        });
    };
    set_end(Instant{fixture_.now().ms + 3'600'000});
    EXPECT_TRUE(make_bulk_change(house(), guest, edit()));
    set_end(Instant{fixture_.now().ms - 1});
    EXPECT_FALSE(make_bulk_change(house(), guest, edit())) << "it has ended";
}

TEST_P(BulkChanges, TakeTurnsByPerson) {
    auto second = fixture_.add_person("second", policy::Level::producer);
    second.session.reset();
    fixture_.add_member(library_, second, policy::Role::owner);
    const auto large = queued(owner_, 250, 1'000);
    const auto next = queued(owner_, 150, 2'000);
    const auto other = queued(second, 150, 3'000);
    const auto step = [&] { EXPECT_EQ(must_have(advance_bulk_changes(house())), Remaining::something); };
    const auto expect_visited = [&](std::int64_t of_large, std::int64_t of_next, std::int64_t of_other) {
        EXPECT_EQ(visited(owner_, large), of_large);
        EXPECT_EQ(visited(owner_, next), of_next);
        EXPECT_EQ(visited(second, other), of_other);
    };
    step();
    expect_visited(100, 0, 0);
    step();
    expect_visited(100, 0, 100);
    step();
    expect_visited(200, 0, 100);
    fixture_.add_member(library_, stranger_, policy::Role::owner);
    const auto small = queued(stranger_, 3, 4'000);
    step();
    EXPECT_EQ(visited(stranger_, small), 3) << "whoever had none yet is next";
    step();
    expect_visited(200, 0, 150);
    step();
    expect_visited(250, 0, 150);
    step();
    expect_visited(250, 100, 150);
    step();
    expect_visited(250, 150, 150);
    EXPECT_EQ(must_have(advance_bulk_changes(house())), Remaining::nothing);
}

TEST_P(BulkChanges, EndByThemselvesWhereNothingOfTheFirstThousandCouldBeChanged) {
    auto wanted = lock();
    wanted.ids = absent(1'150);
    const auto shown = run(owner_, wanted);
    EXPECT_EQ(shown.state, domain::BulkState::changed);
    EXPECT_EQ(shown.stopped, domain::BulkStop::all_refused);
    EXPECT_EQ(shown.visited, domain::k_refused_before_stop);
    EXPECT_EQ(shown.left_alone, domain::k_refused_before_stop);
    EXPECT_EQ(fixture_.ledger_entries("bulk_change_stopped"), 1);
    const auto left = must_have(list_left_assets(house(), owner_, shown.id, std::nullopt));
    EXPECT_EQ(std::ssize(left.assets), k_most_left_told) << "more are not kept";
    EXPECT_FALSE(left.next);
    EXPECT_EQ(left.count, shown.left_alone);

    // Where anything was changed it goes on, and is taken back as ever.
    const auto asset = add_assets(1).front();
    wanted.ids->push_back(asset);
    const auto done = run(owner_, wanted);
    EXPECT_FALSE(done.stopped);
    EXPECT_EQ(done.visited, 1'151);
    EXPECT_EQ(done.changed, 1);
    EXPECT_EQ(access_of(asset), policy::Access::locked);
    must_have(undo_bulk_change(house(), owner_, done.id));
    EXPECT_EQ(to_its_end(done).undone, 1);
    EXPECT_EQ(access_of(asset), policy::Access::inherit);
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
