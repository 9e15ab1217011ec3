#include "core/domain/job.h"

#include <array>
#include <cstddef>

namespace exeat::domain {
namespace {

constexpr std::array<std::int64_t, 2> k_pauses_ms{5'000, 60'000};
constexpr std::int64_t k_outside_pause_ms = 60'000;

}  // namespace

std::optional<Instant> next_try(Failure failure, std::int64_t attempts, Instant now) {
    switch (failure) {
        case Failure::lasting:
            return std::nullopt;
        case Failure::passing: {
            const auto tries = static_cast<std::size_t>(attempts > 0 ? attempts - 1 : 0);
            if (tries >= k_pauses_ms.size()) return std::nullopt;
            return Instant{now.ms + k_pauses_ms[tries]};
        }
        case Failure::outside:
            return Instant{now.ms + k_outside_pause_ms};
    }
    return std::nullopt;
}

}  // namespace exeat::domain
