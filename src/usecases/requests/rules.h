// Who sees a request, who decides on it, and how what is granted is narrowed and ends. Only for the use cases of this
// folder. Works on any Places: from memory for reading, of the transaction for deciding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/places.h"
#include "core/domain/request.h"
#include "usecases/caller.h"
#include "usecases/record.h"
#include "usecases/requests/decisions.h"

namespace exeat::usecases {

/// Whether that person decides on requests of that library: its owners, and level 8 and above.
[[nodiscard]] Result<bool> decides_in(domain::Places& places, const domain::Standing& person, LibraryId library);
/// Whose a request is: that person's, or a group's that they are in.
[[nodiscard]] bool is_own(const domain::Request& request, const domain::Standing& person);

/// Whether gate 8 asks for it now, whatever was asked for then: the answer to its requester.
[[nodiscard]] Result<bool> asks_directors(domain::Places& places, const domain::Request& request,
                                          std::shared_ptr<const domain::Asset> asset);

/// The leave to decide: not_found for whoever does not decide in that library, forbidden "own-request" and
/// "directors-decide".
Done must_decide(domain::Places& places, const domain::Standing& person, const domain::Request& request,
                 bool for_directors);

/// When a grant that is given now ends. Errors: invalid "validity-too-long", "wrong-grant" at `pointer`.
[[nodiscard]] Result<std::optional<Instant>> end_of_grant(const domain::RequestSettings& settings,
                                                          const std::optional<domain::ValiditySettings>& wanted,
                                                          Instant now, const std::string& pointer);
/// Puts what is granted into the request: never more than was wanted. Errors: invalid "wrong-grant", "wrong-files",
/// "wrong-actions".
Done narrow(domain::Request& request, const Grant& grant);

/// A note of a reviewer: at most 2,000 bytes of text. Errors: invalid "wrong-note".
[[nodiscard]] Done check_note(const std::string& note, const std::string& pointer);

/// "Anna approved this on 21 November 2026, 12:00 UTC.": what a reviewer who came second is told.
[[nodiscard]] std::unexpected<Error> decided_already(const domain::Request& request, const std::string& by);

/// For the ledger: that this was done, with what was asked for or granted.
[[nodiscard]] Happening happening_of(const domain::Request& request, std::string_view kind);

/// The request is a pass in force: by the policy's own rule.
[[nodiscard]] bool runs(const domain::Request& request, const domain::Library& library,
                        const std::optional<Instant>& replaced_at, Instant now);
/// Nothing comes of it any more by itself: rejected, or a pass that has ended, or withdrawn.
[[nodiscard]] bool is_over(domain::RequestPhase phase);
/// Where it stands now: one that has run out may not be written down as expired yet.
[[nodiscard]] domain::RequestPhase phase_now(const domain::Request& request, const domain::Library& library,
                                             const std::optional<Instant>& replaced_at, Instant now);

}  // namespace exeat::usecases
