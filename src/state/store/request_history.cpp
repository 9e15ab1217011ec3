#include "state/store/request_history.h"

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "state/store/id_lists.h"

namespace exeat::store {
namespace {

/// Adds what is there, up to `most` in all.
Done count(sql::Session& session, const HistoryWanted& wanted, std::string_view phases, std::int64_t& into) {
    const auto add = [&](const std::string& where, std::vector<sql::Parameter> parameters) -> Done {
        EXEAT_TAKE(const auto rows,
                   session.query("select count(*) from (select 1 from requests r where r.person = $1 and "
                                 "r.id <> $2 and r.phase in (" +
                                     std::string(phases) + ")" + where + " limit $3) counted",
                                 parameters));
        into = std::min(into + rows.front().get<std::int64_t>(0), wanted.most);
        return {};
    };
    const std::vector<sql::Parameter> fixed{wanted.person, wanted.without, wanted.most};
    if (!wanted.libraries) return add({}, fixed);
    return in_pieces(std::span(*wanted.libraries), [&](std::span<const LibraryId> some) -> Done {
        auto parameters = list_parameters(fixed, some);
        const auto list = parameter_list(fixed.size() + 1, parameters.size() - fixed.size());
        return add(" and r.library in (" + list + ")", std::move(parameters));
    });
}

/// The newest of each phase and kind. Their places are written as bounds of the index, as those of pages are: with
/// equal signs PostgreSQL may walk along all requests there are.
std::string newest_text(std::string_view in_library) {
    constexpr std::array<std::string_view, 5> phases{"approved", "auto_approved", "rejected", "expired", "revoked"};
    constexpr std::array<std::string_view, 2> kinds{"download", "access"};
    std::string text;
    for (const auto phase : phases) {
        for (const auto kind : kinds) {
            const auto place = "'" + std::string(phase) + "', '" + std::string(kind) + "'";
            text += text.empty() ? "" : " union all ";
            text += "select taken.id from (select r.id from requests r where r.person = $1 and r.id <> $2" +
                    std::string(in_library) + " and (r.phase, r.kind, r.id) < (" + place +
                    ", '~') and (r.phase, r.kind) >= (" + place +
                    ") order by r.phase desc, r.kind desc, r.id desc limit $3) taken";
        }
    }
    return text;
}

Done take_newest(sql::Session& session, const HistoryWanted& wanted, std::vector<RequestId>& newest) {
    const auto take = [&](const std::string& text, const std::vector<sql::Parameter>& parameters) -> Done {
        EXEAT_TAKE(const auto rows, session.query(text, parameters));
        for (const auto& row : rows) newest.push_back(row.get<RequestId>(0));
        return {};
    };
    std::vector<sql::Parameter> parameters{wanted.person, wanted.without, wanted.newest};
    if (!wanted.libraries) return take(newest_text({}), parameters);
    const auto text = newest_text(" and r.library = $4");
    parameters.emplace_back(nullptr);
    for (const auto& library : *wanted.libraries) {
        parameters.back() = library;
        EXEAT_TRY(take(text, parameters));
    }
    return {};
}

}  // namespace

Result<HistoryRead> read_history(sql::Session& session, const HistoryWanted& wanted) {
    HistoryRead history;
    EXEAT_TRY(count(session, wanted, "'approved', 'auto_approved'", history.approved));
    EXEAT_TRY(count(session, wanted, "'rejected'", history.rejected));
    EXEAT_TRY(count(session, wanted, "'revoked'", history.revoked));
    EXEAT_TRY(count(session, wanted, "'expired'", history.expired));
    EXEAT_TRY(take_newest(session, wanted, history.newest));
    std::ranges::sort(history.newest, std::greater<>());
    if (std::cmp_greater(history.newest.size(), wanted.newest)) {
        history.newest.resize(static_cast<std::size_t>(wanted.newest));
    }
    return history;
}

}  // namespace exeat::store
