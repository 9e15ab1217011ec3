// The exact bytes that are hashed: docs/ledger.md in code. Called by append, seal and verify. Pure but for salts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary/digest.h"

namespace exeat::ledger {

inline constexpr std::size_t k_salt_bytes = 16;

/// An entry as its row has it, whatever that may hold after somebody changed it.
struct Header {
    std::int64_t stream = 0;
    std::int64_t n = 0;
    std::int64_t at = 0;
    std::string kind;
    std::string actor;
    std::optional<std::string> library;
    std::optional<std::string> folder;
    std::optional<std::string> asset;
    std::optional<std::string> person;
    std::optional<std::string> about;
    Digest digest;
};

/// SHA-256 of the salt and the body, one after the other.
[[nodiscard]] Digest body_digest(std::string_view salt, std::string_view body);
/// The header as lines of text, `previous` being the hash of the entry before (zeros for the first).
[[nodiscard]] std::string header_text(const Header& header, const Digest& previous);
[[nodiscard]] Digest sha256(std::string_view bytes);
[[nodiscard]] std::string new_salt();

/// What a header may hold: so that its lines can only be read in one way.
[[nodiscard]] bool is_kind(std::string_view text);
[[nodiscard]] bool is_name(std::string_view text);

}  // namespace exeat::ledger
