#include "platform/http/forwarding.h"

#include <arpa/inet.h>

#include <algorithm>

#include "platform/http/ascii.h"

namespace exeat::http {
namespace {

constexpr std::array<std::uint8_t, 12> k_mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int k_mapped_bits = 96;
constexpr int k_bits = 128;

bool is_mapped(const Address& address) {
    return std::equal(k_mapped.begin(), k_mapped.end(), address.bytes.begin());
}

bool bit_of(const Address& address, int at) {
    const auto index = static_cast<std::size_t>(at);
    return (address.bytes[index / 8] >> (7U - index % 8U) & 1U) != 0;
}

/// An address as proxies write it: with a port, brackets or quotes around it.
std::optional<Address> parse_node(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        return end == std::string_view::npos ? std::nullopt : parse_address(text.substr(1, end - 1));
    }
    const bool with_port = std::count(text.begin(), text.end(), ':') == 1;
    return parse_address(with_port ? text.substr(0, text.find(':')) : text);
}

/// One step of the way: who spoke to the proxy, and how.
struct Hop {
    std::string_view node;
    std::string_view scheme;
};

/// The value of `name` in one element of a Forwarded field: "for=1.2.3.4;proto=https".
std::string_view forwarded_pair(std::string_view element, std::string_view name) {
    while (!element.empty()) {
        auto pair = take_until(element, ';');
        if (equal_ignoring_case(trimmed(take_until(pair, '=')), name)) return trimmed(pair);
    }
    return {};
}

std::vector<std::string_view> list_of(const Headers& headers, std::string_view name) {
    std::vector<std::string_view> elements;
    for (const auto& [field, value] : headers.fields()) {
        if (!equal_ignoring_case(field, name)) continue;
        for (std::string_view rest = value; !rest.empty();) elements.push_back(trimmed(take_until(rest, ',')));
    }
    return elements;
}

/// The hops that the fields tell of, the last (nearest to us) at the end.
std::vector<Hop> hops_of(const Headers& headers, ForwardingFields fields) {
    std::vector<Hop> hops;
    switch (fields) {
        case ForwardingFields::x_forwarded: {
            for (const auto node : list_of(headers, "x-forwarded-for")) hops.push_back({node, {}});
            // The nearest proxy's word on the scheme counts; it knows how it was spoken to.
            const auto schemes = list_of(headers, "x-forwarded-proto");
            if (!schemes.empty()) {
                if (hops.empty()) hops.emplace_back();
                hops.back().scheme = schemes.back();
            }
            break;
        }
        case ForwardingFields::forwarded:
            for (const auto element : list_of(headers, "forwarded")) {
                hops.push_back({forwarded_pair(element, "for"), forwarded_pair(element, "proto")});
            }
            break;
    }
    return hops;
}

std::string_view unquoted(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
    return text;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
    // Longer than any address; also keeps NUL out of the text that inet_pton reads.
    if (text.size() > INET6_ADDRSTRLEN || text.find('\0') != std::string_view::npos) return std::nullopt;
    const std::string terminated(text);
    Address address;
    if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) return address;
    std::copy(k_mapped.begin(), k_mapped.end(), address.bytes.begin());
    if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data() + k_mapped.size()) == 1) return address;
    return std::nullopt;
}

std::string to_text(const Address& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const bool mapped = is_mapped(address);
    inet_ntop(mapped ? AF_INET : AF_INET6, address.bytes.data() + (mapped ? k_mapped.size() : 0), text.data(),
              static_cast<socklen_t>(text.size()));
    return text.data();
}

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& blocks) {
    TrustedProxies proxies;
    for (const auto& text : blocks) {
        const auto wrong = [&] {
            return fail(ErrorKind::invalid, "bad-trusted-proxy",
                        "\"" + text + "\" is no address block. A right one looks like 10.0.0.0/8 or 2001:db8::/32.");
        };
        std::string_view rest = text;
        const auto slash = rest.find('/');
        const auto address = parse_address(rest.substr(0, slash));
        if (!address) return wrong();
        const bool dotted = rest.substr(0, slash).find(':') == std::string_view::npos;
        Block block{*address, k_bits};
        if (slash != std::string_view::npos) {
            const auto bits = parse_decimal(rest.substr(slash + 1));
            const int most = dotted ? k_bits - k_mapped_bits : k_bits;
            if (!bits || *bits > static_cast<std::uint64_t>(most)) return wrong();
            block.prefix = static_cast<int>(*bits) + (dotted ? k_mapped_bits : 0);
        }
        for (int bit = block.prefix; bit < k_bits; ++bit) {
            if (bit_of(block.address, bit)) return wrong();
        }
        proxies.blocks_.push_back(block);
    }
    return proxies;
}

bool TrustedProxies::trusts(const Address& address) const {
    return std::any_of(blocks_.begin(), blocks_.end(), [&](const Block& block) {
        for (int bit = 0; bit < block.prefix; ++bit) {
            if (bit_of(block.address, bit) != bit_of(address, bit)) return false;
        }
        return true;
    });
}

Origin origin_of(const Address& socket_peer, const Headers& headers, const TrustedProxies& proxies,
                 ForwardingFields fields) {
    Origin origin{socket_peer, "http"};
    if (!proxies.trusts(socket_peer)) return origin;
    const auto hops = hops_of(headers, fields);
    for (auto hop = hops.rbegin(); hop != hops.rend() && proxies.trusts(origin.peer); ++hop) {
        // What was said of the scheme comes from a trusted proxy as long as the one before it is trusted.
        const auto scheme = unquoted(hop->scheme);
        if (equal_ignoring_case(scheme, "https")) origin.scheme = "https";
        if (equal_ignoring_case(scheme, "http")) origin.scheme = "http";
        const auto node = parse_node(hop->node);
        if (!node) break;
        origin.peer = *node;
    }
    return origin;
}

}  // namespace exeat::http
