// Terms: texts that are accepted before a download.
#include "api/operation.h"
#include "api/routes.h"
#include "platform/json/shape.h"
#include "usecases/terms/terms.h"

namespace exeat::store {
BOOST_DESCRIBE_STRUCT(TermsText, (), (id, number, title, body, created_at))
}  // namespace exeat::store

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(NewTerms, (), (title, body))
}  // namespace exeat::usecases

namespace exeat::api {

namespace body {

struct TermsList {
    std::vector<store::TermsText> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(TermsList, (), (items, next))

}  // namespace body

namespace {

Result<body::TermsList> list(Asked& asked) {
    body::TermsList json;
    EXEAT_TAKE(json.items, usecases::list_terms(asked.house, asked.caller));
    return json;
}

Reply<store::TermsText> reply_of(store::TermsText terms) {
    const auto number = terms.number;
    return with_version(std::move(terms), number);
}

Result<Reply<store::TermsText>> create(Asked& asked, const usecases::NewTerms& said) {
    EXEAT_TAKE(auto terms, usecases::create_terms(asked.house, asked.caller, said));
    return reply_of(std::move(terms));
}

/// The newest text; its number is the version that a new text goes over.
Result<Reply<store::TermsText>> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<TermsId>());
    EXEAT_TAKE(auto history, usecases::read_terms_history(asked.house, asked.caller, id));
    return reply_of(std::move(history.front()));
}

Result<body::TermsList> read_history(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<TermsId>());
    body::TermsList json;
    EXEAT_TAKE(json.items, usecases::read_terms_history(asked.house, asked.caller, id));
    return json;
}

Result<Reply<store::TermsText>> create_version(Asked& asked, const usecases::NewTerms& said) {
    EXEAT_TAKE(const auto id, asked.id<TermsId>());
    EXEAT_TAKE(const auto number, asked.if_match());
    EXEAT_TAKE(auto terms, usecases::create_terms_version(asked.house, asked.caller, id, number, said));
    return reply_of(std::move(terms));
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    const bool looks = method == http::Method::get;
    Operation operation = Resource{"terms", usecases::TokenScope::read, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
    if (looks) return operation;
    operation.status = 201;
    operation.repeat = Repeat::once_by_key;
    return operation;
}

}  // namespace

void add_terms_routes(Api& api) {
    api.add<body::TermsList>(about(http::Method::get, "/api/terms", "list_terms", "The newest text of each, by title"),
                             list);
    api.add<usecases::NewTerms, store::TermsText>(
        about(http::Method::post, "/api/terms", "create_terms", "Write terms"), create);
    api.add<store::TermsText>(about(http::Method::get, "/api/terms/{id}", "read_terms", "The newest text"), read);
    api.add<body::TermsList>(
        about(http::Method::get, "/api/terms/{id}/versions", "read_terms_history", "All texts, the newest first"),
        read_history);
    auto adding = about(http::Method::post, "/api/terms/{id}/versions", "create_terms_version",
                        "A new text, which assets that carry the terms ask for from now on");
    adding.problems = {409, 412, 428};
    api.add<usecases::NewTerms, store::TermsText>(std::move(adding), create_version);
}

}  // namespace exeat::api
