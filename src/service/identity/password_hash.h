// Passwords as they are stored: argon2id through libsodium. Called by usecases/people/passwords.h, which bounds how
// many run at once. Refuses to know people, and keeps no password.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"

namespace exeat::identity {

/// What one hash costs. libsodium runs argon2id with one lane.
struct HashCost {
    unsigned long long passes = 3;
    std::size_t memory = std::size_t{64} << 20;
};

/// Measured on the two cores this was made on, best of six: 64 MiB and 3 passes 93 ms (2 passes 71, 4 passes 115);
/// 46 MiB and 4 passes 78; 32 MiB and 4 passes 54. It is also the second choice of RFC 9106. A guess costs an attacker
/// the same memory; a sign-in stays under 120 ms.
inline constexpr HashCost k_password_cost{};

/// Salt, cost and hash as one text ("$argon2id$v=19$…"). Errors: busy "no-memory" when the memory cannot be had now.
[[nodiscard]] Result<std::string> hash_password(std::string_view password, HashCost cost);

/// Whether that password made that text. Takes what the text says it costs, right or wrong.
[[nodiscard]] bool is_password(const std::string& hash, std::string_view password);

/// A text of that cost which no password made: checking against it is the same work and always wrong.
[[nodiscard]] std::string nobodys_hash(HashCost cost);

/// Whether the text was made at another cost, and is to be made again when the password is known.
[[nodiscard]] bool is_outdated(const std::string& hash, HashCost cost);

}  // namespace exeat::identity
