// Described C++ types -> JSON (see shape.h for how a type is described). Called by the routes for answers, by the store
// for documents kept in columns, by the command line. Refuses to know what a value means.
//
// Members are written in the order in which they are described; std::optional nullopt as null; an absent Change not at
// all; Instant as RFC 3339, ids and digests as their texts. Texts that are not UTF-8 (file names) are written with
// U+FFFD for each wrong byte: the answer is valid JSON in any case. A double that is not finite is null.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "platform/json/shape.h"

namespace exeat::json {

namespace shape {
void write_text(std::string& out, const Shape& shape, const void* object);
void write_value(boost::json::value& out, const Shape& shape, const void* object);
}  // namespace shape

/// JSON without spaces.
template <class T>
[[nodiscard]] std::string to_text(const T& object) {
    std::string out;
    shape::write_text(out, *shape::k_shape_of<T>, &object);
    return out;
}

/// The tree of values. The caller includes <boost/json/value.hpp>; this header does not (0.8 s a file).
template <class T, class Value = boost::json::value>
[[nodiscard]] Value to_value(const T& object) {
    Value value;
    shape::write_value(value, *shape::k_shape_of<T>, &object);
    return value;
}

/// Appends `text` as a JSON string, quotes included.
void append_quoted(std::string& out, std::string_view text);

}  // namespace exeat::json
