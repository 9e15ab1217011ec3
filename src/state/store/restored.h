// What a restored database begins with (SAFETY.md 20).
#pragma once

#include <optional>

#include "platform/sql/database.h"

namespace exeat::store {

/// Ends every session, API token, password link, upload and ticket, marks waiting mail as not to be sent, and holds the
/// site.
Done hold_restored(sql::Transaction& transaction, Instant now);

/// Since when the site is held; nullopt when it is not.
[[nodiscard]] Result<std::optional<Instant>> held_since(sql::Session& session);
/// An administrator confirmed what was restored.
Done release_restored(sql::Transaction& transaction);

}  // namespace exeat::store
