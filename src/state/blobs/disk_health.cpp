#include "state/blobs/disk_health.h"

namespace exeat::blobs {

std::uint64_t DiskHealth::epoch() const {
    const std::lock_guard lock(mutex_);
    return epoch_;
}

Done DiskHealth::check() const {
    const std::lock_guard lock(mutex_);
    if (failure_) return exeat::fail(*failure_);
    return {};
}

Done DiskHealth::check(std::uint64_t epoch) const {
    const std::lock_guard lock(mutex_);
    if (failure_) return exeat::fail(*failure_);
    if (epoch == epoch_) return {};
    return exeat::fail(ErrorKind::unavailable, "disk-failed",
                       "The server's disk reported an error while this was being stored, so it was given up. Send it "
                       "again.",
                       "begun before the disk failed and recovered");
}

void DiskHealth::fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = error;
}

void DiskHealth::recovered() {
    const std::lock_guard lock(mutex_);
    failure_.reset();
    ++epoch_;
}

}  // namespace exeat::blobs
