// Stored bytes, each named by its SHA-256: taking them in, giving them out, removing them. Called by use cases, jobs
// and `exeat check`. Refuses to know rows, assets and file names: no name in here comes from outside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary/bytes.h"
#include "core/vocabulary/digest.h"
#include "core/vocabulary/error.h"
#include "core/vocabulary/id.h"
#include "core/vocabulary/instant.h"
#include "state/blobs/owned_file.h"

namespace exeat::blobs {

/// The bytes that one CRC-32C of BlobFacts stands for; the last block may be shorter.
inline constexpr std::int64_t k_block = k_mib;

/// All that is known of a blob from its bytes alone.
struct BlobFacts {
    Digest digest;
    std::int64_t size = 0;
    std::uint32_t crc32 = 0;
    std::vector<std::uint32_t> crc32c;  // one for each k_block
    friend bool operator==(const BlobFacts&, const BlobFacts&) = default;
};

/// While one of these lives no collection removes its blob. Keep it until the row that points at the blob is committed.
using Pin = std::shared_ptr<const void>;

/// A blob that is durable, and held.
struct Stored {
    BlobFacts facts;
    Pin pin;
};

/// Bytes on their way in. Not thread-safe; one that fails is of no more use (a resumable one can be resumed). Dropped
/// without finish(): its bytes are removed, those of a resumable one only by discard() or Blobs::drop_upload().
///
/// Errors of all that writes: unavailable with code "disk-full" (this upload fails, others go on), or "disk-failed"
/// (the store takes nothing more until Blobs::prove() says that the disk is well); busy ("too-many-files").
class Incoming {
public:
    virtual ~Incoming() = default;

    /// Adds bytes at the end.
    virtual Done append(std::span<const std::byte> bytes) = 0;
    /// Returns after all bytes so far, and the file itself, are durable: then they may be acknowledged.
    virtual Done sync() = 0;
    /// Forgets the bytes that came after the last sync() (or after the start).
    virtual Done rewind() = 0;
    /// Bytes so far.
    [[nodiscard]] virtual std::int64_t size() const = 0;
    /// Fills `into` with the first bytes that came; fewer where there are no more.
    virtual Result<std::size_t> head(std::span<std::byte> into) = 0;
    /// Makes the bytes a blob, durable with its name when this returns. A blob of the same digest and size is kept as
    /// it is. Nothing else may be called afterwards. An upload can still be resumed, in case its row does not come to
    /// be, until Blobs::drop_upload(), which is called when the row is committed.
    virtual Result<Stored> finish() = 0;
    /// Removes the bytes now. Nothing else may be called afterwards.
    virtual void discard() = 0;
};

/// A blob open for reading; stays readable when the blob is removed meanwhile. Reading is thread-safe.
class OpenBlob {
public:
    virtual ~OpenBlob() = default;
    [[nodiscard]] virtual std::int64_t size() const = 0;
    /// Fills `into` from `offset` on; fewer bytes only at the end of the blob. Errors: unavailable ("disk-failed").
    virtual Result<std::size_t> read(std::int64_t offset, std::span<std::byte> into) const = 0;
    /// A descriptor of its own for sending from, where the blob is a local file; nullopt where it is not.
    [[nodiscard]] virtual Result<std::optional<OwnedFile>> descriptor() const = 0;
};

struct BlobEntry {
    Digest digest;
    std::int64_t size = 0;
    Instant modified;  // when its last upload ended
};

struct UploadEntry {
    UploadId id;
    std::int64_t size = 0;
    Instant modified;
};

/// Of the blobs asked about, those that a row still points at. Asked in the middle of a removal: has to look at
/// committed rows as they are now.
using StillUsed = std::function<Result<std::vector<Digest>>(std::span<const Digest>)>;

/// What is told of the places that list() goes through.
struct ListVisitor {
    std::function<Done(const BlobEntry&)> blob;      // in order of the digests
    std::function<Done(std::string_view)> stranger;  // what lies there and is no blob
};

/// The store of all blobs of a site. Thread-safe.
class Blobs {
public:
    virtual ~Blobs() = default;

    virtual Result<std::unique_ptr<Incoming>> begin() = 0;
    /// An upload that can be continued after a restart. `id` is new; errors: conflict when it is not.
    virtual Result<std::unique_ptr<Incoming>> begin_upload(UploadId id) = 0;
    /// Continues an upload of which `acknowledged` bytes were synced; later bytes are dropped. Reads those bytes again
    /// to know their checksums (about a second a gigabyte), so keep the Incoming between requests where possible. One
    /// Incoming for an upload at a time is up to the caller. Errors: gone with code "upload-lost".
    virtual Result<std::unique_ptr<Incoming>> resume_upload(UploadId id, std::int64_t acknowledged) = 0;
    /// Removes the bytes of an upload; no error when there are none.
    virtual Done drop_upload(UploadId id) = 0;
    /// Uploads whose bytes are here, also those whose row was never committed.
    virtual Result<std::vector<UploadEntry>> uploads() = 0;

    /// As finish() of each, with the waiting for the disk shared. One answer for each, in order.
    virtual std::vector<Result<Stored>> finish_many(std::span<const std::unique_ptr<Incoming>> incoming) = 0;

    /// Errors: internal with code "blob-missing" (a row should never point at nothing), busy.
    virtual Result<std::unique_ptr<OpenBlob>> open(const Digest& digest) = 0;
    /// Holds a blob that is here for a row that will point at it; nullopt when it is not here.
    virtual Result<std::optional<Pin>> hold(const Digest& digest) = 0;

    /// Removes those blobs that nobody holds and `still_used` does not name. Returns the ones that went.
    virtual Result<std::vector<Digest>> remove(std::span<const Digest> digests, const StillUsed& still_used) = 0;
    /// Goes through everything, in constant memory.
    virtual Done list(const ListVisitor& visitor) = 0;
    /// Puts a corrupt blob aside, where open() does not find it and an upload of the same content replaces it.
    virtual Done quarantine(const Digest& digest) = 0;

    /// Whether bytes are taken in: an unavailable error ("disk-failed") from a failed write on until prove() succeeds.
    /// Asks no disk.
    [[nodiscard]] virtual Done ready() const = 0;
    /// Shows that the disk takes a durable write, and opens the store again if so. To be called every second or so
    /// while ready() is an error.
    virtual Done prove() = 0;
};

struct LocalOptions {
    std::string folder;  // the data folder; blobs/, incoming/ and quarantine/ are made in it
};

/// Blobs in a folder of this machine, which no other process uses. Removes what unfinished begin()s left there.
/// Errors: unavailable.
Result<std::unique_ptr<Blobs>> open_local(const LocalOptions& options);

}  // namespace exeat::blobs
