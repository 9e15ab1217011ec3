// Requests that come of one call, asked for or given: made in one transaction, once for each Idempotency-Key, and shown
// to whoever made them. Only for create_requests.cpp and give_passes.cpp. Refuses to know how they are made.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "usecases/requests/requests.h"

namespace exeat::usecases {

/// What was made, inside the transaction.
struct Made {
    std::vector<RequestId> ids;
    std::vector<NotRequestable> left;
    std::optional<Error> first_refusal;  // there where `left` is not empty
};

/// Errors: those of `work`; the first refusal where nothing was made.
[[nodiscard]] Result<RequestsMade> make_requests(House& house, const Caller& caller,
                                                 const std::function<Result<Made>(sql::Transaction&, Instant)>& work);

}  // namespace exeat::usecases
