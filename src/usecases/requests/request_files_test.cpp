#include "usecases/requests/request_files.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "state/store/assets.h"
#include "usecases/requests/closing.h"
#include "usecases/requests/requests.h"
#include "usecases/testing/requests_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;

class RequestFiles : public ::testing::TestWithParam<sql::Engine> {
protected:
    RequestFiles() { stage_.viewer.session.reset(); }

    House& house() { return stage_.house(); }
    Result<store::RequestFile> send(const Caller& caller) {
        auto incoming = must_have(house().blobs.begin());
        must_have(incoming->append(std::as_bytes(std::span(std::string_view("layout")))));
        return keep_request_file(house(), caller, "layout.txt", std::move(incoming));
    }
    /// One form for so many assets.
    std::vector<RequestRow> ask_for(int count) {
        NewRequests wanted;
        for (int i = 0; i < count; ++i) {
            wanted.wish.assets.push_back(
                stage_.places.add_asset(stage_.library, "quarry " + std::to_string(i) + ".tif").id);
        }
        wanted.reason = "A poster";
        return must_have(create_requests(house(), stage_.viewer, wanted)).requests;
    }
    /// A row of the viewer's, as if it had come that long ago.
    RequestFileId add(std::optional<AskId> ask, std::int64_t size = 6, std::int64_t age_ms = 0) {
        const Instant made{stage_.places.now().ms - age_ms};
        const store::RequestFile file{
            RequestFileId::make(made), ask, *stage_.viewer.person, "layout.txt", "text/plain", size, Digest{}, made};
        stage_.places.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(store::keep_blob(transaction, {file.digest, size, 0, {}}, made));
            return store::insert_request_file(transaction, file);
        });
        return file.id;
    }
    std::size_t sent_with(RequestId id) { return must_have(read_request(house(), stage_.owner, id)).sent_files.size(); }

    testing::RequestsFixture stage_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, RequestFiles, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(RequestFiles, WhoIsSignedOutMeanwhileSendsNone) {
    auto ended = stage_.viewer;
    ended.token = TokenId::make(stage_.places.now());
    EXPECT_EQ(code_of(send(ended)), "not-signed-in");
    EXPECT_EQ(stage_.places.ledger_entries("request_file_sent"), 0);
    must_have(send(stage_.viewer));
    EXPECT_EQ(stage_.places.ledger_entries("request_file_sent"), 1);
}

TEST_P(RequestFiles, TheyGoWithTheLastThatIsWithdrawn) {
    const auto rows = ask_for(2);
    const auto file = add(rows.front().ask);
    must_have(cancel_request(house(), stage_.viewer, rows[0].id));
    EXPECT_EQ(sent_with(rows[1].id), 1U) << "it waits, and came with the same form";
    must_have(still_sees_file(house(), stage_.viewer, rows[1].id, file));
    must_have(cancel_request(house(), stage_.viewer, rows[1].id));
    EXPECT_EQ(sent_with(rows[0].id), 0U);
    EXPECT_EQ(code_of(open_request_file(house(), stage_.viewer, rows[1].id, file)), "not-found");
    EXPECT_EQ(code_of(still_sees_file(house(), stage_.viewer, rows[1].id, file)), "not-found");
}

TEST_P(RequestFiles, TheyStayWhereSomebodyDecided) {
    const auto rows = ask_for(2);
    add(rows.front().ask);
    must_have(stage_.decide(stage_.owner, rows[0].id, Verdict::reject));
    must_have(cancel_request(house(), stage_.viewer, rows[1].id));
    EXPECT_EQ(sent_with(rows[0].id), 1U);
}

TEST_P(RequestFiles, TheyGoWhenAllIsClosedByItself) {
    const auto rows = ask_for(2);
    add(rows.front().ask);
    must_have(cancel_request(house(), stage_.viewer, rows[0].id));
    const auto now = stage_.places.now();
    stage_.places.write([&](sql::Transaction& transaction) {
        return close_requests_of_deleted(transaction, stage_.owner, rows[1].asset, now);
    });
    EXPECT_EQ(sent_with(rows[1].id), 0U);
}

TEST_P(RequestFiles, OnlyWhoeverMayAskSendsThem) {
    auto stranger = stage_.places.add_person("stranger", policy::Level::consumer);
    auto browser = stage_.places.add_person("browser", policy::Level::browser);
    auto director = stage_.places.add_person("director", policy::Level::director);
    for (auto* person : {&stranger, &browser, &director}) person->session.reset();
    stage_.places.add_member(stage_.library, browser, policy::Role::viewer);
    EXPECT_EQ(code_of(send(stranger)), "not-found");
    EXPECT_EQ(code_of(send(browser)), "not-found") << "their level asks for nothing";
    must_have(send(director));
    auto open = testing::RequestsFixture::guarded();
    open.visibility = policy::Visibility::everyone;
    stage_.places.add_library("Open", open);
    must_have(send(stranger));
    EXPECT_EQ(code_of(send(browser)), "not-found");
}

TEST_P(RequestFiles, TheyHaveALimitOfBytesTogether) {
    constexpr std::int64_t k_day = 86'400'000;
    const auto half = k_most_held_file_bytes / 2;
    const auto waits = ask_for(1).front();
    const auto rejected = ask_for(1).front();
    must_have(stage_.decide(stage_.owner, rejected.id, Verdict::reject));
    add(waits.ask, half, 2 * k_day);
    add(rejected.ask, half, 2 * k_day);
    must_have(send(stage_.viewer));  // that of the rejected one came long ago, and counts no more
    add(rejected.ask, half - 12);
    must_have(send(stage_.viewer));
    EXPECT_EQ(code_of(send(stage_.viewer)), "too-many-file-bytes");
    EXPECT_EQ(stage_.places.ledger_entries("request_file_sent"), 2);
    must_have(cancel_request(house(), stage_.viewer, waits.id));
    must_have(send(stage_.viewer));
}

}  // namespace
}  // namespace exeat::usecases
