// Signing in and out, and setting a forgotten password.
#include "api/operation.h"
#include "api/people_json.h"
#include "api/routes.h"
#include "api/session_cookie.h"
#include "usecases/people/password.h"
#include "usecases/sessions/sessions.h"

namespace exeat::api {

namespace body {

struct SignIn {
    std::string email;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password))

struct SecondFactorCode {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(SecondFactorCode, (), (code))

struct ForgottenPassword {
    std::string email;
};
BOOST_DESCRIBE_STRUCT(ForgottenPassword, (), (email))

struct PasswordByLink {
    std::string token;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordByLink, (), (token, password))

}  // namespace body

namespace {

Result<Reply<body::SignedIn>> sign_in(Asked& asked, const body::SignIn& said) {
    EXEAT_TRY(can_have_cookie(asked.house, asked.request));
    EXEAT_TAKE(const auto opened,
               usecases::sign_in(asked.house, asked.caller, said.email, said.password, agent_of(asked.request)));
    return signed_in(asked, opened);
}

Result<Reply<body::SignedIn>> enter_code(Asked& asked, const body::SecondFactorCode& said) {
    EXEAT_TRY(can_have_cookie(asked.house, asked.request));
    EXEAT_TAKE(const auto opened, usecases::enter_code(asked.house, asked.caller, said.code, agent_of(asked.request)));
    return signed_in(asked, opened);
}

Result<Reply<Nothing>> sign_out(Asked& asked) {
    EXEAT_TRY(usecases::sign_out(asked.house, asked.caller));
    Reply<Nothing> reply;
    clear_session_cookie(reply.headers);
    return reply;
}

Result<Nothing> forgot(Asked& asked, const body::ForgottenPassword& said) {
    EXEAT_TRY(usecases::forgot_password(asked.house, asked.caller, said.email, asked.house.options.url()));
    return Nothing{};
}

Result<Nothing> reset(Asked& asked, const body::PasswordByLink& said) {
    EXEAT_TRY(usecases::reset_password(asked.house, asked.caller, said.token, said.password));
    return Nothing{};
}

}  // namespace

void add_session_routes(Api& api) {
    api.add<body::SignIn, body::SignedIn>({.method = http::Method::post,
                                           .path = "/api/session",
                                           .id = "sign_in",
                                           .tag = "session",
                                           .summary = "Sign in with e-mail address and password",
                                           .access = Access::anybody,
                                           .run_on = http::RunOn::heavy,
                                           .problems = {401, 403, 429}},
                                          sign_in);
    api.add<body::SecondFactorCode, body::SignedIn>({.method = http::Method::post,
                                                     .path = "/api/session/code",
                                                     .id = "enter_code",
                                                     .tag = "session",
                                                     .summary = "The code of the second factor, or a recovery code",
                                                     .access = Access::half_signed_in,
                                                     .problems = {403, 409, 429}},
                                                    enter_code);
    api.add<Nothing>({.method = http::Method::delete_,
                      .path = "/api/session",
                      .id = "sign_out",
                      .tag = "session",
                      .summary = "Sign out",
                      .access = Access::anybody},
                     sign_out);
    api.add<body::ForgottenPassword, Nothing>({.method = http::Method::post,
                                               .path = "/api/password/forgot",
                                               .id = "forgot_password",
                                               .tag = "session",
                                               .summary = "Have a link sent to set a new password",
                                               .access = Access::anybody,
                                               .problems = {429}},
                                              forgot);
    api.add<body::PasswordByLink, Nothing>({.method = http::Method::post,
                                            .path = "/api/password/reset",
                                            .id = "reset_password",
                                            .tag = "session",
                                            .summary = "Set a password with the secret of a link",
                                            .access = Access::anybody,
                                            .run_on = http::RunOn::heavy,
                                            .problems = {410, 429}},
                                           reset);
}

}  // namespace exeat::api
