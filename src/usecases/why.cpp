#include "usecases/why.h"

#include "core/domain/names.h"
#include "core/policy/explain.h"
#include "core/words/why.h"

namespace exeat::usecases {

std::vector<std::string> why(const Permit& permit, policy::Action /*action*/) {
    const auto& decision = permit.decision();
    if (decision.outcome == policy::Outcome::allow || decision.outcome == policy::Outcome::hidden) return {};
    const auto& facts = permit.facts();
    std::string terms;
    const auto sight = policy::sight_of(facts.facts({}, terms), facts.folders_seen());
    words::Names names;
    names.library = facts.library().name;
    for (const auto& folder : facts.folders()) names.folders.push_back(folder->name);
    // Where gate 8 asks, directors decide; owners are no help then.
    if (!decision.needs.has(policy::Need::site_approval)) names.deciders = facts.deciders();
    if (decision.state_request) {
        names.note = domain::in_plain_lines(facts.requests().at(*decision.state_request)->note);
    }
    return words::tell(decision, policy::explain(decision, sight), names, words::Language::english).sentences();
}

}  // namespace exeat::usecases
