// Requests as they are kept: one row for each asset that somebody asks for, and the same row again as the pass that
// came of it (POLICY.md "Requests"). Made by state/store, held by state/authority, read by use cases. Refuses to decide
// what one allows: core/policy does.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/domain/settings.h"
#include "core/policy/facts.h"
#include "core/policy/file_set.h"
#include "core/policy/words.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"

namespace exeat {
/// One form that was sent, for one asset or many.
using AskId = Id<struct AskTag>;
/// Decisions that were made together.
using BatchId = Id<struct BatchTag>;
/// Whose a request is: the bits of a person or of a group.
using HolderId = Id<struct HolderTag>;
}  // namespace exeat

namespace exeat::domain {

/// Where a request stands in lists: its stored status, or how its pass ended.
enum class RequestPhase : std::uint8_t { pending, approved, auto_approved, rejected, expired, revoked, withdrawn };

/// Why a request closed without anybody deciding it.
enum class Closed : std::uint8_t { not_closed, by_requester, asset_deleted, free_now };

/// What the policy reads of a request, and what is told beside its answer.
struct HeldRequest {
    RequestId id;
    AssetId asset;
    policy::RequestKind kind = policy::RequestKind::download;
    policy::RequestStatus status = policy::RequestStatus::pending;
    bool revoked = false;
    policy::Actions actions;
    policy::KeptFileSet files = policy::KeptFileSet::every();
    Instant created_at;
    std::optional<Instant> decided_at;
    std::optional<policy::Level> decided_by_level;
    std::optional<Instant> valid_until;
    std::string note;  // what whoever decided wrote to it

    /// Good for as long as this request lives.
    [[nodiscard]] policy::Request view() const;
};

/// Shared with whoever keeps them.
using HeldRequests = std::vector<std::shared_ptr<const HeldRequest>>;

/// A list of file names as a grant carries it; none is every file.
using Files = std::optional<std::vector<std::string>>;

/// A whole row.
struct Request {
    RequestId id;
    AskId ask;
    AssetId asset;
    LibraryId library;               // where the asset lies
    std::optional<PersonId> person;  // whose it is: a person or a group
    std::optional<GroupId> group;
    policy::RequestKind kind = policy::RequestKind::download;
    policy::RequestStatus status = policy::RequestStatus::pending;
    RequestPhase phase = RequestPhase::pending;
    bool revoked = false;
    policy::Actions wanted_actions;
    policy::Actions actions;  // as granted; as wanted until then
    Files wanted_files;
    Files files;
    bool for_directors = false;  // gate 8 asked
    bool unasked = false;        // a pass that somebody gave
    Instant created_at;
    std::optional<Instant> decided_at;
    std::optional<PersonId> decided_by;
    std::optional<policy::Level> decided_by_level;
    std::string note;
    std::optional<Instant> valid_until;
    std::optional<Instant> ended_at;  // revoked or closed
    std::optional<PersonId> ended_by;
    Closed closed = Closed::not_closed;
    std::optional<BatchId> batch;  // of the last decision
    std::int64_t version = 1;

    [[nodiscard]] HolderId holder() const { return {person ? person->bits : group->bits}; }
};

/// The end of a grant that is decided at `now`; none for unlimited. `until` counts for Span::date.
[[nodiscard]] std::optional<Instant> end_of(const ValiditySettings& validity, Instant now);
/// Whether an end is no later than another; none is never.
[[nodiscard]] bool ends_by(const std::optional<Instant>& end, const std::optional<Instant>& other);

/// Whether every name of `narrow` is held by `wide`, word by word.
[[nodiscard]] bool is_within(const Files& narrow, const Files& wide);

/// The most assets of one form, and the most forms of one person that wait for a decision.
inline constexpr std::size_t k_most_assets_asked = 10'000;
inline constexpr std::int64_t k_most_open_asks = 200;
/// A decision can be taken back for so long, and what was asked withdrawn; the mail waits.
inline constexpr std::int64_t k_undo_ms = 10'000;

}  // namespace exeat::domain

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 7> k_words<domain::RequestPhase>{
    "pending", "approved", "auto_approved", "rejected", "expired", "revoked", "withdrawn"};
template <>
inline constexpr std::array<std::string_view, 4> k_words<domain::Closed>{"", "by_requester", "asset_deleted",
                                                                         "free_now"};
}  // namespace exeat::policy
