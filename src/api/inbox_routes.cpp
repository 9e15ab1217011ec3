// The inbox: what one was told.
#include <charconv>

#include "api/operation.h"
#include "api/routes.h"
#include "platform/json/shape.h"
#include "usecases/inbox/inbox.h"

namespace exeat::usecases {
BOOST_DESCRIBE_ENUM(Mark, read, unread)
BOOST_DESCRIBE_STRUCT(NoticeShown, (),
                      (id, kind, subject, text, button, library, asset, request, batch, count, by, note, made_at,
                       read_at))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::NoticeShown> = "Notice";
}  // namespace exeat::json

namespace exeat::api {

namespace body {

struct Inbox {
    std::vector<usecases::NoticeShown> items;
    std::optional<std::string> next;
    std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(Inbox, (), (items, next, unread))

struct UnreadCount {
    std::int64_t unread = 0;
};
BOOST_DESCRIBE_STRUCT(UnreadCount, (), (unread))

struct InboxMarks {
    json::Default<usecases::Mark> mark{usecases::Mark::read};
    json::Default<std::vector<std::string>> ids;
    std::optional<std::string> until;
    json::Default<std::vector<RequestId>> requests;
};
BOOST_DESCRIBE_STRUCT(InboxMarks, (), (mark, ids, until, requests))

}  // namespace body

namespace {

Result<store::InboxPart> part_of(std::string_view only) {
    if (only.empty()) return store::InboxPart::all;
    if (only == "unread") return store::InboxPart::unread;
    if (only == "requests") return store::InboxPart::requests;
    const std::string text = "Use unread or requests, or leave it out.";
    return fail(Error{ErrorKind::invalid, "wrong-page", text, {}, {{"only", "unread, requests"}}, 0, nullptr});
}

Result<body::Inbox> list(Asked& asked) {
    usecases::InboxWanted wanted;
    EXEAT_TAKE(wanted.part, part_of(asked.request.query_value("only").value_or("")));
    if (const auto cursor = asked.request.query_value("cursor")) wanted.cursor = std::string(*cursor);
    if (const auto limit = asked.request.query_value("limit")) {
        const auto [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), wanted.limit);
        if (error != std::errc{} || end != limit->data() + limit->size()) wanted.limit = 0;
    }
    EXEAT_TAKE(auto page, usecases::list_inbox(asked.house, asked.caller, wanted));
    return body::Inbox{std::move(page.notices), std::move(page.next), page.unread};
}

Result<body::UnreadCount> count(Asked& asked) {
    EXEAT_TAKE(const auto unread, usecases::unread_notices(asked.house, asked.caller));
    return body::UnreadCount{unread};
}

Result<body::UnreadCount> mark(Asked& asked, const body::InboxMarks& said) {
    EXEAT_TAKE(const auto unread,
               usecases::mark_inbox(asked.house, asked.caller, {*said.mark, *said.ids, said.until, *said.requests}));
    return body::UnreadCount{unread};
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"inbox", usecases::TokenScope::read, usecases::TokenScope::edit}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

}  // namespace

void add_inbox_routes(Api& api) {
    auto listing = about(http::Method::get, "/api/inbox", "list_inbox", "What one was told, the newest first");
    listing.query = {{"only", R"({"enum":["unread","requests"]})",
                      "Only what was not read yet, or what is asked and what became of it."},
                     {"cursor", R"({"type":"string"})", "`next` of the page before."},
                     {"limit", R"({"type":"integer","minimum":1,"maximum":200})", "How many; 50 when absent."}};
    listing.problems = {422};
    api.add<body::Inbox>(std::move(listing), list);
    api.add<body::UnreadCount>(about(http::Method::get, "/api/inbox/unread", "count_unread",
                                     "How many are unread; nothing is counted beyond 1,000"),
                               count);
    api.add<body::InboxMarks, body::UnreadCount>(
        about(http::Method::post, "/api/inbox/marks", "mark_inbox", "Mark notices as read, or as unread again"), mark);
}

}  // namespace exeat::api
