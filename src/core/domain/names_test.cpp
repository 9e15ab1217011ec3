#include "core/domain/names.h"

#include <gtest/gtest.h>

#include <string>

namespace exeat::domain {
namespace {

TEST(Names, TextIsUtf8WithoutNul) {
    EXPECT_TRUE(is_text(""));
    EXPECT_TRUE(is_text("plain"));
    EXPECT_TRUE(is_text("na\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x8E\x89"));
    EXPECT_TRUE(is_text("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"));
    EXPECT_FALSE(is_text(std::string_view("a\0b", 3)));
    for (const std::string_view wrong :
         {"\x80", "\xC0\xAF", "\xC3", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\xE2\x82", "\xE2\x28\xA1", "\xF0\x9F\x8E"}) {
        EXPECT_FALSE(is_text(wrong)) << wrong.size();
    }
}

TEST(Names, OfLibrariesHave200BytesAtMost) {
    EXPECT_TRUE(check_title("Press kit", "/name"));
    EXPECT_TRUE(check_title(std::string(200, 'x'), "/name"));
    for (const std::string& wrong : {std::string(), std::string("  "), std::string(201, 'x'), std::string("a\nb"),
                                     std::string("a\x7F"), std::string("a\0b", 3), std::string("\xFF")}) {
        const auto refused = check_title(wrong, "/name");
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code, "wrong-name");
        ASSERT_EQ(refused.error().fields.size(), 1U);
        EXPECT_EQ(refused.error().fields[0].pointer, "/name");
    }
}

TEST(Names, OfFoldersHaveNoSlash) {
    EXPECT_TRUE(check_folder_name(std::string(255, 'x'), "/name"));
    EXPECT_FALSE(check_folder_name(std::string(256, 'x'), "/name"));
    EXPECT_FALSE(check_folder_name("a/b", "/name"));
    EXPECT_FALSE(check_folder_name("a\tb", "/name"));
}

TEST(Names, OfFilesAreKeptWhateverTheyAre) {
    EXPECT_TRUE(check_file_name("a/b\n\x01 \xF0\x9F\x8E\x89", "/name"));
    EXPECT_TRUE(check_file_name("..", "/name"));
    EXPECT_TRUE(check_file_name(std::string(255, 'x'), "/name"));
    EXPECT_FALSE(check_file_name(std::string(256, 'x'), "/name"));
    EXPECT_FALSE(check_file_name("", "/name"));
    EXPECT_FALSE(check_file_name(std::string("a\0b", 3), "/name"));
}

}  // namespace
}  // namespace exeat::domain
