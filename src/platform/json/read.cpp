#include "platform/json/read.h"

#include <array>
#include <bit>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <cstring>
#include <exception>
#include <limits>
#include <string>
#include <vector>

#include "platform/json/parse.h"

namespace exeat::json::shape {
namespace {

namespace bj = boost::json;

/// Where in the body the reading is: a chain of frames on the stack, written out only when something is wrong.
struct Place {
    const Place* up = nullptr;
    std::string_view key;
    std::size_t index = 0;
    bool is_index = false;
    std::size_t depth = 0;

    [[nodiscard]] Place at(std::string_view name) const { return {this, name, 0, false, depth + 1}; }
    [[nodiscard]] Place at(std::size_t position) const { return {this, {}, position, true, depth + 1}; }
    void append(std::string& pointer) const {
        if (up == nullptr) return;
        up->append(pointer);
        append_pointer_token(pointer, is_index ? std::to_string(index) : std::string(key));
    }
};

class Reading {
public:
    void read(const Shape& shape, const bj::value& value, void* object, const Place& place);
    [[nodiscard]] std::vector<FieldError> take() { return std::move(errors_); }

private:
    void wrong(const Place& place, std::string text) {
        if (full()) return;
        std::string pointer;
        place.append(pointer);
        errors_.push_back({std::move(pointer), std::move(text)});
    }
    void expected(const Place& place, std::string_view what, const bj::value& value);
    [[nodiscard]] bool full() const { return errors_.size() >= k_max_errors; }

    void read_text(const bj::value& value, void* object, const Place& place);
    void read_integer(const IntegerShape& shape, const bj::value& value, void* object, const Place& place);
    void read_number(const bj::value& value, void* object, const Place& place);
    void read_instant(const bj::value& value, void* object, const Place& place);
    void read_text_form(const TextFormShape& shape, const bj::value& value, void* object, const Place& place);
    void read_enum(const EnumShape& shape, const bj::value& value, void* object, const Place& place);
    void read_holder(const HolderShape& shape, const bj::value& value, void* object, const Place& place);
    void read_list(const ListShape& shape, const bj::value& value, void* object, const Place& place);
    void read_map(const MapShape& shape, const bj::value& value, void* object, const Place& place);
    void read_object(const ObjectShape& shape, const bj::value& value, void* object, const Place& place);
    template <class T>
    void read_parsed(std::string_view what, const bj::value& value, void* object, const Place& place,
                     std::optional<T> (*parse)(std::string_view));

    std::vector<FieldError> errors_;
};

std::string_view view(const bj::string& text) {
    return {text.data(), text.size()};
}
std::string_view view(bj::string_view text) {
    return {text.data(), text.size()};
}

std::string_view name_of(const bj::value& value) {
    switch (value.kind()) {
        case bj::kind::null:
            return "null";
        case bj::kind::bool_:
            return "true or false";
        case bj::kind::int64:
        case bj::kind::uint64:
        case bj::kind::double_:
            return "a number";
        case bj::kind::string:
            return "a text";
        case bj::kind::array:
            return "a list";
        case bj::kind::object:
            return "an object";
    }
    return "something else";
}

void Reading::expected(const Place& place, std::string_view what, const bj::value& value) {
    wrong(place, "Must be " + std::string(what) + ", not " + std::string(name_of(value)) + ".");
}

void Reading::read_text(const bj::value& value, void* object, const Place& place) {
    const auto* text = value.if_string();
    if (text == nullptr) return expected(place, "a text", value);
    if (view(*text).find('\0') != std::string_view::npos) return wrong(place, "Must not hold the character U+0000.");
    static_cast<std::string*>(object)->assign(text->data(), text->size());
}

template <class T>
void Reading::read_parsed(std::string_view what, const bj::value& value, void* object, const Place& place,
                          std::optional<T> (*parse)(std::string_view)) {
    const auto* text = value.if_string();
    if (text == nullptr) return expected(place, what, value);
    const auto parsed = parse(view(*text));
    if (!parsed) return wrong(place, "Must be " + std::string(what) + ".");
    *static_cast<T*>(object) = *parsed;
}

void Reading::read_instant(const bj::value& value, void* object, const Place& place) {
    constexpr std::string_view what = "a time like 2026-11-21T12:00:00Z";
    const auto* text = value.if_string();
    if (text == nullptr) return expected(place, what, value);
    const auto instant = parse_instant(view(*text));
    if (!instant) return wrong(place, "Must be " + std::string(what) + ".");
    *static_cast<Instant*>(object) = *instant;
}

template <class Int>
void store(void* object, Int value, std::size_t size) {
    // Little-endian: the low bytes come first (checked below).
    std::memcpy(object, &value, size);
}
static_assert(std::endian::native == std::endian::little);

/// The value as a number from -2^63 to 2^64-1, if it is whole.
std::optional<__int128> whole(const bj::value& value) {
    if (const auto* number = value.if_int64()) return *number;
    if (const auto* number = value.if_uint64()) return *number;
    constexpr double most = 9007199254740992.0;  // 2^53: doubles beyond it do not tell neighbours apart
    if (const auto* number = value.if_double();
        number && std::fabs(*number) <= most && std::trunc(*number) == *number) {
        return static_cast<std::int64_t>(*number);
    }
    return std::nullopt;
}

std::string range_text(__int128 least, __int128 most) {
    const std::string last = most > std::numeric_limits<std::int64_t>::max()
                                 ? std::to_string(static_cast<std::uint64_t>(most))
                                 : std::to_string(static_cast<std::int64_t>(most));
    return "a whole number from " + std::to_string(static_cast<std::int64_t>(least)) + " to " + last;
}

void Reading::read_integer(const IntegerShape& shape, const bj::value& value, void* object, const Place& place) {
    const int bits = shape.size * 8;
    const __int128 one = 1;
    const __int128 least = shape.is_signed ? -(one << (bits - 1)) : 0;
    const __int128 most = (shape.is_signed ? one << (bits - 1) : one << bits) - 1;
    const auto number = whole(value);
    if (!value.is_number()) return expected(place, range_text(least, most), value);
    if (!number || *number < least || *number > most) return wrong(place, "Must be " + range_text(least, most) + ".");
    store(object, *number, shape.size);
}

void Reading::read_number(const bj::value& value, void* object, const Place& place) {
    if (!value.is_number()) return expected(place, "a number", value);
    *static_cast<double*>(object) = value.to_number<double>();
}

void Reading::read_text_form(const TextFormShape& shape, const bj::value& value, void* object, const Place& place) {
    const auto* text = value.if_string();
    if (text == nullptr) return expected(place, "a text", value);
    if (auto done = shape.read(object, view(*text)); !done) wrong(place, std::move(done.error().text));
}

void Reading::read_enum(const EnumShape& shape, const bj::value& value, void* object, const Place& place) {
    const auto* text = value.if_string();
    if (text != nullptr && !text->empty()) {
        for (const auto& one : shape.values) {
            if (one.name == view(*text)) return store(object, one.value, shape.size);
        }
    }
    std::vector<std::string_view> words;
    for (const auto& one : shape.values) {
        if (!one.name.empty()) words.push_back(one.name);
    }
    std::string what = "Must be ";
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) what += i + 1 == words.size() ? " or " : ", ";
        what += "\"" + std::string(words[i]) + "\"";
    }
    wrong(place, what + ".");
}

void Reading::read_holder(const HolderShape& shape, const bj::value& value, void* object, const Place& place) {
    if (value.is_null() && shape.set_null != nullptr) return shape.set_null(object);
    read(*shape.inner, value, shape.emplace(object), place);
}

void Reading::read_list(const ListShape& shape, const bj::value& value, void* object, const Place& place) {
    const auto* array = value.if_array();
    if (array == nullptr) return expected(place, "a list", value);
    if (array->size() > k_max_entries) {
        return wrong(place, "Must not hold more than " + std::to_string(k_max_entries) + " entries.");
    }
    shape.clear(object);  // what the initialiser of a member put there
    const Shape& element = shape.element();
    for (std::size_t i = 0; i < array->size() && !full(); ++i) {
        read(element, (*array)[i], shape.append(object), place.at(i));
    }
}

void Reading::read_map(const MapShape& shape, const bj::value& value, void* object, const Place& place) {
    const auto* entries = value.if_object();
    if (entries == nullptr) return expected(place, "an object", value);
    if (entries->size() > k_max_entries) {
        return wrong(place, "Must not hold more than " + std::to_string(k_max_entries) + " entries.");
    }
    shape.clear(object);
    const Shape& element = shape.element();
    for (const auto& entry : *entries) {
        const auto key = view(entry.key());
        if (full()) return;
        if (key.find('\0') != std::string_view::npos) {
            wrong(place, "A key must not hold the character U+0000.");
            continue;
        }
        read(element, entry.value(), shape.insert(object, key), place.at(key));
    }
}

bool may_be_absent(const Shape& shape) {
    return shape.kind == Kind::optional || shape.kind == Kind::change || shape.kind == Kind::defaulted;
}

void Reading::read_object(const ObjectShape& shape, const bj::value& value, void* object, const Place& place) {
    const auto* entries = value.if_object();
    if (entries == nullptr) return expected(place, "an object", value);
    const auto& members = shape.members;
    std::size_t found = 0;
    std::size_t next = 0;  // bodies tend to name the members in their order
    for (const auto& entry : *entries) {
        if (full()) return;
        const auto key = view(entry.key());
        std::size_t tried = 0;
        while (tried < members.size() && members[next].name != key) {
            next = next + 1 == members.size() ? 0 : next + 1;
            ++tried;
        }
        if (tried == members.size()) {
            wrong(place.at(key), "There is no such member.");
            continue;
        }
        ++found;
        read(*members[next].shape, entry.value(), members[next].at(object), place.at(key));
        next = next + 1 == members.size() ? 0 : next + 1;
    }
    if (found == members.size()) return;
    for (const auto& member : members) {
        const auto name = bj::string_view(member.name.data(), member.name.size());
        if (!may_be_absent(*member.shape) && !entries->contains(name)) wrong(place.at(member.name), "Must be there.");
    }
}

void Reading::read(const Shape& shape, const bj::value& value, void* object, const Place& place) {
    if (place.depth > k_max_depth) return wrong(place, "Nests too deep.");
    switch (shape.kind) {
        case Kind::text:
            return read_text(value, object, place);
        case Kind::boolean:
            if (!value.is_bool()) return expected(place, "true or false", value);
            *static_cast<bool*>(object) = value.get_bool();
            return;
        case Kind::integer:
            return read_integer(static_cast<const IntegerShape&>(shape), value, object, place);
        case Kind::number:
            return read_number(value, object, place);
        case Kind::instant:
            return read_instant(value, object, place);
        case Kind::digest:
            return read_parsed<Digest>("64 hexadecimal digits", value, object, place, &parse_digest);
        case Kind::id:
            return read_parsed<IdBits>("an id of 26 letters and digits", value, object, place, &parse_id_bits);
        case Kind::anything:
            // The parsed tree may live in memory that ends with the reading: the copy has its own.
            *static_cast<bj::value*>(object) = bj::value(value, bj::storage_ptr{});
            return;
        case Kind::text_form:
            return read_text_form(static_cast<const TextFormShape&>(shape), value, object, place);
        case Kind::enumeration:
            return read_enum(static_cast<const EnumShape&>(shape), value, object, place);
        case Kind::optional:
        case Kind::change:
        case Kind::defaulted:
            return read_holder(static_cast<const HolderShape&>(shape), value, object, place);
        case Kind::list:
            return read_list(static_cast<const ListShape&>(shape), value, object, place);
        case Kind::map:
            return read_map(static_cast<const MapShape&>(shape), value, object, place);
        case Kind::object:
            return read_object(static_cast<const ObjectShape&>(shape), value, object, place);
    }
}

}  // namespace

Done read_value(const boost::json::value& value, const Shape& shape, void* object) {
    try {
        Reading reading;
        reading.read(shape, value, object, Place{});
        auto errors = reading.take();
        if (!errors.empty()) return fail(invalid_body(std::move(errors)));
        return {};
    } catch (const std::exception& error) {
        return fail(ErrorKind::unavailable, "out-of-memory", "This body is too much to read at once.", error.what());
    }
}

Done read_text(std::string_view body, const Shape& shape, void* object) {
    std::array<unsigned char, 8192> first{};
    bj::monotonic_resource memory(first.data(), first.size());
    EXEAT_TAKE(const auto value, parse(body, &memory));
    return read_value(value, shape, object);
}

}  // namespace exeat::json::shape
