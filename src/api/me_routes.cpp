// One's own account: name, password, sessions, second factor.
#include "api/operation.h"
#include "api/people_json.h"
#include "api/routes.h"
#include "usecases/people/password.h"
#include "usecases/people/second_factor.h"
#include "usecases/sessions/sessions.h"

namespace exeat::api {

namespace body {

struct OwnName {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(OwnName, (), (name))

struct NewPassword {
    std::string old_password;
    std::string new_password;
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (old_password, new_password))

struct Session {
    SessionId id;
    bool current = false;
    Instant created_at;
    Instant last_seen_at;
    Instant expires_at;
    std::string address;
    std::string agent;
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, current, created_at, last_seen_at, expires_at, address, agent))

struct SessionList {
    std::vector<Session> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(SessionList, (), (items, next))

struct OwnPassword {
    std::string password;
};
BOOST_DESCRIBE_STRUCT(OwnPassword, (), (password))

struct SecondFactorOffer {
    std::string secret;
    std::string uri;
};
BOOST_DESCRIBE_STRUCT(SecondFactorOffer, (), (secret, uri))

struct FirstCode {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(FirstCode, (), (code))

struct RecoveryCodes {
    std::vector<std::string> recovery_codes;
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (recovery_codes))

}  // namespace body

namespace {

Reply<body::Me> reply_of(const usecases::Me& me) {
    return with_version(json_of(me), me.person.version);
}

Result<Reply<body::Me>> read(Asked& asked) {
    EXEAT_TAKE(const auto me, usecases::read_me(asked.house, asked.caller));
    return reply_of(me);
}

Result<Reply<body::Me>> update(Asked& asked, const body::OwnName& said) {
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(const auto me, usecases::update_me(asked.house, asked.caller, said.name, version));
    return reply_of(me);
}

Result<Nothing> change_password(Asked& asked, const body::NewPassword& said) {
    EXEAT_TRY(usecases::change_password(asked.house, asked.caller, said.old_password, said.new_password));
    return Nothing{};
}

Result<body::SessionList> list_sessions(Asked& asked) {
    EXEAT_TAKE(const auto rows, usecases::my_sessions(asked.house, asked.caller));
    body::SessionList list;
    for (const auto& row : rows) {
        list.items.push_back({row.id, row.id == asked.caller.session, row.created_at, row.last_seen_at, row.expires_at,
                              row.address, row.agent});
    }
    return list;
}

Result<Nothing> end_session(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<SessionId>());
    EXEAT_TRY(usecases::end_session(asked.house, asked.caller, id));
    return Nothing{};
}

Result<Nothing> end_other_sessions(Asked& asked) {
    EXEAT_TRY(usecases::end_other_sessions(asked.house, asked.caller));
    return Nothing{};
}

Result<body::SecondFactorOffer> begin(Asked& asked, const body::OwnPassword& said) {
    EXEAT_TAKE(auto offer, usecases::begin_second_factor(asked.house, asked.caller, said.password));
    return body::SecondFactorOffer{std::move(offer.secret), std::move(offer.uri)};
}

Result<body::RecoveryCodes> confirm(Asked& asked, const body::FirstCode& said) {
    EXEAT_TAKE(auto codes, usecases::confirm_second_factor(asked.house, asked.caller, said.code));
    return body::RecoveryCodes{std::move(codes)};
}

Result<Nothing> disable(Asked& asked, const body::OwnPassword& said) {
    EXEAT_TRY(usecases::disable_second_factor(asked.house, asked.caller, said.password));
    return Nothing{};
}

Result<body::RecoveryCodes> renew(Asked& asked, const body::OwnPassword& said) {
    EXEAT_TAKE(auto codes, usecases::renew_recovery_codes(asked.house, asked.caller, said.password));
    return body::RecoveryCodes{std::move(codes)};
}

/// What every operation about one's own account has in common: with an API token it needs the widest scope, and most
/// refuse one altogether.
Operation own(http::Method method, std::string path, std::string id, std::string summary) {
    Operation operation = Resource{"me", usecases::TokenScope::manage, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
    operation.problems = {403};
    return operation;
}

/// Asks for the password, which takes a core for a while.
Operation own_with_password(http::Method method, std::string path, std::string id, std::string summary) {
    auto operation = own(method, std::move(path), std::move(id), std::move(summary));
    operation.run_on = http::RunOn::heavy;
    operation.problems = {403, 409, 422, 429};
    return operation;
}

void add_second_factor_routes(Api& api) {
    api.add<body::OwnPassword, body::SecondFactorOffer>(
        own_with_password(http::Method::post, "/api/me/totp", "begin_second_factor", "Begin to set up a second factor"),
        begin);
    auto confirming = own(http::Method::post, "/api/me/totp/confirm", "confirm_second_factor",
                          "Switch the second factor on with its first code; shows the recovery codes once");
    confirming.problems = {403, 409, 422, 429};
    api.add<body::FirstCode, body::RecoveryCodes>(std::move(confirming), confirm);
    api.add<body::OwnPassword, Nothing>(own_with_password(http::Method::post, "/api/me/totp/disable",
                                                          "disable_second_factor", "Switch the second factor off"),
                                        disable);
    api.add<body::OwnPassword, body::RecoveryCodes>(
        own_with_password(http::Method::post, "/api/me/totp/recovery-codes", "renew_recovery_codes",
                          "New recovery codes instead of the old ones, shown once"),
        renew);
}

}  // namespace

void add_me_routes(Api& api) {
    auto reading = own(http::Method::get, "/api/me", "read_me", "The person who asks, and what they may do");
    reading.scope = usecases::TokenScope::read;
    api.add<body::Me>(std::move(reading), read);
    auto updating = own(http::Method::patch, "/api/me", "update_me", "Change one's name");
    updating.problems = {403, 412, 422, 428};
    api.add<body::OwnName, body::Me>(std::move(updating), update);
    api.add<body::NewPassword, Nothing>(own_with_password(http::Method::put, "/api/me/password", "change_password",
                                                          "Change one's password; ends all other sessions"),
                                        change_password);
    api.add<body::SessionList>(
        own(http::Method::get, "/api/me/sessions", "list_sessions", "Where one is signed in, the last seen first"),
        list_sessions);
    auto ending = own(http::Method::delete_, "/api/me/sessions/{id}", "end_session", "End one session");
    ending.problems = {403, 404};
    api.add<Nothing>(std::move(ending), end_session);
    api.add<Nothing>(
        own(http::Method::delete_, "/api/me/sessions", "end_other_sessions", "End all sessions but the one that asks"),
        end_other_sessions);
    add_second_factor_routes(api);
}

}  // namespace exeat::api
