// Opening a local store on a given disk: open_local() with the disk of this machine, tests with one that fails on
// demand. Refuses to know anything that blobs.h does not tell.
#pragma once

#include <memory>

#include "state/blobs/blobs.h"
#include "state/blobs/disk.h"

namespace exeat::blobs {

/// As open_local(), on this disk.
Result<std::unique_ptr<Blobs>> open_local_on(std::unique_ptr<Disk> disk, const LocalOptions& options);

}  // namespace exeat::blobs
