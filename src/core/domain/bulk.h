// One change to many assets: which states it can be in, and how long it can be taken back. Called by store and the use
// cases. Refuses to know what is changed.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/policy/words.h"
#include "core/vocabulary/id.h"

namespace exeat {
using BulkChangeId = Id<struct BulkChangeTag>;
}

namespace exeat::domain {

enum class BulkState : std::uint8_t { changing, changed, undoing, undone };

/// Why one ended before its end: its maker said so; the session or token it was made with ended, or the account was
/// suspended; its maker may not see the library any more; of the first k_refused_before_stop none was changed.
enum class BulkStop : std::uint8_t { cancelled, signed_out, not_allowed, all_refused };

inline constexpr std::int64_t k_refused_before_stop = 1'000;

/// For so long after its end it can be undone.
inline constexpr std::int64_t k_bulk_undo_ms = 24 * 3'600'000;

}  // namespace exeat::domain

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 4> k_words<domain::BulkState>{"changing", "changed", "undoing", "undone"};
template <>
inline constexpr std::array<std::string_view, 4> k_words<domain::BulkStop>{"cancelled", "signed_out", "not_allowed",
                                                                           "all_refused"};
}  // namespace exeat::policy
