// JSON -> described C++ types (see shape.h for how a type is described). Called by the routes for the bodies of
// requests, by the store for documents kept in columns, by the command line for cases and policy files.
// Refuses to know what a value means: ranges beyond those of the C++ type are checked by the use case.
//
// What is read: described structs (unknown keys refused), described enums (as texts), std::string (without U+0000),
// bool, integers (range checked; 1.0 is one), double, Id, Instant, Digest, TextForm types, std::vector,
// std::map<std::string, T>, boost::json::value (anything), std::optional (absent or null: nullopt), Change (absent,
// null and value told apart), Default (absent: the initialiser). A member that is none of the last three must be there.
// T and everything in it must be default constructible.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string_view>
#include <utility>

#include "core/vocabulary/error.h"
#include "platform/json/shape.h"

namespace exeat::json {

/// Entries of one list or map, at most: a small body must not become a large object.
inline constexpr std::size_t k_max_entries = 100'000;

namespace shape {
[[nodiscard]] Done read_text(std::string_view body, const Shape& shape, void* object);
[[nodiscard]] Done read_value(const boost::json::value& value, const Shape& shape, void* object);
}  // namespace shape

/// Errors, all of them `invalid`: "invalid-json", "json-too-deep" (see parse.h), and "invalid-body" when the JSON is
/// not a T: `fields` then holds every wrong place (20 at most) with its RFC 6901 pointer, `text` names the first.
template <class T>
[[nodiscard]] Result<T> from_text(std::string_view body) {
    T object{};
    if (auto done = shape::read_text(body, *shape::k_shape_of<T>, &object); !done) return fail(std::move(done.error()));
    return object;
}

/// The same for a value that was parsed already. Errors: "invalid-body".
template <class T>
[[nodiscard]] Result<T> from_value(const boost::json::value& value) {
    T object{};
    if (auto done = shape::read_value(value, *shape::k_shape_of<T>, &object); !done)
        return fail(std::move(done.error()));
    return object;
}

}  // namespace exeat::json
