// Mails: how one wants to be written to, the way out, and the outbox for administrators.
#include "api/mail_routes.h"

#include "api/operation.h"
#include "platform/json/shape.h"
#include "usecases/mail/outbox.h"

namespace exeat::store {
BOOST_DESCRIBE_ENUM(MailState, waiting, sent, written, refused, given_up, not_wanted, ended)
BOOST_DESCRIBE_ENUM(MailChoice, at_once, daily, never)
BOOST_DESCRIBE_STRUCT(MailChoices, (),
                      (to_decide, approved_by_rule, answers, questions, passes, passes_ending, standing_in))
}  // namespace exeat::store
namespace exeat::domain {
BOOST_DESCRIBE_ENUM(MailTopic, to_decide, approved_by_rule, answers, questions, passes, passes_ending, standing_in)
}  // namespace exeat::domain
namespace exeat::mail {
BOOST_DESCRIBE_ENUM(Outcome, taken, later, refused)
}
namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(MailShown, (),
                      (id, kind, recipient, state, reply, attempts, created_at, not_before, done_at, subject, text))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::MailShown> = "Mail";
template <>
inline constexpr std::string_view k_schema_name<mail::Outcome> = "MailOutcome";
}  // namespace exeat::json

namespace exeat::api {

namespace body {

struct MailList {
    std::vector<usecases::MailShown> items;
    std::optional<std::string> next;
    std::string links_to;
    bool has_public_url = false;
};
BOOST_DESCRIBE_STRUCT(MailList, (), (items, next, links_to, has_public_url))

struct MailWish {
    store::MailChoices choices;
    std::string zone;
};
BOOST_DESCRIBE_STRUCT(MailWish, (), (choices, zone))

struct WayOut {
    std::vector<domain::MailTopic> topics;
};
BOOST_DESCRIBE_STRUCT(WayOut, (), (topics))

struct TestMail {
    mail::Outcome outcome = mail::Outcome::later;
    int code = 0;
    std::string reply;
};
BOOST_DESCRIBE_STRUCT(TestMail, (), (outcome, code, reply))

}  // namespace body

namespace {

Result<body::MailList> list(Asked& asked) {
    usecases::MailsWanted wanted;
    if (const auto state = asked.request.query_value("state")) {
        wanted.state = policy::parse_word<store::MailState>(*state);
        if (!wanted.state) {
            return fail(Error{
                ErrorKind::invalid, "wrong-page", "There is no such state.", {}, {{"state", "A state."}}, 0, nullptr});
        }
    }
    if (const auto cursor = asked.request.query_value("cursor")) wanted.cursor = std::string(*cursor);
    EXEAT_TAKE(auto page, usecases::list_mails(asked.house, asked.caller, wanted));
    return body::MailList{std::move(page.mails), std::move(page.next), std::move(page.links_to), page.has_public_url};
}

Result<usecases::MailShown> read(Asked& asked, const usecases::MailDesk& desk) {
    return usecases::read_mail(asked.house, desk, asked.caller, asked.request.parameter("id"));
}

Result<Nothing> retry(Asked& asked) {
    EXEAT_TRY(usecases::retry_mail(asked.house, asked.caller, asked.request.parameter("id")));
    return Nothing{};
}

Result<body::TestMail> test(Asked& asked, const usecases::MailDesk& desk) {
    EXEAT_TAKE(auto reply, usecases::send_test_mail(asked.house, desk, asked.caller));
    return body::TestMail{reply.outcome, reply.code, std::move(reply.text)};
}

Reply<body::MailWish> shown(store::MailWish wish) {
    return with_version(body::MailWish{wish.choices, std::move(wish.zone)}, wish.version);
}

Result<Reply<body::MailWish>> read_wish(Asked& asked) {
    EXEAT_TAKE(auto wish, usecases::read_mail_wish(asked.house, asked.caller));
    return shown(std::move(wish));
}

Result<Reply<body::MailWish>> write_wish(Asked& asked, const body::MailWish& said) {
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto wish, usecases::write_mail_wish(asked.house, asked.caller, {said.choices, said.zone, version}));
    return shown(std::move(wish));
}

Result<body::WayOut> read_way_out(Asked& asked) {
    EXEAT_TAKE(auto topics, usecases::read_way_out(asked.house, asked.request.parameter("token")));
    return body::WayOut{std::move(topics)};
}

Result<http::Response> unsubscribe(Asked& asked) {
    const auto from = asked.request.query_value("from");
    if (from && *from != "all") {
        return fail(Error{
            ErrorKind::invalid, "wrong-way-out", "\"from\" is \"all\", or absent.", {}, {{"from", "all"}}, 0, nullptr});
    }
    EXEAT_TRY(usecases::unsubscribe(asked.house, asked.request.parameter("token"),
                                    from ? usecases::WayOut::of_all_mails : usecases::WayOut::of_such_mails));
    http::Response response;
    response.status = 204;
    return response;
}

Operation about_mails(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"mails", usecases::TokenScope::manage, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

Operation about_me(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"account", usecases::TokenScope::read, usecases::TokenScope::manage}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

constexpr std::string_view k_takes_one_click = R"({
  "description": "What mail programs call when somebody wants no more mails like the one that it stands in (RFC 8058). The answer is the same for every token.",
  "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}},
  "responses": {"204": {"description": "No more of them."}}})";

}  // namespace

void add_mail_routes(Api& api, const usecases::MailDesk& desk) {
    auto listing = about_mails(http::Method::get, "/api/mails", "list_mails", "The outbox, the newest first");
    listing.query = {{"state", R"({"enum":["waiting","sent","written","refused","given_up","not_wanted","ended"]})",
                      "Only those; all when absent."},
                     {"cursor", R"({"type":"string"})", "`next` of the page before."}};
    listing.problems = {422};
    api.add<body::MailList>(std::move(listing), list);
    api.add<usecases::MailShown>(about_mails(http::Method::get, "/api/mails/{id}", "read_mail", "One mail"),
                                 [&desk](Asked& asked) { return read(asked, desk); });
    auto retrying = about_mails(http::Method::post, "/api/mails/{id}/retry", "retry_mail", "Try a mail again, at once");
    retrying.problems = {409};
    api.add<Nothing>(std::move(retrying), retry);
    auto testing = about_mails(http::Method::post, "/api/mails/test", "send_test_mail",
                               "Send a mail to oneself now, and show what the server says");
    testing.problems = {409};
    api.add<body::TestMail>(std::move(testing), [&desk](Asked& asked) { return test(asked, desk); });
    api.add<body::MailWish>(about_me(http::Method::get, "/api/me/mail", "read_mail_wish", "How one is written to"),
                            read_wish);
    auto wishing = about_me(http::Method::put, "/api/me/mail", "write_mail_wish", "How one wants to be written to");
    wishing.problems = {412, 428};
    api.add<body::MailWish, body::MailWish>(std::move(wishing), write_wish);
    auto looking = about_me(http::Method::get, "/api/unsubscribe/{token}", "read_way_out",
                            "What the mail with that way out was about");
    looking.access = Access::ticket;
    looking.problems = {404};
    api.add<body::WayOut>(std::move(looking), read_way_out);
    auto leaving = about_me(http::Method::post, "/api/unsubscribe/{token}", "unsubscribe",
                            "No more mails like that one, by one click");
    leaving.access = Access::ticket;
    leaving.query = {{"from", R"({"enum":["all"]})", "From all mails; from such ones when absent."}};
    leaving.problems = {422};
    api.add_raw(std::move(leaving), {std::string(k_takes_one_click)}, unsubscribe);
}

}  // namespace exeat::api
