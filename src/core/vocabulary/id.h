// Ids that the outside sees: 128 bits, opaque, sortable by the time they were made (48 bits of milliseconds, then
// random), written as 26 characters of Crockford's base 32 in lower case. One type a noun, so that they cannot be
// mixed.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/instant.h"

namespace exeat {

/// The 128 bits behind every id.
struct IdBits {
    std::array<std::uint8_t, 16> bytes{};
    friend constexpr auto operator<=>(const IdBits&, const IdBits&) = default;
};

[[nodiscard]] std::string to_text(const IdBits& bits);
/// Exactly 26 characters as to_text writes them (upper case is taken too), else nullopt.
[[nodiscard]] std::optional<IdBits> parse_id_bits(std::string_view text);
/// A new id: `now` and ten bytes of the system's random source.
[[nodiscard]] IdBits new_id_bits(Instant now);

template <class Tag>
struct Id {
    IdBits bits;
    friend constexpr auto operator<=>(const Id&, const Id&) = default;

    [[nodiscard]] static Id make(Instant now) { return Id{new_id_bits(now)}; }
    [[nodiscard]] static std::optional<Id> parse(std::string_view text) {
        if (auto bits = parse_id_bits(text)) return Id{*bits};
        return std::nullopt;
    }
    [[nodiscard]] std::string text() const { return to_text(bits); }
};

using PersonId = Id<struct PersonTag>;
using GroupId = Id<struct GroupTag>;
using RoleId = Id<struct RoleTag>;
using LibraryId = Id<struct LibraryTag>;
using FolderId = Id<struct FolderTag>;
using AssetId = Id<struct AssetTag>;
using AttachmentId = Id<struct AttachmentTag>;
using AttributeId = Id<struct AttributeTag>;
using TermsId = Id<struct TermsTag>;
using SessionId = Id<struct SessionTag>;
using TokenId = Id<struct TokenTag>;
using UploadId = Id<struct UploadTag>;
using DeliveryId = Id<struct DeliveryTag>;
using RequestId = Id<struct RequestTag>;
using LinkId = Id<struct LinkTag>;

}  // namespace exeat

template <class Tag>
struct std::hash<exeat::Id<Tag>> {
    [[nodiscard]] std::size_t operator()(const exeat::Id<Tag>& id) const noexcept {
        std::size_t value = 0;  // the last eight bytes are random: they are the hash
        for (std::size_t i = 8; i < 16; ++i) value = value << 8U | id.bits.bytes[i];
        return value;
    }
};
