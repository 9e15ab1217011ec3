#include "usecases/requests/substitutes.h"

#include <algorithm>
#include <set>

#include "core/domain/waiting.h"
#include "state/store/notice_rows.h"
#include "state/store/substitutes.h"
#include "usecases/particulars.h"
#include "usecases/people/account.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"
#include "usecases/requests/rules.h"
#include "usecases/requests/seats.h"
#include "usecases/requests/tell.h"

namespace exeat::usecases {
namespace {

constexpr std::size_t k_most_candidates = 200;

std::unexpected<Error> wrong_substitute(std::string pointer, std::string text) {
    return wrong_member("wrong-substitute", std::move(pointer), std::move(text));
}

bool is_reviewer(const Seats& seats) {
    return seats.directors || !seats.libraries.empty();
}

/// How far that person stands in for somebody with these seats.
Result<SubstituteCandidate> candidate_of(House& house, const domain::Standing& person, const Seats& seats) {
    SubstituteCandidate candidate{person.id, person.name, person.email, {}, {}, false};
    candidate.directors = seats.directors && person.active && person.level >= policy::Level::director;
    for (const auto& id : seats.libraries) {
        EXEAT_TAKE(const auto library, house.authority.library(id));
        if (!library) continue;
        EXEAT_TAKE(const auto decides, decides_in(house.authority, person, id));
        (decides ? candidate.covers : candidate.leaves).push_back({id, library->name});
    }
    return candidate;
}

bool can_stand_in(const SubstituteCandidate& candidate) {
    return candidate.directors || !candidate.covers.empty();
}

Done check_span(const NewSubstitution& wanted, Instant now) {
    if (wanted.until <= wanted.from) return wrong_substitute("/until", "The end comes after the beginning.");
    if (wanted.until <= now) return wrong_substitute("/until", "This end has passed already.");
    if (wanted.until.ms - wanted.from.ms > domain::k_longest_absence_ms) {
        return wrong_substitute("/until", "Somebody stands in for a year at the most.");
    }
    return {};
}

/// What comes to the caller, and everybody who decides on some of it.
Result<std::set<PersonId>> those_who_decide(House& house, const Seats& seats, Instant now) {
    return house.database.read([&](sql::Session& session) -> Result<std::set<PersonId>> {
        std::set<PersonId> people;
        EXEAT_TAKE(const auto directors, store::read_people_above(session, policy::Level::director));
        for (const auto& one : directors) people.insert(one.person);
        for (const auto& library : seats.libraries) {
            EXEAT_TAKE(const auto owners, store::read_owners(session, library, now));
            for (const auto& one : owners) people.insert(one.person);
        }
        return people;
    });
}

/// Errors for whoever cannot stand in for the caller.
Result<SubstituteCandidate> must_stand_in(House& house, const Seats& seats, const NewSubstitution& wanted) {
    if (!is_reviewer(seats)) {
        return wrong_substitute("/person", "No requests come to you, so nobody can stand in for you.");
    }
    EXEAT_TAKE(const auto person, house.authority.standing(wanted.substitute));
    const auto nobody = [] {
        return wrong_substitute("/person",
                                "This person decides on none of the requests that come to you. Standing in gives no "
                                "rights: name another owner of a library, a director or an administrator.");
    };
    if (!person) return nobody();
    EXEAT_TAKE(auto candidate, candidate_of(house, *person, seats));
    if (!can_stand_in(candidate)) return nobody();
    return candidate;
}

/// What the one who stands in is told; nothing to whoever has no account any more.
Done tell_substitute(sql::Transaction& transaction, const Caller& caller, Instant now, const store::SubstituteRow& row,
                     std::string_view kind) {
    EXEAT_TAKE(const auto receiver, store::read_receiver(transaction, row.substitute));
    if (!receiver) return {};
    constexpr std::size_t k_day_letters = 10;
    const auto day = [](Instant instant) { return to_text(instant).substr(0, k_day_letters); };
    const auto note = kind == "substitute_named" ? "From " + day(row.from) + " to " + day(row.until) : std::string();
    return tell_of_none(transaction, caller, now, *receiver, kind, note);
}

/// Whoever stood in, or was to, hears that they do not any more.
Done tell_former(sql::Transaction& transaction, const Caller& caller, Instant now, const store::SubstituteRow& row) {
    if (row.until <= now) return {};
    return tell_substitute(transaction, caller, now, row, "substitute_ended");
}

}  // namespace

Result<Substitutions> read_substitutions(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto person, person_of(caller));
    EXEAT_TAKE(const auto me, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto seats, seats_of(house, *me));
    struct Read {
        std::optional<store::SubstituteRow> mine;
        std::vector<store::SubstituteRow> others;
    };
    EXEAT_TAKE(const auto rows, house.database.read([&](sql::Session& session) -> Result<Read> {
        Read read;
        EXEAT_TAKE(read.mine, store::read_substitute(session, person));
        EXEAT_TAKE(read.others, store::stood_in_for(session, person, now));
        return read;
    }));
    const auto holds = [&](const store::SubstituteRow& row) { return row.from <= now && now < row.until; };
    Substitutions all;
    all.is_reviewer = is_reviewer(seats);
    if (rows.mine && rows.mine->until > now) {
        EXEAT_TAKE(const auto substitute, house.authority.standing(rows.mine->substitute));
        if (substitute) {
            EXEAT_TAKE(auto candidate, candidate_of(house, *substitute, seats));
            all.mine = Substitution{std::move(candidate), rows.mine->from, rows.mine->until, holds(*rows.mine)};
        }
    }
    for (const auto& row : rows.others) {
        EXEAT_TAKE(const auto away, house.authority.standing(row.person));
        if (away) all.others.push_back({row.person, away->name, row.from, row.until, holds(row)});
    }
    return all;
}

Result<std::vector<SubstituteCandidate>> list_substitute_candidates(House& house, const Caller& caller) {
    EXEAT_TRY(person_of(caller));
    EXEAT_TAKE(const auto me, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.authority.now());
    EXEAT_TAKE(const auto seats, seats_of(house, *me));
    std::vector<SubstituteCandidate> candidates;
    if (!is_reviewer(seats)) return candidates;
    EXEAT_TAKE(const auto people, those_who_decide(house, seats, now));
    for (const auto& id : people) {
        if (id == me->id || candidates.size() == k_most_candidates) continue;
        EXEAT_TAKE(const auto person, house.authority.standing(id));
        if (!person) continue;
        EXEAT_TAKE(auto candidate, candidate_of(house, *person, seats));
        if (can_stand_in(candidate)) candidates.push_back(std::move(candidate));
    }
    std::ranges::sort(candidates, {}, &SubstituteCandidate::name);
    return candidates;
}

Result<Substitutions> name_substitute(House& house, const Caller& caller, const NewSubstitution& wanted) {
    EXEAT_TAKE(const auto person, person_of(caller));
    EXEAT_TAKE(const auto me, standing_of(house.authority, caller));
    EXEAT_TAKE(const auto now, house.database.now());
    if (wanted.substitute == person) {
        return wrong_substitute("/person", "Name somebody else: nobody stands in for themselves.");
    }
    EXEAT_TRY(check_span(wanted, now));
    EXEAT_TAKE(const auto seats, seats_of(house, *me));
    EXEAT_TAKE(const auto candidate, must_stand_in(house, seats, wanted));
    // What it lets through is asked anew each time that something is told, listed or decided.
    const store::SubstituteRow row{person, wanted.substitute, wanted.from, wanted.until};
    EXEAT_TRY(change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto former, store::read_substitute(transaction, person));
        EXEAT_TRY(store::write_substitute(transaction, row));
        if (former && former->substitute != row.substitute) {
            EXEAT_TRY(tell_former(transaction, caller, now, *former));
        }
        EXEAT_TRY(tell_substitute(transaction, caller, now, row, "substitute_named"));
        return record(transaction, caller, now,
                      {.kind = "substitute_named",
                       .person = person,
                       .about = wanted.substitute.text(),
                       .body = Particulars()
                                   .text("valid_from", to_text(wanted.from))
                                   .text("valid_until", to_text(wanted.until))
                                   .body()});
    }));
    return read_substitutions(house, caller);
}

Done end_substitution(House& house, const Caller& caller) {
    EXEAT_TAKE(const auto person, person_of(caller));
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house, [&](sql::Transaction& transaction) -> Done {
        EXEAT_TAKE(const auto row, store::read_substitute(transaction, person));
        if (!row) return {};
        EXEAT_TAKE(const auto ended, store::delete_substitute(transaction, person));
        if (ended == 0) return {};
        EXEAT_TRY(tell_former(transaction, caller, now, *row));
        return record(transaction, caller, now,
                      {.kind = "substitute_ended", .person = person, .about = row->substitute.text()});
    });
}

}  // namespace exeat::usecases
