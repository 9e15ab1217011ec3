#include "usecases/people/roles.h"

#include "state/store/places.h"
#include "usecases/particulars.h"
#include "usecases/people/account.h"
#include "usecases/people/groups.h"
#include "usecases/people/people.h"
#include "usecases/people/person_rules.h"
#include "usecases/permit.h"
#include "usecases/record.h"
#include "usecases/refused.h"

namespace exeat::usecases {
namespace {

Result<RoleFull> full(sql::Session& session, RoleId id) {
    EXEAT_TAKE(auto row, store::read_role(session, id));
    if (!row) return nothing_here();
    RoleFull role;
    EXEAT_TAKE(role.people, store::people_of_role(session, id));
    role.row = std::move(*row);
    return role;
}

Result<policy::Flags> accept_flags(const std::vector<std::string>& words) {
    policy::Flags flags;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto flag = policy::parse_word<policy::Flag>(words[i]);
        if (!flag) {
            return wrong_member("no-such-flag", "/flags/" + std::to_string(i),
                                "A flag is one of download, edit, upload, publish, share_file, share_card, "
                                "use_collections and curate.");
        }
        flags.add(*flag);
    }
    return flags;
}

std::vector<std::string> flag_words(policy::Flags flags) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < policy::k_words<policy::Flag>.size(); ++i) {
        if (flags.has(static_cast<policy::Flag>(i))) words.emplace_back(policy::k_words<policy::Flag>[i]);
    }
    return words;
}

std::string particulars(const store::RoleRow& row) {
    return Particulars().text("name", row.name).list("flags", flag_words(row.flags)).body();
}

/// One transaction of an administrator about a role that is there; it gives the caller nothing that they did not have.
template <class Work>
auto change_role(House& house, const Caller& caller, RoleId id, std::optional<std::int64_t> version, Work work)
    -> std::invoke_result_t<Work, sql::Transaction&, const store::RoleRow&, Instant> {
    EXEAT_TAKE(const auto now, house.database.now());
    return change(house,
                  [&](sql::Transaction& transaction)
                      -> std::invoke_result_t<Work, sql::Transaction&, const store::RoleRow&, Instant> {
                      store::StoredPlaces places(transaction, now);
                      EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
                      EXEAT_TAKE(const auto before, standing_of(places, caller));
                      EXEAT_TAKE(auto row, store::read_role(transaction, id));
                      if (!row) return nothing_here();
                      if (version) row->version = *version;
                      auto answer = work(transaction, *row, now);
                      if (answer) EXEAT_TRY(must_not_rise(transaction, caller, before));
                      return answer;
                  });
}

}  // namespace

Result<RolePage> list_roles(House& house, const Caller& caller, store::NameQuery query) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    const auto limit = static_cast<std::size_t>(query.limit++);  // one more shows whether there is a next page
    EXEAT_TAKE(auto roles,
               house.database.read([&](sql::Session& session) { return store::list_roles(session, query); }));
    RolePage page;
    if (roles.size() > limit) {
        roles.resize(limit);
        page.next = roles.back().id.text();
    }
    page.roles = std::move(roles);
    return page;
}

Result<RoleFull> read_role(House& house, const Caller& caller, RoleId id) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    return house.database.read([&](sql::Session& session) { return full(session, id); });
}

Result<RoleFull> find_role(House& house, const Caller& caller, std::string_view name) {
    EXEAT_TRY(must_be(house.authority, caller, policy::Level::administrator));
    return house.database.read([&](sql::Session& session) -> Result<RoleFull> {
        EXEAT_TAKE(const auto row, store::find_role(session, name));
        if (row) return full(session, row->id);
        return fail(ErrorKind::not_found, "no-such-role", "There is no role named \"" + std::string(name) + "\".");
    });
}

Result<RoleFull> create_role(House& house, const Caller& caller, std::string_view name,
                             const std::vector<std::string>& flags) {
    store::RoleRow row;
    EXEAT_TAKE(row.name, accept_name(name, "/name"));
    EXEAT_TAKE(row.flags, accept_flags(flags));
    EXEAT_TAKE(const auto now, house.database.now());
    row.id = RoleId::make(now);
    return change(house, [&](sql::Transaction& transaction) -> Result<RoleFull> {
        store::StoredPlaces places(transaction, now);
        EXEAT_TRY(must_be(places, caller, policy::Level::administrator));
        EXEAT_TAKE(const auto before, done_before(transaction, caller.once));
        if (before) {
            const auto id = RoleId::parse(*before);
            return id ? full(transaction, *id) : Result<RoleFull>(nothing_here());
        }
        EXEAT_TRY(store::insert_role(transaction, row));
        EXEAT_TRY(note_done(transaction, caller.once, row.id.text(), now));
        EXEAT_TRY(record(transaction, caller, now,
                         {.kind = "role_created", .about = row.id.text(), .body = particulars(row)}));
        return full(transaction, row.id);
    });
}

Result<RoleFull> update_role(House& house, const Caller& caller, RoleId id, const RoleChange& wanted,
                             std::optional<std::int64_t> version) {
    std::optional<std::string> name;
    std::optional<policy::Flags> flags;
    if (wanted.name) {
        EXEAT_TAKE(name, accept_name(*wanted.name, "/name"));
    }
    if (wanted.flags) {
        EXEAT_TAKE(flags, accept_flags(*wanted.flags));
    }
    return change_role(house, caller, id, version,
                       [&](sql::Transaction& transaction, store::RoleRow row, Instant now) -> Result<RoleFull> {
                           if (name) row.name = *name;
                           if (flags) row.flags = *flags;
                           EXEAT_TRY(store::update_role(transaction, row));
                           EXEAT_TRY(record(transaction, caller, now,
                                            {.kind = "role_updated", .about = id.text(), .body = particulars(row)}));
                           return full(transaction, id);
                       });
}

Done delete_role(House& house, const Caller& caller, RoleId id, std::optional<std::int64_t> version) {
    return change_role(house, caller, id, version,
                       [&](sql::Transaction& transaction, const store::RoleRow& row, Instant now) -> Done {
                           EXEAT_TRY(store::delete_role(transaction, id, row.version));
                           return record(transaction, caller, now,
                                         {.kind = "role_deleted", .about = id.text(), .body = particulars(row)});
                       });
}

Result<RoleFull> write_people_of_role(House& house, const Caller& caller, RoleId id,
                                      const std::vector<PersonId>& people, std::optional<std::int64_t> version) {
    EXEAT_TRY(accept_people(people));
    return change_role(house, caller, id, version,
                       [&](sql::Transaction& transaction, const store::RoleRow& row, Instant now) -> Result<RoleFull> {
                           EXEAT_TRY(store::write_people_of_role(transaction, id, row.version, people));
                           EXEAT_TRY(record(transaction, caller, now,
                                            {.kind = "people_of_role_written",
                                             .about = id.text(),
                                             .body = Particulars().list("people", id_texts(people)).body()}));
                           return full(transaction, id);
                       });
}

}  // namespace exeat::usecases
