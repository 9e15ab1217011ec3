// A text that must not be shown: a password, a token, a key. Held by whoever needs its value; a log or a metric that is
// given one shows "***" only. Cannot be compared, printed or turned into a text by accident.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace exeat::telemetry {

inline constexpr std::string_view k_hidden = "***";

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    /// The value itself, for the one place that needs it.
    [[nodiscard]] const std::string& reveal() const { return value_; }
    [[nodiscard]] bool empty() const { return value_.empty(); }

private:
    std::string value_;
};

}  // namespace exeat::telemetry
