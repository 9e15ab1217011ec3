// Wall time that never goes back, not across restarts either: what SQLite stores compare expiry with.
// Called by the SQLite database and its writer. Refuses to know SQL: the writer keeps the mark.
//
// The table _clock holds a mark that lies a few seconds ahead of every reading given. The writer moves it on inside
// the transactions that it commits anyway, and by itself when readings come near it; reading is a look at two clocks.
// A start begins at the mark if the system's clock says less. Time that is ahead of the system's clock (somebody set
// it back, or the process was killed and the mark lay ahead) runs at half speed until the system's clock has caught up.
// While the disk takes no writes, readings go on past the mark: an expiry that stands still would be worse.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include "core/vocabulary/instant.h"

namespace exeat::sql {

/// How far ahead of the readings the mark is written.
inline constexpr std::int64_t k_clock_step_ms = 5000;

class SqliteClock {
public:
    struct Sources {
        std::function<std::int64_t()> wall_ms;
        std::function<std::int64_t()> elapsed_ns;  // never goes back, counts sleep
    };
    /// CLOCK_REALTIME and CLOCK_BOOTTIME.
    [[nodiscard]] static Sources system();

    explicit SqliteClock(Sources sources) : sources_(std::move(sources)) {}

    /// Before the first reading: the mark that the file holds.
    void start_from(Instant mark);

    enum class Mark : std::uint8_t { far, near, passed };
    struct Reading {
        Instant now;
        Mark mark;
    };
    [[nodiscard]] Reading read();

    /// The mark to write now, if it is due.
    [[nodiscard]] std::optional<Instant> due();
    /// A mark is durable.
    void written(Instant mark);

private:
    Instant advance();

    Sources sources_;
    std::mutex mutex_;
    Instant anchor_;
    std::int64_t anchor_elapsed_ns_ = 0;
    Instant mark_;
};

}  // namespace exeat::sql
