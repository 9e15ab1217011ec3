#include "state/store/request_pages.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "state/store/request_columns.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::array k_kinds{policy::RequestKind::download, policy::RequestKind::access};

/// Conditions and their parameters, put together from fixed pieces: one walk along one index.
struct Walk {
    std::string where;
    std::vector<sql::Parameter> parameters;

    Walk& add(std::string_view piece, sql::Parameter parameter) {
        parameters.push_back(std::move(parameter));
        where += where.empty() ? " where " : " and ";
        where += piece;
        where += "$" + std::to_string(parameters.size());
        return *this;
    }
    Walk& add(std::string_view piece) {
        where += where.empty() ? " where " : " and ";
        where += piece;
        return *this;
    }
};

/// What only narrows: looked at row by row.
Walk narrowed(Walk walk, const RequestFilter& filter) {
    if (filter.without) {
        walk.add("(r.person is null or r.person <> ", *filter.without).where += ")";
    }
    // Written out, so that the index of what directors decide is seen to fit.
    if (filter.for_directors) walk.add(*filter.for_directors ? "r.for_directors = 1" : "r.for_directors = 0");
    // Likewise for the index of what went further.
    if (filter.escalated != domain::Escalation::none) {
        walk.add("r.escalated <> ''").add("r.escalated = ", policy::to_text(filter.escalated));
    }
    return walk;
}

/// One walk for each phase and kind, from a beginning that an index begins with.
void add_walks(std::vector<Walk>& walks, const Walk& beginning, const RequestFilter& filter) {
    for (const auto phase : filter.phases) {
        for (const auto kind : k_kinds) {
            if (filter.kind && *filter.kind != kind) continue;
            auto walk = beginning;
            walk.add("r.phase = ", policy::to_text(phase)).add("r.kind = ", policy::to_text(kind));
            walks.push_back(narrowed(std::move(walk), filter));
        }
    }
}

bool holds(const RequestFilter& filter, LibraryId library) {
    if (std::ranges::find(filter.beyond, library) != filter.beyond.end()) return false;
    return !filter.libraries || std::ranges::find(*filter.libraries, library) != filter.libraries->end();
}

/// Walks that begin with a person or an asset go through all libraries: rows of others are left out afterwards.
bool filters_libraries(const RequestFilter& filter) {
    if (filter.escalated != domain::Escalation::none && !filter.beyond.empty()) return true;
    return (filter.libraries || !filter.beyond.empty()) && (filter.person || filter.asset);
}

std::vector<Walk> walks_of(const RequestFilter& filter) {
    std::vector<Walk> walks;
    if (filter.asset) {
        Walk beginning;
        beginning.add("r.asset = ", *filter.asset);
        if (filter.person) beginning.add("r.person = ", *filter.person);
        add_walks(walks, beginning, filter);
        return walks;
    }
    if (filter.person) {
        add_walks(walks, Walk().add("r.person = ", *filter.person), filter);
        for (const auto& group : filter.groups) add_walks(walks, Walk().add("r.group_id = ", group), filter);
        return walks;
    }
    if (!filter.libraries) {
        add_walks(walks, Walk{}, filter);
        return walks;
    }
    for (const auto& library : *filter.libraries) add_walks(walks, Walk().add("r.library = ", library), filter);
    return walks;
}

Result<sql::Rows> step(sql::Session& session, Walk walk, const RequestQuery& query, int limit) {
    const bool down = query.order == RequestOrder::newest;
    if (query.after) walk.add(down ? "r.id < " : "r.id > ", *query.after);
    walk.parameters.emplace_back(limit);
    return session.query("select r.id, r.library from requests r" + walk.where + " order by r.id" +
                             (down ? " desc" : "") + " limit $" + std::to_string(walk.parameters.size()),
                         walk.parameters);
}

Done walk_on(sql::Session& session, const Walk& walk, const RequestQuery& query, std::vector<RequestId>& found) {
    const bool filters = filters_libraries(query.filter);
    const auto wanted = static_cast<std::size_t>(query.limit) + 1;
    auto here = query;
    std::size_t taken = 0;
    while (taken < wanted) {
        EXEAT_TAKE(const auto rows, step(session, walk, here, static_cast<int>(wanted)));
        for (const auto& row : rows) {
            here.after = row.get<RequestId>(0);
            if (filters && !holds(query.filter, row.get<LibraryId>(1))) continue;
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
    for (const auto& walk : walks_of(query.filter)) EXEAT_TRY(walk_on(session, walk, query, found));
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
    for (auto walk : walks_of(filter)) {
        if (count >= most) break;
        if (filters_libraries(filter)) {
            RequestQuery query{filter, RequestOrder::newest, std::nullopt, static_cast<int>(most)};
            std::vector<RequestId> found;
            EXEAT_TRY(walk_on(session, walk, query, found));
            count += static_cast<std::int64_t>(found.size());
            continue;
        }
        walk.parameters.emplace_back(most - count);
        EXEAT_TAKE(const auto row, session.query("select count(*) from (select 1 from requests r" + walk.where +
                                                     " limit $" + std::to_string(walk.parameters.size()) + ") counted",
                                                 walk.parameters));
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
                  "r.escalated_at");
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
