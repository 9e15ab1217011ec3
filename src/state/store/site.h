// The one row of the site: its settings and whether it was set up.
#pragma once

#include <optional>

#include "core/domain/settings.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct SiteRow {
    domain::SiteSettings settings;
    std::int64_t version = 1;
    std::optional<Instant> set_up_at;
    std::optional<Instant> held_at;  // restored from a backup, and not confirmed
};

Result<SiteRow> read_site(sql::Session& session);
/// Writes settings over version `version` and notes the change. Errors: conflict "stale" when it is another by now.
Done write_site_settings(sql::Transaction& transaction, const domain::SiteSettings& settings, std::int64_t version);

/// The site has been set up since `now`.
Done mark_set_up(sql::Transaction& transaction, Instant now);
/// The digest of the code that opens the set-up, while there is one.
[[nodiscard]] Result<std::optional<Digest>> read_set_up_code(sql::Session& session);
Done write_set_up_code(sql::Transaction& transaction, const std::optional<Digest>& code);

}  // namespace exeat::store
