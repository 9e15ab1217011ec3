// What a C++ type looks like in JSON, as tables: read.h, write.h and schema.h walk these tables with ordinary
// functions, so that a described struct costs its user a table and a few one-line functions, and no template of the
// mapper itself. Used by those three; a routes file includes them and describes its structs with the macros that arrive
// from here:
//
//     struct Card { AssetId id; std::string name; std::optional<Instant> available_from; json::Default<int> rank{1}; };
//     BOOST_DESCRIBE_STRUCT(Card, (), (id, name, available_from, rank))
//
// A class template is described inside its body with BOOST_DESCRIBE_CLASS; an enum of a pure module outside of it, in
// its namespace, with BOOST_DESCRIBE_ENUM, or by a WordTable. One trailing underscore of a name is not part of it in
// JSON (`class_`).
// Refuses to know what any type means.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/fwd.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/vocabulary/digest.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"
#include "platform/json/change.h"

namespace exeat::json {

/// The name of a struct or enum among the schemas, where its own (without namespaces) will not do:
/// `template <> inline constexpr std::string_view k_schema_name<Page<Card>> = "CardPage";`
template <class T>
inline constexpr std::string_view k_schema_name{};

/// Specialise for a type that is a text in JSON but not in C++:
/// `static std::string write(const T&);`, `static Result<T> read(std::string_view);` (the error's text is shown) and
/// `static constexpr std::string_view k_pattern` (for the schema; may be empty).
template <class T>
struct TextForm;

/// Specialise for an enum (or a family of them) that has its texts in a table already, instead of describing it:
/// `static constexpr std::array<std::string_view, N> k_words`; the place is the value, an empty text stands for none.
template <class T>
struct WordTable;

namespace shape {

enum class Kind : std::uint8_t {
    text,
    boolean,
    integer,
    number,
    instant,
    digest,
    id,
    anything,
    text_form,
    enumeration,
    optional,
    change,
    defaulted,
    list,
    map,
    object,
};

/// Some values in a row. (A std::span says the same, at 40 ms of compile time for each T.)
template <class T>
struct Row {
    const T* first = nullptr;
    std::size_t count = 0;

    [[nodiscard]] const T* begin() const { return first; }
    [[nodiscard]] const T* end() const { return first + count; }
    [[nodiscard]] std::size_t size() const { return count; }
    [[nodiscard]] const T& operator[](std::size_t at) const { return first[at]; }
};

/// Base of all: `kind` says which of the structs below it is.
struct Shape {
    Kind kind;
};

struct IntegerShape : Shape {
    std::uint8_t size;
    bool is_signed;
};

struct TextFormShape : Shape {
    std::string_view pattern;
    Done (*read)(void* object, std::string_view text);
    std::string (*write)(const void* object);
};

struct Enumerator {
    std::string_view name;
    std::int64_t value;
};

struct EnumShape : Shape {
    std::string_view given_name;
    std::string_view type_name;  // as the compiler writes it
    std::uint8_t size;
    Row<Enumerator> values;
};

/// std::optional, Change and Default: something that may hold another.
struct HolderShape : Shape {
    const Shape* inner;
    const void* (*get)(const void* object);  // nullptr: holds none
    void* (*emplace)(void* object);          // a fresh inner value
    void (*set_null)(void* object);          // not for Default
    bool (*is_absent)(const void* object);   // only Change can be
};

struct ListShape : Shape {
    const Shape& (*element)();  // called, not pointed to: a struct may hold a list of its own kind
    std::size_t stride;
    void (*clear)(void* object);
    void* (*append)(void* object);
    const void* (*first)(const void* object);
    std::size_t (*size)(const void* object);
};

/// Called with each entry of a map, in the order of the keys.
using EachEntry = void (*)(void* context, std::string_view key, const void* value);

struct MapShape : Shape {
    const Shape& (*element)();
    void (*clear)(void* object);
    void* (*insert)(void* object, std::string_view key);
    std::size_t (*size)(const void* object);
    void (*visit)(const void* object, void* context, EachEntry each);
};

struct Member {
    std::string_view name;
    const Shape* shape;
    void* (*at)(void* object);
};

struct ObjectShape : Shape {
    std::string_view given_name;
    std::string_view type_name;
    Row<Member> members;
    void (*with_default)(void* context, void (*use)(void* context, const void* object));
};

extern const Shape k_text;
extern const Shape k_boolean;
extern const Shape k_number;
extern const Shape k_instant;
extern const Shape k_digest;
extern const Shape k_id;
extern const Shape k_anything;

/// `k_shape_of<T>` is the address of T's shape.
template <class T>
struct Of;
template <class T>
inline constexpr const Shape* k_shape_of = &Of<T>::k_shape;

template <>
inline constexpr const Shape* k_shape_of<std::string> = &k_text;
template <>
inline constexpr const Shape* k_shape_of<bool> = &k_boolean;
template <>
inline constexpr const Shape* k_shape_of<double> = &k_number;
template <>
inline constexpr const Shape* k_shape_of<Instant> = &k_instant;
template <>
inline constexpr const Shape* k_shape_of<Digest> = &k_digest;
template <>
inline constexpr const Shape* k_shape_of<boost::json::value> = &k_anything;
template <class Tag>
inline constexpr const Shape* k_shape_of<Id<Tag>> = &k_id;

template <class T>
[[nodiscard]] const Shape& of_later() {
    return *k_shape_of<T>;
}

/// "exeat::api::Card", from what the compiler calls this function.
template <class T>
[[nodiscard]] constexpr std::string_view type_name() {
    constexpr std::string_view whole = __PRETTY_FUNCTION__;
    constexpr auto begin = whole.find("T = ") + 4;
    return whole.substr(begin, whole.rfind(']') - begin);
}

[[nodiscard]] constexpr std::string_view json_name(std::string_view name) {
    if (name.ends_with('_')) name.remove_suffix(1);
    return name;
}

template <std::integral T>
struct Of<T> {
    static constexpr IntegerShape k_shape{{Kind::integer}, sizeof(T), std::is_signed_v<T>};
};

template <class T>
concept HasTextForm = requires(const T& value, std::string_view text) {
    { TextForm<T>::write(value) } -> std::convertible_to<std::string>;
    { TextForm<T>::read(text) } -> std::same_as<Result<T>>;
};

template <HasTextForm T>
struct Of<T> {
    static Done read(void* object, std::string_view text) {
        EXEAT_TAKE(*static_cast<T*>(object), TextForm<T>::read(text));
        return {};
    }
    static std::string write(const void* object) { return TextForm<T>::write(*static_cast<const T*>(object)); }
    static constexpr TextFormShape k_shape{{Kind::text_form}, TextForm<T>::k_pattern, &read, &write};
};

template <class... D>
[[nodiscard]] constexpr auto enumerators(boost::describe::detail::list<D...> /*tag*/) {
    return std::array<Enumerator, sizeof...(D)>{Enumerator{json_name(D::name), static_cast<std::int64_t>(D::value)}...};
}

template <std::size_t size>
[[nodiscard]] constexpr auto enumerators(const std::array<std::string_view, size>& words) {
    std::array<Enumerator, size> values{};
    for (std::size_t i = 0; i < size; ++i) values[i] = {words[i], static_cast<std::int64_t>(i)};
    return values;
}

template <class T>
[[nodiscard]] constexpr auto enumerators_of() {
    if constexpr (requires { WordTable<T>::k_words; }) {
        return enumerators(WordTable<T>::k_words);
    } else {
        return enumerators(boost::describe::describe_enumerators<T>{});
    }
}

template <class T>
    requires(std::is_enum_v<T> && !HasTextForm<T>)
struct Of<T> {
    static constexpr auto k_values = enumerators_of<T>();
    static constexpr EnumShape k_shape{
        {Kind::enumeration}, k_schema_name<T>, type_name<T>(), sizeof(T), {k_values.data(), k_values.size()}};
};

template <class T>
struct Of<std::optional<T>> {
    using Holder = std::optional<T>;
    static const void* get(const void* object) {
        const auto& holder = *static_cast<const Holder*>(object);
        return holder ? &*holder : nullptr;
    }
    static void* emplace(void* object) { return &static_cast<Holder*>(object)->emplace(); }
    static void set_null(void* object) { static_cast<Holder*>(object)->reset(); }
    static constexpr HolderShape k_shape{{Kind::optional}, k_shape_of<T>, &get, &emplace, &set_null, nullptr};
};

template <class T>
struct Of<Change<T>> {
    using Holder = Change<T>;
    static const void* get(const void* object) {
        const auto& holder = *static_cast<const Holder*>(object);
        return holder.has_value() ? &holder.value() : nullptr;
    }
    static void* emplace(void* object) { return &static_cast<Holder*>(object)->set(T{}); }
    static void set_null(void* object) { static_cast<Holder*>(object)->set_null(); }
    static bool is_absent(const void* object) { return static_cast<const Holder*>(object)->is_absent(); }
    static constexpr HolderShape k_shape{{Kind::change}, k_shape_of<T>, &get, &emplace, &set_null, &is_absent};
};

template <class T>
struct Of<Default<T>> {
    using Holder = Default<T>;
    static const void* get(const void* object) { return &static_cast<const Holder*>(object)->value; }
    static void* emplace(void* object) { return &(static_cast<Holder*>(object)->value = T{}); }
    static constexpr HolderShape k_shape{{Kind::defaulted}, k_shape_of<T>, &get, &emplace, nullptr, nullptr};
};

template <class T>
struct Of<std::vector<T>> {
    static_assert(!std::is_same_v<T, bool>, "a list of bool has no addresses: use an enum");
    using List = std::vector<T>;
    static void clear(void* object) { static_cast<List*>(object)->clear(); }
    static void* append(void* object) { return &static_cast<List*>(object)->emplace_back(); }
    static const void* first(const void* object) { return static_cast<const List*>(object)->data(); }
    static std::size_t size(const void* object) { return static_cast<const List*>(object)->size(); }
    static constexpr ListShape k_shape{{Kind::list}, &of_later<T>, sizeof(T), &clear, &append, &first, &size};
};

template <class T, class Less>
struct Of<std::map<std::string, T, Less>> {
    using Map = std::map<std::string, T, Less>;
    static void clear(void* object) { static_cast<Map*>(object)->clear(); }
    static void* insert(void* object, std::string_view key) { return &(*static_cast<Map*>(object))[std::string(key)]; }
    static std::size_t size(const void* object) { return static_cast<const Map*>(object)->size(); }
    static void visit(const void* object, void* context, EachEntry each) {
        for (const auto& [key, value] : *static_cast<const Map*>(object)) each(context, key, &value);
    }
    static constexpr MapShape k_shape{{Kind::map}, &of_later<T>, &clear, &insert, &size, &visit};
};

template <class Pointer>
struct MemberOf;
template <class C, class M>
struct MemberOf<M C::*> {
    using Type = M;
};

template <class T, class D>
void* member_at(void* object) {
    return &(static_cast<T*>(object)->*D::pointer);
}

template <class T>
concept Described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T, class... D>
[[nodiscard]] constexpr auto members(boost::describe::detail::list<D...> /*tag*/) {
    return std::array<Member, sizeof...(D)>{
        Member{json_name(D::name), k_shape_of<typename MemberOf<std::remove_cv_t<decltype(D::pointer)>>::Type>,
               &member_at<T, D>}...};
}

template <Described T>
    requires(!HasTextForm<T>)
struct Of<T> {
    static constexpr unsigned k_which = boost::describe::mod_public | boost::describe::mod_inherited;
    static constexpr auto k_members = members<T>(boost::describe::describe_members<T, k_which>{});
    static void with_default(void* context, void (*use)(void* context, const void* object)) {
        const T object{};
        use(context, &object);
    }
    static constexpr ObjectShape k_shape{
        {Kind::object}, k_schema_name<T>, type_name<T>(), {k_members.data(), k_members.size()}, &with_default};
};

}  // namespace shape
}  // namespace exeat::json
