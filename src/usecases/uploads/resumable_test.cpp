#include "usecases/uploads/resumable.h"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <thread>

#include "state/store/uploads.h"
#include "usecases/testing/places_fixture.h"

namespace exeat::usecases {
namespace {

using testing::code_of;
using testing::must_have;

class Resumable : public ::testing::TestWithParam<sql::Engine> {
protected:
    Resumable() {
        site_.add_member(library_, mira_, policy::Role::editor);
        signed_out_ = mira_;  // their session has no row any more
        mira_.session.reset();
    }

    UploadState begin(std::int64_t length) {
        UploadWish wish;
        wish.target.library = library_;
        wish.name = "photo.txt";
        wish.length = length;
        return must_have(begin_upload(site_.house(), mira_, wish));
    }
    Result<UploadState> send(UploadId id, std::int64_t offset, std::string_view text) {
        return send_as(mira_, id, offset, text);
    }
    Result<UploadState> send_as(const Caller& caller, UploadId id, std::int64_t offset, std::string_view text) {
        EXEAT_TAKE(const auto writer, continue_upload(site_.house(), caller, id, offset));
        EXEAT_TRY(writer->append(std::as_bytes(std::span(text))));
        return writer->acknowledge();
    }
    std::int64_t assets() {
        return must_have(site_.site.database().read([](sql::Session& session) -> Result<std::int64_t> {
            EXEAT_TAKE(const auto row, session.one("select count(*) from assets"));
            return row->get<std::int64_t>(0);
        }));
    }

    testing::PlacesFixture site_{GetParam()};
    LibraryId library_ = site_.add_library("Press");
    Caller mira_ = site_.add_person("mira", policy::Level::importer);
    Caller signed_out_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Resumable, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         testing::engine_name);

TEST_P(Resumable, TheLastByteMakesTheAsset) {
    const auto begun = begin(8);
    EXPECT_EQ(must_have(send(begun.id, 0, "half")).position, 4);
    EXPECT_EQ(assets(), 0);
    const auto whole = must_have(send(begun.id, 4, "half"));
    ASSERT_TRUE(whole.finished);
    EXPECT_EQ(must_have(upload_state(site_.house(), mira_, begun.id)).finished, whole.finished);
    EXPECT_EQ(code_of(send(begun.id, 4, "half")), "wrong-offset");
    EXPECT_EQ(assets(), 1);
}

TEST_P(Resumable, WhoIsSignedOutMeanwhileBringsNothing) {
    const auto begun = begin(8);
    EXPECT_EQ(code_of(send_as(signed_out_, begun.id, 0, "half")), "not-signed-in");
    EXPECT_EQ(must_have(upload_state(site_.house(), mira_, begun.id)).position, 0);
    EXPECT_EQ(must_have(send(begun.id, 0, "half")).position, 4) << "whoever signs in again goes on";
    EXPECT_EQ(code_of(send_as(signed_out_, begun.id, 4, "half")), "not-signed-in");
    EXPECT_EQ(assets(), 0);
    EXPECT_FALSE(must_have(upload_state(site_.house(), mira_, begun.id)).finished);
    EXPECT_EQ(site_.ledger_entries("asset_added"), 0);
}

TEST_P(Resumable, AnAssetAndTheEndOfItsUploadAreOneWrite) {
    const auto begun = begin(5);
    {
        auto writer = must_have(continue_upload(site_.house(), mira_, begun.id, 0));
        must_have(writer->append(std::as_bytes(std::span<const char>("bytes", 5))));
        site_.write([&](sql::Transaction& transaction) { return store::delete_upload(transaction, begun.id); });
        EXPECT_EQ(code_of(writer->acknowledge()), "stale");
    }
    EXPECT_EQ(assets(), 0) << "the upload could not be marked as finished";
    EXPECT_EQ(site_.ledger_entries("asset_added"), 0);
}

TEST_P(Resumable, WhatWasFinishedMeanwhileIsNotMadeAgain) {
    const auto begun = begin(5);
    auto writer = must_have(continue_upload(site_.house(), mira_, begun.id, 0));
    must_have(writer->append(std::as_bytes(std::span<const char>("bytes", 5))));
    const auto first = site_.add_asset(library_, "photo.txt").id;
    site_.write([&](sql::Transaction& transaction) { return store::finish_upload(transaction, begun.id, first); });
    EXPECT_EQ(code_of(writer->acknowledge()), "stale");
    writer.reset();
    EXPECT_EQ(assets(), 1);
    EXPECT_EQ(must_have(upload_state(site_.house(), mira_, begun.id)).finished, first);
}

TEST_P(Resumable, WhatIsBeingEndedTakesNoBytes) {
    const auto begun = begin(5);
    std::promise<void> held, go_on;
    // Whoever ends the upload has dropped its bytes then and waits with its row for this write.
    std::thread holds([&] {
        site_.write([&](sql::Transaction& transaction) -> Done {
            EXEAT_TRY(store::move_upload(transaction, begun.id, 0));
            held.set_value();
            go_on.get_future().wait();
            return {};
        });
    });
    held.get_future().wait();
    std::string ended = "not yet";
    std::thread ends([&] { ended = code_of(end_upload(site_.house(), mira_, begun.id)); });
    while (!must_have(site_.house().blobs.uploads()).empty()) std::this_thread::yield();
    EXPECT_EQ(code_of(send(begun.id, 0, "bytes")), "upload-busy");
    go_on.set_value();
    holds.join();
    ends.join();
    EXPECT_EQ(ended, "");
    EXPECT_EQ(code_of(send(begun.id, 0, "bytes")), "not-found");
    EXPECT_EQ(assets(), 0);
}

}  // namespace
}  // namespace exeat::usecases
