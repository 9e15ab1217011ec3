#include "state/store/changes.h"

#include <array>

#include "platform/sql/insert_rows.h"

namespace exeat::store {
namespace {

constexpr std::array<std::string_view, 12> k_kinds{"site", "library", "folder",    "member", "person", "group",
                                                   "role", "asset",   "attribute", "terms",  "notice", "request"};

}  // namespace

Done note_change(sql::Transaction& transaction, ChangeKind kind, std::string_view id) {
    const std::string only(id);
    return note_changes(transaction, kind, std::span(&only, 1));
}

Done note_changes(sql::Transaction& transaction, ChangeKind kind, std::span<const std::string> ids) {
    if (ids.empty()) return {};
    if (transaction.engine() == sql::Engine::postgresql) {
        // An identity is drawn before the commit: without the lock a later number could be seen before an earlier one.
        EXEAT_TRY(transaction.query("select pg_advisory_xact_lock(4242001), pg_notify($1, '')", {k_changes_channel}));
    }
    std::vector<sql::Parameter> cells;
    cells.reserve(ids.size() * 2);
    for (const auto& id : ids) {
        cells.emplace_back(k_kinds[static_cast<std::size_t>(kind)]);
        cells.emplace_back(id);
    }
    return sql::insert_rows(transaction, "insert into changes (kind, id) values ", 2, cells);
}

Result<std::int64_t> newest_change(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select coalesce(max(no), 0) from changes"));
    return row->get<std::int64_t>(0);
}

Result<std::int64_t> oldest_change(sql::Session& session) {
    EXEAT_TAKE(const auto row, session.one("select coalesce(min(no), 0) from changes"));
    return row->get<std::int64_t>(0);
}

Result<std::vector<Change>> changes_after(sql::Session& session, std::int64_t number, int limit) {
    EXEAT_TAKE(const auto rows,
               session.query("select no, kind, id from changes where no > $1 order by no limit $2", {number, limit}));
    std::vector<Change> changes;
    changes.reserve(rows.size());
    for (const auto& row : rows) {
        const auto kind = row.get<std::string>(1);
        std::size_t at = 0;
        while (at < k_kinds.size() && k_kinds[at] != kind) ++at;
        if (at == k_kinds.size()) return fail(ErrorKind::internal, "internal", "", "change of unknown kind " + kind);
        changes.push_back({row.get<std::int64_t>(0), static_cast<ChangeKind>(at), row.get<std::string>(2)});
    }
    return changes;
}

}  // namespace exeat::store
