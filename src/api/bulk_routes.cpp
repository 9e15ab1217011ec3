// Bulk changes: the same change to very many assets, and taking it back.
#include "api/operation.h"
#include "api/routes.h"
#include "usecases/assets/change_json.h"
#include "usecases/bulk/bulk.h"

namespace exeat::domain {
BOOST_DESCRIBE_ENUM(BulkState, changing, changed, undoing, undone)
BOOST_DESCRIBE_ENUM(BulkStop, cancelled, signed_out, not_allowed, all_refused)
}  // namespace exeat::domain
namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(BulkChangeShown, (),
                      (id, library, state, total, visited, changed, undone, left_alone, created_at, ended_at,
                       undo_until, stopped))
BOOST_DESCRIBE_STRUCT(LeftAsset, (), (asset, name, code, text))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::BulkChangeShown> = "BulkChange";
template <>
inline constexpr std::string_view k_schema_name<usecases::LeftAsset> = "LeftAsset";
}  // namespace exeat::json

namespace exeat::api {

namespace body {

/// `ids` names them; without it everything is meant that `folder` and `q` find, less `except`.
struct NewBulkChange {
    LibraryId library;
    std::optional<std::vector<AssetId>> ids;
    json::Change<FolderId> folder;
    std::optional<std::string> q;
    std::optional<std::vector<AssetId>> except;
    usecases::AssetChange change;
};
BOOST_DESCRIBE_STRUCT(NewBulkChange, (), (library, ids, folder, q, except, change))

struct BulkChanges {
    std::vector<usecases::BulkChangeShown> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(BulkChanges, (), (items, next))

/// `count` is of all that were left alone; of those that were refused the first 200 are named.
struct LeftAssets {
    std::vector<usecases::LeftAsset> items;
    std::optional<std::string> next;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(LeftAssets, (), (items, next, count))

}  // namespace body

namespace {

using usecases::BulkChangeShown;

Result<BulkChangeShown> make(Asked& asked, body::NewBulkChange said) {
    usecases::BulkChangeWanted wanted;
    wanted.library = said.library;
    wanted.ids = std::move(said.ids);
    wanted.folder = said.folder;
    wanted.text = std::move(said.q);
    wanted.except_for = std::move(said.except);
    wanted.change = std::move(said.change);
    return usecases::make_bulk_change(asked.house, asked.caller, wanted);
}

Result<body::BulkChanges> list(Asked& asked) {
    body::BulkChanges json;
    EXEAT_TAKE(json.items, usecases::list_bulk_changes(asked.house, asked.caller));
    return json;
}

Result<BulkChangeShown> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<BulkChangeId>());
    return usecases::read_bulk_change(asked.house, asked.caller, id);
}

Result<body::LeftAssets> list_left(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<BulkChangeId>());
    EXEAT_TAKE(auto left,
               usecases::list_left_assets(asked.house, asked.caller, id, asked.request.query_value("cursor")));
    return body::LeftAssets{std::move(left.assets), std::move(left.next), left.count};
}

Result<BulkChangeShown> undo(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<BulkChangeId>());
    return usecases::undo_bulk_change(asked.house, asked.caller, id);
}

Result<BulkChangeShown> cancel(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<BulkChangeId>());
    return usecases::cancel_bulk_change(asked.house, asked.caller, id);
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"assets", usecases::TokenScope::read, usecases::TokenScope::edit}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

}  // namespace

void add_bulk_routes(Api& api) {
    auto making = about(http::Method::post, "/api/bulk-changes", "make_bulk_change",
                        "The same change to chosen assets, or to all that a search finds");
    making.status = 202;
    making.repeat = Repeat::once_by_key;
    making.problems = {403, 404, 409};
    api.add<body::NewBulkChange, BulkChangeShown>(std::move(making), make);
    api.add<body::BulkChanges>(
        about(http::Method::get, "/api/bulk-changes", "list_bulk_changes", "One's own bulk changes, the newest first"),
        list);
    api.add<BulkChangeShown>(
        about(http::Method::get, "/api/bulk-changes/{id}", "read_bulk_change", "How far a bulk change is"), read);
    auto leaving = about(http::Method::get, "/api/bulk-changes/{id}/left", "list_left_assets",
                         "The first assets that it left alone, why, and how many there are in all");
    leaving.query = {{"cursor", R"({"type":"string"})", "`next` of the page before."}};
    leaving.problems = {422};
    api.add<body::LeftAssets>(std::move(leaving), list_left);
    auto undoing = about(http::Method::post, "/api/bulk-changes/{id}/undo", "undo_bulk_change",
                         "Take a bulk change back, for a day after its end");
    undoing.status = 202;
    undoing.problems = {409};
    api.add<BulkChangeShown>(std::move(undoing), undo);
    auto cancelling = about(http::Method::post, "/api/bulk-changes/{id}/cancel", "cancel_bulk_change",
                            "Stop a bulk change that is under way; what was done stays done");
    cancelling.problems = {409};
    api.add<BulkChangeShown>(std::move(cancelling), cancel);
}

}  // namespace exeat::api
