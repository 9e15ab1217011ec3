// Idempotency-Key: a POST that creates something, sent twice, creates it once (SAFETY.md 12). The key and what was made
// are written in the transaction of the effect; the second call finds it and answers with it.
#pragma once

#include <optional>
#include <string>

#include "core/vocabulary/digest.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"
#include "platform/sql/database.h"

namespace exeat::usecases {

/// The key of one call, when the client sent one.
struct Once {
    std::string caller;     // the person's id: keys of different people are different keys
    std::string key;        // 1 to 200 printable characters
    Digest request_digest;  // of method, path and body: the same key with another request is a mistake
};

/// What an earlier call with this key made (the text given to note_done), nullopt for a new key, which is taken then:
/// a transaction that goes on has to end in note_done or an error. Errors: invalid "key-reused" when the key was used
/// for another request.
[[nodiscard]] Result<std::optional<std::string>> done_before(sql::Transaction& transaction,
                                                             const std::optional<Once>& once);
/// Keeps what this call made, behind done_before in the same transaction. Nothing without a key.
[[nodiscard]] Done note_done(sql::Transaction& transaction, const std::optional<Once>& once, std::string_view made,
                             Instant now);

}  // namespace exeat::usecases
