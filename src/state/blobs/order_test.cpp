// In which order the disk is asked: what makes an acknowledged blob survive a power cut.
#include <gtest/gtest.h>

#include <map>

#include "state/blobs/testing/faulty_store.h"

namespace exeat::blobs {
namespace {

using testing::bytes_of;
using testing::Call;
using testing::content;
using testing::FaultyStore;
using testing::k_upload;
using testing::Op;
using testing::store;

/// The places in the calls where this operation is.
std::vector<std::size_t> places(const std::vector<Call>& calls, Op op) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (calls[i].op == op) found.push_back(i);
    }
    return found;
}

TEST(Order, BytesThenNameThenFolder) {
    FaultyStore bench;
    bench.faults().begin();
    ASSERT_TRUE(store(bench.blobs(), "ordered"));
    const auto calls = bench.faults().calls();
    const auto synced = places(calls, Op::sync_file);
    const auto renamed = places(calls, Op::rename);
    const auto folder = places(calls, Op::sync_folder);
    ASSERT_EQ(synced.size(), 1U);
    ASSERT_EQ(renamed.size(), 1U);
    ASSERT_EQ(folder.size(), 1U);
    EXPECT_LT(places(calls, Op::write).back(), synced.front());
    EXPECT_LT(synced.front(), renamed.front());
    EXPECT_LT(renamed.front(), folder.front());
    EXPECT_TRUE(calls[renamed.front()].path.starts_with(calls[folder.front()].path + "/"));
}

TEST(Order, AKeptDuplicateIsConfirmedToo) {
    FaultyStore bench;
    ASSERT_TRUE(store(bench.blobs(), "twice"));
    bench.faults().begin();
    ASSERT_TRUE(store(bench.blobs(), "twice"));
    EXPECT_EQ(places(bench.faults().calls(), Op::sync_folder).size(), 1U)
        << "whoever named it first may have died before";
}

TEST(Order, ANewFolderIsMadeDurableBeforeItsFirstName) {
    FaultyStore bench;
    for (const auto& entry : std::filesystem::directory_iterator(bench.scratch().folder() + "/blobs")) {
        std::filesystem::remove(entry.path());
    }
    bench.faults().begin();
    ASSERT_TRUE(store(bench.blobs(), "new parent"));
    const auto calls = bench.faults().calls();
    const auto folder = places(calls, Op::sync_folder);
    ASSERT_EQ(folder.size(), 2U);
    EXPECT_LT(places(calls, Op::make_folder).front(), folder.front());
    EXPECT_EQ(calls[folder.front()].path, bench.scratch().folder() + "/blobs");
}

TEST(Order, ManyShareTheSyncOfTheirFolders) {
    FaultyStore bench;
    std::vector<std::unique_ptr<Incoming>> many;
    std::map<std::string, int> folders;
    for (std::uint64_t i = 0; i < 600; ++i) {
        auto incoming = bench.blobs().begin();
        ASSERT_TRUE((*incoming)->append(bytes_of(content(100, i))));
        many.push_back(std::move(*incoming));
    }
    bench.faults().begin();
    for (const auto& stored : bench.blobs().finish_many(many)) ASSERT_TRUE(stored);
    const auto calls = bench.faults().calls();
    EXPECT_LT(places(calls, Op::sync_file).back(), places(calls, Op::rename).front());
    EXPECT_LT(places(calls, Op::rename).back(), places(calls, Op::sync_folder).front());
    for (const auto at : places(calls, Op::rename)) ++folders[calls[at].path.substr(0, calls[at].path.rfind('/'))];
    EXPECT_EQ(places(calls, Op::sync_folder).size(), folders.size());
}

TEST(Order, AnOffsetIsAcknowledgedAfterItsBytesAndItsNameAreDurable) {
    FaultyStore bench;
    bench.faults().begin();
    auto upload = bench.blobs().begin_upload(k_upload);
    ASSERT_TRUE((*upload)->sync());
    auto calls = bench.faults().calls();
    EXPECT_EQ(places(calls, Op::sync_data).size(), 1U);
    ASSERT_EQ(places(calls, Op::sync_folder).size(), 1U);
    EXPECT_EQ(calls[places(calls, Op::sync_folder).front()].path, bench.scratch().folder() + "/incoming");
    bench.faults().begin();
    ASSERT_TRUE((*upload)->append(bytes_of("more")));
    ASSERT_TRUE((*upload)->sync());
    calls = bench.faults().calls();
    EXPECT_EQ(places(calls, Op::sync_data).size(), 1U);
    EXPECT_TRUE(places(calls, Op::sync_folder).empty());
}

}  // namespace
}  // namespace exeat::blobs
