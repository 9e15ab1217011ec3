#include "core/vocabulary/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace exeat {
namespace {

/// By the definition.
std::string encoded(char32_t code) {
    const auto byte = [](char32_t value) { return static_cast<char>(value); };
    if (code < 0x80) return {byte(code)};
    if (code < 0x800) return {byte(0xc0 | code >> 6U), byte(0x80 | (code & 0x3fU))};
    if (code < 0x10000) {
        return {byte(0xe0 | code >> 12U), byte(0x80 | (code >> 6U & 0x3fU)), byte(0x80 | (code & 0x3fU))};
    }
    return {byte(0xf0 | code >> 18U), byte(0x80 | (code >> 12U & 0x3fU)), byte(0x80 | (code >> 6U & 0x3fU)),
            byte(0x80 | (code & 0x3fU))};
}

TEST(Utf8, ReadsEveryCharacterAndNoSurrogate) {
    for (char32_t code = 0; code < 0x110100; ++code) {
        const auto text = encoded(code);
        const auto read = first_character(text + "x");
        const bool right = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
        ASSERT_EQ(read.valid, right) << static_cast<unsigned>(code);
        ASSERT_EQ(read.length, right ? text.size() : 1) << static_cast<unsigned>(code);
        if (right) ASSERT_EQ(static_cast<unsigned>(read.code), static_cast<unsigned>(code));
        if (text.size() > 1)
            ASSERT_FALSE(first_character(text.substr(0, text.size() - 1)).valid) << static_cast<unsigned>(code);
    }
}

TEST(Utf8, RefusesOverlongForms) {
    for (const char* text : {"\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xf0\x80\x80\x80",
                             "\xf0\x8f\xbf\xbf", "\x80", "\xbf", "\xf5\x80\x80\x80", "\xff", "\xe2\x28\xa1"}) {
        const auto read = first_character(text);
        EXPECT_FALSE(read.valid);
        EXPECT_EQ(read.length, 1U);
    }
}

}  // namespace
}  // namespace exeat
