#include "core/domain/request.h"

#include <algorithm>

namespace exeat::domain {
namespace {

constexpr std::int64_t k_hour_ms = 3'600'000;
constexpr std::int64_t k_day_ms = 24 * k_hour_ms;

}  // namespace

policy::Request HeldRequest::view() const {
    policy::Request view;
    view.kind = kind;
    view.status = status;
    view.revoked = revoked;
    view.actions = actions;
    view.files = files.view();
    view.created_at = created_at;
    view.decided_at = decided_at;
    view.decided_by_level = decided_by_level;
    view.valid_until = valid_until;
    return view;
}

std::optional<Instant> end_of(const ValiditySettings& validity, Instant now) {
    const auto after = [now](std::int64_t ms) { return std::optional(Instant{now.ms + ms}); };
    switch (validity.span) {
        case Span::hour:
            return after(k_hour_ms);
        case Span::day:
            return after(k_day_ms);
        case Span::week:
            return after(7 * k_day_ms);
        case Span::month:
            return after(30 * k_day_ms);
        case Span::quarter:
            return after(90 * k_day_ms);
        case Span::year:
            return after(365 * k_day_ms);
        case Span::date:
            // A date that is missing is refused when written; one that got here all the same ends at once.
            return validity.until.value_or(now);
        case Span::unlimited:
            return std::nullopt;
    }
    return now;
}

bool ends_by(const std::optional<Instant>& end, const std::optional<Instant>& other) {
    if (!other) return true;
    return end && *end <= *other;
}

bool is_within(const Files& narrow, const Files& wide) {
    if (!wide) return true;
    if (!narrow) return false;
    return std::ranges::all_of(*narrow, [&](const std::string& word) {
        if (std::ranges::find(*wide, word) != wide->end()) return true;
        // A preset is a conversion: whoever holds the class holds each of them.
        return word.starts_with("preset:") && std::ranges::find(*wide, "conversion") != wide->end();
    });
}

}  // namespace exeat::domain
