// Whether whoever sends a body is still signed in while it arrives, so that one that comes for hours ends soon after
// their session, their token or their account did. Called by what takes files, with each piece. What they bring is
// asked about once more where it is stored: this only keeps a connection from going on for nothing.
#pragma once

#include <chrono>
#include <cstdint>

#include "core/vocabulary/error.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

class SignedInWatch {
public:
    SignedInWatch(House& house, const Caller& caller);

    /// Done while nothing has changed since it was asked last; the database is asked twice a second at most. Not inside
    /// a transaction. Errors: those of still_signed_in().
    Done ask();

private:
    House& house_;
    Caller caller_;
    std::int64_t number_;  // of authority's state that the answer holds for
    std::chrono::steady_clock::time_point not_before_{};
};

}  // namespace exeat::usecases
