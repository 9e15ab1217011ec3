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

std::string code_of(const Done& done) {
    if (done) return "";
    EXPECT_EQ(done.error().kind, ErrorKind::invalid);
    EXPECT_EQ(done.error().fields.at(0).pointer, "/name");
    return done.error().code;
}

TEST(Names, OfLibrariesHave200BytesAtMost) {
    EXPECT_TRUE(check_title("Press kit", "/name"));
    EXPECT_TRUE(check_title(std::string(200, 'x'), "/name"));
    EXPECT_EQ(code_of(check_title("", "/name")), "name-empty");
    EXPECT_EQ(code_of(check_title("  ", "/name")), "name-empty");
    EXPECT_EQ(code_of(check_title(std::string(201, 'x'), "/name")), "name-too-long");
    EXPECT_EQ(code_of(check_title("a\nb", "/name")), "name-with-control-characters");
    EXPECT_EQ(code_of(check_title("a\x7F", "/name")), "name-with-control-characters");
    EXPECT_EQ(code_of(check_title(std::string_view("a\0b", 3), "/name")), "name-with-nul");
    EXPECT_EQ(code_of(check_title("\xFF", "/name")), "name-not-utf8");
}

TEST(Names, OfFoldersHaveNoSlash) {
    EXPECT_TRUE(check_folder_name(std::string(255, 'x'), "/name"));
    EXPECT_EQ(code_of(check_folder_name(std::string(256, 'x'), "/name")), "name-too-long");
    EXPECT_EQ(code_of(check_folder_name("a/b", "/name")), "name-with-slash");
    EXPECT_EQ(code_of(check_folder_name("a\tb", "/name")), "name-with-control-characters");
}

TEST(Names, OfFilesAreKeptWhateverTheyAre) {
    EXPECT_TRUE(check_file_name("a/b\n\x01 \xF0\x9F\x8E\x89", "/name"));
    EXPECT_TRUE(check_file_name("...", "/name"));
    EXPECT_TRUE(check_file_name(" ", "/name"));
    EXPECT_TRUE(check_file_name(std::string(255, 'x'), "/name"));
    EXPECT_EQ(code_of(check_file_name("..", "/name")), "name-reserved");
    EXPECT_EQ(code_of(check_file_name(".", "/name")), "name-reserved");
    EXPECT_EQ(code_of(check_file_name(std::string(256, 'x'), "/name")), "name-too-long");
    EXPECT_EQ(code_of(check_file_name("", "/name")), "name-empty");
    EXPECT_EQ(code_of(check_file_name(std::string_view("a\0b", 3), "/name")), "name-with-nul");
}

TEST(Names, OnOneLineWriteNoLinesOfTheirOwn) {
    EXPECT_EQ(on_one_line("quarry é 石.tif"), "quarry é 石.tif");
    EXPECT_EQ(on_one_line("a\r\nb\tc\x7f"), "a  b c ");
    EXPECT_EQ(on_one_line("a\u0085b\u2028c\u2029d"), "a b c d");
    EXPECT_EQ(on_one_line("a\u202eb\u2066c\u2069d"), "abcd");
    EXPECT_EQ(on_one_line("\u05d0\u200f\u061c \u0628"), "\u05d0\u200f\u061c \u0628") << "marks of one letter stay";
    EXPECT_EQ(on_one_line(""), "");
}

TEST(Texts, InPlainLinesKeepTheirLinesAndHideNothing) {
    EXPECT_EQ(in_plain_lines("For \u77f3:\n\tone"), "For \u77f3:\n\tone");
    EXPECT_EQ(in_plain_lines("a\x07"
                             "b\x1b[2Jc\x7f"
                             "d\u0090e"),
              "ab[2Jcde");
    EXPECT_EQ(in_plain_lines("a\r\nb\rc\u0085d\u2028e\u2029f\n\n"), "a\nb\nc\nd\ne\nf\n\n");
    for (const std::string mark :
         {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}) {
        EXPECT_EQ(in_plain_lines("pay " + mark + "001"), "pay 001");
        EXPECT_EQ(on_one_line(mark + "gpj.exe"), "gpj.exe");
    }
    EXPECT_EQ(in_plain_lines("\u200e\u200f\u202f\u2065\u206a"), "\u200e\u200f\u202f\u2065\u206a") << "others stay";
    EXPECT_EQ(in_plain_lines("\xff"), "\xff");
    EXPECT_EQ(in_plain_lines(""), "");
}

}  // namespace
}  // namespace exeat::domain
