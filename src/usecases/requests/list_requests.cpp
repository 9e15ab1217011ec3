#include <algorithm>
#include <array>
#include <functional>

#include "core/domain/names.h"
#include "state/listing/view.h"
#include "state/store/libraries.h"
#include "usecases/permit.h"
#include "usecases/refused.h"
#include "usecases/requests/requests.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/seats.h"
#include "usecases/requests/shown.h"

namespace exeat::usecases {
namespace {

using domain::RequestPhase;

constexpr std::array k_every_phase{RequestPhase::pending,  RequestPhase::approved, RequestPhase::auto_approved,
                                   RequestPhase::rejected, RequestPhase::expired,  RequestPhase::revoked,
                                   RequestPhase::withdrawn};
/// A search looks at so many rows for one page, and goes on with the next one.
constexpr std::size_t k_searched_at_once = 1'000;

/// Filters whose rows together are what somebody may see. Mostly one.
using Filters = std::vector<store::RequestFilter>;

void keep_only(std::optional<std::vector<LibraryId>>& libraries, LibraryId wanted) {
    const bool holds = !libraries || std::ranges::find(*libraries, wanted) != libraries->end();
    libraries = holds ? std::vector{wanted} : std::vector<LibraryId>{};
}

store::RequestFilter plain_filter(const RequestsWanted& wanted) {
    store::RequestFilter filter;
    filter.asset = wanted.asset;
    filter.person = wanted.requester;
    filter.kind = wanted.kind;
    filter.phases = wanted.status;
    if (filter.phases.empty()) filter.phases.assign(k_every_phase.begin(), k_every_phase.end());
    return filter;
}

store::RequestFilter own_filter(const domain::Standing& person, const RequestsWanted& wanted) {
    auto filter = plain_filter(wanted);
    filter.person = person.id;
    for (const auto& group : person.groups) filter.groups.push_back(group.id);
    if (wanted.library) filter.libraries = {*wanted.library};
    // Where a hidden asset lies now is not found out by asking library by library.
    filter.meant = store::LibraryMeant::asked_in;
    return filter;
}

/// What waits for somebody: pending ones that come to their desk or to that of somebody they stand in for, for level 8
/// and above those that ask for a director, and those that waited too long and went further.
Result<Filters> waiting_filters(House& house, const domain::Standing& person, const RequestsWanted& wanted) {
    auto filter = plain_filter(wanted);
    filter.phases = {RequestPhase::pending};
    filter.without = person.id;
    EXEAT_TAKE(auto seats, seats_with_substitutions(house, person));
    if (wanted.library) {
        std::erase_if(seats.libraries, [&](LibraryId id) { return id != *wanted.library; });
        std::erase_if(seats.owned_beside, [&](LibraryId id) { return id != *wanted.library; });
    }
    const auto only = wanted.library ? std::optional(std::vector{*wanted.library}) : std::nullopt;
    Filters filters;
    if (seats.directors) {
        auto directors = filter;
        directors.for_directors = true;
        directors.libraries = only;
        filters.push_back(std::move(directors));
    }
    filter.for_directors = false;
    if (person.level == policy::Level::administrator) {
        auto further = filter;
        further.escalated = domain::Escalation::administrators;
        further.libraries = only;
        further.beyond = seats.libraries;
        filters.push_back(std::move(further));
    }
    if (!seats.owned_beside.empty()) {
        auto further = filter;
        further.escalated = domain::Escalation::owners;
        further.libraries = std::move(seats.owned_beside);
        filters.push_back(std::move(further));
    }
    filter.libraries = std::move(seats.libraries);
    filters.push_back(std::move(filter));
    return filters;
}

Result<Filters> filters_of(House& house, const domain::Standing& person, const RequestsWanted& wanted) {
    switch (wanted.seat) {
        case Seat::mine:
            return Filters{own_filter(person, wanted)};
        case Seat::reviewer:
            return waiting_filters(house, person, wanted);
        case Seat::any:
            break;
    }
    EXEAT_TAKE(auto libraries, libraries_decided(house, person));
    Filters filters;
    auto decided = plain_filter(wanted);
    decided.libraries = libraries;
    if (wanted.library) keep_only(decided.libraries, *wanted.library);
    if (!decided.libraries || !decided.libraries->empty()) filters.push_back(std::move(decided));
    // Their own in all other libraries, too; a requester who is somebody else is none of them.
    if (libraries && (!wanted.requester || *wanted.requester == person.id)) {
        filters.push_back(own_filter(person, wanted));
        filters.back().beyond = std::move(*libraries);
    }
    return filters;
}

Result<std::vector<RequestId>> ids_of(sql::Session& session, const Filters& filters, const RequestsWanted& wanted,
                                      const std::optional<RequestId>& after, int limit) {
    std::vector<RequestId> all;
    for (const auto& filter : filters) {
        EXEAT_TAKE(const auto some, store::page_of_requests(session, {filter, wanted.order, after, limit}));
        all.insert(all.end(), some.begin(), some.end());
    }
    if (wanted.order == store::RequestOrder::newest) {
        std::ranges::sort(all, std::greater<>());
    } else {
        std::ranges::sort(all);
    }
    const auto most = static_cast<std::size_t>(limit) + 1;
    if (all.size() > most) all.resize(most);
    return all;
}

bool holds_text(const RequestRow& row, const std::string& text) {
    const auto holds = [&](const std::string& where) { return store::name_key(where).find(text) != std::string::npos; };
    return holds(row.asset_name) || holds(row.name) || (row.email && holds(*row.email)) || holds(row.reason);
}

/// The next rows that hold the text, as far as one page looks: in what is shown of them, so that what is hidden cannot
/// be spelled out.
Result<RequestsPage> searched(House& house, const domain::Standing& person, const Filters& filters,
                              const RequestsWanted& wanted) {
    const auto text = store::name_key(wanted.text);
    const auto limit = static_cast<std::size_t>(wanted.limit);
    const auto step = text.empty() ? limit : std::size_t{200};
    RequestsPage page;
    auto after = wanted.after;
    for (std::size_t seen = 0; seen < std::max(k_searched_at_once, limit); seen += step) {
        bool has_more = false;
        std::vector<RequestId> ids;
        EXEAT_TAKE(auto read,
                   house.database.read([&](sql::Session& session) -> Result<std::vector<store::RequestListed>> {
                       EXEAT_TAKE(ids, ids_of(session, filters, wanted, after, static_cast<int>(step)));
                       has_more = ids.size() > step;
                       if (has_more) ids.resize(step);
                       return store::read_listed(session, ids);
                   }));
        EXEAT_TAKE(auto rows, rows_of(house, person, std::move(read)));
        for (auto& row : rows) {
            if (!text.empty() && !holds_text(row, text)) continue;
            page.requests.push_back(std::move(row));
            const auto& last = page.requests.back().id;
            if (page.requests.size() == limit && (has_more || last != ids.back())) {
                page.next = last.text();
                return page;
            }
        }
        if (!has_more) return page;
        after = ids.back();
    }
    page.next = after->text();
    return page;
}

Done check(const RequestsWanted& wanted) {
    if (wanted.limit < 1 || wanted.limit > k_most_requests_a_page) {
        return wrong_member("wrong-page", "limit", "A page has 1 to 200 requests.");
    }
    if (wanted.text.size() <= 200 && domain::is_text(wanted.text)) return {};
    return wrong_member("wrong-page", "q", "A text of at most 200 bytes.");
}

/// A library that somebody asks by has to be one that they can see.
Done must_see(House& house, const Caller& caller, const std::optional<LibraryId>& library) {
    if (!library) return {};
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto seen, listing::libraries_seen_by(house.authority, *person, now));
    if (std::ranges::any_of(seen, [&](const auto& one) { return one->id == *library; })) return {};
    return nothing_here();
}

}  // namespace

Result<RequestsPage> list_requests(House& house, const Caller& caller, const RequestsWanted& wanted) {
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TRY(check(wanted));
    EXEAT_TRY(must_see(house, caller, wanted.library));
    EXEAT_TAKE(const auto filters, filters_of(house, *person, wanted));
    return searched(house, *person, filters, wanted);
}

Result<RequestCounts> count_requests(House& house, const Caller& caller, const RequestsWanted& wanted) {
    EXEAT_TAKE(const auto person, standing_of(house.authority, caller));
    EXEAT_TRY(check(wanted));
    EXEAT_TRY(must_see(house, caller, wanted.library));
    auto waiting = wanted;
    waiting.seat = Seat::reviewer;
    EXEAT_TAKE(const auto for_me, filters_of(house, *person, waiting));
    EXEAT_TAKE(const auto all, filters_of(house, *person, wanted));
    RequestCounts counts;
    EXEAT_TRY(house.database.read([&](sql::Session& session) -> Done {
        counts = {};
        const auto count = [&](Filters filters, const std::vector<RequestPhase>& phases, std::int64_t& into) -> Done {
            for (auto& filter : filters) {
                if (!phases.empty()) filter.phases = phases;
                EXEAT_TAKE(const auto some, store::count_requests(session, filter, k_most_counted));
                into = std::min(into + some, k_most_counted);
            }
            return {};
        };
        EXEAT_TRY(count(for_me, {}, counts.waiting_for_me));
        EXEAT_TRY(count(all, {RequestPhase::pending}, counts.pending));
        EXEAT_TRY(count(all, {RequestPhase::approved, RequestPhase::auto_approved}, counts.approved));
        EXEAT_TRY(count(all, {RequestPhase::rejected}, counts.rejected));
        EXEAT_TRY(count(all, {RequestPhase::expired}, counts.expired));
        EXEAT_TRY(count(all, {RequestPhase::revoked}, counts.revoked));
        return count(all, {RequestPhase::withdrawn}, counts.withdrawn);
    }));
    return counts;
}

}  // namespace exeat::usecases
