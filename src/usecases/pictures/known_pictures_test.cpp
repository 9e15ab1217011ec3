#include "usecases/pictures/known_pictures.h"

#include <gtest/gtest.h>

#include <array>

namespace exeat::usecases {
namespace {

PictureKey key(std::uint8_t number, media::PictureFormat format = media::PictureFormat::png) {
    PictureKey made;
    made.digest.bytes[31] = number;
    made.format = format;
    return made;
}

TEST(KnownPictures, AreFoundInTheOrderAskedFor) {
    KnownPictures pictures;
    pictures.put(key(1), {10, 20, 3});
    pictures.put(key(2), {30, 40, 5});
    const std::array keys{key(2), key(9), key(1), key(1, media::PictureFormat::jpeg)};
    const auto found = pictures.find(keys);
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0], (store::PictureFacts{30, 40, 5}));
    EXPECT_FALSE(found[1]);
    EXPECT_EQ(found[2], (store::PictureFacts{10, 20, 3}));
    EXPECT_FALSE(found[3]) << "read as another format";
}

TEST(KnownPictures, AreForgotten) {
    KnownPictures pictures(2);
    pictures.put(key(1), {1, 1, 1});
    pictures.put(key(2), {2, 2, 2});
    pictures.forget(key(1));
    const std::array first_two{key(1), key(2)};
    EXPECT_FALSE(pictures.find(first_two)[0]);
    EXPECT_TRUE(pictures.find(first_two)[1]);
    pictures.put(key(3), {3, 3, 3});
    pictures.put(key(4), {4, 4, 4});
    EXPECT_FALSE(pictures.find(first_two)[1]) << "there is an end to it";
    const std::array last{key(4)};
    EXPECT_TRUE(pictures.find(last)[0]);
}

TEST(KnownPictures, OfAnAssetAreItsOwnByFileAndKind) {
    KnownPictures pictures(2);
    OwnPicture own{AssetId::make(Instant{1}), Instant{5}, domain::JobKind::thumbnail};
    pictures.note_own(own);
    EXPECT_TRUE(pictures.is_own(own));
    auto other = own;
    other.kind = domain::JobKind::preview;
    EXPECT_FALSE(pictures.is_own(other));
    other = own;
    other.came = Instant{6};
    EXPECT_FALSE(pictures.is_own(other)) << "its file was replaced";
    for (int i = 0; i < 3; ++i) {
        own.asset = AssetId::make(Instant{i});
        pictures.note_own(own);
    }
    EXPECT_TRUE(pictures.is_own(own));
    EXPECT_FALSE(pictures.is_own(other)) << "there is an end to it";
}

}  // namespace
}  // namespace exeat::usecases
