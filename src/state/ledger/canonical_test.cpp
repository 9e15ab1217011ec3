// The bytes that docs/ledger.md promises: the figures here and there were made with sha256sum and openssl.
#include "state/ledger/canonical.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "state/ledger/seal.h"

namespace exeat::ledger {
namespace {

std::string document() {
    std::ifstream file(std::string(EXEAT_SOURCE_DIR) + "/docs/ledger.md");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Header example() {
    Header header;
    header.stream = 1;
    header.n = 1;
    header.at = 1764000000000;
    header.kind = "asset_locked";
    header.actor = "01jt0000000000000000000000";
    header.library = "01jt0000000000000000000001";
    header.asset = "01jt0000000000000000000002";
    header.digest = body_digest(*from_hex("000102030405060708090a0b0c0d0e0f"), R"({"access":"locked"})");
    return header;
}

TEST(Canonical, IsWhatTheDocumentSays) {
    const auto text = header_text(example(), Digest{});
    EXPECT_NE(document().find(text), std::string::npos) << text;
    EXPECT_NE(document().find(to_text(sha256(text))), std::string::npos) << to_text(sha256(text));
}

TEST(Canonical, TheSealOfTheDocumentIsSigned) {
    const auto text = document();
    const auto begin = text.find("exeat-seal-1\n");
    const auto end = text.find('\n', text.find("signature: ", begin));
    ASSERT_NE(end, std::string::npos);
    const auto seal = parse_seal(text.substr(begin, end + 1 - begin));
    ASSERT_TRUE(seal);
    EXPECT_TRUE(is_signed(*seal));
    ASSERT_EQ(seal->heads.size(), 1U);
    EXPECT_EQ(seal->heads[0].hash, sha256(header_text(example(), Digest{})));
}

TEST(Canonical, HeadersWithDifferentFieldsDiffer) {
    auto one = example();
    auto other = example();
    std::swap(other.library, other.asset);
    EXPECT_NE(header_text(one, Digest{}), header_text(other, Digest{}));
    other = example();
    Digest previous;
    previous.bytes[31] = 1;
    EXPECT_NE(header_text(one, Digest{}), header_text(other, previous));
}

TEST(Canonical, NamesHoldNothingThatCouldEndALine) {
    EXPECT_TRUE(is_name("01jt0000000000000000000000"));
    EXPECT_TRUE(is_name("preset:web.large-2_x"));
    EXPECT_FALSE(is_name("preset:web large"));
    for (const auto* text : {"", "-", "a\n", "a b", "\xc3\xa4"}) EXPECT_FALSE(is_name(text)) << text;
    EXPECT_FALSE(is_name(std::string(201, 'a')));
    EXPECT_FALSE(is_kind("1a"));
    EXPECT_TRUE(is_kind("request_approved"));
}

TEST(Seal, ReadsOnlyWhatItWrites) {
    Seal seal;
    seal.n = 12;
    seal.at = Instant{-5};
    seal.heads = {{1, 5, sha256("a")}, {2, 700, sha256("b")}};
    const auto text = to_text(seal);
    const auto read = parse_seal(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(to_text(*read), text);
    EXPECT_EQ(read->heads, seal.heads);
    EXPECT_FALSE(is_signed(*read));
    for (std::size_t i = 0; i < text.size(); ++i) {
        EXPECT_FALSE(parse_seal(text.substr(0, i))) << i;
        auto other = text;
        other[i] = other[i] == '\n' ? ' ' : '\n';
        EXPECT_FALSE(parse_seal(other)) << i;
        if (text[i] >= 'a' && text[i] <= 'f') {  // upper-case hexadecimal would be a second text of the same seal
            other[i] = static_cast<char>(text[i] - 'a' + 'A');
            EXPECT_FALSE(parse_seal(other)) << i;
        }
    }
    EXPECT_FALSE(parse_seal(text + text));
}

TEST(SigningKey, NeedsItsSeed) {
    EXPECT_FALSE(SigningKey::from_seed(keys::SecretBytes(31)));
    EXPECT_TRUE(SigningKey::from_seed(keys::SecretBytes(32)));
}

}  // namespace
}  // namespace exeat::ledger
