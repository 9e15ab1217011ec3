// What a decoder process takes away from itself before it looks at a file: files, network, other processes, its rights
// and most of the kernel. Called once by each child of the zygote. Refuses to know what is decoded. What is not taken
// away by one layer is by another: docs/worker-protocol.md has the table.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "service/media/protocol.h"

namespace exeat::worker {

/// What a decoder may open besides the descriptors that it was given.
enum class Opens : std::uint8_t {
    nothing,
    fonts,  // reads the fonts and character maps that the system installed: text in SVG and PDF needs them
};

/// Gives everything away for good. The text says which step the kernel refused; then nothing may be decoded. Where the
/// kernel knows no Landlock, nothing can be opened at all: text is drawn without fonts.
[[nodiscard]] std::optional<std::string_view> enter_sandbox(const media::Limits& limits, Opens opens);

/// Only for enter_sandbox: the folders that may be read, and the calls of the kernel that are left. False: refused.
enum class Landlocked : std::uint8_t { yes, unknown_to_the_kernel, refused };
[[nodiscard]] Landlocked restrict_files(Opens opens);
[[nodiscard]] bool restrict_calls(Opens opens);

}  // namespace exeat::worker
