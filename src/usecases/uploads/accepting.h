// Whether a library takes a file of that type: by its name before a byte comes, by its content before anything is
// stored. Called wherever a file comes into a library, or moves into another. Attachments are not asked about: they
// belong to a file that was accepted.
#pragma once

#include <string_view>

#include "core/domain/records.h"
#include "state/blobs/blobs.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// Errors of all: invalid "type-not-accepted", which says what it is and what the library takes.
[[nodiscard]] Done must_accept(const domain::Library& library, std::string_view name, std::string_view media_type,
                               std::string_view pointer);
/// By what the name promises; a name that says nothing is let through.
[[nodiscard]] Done must_accept_name(const domain::Library& library, std::string_view name);
/// By the beginning of what has come in.
[[nodiscard]] Done must_accept_content(House& house, const domain::Library& library, std::string_view name,
                                       blobs::Incoming& incoming);

}  // namespace exeat::usecases
