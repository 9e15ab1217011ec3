// Inside policy eval: reads the members of a JSON object into plain values. The first mistakes of a line are kept with
// their pointers and reading goes on with stand-ins, so that one line tells all that is wrong with it. Refuses to know
// what a case is.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/policy/file_set.h"
#include "core/policy/words.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"

namespace exeat::policy_eval {

/// What reading one line gathers: mistakes, members that nobody knows, and the memory that the facts lie in.
struct Reading {
    std::pmr::memory_resource* memory;
    std::vector<FieldError> mistakes;
    std::vector<FieldError> unknown;
};

/// Where in the line: a chain up to the whole of it. Only made into a pointer when there is a mistake to tell.
struct Place {
    const Place* above = nullptr;
    std::string_view key;
    std::optional<std::size_t> index;  // instead of a key

    [[nodiscard]] std::string pointer() const;
};

/// A list of `size` stand-ins in the line's memory.
template <class T>
[[nodiscard]] std::span<T> new_list(Reading& reading, std::size_t size) {
    static_assert(std::is_trivially_destructible_v<T>);
    std::pmr::polymorphic_allocator<T> allocator(reading.memory);
    T* const first = allocator.allocate(size);
    std::uninitialized_value_construct_n(first, size);
    return {first, size};
}

void add_mistake(Reading& reading, const Place& place, std::string text);
/// The object that a value is; nullptr for nullptr, null and (a mistake) anything else.
[[nodiscard]] const boost::json::object* read_object(Reading& reading, const boost::json::value* value,
                                                     const Place& place);
/// The elements of a list; none for nullptr, null and (a mistake) anything else.
[[nodiscard]] std::span<const boost::json::value> read_list(Reading& reading, const boost::json::value* value,
                                                            const Place& place);
/// The elements of a list of texts, in the order of the list.
[[nodiscard]] std::span<const std::string_view> read_texts(Reading& reading, const boost::json::value* value,
                                                           const Place& place);

/// One object, asked for its members one by one; asking in the order in which they stand is fastest.
class Members {
public:
    /// `value` may be nullptr: an object without members. Anything but an object is a mistake.
    Members(Reading& reading, const boost::json::value* value, const Place& place);
    /// Notes the members that were not asked for.
    void note_unknown();

    [[nodiscard]] Place place_of(std::string_view key) const { return {&place_, key, std::nullopt}; }
    /// The member's value; nullptr when it is absent or null.
    [[nodiscard]] const boost::json::value* find(std::string_view key);
    /// As find(), but its absence is a mistake.
    [[nodiscard]] const boost::json::value* need(std::string_view key);
    [[nodiscard]] std::span<const boost::json::value> list(std::string_view key);

    [[nodiscard]] bool truth(std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view key);
    [[nodiscard]] std::int64_t needed_number(std::string_view key);
    [[nodiscard]] std::optional<std::string_view> text(std::string_view key);
    [[nodiscard]] std::string_view needed_text(std::string_view key);
    [[nodiscard]] std::optional<Instant> instant(std::string_view key);
    [[nodiscard]] Instant needed_instant(std::string_view key);
    [[nodiscard]] std::optional<policy::Level> level(std::string_view key);
    [[nodiscard]] policy::Level needed_level(std::string_view key);
    [[nodiscard]] std::span<const std::string_view> texts(std::string_view key);
    /// A list of file names; `when_null` for null and absent.
    [[nodiscard]] policy::FileSet files(std::string_view key, const policy::FileSet& when_null);

    template <policy::ClosedWord Word>
    [[nodiscard]] Word word(std::string_view key, Word when_null) {
        const boost::json::value* value = find(key);
        return value == nullptr ? when_null : read_word<Word>(*value, place_of(key)).value_or(when_null);
    }
    template <policy::ClosedWord Word>
    [[nodiscard]] Word needed_word(std::string_view key) {
        const boost::json::value* value = need(key);
        return value == nullptr ? Word{} : read_word<Word>(*value, place_of(key)).value_or(Word{});
    }
    template <policy::ClosedWord Word>
    [[nodiscard]] policy::WordSet<Word> words(std::string_view key) {
        policy::WordSet<Word> words;
        const Place place = place_of(key);
        std::size_t index = 0;
        for (const boost::json::value& value : list(key)) {
            if (const auto word = read_word<Word>(value, Place{&place, {}, index})) words.add(*word);
            ++index;
        }
        return words;
    }

private:
    template <policy::ClosedWord Word>
    std::optional<Word> read_word(const boost::json::value& value, const Place& place) {
        const auto text = read_text(value, place);
        if (!text) return std::nullopt;
        const auto word = policy::parse_word<Word>(*text);
        if (!word) mistake_in_word(place, *text, policy::k_words<Word>);
        return word;
    }
    std::optional<std::string_view> read_text(const boost::json::value& value, const Place& place);
    std::optional<std::int64_t> read_number(const boost::json::value& value, const Place& place);
    std::optional<Instant> read_instant(const boost::json::value& value, const Place& place);
    std::optional<policy::Level> read_level(const boost::json::value& value, const Place& place);
    void mistake_in_word(const Place& place, std::string_view text, std::span<const std::string_view> words);

    Reading& reading_;
    const boost::json::object* object_ = nullptr;
    Place place_;
    std::size_t next_ = 0;    // where the next member stands if they are asked for in their order
    std::size_t found_ = 0;   // how many were asked for and there
    std::uint64_t seen_ = 0;  // which of the first 64 these were
};

}  // namespace exeat::policy_eval
