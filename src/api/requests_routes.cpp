// Requests as those who ask see them, and the lists of both sides.
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "api/operation.h"
#include "api/requests_json.h"
#include "api/routes.h"

namespace exeat::api {

namespace body {

struct RequestWish {
    std::vector<AssetId> assets;
    json::Default<std::vector<policy::Action>> actions;
    std::optional<std::vector<std::string>> files;
};
BOOST_DESCRIBE_STRUCT(RequestWish, (), (assets, actions, files))

/// `answers` holds `intended_use` and the fields of the form: a text, a number, true or false, or a list of texts.
/// `form` is the tag of the form that was filled in. Which kind it is the answer says; what is sent is not looked at.
struct NewRequests {
    std::vector<AssetId> assets;
    std::optional<policy::RequestKind> kind;
    json::Default<std::vector<policy::Action>> actions;
    std::optional<std::vector<std::string>> files;
    json::Default<std::map<std::string, boost::json::value>> answers;
    std::optional<AcceptedTerms> terms;
    std::optional<Instant> needed_by;
    std::optional<std::string> form;
};
BOOST_DESCRIBE_STRUCT(NewRequests, (), (assets, kind, actions, files, answers, terms, needed_by, form))

struct RequestPage {
    std::vector<usecases::RequestRow> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(RequestPage, (), (items, next))

/// What a refused form is told besides: the one that is in force.
struct NewForm {
    usecases::RequestForm form;
};
BOOST_DESCRIBE_STRUCT(NewForm, (), (form))

}  // namespace body

namespace {

/// A list that is too long is answered with its limit.
constexpr std::uint64_t k_most_bytes = 4 << 20;

using usecases::RequestCard;
using usecases::RequestsWanted;

std::unexpected<Error> wrong_parameter(std::string name, std::string text) {
    Error error{ErrorKind::invalid, "wrong-parameter", text, {}, {{std::move(name), text}}};
    return fail(std::move(error));
}

Result<usecases::Prepared> prepare(Asked& asked, const body::RequestWish& said) {
    return usecases::prepare_request(asked.house, asked.caller, {said.assets, *said.actions, said.files});
}

/// The texts of one answer.
Result<std::vector<std::string>> texts_of(const std::string& name, const boost::json::value& value) {
    const auto text_of = [](const boost::json::value& one) -> std::optional<std::string> {
        if (one.is_string()) return std::string(one.get_string());
        if (one.is_bool()) return one.get_bool() ? "true" : "false";
        if (one.is_number()) return boost::json::serialize(one);
        return std::nullopt;
    };
    std::vector<std::string> texts;
    if (value.is_null()) return texts;
    if (auto one = text_of(value)) {
        if (!one->empty()) texts.push_back(std::move(*one));
        return texts;
    }
    if (value.is_array()) {
        for (const auto& one : value.get_array()) {
            auto text = text_of(one);
            if (!text) break;
            texts.push_back(std::move(*text));
        }
        if (texts.size() == value.get_array().size()) return texts;
    }
    const std::string words = "An answer is a text, a number, true or false, or a list of texts.";
    Error error{ErrorKind::invalid, "wrong-answers", words, {}, {{"/answers/" + name.substr(0, 60), words}}};
    return fail(std::move(error));
}

Result<body::RequestsMade> create(Asked& asked, const body::NewRequests& said) {
    usecases::NewRequests wanted;
    wanted.wish = {said.assets, *said.actions, said.files};
    for (const auto& [name, value] : *said.answers) {
        EXEAT_TAKE(auto texts, texts_of(name, value));
        if (name == domain::k_intended_use) {
            if (!texts.empty()) wanted.reason = texts.front();
        } else if (!texts.empty()) {
            wanted.answers.emplace(name, std::move(texts));
        }
    }
    if (said.terms) wanted.terms = domain::TermsVersion{said.terms->id, said.terms->version};
    wanted.needed_by = said.needed_by;
    wanted.tag = said.form;
    EXEAT_TAKE(auto made, usecases::create_requests(asked.house, asked.caller, wanted));
    return json_of(std::move(made));
}

/// The form that is in force now, for whoever filled in an older one; empty where there is none any more.
std::string form_in_force(Asked& asked, const Error& error) {
    if (error.code != "form-changed") return {};
    const auto said = json::from_text<body::NewRequests>(asked.request.body);
    if (!said) return {};
    const auto prepared =
        usecases::prepare_request(asked.house, asked.caller, {said->assets, *said->actions, said->files});
    if (!prepared || prepared->ask.empty()) return {};
    return json::to_text(body::NewForm{prepared->ask.front().form});
}

template <class SomeId>
Result<std::optional<SomeId>> only_id(const http::Request& request, std::string_view name) {
    EXEAT_TAKE(const auto id, id_in_query<SomeId>(request, name));
    if (!id) return std::optional<SomeId>{};
    if (!*id) return wrong_parameter(std::string(name), "An id of 26 letters and digits.");
    return *id;
}

Result<std::vector<domain::RequestPhase>> phases_of(std::string_view text) {
    std::vector<domain::RequestPhase> phases;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        const auto phase = policy::parse_word<domain::RequestPhase>(text.substr(0, end));
        if (!phase) {
            return wrong_parameter("status",
                                   "pending, approved, auto_approved, rejected, expired, revoked or withdrawn; several "
                                   "with commas between.");
        }
        if (std::ranges::find(phases, *phase) == phases.end()) phases.push_back(*phase);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return phases;
}

Done read_seat(const http::Request& request, RequestsWanted& wanted) {
    const auto mine = request.query_value("mine");
    const auto reviewer = request.query_value("reviewer");
    if (mine && *mine != "true" && *mine != "false") return wrong_parameter("mine", "true or false.");
    if (reviewer && *reviewer != "me") return wrong_parameter("reviewer", "me, or nothing.");
    if (mine == "true" && reviewer) return wrong_parameter("reviewer", "Ask for mine, or for those that wait for me.");
    if (mine == "true") wanted.seat = usecases::Seat::mine;
    if (reviewer) wanted.seat = usecases::Seat::reviewer;
    return {};
}

Done read_page(const http::Request& request, RequestsWanted& wanted) {
    if (const auto order = request.query_value("sort")) {
        if (*order != "created" && *order != "-created") return wrong_parameter("sort", "created or -created.");
        wanted.order = *order == "created" ? store::RequestOrder::oldest : store::RequestOrder::newest;
    }
    if (const auto cursor = request.query_value("cursor")) {
        wanted.after = RequestId::parse(*cursor);
        if (!wanted.after) return wrong_parameter("cursor", "`next` of a page of this list.");
    }
    if (const auto limit = request.query_value("limit")) {
        const auto [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), wanted.limit);
        if (error != std::errc{} || end != limit->data() + limit->size()) {
            return wrong_parameter("limit", "A number from 1 to 200.");
        }
    }
    return {};
}

Result<RequestsWanted> wanted_of(const http::Request& request) {
    RequestsWanted wanted;
    EXEAT_TRY(read_seat(request, wanted));
    EXEAT_TAKE(wanted.status, phases_of(request.query_value("status").value_or("")));
    if (const auto kind = request.query_value("kind")) {
        wanted.kind = policy::parse_word<policy::RequestKind>(*kind);
        if (!wanted.kind) return wrong_parameter("kind", "download or access.");
    }
    EXEAT_TAKE(wanted.library, only_id<LibraryId>(request, "library"));
    EXEAT_TAKE(wanted.asset, only_id<AssetId>(request, "asset"));
    EXEAT_TAKE(wanted.requester, only_id<PersonId>(request, "requester"));
    wanted.text = request.query_value("q").value_or("");
    EXEAT_TRY(read_page(request, wanted));
    return wanted;
}

Result<body::RequestPage> list(Asked& asked) {
    EXEAT_TAKE(const auto wanted, wanted_of(asked.request));
    EXEAT_TAKE(auto page, usecases::list_requests(asked.house, asked.caller, wanted));
    return body::RequestPage{std::move(page.requests), std::move(page.next)};
}

Result<usecases::RequestCounts> count(Asked& asked) {
    EXEAT_TAKE(const auto wanted, wanted_of(asked.request));
    return usecases::count_requests(asked.house, asked.caller, wanted);
}

Result<RequestCard> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<RequestId>());
    return usecases::read_request(asked.house, asked.caller, id);
}

Result<RequestCard> cancel(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<RequestId>());
    return usecases::cancel_request(asked.house, asked.caller, id);
}

Result<Nothing> remove(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<RequestId>());
    EXEAT_TRY(usecases::delete_request(asked.house, asked.caller, id));
    return Nothing{};
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"requests", usecases::TokenScope::read, usecases::TokenScope::download}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

std::vector<QueryParameter> filter_parameters() {
    return {{"mine", R"({"type":"boolean"})", "Only one's own, and passes of one's groups."},
            {"reviewer", R"({"enum":["me"]})", "Only those that wait for oneself."},
            {"kind", R"({"enum":["download","access"]})", "Only of this kind."},
            {"library", R"({"type":"string"})",
             "Only of assets of this library; of one's own, only what was asked for in it."},
            {"asset", R"({"type":"string"})", "Only for this asset."},
            {"requester", R"({"type":"string"})", "Only of this person."}};
}

std::vector<QueryParameter> list_parameters() {
    auto parameters = filter_parameters();
    parameters.push_back({"status", R"({"type":"string"})", "Only those that stand so; several with commas between."});
    parameters.push_back(
        {"q", R"({"type":"string"})", "Only where the asset's name, the requester or the reason holds this text."});
    parameters.push_back({"sort", R"({"enum":["created","-created"]})", "The order; the newest first when absent."});
    parameters.push_back({"cursor", R"({"type":"string"})", "`next` of the page before."});
    parameters.push_back({"limit", R"({"type":"integer","minimum":1,"maximum":200})", "How many; 50 when absent."});
    return parameters;
}

}  // namespace

void add_requests_routes(Api& api) {
    auto preparing = about(http::Method::post, "/api/requests/form", "prepare_request",
                           "What has to be asked for of a selection, and the forms for it");
    preparing.scope = usecases::TokenScope::read;
    preparing.body_limit = k_most_bytes;
    api.add<body::RequestWish, usecases::Prepared>(std::move(preparing), prepare);
    auto creating = about(http::Method::post, "/api/requests", "create_requests", "Ask for files or access");
    creating.status = 201;
    creating.body_limit = k_most_bytes;
    creating.repeat = Repeat::once_by_key;
    creating.problems = {404, 409, 429};
    creating.told_besides = form_in_force;
    api.add<body::NewRequests, body::RequestsMade>(std::move(creating), create);
    auto listing = about(http::Method::get, "/api/requests", "list_requests",
                         "Requests and passes: one's own, and those that one decides on");
    listing.query = list_parameters();
    listing.problems = {404, 422};
    api.add<body::RequestPage>(std::move(listing), list);
    auto counting = about(http::Method::get, "/api/requests/counts", "count_requests",
                          "How many stand on each tab; nothing is counted beyond 1,000");
    counting.query = filter_parameters();
    counting.problems = {404, 422};
    api.add<usecases::RequestCounts>(std::move(counting), count);
    api.add<RequestCard>(about(http::Method::get, "/api/requests/{id}", "read_request", "One request, or pass"), read);
    auto deleting = about(http::Method::delete_, "/api/requests/{id}", "delete_request",
                          "Delete a request that is over, with its answers and files, for ever");
    deleting.scope = usecases::TokenScope::manage;
    deleting.problems = {409};
    api.add<Nothing>(std::move(deleting), remove);
    auto cancelling = about(http::Method::post, "/api/requests/{id}/cancel", "cancel_request", "Withdraw a request");
    cancelling.problems = {409};
    api.add<RequestCard>(std::move(cancelling), cancel);
}

}  // namespace exeat::api
