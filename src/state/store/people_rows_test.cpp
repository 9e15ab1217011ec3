// People, groups, roles and what people sign in with, on both engines.
#include "state/store/people_rows.h"

#include <gmock/gmock.h>

#include "platform/sql/testing/engine_name.h"
#include "state/store/credentials.h"
#include "state/store/group_rows.h"
#include "state/store/outbox_rows.h"
#include "state/store/people.h"
#include "state/store/session_rows.h"
#include "state/store/testing/site_database.h"
#include "state/store/throttle_rows.h"

namespace exeat::store {
namespace {

using store::testing::k_day;
using store::testing::SiteDatabase;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Digest digest_of(std::uint8_t number) {
    Digest digest;
    digest.bytes.fill(number);
    return digest;
}

class PeopleRows : public ::testing::TestWithParam<sql::Engine> {
protected:
    SiteDatabase site_{GetParam()};

    template <class Work>
    auto write(Work work) {
        return site_.write(std::move(work));
    }
    template <class Work>
    auto read(Work work) {
        return site_.read(std::move(work));
    }
    template <class Work>
    std::string refused(Work work) {
        const auto answer = site_.database().write(std::move(work));
        return answer ? "" : answer.error().code;
    }
    std::vector<std::string> names(const NameQuery& query) {
        std::vector<std::string> found;
        for (const auto& person : read([&](sql::Session& session) { return list_people(session, query); })) {
            found.push_back(person.name);
        }
        return found;
    }
    PersonRow add(const std::string& name, policy::Level level = policy::Level::consumer) {
        PersonRow person;
        person.id = PersonId::make(k_day);
        person.email = name + "@example.org";
        person.email_key = person.email;
        person.name = name;
        person.level = level;
        person.created_at = k_day;
        write([&](sql::Transaction& transaction) { return insert_person(transaction, person); });
        return person;
    }
    std::int64_t newest() {
        return read([](sql::Session& session) { return newest_change(session); });
    }
    std::vector<std::string> changed_after(std::int64_t number) {
        std::vector<std::string> ids;
        for (const auto& change : read([&](sql::Session& session) { return changes_after(session, number, 100); })) {
            ids.push_back(change.id);
        }
        return ids;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, PeopleRows, ::testing::Values(sql::Engine::sqlite, sql::Engine::postgresql),
                         sql::testing::engine_name);

TEST_P(PeopleRows, AreWrittenOverTheirVersion) {
    auto mira = add("Mira");
    mira.name = "Mira Holt";
    mira.level = policy::Level::director;
    mira.active = false;
    mira.quota_limit = 7;
    write([&](sql::Transaction& transaction) { return update_person(transaction, mira); });
    const auto row = read([&](sql::Session& session) { return read_person(session, mira.id); });
    ASSERT_TRUE(row);
    EXPECT_EQ(row->name, "Mira Holt");
    EXPECT_EQ(row->level, policy::Level::director);
    EXPECT_FALSE(row->active);
    EXPECT_EQ(row->quota_limit, 7);
    EXPECT_EQ(row->version, 2);
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return update_person(transaction, mira); }), "stale");
}

TEST_P(PeopleRows, HaveOneEmailEach) {
    add("Mira");
    auto noor = add("Noor");
    noor.email_key = "Mira@example.org";
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return update_person(transaction, noor); }), "email-taken");
    noor.id = PersonId::make(k_day);
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return insert_person(transaction, noor); }), "email-taken");
}

TEST_P(PeopleRows, AreListedByNameInPages) {
    for (const auto* name : {"noor", "Mira", "Ada", "a%b", "Zoe_1"}) add(name);
    EXPECT_THAT(names({}), ElementsAre("a%b", "Ada", "Mira", "noor", "Zoe_1"));
    EXPECT_THAT(names({.text = "A"}), ElementsAre("a%b", "Ada", "Mira", "noor", "Zoe_1")) << "example.org has an a";
    EXPECT_THAT(names({.text = "RA@EX"}), ElementsAre("Mira"));
    EXPECT_THAT(names({.text = "%"}), ElementsAre("a%b"));
    EXPECT_THAT(names({.text = "_"}), ElementsAre("Zoe_1"));
    EXPECT_THAT(names({.text = "!"}), IsEmpty());
    const auto ada = read([](sql::Session& session) { return find_person(session, "Ada@example.org"); });
    EXPECT_THAT(names({.after = ada->id.text(), .limit = 2}), ElementsAre("Mira", "noor"));
}

TEST_P(PeopleRows, AdministratorsAreCountedWhileTheyCanSignIn) {
    EXPECT_FALSE(read([](sql::Session& session) { return anybody_there(session); }));
    auto mira = add("Mira", policy::Level::administrator);
    const auto noor = add("Noor", policy::Level::administrator);
    add("Invited", policy::Level::administrator);
    const auto ada = add("Ada");
    for (const auto& person : {mira, noor, ada}) {
        write([&](sql::Transaction& transaction) { return write_password(transaction, person.id, "hash"); });
    }
    EXPECT_TRUE(read([](sql::Session& session) { return anybody_there(session); }));
    EXPECT_EQ(read([](sql::Session& session) { return count_administrators(session); }), 2);
    mira.active = false;
    write([&](sql::Transaction& transaction) { return update_person(transaction, mira); });
    EXPECT_EQ(read([](sql::Session& session) { return count_administrators(session); }), 1);
}

TEST_P(PeopleRows, AreInExactlyTheGroupsThatAreWritten) {
    const auto mira = add("Mira");
    const GroupRow press{GroupId::make(k_day), "Press"};
    const GroupRow sales{GroupId::make(k_day), "Sales"};
    write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(insert_group(transaction, press));
        return insert_group(transaction, sales);
    });
    write([&](sql::Transaction& transaction) {
        return write_groups_of(transaction, mira.id, {press.id, sales.id, press.id});
    });
    const auto before = newest();
    write([&](sql::Transaction& transaction) { return write_groups_of(transaction, mira.id, {sales.id}); });
    EXPECT_THAT(changed_after(before), ElementsAre(mira.id.text()));
    const auto standing = read([&](sql::Session& session) { return read_standing(session, mira.id); });
    ASSERT_EQ(standing->groups.size(), 1U);
    EXPECT_EQ(standing->groups[0].name, "Sales");
    EXPECT_EQ(read([&](sql::Session& session) { return read_group(session, press.id); })->version, 3);
    EXPECT_EQ(read([&](sql::Session& session) { return read_group(session, sales.id); })->version, 2);

    const auto quiet = newest();
    write([&](sql::Transaction& transaction) { return write_groups_of(transaction, mira.id, {sales.id}); });
    EXPECT_EQ(newest(), quiet) << "nothing changed, nothing is noted";
    EXPECT_EQ(refused([&](sql::Transaction& transaction) {
                  return write_groups_of(transaction, mira.id, {GroupId::make(k_day)});
              }),
              "no-such-group");
    EXPECT_EQ(refused([&](sql::Transaction& transaction) {
                  return write_roles_of(transaction, mira.id, {RoleId::make(k_day)});
              }),
              "no-such-role");
}

TEST_P(PeopleRows, GroupsHoldExactlyThePeopleThatAreWritten) {
    const auto mira = add("Mira");
    const auto noor = add("Noor");
    const GroupRow press{GroupId::make(k_day), "Press"};
    write([&](sql::Transaction& transaction) { return insert_group(transaction, press); });
    write([&](sql::Transaction& transaction) {
        return write_people_of_group(transaction, press.id, 1, {noor.id, mira.id});
    });
    const auto people = read([&](sql::Session& session) { return people_of_group(session, press.id); });
    ASSERT_EQ(people.size(), 2U);
    EXPECT_EQ(people[0].name, "Mira");
    EXPECT_EQ(read([&](sql::Session& session) { return read_person(session, mira.id); })->version, 2);
    EXPECT_EQ(
        refused([&](sql::Transaction& transaction) { return write_people_of_group(transaction, press.id, 1, {}); }),
        "stale");
    EXPECT_EQ(refused([&](sql::Transaction& transaction) {
                  return write_people_of_group(transaction, press.id, 2, {PersonId::make(k_day)});
              }),
              "no-such-person");
    const auto list = read([](sql::Session& session) { return list_groups(session, {.text = "PRE"}); });
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].people, 2);
}

TEST_P(PeopleRows, AGroupGoesWithItsMemberships) {
    const auto mira = add("Mira");
    const GroupRow press{GroupId::make(k_day), "Press"};
    write([&](sql::Transaction& transaction) { return insert_group(transaction, press); });
    write([&](sql::Transaction& transaction) { return write_people_of_group(transaction, press.id, 1, {mira.id}); });
    const auto library = site_.add_library("Pictures");
    Member member{"member-1", {}};
    member.membership.library = library.id;
    member.membership.group = press.id;
    write([&](sql::Transaction& transaction) { return insert_member(transaction, member, k_day); });
    EXPECT_EQ(refused([&](sql::Transaction& transaction) { return delete_group(transaction, press.id, 1); }), "stale");
    const auto before = newest();
    write([&](sql::Transaction& transaction) { return delete_group(transaction, press.id, 2); });
    EXPECT_THAT(changed_after(before), ::testing::UnorderedElementsAre(mira.id.text(), "member-1", press.id.text()));
    EXPECT_FALSE(read([&](sql::Session& session) { return read_group(session, press.id); }));
    EXPECT_THAT(read([](sql::Session& session) { return read_members(session); }), IsEmpty());
}

TEST_P(PeopleRows, NamesOfGroupsAndRolesAreTakenOnce) {
    write([&](sql::Transaction& transaction) { return insert_group(transaction, {GroupId::make(k_day), "Press"}); });
    EXPECT_EQ(refused([&](sql::Transaction& transaction) {
                  return insert_group(transaction, {GroupId::make(k_day), "PRESS"});
              }),
              "name-taken");
    RoleRow role{RoleId::make(k_day), "Everything", {policy::Flag::download, policy::Flag::curate}};
    write([&](sql::Transaction& transaction) { return insert_role(transaction, role); });
    EXPECT_EQ(refused([&](sql::Transaction& transaction) {
                  return insert_role(transaction, {RoleId::make(k_day), "everything", {}});
              }),
              "name-taken");
    auto row = read([&](sql::Session& session) { return find_role(session, "EVERYTHING"); });
    ASSERT_TRUE(row);
    EXPECT_EQ(row->flags, role.flags);
    role.flags.remove(policy::Flag::curate);
    write([&](sql::Transaction& transaction) { return update_role(transaction, role); });
    row = read([&](sql::Session& session) { return read_role(session, role.id); });
    EXPECT_EQ(row->flags, policy::Flags{policy::Flag::download});
    write([&](sql::Transaction& transaction) { return delete_role(transaction, role.id, 2); });
    EXPECT_THAT(read([](sql::Session& session) { return list_roles(session, {}); }), IsEmpty());
}

TEST_P(PeopleRows, SessionsEndForTheirPersonOnly) {
    const auto mira = add("Mira");
    const auto noor = add("Noor");
    std::vector<SessionRow> sessions;
    for (std::uint8_t i = 0; i < 3; ++i) {
        SessionRow row{SessionId::make(k_day), digest_of(i), mira.id, SessionStage::full, k_day, k_day, k_day, "", ""};
        row.last_seen_at.ms += i;
        sessions.push_back(row);
        write([&](sql::Transaction& transaction) { return insert_session(transaction, row); });
    }
    EXPECT_EQ(read([&](sql::Session& session) { return sessions_of(session, mira.id); }).front().id, sessions[2].id);
    const auto before = newest();
    EXPECT_EQ(
        write([&](sql::Transaction& transaction) { return delete_session(transaction, noor.id, sessions[0].id); }), 0);
    EXPECT_EQ(newest(), before);
    EXPECT_EQ(
        write([&](sql::Transaction& transaction) { return delete_sessions(transaction, mira.id, sessions[1].id); }), 2);
    EXPECT_THAT(changed_after(before), ElementsAre(mira.id.text()));
    EXPECT_TRUE(read([&](sql::Session& session) { return find_session(session, digest_of(1)); }));
    EXPECT_FALSE(read([&](sql::Session& session) { return find_session(session, digest_of(0)); }));
    const Instant later{k_day.ms + 60'000};
    write([&](sql::Transaction& transaction) {
        return note_session_seen(transaction, sessions[1].id, later, Instant{later.ms + 5});
    });
    write([&](sql::Transaction& transaction) { return note_session_seen(transaction, sessions[1].id, k_day, k_day); });
    const auto row = read([&](sql::Session& session) { return read_session(session, sessions[1].id); });
    EXPECT_EQ(row->last_seen_at, later);
    EXPECT_EQ(row->expires_at.ms, later.ms + 5);
}

TEST_P(PeopleRows, TokensAreFoundByTheirDigest) {
    const auto mira = add("Mira");
    const TokenRow token{TokenId::make(k_day), digest_of(9), mira.id, "ci", {"read", "upload"}, k_day, {}, k_day};
    write([&](sql::Transaction& transaction) { return insert_token(transaction, token); });
    write([&](sql::Transaction& transaction) { return note_token_used(transaction, token.id, k_day); });
    const auto row = read([&](sql::Session& session) { return find_token(session, digest_of(9)); });
    ASSERT_TRUE(row);
    EXPECT_EQ(row->scopes, token.scopes);
    EXPECT_EQ(row->last_used_at, k_day);
    EXPECT_EQ(row->expires_at, k_day);
    EXPECT_EQ(write([&](sql::Transaction& transaction) { return delete_token(transaction, mira.id, token.id); }), 1);
    EXPECT_EQ(write([&](sql::Transaction& transaction) { return delete_tokens(transaction, mira.id); }), 0);
}

TEST_P(PeopleRows, CredentialsAreUsedOnce) {
    const auto mira = add("Mira");
    write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(write_password(transaction, mira.id, "hash 1"));
        EXEAT_TRY(replace_password(transaction, mira.id, "another", "hash 2"));
        EXEAT_TRY(write_totp(transaction, mira.id, std::string("\0sealed", 7)));
        return enable_totp(transaction, mira.id, 10);
    });
    const auto row = read([](sql::Session& session) { return find_credentials(session, "Mira@example.org"); });
    ASSERT_TRUE(row);
    EXPECT_EQ(row->password_hash, "hash 1");
    EXPECT_EQ(row->totp_secret, std::string("\0sealed", 7));
    EXPECT_TRUE(row->totp_enabled);
    EXPECT_FALSE(write([&](sql::Transaction& transaction) { return use_totp_step(transaction, mira.id, 10); }));
    EXPECT_TRUE(write([&](sql::Transaction& transaction) { return use_totp_step(transaction, mira.id, 11); }));
    EXPECT_FALSE(write([&](sql::Transaction& transaction) { return use_totp_step(transaction, mira.id, 11); }));

    write([&](sql::Transaction& transaction) {
        return write_recovery_codes(transaction, mira.id, {digest_of(1), digest_of(2)});
    });
    const auto use = [&] {
        return write([&](sql::Transaction& transaction) {
            return use_recovery_code(transaction, mira.id, digest_of(1), k_day);
        });
    };
    EXPECT_TRUE(use());
    EXPECT_FALSE(use());
    EXPECT_EQ(read([&](sql::Session& session) { return recovery_codes_left(session, mira.id); }), 1);
}

TEST_P(PeopleRows, ResetsThrottlesAndLettersAreKept) {
    const auto mira = add("Mira");
    const Instant end{k_day.ms + 10};
    write([&](sql::Transaction& transaction) -> Done {
        EXEAT_TRY(insert_reset(transaction, digest_of(3), mira.id, k_day, end));
        EXEAT_TRY(add_failure(transaction, "account x", k_day));
        for (int i = 0; i < 3; ++i) EXEAT_TRY(add_failure(transaction, "account x", end));
        EXEAT_TRY(take_failure_back(transaction, "account x"));
        EXEAT_TRY(take_failure_back(transaction, "account y"));
        return insert_outbox(transaction,
                             {"o1", "set_password", "mira@example.org", std::string("\0x", 2), k_day, {}, {}, {}});
    });
    const auto found = [&](Instant now) {
        return read([&](sql::Session& session) { return find_reset(session, digest_of(3), now); });
    };
    EXPECT_EQ(found(k_day), mira.id);
    EXPECT_EQ(found(end), std::nullopt);
    write([&](sql::Transaction& transaction) { return end_resets(transaction, mira.id); });
    EXPECT_EQ(found(k_day), std::nullopt);
    const auto failures = [&](Instant after) {
        std::vector<std::pair<std::int64_t, std::int64_t>> found;
        for (const auto& row :
             read([&](sql::Session& session) { return read_throttle(session, "account x", after); })) {
            found.emplace_back(row.failed_at.ms - k_day.ms, row.failures);
        }
        return found;
    };
    using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;
    EXPECT_EQ(failures(Instant{0}), (Pairs{{0, 1}, {10, 2}}));
    EXPECT_EQ(failures(k_day), (Pairs{{10, 2}}));
    write([&](sql::Transaction& transaction) -> Done {
        for (int i = 0; i < 2; ++i) EXEAT_TRY(take_failure_back(transaction, "account x"));
        return {};
    });
    EXPECT_EQ(failures(Instant{0}), (Pairs{{0, 1}}));
    EXPECT_EQ(read([](sql::Session& session) { return read_outbox(session, "o1"); })->letter, std::string("\0x", 2));
}

}  // namespace
}  // namespace exeat::store
