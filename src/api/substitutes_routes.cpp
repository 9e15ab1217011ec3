// Who stands in for oneself as a reviewer, and for whom one stands in.
#include "api/waiting_routes.h"
#include "platform/json/shape.h"
#include "usecases/requests/substitutes.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(LibraryNamed, (), (id, name))
BOOST_DESCRIBE_STRUCT(SubstituteCandidate, (), (person, name, email, covers, leaves, directors))
BOOST_DESCRIBE_STRUCT(Substitution, (), (substitute, from, until, holds))
BOOST_DESCRIBE_STRUCT(StoodInFor, (), (person, name, from, until, holds))
BOOST_DESCRIBE_STRUCT(Substitutions, (), (is_reviewer, mine, others))
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

struct NewSubstitution {
    PersonId person;
    Instant from;
    Instant until;
};
BOOST_DESCRIBE_STRUCT(NewSubstitution, (), (person, from, until))

struct SubstituteCandidateList {
    std::vector<usecases::SubstituteCandidate> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(SubstituteCandidateList, (), (items, next))

}  // namespace body

namespace {

using usecases::Substitutions;

Result<Substitutions> read(Asked& asked) {
    return usecases::read_substitutions(asked.house, asked.caller);
}

Result<Substitutions> name(Asked& asked, const body::NewSubstitution& said) {
    return usecases::name_substitute(asked.house, asked.caller, {said.person, said.from, said.until});
}

Result<Nothing> end(Asked& asked) {
    EXEAT_TRY(usecases::end_substitution(asked.house, asked.caller));
    return Nothing{};
}

Result<body::SubstituteCandidateList> candidates(Asked& asked) {
    EXEAT_TAKE(auto people, usecases::list_substitute_candidates(asked.house, asked.caller));
    return body::SubstituteCandidateList{std::move(people), std::nullopt};
}

Operation own(http::Method method, std::string path, std::string id, std::string summary) {
    Operation operation = Resource{"me", usecases::TokenScope::read, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
    operation.problems = {403};
    return operation;
}

}  // namespace

void add_substitutes_routes(Api& api) {
    api.add<Substitutions>(own(http::Method::get, "/api/me/substitute", "read_substitutions",
                               "Who stands in for oneself, and for whom one stands in"),
                           read);
    auto naming = own(http::Method::put, "/api/me/substitute", "name_substitute",
                      "Name who stands in for oneself; it gives them no rights");
    naming.problems = {403, 422};
    api.add<body::NewSubstitution, Substitutions>(std::move(naming), name);
    api.add<Nothing>(
        own(http::Method::delete_, "/api/me/substitute", "end_substitution", "Nobody stands in for oneself any more"),
        end);
    api.add<body::SubstituteCandidateList>(
        own(http::Method::get, "/api/me/substitute/candidates", "list_substitute_candidates",
            "Who decides on what comes to oneself, and could stand in"),
        candidates);
}

}  // namespace exeat::api
