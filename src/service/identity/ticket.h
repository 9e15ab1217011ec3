// Tickets: the text by which a delivery is fetched, an id and the proof that this site gave it out. Called by the use
// cases of deliveries. Refuses to know what a delivery holds and whether it may still be fetched.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary/id.h"

namespace exeat::identity {

inline constexpr std::size_t k_ticket_key_bytes = 32;

/// The id's 26 characters and 32 of base64url: the first 24 bytes of an HMAC-SHA-256. The same for the same id and key.
/// `key` has k_ticket_key_bytes.
[[nodiscard]] std::string ticket_of(std::span<const std::uint8_t> key, DeliveryId delivery);

/// The delivery that this text is the ticket of, written exactly so; nullopt for every other text.
[[nodiscard]] std::optional<DeliveryId> delivery_of(std::span<const std::uint8_t> key, std::string_view ticket);

}  // namespace exeat::identity
