// Makes the names in a folder durable, one sync for all who wait: whoever comes while a sync runs joins the next one.
// Called by the local store. Refuses to know what the names are.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "state/blobs/disk.h"
#include "state/blobs/disk_health.h"

namespace exeat::blobs {

/// Thread-safe.
class FolderSync {
public:
    FolderSync(Disk& disk, DiskHealth& health) : disk_(disk), health_(health) {}

    /// Returns after a sync of the folder that began after this call did; all who shared it get its answer. When it
    /// fails, the disk is distrusted before the next sync of that folder begins: a later one may wrongly succeed.
    Done sync(const std::string& folder);

private:
    struct Round {
        bool done = false;
        Done answer;
    };
    struct Folder {
        std::shared_ptr<Round> next;  // those who came since the running sync began
        bool running = false;
    };

    Done sync_now(const std::string& path);

    Disk& disk_;
    DiskHealth& health_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::unordered_map<std::string, Folder> folders_;
};

}  // namespace exeat::blobs
