// Responses that carry stored bytes: heads that no browser runs, ranges, and the bodies. Called by routes that hold a
// delivery. Refuses to decide: whoever calls this has asked the policy.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "platform/http/message.h"
#include "platform/http/ranges.h"
#include "state/blobs/blobs.h"
#include "usecases/deliveries/archive.h"
#include "usecases/deliveries/transfers.h"
#include "usecases/house.h"

namespace exeat::api {

/// A response without its body: 200, 206, 304, 412 or 416, with the heads of SAFETY.md "Browser and HTTP".
struct FilePlan {
    http::Response response;
    http::ByteRange range;    // what to send
    bool sends_body = false;  // 200 and 206
};
[[nodiscard]] FilePlan plan_file_response(const http::Request& request, std::uint64_t size, std::string_view etag,
                                          std::string_view file_name, std::string_view media_type);

/// Begins a transfer and binds it to the response: it can be cut, and what was sent is counted.
void begin_transfer(usecases::House& house, const std::shared_ptr<usecases::Transfer>& transfer,
                    http::Response& response);
/// The same for one of no delivery, unless as many of its person's run already. Whether it has begun.
[[nodiscard]] bool begin_transfer_below(std::size_t most, usecases::House& house,
                                        const std::shared_ptr<usecases::Transfer>& transfer, http::Response& response);

/// What was stored of each MiB of a file.
using Checksums = std::shared_ptr<const std::vector<std::uint32_t>>;
/// Bytes of one file, each MiB checked against what was stored before it leaves: a flipped bit is never sent. Errors:
/// internal "internal".
[[nodiscard]] Result<http::FileSlice> file_slice(const blobs::OpenBlob& blob, std::int64_t size, Checksums crc32c,
                                                 const http::ByteRange& range);
/// Of a delivery. Errors besides: internal "blob-missing".
[[nodiscard]] Result<http::FileSlice> file_slice(usecases::House& house,
                                                 const std::shared_ptr<usecases::ReadyDelivery>& delivery,
                                                 std::size_t file, const http::ByteRange& range);

/// A range of an archive.
[[nodiscard]] std::unique_ptr<http::BodySource> archive_source(usecases::House& house,
                                                               std::shared_ptr<usecases::Transfer> transfer,
                                                               const http::ByteRange& range);

}  // namespace exeat::api
