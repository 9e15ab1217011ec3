#include "state/store/waiting_rows.h"

#include <algorithm>
#include <array>
#include <string>

#include "state/store/request_columns.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::array k_kinds{policy::RequestKind::download, policy::RequestKind::access};

/// The first id of the millisecond after `before`: ids begin with the time at which they were made, and a request is
/// never older than its id, so that the index ends where the young ones begin.
std::string id_after(Instant before) {
    const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(before.ms, 0)) + 1;
    IdBits bits;
    for (std::size_t i = 0; i < 6; ++i) bits.bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)) & 0xFFU);
    return to_text(bits);
}

/// $1 to $4; one kind at a time, as the index of a library has them. What directors decide has an index of its own,
/// which is taken where the library's would not do.
std::string long_waiting(bool for_directors) {
    return std::string(" from requests r where ") +
           (for_directors ? "r.for_directors = 1 and coalesce(r.library, '') = $1"
                          : "r.for_directors = 0 and r.library = $1") +
           " and r.phase = 'pending' and r.kind = $2 and r.id < $3 and r.created_at <= $4 and r.talk <> 'question'";
}

std::vector<sql::Parameter> parameters_of(const LongWaiting& which, policy::RequestKind kind) {
    return {which.library, policy::to_text(kind), id_after(which.before), which.before};
}

}  // namespace

Result<bool> anything_waits(sql::Session& session, const LongWaiting& which) {
    for (const auto kind : k_kinds) {
        EXEAT_TAKE(const auto rows, session.query("select 1" + long_waiting(which.for_directors) + " limit 1",
                                                  parameters_of(which, kind)));
        if (!rows.empty()) return true;
    }
    return false;
}

Result<Waits> count_waiting(sql::Session& session, const LongWaiting& which, PersonId without, std::int64_t most) {
    Waits waits;
    for (const auto kind : k_kinds) {
        auto parameters = parameters_of(which, kind);
        parameters.emplace_back(without);
        parameters.emplace_back(most);
        EXEAT_TAKE(const auto rows,
                   session.query("select count(*), min(id) from (select r.id" + long_waiting(which.for_directors) +
                                     " and (r.person is null or r.person <> $5) order by r.id limit $6) counted",
                                 parameters));
        waits.count += rows.front().get<std::int64_t>(0);
        const auto first = rows.front().get<std::optional<RequestId>>(1);
        if (first && (!waits.first || *first < *waits.first)) waits.first = first;
    }
    waits.count = std::min(waits.count, most);
    return waits;
}

Result<std::optional<Instant>> reminded_at(sql::Session& session, PersonId person) {
    EXEAT_TAKE(const auto row, session.one("select reminded_at from request_reminders where person = $1", {person}));
    if (!row) return std::optional<Instant>{};
    return std::optional(row->get<Instant>(0));
}

Done note_reminded(sql::Transaction& transaction, PersonId person, Instant at) {
    EXEAT_TRY(
        transaction.change("insert into request_reminders (person, reminded_at) values ($1, $2) "
                           "on conflict (person) do update set reminded_at = excluded.reminded_at",
                           {person, at}));
    return {};
}

Result<std::vector<domain::Request>> not_escalated(sql::Session& session, const LongWaiting& which, int limit) {
    auto select = request_select();
    const auto where = long_waiting(which.for_directors);
    select.replace(select.find(" from requests r"), std::string::npos, where);
    std::vector<domain::Request> all;
    for (const auto kind : k_kinds) {
        auto parameters = parameters_of(which, kind);
        parameters.emplace_back(limit);
        EXEAT_TAKE(const auto rows, session.query(select + " and r.escalated = '' order by r.id limit $5", parameters));
        for (auto& request : requests_of(rows)) all.push_back(std::move(request));
    }
    std::ranges::sort(all, {}, &domain::Request::id);
    if (std::cmp_greater(all.size(), limit)) all.resize(static_cast<std::size_t>(limit));
    return all;
}

Done note_escalated(sql::Transaction& transaction, RequestId request, domain::Escalation to, Instant at) {
    return one_changed(
        transaction.change("update requests set escalated = $1, escalated_at = $2, version = version + 1 where id = "
                           "$3 and escalated = '' and phase = 'pending'",
                           {policy::to_text(to), at, request}));
}

Result<WaitingSettingsRow> waiting_settings_of(sql::Session& session, LibraryId library) {
    WaitingSettingsRow found{library, {}, 0};
    EXEAT_TAKE(const auto row, session.one("select remind_after_days, escalate_after_days, version from "
                                           "waiting_settings where library = $1",
                                           {library}));
    if (!row) return found;
    found.settings = {row->get<int>(0), row->get<int>(1)};
    found.version = row->get<std::int64_t>(2);
    return found;
}

Done write_waiting_settings(sql::Transaction& transaction, const WaitingSettingsRow& row) {
    const auto remind = row.settings.remind_after_days;
    const auto escalate = row.settings.escalate_after_days;
    if (row.version == 0) {
        return one_changed(
            transaction.change("insert into waiting_settings (library, remind_after_days, escalate_after_days, "
                               "version) values ($1, $2, $3, 1) on conflict do nothing",
                               {row.library, remind, escalate}));
    }
    return one_changed(
        transaction.change("update waiting_settings set remind_after_days = $1, escalate_after_days = $2, "
                           "version = version + 1 where library = $3 and version = $4",
                           {remind, escalate, row.library, row.version}));
}

}  // namespace exeat::store
