#include "state/store/folders.h"

#include "state/store/changes.h"
#include "state/store/libraries.h"
#include "state/store/rows.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_folder =
    "select id, library, parent, name, access, protection, created_at, version from folders";

domain::Folder folder_of(const sql::Row& row) {
    domain::Folder folder;
    folder.id = row.get<FolderId>(0);
    folder.library = row.get<LibraryId>(1);
    folder.parent = id_or_none<FolderId>(row, 2);
    folder.name = row.get<std::string>(3);
    folder.access = word_at<policy::Access>(row, 4);
    folder.protection = word_at<policy::Protection>(row, 5);
    folder.created_at = row.get<Instant>(6);
    folder.version = row.get<std::int64_t>(7);
    return folder;
}

std::string folder_taken(const domain::Folder& folder) {
    return "There is already a folder named \"" + folder.name + "\" here. Choose another name.";
}

}  // namespace

Result<std::optional<domain::Folder>> read_folder(sql::Session& session, FolderId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_folder) + " where id = $1", {id}));
    if (!row) return std::optional<domain::Folder>{};
    return std::optional(folder_of(*row));
}

Result<std::vector<domain::Folder>> read_folders(sql::Session& session) {
    EXEAT_TAKE(const auto rows, session.query(k_folder));
    std::vector<domain::Folder> folders;
    folders.reserve(rows.size());
    for (const auto& row : rows) folders.push_back(folder_of(row));
    return folders;
}

Result<std::optional<domain::Folder>> find_folder(sql::Session& session, LibraryId library,
                                                  std::optional<FolderId> parent, std::string_view name) {
    EXEAT_TAKE(const auto row,
               session.one(std::string(k_folder) + " where library = $1 and parent = $2 and name_key = $3",
                           {library, text_or_empty(parent), name_key(name)}));
    if (!row) return std::optional<domain::Folder>{};
    return std::optional(folder_of(*row));
}

Done insert_folder(sql::Transaction& transaction, const domain::Folder& folder) {
    auto inserted = transaction.change(
        "insert into folders (id, library, parent, name, name_key, access, protection, created_at, version) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {folder.id, folder.library, text_or_empty(folder.parent), folder.name, name_key(folder.name),
         policy::to_text(folder.access), policy::to_text(folder.protection), folder.created_at, folder.version});
    EXEAT_TRY(named_once(std::move(inserted), folder_taken(folder)));
    return note_change(transaction, ChangeKind::folder, folder.id.text());
}

Done update_folder(sql::Transaction& transaction, const domain::Folder& folder) {
    auto changed = transaction.change(
        "update folders set parent = $1, name = $2, name_key = $3, access = $4, protection = $5, "
        "version = version + 1 where id = $6 and version = $7",
        {text_or_empty(folder.parent), folder.name, name_key(folder.name), policy::to_text(folder.access),
         policy::to_text(folder.protection), folder.id, folder.version});
    if (!changed) return named_once(std::move(changed), folder_taken(folder));
    EXEAT_TRY(one_changed(std::move(changed)));
    return note_change(transaction, ChangeKind::folder, folder.id.text());
}

Result<FolderContent> count_content(sql::Session& session, const domain::Folder& folder) {
    EXEAT_TAKE(
        const auto row,
        session.one("select (select count(*) from folders where library = $1 and parent = $2), "
                    "(select count(*) from assets where library = $1 and folder = $2 and deleted_at is null), "
                    "(select count(*) from assets where library = $1 and folder = $2 and deleted_at is not null)",
                    {folder.library, folder.id}));
    return FolderContent{row->get<std::int64_t>(0), row->get<std::int64_t>(1), row->get<std::int64_t>(2)};
}

Result<std::vector<FolderBelow>> read_folders_below(sql::Session& session, FolderId id) {
    EXEAT_TAKE(const auto rows,
               session.query("with recursive below (id, depth) as (select id, cast(1 as bigint) from folders "
                             "where parent = $1 union all select f.id, b.depth + 1 from folders f "
                             "join below b on f.parent = b.id where b.depth < 200) select id, depth from below",
                             {id}));
    std::vector<FolderBelow> folders;
    folders.reserve(rows.size());
    for (const auto& row : rows) folders.push_back({row.get<FolderId>(0), row.get<int>(1)});
    return folders;
}

Done delete_folder(sql::Transaction& transaction, FolderId id) {
    EXEAT_TRY(transaction.change("delete from folders where id = $1", {id}));
    return note_change(transaction, ChangeKind::folder, id.text());
}

}  // namespace exeat::store
