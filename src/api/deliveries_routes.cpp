// POST /api/deliveries gives leave, GET and HEAD /d/{ticket} send the bytes.
#include <boost/json.hpp>

#include "api/file_response.h"
#include "api/operation.h"
#include "api/routes.h"
#include "api/terms_json.h"
#include "platform/http/ranges.h"
#include "platform/json/shape.h"
#include "state/store/described.h"
#include "usecases/deliveries/attend.h"
#include "usecases/deliveries/create_delivery.h"

namespace exeat::api {

/// The bodies of this resource, under the names that the OpenAPI document gives them.
namespace body {

struct WantedFile {
    AssetId asset;
    json::Default<std::string> file{"original"};
};
BOOST_DESCRIBE_STRUCT(WantedFile, (), (asset, file))

struct JustificationAnswers {
    std::string intended_use;
};
BOOST_DESCRIBE_STRUCT(JustificationAnswers, (), (intended_use))

struct DeliveryWish {
    std::vector<WantedFile> items;
    std::optional<JustificationAnswers> answers;
    json::Default<std::vector<AcceptedTerms>> terms;
};
BOOST_DESCRIBE_STRUCT(DeliveryWish, (), (items, answers, terms))

struct LeftOut {
    std::string asset;
    std::string file;
    std::string code;
    std::vector<policy::Need> needs;
    std::vector<std::string> why;
};
BOOST_DESCRIBE_STRUCT(LeftOut, (), (asset, file, code, needs, why))

struct Delivery {
    std::string url;
    Instant expires_at;
    std::int64_t bytes = 0;
    std::int64_t files = 0;
    std::vector<LeftOut> left_out;
};
BOOST_DESCRIBE_STRUCT(Delivery, (), (url, expires_at, bytes, files, left_out))

}  // namespace body

namespace {

body::LeftOut json_of(const usecases::LeftOut& out) {
    body::LeftOut json{out.file.asset.text(), out.file.file, out.code, {}, out.why};
    if (out.decision) {
        for (const auto need : {policy::Need::access_grant, policy::Need::download_grant, policy::Need::site_approval,
                                policy::Need::justification, policy::Need::terms}) {
            if (out.decision->needs.has(need)) json.needs.push_back(need);
        }
    }
    return json;
}

Result<body::Delivery> create(Asked& asked, const body::DeliveryWish& said) {
    usecases::DeliveryWish wish;
    for (const auto& item : said.items) wish.files.push_back({item.asset, *item.file});
    if (said.answers) wish.answers = json::to_text(*said.answers);
    for (const auto& terms : *said.terms) wish.terms.push_back({terms.id, terms.version});
    EXEAT_TAKE(const auto made, usecases::create_delivery(asked.house, asked.caller, wish));
    body::Delivery json{"/d/" + made.ticket, made.expires_at, made.bytes, made.files, {}};
    for (const auto& out : made.left_out) json.left_out.push_back(json_of(out));
    return json;
}

/// Whoever has a ticket need not be whom it was made for: they are told that it was taken away, and not why.
Error without_reasons(Error error) {
    if (error.kind != ErrorKind::forbidden) return error;
    error.refusal.reset();
    error.text = "This may not be downloaded any more. Sign in to see why.";
    return error;
}

Result<http::Response> send(Asked& asked) {
    auto leave = usecases::attend(asked.house, asked.request.parameter("ticket"));
    if (!leave) return fail(without_reasons(std::move(leave.error())));
    const auto& attended = *leave;
    const auto size = static_cast<std::uint64_t>(attended.length);
    auto plan = plan_file_response(asked.request, size, attended.etag, attended.file_name, attended.media_type);
    if (!plan.sends_body) return std::move(plan.response);
    auto& response = plan.response;
    if (asked.request.method == http::Method::head) {
        response.length = plan.range.length;
        return std::move(response);
    }
    const auto transfer = std::make_shared<usecases::Transfer>();
    transfer->delivery = attended.delivery;
    transfer->began = attended.now;
    if (!attended.is_archive) transfer->file = 0;
    begin_transfer(asked.house, transfer, response);
    if (auto free = usecases::still_attended(asked.house, attended); !free) {
        asked.house.transfers.end(transfer, 0);
        return fail(without_reasons(std::move(free.error())));
    }
    if (attended.is_archive) {
        response.body = archive_source(asked.house, transfer, plan.range);
        response.length = plan.range.length;
        return std::move(response);
    }
    auto slice = file_slice(asked.house, transfer->delivery, 0, plan.range);
    if (!slice) {
        asked.house.transfers.end(transfer, 0);
        return fail(std::move(slice.error()));
    }
    response.body = std::move(*slice);
    return std::move(response);
}

constexpr std::string_view k_sends_bytes = R"({
  "description": "One file, or a ZIP of several. The ticket comes from create_delivery, is asked again for each transfer, and resumes with Range.",
  "responses": {
    "200": {"description": "All bytes.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    "206": {"description": "A part.", "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    "304": {"description": "The client has it."},
    "404": {"$ref": "#/components/responses/Problem"},
    "403": {"$ref": "#/components/responses/Problem"},
    "410": {"$ref": "#/components/responses/Problem"},
    "412": {"$ref": "#/components/responses/Problem"},
    "416": {"$ref": "#/components/responses/Problem"}}})";

}  // namespace

void add_deliveries_routes(Api& api) {
    api.add<body::DeliveryWish, body::Delivery>({.method = http::Method::post,
                                                 .path = "/api/deliveries",
                                                 .id = "create_delivery",
                                                 .tag = "deliveries",
                                                 .summary = "Ask leave to take files, and get a ticket for the bytes",
                                                 .scope = usecases::TokenScope::download,
                                                 .status = 201,
                                                 .repeat = Repeat::once_by_key,
                                                 .problems = {404, 409, 415}},
                                                create);
    api.add_raw(
        {.method = http::Method::get,
         .path = "/d/{ticket}",
         .id = "take_delivery",
         .tag = "deliveries",
         .summary = "The bytes of a delivery",
         .access = Access::ticket,
         .at_hand = [](usecases::House& house, const http::Request& request,
                       const usecases::Caller&) { return usecases::is_at_hand(house, request.parameter("ticket")); }},
        {std::string(k_sends_bytes)}, send);
}

}  // namespace exeat::api
