// What every store of blobs does; a new store is one more line at the end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "core/vocabulary/checksum.h"
#include "state/blobs/blobs.h"
#include "state/blobs/check.h"
#include "state/blobs/testing/scratch.h"

namespace exeat::blobs {
namespace {

using testing::bytes_of;
using testing::content;
using testing::read_all;
using testing::store;

struct Kind {
    const char* name;
    std::function<Result<std::unique_ptr<Blobs>>(const std::string& folder)> open;
};

class BlobsContract : public ::testing::TestWithParam<Kind> {
protected:
    void SetUp() override { reopen(); }
    void reopen() {
        blobs_.reset();
        auto opened = GetParam().open(scratch_.folder());
        ASSERT_TRUE(opened) << opened.error().detail;
        blobs_ = std::move(*opened);
    }

    testing::Scratch scratch_;
    std::unique_ptr<Blobs> blobs_;
};

const UploadId k_upload = UploadId::make(Instant{1'700'000'000'000});

Result<std::vector<Digest>> none_used(std::span<const Digest>) {
    return std::vector<Digest>{};
}
Result<std::vector<Digest>> all_used(std::span<const Digest> asked) {
    return std::vector<Digest>(asked.begin(), asked.end());
}

TEST_P(BlobsContract, KnowsTheFactsOfWhatItStored) {
    for (const std::int64_t size :
         {std::int64_t{0}, std::int64_t{1}, k_block - 1, k_block, k_block + 1, 3 * k_block + 5}) {
        const auto text = content(static_cast<std::size_t>(size), 1);
        const auto stored = store(*blobs_, text);
        ASSERT_TRUE(stored) << stored.error().detail;
        EXPECT_EQ(stored->facts.size, size);
        EXPECT_EQ(stored->facts.crc32, crc32(text));
        std::vector<std::uint32_t> blocks;
        for (std::size_t at = 0; at < text.size(); at += k_block) {
            blocks.push_back(crc32c(std::string_view(text).substr(at, k_block)));
        }
        EXPECT_EQ(stored->facts.crc32c, blocks);
        EXPECT_EQ(read_all(*blobs_, stored->facts.digest).value_or("none"), text);
        const auto examined = verify(*blobs_, stored->facts);
        EXPECT_EQ(examined->verdict, Verdict::intact);
    }
}

TEST_P(BlobsContract, NamesBySha256) {
    const auto abc = store(*blobs_, "abc");
    ASSERT_TRUE(abc);
    EXPECT_EQ(to_text(abc->facts.digest), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const auto empty = store(*blobs_, "");
    ASSERT_TRUE(empty);
    EXPECT_EQ(to_text(empty->facts.digest), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_P(BlobsContract, DoesNotCareHowBytesAreCut) {
    const auto text = content(static_cast<std::size_t>(2 * k_block + 77), 2);
    const auto whole = store(*blobs_, text);
    ASSERT_TRUE(whole);
    for (const std::size_t step :
         {std::size_t{1009}, std::size_t{65536}, std::size_t{k_block}, std::size_t{1'500'000}}) {
        auto incoming = blobs_->begin();
        ASSERT_TRUE(incoming);
        for (std::size_t at = 0; at < text.size(); at += step) {
            ASSERT_TRUE((*incoming)->append(bytes_of(std::string_view(text).substr(at, step))));
        }
        const auto stored = (*incoming)->finish();
        ASSERT_TRUE(stored);
        EXPECT_EQ(stored->facts, whole->facts) << step;
    }
}

TEST_P(BlobsContract, ReadsAnyPart) {
    const auto text = content(300'000, 3);
    const auto stored = store(*blobs_, text);
    ASSERT_TRUE(stored);
    const auto blob = blobs_->open(stored->facts.digest);
    ASSERT_TRUE(blob);
    std::vector<std::byte> part(1000);
    EXPECT_EQ((*blob)->read(123'456, part).value_or(0), 1000U);
    EXPECT_TRUE(std::ranges::equal(part, bytes_of(text).subspan(123'456, 1000)));
    EXPECT_EQ((*blob)->read(299'990, part).value_or(0), 10U);
    EXPECT_EQ((*blob)->read(300'000, part).value_or(1), 0U);
}

TEST_P(BlobsContract, WhatIsMissingIsOurMistake) {
    const auto blob = blobs_->open(Digest{});
    ASSERT_FALSE(blob);
    EXPECT_EQ(blob.error().code, "blob-missing");
    EXPECT_EQ(blob.error().kind, ErrorKind::internal);
    EXPECT_EQ(blobs_->hold(Digest{})->has_value(), false);
    BlobFacts facts;
    EXPECT_EQ(verify(*blobs_, facts)->verdict, Verdict::missing);
}

TEST_P(BlobsContract, SurvivesReopening) {
    const auto stored = store(*blobs_, "kept");
    ASSERT_TRUE(stored);
    reopen();
    EXPECT_EQ(read_all(*blobs_, stored->facts.digest).value_or("none"), "kept");
}

TEST_P(BlobsContract, FinishesManyTogether) {
    std::vector<std::unique_ptr<Incoming>> many;
    for (std::uint64_t i = 0; i < 20; ++i) {
        auto incoming = blobs_->begin();
        ASSERT_TRUE(incoming);
        ASSERT_TRUE((*incoming)->append(bytes_of(content(5000, i % 15))));  // five of them are the same as others
        many.push_back(std::move(*incoming));
    }
    many[7]->discard();
    const auto answers = blobs_->finish_many(many);
    ASSERT_EQ(answers.size(), 20U);
    for (std::uint64_t i = 0; i < 20; ++i) {
        if (i == 7) {
            EXPECT_FALSE(answers[i]);
            continue;
        }
        ASSERT_TRUE(answers[i]) << answers[i].error().detail;
        EXPECT_EQ(read_all(*blobs_, answers[i]->facts.digest).value_or("none"), content(5000, i % 15));
    }
    EXPECT_TRUE(blobs_->finish_many({}).empty());
}

TEST_P(BlobsContract, AnEndedIncomingIsOver) {
    auto incoming = blobs_->begin();
    ASSERT_TRUE(incoming);
    ASSERT_TRUE((*incoming)->finish());
    EXPECT_EQ((*incoming)->append(bytes_of("x")).error().code, "upload-over");
    EXPECT_EQ((*incoming)->finish().error().code, "upload-over");
    EXPECT_EQ((*incoming)->sync().error().code, "upload-over");
    EXPECT_EQ((*incoming)->rewind().error().code, "upload-over");
    (*incoming)->discard();
}

TEST_P(BlobsContract, AnUploadGoesOnAfterARestart) {
    const auto text = content(static_cast<std::size_t>(2 * k_block + 12'345), 4);
    const auto facts = store(*blobs_, text)->facts;
    for (const std::size_t stop : {std::size_t{0}, std::size_t{1}, std::size_t{k_block}, text.size()}) {
        {
            auto incoming = blobs_->begin_upload(k_upload);
            ASSERT_TRUE(incoming);
            ASSERT_TRUE((*incoming)->append(bytes_of(text).first(stop)));
            ASSERT_TRUE((*incoming)->sync());
            ASSERT_TRUE((*incoming)->append(bytes_of("never acknowledged")));
        }
        reopen();
        EXPECT_EQ(blobs_->begin_upload(k_upload).error().code, "upload-exists");
        auto again = blobs_->resume_upload(k_upload, static_cast<std::int64_t>(stop));
        ASSERT_TRUE(again) << again.error().detail;
        EXPECT_EQ((*again)->size(), static_cast<std::int64_t>(stop));
        ASSERT_TRUE((*again)->append(bytes_of(text).subspan(stop)));
        const auto stored = (*again)->finish();
        ASSERT_TRUE(stored);
        EXPECT_EQ(stored->facts, facts);
        ASSERT_TRUE(blobs_->drop_upload(k_upload));
        EXPECT_TRUE(blobs_->uploads()->empty());
    }
}

TEST_P(BlobsContract, AnUploadThatEndedWithoutItsRowCanBeEndedAgain) {
    const auto text = content(700'000, 5);
    const auto upload = [&](std::size_t from) {
        return from == 0 ? blobs_->begin_upload(k_upload)
                         : blobs_->resume_upload(k_upload, static_cast<std::int64_t>(from));
    };
    auto incoming = upload(0);
    ASSERT_TRUE((*incoming)->append(bytes_of(text).first(400'000)));
    ASSERT_TRUE((*incoming)->sync());
    ASSERT_TRUE((*incoming)->append(bytes_of(text).subspan(400'000)));
    const auto first = (*incoming)->finish();
    ASSERT_TRUE(first);
    // Here the process died: the row still says 400,000 bytes.
    reopen();
    auto other = upload(400'000);
    ASSERT_TRUE(other);
    EXPECT_EQ((*other)->append(bytes_of("these are other bytes")).error().code, "upload-lost");
    auto again = upload(400'000);
    ASSERT_TRUE(again);
    EXPECT_EQ((*again)->size(), 400'000);
    ASSERT_TRUE((*again)->append(bytes_of(text).subspan(400'000, 100'000)));
    ASSERT_TRUE((*again)->rewind());
    ASSERT_TRUE((*again)->append(bytes_of(text).subspan(400'000)));
    ASSERT_TRUE((*again)->sync());
    EXPECT_EQ(verify(*blobs_, first->facts)->verdict, Verdict::intact) << "nothing of it changes the blob";
    const auto second = (*again)->finish();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->facts, first->facts);
    ASSERT_TRUE(blobs_->drop_upload(k_upload));
    EXPECT_EQ(verify(*blobs_, first->facts)->verdict, Verdict::intact);
}

TEST_P(BlobsContract, AnUploadThatIsNotAllHereIsLost) {
    EXPECT_EQ(blobs_->resume_upload(k_upload, 0).error().code, "upload-lost");
    ASSERT_TRUE((*blobs_->begin_upload(k_upload))->append(bytes_of("abc")));
    const auto lost = blobs_->resume_upload(k_upload, 4);
    EXPECT_EQ(lost.error().code, "upload-lost");
    EXPECT_EQ(lost.error().kind, ErrorKind::gone);
}

TEST_P(BlobsContract, RewindForgetsWhatCameSinceTheLastSync) {
    auto incoming = blobs_->begin();
    ASSERT_TRUE((*incoming)->append(bytes_of("wrong from the start")));
    ASSERT_TRUE((*incoming)->rewind());
    EXPECT_EQ((*incoming)->size(), 0);
    ASSERT_TRUE((*incoming)->append(bytes_of("good ")));
    ASSERT_TRUE((*incoming)->sync());
    ASSERT_TRUE((*incoming)->append(bytes_of("checksum differs")));
    ASSERT_TRUE((*incoming)->rewind());
    ASSERT_TRUE((*incoming)->append(bytes_of("bytes")));
    const auto stored = (*incoming)->finish();
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->facts.digest, store(*blobs_, "good bytes")->facts.digest);
    EXPECT_EQ(read_all(*blobs_, stored->facts.digest).value_or("none"), "good bytes");
}

TEST_P(BlobsContract, UploadsAreListedAndDropped) {
    const auto other = UploadId::make(Instant{1'700'000'000'001});
    ASSERT_TRUE((*blobs_->begin_upload(k_upload))->append(bytes_of("abc")));
    ASSERT_TRUE(blobs_->begin_upload(other));
    auto uploads = blobs_->uploads();
    ASSERT_TRUE(uploads);
    ASSERT_EQ(uploads->size(), 2U);
    EXPECT_EQ(uploads->front().id, k_upload);
    EXPECT_EQ(uploads->front().size, 3);
    ASSERT_TRUE(blobs_->drop_upload(k_upload));
    ASSERT_TRUE(blobs_->drop_upload(k_upload)) << "nothing to drop is no error";
    EXPECT_EQ(blobs_->uploads()->size(), 1U);
    EXPECT_EQ(blobs_->resume_upload(k_upload, 3).error().code, "upload-lost");
}

TEST_P(BlobsContract, RemovesWhatNobodyHoldsOrUses) {
    auto stored = store(*blobs_, "to go");
    ASSERT_TRUE(stored);
    const std::vector digests{stored->facts.digest};
    EXPECT_TRUE(blobs_->remove(digests, none_used)->empty()) << "it is held";
    stored->pin.reset();
    EXPECT_TRUE(blobs_->remove(digests, all_used)->empty()) << "a row uses it";
    const auto failing = [](std::span<const Digest>) -> Result<std::vector<Digest>> {
        return fail(ErrorKind::unavailable, "database", "");
    };
    EXPECT_EQ(blobs_->remove(digests, failing).error().code, "database");
    ASSERT_TRUE(blobs_->open(stored->facts.digest));
    const auto before = blobs_->open(stored->facts.digest);
    EXPECT_THAT(*blobs_->remove(digests, none_used), ::testing::ElementsAre(stored->facts.digest));
    EXPECT_FALSE(blobs_->open(stored->facts.digest));
    std::string text(5, '\0');
    EXPECT_EQ((*before)->read(0, std::as_writable_bytes(std::span(text))).value_or(0), 5U) << "open ones go on";
    EXPECT_EQ(text, "to go");
    EXPECT_TRUE(store(*blobs_, "to go"));
}

TEST_P(BlobsContract, APinInTheMiddleOfARemovalKeepsTheBlob) {
    auto stored = store(*blobs_, "wanted again");
    ASSERT_TRUE(stored);
    stored->pin.reset();
    Result<Stored> again = fail(ErrorKind::internal, "", "");
    const auto meanwhile = [&](std::span<const Digest>) {
        again = store(*blobs_, "wanted again");
        return none_used({});
    };
    EXPECT_TRUE(blobs_->remove(std::vector{stored->facts.digest}, meanwhile)->empty());
    ASSERT_TRUE(again);
    EXPECT_EQ(read_all(*blobs_, again->facts.digest).value_or("none"), "wanted again");
}

TEST_P(BlobsContract, ListsInOrderOfDigests) {
    std::map<Digest, std::int64_t> expected;
    for (std::uint64_t i = 0; i < 60; ++i) {
        const auto stored = store(*blobs_, content(100 + i, i));
        expected[stored->facts.digest] = stored->facts.size;
    }
    std::vector<std::pair<const Digest, std::int64_t>> found;
    ASSERT_TRUE(blobs_->list({[&](const BlobEntry& entry) -> Done {
                                  found.emplace_back(entry.digest, entry.size);
                                  EXPECT_GT(entry.modified.ms, 1'700'000'000'000);
                                  return {};
                              },
                              [](std::string_view name) -> Done {
                                  ADD_FAILURE() << name;
                                  return {};
                              }}));
    EXPECT_TRUE(std::ranges::equal(found, expected));
    const auto stop = blobs_->list({[](const BlobEntry&) { return Done(fail(ErrorKind::busy, "stop", "")); }, {}});
    EXPECT_EQ(stop.error().code, "stop");
}

TEST_P(BlobsContract, QuarantineMakesRoomForGoodBytes) {
    const auto stored = store(*blobs_, "good bytes");
    ASSERT_TRUE(blobs_->quarantine(stored->facts.digest));
    EXPECT_EQ(blobs_->open(stored->facts.digest).error().code, "blob-missing");
    ASSERT_TRUE(blobs_->quarantine(stored->facts.digest)) << "nothing there is no error";
    ASSERT_TRUE(store(*blobs_, "good bytes"));
    ASSERT_TRUE(blobs_->quarantine(stored->facts.digest)) << "a second time";
    ASSERT_TRUE(store(*blobs_, "good bytes"));
    EXPECT_EQ(verify(*blobs_, stored->facts)->verdict, Verdict::intact);
}

TEST_P(BlobsContract, IsReady) {
    EXPECT_TRUE(blobs_->ready());
    EXPECT_TRUE(blobs_->prove());
}

INSTANTIATE_TEST_SUITE_P(Stores, BlobsContract,
                         ::testing::Values(Kind{"local",
                                                [](const std::string& folder) { return open_local({folder}); }}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace exeat::blobs
