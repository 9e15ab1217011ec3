// The conversation about a request: a reviewer asks before deciding, its requester answers, and each side is told by
// inbox and mail what the other said. Called by src/api/request_talk_routes.cpp. Whoever may decide on a request asks
// and reads, and so does whose it is; nobody else. Refuses to decide, and to take words for a request that is closed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "state/store/request_messages.h"
#include "usecases/requests/requests.h"

namespace exeat::usecases {

/// What is forgotten in the first answer can be added; each is a mail to whoever asked.
inline constexpr std::ptrdiff_t k_most_answers_in_a_row = 3;
/// Somebody asked, and not all of that was said since.
[[nodiscard]] bool takes_an_answer(const std::vector<store::MessageRow>& said);

/// By whoever may decide on it, while it is pending. Errors: not_found; forbidden "own-request", "directors-decide";
/// conflict "decided-already"; invalid "wrong-message", "too-many-messages".
[[nodiscard]] Result<RequestCard> ask_question(House& house, const Caller& caller, RequestId id,
                                               const std::string& text);

/// By its requester, while it is pending. Errors: not_found; conflict "decided-already", "no-question",
/// "answered-already"; invalid "wrong-message", "too-many-messages".
[[nodiscard]] Result<RequestCard> answer_question(House& house, const Caller& caller, RequestId id,
                                                  const std::string& text);

}  // namespace exeat::usecases
