// Which types of files get a picture, and the words for them. Called by those who take files in and who show them.
#pragma once

#include <optional>
#include <string_view>

#include "service/media/protocol.h"

namespace exeat::media {

/// nullopt: no picture is made of files of that type.
[[nodiscard]] std::optional<PictureFormat> format_of(std::string_view media_type);

/// "jpeg", "png", …
[[nodiscard]] std::string_view word_of(PictureFormat format);
[[nodiscard]] std::optional<PictureFormat> parse_format(std::string_view word);

/// "image/jpeg" or "image/webp".
[[nodiscard]] std::string_view media_type_of(OutputType type);

}  // namespace exeat::media
