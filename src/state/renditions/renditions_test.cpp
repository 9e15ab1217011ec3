#include "state/renditions/renditions.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace exeat::renditions {
namespace {

class SetClock : public Clock {
public:
    [[nodiscard]] Instant now() const override { return at; }
    Instant at{1'700'000'000'000};
};

class RenditionsTest : public ::testing::Test {
public:
    ~RenditionsTest() override { std::filesystem::remove_all(folder_); }

protected:
    RenditionsTest() : folder_(::testing::TempDir() + "/exeat-renditions-XXXXXX") {
        if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no folder");
    }
    std::unique_ptr<Renditions> open(std::int64_t limit = k_gib) {
        auto opened = Renditions::open({folder_, limit}, clock_);
        if (!opened) throw std::runtime_error(opened.error().text);
        return std::move(*opened);
    }
    static Digest name(int number) {
        Key key;
        key.page = static_cast<std::uint32_t>(number);
        return name_of(key);
    }
    std::vector<std::string> files() const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
            if (entry.is_regular_file()) found.push_back(entry.path().string());
        }
        return found;
    }

    std::string folder_;
    SetClock clock_;
    const Rendition picture_{"image/webp", std::string("RIFF\0picture", 12)};
};

TEST_F(RenditionsTest, WhatIsKeptIsFoundAlsoAfterAStart) {
    auto renditions = open();
    EXPECT_FALSE(renditions->find(name(1)));
    EXPECT_FALSE(renditions->holds(name(1)));
    ASSERT_TRUE(renditions->keep(name(1), picture_));
    EXPECT_TRUE(renditions->holds(name(1)));
    EXPECT_EQ(renditions->find(name(1)), picture_);
    EXPECT_EQ(open()->find(name(1)), picture_);
    EXPECT_FALSE(renditions->find(name(2)));
}

TEST_F(RenditionsTest, ANameSaysAllThatItDependsOn) {
    Key key;
    key.recipe = "thumbnail-jpeg";
    std::set<Digest> names{name_of(key)};
    Key other = key;
    other.source.bytes[31] = 1;
    names.insert(name_of(other));
    other = key;
    other.recipe = "preview-jpeg";
    names.insert(name_of(other));
    other = key;
    other.recipe_version = 2;
    names.insert(name_of(other));
    other = key;
    other.page = 1;
    names.insert(name_of(other));
    other = key;
    other.mark = Mark::padlock;
    names.insert(name_of(other));
    EXPECT_EQ(names.size(), 6U);
    EXPECT_EQ(name_of(key), name_of(Key{{}, "thumbnail-jpeg", 1, 0, Mark::clean}));
}

TEST_F(RenditionsTest, WhatIsNotWholeIsNotThere) {
    auto renditions = open();
    ASSERT_TRUE(renditions->keep(name(1), picture_));
    const auto path = files().front();
    const auto whole = std::filesystem::file_size(path);
    // Each length that a power cut may leave.
    for (std::uintmax_t length = 0; length < whole; ++length) {
        ASSERT_TRUE(renditions->keep(name(1), picture_));
        std::filesystem::resize_file(path, length);
        EXPECT_FALSE(renditions->find(name(1))) << length;
        EXPECT_TRUE(files().empty());
    }
    // Each flipped bit of each byte.
    for (std::uintmax_t at = 0; at < whole; ++at) {
        ASSERT_TRUE(renditions->keep(name(1), picture_));
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const char byte = static_cast<char>(file.get() ^ 1);
        file.seekp(static_cast<std::streamoff>(at));
        file.put(byte);
        file.close();
        EXPECT_FALSE(renditions->find(name(1))) << at;
    }
}

TEST_F(RenditionsTest, TheNewestOfTwoIsKept) {
    auto renditions = open();
    ASSERT_TRUE(renditions->keep(name(1), picture_));
    ASSERT_TRUE(renditions->keep(name(1), {"image/jpeg", "other"}));
    EXPECT_EQ(renditions->find(name(1))->bytes, "other");
    EXPECT_EQ(files().size(), 1U);
}

TEST_F(RenditionsTest, WhatWasUsedLongestAgoGoesFirst) {
    const Rendition large{"image/jpeg", std::string(10'000, 'x')};
    auto renditions = open(28'000);  // three are too many
    // One folder, which alone has more than its share.
    std::vector<Digest> names;
    for (int i = 0; names.size() < 3; ++i) {
        if (names.empty() || name(i).bytes[0] == names.front().bytes[0]) names.push_back(name(i));
    }
    renditions->tidy();
    for (const auto& one : names) {
        ASSERT_TRUE(renditions->keep(one, large));
        clock_.at.ms += 2 * 3'600'000;
    }
    EXPECT_TRUE(renditions->find(names[0]));  // used again: the second is the oldest now
    renditions->tidy();
    EXPECT_TRUE(renditions->holds(names[0]));
    EXPECT_FALSE(renditions->holds(names[1]));
    EXPECT_TRUE(renditions->holds(names[2]));
    EXPECT_LE(renditions->size(), 28'000);
}

TEST_F(RenditionsTest, MoreThanTheLimitIsNotKeptForLong) {
    const Rendition large{"image/jpeg", std::string(1000, 'x')};
    auto renditions = open(100'000);
    renditions->tidy();
    for (int i = 0; i < 1000; ++i) {
        clock_.at.ms += 1000;
        ASSERT_TRUE(renditions->keep(name(i), large));
    }
    EXPECT_GT(renditions->size(), 100'000);
    renditions->tidy();
    EXPECT_LE(renditions->size(), 100'000);
}

TEST_F(RenditionsTest, HalfWrittenPartsGoAfterAnHour) {
    auto renditions = open();
    std::filesystem::create_directory(folder_ + "/00");
    const auto part = folder_ + "/00/abc.0.part";
    std::ofstream(part) << "half";
    clock_.at.ms = 4'000'000'000'000;  // long after the file's own time
    renditions->tidy();
    EXPECT_FALSE(std::filesystem::exists(part));
}

}  // namespace
}  // namespace exeat::renditions
