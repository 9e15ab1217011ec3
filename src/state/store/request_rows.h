// Rows of requests, of the forms they came with, and of what the policy reads of them. Called by usecases/requests and
// by places.h; state/authority keeps what read_held() gives. Lists are in request_pages.h.
//
// Whoever changes rows notes the change once for each holder with note_requests().
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/domain/records.h"
#include "core/domain/request.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// What was sent with one form.
struct AskRow {
    AskId id;
    LibraryId library;
    PersonId person;
    std::string reason;
    std::string answers = "[]";
    std::optional<domain::TermsVersion> terms;
    std::optional<Instant> needed_by;
    std::int64_t waiting = 0;
    Instant created_at;
};
Done insert_ask(sql::Transaction& transaction, const AskRow& ask);
[[nodiscard]] Result<std::optional<AskRow>> read_ask(sql::Session& session, AskId id);
/// So many more (or fewer) of its rows are pending.
Done add_waiting(sql::Transaction& transaction, AskId id, std::int64_t change);
/// The same for each of them.
Done add_waiting(sql::Transaction& transaction, std::span<const AskId> ids, std::int64_t change);
/// Forms of that person with rows that are pending.
[[nodiscard]] Result<std::int64_t> count_open_asks(sql::Session& session, PersonId person);

Done insert_request(sql::Transaction& transaction, const domain::Request& request);
/// The same for many.
Done insert_requests(sql::Transaction& transaction, std::span<const domain::Request> requests);
/// Everything that a decision or an end changes, over `request.version`, which it raises. Errors: conflict "stale".
Done update_request(sql::Transaction& transaction, const domain::Request& request);
/// The same for many; each once.
Done update_requests(sql::Transaction& transaction, std::span<const domain::Request* const> requests);

[[nodiscard]] Result<std::optional<domain::Request>> read_request(sql::Session& session, RequestId id);
/// In no order; those that are not there are left out.
[[nodiscard]] Result<std::vector<domain::Request>> read_requests(sql::Session& session, std::span<const RequestId> ids);
/// Of one batch of decisions.
[[nodiscard]] Result<std::vector<domain::Request>> requests_of_batch(sql::Session& session, BatchId batch);
/// Of that asset, in that phase.
[[nodiscard]] Result<std::vector<domain::Request>> requests_of_asset(sql::Session& session, AssetId asset,
                                                                     domain::RequestPhase phase);
/// Where a walk through the pending ones of a library has come to.
struct PendingPlace {
    policy::RequestKind kind;
    RequestId id;
};
/// Pending ones of a library, by kind and id, after that place.
[[nodiscard]] Result<std::vector<domain::Request>> pending_of_library(sql::Session& session, LibraryId library,
                                                                      const std::optional<PendingPlace>& after,
                                                                      int limit);
/// Passes of a library that were given and not ended, some at a time; one may have run out meanwhile.
[[nodiscard]] Result<std::vector<domain::Request>> running_of_library(sql::Session& session, LibraryId library,
                                                                      const std::optional<RequestId>& after, int limit);
/// Passes of a library for assets whose file was replaced after they were given.
[[nodiscard]] Result<std::vector<domain::Request>> replaced_requests(sql::Session& session, LibraryId library,
                                                                     int limit);
/// Passes whose time was over at `now` and that are not noted as ended yet.
[[nodiscard]] Result<std::vector<domain::Request>> lapsed_requests(sql::Session& session, Instant now, int limit);
/// Passes of four days and more that end by that time, and whose holders were not told of this end; the next one first.
[[nodiscard]] Result<std::vector<domain::Request>> ending_requests(sql::Session& session, Instant now, Instant by,
                                                                   int limit);
/// Their holders were told of the ends that they have now.
Done note_ends_told(sql::Transaction& transaction, std::span<const RequestId> ids);
/// The request, what was told of it alone, and with the last of them what was told of several together; with the last
/// request of its ask that was not withdrawn the files sent with
/// it, and with the last of all the ask.
Done delete_request(sql::Transaction& transaction, const domain::Request& request);
/// The asset lies in that library now.
Done move_requests(sql::Transaction& transaction, AssetId asset, LibraryId library);

/// Whose requests are meant.
using Holder = std::variant<PersonId, GroupId>;
/// What the policy reads: everything of that holder but what was withdrawn, by id; at most `limit`, any of them.
[[nodiscard]] Result<std::vector<domain::HeldRequest>> read_held(sql::Session& session, const Holder& holder,
                                                                 int limit);
/// The same for one asset.
[[nodiscard]] Result<std::vector<domain::HeldRequest>> read_held(sql::Session& session, const Holder& holder,
                                                                 AssetId asset);

struct HeldRow {
    HolderId holder;
    domain::HeldRequest request;
};
/// The same of a person and of groups, for some assets.
[[nodiscard]] Result<std::vector<HeldRow>> read_held_for(sql::Session& session, PersonId person,
                                                         const std::vector<GroupId>& groups,
                                                         std::span<const AssetId> assets);

/// Notes for authority that requests of these changed. Last in a transaction (see changes.h).
Done note_requests(sql::Transaction& transaction, const std::set<HolderId>& holders);

/// Those of the assets for which that person was refused something: a request of theirs was rejected or revoked, or a
/// pass of theirs or of a group that they are in was revoked. What somebody approves or gives later lifts that as far
/// as it holds what was refused; what a group gets lifts only what the group was refused. For use cases that ask once
/// for all assets of a form. In refused_rows.cpp.
[[nodiscard]] Result<std::set<AssetId>> refused_among(sql::Session& session, PersonId person,
                                                      std::span<const AssetId> assets);
/// Whether the same person waits for the same of that asset with another request.
[[nodiscard]] Result<bool> has_pending(sql::Session& session, const domain::Request& beside);
/// Whether a delivery of that asset was opened for that person at that time or later.
[[nodiscard]] Result<bool> was_delivered_since(sql::Session& session, PersonId person, AssetId asset, Instant since);

}  // namespace exeat::store
