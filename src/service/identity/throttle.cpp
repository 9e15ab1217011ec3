#include "service/identity/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "core/vocabulary/digest.h"

namespace exeat::identity {
namespace {

bool counts(const std::optional<Failures>& failures, Instant now) {
    return failures && now.ms - failures->since.ms < k_throttle_window_ms;
}

}  // namespace

std::int64_t seconds_to_wait(const std::optional<Failures>& failures, std::int64_t limit, Instant now) {
    if (!counts(failures, now) || failures->count < limit) return 0;
    const auto left = failures->since.ms + k_throttle_window_ms - now.ms;
    return std::max<std::int64_t>(1, (left + 999) / 1000);
}

Failures one_more(const std::optional<Failures>& failures, Instant now) {
    if (!counts(failures, now)) return {1, now};
    return {failures->count + 1, failures->since};
}

std::optional<Failures> one_less(const std::optional<Failures>& failures, Instant now) {
    if (!counts(failures, now) || failures->count <= 1) return std::nullopt;
    return Failures{failures->count - 1, failures->since};
}

std::string address_block(std::string_view address) {
    const std::string text(address.substr(0, address.find('%')));  // without the zone of a link-local address
    in6_addr six{};
    if (::inet_pton(AF_INET6, text.c_str(), &six) != 1) return std::string(address);
    constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::memcmp(&six.s6_addr, mapped.data(), mapped.size()) == 0) {
        std::array<char, INET_ADDRSTRLEN> four{};
        ::inet_ntop(AF_INET, &six.s6_addr[mapped.size()], four.data(), four.size());
        return four.data();
    }
    return to_hex(std::span<const std::uint8_t>(&six.s6_addr[0], 8)) + "/64";
}

}  // namespace exeat::identity
