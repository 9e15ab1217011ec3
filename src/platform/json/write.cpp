#include "platform/json/write.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/vocabulary/utf8.h"

namespace exeat::json {
namespace {

constexpr std::size_t k_most_ahead = 128 << 10;             // bytes that are set aside for a list before it is written
constexpr std::string_view k_replacement = "\xef\xbf\xbd";  // U+FFFD

/// True for the bytes that stand for themselves in a JSON string.
constexpr std::array<bool, 256> k_plain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\' && c != 0x7f;
    return plain;
}();

void append_escape(std::string& out, unsigned char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '\\';
    switch (c) {
        case '"':
        case '\\':
            out += static_cast<char>(c);
            return;
        case '\b':
            out += 'b';
            return;
        case '\f':
            out += 'f';
            return;
        case '\n':
            out += 'n';
            return;
        case '\r':
            out += 'r';
            return;
        case '\t':
            out += 't';
            return;
        default:
            break;
    }
    out += "u00";
    out += digits[c >> 4U];
    out += digits[c & 15U];
}

template <class T>
void append_number(std::string& out, T value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out.append(text.data(), end);
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && k_plain[static_cast<unsigned char>(text[plain])]) ++plain;
        out.append(text, 0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        if (static_cast<unsigned char>(text.front()) < 0x80) {
            append_escape(out, static_cast<unsigned char>(text.front()));
            text.remove_prefix(1);
        } else {
            const auto next = first_character(text);
            out += next.valid ? text.substr(0, next.length) : k_replacement;
            text.remove_prefix(next.length);
        }
    }
    out += '"';
}

namespace shape {
namespace {

namespace bj = boost::json;

template <class T>
const T& as(const void* object) {
    return *static_cast<const T*>(object);
}

template <class Bits>
std::uint64_t bits_of(const void* object) {
    Bits bits{};
    std::memcpy(&bits, object, sizeof(bits));
    return bits;
}

/// The integer of `size` bytes, its bits widened to 64.
std::int64_t load(const void* object, std::size_t size, bool is_signed) {
    // Sizes that the compiler knows: a memcpy of any size is a call, and answers are full of enums.
    const std::uint64_t bits = size == 1   ? bits_of<std::uint8_t>(object)
                               : size == 2 ? bits_of<std::uint16_t>(object)
                               : size == 4 ? bits_of<std::uint32_t>(object)
                                           : bits_of<std::uint64_t>(object);
    const auto unused = static_cast<unsigned>(64 - size * 8);
    if (!is_signed) return static_cast<std::int64_t>(bits);
    return static_cast<std::int64_t>(bits << unused) >> unused;
}

/// The text of an enum's value. One that was never described is our mistake; it must not make invalid JSON.
std::string_view name_of(const EnumShape& shape, const void* object) {
    const auto bits = load(object, shape.size, false);
    // Most enums count from 0.
    const auto at = static_cast<std::size_t>(bits);
    if (at < shape.values.size() && shape.values[at].value == bits) return shape.values[at].name;
    for (const auto& one : shape.values) {
        if (load(&one.value, shape.size, false) == bits) return one.name;
    }
    return {};
}

/// Whatever a text, an id and their like are as text; only for the kinds that are texts.
std::string text_of(const Shape& shape, const void* object) {
    if (shape.kind == Kind::instant) return to_text(as<Instant>(object));
    if (shape.kind == Kind::digest) return to_text(as<Digest>(object));
    if (shape.kind == Kind::id) return to_text(as<IdBits>(object));
    return static_cast<const TextFormShape&>(shape).write(object);
}

bool is_left_out(const Shape& shape, const void* object) {
    return shape.kind == Kind::change && static_cast<const HolderShape&>(shape).is_absent(object);
}

void write_integer(std::string& out, const IntegerShape& shape, const void* object) {
    const auto value = load(object, shape.size, shape.is_signed);
    if (shape.is_signed) {
        append_number(out, value);
    } else {
        append_number(out, static_cast<std::uint64_t>(value));
    }
}

const void* entry(const ListShape& shape, const void* object, std::size_t at) {
    return static_cast<const char*>(shape.first(object)) + at * shape.stride;
}

void write_list(std::string& out, const ListShape& shape, const void* object) {
    const Shape& element = shape.element();
    const auto size = shape.size(object);
    const auto began = out.size();
    out += '[';
    for (std::size_t i = 0; i < size; ++i) {
        // The others are often about as long as the first.
        if (i == 1) out.reserve(began + std::min(size * (out.size() - began + 16), k_most_ahead));
        if (i > 0) out += ',';
        write_text(out, element, entry(shape, object, i));
    }
    out += ']';
}

void write_map(std::string& out, const MapShape& shape, const void* object) {
    struct Context {
        std::string& out;
        const Shape& element;
        bool first = true;
    };
    Context context{out, shape.element()};
    out += '{';
    shape.visit(object, &context, [](void* opaque, std::string_view key, const void* value) {
        auto& into = *static_cast<Context*>(opaque);
        if (!into.first) into.out += ',';
        into.first = false;
        append_quoted(into.out, key);
        into.out += ':';
        write_text(into.out, into.element, value);
    });
    out += '}';
}

void write_object(std::string& out, const ObjectShape& shape, const void* object) {
    out += '{';
    bool first = true;
    for (const auto& member : shape.members) {
        const void* value = member.at(const_cast<void*>(object));  // at() only adds the member's offset
        if (is_left_out(*member.shape, value)) continue;
        if (!first) out += ',';
        first = false;
        out += '"';
        out += member.name;  // a C++ name: nothing in it to escape
        out += "\":";
        write_text(out, *member.shape, value);
    }
    out += '}';
}

bj::string_view view(std::string_view text) {
    return {text.data(), text.size()};
}

/// A text as the tree holds it: valid UTF-8 in any case.
bj::string valid_text(std::string_view text) {
    bj::string valid;
    while (!text.empty()) {
        const auto next = first_character(text);
        valid.append(view(next.valid ? text.substr(0, next.length) : k_replacement));
        text.remove_prefix(next.length);
    }
    return valid;
}

bj::value list_value(const ListShape& shape, const void* object) {
    bj::array array;
    const Shape& element = shape.element();
    const auto size = shape.size(object);
    array.reserve(size);
    for (std::size_t i = 0; i < size; ++i) {
        write_value(array.emplace_back(nullptr), element, entry(shape, object, i));
    }
    return array;
}

bj::value map_value(const MapShape& shape, const void* object) {
    struct Context {
        bj::object object;
        const Shape& element;
    };
    Context context{bj::object{}, shape.element()};
    context.object.reserve(shape.size(object));
    shape.visit(object, &context, [](void* opaque, std::string_view key, const void* value) {
        auto& into = *static_cast<Context*>(opaque);
        write_value(into.object[valid_text(key)], into.element, value);
    });
    return std::move(context.object);
}

bj::value object_value(const ObjectShape& shape, const void* object) {
    bj::object into;
    into.reserve(shape.members.size());
    for (const auto& member : shape.members) {
        const void* value = member.at(const_cast<void*>(object));  // at() only adds the member's offset
        if (!is_left_out(*member.shape, value)) write_value(into[view(member.name)], *member.shape, value);
    }
    return into;
}

bj::value integer_value(const IntegerShape& shape, const void* object) {
    const auto value = load(object, shape.size, shape.is_signed);
    if (shape.is_signed || value >= 0) return value;
    return static_cast<std::uint64_t>(value);
}

bj::value holder_value(const HolderShape& shape, const void* object) {
    bj::value value;
    if (const void* held = shape.get(object)) write_value(value, *shape.inner, held);
    return value;
}

bj::value value_of(const Shape& shape, const void* object) {
    switch (shape.kind) {
        case Kind::text:
            return valid_text(as<std::string>(object));
        case Kind::boolean:
            return as<bool>(object);
        case Kind::integer:
            return integer_value(static_cast<const IntegerShape&>(shape), object);
        case Kind::number:
            return std::isfinite(as<double>(object)) ? bj::value(as<double>(object)) : bj::value();
        case Kind::instant:
        case Kind::digest:
        case Kind::id:
        case Kind::text_form:
            return valid_text(text_of(shape, object));
        case Kind::anything:
            return as<bj::value>(object);
        case Kind::enumeration:
            return bj::string(view(name_of(static_cast<const EnumShape&>(shape), object)));
        case Kind::optional:
        case Kind::change:
        case Kind::defaulted:
            return holder_value(static_cast<const HolderShape&>(shape), object);
        case Kind::list:
            return list_value(static_cast<const ListShape&>(shape), object);
        case Kind::map:
            return map_value(static_cast<const MapShape&>(shape), object);
        case Kind::object:
            return object_value(static_cast<const ObjectShape&>(shape), object);
    }
    return {};
}

}  // namespace

void write_text(std::string& out, const Shape& shape, const void* object) {
    switch (shape.kind) {
        case Kind::text:
            return append_quoted(out, as<std::string>(object));
        case Kind::boolean:
            out += as<bool>(object) ? "true" : "false";
            return;
        case Kind::integer:
            return write_integer(out, static_cast<const IntegerShape&>(shape), object);
        case Kind::number:
            if (!std::isfinite(as<double>(object))) {
                out += "null";
            } else {
                append_number(out, as<double>(object));
            }
            return;
        case Kind::instant:
        case Kind::digest:
        case Kind::id:
        case Kind::text_form:
            return append_quoted(out, text_of(shape, object));
        case Kind::anything:
            out += bj::serialize(as<bj::value>(object));
            return;
        case Kind::enumeration:
            return append_quoted(out, name_of(static_cast<const EnumShape&>(shape), object));
        case Kind::optional:
        case Kind::change:
        case Kind::defaulted: {
            const auto& holder = static_cast<const HolderShape&>(shape);
            const void* held = holder.get(object);
            if (held != nullptr) return write_text(out, *holder.inner, held);
            out += "null";
            return;
        }
        case Kind::list:
            return write_list(out, static_cast<const ListShape&>(shape), object);
        case Kind::map:
            return write_map(out, static_cast<const MapShape&>(shape), object);
        case Kind::object:
            return write_object(out, static_cast<const ObjectShape&>(shape), object);
    }
}

void write_value(boost::json::value& out, const Shape& shape, const void* object) {
    out = value_of(shape, object);
}

}  // namespace shape
}  // namespace exeat::json
