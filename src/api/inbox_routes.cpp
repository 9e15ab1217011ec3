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
};
BOOST_DESCRIBE_STRUCT(InboxMarks, (), (mark, ids, until))

}  // namespace body

namespace {

Result<body::Inbox> list(Asked& asked) {
    usecases::InboxWanted wanted;
    const auto only = asked.request.query_value("only").value_or("");
    if (!only.empty() && only != "unread") {
        return fail(Error{
            ErrorKind::invalid, "wrong-page", "Use unread, or leave it out.", {}, {{"only", "unread"}}, 0, nullptr});
    }
    wanted.unread_only = only == "unread";
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
    EXEAT_TAKE(const auto unread, usecases::mark_inbox(asked.house, asked.caller, {*said.mark, *said.ids, said.until}));
    return body::UnreadCount{unread};
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"inbox", usecases::TokenScope::read, usecases::TokenScope::edit}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

}  // namespace

void add_inbox_routes(Api& api) {
    auto listing = about(http::Method::get, "/api/inbox", "list_inbox", "What one was told, the newest first");
    listing.query = {{"only", R"({"enum":["unread"]})", "Only what was not read yet."},
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
