// The keys of this site and what use cases do with them: tickets, and secrets that are stored sealed. Opened once by
// src/app. Refuses to show a key, but for the seed that seals the ledger.
//
// They lie in DIR/keys, a folder of mode 0700, a file of mode 0600 each. Nodes of one site share the same files;
// without them tickets, second factors and waiting mails are lost, and the ledger's seals go on under another key.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "platform/keys/secret_bytes.h"

namespace exeat::usecases {

class Keys {
public:
    /// Reads DIR/keys/ticket.key, secrets.key and ledger.key; makes what is missing, durable before this returns.
    /// Errors: unavailable, with a code of platform/keys/key_file.h or "key-folder".
    static Result<std::unique_ptr<Keys>> open(const std::string& data_folder);

    /// The ticket of a delivery, always the same one, and back: nullopt for any text that was not made here.
    [[nodiscard]] std::string ticket_of(DeliveryId delivery) const;
    [[nodiscard]] std::optional<DeliveryId> read_ticket(std::string_view ticket) const;

    /// A secret as it is stored at `place`, and back. Errors: internal "sealed-wrong".
    [[nodiscard]] std::string seal(std::string_view place, std::string_view secret) const;
    [[nodiscard]] Result<std::string> unseal(std::string_view place, std::string_view sealed) const;

    /// 32 bytes: the seed of the Ed25519 key that signs the ledger's seals.
    [[nodiscard]] const keys::SecretBytes& ledger_seed() const { return ledger_seed_; }

private:
    Keys(keys::SecretBytes ticket_key, keys::SecretBytes secrets_key, keys::SecretBytes ledger_seed);

    keys::SecretBytes ticket_key_;
    keys::SecretBytes secrets_key_;
    keys::SecretBytes ledger_seed_;
};

}  // namespace exeat::usecases
