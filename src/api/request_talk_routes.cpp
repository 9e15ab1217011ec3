// The conversation about a request: what a reviewer asks before deciding, and what its requester answers.
#include "api/requests_json.h"
#include "api/waiting_routes.h"
#include "usecases/requests/questions.h"

namespace exeat::api {

namespace body {

/// A question or an answer: plain text.
struct NewMessage {
    std::string text;
};
BOOST_DESCRIBE_STRUCT(NewMessage, (), (text))

}  // namespace body

namespace {

using usecases::RequestCard;

Result<RequestCard> ask(Asked& asked, const body::NewMessage& said) {
    EXEAT_TAKE(const auto id, asked.id<RequestId>());
    return usecases::ask_question(asked.house, asked.caller, id, said.text);
}

Result<RequestCard> answer(Asked& asked, const body::NewMessage& said) {
    EXEAT_TAKE(const auto id, asked.id<RequestId>());
    return usecases::answer_question(asked.house, asked.caller, id, said.text);
}

Operation about(usecases::TokenScope scope, std::string path, std::string id, std::string summary) {
    Operation operation = Resource{"requests", usecases::TokenScope::read, scope}.about(
        http::Method::post, std::move(path), std::move(id), std::move(summary));
    operation.repeat = Repeat::once_by_key;
    operation.problems = {404, 409};
    return operation;
}

}  // namespace

void add_request_talk_routes(Api& api) {
    api.add<body::NewMessage, RequestCard>(about(usecases::TokenScope::edit, "/api/requests/{id}/questions",
                                                 "ask_question", "Ask whoever made a request something"),
                                           ask);
    api.add<body::NewMessage, RequestCard>(about(usecases::TokenScope::download, "/api/requests/{id}/answers",
                                                 "answer_question", "Answer what was asked about one's request"),
                                           answer);
}

}  // namespace exeat::api
