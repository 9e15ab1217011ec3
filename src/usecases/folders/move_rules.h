// Whether a move changes more than the place (POLICY.md: "A move asks for `organise` where the asset leaves, `upload`
// where it arrives, and `protect` as well when lock, protection or the circle of members would differ there"). What a
// library says beside lock and protection belongs to protection: else a move to a library that gives more easily would
// take it away. Called by the use cases that move folders and assets, inside their transaction.
#pragma once

#include <optional>

#include "core/domain/effective.h"
#include "platform/sql/database.h"
#include "usecases/permit.h"

namespace exeat::usecases {

/// What is moved, with what is set on itself, and where it comes from and goes to.
struct Move {
    policy::Access access = policy::Access::inherit;
    policy::Protection protection = policy::Protection::inherit;
    std::shared_ptr<const domain::Library> from_library;
    domain::FolderPath from;
    std::shared_ptr<const domain::Library> to_library;
    domain::FolderPath to;
};

/// Whether lock, protection, the circle of members or any other rule about who may take what would differ there.
[[nodiscard]] Result<bool> differs_there(sql::Session& session, const Move& move, Instant now);

/// The leave to put something there: `upload`. A place that is not there, or not to be seen, is a wrong member at
/// `pointer`. Errors: invalid "no-such-folder", forbidden, conflict "library-archived".
[[nodiscard]] Result<Permit> must_arrive(domain::Places& places, const Caller& caller, LibraryId library,
                                         std::optional<FolderId> folder, std::string pointer);

}  // namespace exeat::usecases
