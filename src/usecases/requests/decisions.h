// What reviewers do with requests: approve, reject, take back, revoke, renew, and give passes unasked. Called by
// src/api/decisions_routes.cpp. Owners decide, and people of level 8 and above; only these where a rule of the site
// asks for approval; nobody decides their own. Refuses to grant more than was asked for, or longer than the library
// allows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "usecases/requests/requests.h"

namespace exeat::usecases {

enum class Verdict : std::uint8_t { approve, reject };

/// What is granted; what is left out is as it was asked for, and as long as is usual in the library.
struct Grant {
    std::optional<domain::ValiditySettings> validity;
    std::optional<std::vector<policy::Action>> actions;
    std::optional<std::vector<std::string>> files;
};

struct NewDecision {
    std::vector<RequestId> requests;
    Verdict decision = Verdict::approve;
    std::string note;
    Grant grant;
};

/// One that could not be decided.
struct Undecided {
    RequestId request;
    Error error;
};
struct Decided {
    std::vector<RequestRow> requests;
    std::vector<Undecided> left;
};

/// One transaction, and one mail to each requester. A single request that cannot be decided refuses the call; of
/// several the others are decided. Errors: not_found; conflict "decided-already"; forbidden "own-request",
/// "directors-decide"; invalid "note-missing", "wrong-grant", "validity-too-long", "no-requests", "too-many-requests".
[[nodiscard]] Result<Decided> decide_requests(House& house, const Caller& caller, const NewDecision& wanted);

/// Back to pending, by whoever decided, within ten seconds and before anything was delivered. Errors besides: conflict
/// "too-late".
[[nodiscard]] Result<Decided> take_back_decisions(House& house, const Caller& caller,
                                                  const std::vector<RequestId>& requests);

/// Ends a pass at once. Errors: not_found; conflict "not-in-force"; forbidden "own-request".
[[nodiscard]] Result<RequestCard> revoke_request(House& house, const Caller& caller, RequestId id,
                                                 const std::string& note);

/// A pass that runs, or that ended by itself, runs from now on. Errors: as decide_requests(); conflict "not-renewable".
[[nodiscard]] Result<RequestCard> renew_request(House& house, const Caller& caller, RequestId id,
                                                const std::optional<domain::ValiditySettings>& validity,
                                                const std::string& note);

/// To one person or one group, by id or by the e-mail address of an account.
struct NewPasses {
    std::vector<AssetId> assets;
    std::optional<PersonId> person;
    std::optional<GroupId> group;
    std::optional<std::string> email;
    std::string reason;
    Grant grant;
};
/// Errors: invalid "wrong-holder", "no-assets", "too-many-assets", "wrong-grant", "validity-too-long"; forbidden
/// "own-request"; not_found for an asset that cannot be seen or that somebody else decides on.
[[nodiscard]] Result<RequestsMade> give_passes(House& house, const Caller& caller, const NewPasses& wanted);

}  // namespace exeat::usecases
