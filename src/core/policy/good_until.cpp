#include "core/policy/good_until.h"

namespace exeat::policy {
namespace {

/// The earliest of the instants it is shown that lie after one.
class Earliest {
public:
    explicit Earliest(Instant after) : after_(after) {}
    void consider(const std::optional<Instant>& instant) {
        if (instant && *instant > after_ && (!earliest_ || *instant < *earliest_)) earliest_ = instant;
    }
    [[nodiscard]] const std::optional<Instant>& get() const { return earliest_; }

private:
    Instant after_;
    std::optional<Instant> earliest_;
};

}  // namespace

std::optional<Instant> next_boundary(const Facts& facts, Instant after) {
    Earliest earliest(after);
    if (facts.link != nullptr) {
        earliest.consider(facts.link->starts_at);
        earliest.consider(facts.link->expires_at);
    }
    earliest.consider(facts.asset->available_from);
    earliest.consider(facts.asset->available_until);
    for (const Request& request : facts.requests) earliest.consider(request.valid_until);
    return earliest.get();
}

std::optional<Instant> first_change(const Facts& facts, const Decision& answer) {
    auto next = next_boundary(facts, facts.now);
    while (next && same_answer(decide_at(facts, *next), answer)) next = next_boundary(facts, *next);
    return next;
}

}  // namespace exeat::policy
