// How requests look in JSON: shared by the routes of asking and of deciding.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/operation.h"
#include "api/places_json.h"
#include "api/terms_json.h"
#include "platform/json/shape.h"
#include "state/store/described.h"
#include "usecases/requests/answers_json.h"
#include "usecases/requests/decisions.h"
#include "usecases/requests/requests.h"

namespace exeat::domain {
BOOST_DESCRIBE_ENUM(RequestPhase, pending, approved, auto_approved, rejected, expired, revoked, withdrawn)
BOOST_DESCRIBE_ENUM(Closed, not_closed, by_requester, asset_deleted, free_now)
BOOST_DESCRIBE_ENUM(Talk, nothing, question, answer)
BOOST_DESCRIBE_ENUM(Escalation, none, owners, administrators)
}  // namespace exeat::domain

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(RequestForm, (), (form, fields, terms, tag))
BOOST_DESCRIBE_STRUCT(Requestable, (), (library, library_name, kind, form, auto_approved, assets, actions, deciders))
BOOST_DESCRIBE_STRUCT(AlreadyAsked, (), (asset, request, why))
BOOST_DESCRIBE_STRUCT(NotRequestable, (), (asset, code, why))
BOOST_DESCRIBE_STRUCT(Prepared, (), (free, ask, pending, rejected, refused))
BOOST_DESCRIBE_STRUCT(RequestCan, (),
                      (approve, reject, revoke, renew, withdraw, ask_again, take_back, ask_question, answer, delete_))
BOOST_DESCRIBE_STRUCT(MessageShown, (), (id, kind, by, mine, text, said_at))
BOOST_DESCRIBE_STRUCT(RequestRow, (),
                      (id, ask, status, kind, asset, asset_name, library, library_name, folder, folder_name, person,
                       group, name, email, actions, files, reason, needed_by, available_until, created_at, decided_at,
                       decided_by, note, valid_until, ended_at, ended_by, closed, for_directors, unasked,
                       question_waits, escalated_at, escalated_to, can, version))
BOOST_DESCRIBE_STRUCT(SentFile, (), (id, name, media_type, size))
BOOST_DESCRIBE_STRUCT(UnsentMail, (), (kind, at, text))
BOOST_DESCRIBE_STRUCT(RequestHistory, (), (approved, rejected, revoked, expired, newest))
BOOST_DESCRIBE_STRUCT(RequestCard, (RequestRow),
                      (answers, sent_files, conversation, terms, wanted_actions, wanted_files, default_validity,
                       longest_validity, note_required, rejection_notes, history, unsent_mails))
BOOST_DESCRIBE_STRUCT(RequestCounts, (), (waiting_for_me, pending, approved, rejected, expired, revoked, withdrawn))
BOOST_DESCRIBE_ENUM(Verdict, approve, reject)
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<domain::RequestPhase> = "RequestStatus";
template <>
inline constexpr std::string_view k_schema_name<domain::Closed> = "RequestClosed";
template <>
inline constexpr std::string_view k_schema_name<domain::Talk> = "RequestMessageKind";
template <>
inline constexpr std::string_view k_schema_name<domain::Escalation> = "RequestEscalation";
template <>
inline constexpr std::string_view k_schema_name<usecases::MessageShown> = "RequestMessage";
template <>
inline constexpr std::string_view k_schema_name<usecases::RequestCard> = "Request";
template <>
inline constexpr std::string_view k_schema_name<usecases::Prepared> = "RequestPrepared";
template <>
inline constexpr std::string_view k_schema_name<usecases::AlreadyAsked> = "AlreadyRequested";
}  // namespace exeat::json

namespace exeat::api::body {

/// What was made, and what could not be asked for or given.
struct RequestsMade {
    std::vector<usecases::RequestRow> items;
    std::vector<usecases::NotRequestable> left;
};
BOOST_DESCRIBE_STRUCT(RequestsMade, (), (items, left))

}  // namespace exeat::api::body

namespace exeat::api {

[[nodiscard]] inline body::RequestsMade json_of(usecases::RequestsMade made) {
    return {std::move(made.requests), std::move(made.left)};
}

}  // namespace exeat::api
