// Checking and making passwords, a few at a time: each takes 64 MiB and a tenth of a second of one core. Called by the
// use cases of sign-in, set-up and accounts, never inside a transaction. Refuses to know people.
#pragma once

#include <cstddef>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"
#include "service/identity/password_hash.h"

namespace exeat::usecases {

class Passwords {
public:
    static constexpr std::ptrdiff_t k_at_once = 2;

    /// Tests take a cheaper cost.
    explicit Passwords(identity::HashCost cost = identity::k_password_cost);

    /// Waits for its turn. Errors: busy "no-memory".
    [[nodiscard]] Result<std::string> hash(std::string_view password);

    enum class Answer : std::uint8_t { wrong, right, right_but_outdated };
    /// Whether the password made `stored`. Takes the same time when nothing is stored, so that nobody learns whether an
    /// account is there.
    [[nodiscard]] Answer check(const std::optional<std::string>& stored, std::string_view password);

private:
    identity::HashCost cost_;
    std::string nobodys_;  // the hash of a password that nobody has, at the same cost
    std::counting_semaphore<k_at_once> turns_{k_at_once};
};

}  // namespace exeat::usecases
