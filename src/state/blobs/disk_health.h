// Whether the disk may still be trusted with writes. After a failed sync nobody knows what is on the disk, and asking
// again may wrongly answer "all is well": so everything that was being written then is given up, and nothing new begins
// until the disk has been proved. Called by the local store. Refuses to know files.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "core/vocabulary/error.h"

namespace exeat::blobs {

/// Thread-safe.
class DiskHealth {
public:
    /// Counts the times that the disk was trusted anew. Bytes that began in one epoch are not finished in another.
    [[nodiscard]] std::uint64_t epoch() const;
    /// The failure, if there is one now.
    [[nodiscard]] Done check() const;
    /// As check(), and fails also when the disk failed and recovered since `epoch`.
    [[nodiscard]] Done check(std::uint64_t epoch) const;
    /// Distrusts the disk. The first failure is the one that is told.
    void fail(const Error& error);
    /// Trusts it again, in a new epoch.
    void recovered();

private:
    mutable std::mutex mutex_;
    std::uint64_t epoch_ = 1;
    std::optional<Error> failure_;
};

}  // namespace exeat::blobs
