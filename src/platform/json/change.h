// Member types that say something about their presence in a JSON body: Change<T> for the members of a PATCH, Default<T>
// for members that may be left out. Used by whoever declares a struct that comes from JSON; knows no JSON itself.
#pragma once

#include <optional>
#include <utility>

namespace exeat::json {

/// One member of a PATCH body: absent (leave it as it is), null (take the value away) or a new value.
/// A member that must not be taken away is a std::optional<T> instead: there, null means the same as absent.
template <class T>
class Change {
public:
    Change() = default;
    [[nodiscard]] static Change to(T value) {
        Change change;
        change.set(std::move(value));
        return change;
    }
    [[nodiscard]] static Change to_null() {
        Change change;
        change.set_null();
        return change;
    }

    [[nodiscard]] bool is_absent() const { return !present_; }
    [[nodiscard]] bool is_null() const { return present_ && !value_; }
    [[nodiscard]] bool has_value() const { return value_.has_value(); }
    /// Only when has_value().
    [[nodiscard]] const T& value() const { return *value_; }

    T& set(T value) {
        present_ = true;
        return value_.emplace(std::move(value));
    }
    void set_null() {
        present_ = true;
        value_.reset();
    }

    /// Leaves `kept` alone, empties it, or gives it the new value.
    void apply_to(std::optional<T>& kept) const {
        if (present_) kept = value_;
    }

    friend bool operator==(const Change&, const Change&) = default;

private:
    std::optional<T> value_;
    bool present_ = false;
};

/// A member that may be left out and then keeps what its initialiser says: `json::Default<int> limit{50};`.
/// Null is not the same as left out: it is refused, unless T itself takes null.
template <class T>
struct Default {
    T value{};

    operator const T&() const { return value; }
    [[nodiscard]] const T& operator*() const { return value; }
    [[nodiscard]] const T* operator->() const { return &value; }
    friend bool operator==(const Default&, const Default&) = default;
};

}  // namespace exeat::json
