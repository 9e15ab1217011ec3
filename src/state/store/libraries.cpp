#include "state/store/libraries.h"

#include "state/store/changes.h"
#include "state/store/rows.h"
#include "state/store/settings_text.h"

namespace exeat::store {
namespace {

constexpr std::string_view k_library =
    "select id, name, kind, settings, archived_at, created_at, version from libraries";

Result<domain::Library> library_of(const sql::Row& row) {
    domain::Library library;
    library.id = row.get<LibraryId>(0);
    library.name = row.get<std::string>(1);
    library.kind = word_at<domain::LibraryKind>(row, 2);
    EXEAT_TAKE(auto settings, library_settings_of(row.get<std::string>(3)));
    library.policy = std::make_shared<const domain::LibraryPolicy>(std::move(settings));
    library.archived_at = row.get<std::optional<Instant>>(4);
    library.created_at = row.get<Instant>(5);
    library.version = row.get<std::int64_t>(6);
    return library;
}

Result<std::optional<domain::Library>> library_or_none(const std::optional<sql::Row>& row) {
    if (!row) return std::optional<domain::Library>{};
    EXEAT_TAKE(auto library, library_of(*row));
    return std::optional(std::move(library));
}

/// In the column the id follows, so that libraries of one name have keys of their own and stay side by side.
std::string key_of(const domain::Library& library) {
    return name_key(library.name) + "\n" + library.id.text();
}

}  // namespace

std::string name_key(std::string_view name) {
    std::string key(name);
    for (char& c : key) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return key;
}

Result<std::optional<domain::Library>> read_library(sql::Session& session, LibraryId id) {
    EXEAT_TAKE(const auto row, session.one(std::string(k_library) + " where id = $1", {id}));
    return library_or_none(row);
}

Result<std::vector<domain::Library>> read_libraries(sql::Session& session) {
    EXEAT_TAKE(const auto rows, session.query(std::string(k_library) + " order by name_key"));
    std::vector<domain::Library> libraries;
    libraries.reserve(rows.size());
    for (const auto& row : rows) {
        EXEAT_TAKE(auto library, library_of(row));
        libraries.push_back(std::move(library));
    }
    return libraries;
}

Result<std::vector<LibraryId>> libraries_named(sql::Session& session, std::string_view name) {
    const auto key = name_key(name);
    EXEAT_TAKE(const auto rows,
               session.query("select id from libraries where name_key > $1 and name_key < $2 order by id",
                             {key + "\n", key + "\v"}));
    std::vector<LibraryId> ids;
    for (const auto& row : rows) ids.push_back(row.get<LibraryId>(0));
    return ids;
}

Done insert_library(sql::Transaction& transaction, const domain::Library& library) {
    EXEAT_TRY(transaction.change(
        "insert into libraries (id, name, name_key, kind, settings, archived_at, created_at, version) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        {library.id, library.name, key_of(library), policy::to_text(library.kind), text_of(library.policy->settings()),
         library.archived_at, library.created_at, library.version}));
    return note_change(transaction, ChangeKind::library, library.id.text());
}

Done update_library(sql::Transaction& transaction, const domain::Library& library) {
    EXEAT_TRY(one_changed(transaction.change(
        "update libraries set name = $1, name_key = $2, settings = $3, archived_at = $4, version = version + 1 "
        "where id = $5 and version = $6",
        {library.name, key_of(library), text_of(library.policy->settings()), library.archived_at, library.id,
         library.version})));
    return note_change(transaction, ChangeKind::library, library.id.text());
}

Result<std::int64_t> read_members_version(sql::Session& session, LibraryId id) {
    EXEAT_TAKE(const auto row, session.one("select members_version from libraries where id = $1", {id}));
    return row ? row->get<std::int64_t>(0) : 0;
}

Done raise_members_version(sql::Transaction& transaction, LibraryId id, std::optional<std::int64_t> version) {
    if (!version) {
        return one_changed(
            transaction.change("update libraries set members_version = members_version + 1 where id = $1", {id}));
    }
    return one_changed(transaction.change(
        "update libraries set members_version = members_version + 1 where id = $1 and members_version = $2",
        {id, *version}));
}

}  // namespace exeat::store
