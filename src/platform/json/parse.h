// JSON text -> a tree of values, strictly: UTF-8, no comments, no trailing commas, no key twice, 32 levels at most.
// Called by read.h, and by whoever wants the tree itself. Knows no C++ type beyond the tree.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string_view>

#include "core/vocabulary/error.h"

namespace boost::json {
class storage_ptr;
}

namespace exeat::json {

/// Arrays and objects inside each other, at most.
inline constexpr std::size_t k_max_depth = 32;
/// Wrong places named in one answer, at most.
inline constexpr std::size_t k_max_errors = 20;

/// Errors, all of them `invalid`: "invalid-json" (not JSON; the text says where, by line and column), "json-too-deep",
/// "invalid-body" (a key comes twice; `fields` points to each). Never recurses deeper than k_max_depth, whatever comes.
[[nodiscard]] Result<boost::json::value> parse(std::string_view text);

/// The same, with the tree's memory from `storage`.
[[nodiscard]] Result<boost::json::value> parse(std::string_view text, const boost::json::storage_ptr& storage);

/// One token of an RFC 6901 pointer: "/" and the key, with "~" and "/" escaped.
void append_pointer_token(std::string& pointer, std::string_view key);

/// The Error "invalid-body" for these wrong places (at least one); its text names the first.
[[nodiscard]] Error invalid_body(std::vector<FieldError> fields);

}  // namespace exeat::json
