// Where an upload goes, as the JSON that its row keeps.
#pragma once

#include <string>
#include <string_view>

#include "core/vocabulary/error.h"
#include "usecases/uploads/file_in.h"

namespace exeat::usecases {

[[nodiscard]] std::string text_of(const FileTarget& target);
[[nodiscard]] Result<FileTarget> target_of(std::string_view text);

}  // namespace exeat::usecases
