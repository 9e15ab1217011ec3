// The folders of a local store and how a finished file becomes a blob: names, renames, folder syncs, and what to do
// when one of them fails. Shared by LocalBlobs and its LocalIncoming. Refuses to know how bytes come in.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_set>

#include "state/blobs/blobs.h"
#include "state/blobs/disk.h"
#include "state/blobs/disk_health.h"
#include "state/blobs/folder_sync.h"
#include "state/blobs/pins.h"

namespace exeat::blobs {

/// Thread-safe.
class LocalStore {
public:
    LocalStore(std::unique_ptr<Disk> disk, std::string folder);

    /// Makes missing folders durably and removes what unfinished begin()s left.
    Done prepare();

    [[nodiscard]] Disk& disk() { return *disk_; }
    [[nodiscard]] DiskHealth& health() { return health_; }
    [[nodiscard]] Pins& pins() { return *pins_; }

    [[nodiscard]] std::string blobs_folder() const { return folder_ + "/blobs"; }
    [[nodiscard]] std::string incoming_folder() const { return folder_ + "/incoming"; }
    [[nodiscard]] std::string quarantine_folder() const { return folder_ + "/quarantine"; }
    [[nodiscard]] std::string blob_folder(const Digest& digest) const;
    [[nodiscard]] std::string blob_path(const Digest& digest) const;
    [[nodiscard]] std::string upload_path(UploadId id) const;
    [[nodiscard]] std::string new_part_path();

    /// Makes the names in a folder durable, shared with others who want the same.
    Done sync_folder(const std::string& path) { return folder_sync_.sync(path); }

    /// What becomes of the name that the file had before.
    enum class OldName : std::uint8_t { goes, stays };

    /// Gives the file, whose bytes are durable, the name of its digest; one of the same size that is there already is
    /// kept instead. The blob has to be pinned. Before anybody is told, its folder has to be synced and acknowledge()
    /// be asked.
    Done place(const std::string& path, const BlobFacts& facts, std::uint64_t epoch, OldName old_name);
    /// Whether what began in this epoch may be told to the caller; if so, the name is beyond doubt from now on.
    Done acknowledge(const Digest& digest, std::uint64_t epoch);
    /// Whether the blob has a name that no sync has confirmed yet.
    [[nodiscard]] bool is_unconfirmed(const Digest& digest);

    /// As Blobs::quarantine.
    Done quarantine(const Digest& digest);
    /// As Blobs::prove.
    Done prove();

    /// Makes an Error of an errno, and distrusts the disk when the errno says so.
    [[nodiscard]] Error broken(int number, const char* doing, const std::string& path);
    /// As broken(), of a sync: whatever the errno, nobody knows now what is on the disk.
    [[nodiscard]] Error broken_sync(int number, const std::string& path);

private:
    enum class Placing : std::uint8_t { placed, kept, again };
    Result<Placing> try_to_place(const std::string& path, const BlobFacts& facts, std::uint64_t epoch,
                                 OldName old_name);
    Result<Placing> keep_what_is_there(const std::string& path, const BlobFacts& facts, OldName old_name);
    Done make_folders();
    Done make_folder(const std::string& path);
    Done write_probe();
    Done remove_unconfirmed();

    const std::string folder_;
    const std::unique_ptr<Disk> disk_;
    DiskHealth health_;
    const std::shared_ptr<Pins> pins_;
    FolderSync folder_sync_;
    std::atomic<std::uint64_t> next_part_{0};

    // Shared while a blob gets its name, whole while the disk is trusted again: so that then every name in doubt is
    // known.
    std::shared_mutex naming_;
    std::mutex unconfirmed_mutex_;
    std::unordered_set<Digest> unconfirmed_;  // named by us, the name not yet known to be durable
    std::mutex proving_;
};

}  // namespace exeat::blobs
