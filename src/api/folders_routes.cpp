// Folders of a library.
#include "api/operation.h"
#include "api/places_json.h"
#include "api/routes.h"

namespace exeat::api {

namespace body {

struct FolderList {
    std::vector<usecases::FolderShown> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(FolderList, (), (items, next))

}  // namespace body

namespace {

using usecases::FolderShown;

Result<body::FolderList> list(Asked& asked) {
    EXEAT_TAKE(const auto library, id_in_query<LibraryId>(asked.request, "library"));
    if (!library || !*library) {
        return fail(Error{ErrorKind::invalid,
                          "library-missing",
                          "Say which library.",
                          {},
                          {{"library", "The id of a library."}},
                          0,
                          nullptr});
    }
    usecases::FoldersWanted wanted;
    wanted.library = **library;
    EXEAT_TAKE(wanted.parent, id_in_query<FolderId>(asked.request, "parent"));
    body::FolderList json;
    EXEAT_TAKE(json.items, usecases::list_folders(asked.house, asked.caller, wanted));
    return json;
}

Result<Reply<FolderShown>> create(Asked& asked, const usecases::NewFolder& said) {
    EXEAT_TAKE(auto folder, usecases::create_folder(asked.house, asked.caller, said));
    return with_version(std::move(folder));
}

Result<Reply<FolderShown>> read(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<FolderId>());
    EXEAT_TAKE(auto folder, usecases::read_folder(asked.house, asked.caller, id));
    return with_version(std::move(folder));
}

Result<Reply<FolderShown>> change(Asked& asked, const usecases::FolderChange& said) {
    EXEAT_TAKE(const auto id, asked.id<FolderId>());
    EXEAT_TAKE(const auto version, asked.if_match());
    EXEAT_TAKE(auto folder, usecases::change_folder(asked.house, asked.caller, id, version, said));
    return with_version(std::move(folder));
}

Result<Nothing> remove(Asked& asked) {
    EXEAT_TAKE(const auto id, asked.id<FolderId>());
    EXEAT_TRY(usecases::delete_folder(asked.house, asked.caller, id));
    return Nothing{};
}

Operation about(http::Method method, std::string path, std::string id, std::string summary) {
    return Resource{"folders", usecases::TokenScope::read, usecases::TokenScope::edit}.about(
        method, std::move(path), std::move(id), std::move(summary));
}

}  // namespace

void add_folders_routes(Api& api) {
    auto listing = about(http::Method::get, "/api/folders", "list_folders", "Folders of a library, by name");
    listing.query = {{"library", R"({"type":"string"})", "The library."},
                     {"parent", R"({"type":"string"})",
                      "Only those directly in this folder; empty: those at the top. Absent: all."}};
    listing.problems = {404, 422};
    api.add<body::FolderList>(std::move(listing), list);
    auto creating = about(http::Method::post, "/api/folders", "create_folder", "Make a folder");
    creating.status = 201;
    creating.repeat = Repeat::once_by_key;
    creating.problems = {404, 409};
    api.add<usecases::NewFolder, FolderShown>(std::move(creating), create);
    api.add<FolderShown>(about(http::Method::get, "/api/folders/{id}", "read_folder", "One folder"), read);
    auto changing = about(http::Method::patch, "/api/folders/{id}", "change_folder",
                          "Rename or move a folder, change its lock and protection");
    changing.problems = {409, 412, 428};
    api.add<usecases::FolderChange, FolderShown>(std::move(changing), change);
    auto removing = about(http::Method::delete_, "/api/folders/{id}", "delete_folder", "Delete an empty folder");
    removing.problems = {409};
    api.add<Nothing>(std::move(removing), remove);
}

}  // namespace exeat::api
