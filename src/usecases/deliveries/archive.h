// Several files as one ZIP whose every byte is known beforehand (core/zip): its length and ETag, and the walk through a
// range of it, deciding about each entry when its turn comes. Called by attend.h and the route of /d/{ticket}.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/vocabulary/error.h"
#include "state/store/deliveries.h"
#include "usecases/deliveries/transfers.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// Bytes of the archive of these items.
[[nodiscard]] std::int64_t archive_length(const store::Delivery& delivery);

/// A strong ETag (with quotes) that names the layout: the same items in the same order give the same bytes.
[[nodiscard]] std::string archive_etag(const store::Delivery& delivery);

/// Part of a file of the delivery, still to be sent.
struct EntryPart {
    std::size_t file = 0;
    std::int64_t offset = 0;
    std::int64_t length = 0;
};

/// Walks through [first, first + length) of the archive.
class ArchiveWalk {
public:
    virtual ~ArchiveWalk() = default;
    /// The next bytes: of the archive itself, or of an entry; nullopt at the end. An entry that may not leave any more
    /// when its header is due is filled with zeros of the same length (DESIGN.md section 5); one that may not while it
    /// is being continued is an error.
    virtual Result<std::optional<std::variant<std::string, EntryPart>>> next() = 0;
};

[[nodiscard]] Result<std::unique_ptr<ArchiveWalk>> walk_archive(House& house, std::shared_ptr<Transfer> transfer,
                                                                std::int64_t first, std::int64_t length);

}  // namespace exeat::usecases
