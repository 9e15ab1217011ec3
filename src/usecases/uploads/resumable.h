// Uploads that survive a broken connection, a closed browser and a restart: begun with a length and a target, continued
// at the offset that was acknowledged, ended by their last byte. Called by the tus routes. Refuses to know tus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include "state/blobs/blobs.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/uploads/file_in.h"

namespace exeat::usecases {

struct UploadWish {
    FileTarget target;
    std::string name;
    std::int64_t length = 0;
    std::string metadata{};  // given back as it came
};

struct UploadState {
    UploadId id;
    std::int64_t length = 0;
    std::int64_t position = 0;  // acknowledged: durable
    Instant expires_at;
    std::optional<AssetId> finished;  // its last byte has come, and this is what it became
    std::string metadata;
};

/// Open uploads of this process: their hashes stay between requests, and one request at a time writes to each.
class OpenUploads {
public:
    struct Entry {
        std::unique_ptr<blobs::Incoming> incoming;
        bool busy = false;
    };
    /// The entry, marked busy. Errors: conflict "upload-busy" when another request has it.
    Result<std::shared_ptr<Entry>> take(UploadId id);
    /// Forgets the entry, too, where it holds nothing that is coming in.
    void give_back(UploadId id);

private:
    std::mutex mutex_;
    std::unordered_map<UploadId, std::shared_ptr<Entry>> entries_;
};

/// Errors: as may_take_file; an announced size over the limit is refused before a byte is read.
[[nodiscard]] Result<UploadState> begin_upload(House& house, const Caller& caller, const UploadWish& wish);

/// Errors: not_found for what is not the caller's; gone "upload-ended" after its time.
[[nodiscard]] Result<UploadState> upload_state(House& house, const Caller& caller, UploadId id);

/// Takes bytes at the acknowledged offset. Not thread-safe; gives the upload free when it is destroyed.
class UploadWriter {
public:
    virtual ~UploadWriter() = default;
    /// Errors: too_large "upload-overrun" beyond the announced length; unavailable ("disk-full", "disk-failed"); those
    /// of still_signed_in().
    virtual Done append(std::span<const std::byte> bytes) = 0;
    /// Forgets what came since the beginning of this request.
    virtual Done rewind() = 0;
    /// Makes durable what came, and acknowledges it. With the last byte the file becomes what its target says; the
    /// caller's right is asked again then. Errors: those of still_signed_in(); of the last byte, those of take_file().
    virtual Result<UploadState> acknowledge() = 0;
};
/// Errors: as upload_state; conflict "wrong-offset" when it is not `offset`, "upload-busy".
[[nodiscard]] Result<std::unique_ptr<UploadWriter>> continue_upload(House& house, const Caller& caller, UploadId id,
                                                                    std::int64_t offset);

/// Gives an upload up; what it became stays. Errors: as upload_state, conflict "upload-busy".
[[nodiscard]] Done end_upload(House& house, const Caller& caller, UploadId id);

/// Takes bytes and row of an upload away, whoever began it. Errors: conflict "upload-busy" while bytes of it come in.
[[nodiscard]] Done drop_upload(House& house, UploadId id);

}  // namespace exeat::usecases
