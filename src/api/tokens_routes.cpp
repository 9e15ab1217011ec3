// One's API tokens.
#include "api/operation.h"
#include "api/people_json.h"
#include "api/routes.h"
#include "usecases/people/tokens.h"

namespace exeat::usecases {
BOOST_DESCRIBE_ENUM(TokenScope, read, download, upload, edit, manage)
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

struct NewApiToken {
    std::string name;
    std::vector<usecases::TokenScope> scopes;
    std::optional<Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(NewApiToken, (), (name, scopes, expires_at))

struct ApiToken {
    TokenId id;
    std::string name;
    std::vector<std::string> scopes;
    Instant created_at;
    std::optional<Instant> last_used_at;
    std::optional<Instant> expires_at;
    std::optional<std::string> token;  // only in the answer that makes it
};
BOOST_DESCRIBE_STRUCT(ApiToken, (), (id, name, scopes, created_at, last_used_at, expires_at, token))

struct ApiTokenList {
    std::vector<ApiToken> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(ApiTokenList, (), (items, next))

}  // namespace body

namespace {

body::ApiToken json_of(const store::TokenRow& row) {
    return {row.id, row.name, row.scopes, row.created_at, row.last_used_at, row.expires_at, std::nullopt};
}

Result<body::ApiToken> create(Asked& asked, const body::NewApiToken& said) {
    usecases::NewToken wanted{said.name, {}, said.expires_at};
    for (const auto scope : said.scopes) wanted.scopes.emplace_back(policy::to_text(scope));
    EXEAT_TAKE(auto made,
               usecases::create_token(asked.house, asked.caller, asked.caller.person.value_or(PersonId{}), wanted));
    auto json = json_of(made.row);
    json.token = std::move(made.secret);
    return json;
}

Result<body::ApiTokenList> list(Asked& asked) {
    EXEAT_TAKE(const auto rows, usecases::my_tokens(asked.house, asked.caller));
    body::ApiTokenList tokens;
    for (const auto& row : rows) tokens.items.push_back(json_of(row));
    return tokens;
}

Result<Nothing> end(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<TokenId>());
    EXEAT_TRY(usecases::end_token(asked.house, asked.caller, id));
    return Nothing{};
}

}  // namespace

void add_tokens_routes(Api& api) {
    api.add<body::ApiTokenList>({.method = http::Method::get,
                                 .path = "/api/me/tokens",
                                 .id = "list_tokens",
                                 .tag = "tokens",
                                 .summary = "One's API tokens, the newest first",
                                 .scope = usecases::TokenScope::manage,
                                 .problems = {403}},
                                list);
    api.add<body::NewApiToken, body::ApiToken>({.method = http::Method::post,
                                                .path = "/api/me/tokens",
                                                .id = "create_token",
                                                .tag = "tokens",
                                                .summary = "Make an API token; its secret is shown this once",
                                                .scope = usecases::TokenScope::manage,
                                                .status = 201,
                                                .repeat = Repeat::once_by_key,
                                                .problems = {403, 409, 422}},
                                               create);
    api.add<Nothing>({.method = http::Method::delete_,
                      .path = "/api/me/tokens/{id}",
                      .id = "end_token",
                      .tag = "tokens",
                      .summary = "End an API token at once",
                      .scope = usecases::TokenScope::manage,
                      .problems = {403, 404}},
                     end);
}

}  // namespace exeat::api
