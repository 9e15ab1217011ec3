// Assets: lists, cards, files, decisions, changes, the bin. Uploads are in uploads_routes.cpp.
#include <array>
#include <charconv>

#include "api/operation.h"
#include "api/places_json.h"
#include "api/routes.h"
#include "api/terms_json.h"
#include "usecases/assets/assets.h"
#include "usecases/assets/bin.h"
#include "usecases/assets/change_json.h"
#include "usecases/refusal.h"

namespace exeat::store {
BOOST_DESCRIBE_ENUM(PictureState, waiting, ready, failed)
}
namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(Answer, (), (outcome, needs, denied_by, request_state, can_request, good_until))
BOOST_DESCRIBE_STRUCT(AssetCan, (), (download, share, edit, update, organise, delete_, publish, protect))
BOOST_DESCRIBE_STRUCT(PictureShown, (), (state, width, height, colour))
BOOST_DESCRIBE_STRUCT(AssetRow, (),
                      (id, library, folder, name, media_type, size, status, available_from, available_until, created_at,
                       download, watermarked, picture, can, why, version))
BOOST_DESCRIBE_STRUCT(AssetCard, (AssetRow),
                      (why_not, attributes, terms, digest, replaced_at, access, protection, not_offered, created_by))
BOOST_DESCRIBE_STRUCT(FileShown, (), (file, name, media_type, size, created_at, download, can, why))
BOOST_DESCRIBE_STRUCT(FileCan, (), (download))
BOOST_DESCRIBE_STRUCT(TraceLine, (), (gate, result, reason, source, folder, setting, text))
BOOST_DESCRIBE_STRUCT(BinRow, (), (id, library, folder, name, media_type, size, deleted_at))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::Answer> = "DownloadAnswer";
template <>
inline constexpr std::string_view k_schema_name<usecases::PictureShown> = "Picture";
template <>
inline constexpr std::string_view k_schema_name<usecases::AssetCard> = "Asset";
template <>
inline constexpr std::string_view k_schema_name<usecases::FileShown> = "AssetFile";
template <>
inline constexpr std::string_view k_schema_name<usecases::BinRow> = "AssetInBin";
}  // namespace exeat::json

namespace exeat::api {

namespace body {

struct AssetPage {
    std::vector<usecases::AssetRow> items;
    std::optional<std::string> next;
    std::optional<std::int64_t> count;
};
BOOST_DESCRIBE_STRUCT(AssetPage, (), (items, next, count))

struct AssetFiles {
    std::vector<usecases::FileShown> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(AssetFiles, (), (items, next))

struct Decision {
    policy::Action action = policy::Action::view;
    std::string file;
    policy::Outcome outcome = policy::Outcome::hidden;
    std::vector<policy::Need> needs;
    std::optional<policy::DeniedBy> denied_by;
    policy::RequestState request_state = policy::RequestState::none;
    bool can_request = false;
    bool watermarked = false;
    std::optional<Instant> good_until;
    std::vector<usecases::TraceLine> trace;
    std::vector<std::string> why;
};
BOOST_DESCRIBE_STRUCT(Decision, (),
                      (action, file, outcome, needs, denied_by, request_state, can_request, watermarked, good_until,
                       trace, why))

struct AssetsToChange {
    std::vector<AssetId> ids;
    usecases::AssetChange change;
};
BOOST_DESCRIBE_STRUCT(AssetsToChange, (), (ids, change))

/// `version` when it was changed; else what stood in the way.
struct AssetChanged {
    AssetId id;
    bool changed = false;
    std::optional<std::int64_t> version;
    std::optional<int> status;
    std::optional<std::string> type;
    std::optional<std::string> detail;
    std::vector<std::string> why;
};
BOOST_DESCRIBE_STRUCT(AssetChanged, (), (id, changed, version, status, type, detail, why))

struct AssetsChanged {
    std::vector<AssetChanged> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(AssetsChanged, (), (items, next))

struct Bin {
    std::vector<usecases::BinRow> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(Bin, (), (items, next))

}  // namespace body

namespace {

using usecases::AssetCard;
using usecases::AssetsWanted;

struct OrderName {
    std::string_view name;
    store::AssetOrder order;
};
constexpr std::array<OrderName, 6> k_orders{{{"name", store::AssetOrder::name},
                                             {"-name", store::AssetOrder::name_down},
                                             {"created", store::AssetOrder::created},
                                             {"-created", store::AssetOrder::created_down},
                                             {"size", store::AssetOrder::size},
                                             {"-size", store::AssetOrder::size_down}}};

std::unexpected<Error> wrong_parameter(std::string_view name, std::string text) {
    return fail(Error{ErrorKind::invalid, "wrong-page", text, {}, {{std::string(name), text}}, 0, nullptr});
}

Result<std::optional<std::int64_t>> number_in_query(const http::Request& request, std::string_view name) {
    const auto text = request.query_value(name);
    if (!text) return std::optional<std::int64_t>{};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (text->empty() || error != std::errc{} || end != text->data() + text->size()) {
        return wrong_parameter(name, "This is a whole number.");
    }
    return std::optional(number);
}

Result<store::AssetOrder> order_of(const http::Request& request) {
    const auto text = request.query_value("sort").value_or("name");
    for (const auto& [name, order] : k_orders) {
        if (name == text) return order;
    }
    return wrong_parameter("sort", "Sort by name, created or size; with a minus before it the other way round.");
}

Result<AssetsWanted> wanted_of(const http::Request& request) {
    AssetsWanted wanted;
    EXEAT_TAKE(const auto library, id_in_query<LibraryId>(request, "library"));
    if (library) wanted.library = *library;
    EXEAT_TAKE(wanted.folder, id_in_query<FolderId>(request, "folder"));
    wanted.text = std::string(request.query_value("q").value_or(""));
    EXEAT_TAKE(wanted.order, order_of(request));
    if (const auto cursor = request.query_value("cursor")) wanted.cursor = std::string(*cursor);
    EXEAT_TAKE(wanted.at, number_in_query(request, "at"));
    EXEAT_TAKE(const auto limit, number_in_query(request, "limit"));
    if (limit) wanted.limit = *limit;
    const auto count = request.query_value("count").value_or("none");
    if (count != "none" && count != "exact") return wrong_parameter("count", "Use exact or none.");
    if (count == "exact") wanted.counting = listing::Counting::exact;
    return wanted;
}

Result<body::AssetPage> list(Asked& asked) {
    EXEAT_TAKE(const auto wanted, wanted_of(asked.request));
    EXEAT_TAKE(auto page, usecases::list_assets(asked.house, asked.caller, wanted));
    return body::AssetPage{std::move(page.assets), std::move(page.next), page.count};
}

Result<Reply<AssetCard>> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<AssetId>());
    EXEAT_TAKE(auto card, usecases::read_asset(asked.house, asked.caller, id));
    return with_version(std::move(card));
}

Result<Reply<AssetCard>> change(Asked& asked, const usecases::AssetChange& said) {
    EXEAT_TAKE(const auto id, asked.id<AssetId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto card, usecases::change_asset(asked.house, asked.caller, id, version, said));
    return with_version(std::move(card));
}

body::AssetChanged json_of(const usecases::ChangedOne& one) {
    body::AssetChanged json;
    json.id = one.asset;
    json.changed = !one.error;
    if (!one.error) {
        json.version = one.version;
        return json;
    }
    json.status = status_of(*one.error);
    json.type = "/problems/" + one.error->code;
    json.detail = one.error->text;
    if (one.error->refusal) json.why = one.error->refusal->why;
    return json;
}

Result<body::AssetsChanged> change_many(Asked& asked, const body::AssetsToChange& said) {
    EXEAT_TAKE(const auto changed, usecases::change_assets(asked.house, asked.caller, said.ids, said.change));
    body::AssetsChanged json;
    for (const auto& one : changed) json.items.push_back(json_of(one));
    return json;
}

Result<Nothing> remove(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<AssetId>());
    EXEAT_TRY(usecases::delete_asset(asked.house, asked.caller, id));
    return Nothing{};
}

Result<Reply<AssetCard>> restore(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<AssetId>());
    EXEAT_TAKE(auto card, usecases::restore_asset(asked.house, asked.caller, id));
    return with_version(std::move(card));
}

Result<body::Bin> list_bin(Asked& asked) {
    EXEAT_TAKE(const auto library, id_in_query<LibraryId>(asked.request, "library"));
    if (!library || !*library) return wrong_parameter("library", "Say which library.");
    usecases::BinWanted wanted;
    wanted.library = **library;
    if (const auto cursor = asked.request.query_value("cursor")) wanted.cursor = std::string(*cursor);
    EXEAT_TAKE(const auto limit, number_in_query(asked.request, "limit"));
    if (limit) wanted.limit = *limit;
    EXEAT_TAKE(auto page, usecases::list_bin(asked.house, asked.caller, wanted));
    return body::Bin{std::move(page.rows), std::move(page.next)};
}

Result<body::AssetFiles> list_files(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<AssetId>());
    body::AssetFiles json;
    EXEAT_TAKE(json.items, usecases::list_files(asked.house, asked.caller, id));
    return json;
}

Result<body::Decision> explain(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<AssetId>());
    const auto text = asked.request.query_value("action").value_or("download");
    const auto action = policy::parse_word<policy::Action>(text);
    if (!action) return wrong_parameter("action", "There is no such action.");
    const auto file = asked.request.query_value("file").value_or("original");
    EXEAT_TAKE(auto shown, usecases::explain_decision(asked.house, asked.caller, id, *action, file));
    return body::Decision{
        shown.action,           std::move(shown.file),      shown.answer.outcome,     std::move(shown.answer.needs),
        shown.answer.denied_by, shown.answer.request_state, shown.answer.can_request, shown.watermarked,
        shown.good_until,       std::move(shown.trace),     std::move(shown.why)};
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"assets", usecases::TokenScope::read, usecases::TokenScope::edit}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

std::vector<QueryParameter> list_parameters() {
    return {{"library", R"({"type":"string"})", "The library; may be left out where a folder is given."},
            {"folder", R"({"type":"string"})", "Only what lies in this folder; empty: in none. Absent: all."},
            {"q", R"({"type":"string"})", "Only names that hold this text."},
            {"sort", R"({"enum":["name","-name","created","-created","size","-size"]})", "The order."},
            {"cursor", R"({"type":"string"})", "`next` of the page before."},
            {"at", R"({"type":"integer","minimum":0})", "The position of the first one; the answer has the count."},
            {"limit", R"({"type":"integer","minimum":1,"maximum":200})", "How many; 50 when absent."},
            {"count", R"({"enum":["none","exact"]})", "Whether to count all of them."}};
}

}  // namespace

void add_assets_routes(Api& api) {
    auto listing = about(http::Method::get, "/api/assets", "list_assets", "Assets that one can see, a page at a time");
    listing.query = list_parameters();
    listing.problems = {404, 422};
    api.add<body::AssetPage>(std::move(listing), list);
    auto changing_many = about(http::Method::patch, "/api/assets", "change_assets", "The same change to many assets");
    api.add<body::AssetsToChange, body::AssetsChanged>(std::move(changing_many), change_many);
    api.add<AssetCard>(about(http::Method::get, "/api/assets/{id}", "read_asset", "One asset"), read);
    auto changing = about(http::Method::patch, "/api/assets/{id}", "change_asset", "Change an asset");
    changing.problems = {409, 412, 428};
    api.add<usecases::AssetChange, AssetCard>(std::move(changing), change);
    api.add<Nothing>(about(http::Method::delete_, "/api/assets/{id}", "delete_asset", "Put an asset into the bin"),
                     remove);
    api.add<AssetCard>(
        about(http::Method::post, "/api/assets/{id}/restore", "restore_asset", "Take an asset out of the bin"),
        restore);
    auto listing_bin = about(http::Method::get, "/api/bin", "list_bin", "What one may take out of a library's bin");
    listing_bin.query = {{"library", R"({"type":"string"})", "The library."},
                         {"cursor", R"({"type":"string"})", "`next` of the page before."},
                         {"limit", R"({"type":"integer","minimum":1,"maximum":200})", "How many; 50 when absent."}};
    listing_bin.problems = {403, 404, 422};
    api.add<body::Bin>(std::move(listing_bin), list_bin);
    api.add<body::AssetFiles>(
        about(http::Method::get, "/api/assets/{id}/files", "list_files", "Its files, and which may be taken"),
        list_files);
    auto explaining = about(http::Method::get, "/api/assets/{id}/decision", "explain_decision",
                            "What is decided about an action, and why");
    explaining.query = {{"action", R"({"type":"string"})", "The action; download when absent."},
                        {"file", R"({"type":"string"})", "The file of a download; original when absent."}};
    explaining.problems = {422};
    api.add<body::Decision>(std::move(explaining), explain);
}

}  // namespace exeat::api
