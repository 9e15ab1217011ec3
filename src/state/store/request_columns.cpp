#include "state/store/request_columns.h"

#include "state/store/rows.h"

namespace exeat::store {

std::string request_select() {
    return "select r.id, r.ask, r.asset, r.library, r.person, r.group_id, r.kind, r.status, r.phase, r.revoked, "
           "r.wanted_actions, r.actions, r.wanted_files, r.files, r.for_directors, r.unasked, r.created_at, "
           "r.decided_at, r.decided_by, r.decided_by_level, r.note, r.valid_until, r.ended_at, r.ended_by, r.closed, "
           "r.batch, r.version from requests r";
}

domain::Request request_of(const sql::Row& row) {
    domain::Request request;
    request.id = row.get<RequestId>(0);
    request.ask = row.get<AskId>(1);
    request.asset = row.get<AssetId>(2);
    request.library = row.get<LibraryId>(3);
    request.person = row.get<std::optional<PersonId>>(4);
    request.group = row.get<std::optional<GroupId>>(5);
    request.kind = word_at<policy::RequestKind>(row, 6);
    request.status = word_at<policy::RequestStatus>(row, 7);
    request.phase = word_at<domain::RequestPhase>(row, 8);
    request.revoked = row.get<bool>(9);
    request.wanted_actions = policy::Actions::from_bits(row.get<std::uint32_t>(10));
    request.actions = policy::Actions::from_bits(row.get<std::uint32_t>(11));
    request.wanted_files = files_at(row, 12);
    request.files = files_at(row, 13);
    request.for_directors = row.get<bool>(14);
    request.unasked = row.get<bool>(15);
    request.created_at = row.get<Instant>(16);
    request.decided_at = row.get<std::optional<Instant>>(17);
    request.decided_by = row.get<std::optional<PersonId>>(18);
    request.decided_by_level = level_at(row, 19);
    request.note = row.get<std::string>(20);
    request.valid_until = row.get<std::optional<Instant>>(21);
    request.ended_at = row.get<std::optional<Instant>>(22);
    request.ended_by = row.get<std::optional<PersonId>>(23);
    request.closed = word_at<domain::Closed>(row, 24);
    request.batch = row.get<std::optional<BatchId>>(25);
    request.version = row.get<std::int64_t>(26);
    return request;
}

std::vector<domain::Request> requests_of(const sql::Rows& rows) {
    std::vector<domain::Request> requests;
    requests.reserve(rows.size());
    for (const auto& row : rows) requests.push_back(request_of(row));
    return requests;
}

std::optional<std::string> files_text(const domain::Files& files) {
    return files ? std::optional(list_text(*files)) : std::nullopt;
}

domain::Files files_at(const sql::Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return list_at(row, column);
}

std::optional<std::int64_t> level_number(std::optional<policy::Level> level) {
    return level ? std::optional(static_cast<std::int64_t>(*level)) : std::nullopt;
}

std::optional<policy::Level> level_at(const sql::Row& row, std::size_t column) {
    const auto number = row.get<std::optional<std::int64_t>>(column);
    return number ? policy::level_of(*number) : std::nullopt;
}

std::vector<sql::Parameter> changed_cells(const domain::Request& request) {
    return {policy::to_text(request.status),
            policy::to_text(request.phase),
            request.revoked,
            request.actions.bits(),
            files_text(request.files),
            request.for_directors,
            request.decided_at,
            request.decided_by,
            level_number(request.decided_by_level),
            request.note,
            request.valid_until,
            request.ended_at,
            request.ended_by,
            policy::to_text(request.closed),
            request.batch,
            request.version};
}

}  // namespace exeat::store
