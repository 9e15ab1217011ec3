// multipart/form-data (RFC 7578) as it streams in: bytes are pushed, parts come out. Called by the sinks of src/api
// that take uploads from forms. Refuses to keep bodies: what a part holds goes on to the handler at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary/error.h"
#include "platform/http/message.h"

namespace exeat::http {

struct MultipartLimits {
    std::size_t parts = 100;
    std::size_t head_bytes = 64 * 1024;     // of the fields of one part: a name of any length is refused as a name
    std::uint64_t field_bytes = 64 * 1024;  // of a part without a file name
};

/// What stands before a part.
struct PartHead {
    std::string name;
    std::optional<std::string> file_name;  // exactly as the client wrote it; empty where a form had no file chosen
    Headers headers;
};

/// Takes the parts in their order: begin, data as often as there is some, end. An error stops the parser with it.
class PartHandler {
public:
    virtual ~PartHandler() = default;
    virtual Done part_begin(const PartHead& head) = 0;
    virtual Done part_data(std::span<const std::byte> bytes) = 0;
    virtual Done part_end() = 0;
};

/// The boundary that a Content-Type names. Errors: unsupported ("not-multipart") for another media type, invalid
/// ("bad-multipart") for a boundary that cannot be one.
[[nodiscard]] Result<std::string> multipart_boundary(std::string_view content_type);

/// Errors: invalid ("bad-multipart", also for `filename*`, which RFC 7578 forbids, and for encoded parts), too_large
/// ("too-many-parts", "part-head-too-large", "field-too-large"), and what the handler gave. After one, every further
/// call gives it again.
class MultipartParser {
public:
    MultipartParser(std::string_view boundary, PartHandler& handler, MultipartLimits limits = {});

    [[nodiscard]] Done feed(std::span<const std::byte> bytes);
    /// The body has ended: an error when the closing boundary has not come.
    [[nodiscard]] Done finish();

private:
    enum class State : std::uint8_t { before_first, behind_boundary, head, data, behind_last };

    [[nodiscard]] Done step(std::string_view& input);
    [[nodiscard]] Done before_first(std::string_view& input);
    [[nodiscard]] Done behind_boundary(std::string_view& input);
    [[nodiscard]] Done head(std::string_view& input);
    [[nodiscard]] Done data(std::string_view& input);
    [[nodiscard]] Done behind_last(std::string_view& input) const;
    [[nodiscard]] Done begin_part();
    [[nodiscard]] Done give(std::string_view bytes);

    std::string delimiter_;  // CRLF, two dashes, the boundary
    PartHandler& handler_;
    MultipartLimits limits_;
    State state_ = State::before_first;
    std::size_t matched_ = 0;  // bytes of the delimiter that the input so far ends with
    std::string line_;         // what follows a boundary, or the head of a part
    std::size_t parts_ = 0;
    std::uint64_t part_bytes_ = 0;
    bool is_field_ = false;
    bool any_input_ = false;
    std::optional<Error> failed_;
};

}  // namespace exeat::http
