// Which types of files a library takes: those of its kind, any, or a list of its owners. Called by whoever takes files
// in or moves them, and by the rules of settings. Pure: what type a file is of is told.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/domain/records.h"

namespace exeat::domain {

/// Of that kind: "image/*" is every type of pictures. Empty: any.
[[nodiscard]] std::span<const std::string_view> types_of(LibraryKind kind);

/// Whether something may be one of a list: "image/svg+xml", "image/*", "application/vnd.oasis.*".
[[nodiscard]] bool is_type_pattern(std::string_view text);

[[nodiscard]] bool accepts(const Library& library, std::string_view media_type);
/// Nothing is refused there.
[[nodiscard]] bool accepts_anything(const Library& library);
/// What it takes, as the rest of "it takes …".
[[nodiscard]] std::string accepted_in_words(const Library& library);

/// The type that a file's name promises, by its ending; nullopt where that says nothing.
[[nodiscard]] std::optional<std::string_view> promised_type(std::string_view file_name);

}  // namespace exeat::domain
