// Guesses and how many are let through (SAFETY.md 17): ten failures within any hour for an account and for a block
// of addresses, and a number for the whole site. Called by whoever compares a secret that somebody sent. Refuses to
// know whether the guess was right: each is counted as a failure before it is tried, so that many at once get no more
// tries than one after the other, and the right one takes its count back.
#pragma once

#include <string>

#include "usecases/house.h"

namespace exeat::usecases {

/// What is guessed. All but letters share the counts of an address; a letter is no guess but may not be sent too often.
enum class Guessed : std::uint8_t { password, code, set_up_code, password_link, letter };

struct Guess {
    Guessed what = Guessed::password;
    std::string account{};  // whose: kept as a digest, whether there is such an account or not; empty: nobody's
    std::string address{};  // where from; empty: not counted
};

/// Counts a failure. Errors: busy "too-many-attempts" with the seconds to wait, and then nothing is counted.
Done count_guess(House& house, const Guess& guess);

/// The guess was right, and its count is taken back. The failures before it stay: whoever guesses at an account gains
/// nothing when its owner signs in meanwhile.
Done forgive_guess(sql::Transaction& transaction, const Guess& guess);

}  // namespace exeat::usecases
