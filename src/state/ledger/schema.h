// The tables of the ledger, as a migration that src/app applies beside those of the store.
#pragma once

#include "platform/sql/database.h"

namespace exeat::ledger {

/// Its number lies beyond those of the store, so that both can grow.
[[nodiscard]] sql::Migration migration();

}  // namespace exeat::ledger
