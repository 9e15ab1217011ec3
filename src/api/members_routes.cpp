// Members of libraries, folders and assets.
#include "api/members_json.h"
#include "api/operation.h"
#include "api/routes.h"
#include "usecases/members/members.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(Candidate, (), (person, email, group, name))
BOOST_DESCRIBE_STRUCT(WantedMember, (), (person, group, role, ends_at))
BOOST_DESCRIBE_STRUCT(PlaceMembers, (), (folder, asset, members))
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

struct MemberList {
    std::vector<usecases::MemberShown> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(MemberList, (), (items, next))

struct CandidateList {
    std::vector<usecases::Candidate> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(CandidateList, (), (items, next))

/// The members of the places that are named here, exactly, from now on. A place without folder and asset is the library
/// itself.
struct MembersOfPlaces {
    std::vector<usecases::PlaceMembers> places;
};
BOOST_DESCRIBE_STRUCT(MembersOfPlaces, (), (places))

struct NewMember {
    LibraryId library;
    std::optional<FolderId> folder;
    std::optional<AssetId> asset;
    std::optional<PersonId> person;
    std::optional<GroupId> group;
    policy::Role role = policy::Role::viewer;
    std::optional<Instant> ends_at;
};
BOOST_DESCRIBE_STRUCT(NewMember, (), (library, folder, asset, person, group, role, ends_at))

}  // namespace body

namespace {

Reply<body::MemberList> reply_of(usecases::MemberList list) {
    return with_version(body::MemberList{std::move(list.members), std::nullopt}, list.version);
}

Result<Reply<body::MemberList>> list_of_library(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    EXEAT_TAKE(auto list, usecases::list_members_of_library(asked.house, asked.caller, id));
    return reply_of(std::move(list));
}

Result<Reply<body::MemberList>> list_of_folder(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<FolderId>());
    EXEAT_TAKE(auto list, usecases::list_members_of_folder(asked.house, asked.caller, id));
    return reply_of(std::move(list));
}

Result<Reply<body::MemberList>> list_of_asset(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<AssetId>());
    EXEAT_TAKE(auto list, usecases::list_members_of_asset(asked.house, asked.caller, id));
    return reply_of(std::move(list));
}

Result<body::CandidateList> find(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    const auto text = asked.request.query_value("q").value_or("");
    body::CandidateList json;
    EXEAT_TAKE(json.items, usecases::find_candidates(asked.house, asked.caller, id, text));
    return json;
}

Result<Reply<body::MemberList>> write(Asked& asked, const body::MembersOfPlaces& said) {
    EXEAT_TAKE(const auto id, asked.id<LibraryId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto list, usecases::write_members(asked.house, asked.caller, id, version, said.places));
    return reply_of(std::move(list));
}

Result<usecases::MemberShown> add(Asked& asked, const body::NewMember& said) {
    return usecases::add_member(asked.house, asked.caller, {said.library, said.folder, said.asset},
                                {said.person, said.group, said.role, said.ends_at});
}

Result<Nothing> remove(Asked& asked) {
    EXEAT_TRY(usecases::remove_member(asked.house, asked.caller, asked.request.parameter("id")));
    return Nothing{};
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"members", usecases::TokenScope::read, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

}  // namespace

void add_members_routes(Api& api) {
    api.add<body::MemberList>(about(http::Method::get, "/api/libraries/{id}/members", "list_members_of_library",
                                    "Members of a library, its folders and its assets"),
                              list_of_library);
    auto writing = about(http::Method::put, "/api/libraries/{id}/members", "write_members",
                         "The members of some places of a library from now on, place by place");
    writing.problems = {409, 412, 428};
    api.add<body::MembersOfPlaces, body::MemberList>(std::move(writing), write);
    api.add<body::MemberList>(
        about(http::Method::get, "/api/folders/{id}/members", "list_members_of_folder", "Members of a folder itself"),
        list_of_folder);
    api.add<body::MemberList>(
        about(http::Method::get, "/api/assets/{id}/members", "list_members_of_asset", "Members of an asset itself"),
        list_of_asset);
    auto finding = about(http::Method::get, "/api/libraries/{id}/candidates", "find_candidates",
                         "People and groups that could become members, a few by name");
    finding.query = {{"q", R"({"type":"string"})", "Only those whose name (or e-mail address) holds this text."}};
    api.add<body::CandidateList>(std::move(finding), find);
    auto adding = about(http::Method::post, "/api/members", "add_member", "Make a person or a group a member");
    adding.status = 201;
    adding.repeat = Repeat::once_by_key;
    adding.problems = {404, 409};
    api.add<body::NewMember, usecases::MemberShown>(std::move(adding), add);
    api.add<Nothing>(about(http::Method::delete_, "/api/members/{id}", "remove_member", "End a membership"), remove);
}

}  // namespace exeat::api
