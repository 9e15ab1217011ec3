// Files that answer a field of a form: taken before the form is sent, seen by the requester and by those who decide.
// Called by src/api/request_files_routes.cpp. Refuses to know how bytes come and go.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "state/blobs/blobs.h"
#include "state/store/request_files.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

inline constexpr std::int64_t k_most_request_file_bytes = 25 * k_mib;
/// Files of one person that no form has taken yet.
inline constexpr std::int64_t k_most_unsent_files = 50;
/// Files of one person that no form has taken, that wait with a request for a decision, or that came within a day.
inline constexpr std::int64_t k_most_held_file_bytes = 500 * k_mib;

/// Before a byte is read. Errors: unauthenticated, not_found for whoever may ask for nothing anywhere, those of
/// domain::check_file_name, invalid "too-many-files", "too-many-file-bytes".
[[nodiscard]] Done may_send_file(House& house, const Caller& caller, std::string_view name);
/// Keeps a file that arrived; its id answers a field. Errors besides: those of still_signed_in().
[[nodiscard]] Result<store::RequestFile> keep_request_file(House& house, const Caller& caller, const std::string& name,
                                                           std::unique_ptr<blobs::Incoming> incoming);

/// A file of a request, for whoever may see the request. Errors: not_found.
struct OpenRequestFile {
    store::RequestFile row;
    std::unique_ptr<blobs::OpenBlob> blob;
    std::vector<std::uint32_t> crc32c;  // one for each MiB
    std::int64_t authority_number = 0;  // of what was decided on
};
[[nodiscard]] Result<OpenRequestFile> open_request_file(House& house, const Caller& caller, RequestId request,
                                                        RequestFileId file);

/// Whether it may go on being sent: the caller is still signed in and may still see the request, and its file is there.
/// Errors: those of still_signed_in(), not_found.
[[nodiscard]] Done still_sees_file(House& house, const Caller& caller, RequestId request, RequestFileId file);

}  // namespace exeat::usecases
