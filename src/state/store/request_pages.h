// Pages of requests for dashboards, and how many stand on each tab. Every page is walked by indexes from where the last
// one ended, whatever stands before it; several indexes are merged by id. Called by usecases/requests. Refuses to know
// who may see what: the caller says whose rows are meant.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/domain/request.h"
#include "core/domain/waiting.h"
#include "platform/sql/database.h"

namespace exeat::store {

/// What `libraries` of a filter speaks of: where assets lie, or where they lay when they were asked for. Whoever asked
/// may not be told the first.
enum class LibraryMeant : std::uint8_t { lies_in, asked_in };

/// Whose: one asset's, or one person's (with passes of groups), or some libraries', or all; exactly as far as they are
/// set, narrowed by the rest.
struct RequestFilter {
    std::optional<AssetId> asset;
    std::optional<PersonId> person;
    std::vector<GroupId> groups;                      // beside `person`: passes of these
    std::optional<std::vector<LibraryId>> libraries;  // none: all
    LibraryMeant meant = LibraryMeant::lies_in;       // the other one beside `person` only
    std::vector<LibraryId> beyond;  // beside `person` or `escalated`: assets that lie in none of these
    std::optional<bool> for_directors;
    domain::Escalation escalated = domain::Escalation::none;  // else: only those that went there
    std::optional<PersonId> without;                          // all but that person's own
    std::vector<domain::RequestPhase> phases;                 // at least one
    std::optional<policy::RequestKind> kind;
};

enum class RequestOrder : std::uint8_t { newest, oldest };

struct RequestQuery {
    RequestFilter filter;
    RequestOrder order = RequestOrder::newest;
    std::optional<RequestId> after;
    int limit = 50;
};
/// Ids in order; one more than `limit` when there are more.
[[nodiscard]] Result<std::vector<RequestId>> page_of_requests(sql::Session& session, const RequestQuery& query);

/// Counted no further than `most`.
[[nodiscard]] Result<std::int64_t> count_requests(sql::Session& session, const RequestFilter& filter,
                                                  std::int64_t most);

/// A row with the names that a list shows.
struct RequestListed {
    domain::Request request;
    std::string asset_name;
    std::optional<FolderId> folder;
    std::string holder_name;  // of the person or the group
    std::string email;        // of the person
    std::string decided_by_name;
    std::string ended_by_name;
    std::string reason;
    std::optional<Instant> needed_by;
    std::optional<Instant> asset_deleted_at;
    std::optional<Instant> replaced_at;  // the asset's file
    domain::Talk talk = domain::Talk::nothing;
    domain::Escalation escalated = domain::Escalation::none;
    std::optional<Instant> escalated_at;
    std::optional<Instant> available_until;  // the asset
    LibraryId asked_in;                      // where the asset lay when its form was sent
};
/// In the order of `ids`; those that are gone are left out.
[[nodiscard]] Result<std::vector<RequestListed>> read_listed(sql::Session& session, std::span<const RequestId> ids);

}  // namespace exeat::store
