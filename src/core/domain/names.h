// What may be a name: of a library, a folder, a file, an attribute. Called by every use case that takes one. Refuses to
// know which names are taken.
//
// Errors of all: invalid, pointing to `pointer`: "name-empty", "name-too-long", "name-with-nul", "name-not-utf8", and
// those named below.
#pragma once

#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::domain {

/// Whether the bytes are UTF-8 without NUL.
[[nodiscard]] bool is_text(std::string_view text);

/// What somebody wrote, as it is shown to others: of control characters only line feeds and tabs stay (any other break
/// of a line is a line feed), and nothing in it turns the direction of what stands around it (U+202A to U+202E, U+2066
/// to U+2069).
[[nodiscard]] std::string in_plain_lines(std::string_view text);

/// The name as part of a sentence: blanks for line breaks and other control characters, U+2028 and U+2029 among them,
/// so that it writes no lines of its own; nor does it turn the direction of the sentence.
[[nodiscard]] std::string on_one_line(std::string_view name);

/// Of a library, an attribute, a preset, a text of terms: 1 to 200 bytes, not only spaces. Errors besides:
/// "name-with-control-characters".
[[nodiscard]] Done check_title(std::string_view name, std::string_view pointer);

/// Of a folder: 1 to 255 bytes, not only spaces. Errors besides: "name-with-control-characters", "name-with-slash".
[[nodiscard]] Done check_folder_name(std::string_view name, std::string_view pointer);

/// Of a file, kept exactly as it is: 1 to 255 bytes. Errors besides: "name-reserved" for "." and "..".
[[nodiscard]] Done check_file_name(std::string_view name, std::string_view pointer);

}  // namespace exeat::domain
