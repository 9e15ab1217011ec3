// Removes blobs that no row points at any more (or ever did: an upload that died before its row). Called by a job.
// Works on any store. Refuses to know tables: it asks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "state/blobs/blobs.h"

namespace exeat::blobs {

struct CollectOptions {
    Instant older_than;       // now less the grace period; younger blobs are not looked at
    std::size_t batch = 500;  // digests asked about at a time
};

struct Collected {
    std::int64_t seen = 0;
    std::int64_t removed = 0;
    std::int64_t bytes = 0;
};

/// Told which blobs went, a batch at a time.
using WentAway = std::function<Done(std::span<const Digest>)>;

/// Goes through all blobs in constant memory. A blob that an upload or a use case holds stays, whatever its age.
Result<Collected> collect_orphans(Blobs& blobs, const CollectOptions& options, const StillUsed& still_used,
                                  const WentAway& went_away);

}  // namespace exeat::blobs
