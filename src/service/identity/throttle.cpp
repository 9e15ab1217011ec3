#include "service/identity/throttle.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ranges>
#include <span>

#include "core/vocabulary/digest.h"

namespace exeat::identity {
namespace {

constexpr std::int64_t k_kept_one_by_one = 100;
constexpr std::int64_t k_minute_ms = 60'000;

}  // namespace

std::int64_t seconds_to_wait(std::span<const Failures> failures, std::int64_t limit, Instant now) {
    // From the latest on: the one that fills the hour has to be an hour old before one more may fail.
    std::int64_t count = 0;
    for (const auto& moment : std::ranges::reverse_view(failures)) {
        const auto left = moment.at.ms + k_throttle_window_ms - now.ms;
        if (left <= 0) return 0;
        count += moment.count;
        if (count >= limit) return (left + 999) / 1000;
    }
    return 0;
}

Instant counted_at(Instant now, std::int64_t limit) {
    if (limit <= k_kept_one_by_one) return now;
    return Instant{(now.ms / k_minute_ms + 1) * k_minute_ms};
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
