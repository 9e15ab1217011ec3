// Each call to the disk is made to fail, one after the other, in each of a few errands. Whatever fails: what was
// acknowledged is whole, nothing half is ever named, no litter stays, and the same errand works again afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <functional>

#include "state/blobs/check.h"
#include "state/blobs/testing/faulty_store.h"

namespace exeat::blobs {
namespace {

using testing::bytes_of;
using testing::Call;
using testing::content;
using testing::Faults;
using testing::FaultyDisk;
using testing::FaultyStore;
using testing::Op;
using testing::Scratch;
using testing::store;

using testing::k_upload;

/// Something done with a store; says what it was told is stored, also when a part failed.
struct Errand {
    const char* name;
    std::function<void(FaultyStore&)> before;
    std::function<Done(Blobs&, std::vector<BlobFacts>& stored)> run;
};

Done finish(Incoming& incoming, std::vector<BlobFacts>& stored) {
    EXEAT_TAKE(const auto one, incoming.finish());
    stored.push_back(one.facts);
    return {};
}

Done store_in_steps(Blobs& blobs, std::vector<BlobFacts>& stored, std::string_view text, std::size_t step) {
    EXEAT_TAKE(const auto incoming, blobs.begin());
    for (std::size_t at = 0; at < text.size(); at += step) EXEAT_TRY(incoming->append(bytes_of(text.substr(at, step))));
    return finish(*incoming, stored);
}

Done upload_with_a_break(Blobs& blobs, std::vector<BlobFacts>& stored) {
    const auto text = content(300'000, 12);
    (void)blobs.drop_upload(k_upload);
    {
        EXEAT_TAKE(const auto incoming, blobs.begin_upload(k_upload));
        EXEAT_TRY(incoming->append(bytes_of(text).first(100'000)));
        EXEAT_TRY(incoming->sync());
        EXEAT_TRY(incoming->append(bytes_of("to be forgotten")));
        EXEAT_TRY(incoming->rewind());
        EXEAT_TRY(incoming->append(bytes_of("not acknowledged")));
    }
    EXEAT_TAKE(const auto again, blobs.resume_upload(k_upload, 100'000));
    EXEAT_TRY(again->append(bytes_of(text).subspan(100'000)));
    EXEAT_TRY(again->sync());
    EXEAT_TRY(finish(*again, stored));
    // As after a restart whose row did not come to be.
    EXEAT_TAKE(const auto once_more, blobs.resume_upload(k_upload, 100'000));
    EXEAT_TRY(once_more->append(bytes_of(text).subspan(100'000)));
    EXEAT_TRY(finish(*once_more, stored));
    return blobs.drop_upload(k_upload);
}

Done store_five(Blobs& blobs, std::vector<BlobFacts>& stored) {
    std::vector<std::unique_ptr<Incoming>> many;
    for (std::uint64_t i = 0; i < 5; ++i) {
        EXEAT_TAKE(auto incoming, blobs.begin());
        EXEAT_TRY(incoming->append(bytes_of(content(3000, 20 + i % 4))));
        many.push_back(std::move(incoming));
    }
    Done done;
    for (const auto& one : blobs.finish_many(many)) {
        if (one) stored.push_back(one->facts);
        if (!one) done = fail(one.error());
    }
    return done;
}

std::vector<Errand> errands() {
    return {
        {"small",
         {},
         [](Blobs& blobs, auto& stored) { return store_in_steps(blobs, stored, content(5000, 10), 5000); }},
        {"large",
         {},
         [](Blobs& blobs, auto& stored) { return store_in_steps(blobs, stored, content(9'500'000, 11), 1'000'000); }},
        {"short_writes", [](FaultyStore& bench) { bench.faults().write_at_most(777); },
         [](Blobs& blobs, auto& stored) { return store_in_steps(blobs, stored, content(9000, 13), 4000); }},
        {"duplicate", [](FaultyStore& bench) { ASSERT_TRUE(store(bench.blobs(), content(5000, 14))); },
         [](Blobs& blobs, auto& stored) { return store_in_steps(blobs, stored, content(5000, 14), 5000); }},
        {"broken_duplicate",
         [](FaultyStore& bench) {
             const auto facts = store(bench.blobs(), content(5000, 15))->facts;
             std::filesystem::resize_file(bench.scratch().path_of(facts.digest), 4999);
         },
         [](Blobs& blobs, auto& stored) { return store_in_steps(blobs, stored, content(5000, 15), 5000); }},
        {"missing_folder",
         [](FaultyStore& bench) {
             for (const auto& entry : std::filesystem::directory_iterator(bench.scratch().folder() + "/blobs")) {
                 std::filesystem::remove(entry.path());
             }
         },
         [](Blobs& blobs, auto& stored) { return store_in_steps(blobs, stored, content(5000, 16), 5000); }},
        {"upload", {}, upload_with_a_break},
        {"five", {}, store_five},
    };
}

void expect_intact(Blobs& blobs, const std::vector<BlobFacts>& all) {
    for (const auto& facts : all) EXPECT_EQ(verify(blobs, facts)->verdict, Verdict::intact);
}

/// Runs the errand with its `nth` call failing; false when it had fewer calls.
bool run_with_fault(const Errand& errand, std::uint64_t nth, int number) {
    FaultyStore bench;
    if (errand.before) errand.before(bench);
    Call failed{};
    bench.faults().begin([&](std::uint64_t call, const Call& which) -> std::optional<int> {
        if (call != nth) return std::nullopt;
        failed = which;
        return number;
    });
    std::vector<BlobFacts> stored;
    const auto done = errand.run(bench.blobs(), stored);
    const bool fired = bench.faults().fired();
    bench.faults().begin();
    SCOPED_TRACE(std::string(errand.name) + ": call " + std::to_string(nth) + " (" +
                 std::to_string(static_cast<int>(failed.op)) + " " + failed.path + ") gives " + std::to_string(number));
    expect_intact(bench.blobs(), stored);
    if (!done) {
        EXPECT_EQ(done.error().kind, ErrorKind::unavailable) << done.error().detail;
        EXPECT_EQ(done.error().code, number == ENOSPC ? "disk-full" : "disk-failed");
        EXPECT_FALSE(done.error().text.empty());
    }
    const bool sync = failed.op == Op::sync_data || failed.op == Op::sync_file || failed.op == Op::sync_folder;
    if (fired && sync) {
        EXPECT_FALSE(done) << "a failed sync cannot be a success";
        EXPECT_FALSE(bench.blobs().ready()) << "and nothing else is written until the disk is proved";
        EXPECT_FALSE(store(bench.blobs(), "something else"));
    }
    if (number == ENOSPC && fired && !sync) EXPECT_TRUE(bench.blobs().ready()) << "a full disk stops one upload only";

    EXPECT_TRUE(bench.blobs().prove());
    EXPECT_TRUE(bench.blobs().ready());
    expect_intact(bench.blobs(), stored);
    const auto again = errand.run(bench.blobs(), stored);
    EXPECT_TRUE(again) << again.error().detail;
    bench.reopen();
    EXPECT_TRUE(bench.is_open());
    EXPECT_TRUE(bench.scratch().files("incoming").empty());
    expect_intact(bench.blobs(), stored);
    bench.expect_whole();
    return fired;
}

TEST(Faults, WhateverCallFailsNothingIsLostOrLeft) {
    for (const auto& errand : errands()) {
        for (const int number : {EIO, ENOSPC}) {
            std::uint64_t nth = 1;
            while (run_with_fault(errand, nth, number) && !HasFailure()) ++nth;
            EXPECT_GT(nth, 5U) << errand.name << " made hardly any calls";
            if (HasFailure()) return;
        }
    }
}

TEST(Faults, OpeningAgainAfterAnyFaultWorks) {
    for (std::uint64_t nth = 1;; ++nth) {
        const Scratch scratch;
        const auto faults = std::make_shared<Faults>();
        faults->begin(
            [&](std::uint64_t call, const Call&) { return call == nth ? std::optional<int>(EIO) : std::nullopt; });
        const auto first = open_local_on(std::make_unique<FaultyDisk>(faults), {scratch.folder()});
        if (!first) EXPECT_EQ(first.error().kind, ErrorKind::unavailable);
        const bool fired = faults->fired();
        faults->begin();
        const auto second = open_local_on(std::make_unique<FaultyDisk>(faults), {scratch.folder()});
        ASSERT_TRUE(second);
        ASSERT_TRUE(store(**second, "works"));
        if (!fired) break;
        if (nth == 5) nth = 250;  // those between make one folder each, all alike
    }
}

TEST(Faults, WhatBeganBeforeTheFailureIsNotFinishedAfterIt) {
    FaultyStore bench;
    auto early = bench.blobs().begin();
    ASSERT_TRUE((*early)->append(bytes_of("began early")));
    auto upload = bench.blobs().begin_upload(k_upload);
    ASSERT_TRUE((*upload)->append(bytes_of("abc")));
    ASSERT_TRUE((*upload)->sync());
    bench.faults().begin([](std::uint64_t, const Call& call) {
        return call.op == Op::sync_file ? std::optional<int>(EIO) : std::nullopt;
    });
    EXPECT_EQ(store(bench.blobs(), "meets the fault").error().code, "disk-failed");
    EXPECT_EQ(bench.blobs().prove().error().code, "disk-failed") << "the disk is not well yet";
    EXPECT_EQ(bench.blobs().begin().error().code, "disk-failed");
    bench.faults().begin();
    ASSERT_TRUE(bench.blobs().prove());
    EXPECT_EQ((*early)->append(bytes_of("x")).error().code, "disk-failed");
    EXPECT_EQ((*early)->finish().error().code, "disk-failed");
    EXPECT_EQ((*upload)->sync().error().code, "disk-failed");
    upload->reset();
    auto again = bench.blobs().resume_upload(k_upload, 3);
    ASSERT_TRUE(again) << "what was acknowledged is still good";
    EXPECT_TRUE((*again)->finish());
}

TEST(Faults, ANameInDoubtIsTakenBackBeforeTheDiskIsTrusted) {
    FaultyStore bench;
    const auto kept = store(bench.blobs(), "was here before");
    bench.faults().begin([](std::uint64_t, const Call& call) {
        return call.op == Op::sync_folder ? std::optional<int>(EIO) : std::nullopt;
    });
    ASSERT_FALSE(store(bench.blobs(), "in doubt"));
    EXPECT_EQ(bench.scratch().files("blobs").size(), 2U) << "renamed, but nobody was told";
    ASSERT_FALSE(bench.blobs().prove());
    bench.faults().begin();
    ASSERT_TRUE(bench.blobs().prove());
    EXPECT_EQ(bench.scratch().files("blobs").size(), 1U);
    EXPECT_EQ(verify(bench.blobs(), kept->facts)->verdict, Verdict::intact);
    EXPECT_TRUE(store(bench.blobs(), "in doubt"));
}

TEST(Faults, AFullDiskFailsOneUploadAndGoesOn) {
    FaultyStore bench;
    auto other = bench.blobs().begin();
    ASSERT_TRUE((*other)->append(bytes_of("others ")));
    auto upload = bench.blobs().begin_upload(k_upload);
    ASSERT_TRUE((*upload)->append(bytes_of("first ")));
    ASSERT_TRUE((*upload)->sync());
    auto full = bench.blobs().begin();
    bench.faults().begin([](std::uint64_t, const Call& call) {
        return call.op == Op::write ? std::optional<int>(ENOSPC) : std::nullopt;
    });
    const auto refused = (*full)->append(bytes_of("too much"));
    EXPECT_EQ(refused.error().code, "disk-full");
    EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
    EXPECT_EQ((*full)->append(bytes_of("more")).error().code, "disk-full") << "it stays refused";
    EXPECT_EQ((*upload)->append(bytes_of("too much")).error().code, "disk-full");
    EXPECT_EQ(bench.scratch().files("incoming").size(), 2U) << "its space is given back at once";
    bench.faults().begin();
    ASSERT_TRUE((*other)->append(bytes_of("go on")));
    EXPECT_TRUE((*other)->finish());
    upload->reset();
    auto again = bench.blobs().resume_upload(k_upload, 6);
    ASSERT_TRUE((*again)->append(bytes_of("second")));
    EXPECT_EQ((*again)->finish()->facts.digest, store(bench.blobs(), "first second")->facts.digest);
}

TEST(Faults, TooManyOpenFilesIsNotTheDisksFault) {
    FaultyStore bench;
    bench.faults().begin([](std::uint64_t, const Call&) { return std::optional<int>(EMFILE); });
    EXPECT_EQ(bench.blobs().begin().error().kind, ErrorKind::busy);
    EXPECT_TRUE(bench.blobs().ready());
}

TEST(Faults, WhateverFailsWhileAnUploadIsResumedItCanBeResumedAgain) {
    FaultyStore bench;
    const auto text = content(600'000, 31);
    {
        auto upload = bench.blobs().begin_upload(k_upload);
        ASSERT_TRUE((*upload)->append(bytes_of(text)));
        ASSERT_TRUE((*upload)->sync());
    }
    for (std::uint64_t nth = 1; nth <= 6; ++nth) {
        bench.faults().begin(
            [nth](std::uint64_t call, const Call&) { return call == nth ? std::optional<int>(EIO) : std::nullopt; });
        EXPECT_EQ(bench.blobs().resume_upload(k_upload, 600'000).has_value(), !bench.faults().fired()) << nth;
        EXPECT_EQ(bench.faults().fired(), nth < 7) << "opened, looked at, read three times, cut";
        bench.faults().begin();
        ASSERT_TRUE(bench.blobs().prove());
    }
    auto upload = bench.blobs().resume_upload(k_upload, 600'000);
    ASSERT_TRUE(upload);
    EXPECT_EQ((*upload)->finish()->facts.digest, store(bench.blobs(), text)->facts.digest);
}

TEST(Faults, AReadErrorIsSeenByVerify) {
    FaultyStore bench;
    const auto facts = store(bench.blobs(), content(static_cast<std::size_t>(k_block) + 5, 30))->facts;
    bench.faults().begin(
        [](std::uint64_t, const Call& call) { return call.op == Op::read ? std::optional<int>(EIO) : std::nullopt; });
    EXPECT_EQ(verify(bench.blobs(), facts)->verdict, Verdict::unreadable);
    EXPECT_TRUE(bench.blobs().ready()) << "one bad file does not stop the others";
}

}  // namespace
}  // namespace exeat::blobs
