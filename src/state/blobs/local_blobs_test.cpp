// What is particular to a store in a folder.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "state/blobs/check.h"
#include "state/blobs/testing/scratch.h"

namespace exeat::blobs {
namespace {

using testing::bytes_of;
using testing::content;
using testing::Scratch;
using testing::store;

std::unique_ptr<Blobs> open_in(const Scratch& scratch) {
    return std::move(*open_local({scratch.folder()}));
}

ino_t inode(const std::string& path) {
    struct stat status{};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_ino;
}

TEST(LocalBlobs, LiesUnderItsDigest) {
    const Scratch scratch;
    const auto blobs = open_in(scratch);
    ASSERT_TRUE(store(*blobs, "abc"));
    const auto path = scratch.folder() + "/blobs/ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_TRUE(scratch.files("incoming").empty());
}

TEST(LocalBlobs, KeepsTheOldOfTwoAndRenewsItsTime) {
    const Scratch scratch;
    const auto blobs = open_in(scratch);
    const auto path = scratch.path_of(store(*blobs, "twice")->facts.digest);
    const auto first = inode(path);
    const timespec old[2] = {{1000, 0}, {1000, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), old, 0), 0);
    ASSERT_TRUE(store(*blobs, "twice"));
    EXPECT_EQ(inode(path), first);
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_GT(status.st_mtim.tv_sec, 1'700'000'000);
    EXPECT_TRUE(scratch.files("incoming").empty());
}

TEST(LocalBlobs, ReplacesOneOfTheWrongSizeAndKeepsItAside) {
    const Scratch scratch;
    const auto blobs = open_in(scratch);
    const auto facts = store(*blobs, "cut short")->facts;
    std::filesystem::resize_file(scratch.path_of(facts.digest), 3);
    ASSERT_TRUE(store(*blobs, "cut short"));
    EXPECT_EQ(verify(*blobs, facts)->verdict, Verdict::intact);
    EXPECT_EQ(scratch.files("quarantine").size(), 1U);
}

TEST(LocalBlobs, FindsWhereABlobIsBroken) {
    const Scratch scratch;
    const auto blobs = open_in(scratch);
    const auto facts = store(*blobs, content(static_cast<std::size_t>(2 * k_block + 100), 1))->facts;
    const auto path = scratch.path_of(facts.digest);
    for (const std::int64_t at : {std::int64_t{0}, k_block - 1, k_block, 2 * k_block + 99}) {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(at);
        const auto byte = file.get();
        file.seekp(at);
        file.put(static_cast<char>(byte ^ 0x10));
        file.flush();
        const auto examined = verify(*blobs, facts);
        EXPECT_EQ(examined->verdict, Verdict::wrong_bytes);
        EXPECT_EQ(examined->offset, at / k_block * k_block);
        file.seekp(at);
        file.put(static_cast<char>(byte));
    }
    EXPECT_EQ(verify(*blobs, facts)->verdict, Verdict::intact);
    auto other = facts;
    ++other.crc32c[1];
    EXPECT_EQ(verify(*blobs, other)->verdict, Verdict::wrong_facts);
    EXPECT_EQ(verify(*blobs, other)->offset, k_block);
    other = facts;
    ++other.crc32;
    EXPECT_EQ(verify(*blobs, other)->verdict, Verdict::wrong_facts);
    std::filesystem::resize_file(path, 5);
    EXPECT_EQ(verify(*blobs, facts)->verdict, Verdict::wrong_size);
}

TEST(LocalBlobs, RemovesWhatADeadProcessLeft) {
    const Scratch scratch;
    (void)open_in(scratch);
    const auto upload = UploadId::make(Instant{1'700'000'000'000});
    std::ofstream(scratch.folder() + "/incoming/17.part") << "half";
    std::ofstream(scratch.folder() + "/incoming/probe") << "half";
    std::ofstream(scratch.folder() + "/incoming/" + upload.text() + ".upload") << "half";
    const auto blobs = open_in(scratch);
    EXPECT_EQ(scratch.files("incoming").size(), 1U) << "the upload can be continued";
    EXPECT_EQ(blobs->uploads()->size(), 1U);
}

TEST(LocalBlobs, AnIncomingMayOutliveItsStore) {
    const Scratch scratch;
    auto blobs = open_in(scratch);
    auto incoming = blobs->begin();
    blobs.reset();
    ASSERT_TRUE((*incoming)->append(bytes_of("late")));
    EXPECT_TRUE((*incoming)->finish());
}

TEST(LocalBlobs, TellsOfStrangers) {
    const Scratch scratch;
    const auto blobs = open_in(scratch);
    ASSERT_TRUE(store(*blobs, "abc"));
    std::ofstream(scratch.folder() + "/blobs/note.txt") << "x";
    std::ofstream(scratch.folder() + "/blobs/ba/short") << "x";
    std::ofstream(scratch.folder() + "/blobs/ba/" + std::string(62, 'A')) << "x";
    std::vector<std::string> strangers;
    int count = 0;
    ASSERT_TRUE(blobs->list({[&](const BlobEntry&) -> Done {
                                 ++count;
                                 return {};
                             },
                             [&](std::string_view stranger) -> Done {
                                 strangers.emplace_back(stranger);
                                 return {};
                             }}));
    EXPECT_EQ(count, 1);
    EXPECT_THAT(strangers, ::testing::UnorderedElementsAre("blobs/note.txt", "blobs/ba/short",
                                                           "blobs/ba/" + std::string(62, 'A')));
}

TEST(LocalBlobs, GivesADescriptorThatOutlivesTheBlob) {
    const Scratch scratch;
    const auto blobs = open_in(scratch);
    auto stored = store(*blobs, "to send");
    auto blob = blobs->open(stored->facts.digest);
    auto file = (*blob)->descriptor();
    ASSERT_TRUE(file && *file);
    blob->reset();
    stored->pin.reset();
    ASSERT_EQ(blobs->remove(std::vector{stored->facts.digest}, [](auto) { return std::vector<Digest>{}; })->size(), 1U);
    std::string text(7, '\0');
    EXPECT_EQ(::pread((*file)->descriptor(), text.data(), 7, 0), 7);
    EXPECT_EQ(text, "to send");
    EXPECT_NE(::fcntl((*file)->descriptor(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(LocalBlobs, AFolderThatIsNotThereIsAnError) {
    const auto blobs = open_local({"/nonexistent/folder"});
    ASSERT_FALSE(blobs);
    EXPECT_EQ(blobs.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace exeat::blobs
