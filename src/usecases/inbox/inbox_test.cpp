#include "usecases/inbox/inbox.h"

#include <gtest/gtest.h>

#include "usecases/testing/requests_fixture.h"

namespace exeat::usecases {
namespace {

using testing::must_have;

class InboxOnBoth : public ::testing::TestWithParam<sql::Engine> {
protected:
    /// As many notices of one request, the oldest first.
    std::vector<std::string> fill(const Caller& person, int count) {
        const auto request = stage_.ask();
        std::vector<store::NoticeRow> notices;
        std::vector<std::string> ids;
        for (int i = 0; i < count; ++i) {
            store::NoticeRow notice;
            notice.id = to_text(new_id_bits(Instant{stage_.places.now().ms - count + i}));
            notice.person = *person.person;
            notice.kind = "request_made";
            notice.library = stage_.library;
            notice.request = request;
            notice.made_at = stage_.places.now();
            ids.push_back(notice.id);
            notices.push_back(std::move(notice));
        }
        stage_.places.write([&](sql::Transaction& transaction) { return store::insert_notices(transaction, notices); });
        std::ranges::sort(ids);
        return ids;
    }
    House& house() { return stage_.house(); }
    std::int64_t unread(const Caller& person) { return must_have(unread_notices(house(), person)); }

    testing::RequestsFixture stage_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, InboxOnBoth, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(InboxOnBoth, AllOfAVeryLongOneAreMarked) {
    const auto reader = stage_.places.add_person("reader", policy::Level::producer);
    const auto ids = fill(reader, 2'500);
    const auto others = unread(stage_.owner);
    EXPECT_EQ(unread(reader), store::k_most_unread) << "nothing is counted beyond";
    EXPECT_EQ(must_have(mark_inbox(house(), reader, {Mark::read, {}, ids.at(2'498)})), 1) << "what came since stays";
    EXPECT_EQ(must_have(list_inbox(house(), reader, {.part = store::InboxPart::unread})).notices.at(0).id, ids.back());
    EXPECT_EQ(unread(stage_.owner), others);
    EXPECT_EQ(must_have(mark_inbox(house(), reader, {Mark::read, {}, ids.back()})), 0);
}

TEST_P(InboxOnBoth, OneTransactionMarksSomeTheNewestFirst) {
    const auto reader = stage_.places.add_person("reader", policy::Level::producer);
    const auto ids = fill(reader, 5);
    const auto mark = [&](int limit) {
        return stage_.places.write([&](sql::Transaction& transaction) {
            return store::mark_notices_until(transaction, *reader.person, ids.at(3), stage_.places.now(), limit);
        });
    };
    EXPECT_EQ(mark(3), 3);
    EXPECT_EQ(unread(reader), 2);
    EXPECT_EQ(must_have(list_inbox(house(), reader, {.part = store::InboxPart::unread})).notices.back().id,
              ids.front());
    EXPECT_EQ(mark(3), 1);
    EXPECT_EQ(mark(3), 0);
}

}  // namespace
}  // namespace exeat::usecases
