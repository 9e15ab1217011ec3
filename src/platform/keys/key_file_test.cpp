#include "platform/keys/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace exeat::keys {
namespace {

class KeyFile : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = ::testing::TempDir() + "keys-XXXXXX";
        ASSERT_NE(::mkdtemp(folder_.data()), nullptr);
        file_ = folder_ + "/a.key";
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& text, mode_t mode) {
        std::ofstream(file_) << text;
        ASSERT_EQ(::chmod(file_.c_str(), mode), 0);
    }
    [[nodiscard]] std::string code(std::size_t length) const {
        const auto key = load_or_make_key(file_, length);
        return key ? "none" : key.error().code;
    }

    std::string folder_;
    std::string file_;
};

std::vector<std::uint8_t> bytes_of(const SecretBytes& key) {
    return {key.span().begin(), key.span().end()};
}

TEST_F(KeyFile, IsMadeOnceAndReadAgain) {
    const auto made = load_or_make_key(file_, 32);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->size(), 32U);
    EXPECT_TRUE(std::ranges::any_of(made->span(), [](auto byte) { return byte != 0; }));
    struct stat status{};
    ASSERT_EQ(::stat(file_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    const auto read = load_or_make_key(file_, 32);
    ASSERT_TRUE(read);
    EXPECT_EQ(bytes_of(*read), bytes_of(*made));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1) << "no draft is left";
}

TEST_F(KeyFile, OfManyMakersAllGetTheSame) {
    std::vector<std::vector<std::uint8_t>> keys(4);
    std::vector<std::thread> threads;
    for (auto& key : keys) threads.emplace_back([&] { key = bytes_of(*load_or_make_key(file_, 32)); });
    for (auto& thread : threads) thread.join();
    for (const auto& key : keys) EXPECT_EQ(key, keys.front());
}

TEST_F(KeyFile, ThatOthersMayReadIsRefused) {
    ASSERT_TRUE(load_or_make_key(file_, 32));
    for (const mode_t mode : {0640U, 0604U, 0660U, 0601U}) {
        ASSERT_EQ(::chmod(file_.c_str(), mode), 0);
        EXPECT_EQ(code(32), "key-file-exposed");
    }
}

TEST_F(KeyFile, ThatIsNoKeyIsRefusedAndKept) {
    const std::string good = "exeat-key-1 00ff\n";
    write(good, 0600);
    EXPECT_EQ(code(2), "none");
    EXPECT_EQ(code(3), "key-file-broken");
    EXPECT_EQ(code(1), "key-file-broken");
    for (const std::string text : {"", "exeat-key-1 00ff", "exeat-key-1 00fg\n", "exeat-key-2 00ff\n",
                                   "exeat-key-1 00ff\n\n", "exeat-key-1 00fff"}) {
        write(text, 0600);
        EXPECT_EQ(code(2), "key-file-broken") << text;
        std::ifstream stream(file_);
        EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), text) << "never written over";
    }
}

TEST_F(KeyFile, ThatIsALinkOrAFolderIsRefused) {
    std::ofstream(folder_ + "/elsewhere") << "exeat-key-1 00ff\n";
    ASSERT_EQ(::symlink((folder_ + "/elsewhere").c_str(), file_.c_str()), 0);
    EXPECT_EQ(code(2), "key-file");
    ASSERT_EQ(::unlink(file_.c_str()), 0);
    ASSERT_EQ(::mkdir(file_.c_str(), 0700), 0);
    EXPECT_EQ(code(2), "key-file");
    file_ = folder_ + "/no/such/folder.key";
    EXPECT_EQ(code(2), "key-file");
}

}  // namespace
}  // namespace exeat::keys
