// Rows of notices: what people are told, their inbox. Written in the transaction of what they tell of; a mail that says
// the same is a row of the outbox with the notice's id. Called by usecases/requests. Refuses to put anything into
// words.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/domain/request.h"
#include "platform/sql/database.h"

namespace exeat::store {

struct NoticeRow {
    std::string id;
    PersonId person;
    std::string kind;                  // "request_made", "request_approved", …
    std::optional<LibraryId> library;  // all three none where it speaks of no request
    std::optional<AssetId> asset;
    std::optional<RequestId> request;  // the first of those that it speaks of
    BatchId batch;                     // of the act; the others are found by it
    std::int64_t count = 1;            // how many requests
    std::optional<PersonId> by;
    std::string note;
    Instant made_at;
    std::optional<Instant> read_at;
    std::int64_t libraries = 1;  // in which what it tells of lies
};

/// Notes the change: whose open page listens hears of it.
Done insert_notice(sql::Transaction& transaction, const NoticeRow& notice);
/// The same for many.
Done insert_notices(sql::Transaction& transaction, std::span<const NoticeRow> notices);
/// The newest first, after that one.
[[nodiscard]] Result<std::vector<NoticeRow>> list_notices(sql::Session& session, PersonId person,
                                                          const std::optional<std::string>& after, int limit);
/// Notices of an act that was taken back, but for those whose mail has left, and the mails that wait.
Done take_back_notices(sql::Transaction& transaction, BatchId batch);
/// The same of a form: what asks for a decision, where all that it tells of was withdrawn. That some of the form was
/// approved by itself stays told.
Done take_back_asking(sql::Transaction& transaction, AskId ask);

/// Those who are written to, with their addresses.
struct Receiver {
    PersonId person;
    std::string email;
};
/// Active people who own the library at that time, by themselves or by a group.
[[nodiscard]] Result<std::vector<Receiver>> read_owners(sql::Session& session, LibraryId library, Instant now);
/// Active people of that level or above.
[[nodiscard]] Result<std::vector<Receiver>> read_people_above(sql::Session& session, policy::Level level);
/// Active people of a group.
[[nodiscard]] Result<std::vector<Receiver>> read_people_in(sql::Session& session, GroupId group);
[[nodiscard]] Result<std::optional<Receiver>> read_receiver(sql::Session& session, PersonId person);
/// Those of them who are active, in no order.
[[nodiscard]] Result<std::vector<Receiver>> read_receivers(sql::Session& session, std::span<const PersonId> people);

}  // namespace exeat::store
