// The first set-up of a site.
#include "api/operation.h"
#include "api/people_json.h"
#include "api/routes.h"
#include "api/session_cookie.h"
#include "usecases/setup/setup.h"

namespace exeat::api {

namespace body {

struct SetUpState {
    bool needed = false;
};
BOOST_DESCRIBE_STRUCT(SetUpState, (), (needed))

struct SetUp {
    std::string code;
    std::string email;
    json::Default<std::string> name;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(SetUp, (), (code, email, name, password))

}  // namespace body

namespace {

Result<body::SetUpState> read(Asked& asked) {
    EXEAT_TAKE(const bool needed, usecases::setup_needed(asked.house));
    return body::SetUpState{needed};
}

Result<Reply<body::SignedIn>> set_up(Asked& asked, const body::SetUp& said) {
    EXEAT_TRY(can_have_cookie(asked.house, asked.request));
    EXEAT_TAKE(const auto opened, usecases::set_up(asked.house, asked.caller, said.code,
                                                   {said.email, *said.name, said.password}, agent_of(asked.request)));
    return signed_in(asked, opened);
}

}  // namespace

void add_setup_routes(Api& api) {
    api.add<body::SetUpState>({.method = http::Method::get,
                               .path = "/api/setup",
                               .id = "setup_needed",
                               .tag = "setup",
                               .summary = "Whether the site waits for its first person",
                               .access = Access::anybody},
                              read);
    api.add<body::SetUp, body::SignedIn>({.method = http::Method::post,
                                          .path = "/api/setup",
                                          .id = "set_up",
                                          .tag = "setup",
                                          .summary = "Make the first person, with the code that the server printed",
                                          .access = Access::anybody,
                                          .status = 201,
                                          .run_on = http::RunOn::heavy,
                                          .problems = {403, 410, 429}},
                                         set_up);
}

}  // namespace exeat::api
