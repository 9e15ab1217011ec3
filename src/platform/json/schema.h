// Described C++ types -> component schemas of OpenAPI 3.1 (JSON Schema 2020-12). Called by src/api while it makes
// /api/openapi.json. Refuses to know routes.
//
// A struct and an enum become a component each, named like the type without namespaces (json::k_schema_name overrides);
// everything else is written in place. Objects take no other keys. Whether a member is required depends on the side:
// in what is sent to us, std::optional, Change and Default may be left out; in what we answer, every member is there.
// A type that is used on both sides has the schema of what is sent to us.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <map>
#include <string>

#include "core/vocabulary/error.h"
#include "platform/json/shape.h"

namespace exeat::json {

enum class Side : std::uint8_t { sent_to_us, answered };

/// Collects types, then makes their schemas. One a document; not thread-safe.
class Schemas {
public:
    /// Takes T and all that it names; answers the schema to put where a T stands: a `$ref` for structs and enums.
    /// The caller includes <boost/json/value.hpp>.
    template <class T, class Value = boost::json::value>
    [[nodiscard]] Value add(Side side) {
        Value reference;
        take(*shape::k_shape_of<T>, side, reference);
        return reference;
    }

    /// Errors: internal "schema-name-twice" with both types, where two have one name.
    [[nodiscard]] Done names_are_distinct() const;
    /// The object for `components.schemas`, by name. Errors: those of names_are_distinct().
    [[nodiscard]] Result<boost::json::object> components() const;

private:
    struct Entry {
        const shape::Shape* shape = nullptr;
        bool sent_to_us = false;
        bool answered = false;
    };

    void take(const shape::Shape& shape, Side side, boost::json::value& reference);
    void visit(const shape::Shape& shape, Side side);

    std::map<std::string, Entry> entries_;
    std::string clash_;  // the first two types of one name, as the compiler writes them
};

}  // namespace exeat::json
