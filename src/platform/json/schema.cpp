#include "platform/json/schema.h"

#include <boost/json/value.hpp>
#include <limits>

#include "platform/json/write.h"

namespace exeat::json {
namespace {

namespace bj = boost::json;
using namespace shape;

bj::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

/// "Page_Card" of "exeat::api::Page<exeat::api::Card>": each name without what stands before its last "::".
std::string component_name(std::string_view given, std::string_view type) {
    if (!given.empty()) return std::string(given);
    std::string name;
    std::size_t word = 0;  // where the current word began in `name`
    for (const char c : type) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (letter) {
            name += c;
        } else if (c == ':') {
            name.resize(word);
        } else if (c == '<' || c == ',') {
            name += '_';
            word = name.size();
        }
    }
    return name;
}

std::string name_of(const Shape& shape) {
    if (shape.kind == Kind::enumeration) {
        const auto& described = static_cast<const EnumShape&>(shape);
        return component_name(described.given_name, described.type_name);
    }
    const auto& described = static_cast<const ObjectShape&>(shape);
    return component_name(described.given_name, described.type_name);
}

std::string type_of(const Shape& shape) {
    return std::string(shape.kind == Kind::enumeration ? static_cast<const EnumShape&>(shape).type_name
                                                       : static_cast<const ObjectShape&>(shape).type_name);
}

bj::object typed(std::string_view type) {
    bj::object schema;
    schema["type"] = view(type);
    return schema;
}

bj::object text_with(std::string_view keyword, std::string_view value) {
    auto schema = typed("string");
    if (!value.empty()) schema[view(keyword)] = view(value);
    return schema;
}

bj::object integer_schema(const IntegerShape& shape) {
    auto schema = typed("integer");
    if (shape.size == 8) {
        schema["format"] = "int64";
        if (!shape.is_signed) schema["minimum"] = 0;
        return schema;
    }
    const unsigned bits = shape.size * 8U - (shape.is_signed ? 1U : 0U);
    const auto most = (std::int64_t{1} << bits) - 1;
    schema["minimum"] = shape.is_signed ? -most - 1 : 0;
    schema["maximum"] = most;
    return schema;
}

/// The same schema, with null allowed too.
bj::object nullable(bj::object schema) {
    if (auto* type = schema.if_contains("type"); type != nullptr && type->is_string()) {
        *type = bj::array{*type, "null"};
        return schema;
    }
    if (schema.empty() || (schema.contains("type") && schema.at("type").is_array())) return schema;
    bj::object either;
    either["anyOf"] = bj::array{std::move(schema), typed("null")};
    return either;
}

bj::object schema_in_place(const Shape& shape);

bj::object enum_schema(const EnumShape& shape) {
    auto schema = typed("string");
    bj::array names;
    for (const auto& one : shape.values) {
        if (!one.name.empty()) names.emplace_back(view(one.name));
    }
    schema["enum"] = std::move(names);
    return schema;
}

bool may_be_absent(const Shape& shape) {
    return shape.kind == Kind::optional || shape.kind == Kind::change || shape.kind == Kind::defaulted;
}

/// Writes into `properties` what the initialisers of the Default members say.
void add_defaults(const ObjectShape& shape, bj::object& properties) {
    struct Context {
        const ObjectShape& shape;
        bj::object& properties;
    };
    Context context{shape, properties};
    shape.with_default(&context, [](void* opaque, const void* object) {
        auto& into = *static_cast<Context*>(opaque);
        for (const auto& member : into.shape.members) {
            if (member.shape->kind != Kind::defaulted) continue;
            auto& schema = into.properties.at(view(member.name)).as_object();
            write_value(schema["default"], *member.shape, member.at(const_cast<void*>(object)));
        }
    });
}

bj::object object_schema(const ObjectShape& shape, bool sent_to_us) {
    auto schema = typed("object");
    bj::object properties;
    bj::array required;
    for (const auto& member : shape.members) {
        properties[view(member.name)] = schema_in_place(*member.shape);
        const bool left_out = member.shape->kind == Kind::change || (sent_to_us && may_be_absent(*member.shape));
        if (!left_out) required.emplace_back(view(member.name));
    }
    if (sent_to_us) add_defaults(shape, properties);
    schema["properties"] = std::move(properties);
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    return schema;
}

/// The schema that stands where a value of this shape stands.
bj::object schema_in_place(const Shape& shape) {
    switch (shape.kind) {
        case Kind::text:
            return typed("string");
        case Kind::boolean:
            return typed("boolean");
        case Kind::integer:
            return integer_schema(static_cast<const IntegerShape&>(shape));
        case Kind::number:
            return typed("number");
        case Kind::instant:
            return text_with("format", "date-time");
        case Kind::digest:
            return text_with("pattern", "^[0-9a-f]{64}$");
        case Kind::id:
            return text_with("pattern", "^[0-7][0-9a-hjkmnp-tv-z]{25}$");
        case Kind::anything:
            return {};
        case Kind::text_form:
            return text_with("pattern", static_cast<const TextFormShape&>(shape).pattern);
        case Kind::optional:
        case Kind::change:
            return nullable(schema_in_place(*static_cast<const HolderShape&>(shape).inner));
        case Kind::defaulted:
            return schema_in_place(*static_cast<const HolderShape&>(shape).inner);
        case Kind::list: {
            auto schema = typed("array");
            schema["items"] = schema_in_place(static_cast<const ListShape&>(shape).element());
            return schema;
        }
        case Kind::map: {
            auto schema = typed("object");
            schema["additionalProperties"] = schema_in_place(static_cast<const MapShape&>(shape).element());
            return schema;
        }
        case Kind::enumeration:
        case Kind::object: {
            bj::object reference;
            reference["$ref"] = "#/components/schemas/" + name_of(shape);
            return reference;
        }
    }
    return {};
}

}  // namespace

void Schemas::take(const shape::Shape& shape, Side side, boost::json::value& reference) {
    visit(shape, side);
    reference = schema_in_place(shape);
}

void Schemas::visit(const shape::Shape& shape, Side side) {
    switch (shape.kind) {
        case Kind::optional:
        case Kind::change:
        case Kind::defaulted:
            return visit(*static_cast<const HolderShape&>(shape).inner, side);
        case Kind::list:
            return visit(static_cast<const ListShape&>(shape).element(), side);
        case Kind::map:
            return visit(static_cast<const MapShape&>(shape).element(), side);
        case Kind::text:
        case Kind::boolean:
        case Kind::integer:
        case Kind::number:
        case Kind::instant:
        case Kind::digest:
        case Kind::id:
        case Kind::anything:
        case Kind::text_form:
            return;
        case Kind::enumeration:
        case Kind::object:
            break;
    }
    auto& entry = entries_[name_of(shape)];
    if (entry.shape != nullptr && entry.shape != &shape && clash_.empty()) {
        clash_ = type_of(*entry.shape) + " and " + type_of(shape) + " are both " + name_of(shape);
    }
    entry.shape = &shape;
    bool& seen = side == Side::sent_to_us ? entry.sent_to_us : entry.answered;
    if (std::exchange(seen, true) || shape.kind == Kind::enumeration) return;
    for (const auto& member : static_cast<const ObjectShape&>(shape).members) visit(*member.shape, side);
}

Done Schemas::names_are_distinct() const {
    if (clash_.empty()) return {};
    return fail(ErrorKind::internal, "schema-name-twice", "Something went wrong.",
                clash_ + " in the OpenAPI document; give one a json::k_schema_name");
}

Result<boost::json::object> Schemas::components() const {
    EXEAT_TRY(names_are_distinct());
    bj::object components;
    for (const auto& [name, entry] : entries_) {
        components[name] = entry.shape->kind == Kind::enumeration
                               ? enum_schema(static_cast<const EnumShape&>(*entry.shape))
                               : object_schema(static_cast<const ObjectShape&>(*entry.shape), entry.sent_to_us);
    }
    return components;
}

}  // namespace exeat::json
