#include "service/identity/secret_text.h"

#include <gtest/gtest.h>

#include <set>

#include "service/identity/base64url.h"

namespace exeat::identity {
namespace {

std::span<const std::uint8_t> bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

TEST(Base64Url, WritesAndReadsTheVectorsOfRfc4648) {
    const std::pair<std::string_view, std::string_view> vectors[] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "-_8"},
    };
    for (const auto& [plain, text] : vectors) {
        EXPECT_EQ(to_base64url(bytes(plain)), text);
        EXPECT_EQ(from_base64url(text), plain);
    }
}

TEST(Base64Url, ReadsNothingElse) {
    for (const std::string_view text : {"Zg==", "Z", "Zh", "Zm9v\n", "Zm 9v", "+/8", "Zm9v!", "\xc3\xa4\xc3\xa4"}) {
        EXPECT_EQ(from_base64url(text), std::nullopt) << text;
    }
}

TEST(Tokens, AreLongAndDifferent) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto token = new_token();
        EXPECT_EQ(token.size(), 43U);
        EXPECT_EQ(from_base64url(token)->size(), 32U);
        EXPECT_TRUE(seen.insert(token).second);
    }
}

TEST(Tokens, AreStoredAsTheirSha256) {
    EXPECT_EQ(to_text(stored_form("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Tokens, AreComparedWhole) {
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_FALSE(same_secret("abc", "abd"));
    EXPECT_FALSE(same_secret("abc", "ab"));
    EXPECT_TRUE(same_secret("", ""));
    EXPECT_TRUE(same_secret(stored_form("a"), stored_form("a")));
    EXPECT_FALSE(same_secret(stored_form("a"), stored_form("b")));
}

TEST(Codes, AreGroupsOfFourWithoutLettersThatLookAlike) {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const auto code = new_code(3);
        ASSERT_EQ(code.size(), 14U);
        EXPECT_EQ(code[4], '-');
        EXPECT_EQ(code[9], '-');
        EXPECT_EQ(code.find_first_of("OILU"), std::string::npos) << code;
        EXPECT_TRUE(seen.insert(code).second);
    }
}

TEST(Codes, AreReadAsPeopleTypeThem) {
    for (const std::string_view typed :
         {"01AB-CDEF-GH10", "01abcdefgh10", " 01ab cdef gh10 ", "oiab-cdef-ghlo", "0-1-a-b-c-d-e-f-g-h-1-0"}) {
        EXPECT_EQ(typed_code(typed, 3), "01AB-CDEF-GH10") << typed;
    }
    for (const std::string_view typed : {"", "01AB-CDEF", "01AB-CDEF-GH1", "01AB-CDEF-GH100", "01AB-CDEF-GHU0",
                                         "01AB_CDEF_GH10", "01AB-CDEF-GH\xc3\xa4"}) {
        EXPECT_EQ(typed_code(typed, 3), std::nullopt) << typed;
    }
    const auto code = new_code(4);
    EXPECT_EQ(typed_code(code, 4), code);
}

}  // namespace
}  // namespace exeat::identity
