// What suites on both engines call their halves. Called by the tests of this module and of those above it; nothing that
// is shipped includes it.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "platform/sql/database.h"

namespace exeat::sql::testing {

inline std::string engine_name(const ::testing::TestParamInfo<Engine>& chosen) {
    return chosen.param == Engine::sqlite ? "sqlite" : "postgresql";
}

}  // namespace exeat::sql::testing
