// What became of all that somebody asked for, for whoever decides on the next. Each figure and the newest rows are
// found by an index that begins with the person and the library, so that neither what they asked for elsewhere nor what
// others asked for is looked at. Called by usecases/requests. Refuses to know who may see what: the caller says whose
// libraries are meant.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/domain/request.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// Whose, where, and but for which one.
struct HistoryWanted {
    PersonId person;
    std::optional<std::vector<LibraryId>> libraries;  // where assets lie; none: all
    RequestId without;
    std::int64_t most = 1'000;  // nothing is counted beyond
    int newest = 5;
};

struct HistoryRead {
    std::int64_t approved = 0;  // and auto-approved, and passes given unasked: those that run
    std::int64_t rejected = 0;
    std::int64_t revoked = 0;
    std::int64_t expired = 0;
    std::vector<RequestId> newest;  // of all these, the newest first
};
[[nodiscard]] Result<HistoryRead> read_history(sql::Session& session, const HistoryWanted& wanted);

}  // namespace exeat::store
