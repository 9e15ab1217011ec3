// How libraries, folders and the rules of a place look in JSON: shared by the routes of libraries, folders and assets.
#pragma once

#include "api/operation.h"
#include "platform/json/shape.h"
#include "state/store/described.h"
#include "usecases/folders/folders.h"
#include "usecases/libraries/libraries.h"

namespace exeat::domain {
BOOST_DESCRIBE_ENUM(SetOn, itself, folder, library)
}  // namespace exeat::domain

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(PlaceCan, (), (upload, organise, publish, protect))
BOOST_DESCRIBE_STRUCT(AccessShown, (), (set, in_force, set_on, folder, folder_name))
BOOST_DESCRIBE_STRUCT(ProtectionShown, (), (set, in_force, set_on, folder, folder_name))
BOOST_DESCRIBE_STRUCT(LibraryShown, (), (id, name, kind, archived_at, created_at, can, why_not, version))
BOOST_DESCRIBE_STRUCT(NewLibrary, (), (name, kind))
BOOST_DESCRIBE_STRUCT(LibraryChange, (), (name, archived))
BOOST_DESCRIBE_STRUCT(FolderShown, (),
                      (id, library, parent, name, created_at, access, protection, can, why_not, version))
BOOST_DESCRIBE_STRUCT(NewFolder, (), (library, parent, name))
BOOST_DESCRIBE_STRUCT(FolderChange, (), (name, parent, access, protection))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::LibraryShown> = "Library";
template <>
inline constexpr std::string_view k_schema_name<usecases::FolderShown> = "Folder";
template <>
inline constexpr std::string_view k_schema_name<usecases::AccessShown> = "AccessInForce";
template <>
inline constexpr std::string_view k_schema_name<usecases::ProtectionShown> = "ProtectionInForce";
}  // namespace exeat::json

namespace exeat::api {

/// An id in the query: absent, empty (none of them), or one. Errors: invalid "wrong-id".
template <class SomeId>
[[nodiscard]] Result<std::optional<std::optional<SomeId>>> id_in_query(const http::Request& request,
                                                                       std::string_view name) {
    using Given = std::optional<std::optional<SomeId>>;
    const auto text = request.query_value(name);
    if (!text) return Given{};
    if (text->empty()) return Given{std::in_place};
    if (const auto id = SomeId::parse(*text)) return Given{std::in_place, *id};
    return fail(Error{ErrorKind::invalid,
                      "wrong-id",
                      "This is not an id.",
                      {},
                      {{std::string(name), "An id of 26 letters and digits."}},
                      0,
                      nullptr});
}

}  // namespace exeat::api
