// The header fields of tus 1.0, read strictly. Called by the protocol side (tus.h). Refuses to know uploads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary/error.h"

namespace exeat::http {

/// Upload-Metadata: keys (ASCII without space and comma, each once) with their decoded values, empty where none stands.
using TusMetadata = std::vector<std::pair<std::string, std::string>>;

/// "key base64,key base64,key". Errors: invalid, "bad-upload-metadata".
[[nodiscard]] Result<TusMetadata> parse_tus_metadata(std::string_view field);

enum class ChecksumKind : std::uint8_t { sha1, sha256 };

/// Upload-Checksum: what the bytes of one request must hash to.
struct TusChecksum {
    ChecksumKind kind = ChecksumKind::sha1;
    std::string digest;  // raw bytes, as many as the kind has
};

/// "sha1 base64" or "sha256 base64". Errors: invalid, "bad-upload-checksum".
[[nodiscard]] Result<TusChecksum> parse_tus_checksum(std::string_view field);

/// A non-negative decimal number as Upload-Length and Upload-Offset hold, at most 2^63 - 1.
[[nodiscard]] std::optional<std::uint64_t> parse_tus_number(std::string_view field);

/// A running hash of one request's bytes.
class RunningChecksum {
public:
    explicit RunningChecksum(ChecksumKind kind);
    ~RunningChecksum();
    RunningChecksum(RunningChecksum&&) noexcept;
    RunningChecksum& operator=(RunningChecksum&&) noexcept;
    void add(std::string_view bytes);
    /// The digest of all that was added; ends it.
    [[nodiscard]] std::string digest();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace exeat::http
