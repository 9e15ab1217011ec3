// Requests that wait: what is said about them before somebody decides, to whom they go when nobody does, and after how
// many days. Read and written by state/store and usecases/requests. Refuses to know who decides.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/policy/words.h"

namespace exeat::domain {

/// Where the conversation about a request stands: a question waits for its requester, or was answered.
enum class Talk : std::uint8_t { nothing, question, answer };

/// To whom else a request went that waited too long.
enum class Escalation : std::uint8_t { none, owners, administrators };

/// Of a library; beside its usage settings, since nothing of them is asked of the policy.
struct WaitingSettings {
    int remind_after_days = 3;    // whoever receives its requests; 0: never
    int escalate_after_days = 0;  // to all owners, or to the administrators; 0: never
    friend bool operator==(const WaitingSettings&, const WaitingSettings&) = default;
};
inline constexpr int k_most_waiting_days = 365;

/// The most questions and answers of one request.
inline constexpr std::int64_t k_most_messages = 50;
/// The longest time that somebody stands in for a reviewer.
inline constexpr std::int64_t k_longest_absence_ms = std::int64_t{366} * 86'400'000;

}  // namespace exeat::domain

namespace exeat::policy {
template <>
inline constexpr std::array<std::string_view, 3> k_words<domain::Talk>{"", "question", "answer"};
template <>
inline constexpr std::array<std::string_view, 3> k_words<domain::Escalation>{"", "owners", "administrators"};
}  // namespace exeat::policy
