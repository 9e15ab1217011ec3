// Which of the requests that somebody was told of still concern them: their own, and those where they decide now. What
// was told of others stays told, but not who asked and what they wrote. Only for the inbox and for the mails that say
// the same.
#pragma once

#include <span>
#include <vector>

#include "core/domain/records.h"
#include "core/domain/request.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// Those of these, sorted. Nothing for a person who may not sign in. Not inside a transaction.
[[nodiscard]] Result<std::vector<RequestId>> still_known(House& house, const domain::Standing& reader,
                                                         std::span<const RequestId> requests);

}  // namespace exeat::usecases
