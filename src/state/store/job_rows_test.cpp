// Pictures and the queue, on both engines.
#include "state/store/job_rows.h"

#include <gmock/gmock.h>

#include "platform/sql/testing/engine_name.h"
#include "state/store/ended.h"
#include "state/store/testing/site_database.h"

namespace exeat::store {
namespace {

using store::testing::k_day;
using store::testing::SiteDatabase;

class JobRows : public ::testing::TestWithParam<sql::Engine> {
protected:
    PictureSource source(std::uint8_t number) {
        PictureSource made{{}, "png"};
        made.digest.bytes[0] = number;
        site_.write(
            [&](sql::Transaction& transaction) { return keep_blob(transaction, {made.digest, 1, 0, {}}, k_day); });
        return made;
    }
    bool want(const PictureSource& source, Instant now = k_day) {
        return site_.write([&](sql::Transaction& transaction) { return want_picture(transaction, source, now); });
    }
    std::vector<JobRow> take(Instant now, int limit = 10) {
        return site_.write([&](sql::Transaction& transaction) { return take_jobs(transaction, now, limit); });
    }
    void fail_with(const PictureSource& source, const JobFailure& failure) {
        site_.write([&](sql::Transaction& transaction) {
            return fail_job(transaction, domain::JobKind::thumbnail, source, failure, k_day);
        });
    }
    std::vector<JobRow> listed(domain::JobState state) {
        return site_.read([&](sql::Session& session) { return list_jobs(session, state, std::nullopt, 10); });
    }
    static Instant later(std::int64_t ms) { return Instant{k_day.ms + ms}; }

    SiteDatabase site_{GetParam()};
};

TEST_P(JobRows, APictureIsWantedOnce) {
    const auto one = source(1);
    EXPECT_TRUE(want(one));
    EXPECT_FALSE(want(one));
    const auto row = site_.read([&](sql::Session& session) { return read_picture(session, one); });
    ASSERT_TRUE(row);
    EXPECT_EQ(row->state, PictureState::waiting);
    EXPECT_FALSE(row->facts);
    EXPECT_EQ(listed(domain::JobState::waiting).size(), 1U);
}

TEST_P(JobRows, WhoTakesAJobHasItForAWhile) {
    want(source(1));
    want(source(2), later(1));
    EXPECT_FALSE(site_.read([](sql::Session& session) { return has_due_job(session, Instant{k_day.ms - 1}); }));
    EXPECT_TRUE(site_.read([](sql::Session& session) { return has_due_job(session, k_day); }));
    const auto first = take(later(5), 1);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].source.digest.bytes[0], 1);
    EXPECT_EQ(first[0].attempts, 1);
    const auto second = take(later(5));
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].source.digest.bytes[0], 2);
    EXPECT_TRUE(take(later(5)).empty());
    // Nobody was heard of them.
    const auto again = take(later(5 + domain::k_lease_ms));
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(again[0].attempts, 2);
}

TEST_P(JobRows, WhatIsDoneIsGone) {
    const auto one = source(1);
    want(one);
    site_.write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(picture_is_ready(transaction, one, {400, 300, 0x123456}));
        return end_job(transaction, domain::JobKind::thumbnail, one);
    });
    EXPECT_TRUE(listed(domain::JobState::waiting).empty());
    const auto rows =
        site_.read([&](sql::Session& session) { return read_pictures(session, std::vector{one.digest, Digest{}}); });
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].state, PictureState::ready);
    EXPECT_EQ(rows[0].facts, (PictureFacts{400, 300, 0x123456}));
    EXPECT_FALSE(want(one)) << "it is there";
}

TEST_P(JobRows, AFailureIsTriedAgainLaterOrKept) {
    const auto one = source(1);
    want(one);
    static_cast<void>(take(k_day));
    fail_with(one, {"decoder-died", "signal 11", later(500), 1});
    EXPECT_TRUE(take(later(499)).empty());
    const auto again = take(later(500));
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].attempts, 2);
    EXPECT_EQ(again[0].reason, "decoder-died");
    fail_with(one, {"decoder-died", "signal 11", std::nullopt, 2});
    EXPECT_TRUE(take(later(10'000'000)).empty());
    const auto failed = listed(domain::JobState::failed);
    ASSERT_EQ(failed.size(), 1U);
    EXPECT_EQ(failed[0].detail, "signal 11");
    site_.write([&](sql::Transaction& transaction) { return retry_job(transaction, failed[0].id, later(20)); });
    const auto retried = take(later(20));
    ASSERT_EQ(retried.size(), 1U);
    EXPECT_EQ(retried[0].attempts, 1);
}

TEST_P(JobRows, AFailureOfWhatWasNeverQueuedIsKept) {
    const auto one = source(1);
    fail_with(one, {"picture-broken", "", std::nullopt, 1});
    const auto found =
        site_.read([&](sql::Session& session) { return find_job(session, domain::JobKind::thumbnail, one); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, domain::JobState::failed);
    PictureSource gone = one;
    gone.digest.bytes[5] = 9;
    fail_with(gone, {"picture-broken", "", std::nullopt, 1});
    EXPECT_EQ(listed(domain::JobState::failed).size(), 1U) << "there is no such content";
}

TEST_P(JobRows, OldAssetsWithoutAPictureAreFound) {
    const auto library = site_.add_library("Press");
    std::vector<domain::Asset> assets;
    for (std::uint8_t i = 0; i < 5; ++i) {
        domain::Asset asset;
        asset.id = AssetId::make(k_day);
        asset.library = library.id;
        asset.name = "a.png";
        asset.media_type = "image/png";
        asset.digest = source(i).digest;
        asset.created_at = k_day;
        site_.write([&](sql::Transaction& transaction) { return insert_asset(transaction, asset); });
        assets.push_back(asset);
    }
    want({assets[1].digest, "png"});
    const auto find = [&](std::int64_t after, int limit) {
        return site_.read([&](sql::Session& session) { return originals_without_picture(session, after, limit); });
    };
    const auto first = find(0, 3);
    ASSERT_EQ(first.originals.size(), 2U);
    EXPECT_EQ(first.originals[1].digest, assets[2].digest);
    const auto rest = find(*first.last, 3);
    EXPECT_EQ(rest.originals.size(), 2U);
    EXPECT_FALSE(find(*rest.last, 3).last);
    const auto showing =
        site_.read([&](sql::Session& session) { return assets_showing(session, assets[0].digest, 5); });
    ASSERT_EQ(showing.size(), 1U);
    EXPECT_EQ(showing[0].id, assets[0].id);
}

TEST_P(JobRows, GoWithTheirContent) {
    const auto one = source(1);
    want(one);
    site_.write([&](sql::Transaction& transaction) { return forget_blob(transaction, one.digest); });
    EXPECT_TRUE(listed(domain::JobState::waiting).empty());
    EXPECT_FALSE(site_.read([&](sql::Session& session) { return read_picture(session, one); }));
    EXPECT_FALSE(site_.read([&](sql::Session& session) { return read_blob(session, one.digest); }));
}

INSTANTIATE_TEST_SUITE_P(Engines, JobRows, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         sql::testing::engine_name);

}  // namespace
}  // namespace exeat::store
