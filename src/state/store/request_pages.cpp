#include "state/store/request_pages.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "state/store/request_columns.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::array k_kinds{policy::RequestKind::download, policy::RequestKind::access};

/// A condition with at most one parameter, between two pieces.
struct Condition {
    std::string before;
    std::optional<sql::Parameter> parameter;
    std::string behind;
};

/// One walk along one index: the columns that it begins with and stays in, and what narrows it row by row.
struct Walk {
    std::vector<std::pair<std::string, sql::Parameter>> place;
    std::vector<Condition> conditions;
};

std::vector<Condition> conditions_of(const RequestFilter& filter) {
    std::vector<Condition> conditions;
    if (filter.without) conditions.push_back({"(r.person is null or r.person <> ", *filter.without, ")"});
    // Written out, so that the indexes of what waits are seen to fit.
    if (filter.for_directors) {
        conditions.push_back({*filter.for_directors ? "r.for_directors = 1" : "r.for_directors = 0", {}, {}});
    }
    // Likewise for the index of what went further.
    if (filter.escalated != domain::Escalation::none) {
        conditions.push_back({"r.escalated <> ''", {}, {}});
        conditions.push_back({"r.escalated = ", policy::to_text(filter.escalated), {}});
    }
    return conditions;
}

/// One walk for each phase and kind: of all, or of those where `column` holds `value`, of one holder or of all.
void add_walks(std::vector<Walk>& walks, const RequestFilter& filter, const std::string& column = {},
               const sql::Parameter& value = nullptr, const std::optional<Condition>& holder = {}) {
    for (const auto phase : filter.phases) {
        for (const auto kind : k_kinds) {
            if (filter.kind && *filter.kind != kind) continue;
            Walk walk;
            walk.conditions = conditions_of(filter);
            const bool waits = filter.for_directors && phase == domain::RequestPhase::pending;
            if (waits) walk.conditions.push_back({"r.phase = 'pending'", {}, {}});
            // Two indexes begin with a person, or a group: by bounds the other one may be taken, and sorted.
            const bool is_equal = waits || column == "r.person" || column == "r.group_id";
            if (!column.empty() && is_equal) walk.conditions.push_back({column + " = ", value, {}});
            if (!column.empty() && !is_equal) walk.place.emplace_back(column, value);
            if (!waits) walk.place.emplace_back("r.phase", policy::to_text(phase));
            if (holder) walk.conditions.push_back(*holder);
            walk.place.emplace_back("r.kind", policy::to_text(kind));
            walks.push_back(std::move(walk));
        }
    }
}

struct Statement {
    std::string text;  // all behind "from requests r"
    std::vector<sql::Parameter> parameters;

    std::string put(sql::Parameter value) {
        parameters.push_back(std::move(value));
        return "$" + std::to_string(parameters.size());
    }
};

/// The next of a walk. Its place is written as bounds of all columns of the index, and it is sorted by all of them:
/// with equal signs the order would be that of the ids alone, and PostgreSQL may then take the primary key instead, and
/// look at every request there is until it has found enough that fit.
Statement next_of(const Walk& walk, RequestOrder order, const std::optional<RequestId>& after, int limit) {
    const bool down = order == RequestOrder::newest;
    const std::string direction = down ? " desc, " : ", ";
    Statement statement;
    std::string columns;
    std::string values;
    std::string sorted;
    for (const auto& [column, value] : walk.place) {
        columns += (columns.empty() ? "" : ", ") + column;
        values += (values.empty() ? "" : ", ") + statement.put(value);
        sorted += column + direction;
    }
    // Before the first, and behind the last of all ids.
    const auto id = statement.put(after ? after->text() : down ? std::string("~") : std::string());
    statement.text = " where (" + columns + ", r.id) " + (down ? "< (" : "> (") + values + ", " + id + ") and (" +
                     columns + ") " + (down ? ">= (" : "<= (") + values + ")";
    for (const auto& condition : walk.conditions) {
        statement.text += " and " + condition.before;
        if (condition.parameter) statement.text += statement.put(*condition.parameter);
        statement.text += condition.behind;
    }
    statement.text += " order by " + sorted + "r.id" + (down ? " desc" : "") + " limit " + statement.put(limit);
    return statement;
}

/// The libraries of a row: where its asset lies, and the one that is meant.
bool holds(const RequestFilter& filter, LibraryId lies_in, LibraryId meant) {
    if (std::ranges::find(filter.beyond, lies_in) != filter.beyond.end()) return false;
    return !filter.libraries || std::ranges::find(*filter.libraries, meant) != filter.libraries->end();
}

/// Walks that begin with a person or an asset go through all libraries: rows of others are left out afterwards.
bool filters_libraries(const RequestFilter& filter) {
    if (filter.escalated != domain::Escalation::none && !filter.beyond.empty()) return true;
    return (filter.libraries || !filter.beyond.empty()) && (filter.person || filter.asset);
}

std::vector<Walk> walks_of(const RequestFilter& filter) {
    std::vector<Walk> walks;
    if (filter.asset) {
        if (!filter.person) {
            add_walks(walks, filter, "r.asset", *filter.asset);
            return walks;
        }
        add_walks(walks, filter, "r.asset", *filter.asset, Condition{"r.person = ", *filter.person, {}});
        for (const auto& group : filter.groups) {
            add_walks(walks, filter, "r.asset", *filter.asset, Condition{"r.group_id = ", group, {}});
        }
    } else if (filter.person) {
        add_walks(walks, filter, "r.person", *filter.person);
        for (const auto& group : filter.groups) add_walks(walks, filter, "r.group_id", group);
    } else if (filter.libraries) {
        for (const auto& library : *filter.libraries) add_walks(walks, filter, "r.library", library);
    } else {
        add_walks(walks, filter);
    }
    return walks;
}

Result<sql::Rows> step(sql::Session& session, const Walk& walk, const RequestQuery& query, int limit) {
    const auto next = next_of(walk, query.order, query.after, limit);
    const std::string meant =
        query.filter.meant == LibraryMeant::lies_in ? "r.library" : "(select k.library from asks k where k.id = r.ask)";
    return session.query("select r.id, r.library, " + meant + " from requests r" + next.text, next.parameters);
}

Done walk_all(sql::Session& session, const Walk& walk, const RequestQuery& query, std::vector<RequestId>& found) {
    const bool filters = filters_libraries(query.filter);
    const auto wanted = static_cast<std::size_t>(query.limit) + 1;
    auto here = query;
    std::size_t taken = 0;
    while (taken < wanted) {
        EXEAT_TAKE(const auto rows, step(session, walk, here, static_cast<int>(wanted)));
        for (const auto& row : rows) {
            here.after = row.get<RequestId>(0);
            if (filters && !holds(query.filter, row.get<LibraryId>(1), row.get<LibraryId>(2))) continue;
            found.push_back(*here.after);
            ++taken;
        }
        if (rows.size() < wanted) return {};
    }
    return {};
}

}  // namespace

Result<std::vector<RequestId>> page_of_requests(sql::Session& session, const RequestQuery& query) {
    std::vector<RequestId> found;
    for (const auto& walk : walks_of(query.filter)) EXEAT_TRY(walk_all(session, walk, query, found));
    if (query.order == RequestOrder::newest) {
        std::ranges::sort(found, std::greater<>());
    } else {
        std::ranges::sort(found);
    }
    const auto most = static_cast<std::size_t>(query.limit) + 1;
    if (found.size() > most) found.resize(most);
    return found;
}

Result<std::int64_t> count_requests(sql::Session& session, const RequestFilter& filter, std::int64_t most) {
    std::int64_t count = 0;
    for (const auto& walk : walks_of(filter)) {
        if (count >= most) break;
        if (filters_libraries(filter)) {
            RequestQuery query{filter, RequestOrder::newest, std::nullopt, static_cast<int>(most)};
            std::vector<RequestId> found;
            EXEAT_TRY(walk_all(session, walk, query, found));
            count += static_cast<std::int64_t>(found.size());
            continue;
        }
        const auto next = next_of(walk, RequestOrder::newest, std::nullopt, static_cast<int>(most - count));
        EXEAT_TAKE(
            const auto row,
            session.query("select count(*) from (select 1 from requests r" + next.text + ") counted", next.parameters));
        count += row.front().get<std::int64_t>(0);
    }
    return std::min(count, most);
}

Result<std::vector<RequestListed>> read_listed(sql::Session& session, std::span<const RequestId> ids) {
    static_assert(k_request_columns == 27);
    auto select = request_select();
    select.insert(select.find(" from requests r"),
                  ", a.name, a.folder, coalesce(p.name, g.name), coalesce(p.email, ''), coalesce(d.name, ''), "
                  "coalesce(e.name, ''), k.reason, k.needed_by, a.deleted_at, a.replaced_at, r.talk, r.escalated, "
                  "r.escalated_at, k.library, a.available_until");
    select +=
        " join assets a on a.id = r.asset join asks k on k.id = r.ask left join people p on p.id = r.person "
        "left join groups g on g.id = r.group_id left join people d on d.id = r.decided_by "
        "left join people e on e.id = r.ended_by where r.id in (";
    std::unordered_map<RequestId, RequestListed> read;
    for (std::size_t from = 0; from < ids.size(); from += k_longest_list) {
        const auto some = ids.subspan(from, std::min(k_longest_list, ids.size() - from));
        std::vector<sql::Parameter> parameters;
        for (std::size_t i = 0; i < list_length(some.size()); ++i) {
            parameters.emplace_back(some[std::min(i, some.size() - 1)]);
        }
        EXEAT_TAKE(const auto rows, session.query(select + parameter_list(1, parameters.size()) + ")", parameters));
        for (const auto& row : rows) {
            auto at = k_request_columns;
            RequestListed listed;
            listed.request = request_of(row);
            listed.asset_name = row.get<std::string>(at++);
            listed.folder = id_or_none<FolderId>(row, at++);
            listed.holder_name = row.get<std::string>(at++);
            listed.email = row.get<std::string>(at++);
            listed.decided_by_name = row.get<std::string>(at++);
            listed.ended_by_name = row.get<std::string>(at++);
            listed.reason = row.get<std::string>(at++);
            listed.needed_by = row.get<std::optional<Instant>>(at++);
            listed.asset_deleted_at = row.get<std::optional<Instant>>(at++);
            listed.replaced_at = row.get<std::optional<Instant>>(at++);
            listed.talk = word_at<domain::Talk>(row, at++);
            listed.escalated = word_at<domain::Escalation>(row, at++);
            listed.escalated_at = row.get<std::optional<Instant>>(at++);
            listed.asked_in = row.get<LibraryId>(at++);
            listed.available_until = row.get<std::optional<Instant>>(at++);
            const auto id = listed.request.id;
            read.emplace(id, std::move(listed));
        }
    }
    std::vector<RequestListed> all;
    all.reserve(ids.size());
    for (const auto& id : ids) {
        const auto found = read.find(id);
        if (found != read.end()) all.push_back(std::move(found->second));
    }
    return all;
}

}  // namespace exeat::store
