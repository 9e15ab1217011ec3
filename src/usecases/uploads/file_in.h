// A file that came in becomes an asset, a new version of one, or an attachment: the checks before the first byte, and
// the rows after the last. Called by the routes of POST /api/assets, tus, and by `exeat import`. Refuses to know how
// the bytes came.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/blobs/blobs.h"
#include "usecases/caller.h"
#include "usecases/house.h"
#include "usecases/permit.h"

namespace exeat::usecases {

/// What to do with content that the library has already.
enum class Duplicates : std::uint8_t { keep, skip };

/// Where a file goes. Without `replaces` and `attach_to` it becomes a new asset in library and folder.
struct FileTarget {
    LibraryId library;
    std::optional<FolderId> folder;
    std::optional<AssetId> replaces;   // becomes its original; the one before becomes a version (`update`)
    std::optional<AssetId> attach_to;  // becomes an attachment (`update`)
    Duplicates duplicates = Duplicates::keep;
};

/// Whether this caller may put a file of that size there, before a byte is read: an asset that is there already also
/// asks an API token for the scope `edit`. Errors: not_found, forbidden,
/// conflict "library-archived", too_large "file-too-large", invalid "type-not-accepted" for what the name promises, and
/// those of domain::check_file_name.
[[nodiscard]] Done may_take_file(House& house, const Caller& caller, const FileTarget& target, std::string_view name,
                                 std::optional<std::int64_t> size);

/// The same with what has come in, before it becomes a blob. Errors: as may_take_file, and "type-not-accepted" for what
/// the content is.
[[nodiscard]] Done may_keep_file(House& house, const Caller& caller, const FileTarget& target, std::string_view name,
                                 blobs::Incoming& incoming);

/// The type of stored bytes, from their beginning.
[[nodiscard]] Result<std::string> type_of(House& house, const blobs::BlobFacts& facts, std::string_view name);

struct FileIn {
    FileTarget target;
    std::string name;
    std::string media_type;
    std::optional<UploadId> upload{};  // the one that brought it: is finished with what it became, or nothing is
};

/// What became of it.
struct Taken {
    AssetId asset;
    std::optional<AttachmentId> attachment;
    bool existed = false;  // Duplicates::skip: this asset had the content already
    std::vector<AssetId>
        duplicates;  // others in this library with the same content, that the caller can see; 20 at most
};

/// Asks again, now inside the transaction, and writes the rows and the ledger entry. The blob is held by `stored` until
/// they are committed. Errors: as may_take_file, and those of still_signed_in().
[[nodiscard]] Result<Taken> take_file(House& house, const Caller& caller, const FileIn& file,
                                      const blobs::Stored& stored);

/// The same for many new assets of one folder in one transaction; all or none.
[[nodiscard]] Result<std::vector<Taken>> take_files(House& house, const Caller& caller,
                                                    const std::vector<std::pair<FileIn, const blobs::Stored*>>& files);

/// A file whose bytes have all come and are no blob yet.
struct ArrivedFile {
    FileTarget target;
    std::string name;
    std::unique_ptr<blobs::Incoming> incoming;
};

/// The files of one call, all or none: every one is asked about again before the first becomes a blob, so that what is
/// refused leaves nothing behind. Errors: as take_file(), and of storing.
[[nodiscard]] Result<std::vector<Taken>> take_arrived(House& house, const Caller& caller,
                                                      std::vector<ArrivedFile> files);

}  // namespace exeat::usecases
