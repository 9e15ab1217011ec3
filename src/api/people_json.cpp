#include "api/people_json.h"

#include <charconv>

#include "api/session_cookie.h"

namespace exeat::api {
namespace {

constexpr int k_longest_page = 200;

std::unexpected<Error> wrong_parameter(std::string code, std::string name, std::string text) {
    Error error;
    error.kind = ErrorKind::invalid;
    error.code = std::move(code);
    error.text = std::move(text);
    error.fields.push_back({std::move(name), error.text});
    return fail(std::move(error));
}

}  // namespace

std::vector<policy::Flag> json_of(policy::Flags flags) {
    std::vector<policy::Flag> list;
    for (std::size_t i = 0; i < policy::k_words<policy::Flag>.size(); ++i) {
        if (flags.has(static_cast<policy::Flag>(i))) list.push_back(static_cast<policy::Flag>(i));
    }
    return list;
}

std::vector<body::RoleName> json_of(const std::vector<store::RoleName>& roles) {
    std::vector<body::RoleName> list;
    for (const auto& role : roles) list.push_back({role.id, role.name});
    return list;
}

std::vector<body::GroupName> json_of(const std::vector<domain::GroupName>& groups) {
    std::vector<body::GroupName> list;
    for (const auto& group : groups) list.push_back({group.id, group.name});
    return list;
}

std::vector<body::PersonName> json_of(const std::vector<store::PersonName>& people) {
    std::vector<body::PersonName> list;
    for (const auto& person : people) list.push_back({person.id, person.email, person.name});
    return list;
}

body::Me json_of(const usecases::Me& me) {
    body::Me json;
    json.id = me.person.id;
    json.email = me.person.email;
    json.name = me.person.name;
    json.level = static_cast<int>(me.person.level);
    json.flags = json_of(me.flags);
    json.roles = json_of(me.roles);
    json.groups = json_of(me.groups);
    json.quota_limit = me.person.quota_limit;
    json.second_factor = me.person.has_second_factor;
    json.recovery_codes_left = me.recovery_codes_left;
    json.abilities = {me.abilities.manage_people, me.abilities.change_site_settings, me.abilities.define_attributes,
                      me.abilities.create_library, me.abilities.create_tokens};
    return json;
}

Result<Reply<body::SignedIn>> signed_in(Asked& asked, const usecases::OpenedSession& opened) {
    Reply<body::SignedIn> reply;
    reply.body.code_needed = opened.code_needed;
    if (!opened.code_needed) {
        EXEAT_TAKE(const auto me, usecases::read_me(asked.house, opened.caller));
        reply.body.me = json_of(me);
    }
    set_session_cookie(asked.house, asked.request, reply.headers, opened.secret);
    return reply;
}

std::string_view agent_of(const http::Request& request) {
    return request.headers.find("User-Agent").value_or("");
}

Result<store::NameQuery> name_query(const http::Request& request) {
    store::NameQuery query;
    query.text = request.query_value("q").value_or("");
    if (const auto cursor = request.query_value("cursor")) {
        if (!parse_id_bits(*cursor)) {
            return wrong_parameter("wrong-cursor", "cursor", "Take the cursor from \"next\" of the page before.");
        }
        query.after = std::string(*cursor);
    }
    if (const auto limit = request.query_value("limit")) {
        const auto* end = limit->data() + limit->size();
        const auto [stop, error] = std::from_chars(limit->data(), end, query.limit);
        if (error != std::errc{} || stop != end || query.limit < 1 || query.limit > k_longest_page) {
            return wrong_parameter("wrong-limit", "limit", "A page has 1 to 200 entries.");
        }
    }
    return query;
}

std::vector<QueryParameter> name_query_parameters() {
    return {{"q", R"({"type":"string"})", "Only those whose name (or e-mail address) holds this text, in any case"},
            {"cursor", R"({"type":"string"})", "\"next\" of the page before"},
            {"limit", R"({"type":"integer","minimum":1,"maximum":200,"default":50})", "Entries of a page"}};
}

Operation KeptByName::about(http::Method method, const std::string& path, std::string id, std::string summary) const {
    return Resource{tag, usecases::TokenScope::manage, usecases::TokenScope::manage}.about(
        method, "/api/" + tag + path, std::move(id), std::move(summary));
}

Operation KeptByName::listing(std::string id, std::string summary) const {
    auto operation = about(http::Method::get, "", std::move(id), std::move(summary));
    operation.query = name_query_parameters();
    operation.problems = {403, 422};
    return operation;
}

Operation KeptByName::creating(std::string id, std::string summary) const {
    auto operation = about(http::Method::post, "", std::move(id), std::move(summary));
    operation.status = 201;
    operation.repeat = Repeat::once_by_key;
    operation.problems = {403, 409};
    return operation;
}

Operation KeptByName::reading(std::string id, std::string summary) const {
    auto operation = about(http::Method::get, "/{id}", std::move(id), std::move(summary));
    operation.problems = {403, 404};
    return operation;
}

Operation KeptByName::changing(http::Method method, std::string id, std::string summary, std::string_view rest) const {
    auto operation = about(method, "/{id}" + std::string(rest), std::move(id), std::move(summary));
    operation.problems = {403, 404, 409, 412, 428};
    return operation;
}

}  // namespace exeat::api
