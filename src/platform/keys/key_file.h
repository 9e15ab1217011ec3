// A key that lives in a file of its own, readable by the owner of the process only. Called by src/app when it starts.
// Refuses to know what a key is for, and never writes over a key that is there.
#pragma once

#include <cstddef>
#include <string>

#include "core/vocabulary/error.h"
#include "platform/keys/secret_bytes.h"

namespace exeat::keys {

/// Reads `length` bytes from the key file; makes it with fresh random bytes (mode 0600, durable before this returns)
/// when there is none. Two processes that make it at once end with the same key. Errors: unavailable, with code
/// "key-file-exposed" (others may read it), "key-file-broken" (not a key of that length) or "key-file" (cannot be
/// read or made).
Result<SecretBytes> load_or_make_key(const std::string& file, std::size_t length);

}  // namespace exeat::keys
