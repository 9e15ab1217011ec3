// Applying numbered migrations and remembering them in the table _migrations, the same on both engines.
// Called by the databases in this folder. Refuses to know how an engine locks and runs a script.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"
#include "platform/sql/database.h"

namespace exeat::sql {

/// Runs a text of several statements in the transaction that it was given with.
using Script = std::function<Done(std::string_view text)>;
/// Runs its work in a transaction of its own while nobody else migrates.
using MigrationTransaction = std::function<Done(const std::function<Done(Session&, const Script&)>& work)>;

/// Applies what is missing, one transaction each. Errors: unavailable "schema-newer" or "schema-changed"; internal when
/// the numbers do not rise.
[[nodiscard]] Done apply_migrations(std::span<const Migration> migrations, Instant now,
                                    const MigrationTransaction& in_transaction);

/// The text with its {words} written out for an engine. Errors: internal for a {word} that nobody knows.
[[nodiscard]] Result<std::string> written_for(Engine engine, std::string_view text);

}  // namespace exeat::sql
