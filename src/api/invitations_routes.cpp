// People invited by e-mail to a library, and what the site lets its owners do about that.
#include <algorithm>

#include "api/members_json.h"
#include "api/operation.h"
#include "api/people_json.h"
#include "api/routes.h"
#include "api/settings_json.h"
#include "usecases/members/invitations.h"

namespace exeat::domain {
BOOST_DESCRIBE_STRUCT(InviteSettings, (), (owners_invite, level, roles))
}  // namespace exeat::domain

namespace exeat::usecases {
BOOST_DESCRIBE_ENUM(InviteOutcome, invited, added)
BOOST_DESCRIBE_STRUCT(InvitedShown, (), (email, outcome, member, warnings))
BOOST_DESCRIBE_STRUCT(NotInvited, (), (email, code, text))
BOOST_DESCRIBE_STRUCT(InvitesMade, (), (items, left, warnings))
BOOST_DESCRIBE_STRUCT(InvitationShown, (), (id, email, member, inviter, created_at, sent_at, link_ends_at))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::InvitedShown> = "InvitedPerson";
template <>
inline constexpr std::string_view k_schema_name<usecases::InvitationShown> = "Invitation";
}  // namespace exeat::json

namespace exeat::api {

namespace body {

/// Without level and roles whoever has no account yet gets those of the site's settings.
struct NewInvitations {
    LibraryId library;
    std::optional<FolderId> folder;
    std::optional<AssetId> asset;
    std::vector<std::string> emails;
    policy::Role role = policy::Role::viewer;
    std::optional<Instant> ends_at;
    std::optional<std::int64_t> level;
    std::optional<std::vector<RoleId>> roles;
};
BOOST_DESCRIBE_STRUCT(NewInvitations, (), (library, folder, asset, emails, role, ends_at, level, roles))

struct InvitationList {
    std::vector<usecases::InvitationShown> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(InvitationList, (), (items, next))

struct InviteTerms {
    bool may_invite = false;
    bool sets_account = false;
    int level = 0;
    std::vector<RoleName> roles;
    std::vector<domain::Warning> warnings;
};
BOOST_DESCRIBE_STRUCT(InviteTerms, (), (may_invite, sets_account, level, roles, warnings))

}  // namespace body

namespace {

using domain::InviteSettings;
using usecases::InvitationShown;

std::unexpected<Error> wrong_parameter(std::string name, std::string text) {
    Error error;
    error.kind = ErrorKind::invalid;
    error.code = "wrong-parameter";
    error.text = std::move(text);
    error.fields.push_back({std::move(name), error.text});
    return fail(std::move(error));
}

Result<std::vector<RoleId>> roles_in(std::string_view text) {
    std::vector<RoleId> roles;
    for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find(',', from), text.size());
        const auto id = RoleId::parse(text.substr(from, to - from));
        if (!id) return wrong_parameter("roles", "Ids of roles with commas between them.");
        roles.push_back(*id);
        from = to + 1;
    }
    return roles;
}

Result<usecases::InviteQuestion> question_of(const http::Request& request) {
    usecases::InviteQuestion question;
    const auto role = policy::parse_word<policy::Role>(request.query_value("role").value_or("viewer"));
    if (!role || *role == policy::Role::none) return wrong_parameter("role", "Use viewer, editor or owner.");
    question.role = *role;
    question.ends = request.query_value("ends").value_or("no") == "yes";
    if (const auto level = request.query_value("level")) {
        if (level->size() != 1 || level->front() < '0' || level->front() > '9') {
            return wrong_parameter("level", "A level is a number from 0 to 9.");
        }
        question.account.level = level->front() - '0';
    }
    if (const auto roles = request.query_value("roles")) {
        EXEAT_TAKE(question.account.roles, roles_in(*roles));
    }
    return question;
}

Result<usecases::InvitesMade> invite(Asked& asked, const body::NewInvitations& said) {
    const usecases::InviteWish wanted{
        said.emails, {said.library, said.folder, said.asset}, said.role, said.ends_at, {said.level, said.roles}};
    return usecases::invite_people(asked.house, asked.caller, wanted, asked.house.options.url());
}

Result<body::InviteTerms> read_terms(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    EXEAT_TAKE(const auto question, question_of(asked.request));
    EXEAT_TAKE(auto terms, usecases::read_invite_terms(asked.house, asked.caller, id, question));
    return body::InviteTerms{terms.may_invite, terms.sets_account, terms.level, json_of(terms.roles),
                             std::move(terms.warnings)};
}

Result<body::InvitationList> list(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    body::InvitationList json;
    EXEAT_TAKE(json.items, usecases::list_invitations(asked.house, asked.caller, id));
    return json;
}

Result<InvitationShown> resend(Asked& asked) {
    return usecases::resend_invitation(asked.house, asked.caller, asked.request.parameter("id"),
                                       asked.house.options.url());
}

Result<Nothing> withdraw(Asked& asked) {
    EXEAT_TRY(usecases::withdraw_invitation(asked.house, asked.caller, asked.request.parameter("id")));
    return Nothing{};
}

Result<Reply<InviteSettings>> read_settings(Asked& asked) {
    EXEAT_TAKE(auto shown, usecases::read_invite_settings(asked.house, asked.caller));
    return with_version(std::move(shown.settings), shown.version);
}

Result<Reply<InviteSettings>> write_settings(Asked& asked, const InviteSettings& said) {
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto shown, usecases::write_invite_settings(asked.house, asked.caller, version, said));
    return with_version(std::move(shown.settings), shown.version);
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"members", usecases::TokenScope::read, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

void add_settings(Api& api) {
    const Resource settings{"settings", usecases::TokenScope::manage, usecases::TokenScope::manage};
    const std::string path = "/api/settings/inviting";
    api.add<InviteSettings>(
        settings.about(http::Method::get, path, "read_invite_settings",
                       "Whether owners of libraries invite people who have no account, and what those get"),
        read_settings);
    auto writing = settings.about(http::Method::put, path, "write_invite_settings",
                                  "Whether owners of libraries invite people from now on, and what those get");
    writing.problems = {412, 428};
    api.add<InviteSettings, InviteSettings>(std::move(writing), write_settings);
}

}  // namespace

void add_invitations_routes(Api& api) {
    api.add<body::InvitationList>(
        about(http::Method::get, "/api/libraries/{id}/invitations", "list_invitations",
              "Who was invited to a library, its folders and its assets and has not come in yet"),
        list);
    auto asking = about(http::Method::get, "/api/libraries/{id}/inviting", "read_invite_terms",
                        "What an invitation would give somebody without an account, and what in it defeats what else");
    asking.query = {{"role", R"({"type":"string","enum":["viewer","editor","owner"]})", "The role in the library."},
                    {"ends", R"({"type":"string","enum":["yes","no"]})", "Whether the role has an end."},
                    {"level", R"({"type":"integer","minimum":0,"maximum":9})", "For administrators."},
                    {"roles", R"({"type":"string"})", "For administrators: ids of roles, with commas between them."}};
    asking.problems = {422};
    api.add<body::InviteTerms>(std::move(asking), read_terms);
    auto inviting = about(http::Method::post, "/api/invitations", "invite_people",
                          "Invite people by e-mail: account, level, roles and membership in one step");
    inviting.status = 201;
    inviting.repeat = Repeat::once_by_key;
    inviting.problems = {403, 404, 409, 429};
    api.add<body::NewInvitations, usecases::InvitesMade>(std::move(inviting), invite);
    auto resending = about(http::Method::post, "/api/invitations/{id}/send", "resend_invitation",
                           "Send an invitation again, with a new link");
    resending.repeat = Repeat::once_by_key;
    resending.problems = {404, 409, 429};
    api.add<InvitationShown>(std::move(resending), resend);
    auto withdrawing = about(http::Method::delete_, "/api/invitations/{id}", "withdraw_invitation",
                             "Withdraw an invitation: membership, link and, where it was made for this, account");
    withdrawing.problems = {404, 409};
    api.add<Nothing>(std::move(withdrawing), withdraw);
    add_settings(api);
}

}  // namespace exeat::api
