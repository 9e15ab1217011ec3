// The conversation about a request: a reviewer asks before deciding, its requester answers, and each side is told by
// inbox and mail what the other said. Called by src/api/request_talk_routes.cpp. Whoever may decide on a request asks
// and reads, and so does whose it is; nobody else. Refuses to decide, and to take words for a request that is closed.
#pragma once

#include <string>

#include "usecases/requests/requests.h"

namespace exeat::usecases {

/// By whoever may decide on it, while it is pending. Errors: not_found; forbidden "own-request", "directors-decide";
/// conflict "decided-already"; invalid "wrong-message", "too-many-messages".
[[nodiscard]] Result<RequestCard> ask_question(House& house, const Caller& caller, RequestId id,
                                               const std::string& text);

/// By its requester, while it is pending. Errors: not_found; conflict "decided-already", "no-question"; invalid
/// "wrong-message", "too-many-messages".
[[nodiscard]] Result<RequestCard> answer_question(House& house, const Caller& caller, RequestId id,
                                                  const std::string& text);

}  // namespace exeat::usecases
