#include "usecases/libraries/place.h"

#include "core/policy/explain.h"
#include "usecases/why.h"

namespace exeat::usecases {

Permit asked_to(const Permit& permit, policy::Action action) {
    domain::Wish wish;
    wish.action = action;
    return permit.also(wish);
}

PlaceCan can_at(const Permit& place) {
    PlaceCan can;
    can.upload = asked_to(place, policy::Action::upload).allows() && !place.facts().library().archived_at;
    can.organise = asked_to(place, policy::Action::organise).allows();
    can.publish = asked_to(place, policy::Action::publish).allows();
    can.protect = asked_to(place, policy::Action::protect).allows();
    return can;
}

Whys whys_at(const Permit& place) {
    Whys whys;
    for (const auto action :
         {policy::Action::upload, policy::Action::organise, policy::Action::publish, policy::Action::protect}) {
        auto sentences = why(asked_to(place, action), action);
        if (!sentences.empty()) whys.emplace(policy::to_text(action), std::move(sentences));
    }
    return whys;
}

bool is_insider(const Permit& permit) {
    std::string terms;
    return policy::sight_of(permit.facts().facts({}, terms), 0).insider;
}

}  // namespace exeat::usecases
