// Who may put a bulk change into the line, and in which order those of several people are done.
#include <gtest/gtest.h>

#include <iterator>

#include "state/store/request_rows.h"
#include "usecases/testing/bulk_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;

class BulkTurns : public testing::BulkFixture {};
INSTANTIATE_TEST_SUITE_P(Engines, BulkTurns, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(BulkTurns, AreRefusedAtOnceToWhoeverCouldChangeNothing) {
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

TEST_P(BulkTurns, AreMadeByWhoeverMayChangeAnythingThere) {
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

TEST_P(BulkTurns, TakeTurnsByPerson) {
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

TEST_P(BulkTurns, EndByThemselvesWhereNothingOfTheFirstThousandCouldBeChanged) {
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

}  // namespace
}  // namespace exeat::usecases
