// Who the client is when trusted proxies stand between: reads X-Forwarded-For, X-Forwarded-Proto or Forwarded (RFC
// 7239). Called by the connection. Refuses to believe anybody outside the given address blocks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/error.h"
#include "platform/http/server.h"

namespace exeat::http {

/// An address as 16 bytes; IPv4 in its IPv6-mapped form.
struct Address {
    std::array<std::uint8_t, 16> bytes{};
    friend bool operator==(const Address&, const Address&) = default;
};

/// An IPv4 or IPv6 address without a zone, nullopt for anything else.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);
/// IPv4 and mapped IPv4 in dots, else IPv6.
[[nodiscard]] std::string to_text(const Address& address);

class TrustedProxies {
public:
    /// Blocks like "10.0.0.0/8", "::1", "2001:db8::/32". Errors: invalid, "bad-trusted-proxy", also for bits that are
    /// set behind the prefix.
    [[nodiscard]] static Result<TrustedProxies> parse(const std::vector<std::string>& blocks);
    [[nodiscard]] bool trusts(const Address& address) const;

private:
    struct Block {
        Address address;
        int prefix = 0;  // of 128 bits
    };
    std::vector<Block> blocks_;
};

struct Origin {
    Address peer;
    std::string scheme;  // "http" or "https"
};

/// The rightmost address that is not a trusted proxy, walking from the socket's peer through the fields.
[[nodiscard]] Origin origin_of(const Address& socket_peer, const Headers& headers, const TrustedProxies& proxies,
                               ForwardingFields fields);

}  // namespace exeat::http
