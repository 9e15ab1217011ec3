#include "state/store/joins.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace exeat::store {

const Join k_group_join{ChangeKind::group,
                        "select group_id from group_people where person = $1",
                        "select person from group_people where group_id = $1",
                        "insert into group_people (group_id, person) values ($1, $2)",
                        "delete from group_people where group_id = $1 and person = $2",
                        "update groups set version = version + 1 where id = $1",
                        "no-such-group"};

const Join k_role_join{ChangeKind::role,
                       "select role from role_people where person = $1",
                       "select person from role_people where role = $1",
                       "insert into role_people (role, person) values ($1, $2)",
                       "delete from role_people where role = $1 and person = $2",
                       "update roles set version = version + 1 where id = $1",
                       "no-such-role"};

namespace {

struct Difference {
    std::vector<std::string> come;
    std::vector<std::string> go;
};

Result<Difference> difference(sql::Session& session, std::string_view statement, std::string_view of,
                              std::vector<std::string> wanted) {
    EXEAT_TAKE(const auto rows, session.query(statement, {of}));
    std::vector<std::string> there;
    for (const auto& row : rows) there.push_back(row.get<std::string>(0));
    std::ranges::sort(there);
    std::ranges::sort(wanted);
    const auto again = std::ranges::unique(wanted);
    wanted.erase(again.begin(), again.end());
    Difference found;
    std::ranges::set_difference(wanted, there, std::back_inserter(found.come));
    std::ranges::set_difference(there, wanted, std::back_inserter(found.go));
    return found;
}

/// One version more for a row that has to be there.
Done raise(sql::Transaction& transaction, std::string_view statement, const std::string& id, std::string_view code,
           std::string_view text) {
    EXEAT_TAKE(const auto changed, transaction.change(statement, {id}));
    if (changed == 1) return {};
    return fail(ErrorKind::invalid, std::string(code), std::string(text));
}

}  // namespace

Done write_sides(sql::Transaction& transaction, const Join& join, PersonId person, std::vector<std::string> sides) {
    EXEAT_TAKE(const auto changes, difference(transaction, join.sides_of_person, person.text(), std::move(sides)));
    for (const auto& side : changes.come) {
        EXEAT_TRY(raise(transaction, join.raise_side, side, join.no_such_side,
                        join.side == ChangeKind::group ? "There is no such group. Choose one of the list of groups."
                                                       : "There is no such role. Choose one of the list of roles."));
        EXEAT_TRY(transaction.change(join.add, {side, person}));
    }
    for (const auto& side : changes.go) {
        EXEAT_TRY(transaction.change(join.raise_side, {side}));
        EXEAT_TRY(transaction.change(join.remove, {side, person}));
    }
    if (changes.come.empty() && changes.go.empty()) return {};
    return note_change(transaction, ChangeKind::person, person.text());
}

Done write_people(sql::Transaction& transaction, const Join& join, std::string_view side,
                  const std::vector<PersonId>& people) {
    constexpr std::string_view raise_person = "update people set version = version + 1 where id = $1";
    std::vector<std::string> wanted;
    for (const auto& person : people) wanted.push_back(person.text());
    EXEAT_TAKE(const auto changes, difference(transaction, join.people_of_side, side, std::move(wanted)));
    for (const auto& person : changes.come) {
        EXEAT_TRY(raise(transaction, raise_person, person, "no-such-person",
                        "One of these people does not exist. Choose from the list of people."));
        EXEAT_TRY(transaction.change(join.add, {side, person}));
    }
    for (const auto& person : changes.go) {
        EXEAT_TRY(transaction.change(raise_person, {person}));
        EXEAT_TRY(transaction.change(join.remove, {side, person}));
    }
    for (const auto& person : changes.come) EXEAT_TRY(note_change(transaction, ChangeKind::person, person));
    for (const auto& person : changes.go) EXEAT_TRY(note_change(transaction, ChangeKind::person, person));
    return {};
}

}  // namespace exeat::store
