// Whether a database server that was away is worth another try, so that callers hear at once that it is not there
// instead of each waiting for it.
// Called by the PostgreSQL parts of this folder. Refuses to connect.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

#include "core/vocabulary/error.h"

namespace exeat::sql {

/// Doubles from attempt to attempt up to `longest`, with a quarter of chance to either side.
[[nodiscard]] std::chrono::microseconds backoff(int attempt, std::chrono::microseconds first,
                                                std::chrono::microseconds longest);

class Reachability {
public:
    /// Whether a connection may be tried now. While the server is away one caller tries at a time, with growing pauses
    /// up to two seconds between tries; everybody else gets the last error with its Retry-After. Whoever may try says
    /// how it went.
    [[nodiscard]] Done may_try();
    void succeeded();
    void failed(const Error& error);

    /// The last error while the server is away.
    [[nodiscard]] std::optional<Error> away() const;

private:
    using SteadyClock = std::chrono::steady_clock;

    mutable std::mutex mutex_;
    std::optional<Error> away_;
    int failures_ = 0;
    bool trying_ = false;
    SteadyClock::time_point next_try_;
};

}  // namespace exeat::sql
