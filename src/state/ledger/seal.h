// A seal: the heads of all streams and the seal before, signed. Whoever keeps one elsewhere can show later whether
// anything before it was changed. Called by the job that seals each second, by receipts and by `exeat audit`.
// Refuses to know where keys are kept.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"
#include "platform/keys/secret_bytes.h"
#include "platform/sql/database.h"
#include "state/ledger/ledger.h"

namespace exeat::ledger {

/// An Ed25519 public key; its text is hexadecimal.
struct PublicKey {
    std::array<std::uint8_t, 32> bytes{};
    friend auto operator<=>(const PublicKey&, const PublicKey&) = default;
};
[[nodiscard]] std::string to_text(const PublicKey& key);
[[nodiscard]] std::optional<PublicKey> parse_public_key(std::string_view text);

/// Signs seals. Immutable; thread-safe.
class SigningKey {
public:
    static constexpr std::size_t k_seed_bytes = 32;
    /// From the seed in the site's key file. Errors: internal when it is not of that length.
    static Result<SigningKey> from_seed(const keys::SecretBytes& seed);

    [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
    [[nodiscard]] std::array<std::uint8_t, 64> sign(std::string_view bytes) const;

private:
    SigningKey() = default;
    keys::SecretBytes secret_;
    PublicKey public_key_;
};

struct Seal {
    std::int64_t n = 0;  // seals count from one
    Instant at;
    Digest previous;  // SHA-256 of the text of the seal before; zeros for the first
    std::vector<Head> heads;
    PublicKey key;
    std::array<std::uint8_t, 64> signature{};
};

/// The seal as text: what is stored, exported, and (but for its last line) signed.
[[nodiscard]] std::string to_text(const Seal& seal);
/// Reads exactly what to_text writes; nullopt for anything else.
[[nodiscard]] std::optional<Seal> parse_seal(std::string_view text);
/// Whether the signature is that of the seal's own key. Which keys to believe is up to the caller.
[[nodiscard]] bool is_signed(const Seal& seal);

/// Seals all streams if something is new since the last seal. nullopt: nothing was, or another node sealed at the same
/// time. Call it in a transaction of Isolation::read_committed: it looks at what every other writer writes.
Result<std::optional<Seal>> seal(sql::Transaction& transaction, const SigningKey& key, Instant now);

/// The newest seal as text, to be kept elsewhere; nullopt when there is none yet.
[[nodiscard]] Result<std::optional<std::string>> newest_seal(sql::Session& session);

}  // namespace exeat::ledger
