// Several files as one ZIP whose every byte is known beforehand (core/zip): its layout, and the walk through a range of
// it, deciding about each entry when its turn comes. Called by attend.h and the route of /d/{ticket}.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/vocabulary/error.h"
#include "core/zip/layout.h"
#include "state/store/deliveries.h"
#include "usecases/deliveries/transfers.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// The layout of the archive of these items. Errors: too_large "archive-too-large".
[[nodiscard]] Result<zip::Layout> archive_layout(const store::Delivery& delivery);

/// Part of a file of the delivery, still to be sent.
struct EntryPart {
    std::size_t file = 0;
    std::int64_t offset = 0;
    std::int64_t length = 0;
};

/// Walks through [first, first + length) of the archive of a transfer's delivery. next() gives the next bytes: of the
/// archive itself, or of an entry; nullopt at the end. Each entry is decided at its header, and where a transfer begins
/// in the middle of it; one that may not leave any more stands there as zip::Standing says.
class ArchiveWalk {
public:
    ArchiveWalk(House& house, std::shared_ptr<Transfer> transfer, std::int64_t first, std::int64_t length);

    Result<std::optional<std::variant<std::string, EntryPart>>> next();

private:
    Done decide(std::size_t entry, zip::Standing if_withdrawn);

    House& house_;
    std::shared_ptr<Transfer> transfer_;
    zip::Cursor cursor_;
    std::optional<std::size_t> decided_;
    std::uint64_t zeros_left_ = 0;
};

}  // namespace exeat::usecases
