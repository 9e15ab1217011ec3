// Work that is done behind people's backs: which states it can be in, and when it is tried again. Called by store and
// by whoever works. Refuses to know what the work is.
#pragma once

#include <cstdint>
#include <optional>

#include "core/policy/words.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"

namespace exeat {
using JobId = Id<struct JobTag>;
}

namespace exeat::domain {

enum class JobKind : std::uint8_t { thumbnail, preview };
/// Done is no state: a job that is done has no row.
enum class JobState : std::uint8_t { waiting, failed };

/// Whether another try can end otherwise.
enum class Failure : std::uint8_t {
    lasting,  // the file's own: the same again
    passing,  // of whoever worked on it: tried again a few times, with growing pauses
    outside,  // something else is missing or full: tried again for as long as it takes
};

/// How long whoever took a job may be silent until another takes it.
inline constexpr std::int64_t k_lease_ms = 5 * 60'000;

/// When a job that failed for the `attempts`th time runs again; nullopt: never, it has failed.
[[nodiscard]] std::optional<Instant> next_try(Failure failure, std::int64_t attempts, Instant now);

}  // namespace exeat::domain

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 2> k_words<domain::JobKind>{"thumbnail", "preview"};
template <>
inline constexpr std::array<std::string_view, 2> k_words<domain::JobState>{"waiting", "failed"};
}  // namespace exeat::policy
