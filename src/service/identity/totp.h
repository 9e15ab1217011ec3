// Time-based one-time codes, the second factor (RFC 6238: SHA-1, six digits, 30 seconds). Called by the use cases of
// sign-in. Refuses to know clocks, people and where the secret is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/instant.h"

namespace exeat::identity {

/// 20 random bytes.
[[nodiscard]] std::string new_totp_secret();

/// The secret as people type it (RFC 4648 base 32, without padding).
[[nodiscard]] std::string to_base32(std::string_view bytes);

/// Which span of 30 seconds a moment is in.
[[nodiscard]] std::int64_t totp_step(Instant now);

/// The six digits of a step.
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step);

/// The step that the code belongs to: that of `now` or a neighbour, and later than the last one used, so that a code
/// works once. nullopt when it is none of them.
[[nodiscard]] std::optional<std::int64_t> accepted_step(std::string_view secret, std::string_view code, Instant now,
                                                        std::int64_t last_used_step);

/// "otpauth://totp/…" for an authenticator, which usually reads it as a QR code.
[[nodiscard]] std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account);

}  // namespace exeat::identity
