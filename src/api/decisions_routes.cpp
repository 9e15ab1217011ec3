// Requests as those who decide on them see them, and passes that are given unasked.
#include "api/operation.h"
#include "api/requests_json.h"
#include "api/routes.h"
#include "usecases/requests/running_passes.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(PassesRunning, (), (passes))
BOOST_DESCRIBE_STRUCT(PassesEnded, (), (ended, left))
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

/// For how long: one of the usual spans, or until a date. Neither: as is usual in the library.
struct NewDecision {
    std::vector<RequestId> requests;
    usecases::Verdict decision = usecases::Verdict::approve;
    json::Default<std::string> note;
    std::optional<domain::Span> valid_for;
    std::optional<Instant> valid_until;
    std::optional<std::vector<policy::Action>> actions;
    std::optional<std::vector<std::string>> files;
};
BOOST_DESCRIBE_STRUCT(NewDecision, (), (requests, decision, note, valid_for, valid_until, actions, files))

struct Undecided {
    RequestId request;
    int status = 404;
    std::string type;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(Undecided, (), (request, status, type, detail))

struct Decided {
    std::vector<usecases::RequestRow> items;
    std::vector<Undecided> left;
};
BOOST_DESCRIBE_STRUCT(Decided, (), (items, left))

struct TakenBack {
    std::vector<RequestId> requests;
};
BOOST_DESCRIBE_STRUCT(TakenBack, (), (requests))

struct Revocation {
    json::Default<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Revocation, (), (note))

struct Renewal {
    std::optional<domain::Span> valid_for;
    std::optional<Instant> valid_until;
    json::Default<std::string> note;
};
BOOST_DESCRIBE_STRUCT(Renewal, (), (valid_for, valid_until, note))

/// For a person, a group, or the account with an e-mail address.
struct NewPasses {
    std::vector<AssetId> assets;
    std::optional<PersonId> person;
    std::optional<GroupId> group;
    std::optional<std::string> email;
    json::Default<std::string> reason;
    std::optional<domain::Span> valid_for;
    std::optional<Instant> valid_until;
    std::optional<std::vector<policy::Action>> actions;
    std::optional<std::vector<std::string>> files;
};
BOOST_DESCRIBE_STRUCT(NewPasses, (), (assets, person, group, email, reason, valid_for, valid_until, actions, files))

/// All of a library; of a folder and all below it; or for some assets.
struct PassesToEnd {
    LibraryId library;
    std::optional<FolderId> folder;
    json::Default<std::vector<AssetId>> assets;
    json::Default<std::string> note;
};
BOOST_DESCRIBE_STRUCT(PassesToEnd, (), (library, folder, assets, note))

}  // namespace body

namespace {

using usecases::RequestCard;

std::optional<domain::ValiditySettings> validity_of(const std::optional<domain::Span>& span,
                                                    const std::optional<Instant>& until) {
    if (!span && !until) return std::nullopt;
    return domain::ValiditySettings{span.value_or(domain::Span::date), until};
}

body::Decided json_of(usecases::Decided decided) {
    body::Decided json{std::move(decided.requests), {}};
    for (const auto& [request, error] : decided.left) {
        json.left.push_back({request, status_of(error), "/problems/" + error.code, error.text});
    }
    return json;
}

Result<body::Decided> decide(Asked& asked, const body::NewDecision& said) {
    usecases::NewDecision wanted;
    wanted.requests = said.requests;
    wanted.decision = said.decision;
    wanted.note = *said.note;
    wanted.grant = {validity_of(said.valid_for, said.valid_until), said.actions, said.files};
    EXEAT_TAKE(auto decided, usecases::decide_requests(asked.house, asked.caller, wanted));
    return json_of(std::move(decided));
}

Result<body::Decided> take_back(Asked& asked, const body::TakenBack& said) {
    EXEAT_TAKE(auto decided, usecases::take_back_decisions(asked.house, asked.caller, said.requests));
    return json_of(std::move(decided));
}

Result<RequestCard> revoke(Asked& asked, const body::Revocation& said) {
    EXEAT_TAKE(const auto id, asked.id<RequestId>());
    return usecases::revoke_request(asked.house, asked.caller, id, *said.note);
}

Result<RequestCard> renew(Asked& asked, const body::Renewal& said) {
    EXEAT_TAKE(const auto id, asked.id<RequestId>());
    return usecases::renew_request(asked.house, asked.caller, id, validity_of(said.valid_for, said.valid_until),
                                   *said.note);
}

Result<body::RequestsMade> give(Asked& asked, const body::NewPasses& said) {
    usecases::NewPasses wanted;
    wanted.assets = said.assets;
    wanted.person = said.person;
    wanted.group = said.group;
    wanted.email = said.email;
    wanted.reason = *said.reason;
    wanted.grant = {validity_of(said.valid_for, said.valid_until), said.actions, said.files};
    EXEAT_TAKE(auto made, usecases::give_passes(asked.house, asked.caller, wanted));
    return api::json_of(std::move(made));
}

Result<usecases::PassesRunning> count_running(Asked& asked) {
    EXEAT_TAKE(const auto library, id_in_query<LibraryId>(asked.request, "library"));
    EXEAT_TAKE(const auto folder, id_in_query<FolderId>(asked.request, "folder"));
    EXEAT_TAKE(const auto asset, id_in_query<AssetId>(asked.request, "asset"));
    usecases::PassesMeant meant;
    if (!library || !*library || (folder && !*folder) || (asset && !*asset)) {
        return fail(ErrorKind::not_found, "not-found", "There is nothing here, or nothing that you can see.");
    }
    meant.library = **library;
    if (folder) meant.folder = **folder;
    if (asset) meant.assets.push_back(**asset);
    return usecases::count_passes(asked.house, asked.caller, meant);
}

Result<usecases::PassesEnded> end_running(Asked& asked, const body::PassesToEnd& said) {
    return usecases::end_passes(asked.house, asked.caller, {said.library, said.folder, *said.assets}, *said.note);
}

Operation about(std::string path, std::string id, std::string summary) {
    Operation operation = Resource{"requests", usecases::TokenScope::read, usecases::TokenScope::manage}.about(
        http::Method::post, std::move(path), std::move(id), std::move(summary));
    operation.problems = {404, 409};
    return operation;
}

}  // namespace

void add_decisions_routes(Api& api) {
    auto deciding = about("/api/requests/decisions", "decide_requests", "Approve or reject requests");
    deciding.repeat = Repeat::once_by_key;
    api.add<body::NewDecision, body::Decided>(std::move(deciding), decide);
    api.add<body::TakenBack, body::Decided>(
        about("/api/requests/decisions/undo", "take_back_decisions", "Take one's decisions back, within ten seconds"),
        take_back);
    api.add<body::Revocation, RequestCard>(
        about("/api/requests/{id}/revoke", "revoke_request", "End a pass, at once and everywhere"), revoke);
    api.add<body::Renewal, RequestCard>(
        about("/api/requests/{id}/renew", "renew_request", "Let a pass run from now on"), renew);
    auto counting = Resource{"requests"}.about(http::Method::get, "/api/passes/running", "count_passes",
                                               "How many passes run in a library, in a folder of it, or for an asset");
    counting.query = {{"library", R"({"type":"string"})", "The library."},
                      {"folder", R"({"type":"string"})", "Only in this folder and below it."},
                      {"asset", R"({"type":"string"})", "Only for this asset."}};
    counting.problems = {404, 422};
    api.add<usecases::PassesRunning>(std::move(counting), count_running);
    api.add<body::PassesToEnd, usecases::PassesEnded>(
        about("/api/passes/end", "end_passes", "End all passes in a library, in a folder of it, or for some assets"),
        end_running);
    auto giving = about("/api/passes", "give_passes", "Give passes to somebody who did not ask");
    giving.status = 201;
    giving.repeat = Repeat::once_by_key;
    api.add<body::NewPasses, body::RequestsMade>(std::move(giving), give);
}

}  // namespace exeat::api
