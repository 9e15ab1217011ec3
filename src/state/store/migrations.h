// The steps from an empty database to the present schema: the files of schema/, in order, built into the program.
#pragma once

#include <vector>

#include "platform/sql/database.h"

namespace exeat::store {

[[nodiscard]] std::vector<sql::Migration> migrations();

}  // namespace exeat::store
