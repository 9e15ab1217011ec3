// What is checked of a person before it is written. Only for the use cases of this folder and of
// usecases/members that invite.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/policy/words.h"
#include "core/vocabulary/error.h"
#include "usecases/people/people.h"

namespace exeat::usecases {

/// Errors: invalid "no-such-level".
[[nodiscard]] Result<policy::Level> accept_level(std::int64_t number);
/// Errors: invalid "wrong-quota".
[[nodiscard]] Done accept_quota(const std::optional<std::int64_t>& limit);
/// With roles and groups, as they are in this transaction.
[[nodiscard]] Result<PersonFull> full_person(sql::Session& session, PersonId id);

/// Ids as a ledger entry lists them.
template <class SomeId>
[[nodiscard]] std::vector<std::string> id_texts(const std::vector<SomeId>& ids) {
    std::vector<std::string> list;
    for (const auto& id : ids) list.push_back(id.text());
    return list;
}

}  // namespace exeat::usecases
