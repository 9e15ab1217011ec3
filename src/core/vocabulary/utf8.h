// UTF-8, read a character at a time. Called by whoever must look into texts that came from outside: names in archives,
// lines of the log, JSON. Refuses to know what a character means.
#pragma once

#include <cstddef>
#include <string_view>

namespace exeat {

struct Character {
    char32_t code = 0;
    std::size_t length = 1;  // bytes that it takes
    bool valid = false;      // if not, `length` is 1: a byte that begins no character
};

/// The first character of a text that is not empty. Overlong forms, surrogates, codes beyond U+10FFFF and characters
/// that are cut off are not valid.
[[nodiscard]] Character first_character(std::string_view text);

}  // namespace exeat
