#include "service/identity/ticket.h"

#include <array>

#include "service/identity/base64url.h"
#include "service/identity/secret_text.h"
#include "service/identity/sodium.h"

namespace exeat::identity {
namespace {

constexpr std::string_view k_purpose = "exeat ticket 1\n";  // so that the key signs nothing else by accident
constexpr std::size_t k_id_length = 26;
constexpr std::size_t k_proof_bytes = 24;

}  // namespace

std::string ticket_of(std::span<const std::uint8_t> key, DeliveryId delivery) {
    const auto& id = delivery.bits.bytes;
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> proof{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(k_purpose), k_purpose.size());
    crypto_auth_hmacsha256_update(&state, id.data(), id.size());
    crypto_auth_hmacsha256_final(&state, proof.data());
    return delivery.text() + to_base64url(std::span(proof).first(k_proof_bytes));
}

std::optional<DeliveryId> delivery_of(std::span<const std::uint8_t> key, std::string_view ticket) {
    const auto delivery = DeliveryId::parse(ticket.substr(0, k_id_length));
    if (!delivery || !same_secret(ticket, ticket_of(key, *delivery))) return std::nullopt;
    return delivery;
}

}  // namespace exeat::identity
