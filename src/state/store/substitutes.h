// Rows of substitutes: who stands in for a reviewer who is away, and when. Called by usecases/requests. Refuses to know
// what anybody may decide: standing in gives no right.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/policy/words.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct SubstituteRow {
    PersonId person;  // who is away
    PersonId substitute;
    Instant from;
    Instant until;
};

/// Instead of whoever stood in for that person before.
Done write_substitute(sql::Transaction& transaction, const SubstituteRow& row);
/// How many were there: one or none.
[[nodiscard]] Result<std::int64_t> delete_substitute(sql::Transaction& transaction, PersonId person);
/// Also one that is over, or still to come.
[[nodiscard]] Result<std::optional<SubstituteRow>> read_substitute(sql::Session& session, PersonId person);
/// For whom somebody stands in at that time or later.
[[nodiscard]] Result<std::vector<SubstituteRow>> stood_in_for(sql::Session& session, PersonId substitute, Instant now);

/// An active person who stands in.
struct StandIn {
    PersonId person;
    std::string email;
    policy::Level level = policy::Level::no_access;
};
/// Those who stand in for any of these people at that time; each once, by id.
[[nodiscard]] Result<std::vector<StandIn>> stand_ins_of(sql::Session& session, std::span<const PersonId> people,
                                                        Instant now);

}  // namespace exeat::store
